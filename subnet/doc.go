// Package subnet is prefix arithmetic for both families: what a prefix is, how it
// splits, what a heap of prefixes comes to, which one an address falls in, what
// is left of a pool and where the next block goes.
//
// Texts become an [Item] by [Parse]: an address, a prefix or a range. Each is a
// [Range] of addresses, the value most functions work on; a [Set], made by a
// [Builder], is any number of them. [Split] and [Hosts] give [Blocks], which are
// numbered rather than listed. Results are iterators and nothing is laid out in
// memory that could be 2^64 long; a [Count] is exact up to 2^128.
//
// What is defined for all of it:
//
//   - Host bits are masked off where addresses are meant: 2001:db8::1/32 is the
//     block 2001:db8::/32. An Item keeps what was written.
//   - Input may be unsorted, repeated, overlapping and of both families. Results
//     come with IPv4 before IPv6, then by first address, then the larger first.
//   - IPv4-mapped IPv6 addresses (::ffff:0:0/96) are IPv6.
//   - Zones are names on one machine. A range may not have one; sets and tables
//     pass over that of an address or a prefix.
//   - A range whose ends are reversed or of two families is an error.
//
// It follows RFC 4291 section 2.3 (prefixes), RFC 4632 and RFC 1878 (IPv4
// prefixes and masks), RFC 3021 and RFC 6164 (point-to-point links) and RFC 3531
// (the order of sparse allocation). What an address is for is not told here:
// that is package classify.
//
//	blocks, err := subnet.Split(subnet.RangeOf(p), 64)
//	for q := range blocks.All() {
//		fmt.Println(q)
//	}
package subnet
