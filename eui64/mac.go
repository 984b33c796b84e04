package eui64

import (
	"cmp"
	"errors"

	"github.com/hextet/hextet/internal/ip"
)

// MAC is a MAC-48 (EUI-48) or an EUI-64. It is comparable; a MAC-48 and the EUI-64 that
// encapsulates it are different values. The zero MAC is invalid.
type MAC struct {
	bits uint64 // the octets as one big-endian number, right-aligned
	len  uint8  // 6 or 8 octets; 0 in the zero MAC
}

// The first octet of a MAC:
//
//	bit 7                           0
//	   x   x   x   x   Z   Y   U/L I/G
//
// I/G is 1 in a group (multicast) address, U/L in a locally administered one. For Y and
// Z of a local address see [MAC.Quadrant].
const (
	groupBit = 0x01
	localBit = 0x02
)

// MACFrom6 returns the MAC-48 with the octets b.
func MACFrom6(b [6]byte) MAC {
	return mac48(uint64(b[0])<<40 | uint64(b[1])<<32 | uint64(b[2])<<24 | uint64(b[3])<<16 | uint64(b[4])<<8 | uint64(b[5]))
}

// macFrom8 returns the EUI-64 with the octets b.
func macFrom8(b [8]byte) MAC {
	return MAC{bits: be64(b[:]), len: 8}
}

// MACFromSlice returns the MAC with the 6 or 8 octets b; ok is false for any other
// length. It does not retain b.
func MACFromSlice(b []byte) (MAC, bool) {
	switch len(b) {
	case 6:
		return MACFrom6([6]byte(b)), true
	case 8:
		return macFrom8([8]byte(b)), true
	}
	return MAC{}, false
}

func mac48(v uint64) MAC { return MAC{bits: v, len: 6} }

// be64 reads up to eight octets as one big-endian number.
func be64(b []byte) (v uint64) {
	for _, c := range b {
		v = v<<8 | uint64(c)
	}
	return v
}

// IsValid reports whether m is an address, that is, not the zero MAC.
func (m MAC) IsValid() bool { return m.len != 0 }

// Len returns the number of octets: 6, 8, or 0 for the zero MAC.
func (m MAC) Len() int { return int(m.len) }

// Uint64 returns the octets as one big-endian number: 48 bits of a MAC-48, 64
// of an EUI-64.
func (m MAC) Uint64() uint64 { return m.bits }

// octet returns octet i, counted from the left.
func (m MAC) octet(i int) byte { return byte(m.bits >> (8 * (int(m.len) - 1 - i))) }

// AppendOctets appends the 6 or 8 octets of m, nothing for the zero MAC.
func (m MAC) AppendOctets(dst []byte) []byte {
	for i := range int(m.len) {
		dst = append(dst, m.octet(i))
	}
	return dst
}

// IsGroup reports whether the I/G bit is set: m is a multicast address or the broadcast
// address.
func (m MAC) IsGroup() bool { return m.IsValid() && m.octet(0)&groupBit != 0 }

// IsLocal reports whether the U/L bit is set: m is locally administered, not from a
// block that IEEE assigned.
func (m MAC) IsLocal() bool { return m.IsValid() && m.octet(0)&localBit != 0 }

// IsZero reports whether m is valid and all zeros. Loopback interfaces and broken
// EEPROMs have this address; IEEE does not assign it.
func (m MAC) IsZero() bool { return m.IsValid() && m.bits == 0 }

// IsBroadcast reports whether every bit of m is 1.
func (m MAC) IsBroadcast() bool {
	return m.len == 6 && m.bits == 1<<48-1 || m.len == 8 && m.bits == 1<<64-1
}

// EUI64 returns m as an EUI-64: a MAC-48 with ff-fe inserted (RFC 4291 appendix A), an
// EUI-64 unchanged. The U/L bit is not inverted. IEEE deprecates this mapping; IPv6
// still uses it.
func (m MAC) EUI64() MAC {
	if m.len != 6 {
		return m
	}
	return MAC{bits: m.bits>>24<<40 | marker | m.bits&0xff_ffff, len: 8}
}

