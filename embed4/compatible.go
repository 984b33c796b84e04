package embed4

import (
	"net/netip"

	"github.com/hextet/hextet/internal/ip"
)

// Compatible is the deprecated IPv4-compatible form ::a.b.c.d of RFC 4291
// section 2.5.5.1.
type Compatible struct{}

// Encode returns the IPv4-compatible address of v4. For 0.0.0.0 and 0.0.0.1 this is the
// unspecified and the loopback address, which Decode rejects; Check warns about them.
// It does not allocate.
func (Compatible) Encode(v4 netip.Addr) (netip.Addr, error) { return encode96(0, 0, v4) }

// EncodePrefix returns the prefix, 96 bits longer, of the compatible addresses
// of v4.
func (Compatible) EncodePrefix(v4 netip.Prefix) (netip.Prefix, error) {
	return encodePrefix96(0, 0, v4)
}

// Decode returns the IPv4 address in a, which must be in ::/96 and neither ::
// nor ::1.
func (Compatible) Decode(a netip.Addr) (netip.Addr, bool) {
	v4, ok := decode96(0, 0, a)
	if !ok || ip.Uint32(v4) <= 1 {
		return netip.Addr{}, false
	}
	return v4, true
}

// Check warns if the address is not globally unique unicast. RFC 4291 has a lower-case
// "must" here, so nothing is forbidden.
func (Compatible) Check(v4 netip.Prefix) Verdict {
	v := verdictFor(v4)
	if !v.class.unique() && v.class != documentation && v.class != documentation1 {
		v.should.add(ruleCompatibleNotGlobal)
	}
	v.common()
	return v
}
