package eui64

import "strconv"

// VRRP is a virtual router (RFC 9568), as identified by its MAC.
type VRRP struct {
	Family int   // 4 or 6
	ID     uint8 // the virtual router identifier (VRID), 1 to 255
}

// MAC returns the virtual router MAC of v (RFC 9568 section 7.3), the zero MAC if v is
// invalid:
//
//	00-00-5E-00-01-{VRID}   IPv4
//	00-00-5E-00-02-{VRID}   IPv6
func (v VRRP) MAC() MAC {
	switch {
	case v.ID == 0:
	case v.Family == 4:
		return mac48(vrrp4 | uint64(v.ID))
	case v.Family == 6:
		return mac48(vrrp6 | uint64(v.ID))
	}
	return MAC{}
}

const (
	vrrp4 = 0x00_00_5e_00_01_00
	vrrp6 = 0x00_00_5e_00_02_00
)

// VRRP returns the virtual router whose MAC is m, a MAC-48 or the EUI-64 of one. The
// address moves between routers; CARP uses the same block.
func (m MAC) VRRP() (v VRRP, ok bool) {
	if m, ok = m.MAC48(); !ok || byte(m.bits) == 0 {
		return VRRP{}, false
	}
	switch m.bits &^ 0xff {
	case vrrp4:
		return VRRP{4, uint8(m.bits)}, true
	case vrrp6:
		return VRRP{6, uint8(m.bits)}, true
	}
	return VRRP{}, false
}

// VRRP returns the virtual router whose MAC id was made from. RFC 9568 section 8.2.2
// allows this only for the owner of the virtual router, because the other routers would
// have the same identifier.
func (id IID) VRRP() (VRRP, bool) {
	m, err := id.MAC()
	if err != nil {
		return VRRP{}, false
	}
	return m.VRRP()
}

// AppendTo appends v as a phrase: "VRRP virtual router 3 for IPv6".
func (v VRRP) AppendTo(dst []byte) []byte {
	dst = strconv.AppendUint(append(dst, "VRRP virtual router "...), uint64(v.ID), 10)
	return strconv.AppendInt(append(dst, " for IPv"...), int64(v.Family), 10)
}

// String returns what AppendTo appends.
func (v VRRP) String() string { return string(v.AppendTo(nil)) }