// MAC48 reverses [MAC.EUI64]: it returns the MAC-48 in an EUI-64 with ff-fe in the
// middle, and a MAC-48 unchanged; ok is false for other EUI-64s.
func (m MAC) MAC48() (MAC, bool) {
	switch {
	case m.len == 6:
		return m, true
	case m.len == 8 && m.bits&markerMask == marker:
		return mac48(m.bits>>40<<24 | m.bits&0xff_ffff), true
	}
	return MAC{}, false
}

// marker is the ff-fe that is inserted into a MAC-48.
const (
	marker     uint64 = 0xff_fe00_0000
	markerMask uint64 = 0xff_ff00_0000
)

// Compare orders MACs by length, then by value; the zero MAC is first.
func (m MAC) Compare(n MAC) int {
	if c := cmp.Compare(m.len, n.len); c != 0 {
		return c
	}
	return cmp.Compare(m.bits, n.bits)
}

// String returns m with colons, "00:00:5e:00:53:01", or "invalid MAC" for the
// zero MAC.
func (m MAC) String() string {
	if !m.IsValid() {
		return "invalid MAC"
	}
	var b [maxText]byte
	return string(m.Append(b[:0], Colon))
}

// maxText is the longest text of a MAC: an EUI-64 with colons.
const maxText = len("00:00:5e:ff:fe:00:53:01")

// AppendTo appends what String returns; nothing for the zero MAC.
func (m MAC) AppendTo(dst []byte) []byte { return m.Append(dst, Colon) }

// AppendText implements [encoding.TextAppender]. It never fails; the zero MAC
// appends nothing.
func (m MAC) AppendText(dst []byte) ([]byte, error) { return m.Append(dst, Colon), nil }

// MarshalText implements [encoding.TextMarshaler]; the zero MAC gives the
// empty text.
func (m MAC) MarshalText() ([]byte, error) { return m.Append(nil, Colon), nil }

// UnmarshalText implements [encoding.TextUnmarshaler]: it takes what
// [ParseMAC] takes, and the empty text for the zero MAC.
func (m *MAC) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*m = MAC{}
		return nil
	}
	v, err := ParseMAC(string(text))
	if err != nil {
		return err
	}
	*m = v
	return nil
}

// Quadrant is a quarter of the locally administered MAC-48 space in the structured plan
// of IEEE 802c (see RFC 8948 section 1).
type Quadrant uint8

// The quadrants, by the Z and Y bits of the first octet.
const (
	QuadrantNone     Quadrant = iota // not a local address
	QuadrantAAI                      // 00: administratively assigned
	QuadrantReserved                 // 01: reserved
	QuadrantELI                      // 10: extended local, with a company identifier assigned by IEEE
	QuadrantSAI                      // 11: standard assigned, by a protocol on the LAN
)

const (
	nameAAI      = "administratively assigned"
	nameReserved = "reserved"
	nameELI      = "extended local"
	nameSAI      = "standard assigned"
)

var quadrantNames = [...]string{"", nameAAI, nameReserved, nameELI, nameSAI}

// String returns the name of q, "" for QuadrantNone.
func (q Quadrant) String() string { return ip.Word(quadrantNames[:], q) }

// MarshalText returns what String returns.
func (q Quadrant) MarshalText() ([]byte, error) { return []byte(q.String()), nil }

// UnmarshalText accepts the words that String returns.
func (q *Quadrant) UnmarshalText(text []byte) error {
	return ip.UnmarshalWord(q, quadrantNames[:], "quadrant", text)
}

// Quadrant returns the IEEE 802c quadrant of a local unicast address, QuadrantNone for
// any other. Many local addresses do not follow the plan.
func (m MAC) Quadrant() Quadrant {
	if !m.IsLocal() || m.IsGroup() {
		return QuadrantNone
	}
	// The Y bit is the less significant in the first octet: x2, x6, xa, xe.
	return QuadrantAAI + Quadrant(m.octet(0)>>2&3)
}

// errInvalid is the error for the zero MAC.
var errInvalid = errors.New("no MAC address")

// OUI returns the first three octets as a number, 0 for the zero MAC. They name the
// assignee of a universal address (smaller blocks split them: MA-M takes 28 bits, MA-S
// 36); in a local address they mean nothing.
func (m MAC) OUI() uint32 {
	if !m.IsValid() {
		return 0
	}
	return uint32(m.bits >> (8 * (m.len - 3)))
}
