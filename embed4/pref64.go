package embed4

import (
	"encoding/binary"
	"net/netip"
	"time"
)

// PREF64 is the option of a router advertisement that tells hosts the NAT64
// prefix of their network (RFC 8781 section 4):
//
//	|     8     |     8      |          13           |  3  |
//	| type = 38 | length = 2 | lifetime in 8 seconds | PLC |
//	|              highest 96 bits of the prefix          |
//
// The prefix length code (PLC) is 0 for /96, and 1 to 5 for /64, /56, /48, /40
// and /32.
type PREF64 struct {
	NAT64    NAT64
	Lifetime time.Duration // 0 to [MaxPREF64Lifetime]; 0 withdraws the prefix
}

// MaxPREF64Lifetime is the longest lifetime that a PREF64 option can have.
const MaxPREF64Lifetime = 8191 * 8 * time.Second

const (
	pref64Type = 38
	pref64Size = 16
)

var pref64Codes = [...]uint8{96, 64, 56, 48, 40, 32}

// AppendTo appends the 16 octets of the option. The lifetime is rounded up to
// the next 8 seconds. On an error it returns b as it was.
func (p PREF64) AppendTo(b []byte) ([]byte, error) {
	if err := p.NAT64.Valid(); err != nil {
		return b, err
	}
	if p.Lifetime < 0 || p.Lifetime > MaxPREF64Lifetime {
		return b, errPref64Lifetime
	}
	code := 0
	for int(pref64Codes[code]) != p.NAT64.Prefix.Bits() {
		code++
	}
	u := bits128(p.NAT64.Prefix.Addr()).and(leading(p.NAT64.Prefix.Bits()))
	if u.lo>>56 != 0 {
		return b, errPref64UOctet
	}
	life := (p.Lifetime + 8*time.Second - 1) / (8 * time.Second)
	b = append(b, pref64Type, pref64Size/8)
	b = binary.BigEndian.AppendUint16(b, uint16(life)<<3|uint16(code))
	b = binary.BigEndian.AppendUint64(b, u.hi)
	return binary.BigEndian.AppendUint32(b, uint32(u.lo>>32)), nil
}

// ParsePREF64 reads the 16 octets of an option. Bits after the prefix length do
// not matter (RFC 8781 section 4).
func ParsePREF64(b []byte) (PREF64, error) {
	switch {
	case len(b) > 0 && b[0] != pref64Type:
		return PREF64{}, errPref64Type
	case len(b) > 1 && b[1] != pref64Size/8:
		return PREF64{}, errPref64Length
	case len(b) != pref64Size:
		return PREF64{}, errPref64Short
	}
	v := binary.BigEndian.Uint16(b[2:])
	if int(v&7) >= len(pref64Codes) {
		return PREF64{}, errPref64PLC
	}
	bits := int(pref64Codes[v&7])
	u := uint128{binary.BigEndian.Uint64(b[4:]), uint64(binary.BigEndian.Uint32(b[12:])) << 32}.and(leading(bits))
	return PREF64{NAT64{netip.PrefixFrom(u.addr(), bits)}, time.Duration(v>>3) * 8 * time.Second}, nil
}
