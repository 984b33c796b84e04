// Package addr reads and writes the texts of IPv4 and IPv6 addresses.
//
// It has two layers. The strict one reads what RFC 4291 section 2.2 allows and
// nothing else, with an RFC 4007 zone and a prefix length where there is one,
// and writes RFC 5952 text: [ParseItem], [ParseAddr], [ParsePrefix],
// [ParseRange], [AppendCanonical], [AppendFull]. [CompressLines] and
// [ExpandLines] do the same to whole blocks of lines in one pass. The wide one
// knows every other spelling that people and protocols use (hexadecimal,
// decimal, binary, bytes, RFC 1924 base 85, reverse DNS names, URL hosts, UNC
// names, embedded scope indices, RFC 2673 bit strings): [Form], [AppendForm],
// [ParseAs], [Detect].
//
// Values are [net/netip] addresses, so a result can be handed to any other Go
// program. An [Item] is an address as somebody wrote it: with zone and prefix
// length, host bits kept.
//
// Every parser fails with an [*Error] that names the first byte at fault. The
// Append functions append to dst and return it longer; when they fail they
// return it as it was. Nothing here looks at the system: a zone is a word, and
// whether such an interface exists is for others to say.
//
//	it, err := addr.ParseItem("2001:DB8:0:0::1/64")
//	text := addr.AppendCanonical(nil, it, addr.MixedAuto) // 2001:db8::1/64
package addr
