// Package embed4 embeds IPv4 addresses in IPv6 addresses and extracts them, by every
// standardized mechanism.
//
// Each mechanism is a small value with its parameters. Encode returns the IPv6 address
// for an IPv4 address, EncodePrefix the IPv6 prefix for an IPv4 prefix, and Check the
// rules of the RFC that the result breaks: a MUST NOT (an error unless forced) or a
// SHOULD (a warning). Encoding fails only if there is no result, so that a caller can
// ignore the verdict. [Extractor] finds IPv4 addresses without knowing the mechanism.
//
// The layouts, in bits from the left; v4 is the IPv4 address, "~" means inverted bits,
// "u" is the octet that is zero in RFC 6052:
//
//	              0       16      32      48      64      80      96     127
//	ipv4-mapped   |        0 (80 bits)                |ffff   |v4            | RFC 4291 2.5.5.2
//	compatible    |        0 (96 bits)                        |v4            | RFC 4291 2.5.5.1
//	translated    |        0 (64 bits)        |ffff   |0      |v4            | RFC 2765 2.1
//	nat64 /32     |prefix         |v4             |u|suffix                  | RFC 6052 2.2
//	nat64 /40     |prefix             |v4 24 bits |u|8|suffix                |
//	nat64 /48     |prefix                 |v4 16  |u|v4 16|suffix            |
//	nat64 /56     |prefix                     |8  |u|v4 24 bits|suffix       |
//	nat64 /64     |prefix                         |u|v4           |suffix    |
//	nat64 /96     |prefix                                     |v4            |
//	6to4          |2002   |v4             |subnet |interface identifier      | RFC 3056 2
//	6rd           |prefix (any) |v4 without its common bits |subnet |IID     | RFC 5969 4
//	teredo        |2001:0         |server v4      |flags  |~port  |~client v4| RFC 4380 4
//	isatap        |prefix                         |00ug00 |5efe   |v4        | RFC 5214 6.1
//	6over4        |prefix                         |0              |v4        | RFC 2529 4
//	map           |rule prefix |EA bits   |subnet |0  |v4            |PSID   | RFC 7597 6
//	ivi           |prefix         |ff|v4              |0                     | RFC 6219 3.1
//	eam           |any prefix |rest of v4 |0 ...                             | RFC 7757 3
//
// The package also has MAP-E and MAP-T rules (RFC 7597, RFC 7599), explicit address
// mapping tables (RFC 7757), prefix discovery (RFC 7050), the multicast mapping of RFC
// 2529, the PREF64 option (RFC 8781) and checksum-neutral prefixes (RFC 6052 section
// 4.1). It does not parse or format addresses and sends no packets.
//
//	nat := embed4.NAT64{Prefix: netip.MustParsePrefix("2001:db8:122:344::/64")}
//	a, err := nat.Encode(netip.MustParseAddr("192.0.2.33"))
//	// 2001:db8:122:344:c0:2:2100:0
package embed4
