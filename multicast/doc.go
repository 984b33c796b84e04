// Package multicast takes IP multicast addresses apart and puts them together:
// solicited-node groups (RFC 4291 section 2.7.1), the Ethernet addresses that
// groups map to (RFC 2464 section 7, RFC 1112 section 6.4), the flags, scope and group ID of
// IPv6 groups with all that they may carry (RFC 3306 prefixes, RFC 3956
// rendezvous points, RFC 4489 interface identifiers, RFC 4607 source-specific
// groups; RFC 7371 for the flags), group-ID classes (RFC 3307, RFC 10028), the
// blocks of IPv4 (RFC 5771, RFC 3180 GLOP, RFC 6034, RFC 2365), IPoIB groups
// (RFC 4391), and the names that IANA registered.
//
// [Decode] is the way in for reading; [FromPrefix], [FromRP], [SourceSpecific],
// [LinkScoped], [GLOP], [FromIPv4Prefix] and [MGID] make addresses. The package
// joins no group and sends nothing.
//
//	info, err := multicast.Decode(netip.MustParseAddr("ff7e:140:2001:db8::1"))
//	// info.Kind embedded-rp, info.Scope global, info.RP 2001:db8::1
package multicast
