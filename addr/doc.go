// Package addr parses and formats IPv4 and IPv6 addresses.
//
// It has two layers. The strict one accepts what RFC 4291 section 2.2 allows and
// nothing else, with an optional RFC 4007 zone and prefix length, and writes RFC
// 5952 text: [ParseItem], [ParseAddr], [ParsePrefix], [ParseRange],
// [AppendCanonical], [AppendFull]. The lenient one handles the other spellings
// that people and protocols use (hexadecimal, decimal, binary, bytes, RFC 1924
// base 85, reverse DNS names, URL hosts, UNC names, embedded scope indices, RFC
// 2673 bit strings): [Form], [AppendForm], [ParseAs], [Detect].
//
// Values are [net/netip] addresses, so that results fit into any other Go program.
// An [Item] is an address as it was written: with zone and prefix length, host bits
// kept.
//
// Every parser fails with an [*Error] that names the first offending byte, and
// Detect with an [*AmbiguityError] where a text has two readings. The Append
// functions append to dst and return the longer slice; when they fail they return
// dst unchanged. Nothing here looks at the system: a zone is a word, whether or not
// such an interface exists.
//
//	it, err := addr.ParseItem("2001:DB8:0:0::1/64")
//	text := it.String() // 2001:db8::1/64
package addr
