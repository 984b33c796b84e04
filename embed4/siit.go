package embed4

import "net/netip"

// Translated is the IPv4-translated form ::ffff:0:a.b.c.d of RFC 2765 section 2.1. SIIT
// used it for the IPv6 nodes behind a translator; its successors, RFC 6145 and RFC
// 7915, use RFC 6052 prefixes.
type Translated struct{}

const translatedLo = 0xffff << 48

// Encode returns the IPv4-translated address of v4. It does not allocate.
func (Translated) Encode(v4 netip.Addr) (netip.Addr, error) { return encode96(0, translatedLo, v4) }

// EncodePrefix returns the prefix, 96 bits longer, of the translated addresses
// of v4.
func (Translated) EncodePrefix(v4 netip.Prefix) (netip.Prefix, error) {
	return encodePrefix96(0, translatedLo, v4)
}

// Decode returns the IPv4 address in a, which must be in ::ffff:0:0:0/96.
func (Translated) Decode(a netip.Addr) (netip.Addr, bool) { return decode96(0, translatedLo, a) }

// Check warns about addresses that no unicast node can have.
func (Translated) Check(v4 netip.Prefix) Verdict {
	v := verdictFor(v4)
	v.wantUnicast()
	return v
}
