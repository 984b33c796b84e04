package embed4

import "net/netip"

// Encoder is the interface of the mechanisms that embed one IPv4 address in one IPv6
// address: [Mapped], [Compatible], [Translated], [NAT64], [SixToFour], [SixRD],
// [Teredo], [ISATAP], [SixOverFour], [IVI] and [Multicast64].
//
// Encode and EncodePrefix fail only if there is no result; if the IPv4 address is in an
// interface identifier, EncodePrefix fails for anything but a /32. Check returns the
// rules that embedding the prefix, or an address as a /32, would break, and nothing for
// an invalid one.
type Encoder interface {
	Encode(v4 netip.Addr) (netip.Addr, error)
	EncodePrefix(v4 netip.Prefix) (netip.Prefix, error)
	Check(v4 netip.Prefix) Verdict
}
