package eui64

import (
	"encoding/binary"
	"encoding/hex"
	"strconv"
	"time"

	"github.com/hextet/hextet/addr"
)

// DUID is the identifier of a DHCPv6 client or server (RFC 8415 section 11). It is
// comparable; the zero DUID is not one. The layouts, in octets:
//
//	| 0 1 | hardware 2 | time 4 | link-layer address |   LLT, 11.2
//	| 0 2 | enterprise 4 | identifier                |   EN, 11.3
//	| 0 3 | hardware 2 | link-layer address          |   LL, 11.4
//	| 0 4 | UUID 16                                  |   UUID, RFC 6355
type DUID struct {
	octets string
}

// DUIDType is the type of a DUID, its first two octets.
type DUIDType uint16

// The types that IANA has assigned.
const (
	DUIDLLT  DUIDType = 1 // link-layer address and time
	DUIDEN   DUIDType = 2 // enterprise number
	DUIDLL   DUIDType = 3 // link-layer address
	DUIDUUID DUIDType = 4 // UUID
)

var duidNames = [...]string{"unknown", "llt", "en", "ll", "uuid"}

// String returns "llt", "en", "ll" or "uuid", and "unknown" for other types.
func (t DUIDType) String() string {
	if int(t) >= len(duidNames) {
		return duidNames[0]
	}
	return duidNames[t]
}

// MarshalText implements [encoding.TextMarshaler] with String.
func (t DUIDType) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// UnmarshalText implements [encoding.TextUnmarshaler]; "unknown" is an error.
func (t *DUIDType) UnmarshalText(text []byte) error {
	for n := DUIDLLT; int(n) < len(duidNames); n++ {
		if duidNames[n] == string(text) {
			*t = n
			return nil
		}
	}
	return &addr.Error{Input: string(text), Offset: -1, Reason: "not a DUID type"}
}

// maxDUID is the longest DUID: 128 octets and the type (RFC 8415 section 11.1).
const maxDUID = 130

// DUIDFrom returns the DUID with the octets b: the type and at most 128 more. Its
// contents have to be complete; types that are not assigned may hold anything.
func DUIDFrom(b []byte) (DUID, error) {
	d := DUID{string(b)}
	if reason := d.fault(); reason != "" {
		return DUID{}, &addr.Error{Input: hex.EncodeToString(b), Offset: -1, Reason: reason}
	}
	return d, nil
}

// fault says what is wrong with the octets.
func (d DUID) fault() string {
	n := len(d.octets)
	short := func(least int) string {
		if n < least {
			return "a DUID-" + duidLabel(d.Type()) + " of " + count(n, "octet") + ", expected " + strconv.Itoa(least) + " or more (RFC 8415 section 11)"
		}
		return ""
	}
	switch {
	case n < 3:
		return count(n, "octet") + ", too short for a DUID (RFC 8415 section 11.1)"
	case n > maxDUID:
		return count(n, "octet") + ", too long for a DUID: 130 at most (RFC 8415 section 11.1)"
	}
	switch d.Type() {
	case DUIDLLT:
		return short(9)
	case DUIDEN:
		return short(7)
	case DUIDLL:
		return short(5)
	case DUIDUUID:
		if n != 18 {
			return "a DUID-UUID of " + count(n, "octet") + ", expected 18 (RFC 6355 section 4)"
		}
	}
	return ""
}

func duidLabel(t DUIDType) string {
	switch t {
	case DUIDLLT:
		return "LLT"
	case DUIDEN:
		return "EN"
	case DUIDLL:
		return "LL"
	}
	return "UUID"
}

// ParseDUID reads a DUID as programs print it: octets of two hexadecimal digits, all
// with the same one of ":", "-", " " between them or none, after an optional
// "0x". With colons an octet may have one digit. The error is an [*addr.Error].
func ParseDUID(s string) (DUID, error) {
	fail := func(at int, reason string) (DUID, error) {
		return DUID{}, &addr.Error{Input: s, Offset: at, Reason: reason}
	}
	i := 0
	if len(s) > 2 && s[0] == '0' && s[1]|0x20 == 'x' {
		i = 2
	}
	if i == len(s) {
		return fail(-1, "empty text")
	}
	var b [maxDUID]byte
	n, sep := 0, byte(0)
	for i < len(s) {
		if n == maxDUID {
			return fail(i, "more than 130 octets: too long for a DUID (RFC 8415 section 11.1)")
		}
		hi := hexValue[s[i]]
		if hi == xx {
			return DUID{}, unexpected(s, i)
		}
		i++
		lo := byte(xx)
		if i < len(s) {
			lo = hexValue[s[i]]
		}
		switch {
		case lo != xx:
			b[n] = hi<<4 | lo
			i++
		case sep == ':' || n == 0 && i < len(s) && s[i] == ':':
			b[n] = hi
		case i == len(s):
			return fail(-1, "an octet of one digit")
		default:
			return DUID{}, unexpected(s, i)
		}
		n++
		if i == len(s) {
			break
		}
		switch c := s[i]; {
		case n == 1 && (c == ':' || c == '-' || c == ' '):
			sep = c
		case sep == 0 && hexValue[c] != xx:
			continue
		case c != sep || sep == 0:
			return DUID{}, unexpected(s, i)
		}
		if i++; i == len(s) {
			return fail(-1, "nothing after the last "+strconv.QuoteRune(rune(sep)))
		}
	}
	d := DUID{string(b[:n])}
	if reason := d.fault(); reason != "" {
		return fail(-1, reason)
	}
	return d, nil
}

// IsValid reports whether d is a DUID, that is, not the zero DUID.
func (d DUID) IsValid() bool { return d.octets != "" }

