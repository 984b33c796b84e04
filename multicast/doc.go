// Package multicast decodes and makes IP multicast addresses: solicited-node groups
// (RFC 4291 section 2.7.1), the link-layer addresses of groups on Ethernet (RFC 2464
// section 7, RFC 1112 section 6.4), IEEE 802.15.4 (RFC 4944 section 9) and InfiniBand
// (RFC 4391 section 4), the flags, scope and group ID of IPv6 groups and what they
// contain (prefixes of RFC 3306, rendezvous points of RFC 3956, interface identifiers of
// RFC 4489, source-specific groups of RFC 4607; RFC 7371 for the flags), classes of
// group IDs (RFC 3307, RFC 10028), the blocks of IPv4 (RFC 5771, RFC 3180 GLOP, RFC
// 6034, RFC 2365), node-information groups (RFC 4620), and registered names.
//
// [Decode] and [DecodePrefix] decode; [FromPrefix], [FromRP], [SourceSpecific],
// [LinkScoped], [GLOP], [FromIPv4Prefix] and [MGID] make addresses. The package does
// not access the network.
//
//	info, err := multicast.Decode(netip.MustParseAddr("ff7e:140:2001:db8::1"))
//	// info.Kind embedded-rp, info.Scope global, info.RP 2001:db8::1
package multicast
