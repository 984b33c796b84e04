// Package addr parses and formats IPv4 and IPv6 addresses.
//
// It has two layers. The strict layer accepts what RFC 4291 section 2.2 allows and
// nothing else, with an optional RFC 4007 zone and prefix length, and writes RFC 5952
// text: [ParseItem], [ParseAddr], [ParsePrefix], [ParseRange], [AppendCanonical],
// [AppendFull]. The lenient layer handles the other spellings that people and protocols
// use (hexadecimal, decimal, binary, bytes, RFC 1924 base 85, reverse DNS names, URL
// hosts, UNC names, embedded scope indices, RFC 2673 bit strings): [Form],
// [AppendForm], [ParseAs], [Detect].
// 2673 bit strings): [Form], [AppendForm], [ParseAs], [Detect].
//
// Values are [net/netip] addresses, so that results can be used in any Go program. An
// [Item] is an address as it was written: with its zone, prefix length and host bits.
//
// The error of every parser is an [*Error] with the offset of the first offending byte;
// that of Detect is an [*AmbiguityError] if a text has two readings. The Append
// functions append to dst and return the extended slice; if they fail, they return dst
// unchanged. Nothing here accesses the system: a zone is just text, whether or not such
// an interface exists.
//
//	it, err := addr.ParseItem("2001:DB8:0:0::1/64")
//	text := it.String() // 2001:db8::1/64
package addr