// Type returns the type of d, 0 for the zero DUID.
func (d DUID) Type() DUIDType {
	if len(d.octets) < 2 {
		return 0
	}
	return DUIDType(d.octets[0])<<8 | DUIDType(d.octets[1])
}

// Octets returns the octets of d.
func (d DUID) Octets() []byte { return []byte(d.octets) }

// AppendTo appends the octets with colons: "00:03:00:01:00:00:5e:00:53:01".
func (d DUID) AppendTo(b []byte) []byte {
	for i := range len(d.octets) {
		if i > 0 {
			b = append(b, ':')
		}
		b = append(b, lowerHex[d.octets[i]>>4], lowerHex[d.octets[i]&15])
	}
	return b
}

// String returns what AppendTo appends.
func (d DUID) String() string { return string(d.AppendTo(nil)) }

// MarshalText implements [encoding.TextMarshaler] with String.
func (d DUID) MarshalText() ([]byte, error) { return d.AppendTo(nil), nil }

// UnmarshalText implements [encoding.TextUnmarshaler] with [ParseDUID].
func (d *DUID) UnmarshalText(text []byte) error {
	v, err := ParseDUID(string(text))
	if err == nil {
		*d = v
	}
	return err
}

// Hardware returns the hardware type of an LLT or LL, 0 for others.
func (d DUID) Hardware() HardwareType {
	if t := d.Type(); t != DUIDLLT && t != DUIDLL {
		return 0
	}
	return HardwareType(d.octets[2])<<8 | HardwareType(d.octets[3])
}

// LinkAddr returns the link-layer address of an LLT or LL, nil for others.
func (d DUID) LinkAddr() []byte {
	switch d.Type() {
	case DUIDLLT:
		return []byte(d.octets[8:])
	case DUIDLL:
		return []byte(d.octets[4:])
	}
	return nil
}

// MAC returns the link-layer address of an LLT or LL that is a MAC.
func (d DUID) MAC() (MAC, bool) {
	switch b := d.LinkAddr(); {
	case len(b) == 6 && (d.Hardware() == HardwareEthernet || d.Hardware() == HardwareIEEE802),
		len(b) == 8 && (d.Hardware() == HardwareEUI64 || d.Hardware() == HardwareFireWire):
		return MACFromSlice(b)
	}
	return MAC{}, false
}

// Time returns when an LLT was made. It counts seconds from 2000 in 32 bits, which
// begin anew in 2136.
func (d DUID) Time() (t time.Time, ok bool) {
	if d.Type() != DUIDLLT {
		return t, false
	}
	s := binary.BigEndian.Uint32([]byte(d.octets[4:8]))
	return time.Unix(duidEpoch+int64(s), 0).UTC(), true
}

// duidEpoch is 2000-01-01 in seconds of Unix time.
const duidEpoch = 946_684_800

// Enterprise returns the enterprise number and the identifier of an EN.
func (d DUID) Enterprise() (number uint32, id []byte, ok bool) {
	if d.Type() != DUIDEN {
		return 0, nil, false
	}
	return binary.BigEndian.Uint32([]byte(d.octets[2:6])), []byte(d.octets[6:]), true
}

// UUID returns the UUID of a UUID DUID as text.
func (d DUID) UUID() (text string, ok bool) {
	if d.Type() != DUIDUUID {
		return "", false
	}
	var b []byte
	for i := range 16 {
		if i == 4 || i == 6 || i == 8 || i == 10 {
			b = append(b, '-')
		}
		c := d.octets[2+i]
		b = append(b, lowerHex[c>>4], lowerHex[c&15])
	}
	return string(b), true
}

// HardwareType is a hardware type of ARP (IANA arp-parameters), which DUIDs have too.
type HardwareType uint16

// The hardware types with a name here.
const (
	HardwareEthernet   HardwareType = 1
	HardwareIEEE802    HardwareType = 6
	HardwareARCnet     HardwareType = 7
	HardwareFireWire   HardwareType = 24
	HardwareEUI64      HardwareType = 27
	HardwareInfiniBand HardwareType = 32
)

// String returns the name, "hardware type 15" for one without.
func (h HardwareType) String() string {
	switch h {
	case HardwareEthernet:
		return "Ethernet"
	case HardwareIEEE802:
		return "IEEE 802"
	case HardwareARCnet:
		return "ARCnet"
	case HardwareFireWire:
		return "IEEE 1394"
	case HardwareEUI64:
		return "EUI-64"
	case HardwareInfiniBand:
		return "InfiniBand"
	}
	return "hardware type " + strconv.Itoa(int(h))
}

// AppendDescription appends d as a phrase: "link-layer address 00:00:5e:00:53:01
// (Ethernet), made 2026-01-02 03:04:05 UTC".
func (d DUID) AppendDescription(b []byte) []byte {
	switch d.Type() {
	case DUIDLLT, DUIDLL:
		b = append(b, "link-layer address "...)
		for i, c := range d.LinkAddr() {
			if i > 0 {
				b = append(b, ':')
			}
			b = append(b, lowerHex[c>>4], lowerHex[c&15])
		}
		b = append(append(append(b, " ("...), d.Hardware().String()...), ')')
		if t, ok := d.Time(); ok {
			b = t.AppendFormat(append(b, ", made "...), "2006-01-02 15:04:05 UTC")
		}
	case DUIDEN:
		n, id, _ := d.Enterprise()
		b = strconv.AppendUint(append(b, "enterprise "...), uint64(n), 10)
		b = hex.AppendEncode(append(b, ", identifier "...), id)
	case DUIDUUID:
		text, _ := d.UUID()
		b = append(append(b, "UUID "...), text...)
	default:
		b = strconv.AppendUint(append(b, "type "...), uint64(d.Type()), 10)
		b = append(b, ", not assigned"...)
	}
	return b
}
