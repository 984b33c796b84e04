// Package subnet is prefix arithmetic for both families: it describes, splits,
// aggregates, compares and sorts prefixes, finds the longest one that matches an
// address, and allocates new ones from a pool.
//
// [Parse] turns text into an [Item]: an address, a prefix or a range. Most functions
// work on the addresses that it stands for, a [netipx.IPRange]. A [Set], made by a
// [Builder], holds any number of ranges and converts from and to [*netipx.IPSet].
// [Split] and [Addresses] return [Blocks], which are numbered rather than listed.
// Results are iterators, since they can have 2^64 elements; a [Count] is exact up to
// 2^128.
//
// Conventions:
//
//   - Host bits are masked off where a prefix stands for addresses: 2001:db8::1/32 is
//     the block 2001:db8::/32. An Item keeps what was written.
//   - Input may be unsorted, repeated, overlapping and of both families. Results are in
//     order: IPv4 before IPv6, then by first address, then larger before smaller.
//   - IPv4-mapped IPv6 addresses (::ffff:0:0/96) are IPv6.
//   - Zones have a meaning on one machine only. A range may not have one; sets and
//     tables ignore the zone of an address or a prefix.
//   - A range whose ends are reversed or of two families is an error.
//
// It follows RFC 4291 section 2.3 (prefixes), RFC 4632 and RFC 1878 (IPv4 prefixes
// and masks), RFC 3021 and RFC 6164 (point-to-point links), RFC 3531 (the order of
// sparse allocation), RFC 2526 (anycast) and RFC 6296 (NPTv6). Package classify
// knows what an address is for.
//
//	blocks, err := subnet.Split(netipx.RangeOfPrefix(p), 64)
//	for q := range blocks.All() {
//		fmt.Println(q)
//	}
package subnet
