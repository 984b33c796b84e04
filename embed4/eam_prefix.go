package embed4

import (
	"fmt"
	"net/netip"

	"github.com/hextet/hextet/internal/ip"
)

// PrefixTo6 translates an IPv4 prefix as [EAMTable.To6] translates its addresses, and
// returns the row. It fails if a row matches only part of the prefix, and if neither a
// row nor an RFC 6052 prefix applies.
func (t *EAMTable) PrefixTo6(p netip.Prefix) (q netip.Prefix, row EAM, err error) {
	if err := checkPrefix4(p); err != nil {
		return q, row, err
	}
	p = p.Masked()
	if i, ok := t.by4.inside(number4(ip.Uint32(p.Addr())), p.Bits()); ok {
		return q, row, fmt.Errorf("row %d matches only part of it, %v", i+1, t.rows[i].IPv4)
	}
	_, row, ok := t.To6(p.Addr())
	switch {
	case !ok:
		return q, row, errNoEAM4
	case row == EAM{}:
		q, err = t.prefix.EncodePrefix(p)
		return q, row, err
	}
	u := row.to6(ip.Uint32(p.Addr()))
	return prefixOf(u, row.IPv6.Bits()+p.Bits()-row.IPv4.Bits()), row, nil
}

// PrefixTo4 is the reverse of PrefixTo6. A prefix within the addresses of one IPv4
// address gives the /32.
func (t *EAMTable) PrefixTo4(p netip.Prefix) (q netip.Prefix, row EAM, err error) {
	if err := checkPrefix6(p); err != nil {
		return q, row, err
	}
	p = p.Masked()
	if i, ok := t.by6.inside(ip.FromAddr(p.Addr()), p.Bits()); ok {
		return q, row, fmt.Errorf("row %d matches only part of it, %v", i+1, t.rows[i].IPv6)
	}
	v4, row, ok := t.To4(p.Addr())
	switch {
	case !ok:
		return q, row, errNoEAM6
	case row == EAM{}:
		var x Extractor
		n := x.within(Found{Mechanism: MechNAT64, Certainty: Certain, Prefix: t.prefix.Prefix}, p)
		if n < 0 || p.Bits() < t.prefix.Prefix.Bits() {
			return q, row, errNoEAM6
		}
		return netip.PrefixFrom(v4, n).Masked(), row, nil
	}
	bits := min(32, row.IPv4.Bits()+p.Bits()-row.IPv6.Bits())
	return netip.PrefixFrom(v4, bits).Masked(), row, nil
}

const (
	errNoEAM4 constError = "in no row, and there is no RFC 6052 prefix (RFC 7757 section 3.3.1)"
	errNoEAM6 constError = "in no row and not below the RFC 6052 prefix (RFC 7757 section 3.3.2)"
)
