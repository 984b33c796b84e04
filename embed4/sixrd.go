package embed4

import (
	"net/netip"

	"github.com/hextet/hextet/eui64"
	"github.com/hextet/hextet/internal/ip"
)

// SixRD is a 6rd domain (RFC 5969): the IPv6 prefix of the provider, of any length, and
// the common IPv4 prefix of its customers, whose bits are omitted:
//
//	0            n                  n+32-q            64       127
//	|Prefix      |v4 after q bits   |subnet           |IID     |
//	             the delegated prefix ends here
type SixRD struct {
	Prefix netip.Prefix // the 6rd prefix, n bits
	IPv4   netip.Prefix // the common IPv4 prefix, q bits; the zero value for none
}

const (
	errSixRDLength constError = "6rd prefix and IPv4 suffix are longer than 128 bits together (RFC 5969 section 7.1.1)"
	errSixRDInside constError = "not in the IPv4 prefix of the 6rd domain (RFC 5969 section 4)"
	errSixRDWider  constError = "shorter than the IPv4 prefix of the 6rd domain (RFC 5969 section 4)"
)

// Validate returns an error if a prefix is of the wrong family, or a delegated prefix
// would have more than 128 bits.
func (d SixRD) Validate() error {
	if err := checkSitePrefix(d.Prefix); err != nil {
		return err
	}
	if d.IPv4 != (netip.Prefix{}) {
		if err := checkPrefix4(d.IPv4); err != nil {
			return err
		}
	}
	if d.DelegatedBits() > 128 {
		return errSixRDLength
	}
	return nil
}

// common returns the number of common IPv4 bits and their value.
func (d SixRD) common() (n int, v uint32) {
	if !d.IPv4.IsValid() || !d.IPv4.Addr().Is4() {
		return 0, 0
	}
	return d.IPv4.Bits(), ip.Uint32(d.IPv4.Addr()) & leading32(d.IPv4.Bits())
}

// DelegatedBits returns the length of a delegated prefix: n + 32 - q.
func (d SixRD) DelegatedBits() int {
	q, _ := d.common()
	return d.Prefix.Bits() + 32 - q
}

// Encode returns the first address of the prefix that is delegated to v4.
func (d SixRD) Encode(v4 netip.Addr) (netip.Addr, error) {
	if !v4.Is4() {
		return netip.Addr{}, errNotIPv4
	}
	p, err := d.EncodePrefix(netip.PrefixFrom(v4, 32))
	return p.Addr(), err
}

// EncodePrefix returns the prefix that is delegated to a /32, or the common prefix of
// those delegated to the addresses of v4.
func (d SixRD) EncodePrefix(v4 netip.Prefix) (netip.Prefix, error) {
	if err := checkPrefix4(v4); err != nil {
		return netip.Prefix{}, err
	}
	if err := d.Validate(); err != nil {
		return netip.Prefix{}, err
	}
	q, common := d.common()
	v := ip.Uint32(v4.Addr()) & leading32(v4.Bits())
	if v&leading32(q) != common {
		return netip.Prefix{}, errSixRDInside
	}
	if v4.Bits() < q {
		return netip.Prefix{}, errSixRDWider
	}
	n := d.Prefix.Bits()
	u := ip.FromAddr(d.Prefix.Addr()).And(ip.Mask(uint(n))).WithField(uint(n), uint(32-q), uint64(v&^leading32(q)))
	p := prefixOf(u, n+v4.Bits()-q)
	if n < 10 { // the IPv4 address can make it another type
		if _, err := eui64.UnicastPrefix(p); err != nil {
			return netip.Prefix{}, err
		}
	}
	return p, nil
}

// Decode returns the IPv4 address of the customer that an address in the domain belongs
// to.
func (d SixRD) Decode(a netip.Addr) (netip.Addr, bool) {
	if d.Validate() != nil || !a.Is6() {
		return netip.Addr{}, false
	}
	u, n := ip.FromAddr(a), d.Prefix.Bits()
	if m := ip.Mask(uint(n)); u.And(m) != ip.FromAddr(d.Prefix.Addr()).And(m) {
		return netip.Addr{}, false
	}
	q, common := d.common()
	return ip.Addr4(common | uint32(u.Field(uint(n), uint(32-q)))), true
}

// Check forbids addresses that no host can have; private ones are allowed (RFC 5969
// section 4). It warns if the delegated prefix is too long for a subnet.
func (d SixRD) Check(v4 netip.Prefix) Verdict {
	v := verdictFor(v4)
	v.wantHost()
	if d.Validate() == nil && d.DelegatedBits() > 64 {
		v.should.add(ruleLongDelegation)
	}
	return v
}
