package embed4

import (
	"encoding/binary"
	"time"

	"github.com/hextet/hextet/internal/ip"
)

// PREF64 is the router advertisement option that announces the NAT64 prefix of a
// network (RFC 8781 section 4):
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

// MaxPREF64Lifetime is the longest lifetime of a PREF64 option.
const MaxPREF64Lifetime = 8191 * 8 * time.Second

const (
	errPref64Short    constError = "a PREF64 option has 16 octets (RFC 8781 section 4)"
	errPref64Type     constError = "not a PREF64 option: its type is 38 (RFC 8781 section 4)"
	errPref64Length   constError = "the length field of a PREF64 option is 2 (RFC 8781 section 4)"
	errPref64PLC      constError = "prefix length codes 6 and 7 have no meaning (RFC 8781 section 4)"
	errPref64Lifetime constError = "the lifetime of a PREF64 option is 0 to 65528 seconds (RFC 8781 section 4)"
	errPref64UOctet   constError = "bits 64 to 71 of a NAT64 prefix are zero (RFC 6052 section 2.2)"
)

const (
	pref64Type = 38
	pref64Size = 16
)

var pref64Codes = [...]uint8{96, 64, 56, 48, 40, 32}

// AppendTo appends the 16 octets of the option. The lifetime is rounded up to a
// multiple of 8 seconds. On error it returns b unchanged.
func (p PREF64) AppendTo(b []byte) ([]byte, error) {
	if err := p.NAT64.Validate(); err != nil {
		return b, err
	}
	if p.Lifetime < 0 || p.Lifetime > MaxPREF64Lifetime {
		return b, errPref64Lifetime
	}
	code := 0
	for int(pref64Codes[code]) != p.NAT64.Prefix.Bits() {
		code++
	}
	u := ip.FromAddr(p.NAT64.Prefix.Addr()).And(ip.Mask(uint(p.NAT64.Prefix.Bits())))
	if u.Lo>>56 != 0 {
		return b, errPref64UOctet
	}
	life := (p.Lifetime + 8*time.Second - 1) / (8 * time.Second)
	b = append(b, pref64Type, pref64Size/8)
	b = binary.BigEndian.AppendUint16(b, uint16(life)<<3|uint16(code))
	b = binary.BigEndian.AppendUint64(b, u.Hi)
	return binary.BigEndian.AppendUint32(b, uint32(u.Lo>>32)), nil
}

// ParsePREF64 reads the 16 octets of an option. Bits after the prefix length are
// ignored (RFC 8781 section 4).
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
	u := ip.Uint128{Hi: binary.BigEndian.Uint64(b[4:]), Lo: uint64(binary.BigEndian.Uint32(b[12:])) << 32}.And(ip.Mask(uint(bits)))
	return PREF64{NAT64{prefixOf(u, bits)}, time.Duration(v>>3) * 8 * time.Second}, nil
}
