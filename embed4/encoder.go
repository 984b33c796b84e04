package embed4

import "net/netip"

// Encoder is what the mechanisms have in common that put one IPv4 address into
// one IPv6 address: [Mapped], [Compatible], [Translated], [NAT64], [SixToFour],
// [SixRD], [Teredo], [ISATAP], [SixOverFour], [IVI] and [Multicast64].
//
// Encode and EncodePrefix fail only where there is nothing they could return;
// EncodePrefix fails for all but a single address where the IPv4 address is in
// an interface identifier. Check reports the rules that the RFCs have against
// it, for a prefix or an address as a /32, and says nothing of an invalid one.
type Encoder interface {
	Encode(v4 netip.Addr) (netip.Addr, error)
	EncodePrefix(v4 netip.Prefix) (netip.Prefix, error)
	Check(v4 netip.Prefix) Verdict
}
