// Package eui64 converts between link-layer addresses and IPv6 interface identifiers:
// it parses and formats MAC addresses, derives the 64-bit identifier for each type of
// link (RFC 4291 appendix A and the "IPv6 over ..." documents), and analyzes
// identifiers.
//
// [MAC] is a MAC-48 or an EUI-64; [ParseMAC] takes every spelling that equipment
// prints. [IID] is an interface identifier. [Link] is the type of a link, because the
// rule for the universal/local bit (u) depends on it:
//
//	ethernet    RFC 2464 section 4, RFC 4291 appendix A   u inverted
//	6lowpan     RFC 4944 section 6 (RFC 7668 for 6 bytes)  u inverted (copied)
//	short       RFC 4944 section 6, RFC 6282 section 3.2.2 u = 0
//	firewire    RFC 3146                                   u inverted
//	infiniband  RFC 4391 section 8                         u set
//	arcnet      RFC 2497                                   u = 0
//	isatap      RFC 5214 section 6.1                       u by the IPv4 address
//	gre, ipip   as isatap, which is what Linux does        u by the IPv4 address
//	sit         RFC 4213 section 3.7                       u = 0
//	ppp         RFC 5072 section 4.1                       u inverted
//	atm         RFC 2492                                   u inverted (0 for ATM's own)
//
// The package has no vendor names, generates no opaque identifiers (RFC 7217, RFC 8981)
// and does not access network interfaces.
//
//	mac, err := eui64.ParseMAC("0000.5e00.5301")
//	iid, err := eui64.FromMAC(mac)      // 0200:5eff:fe00:5301
//	a, err := eui64.Address(netip.MustParsePrefix("2001:db8::/64"), iid)
package eui64
