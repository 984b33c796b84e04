package embed4

import "net/netip"

// DecodeDecimal returns the IPv4 address that the interface identifier of a
// shows to the eye: in 2001:db8::192:0:2:1 the four groups, read as decimal
// numbers, are 192.0.2.1 (RFC 7707 section 4.1.1.3 found many such). It reports
// false where a group is no octet written in decimal digits.
func DecodeDecimal(a netip.Addr) (netip.Addr, bool) {
	if !a.Is6() {
		return netip.Addr{}, false
	}
	v, ok := decimal(bits128(a).lo)
	if !ok {
		return netip.Addr{}, false
	}
	return addr4(v), true
}

// EncodeDecimal returns the address below p, of up to 64 bits, whose identifier
// shows v4: 192.0.2.1 becomes 192:0:2:1.
func EncodeDecimal(p netip.Prefix, v4 netip.Addr) (netip.Addr, error) {
	if !v4.Is4() {
		return netip.Addr{}, errNotIPv4
	}
	var iid uint64
	for _, b := range v4.As4() {
		iid = iid<<16 | uint64(b)/100<<8 | uint64(b)/10%10<<4 | uint64(b)%10
	}
	return underIID(p, iid)
}

func decimal(iid uint64) (v uint32, ok bool) {
	for range 4 {
		g := uint32(iid >> 48)
		h, t, o := g>>8, g>>4&15, g&15
		n := h*100 + t*10 + o
		if t > 9 || o > 9 || n > 255 {
			return 0, false
		}
		v, iid = v<<8|n, iid<<16
	}
	return v, true
}
