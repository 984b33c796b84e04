package embed4

import (
	"net/netip"

	"github.com/hextet/hextet/eui64"
	"github.com/hextet/hextet/internal/ip"
)

// SixRD is a 6rd domain (RFC 5969): the provider's IPv6 prefix, of any length,
// and the IPv4 prefix that all its customers' addresses share and that is
// therefore left out:
//
//	0            n                  n+32-q            64       127
//	|Prefix      |v4 after q bits   |subnet           |IID     |
//	             the delegated prefix ends here
type SixRD struct {
	Prefix netip.Prefix // the 6rd prefix, n bits
	IPv4   netip.Prefix // what all IPv4 addresses have in common, q bits; zero value: nothing
}

const (
	errSixRDLength constError = "6rd prefix and the IPv4 bits after the common ones are longer than 128 bits together (RFC 5969 section 7.1.1)"
	errSixRDInside constError = "not in the IPv4 prefix of the 6rd domain (RFC 5969 section 4)"
	errSixRDWider  constError = "shorter than the IPv4 prefix of the 6rd domain (RFC 5969 section 4)"
)

// Validate returns an error where d is no domain: a prefix of the wrong family, or
// more than 128 bits in a delegated prefix.
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

// DelegatedBits returns the length of a customer's prefix: n + 32 - q.
func (d SixRD) DelegatedBits() int {
	q, _ := d.common()
	return d.Prefix.Bits() + 32 - q
}

// Encode returns the first address of the prefix that the domain delegates to
// v4; the border relay's is its address as a next hop (RFC 5969 section 7.1.1).
func (d SixRD) Encode(v4 netip.Addr) (netip.Addr, error) {
	if !v4.Is4() {
		return netip.Addr{}, errNotIPv4
	}
	p, err := d.EncodePrefix(netip.PrefixFrom(v4, 32))
	return p.Addr(), err
}

// EncodePrefix returns the prefix delegated to v4: for one address the
// customer's, for a prefix the one around all its customers'.
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
	if n < 10 { // the IPv4 address may make it something else
		if _, err := eui64.UnicastPrefix(p); err != nil {
			return netip.Prefix{}, err
		}
	}
	return p, nil
}

// Decode returns the customer's IPv4 address of an address in the domain.
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

// Check tells what stands against v4 as a customer: it must be a host's
// address, private ones are 6rd's daily bread (RFC 5969 section 4), and the
// delegated prefix should leave room for a subnet.
func (d SixRD) Check(v4 netip.Prefix) Verdict {
	v := verdictFor(v4)
	v.wantHost()
	if d.Validate() == nil && d.DelegatedBits() > 64 {
		v.should.add(ruleLongDelegation)
	}
	return v
}
