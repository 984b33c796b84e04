package embed4

import "net/netip"

// Mapped is the IPv4-mapped form ::ffff:a.b.c.d of RFC 4291 section 2.5.5.2: the
// address of an IPv4 node in programs that handle only IPv6 addresses.
type Mapped struct{}

const mappedLo = 0xffff << 32

// Encode returns the IPv4-mapped address of v4. It does not allocate.
func (Mapped) Encode(v4 netip.Addr) (netip.Addr, error) { return encode96(0, mappedLo, v4) }

// EncodePrefix returns the prefix, 96 bits longer, of the mapped addresses of v4.
func (Mapped) EncodePrefix(v4 netip.Prefix) (netip.Prefix, error) {
	return encodePrefix96(0, mappedLo, v4)
}

// Decode returns the IPv4 address in a, which must be in ::ffff:0:0/96.
func (Mapped) Decode(a netip.Addr) (netip.Addr, bool) { return decode96(0, mappedLo, a) }

// Check warns about addresses that no unicast node can have.
func (Mapped) Check(v4 netip.Prefix) Verdict {
	v := verdictFor(v4)
	v.wantUnicast()
	return v
}
