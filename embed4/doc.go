// Package embed4 puts IPv4 addresses into IPv6 addresses and takes them out
// again, in every way that has been standardised.
//
// Each mechanism is a small value with the parameters it needs. Encode gives
// the IPv6 address for an IPv4 address, EncodePrefix the IPv6 prefix for an
// IPv4 prefix, and Check says which rule of its RFC the result would break: a
// MUST NOT (an error unless the caller insists) or a SHOULD (a warning).
// Encoding itself fails only where there is nothing to write, so a caller who
// knows better can ignore the verdict. [Extractor] goes the other way without
// being told the mechanism.
//
// The layouts, in bits from the left; v4 is the IPv4 address, "~" means every
// bit inverted, "u" is the octet that RFC 6052 keeps zero:
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
// The MAP-E and MAP-T rules (RFC 7597, RFC 7599), the explicit address mapping
// table (RFC 7757), prefix discovery (RFC 7050), the RFC 2529 multicast map and
// checksum-neutral prefixes (RFC 6052 section 4.1) are here too. Reading and
// writing of addresses as text is not, nor is anything that sends a packet.
//
//	nat := embed4.NAT64{Prefix: netip.MustParsePrefix("2001:db8:122:344::/64")}
//	a, err := nat.Encode(netip.MustParseAddr("192.0.2.33"))
//	// 2001:db8:122:344:c0:2:2100:0
package embed4
