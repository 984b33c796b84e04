// Package eui64 goes between link-layer addresses and IPv6 interface
// identifiers: it reads and writes MAC addresses, and makes the 64-bit
// identifier that a link of a given type derives from the address of its
// interface (RFC 4291 appendix A and the "IPv6 over ..." documents).
//
// [MAC] is a MAC-48 or an EUI-64 in any spelling that equipment prints; [IID]
// is an interface identifier; [Link] names the kind of link, because the rule
// for the universal/local bit differs between them:
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
// The package does not know vendors, makes no opaque identifiers (RFC 7217,
// RFC 8981) and looks at no interface of the machine it runs on.
//
//	mac, err := eui64.ParseMAC("0000.5e00.5301")
//	iid, err := eui64.FromMAC(mac)      // 0200:5eff:fe00:5301
//	a, err := eui64.Address(netip.MustParsePrefix("2001:db8::/64"), iid)
package eui64
