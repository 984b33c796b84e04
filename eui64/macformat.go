package eui64

import "github.com/hextet/hextet/addr"

// Format is a way of writing a MAC. The zero Format and unknown ones write
// Colon.
type Format uint8

// The formats, shown with a MAC-48 and an EUI-64.
const (
	Colon  Format = iota + 1 // 00:00:5e:00:53:01  00:00:5e:ef:10:00:53:01  Linux, BSD, macOS
	Hyphen                   // 00-00-5e-00-53-01  00-00-5e-ef-10-00-53-01  IEEE, Windows
	Dot                      // 0000.5e00.5301     0000.5eef.1000.5301      Cisco
	Bare                     // 00005e005301       00005eef10005301
)

var formatNames = [...]string{Colon: "colon", Hyphen: "hyphen", Dot: "dot", Bare: "bare"}

// String returns the word for f: "colon", "hyphen", "dot" or "bare", and
// "unknown" for any other value.
func (f Format) String() string {
	if f == 0 || int(f) >= len(formatNames) {
		return "unknown"
	}
	return formatNames[f]
}

// ParseFormat is the inverse of [Format.String]. Any other word is an
// *[addr.Error].
func ParseFormat(word string) (Format, error) {
	for f := Colon; f <= Bare; f++ {
		if formatNames[f] == word {
			return f, nil
		}
	}
	return 0, &addr.Error{Input: word, Offset: -1, Reason: "neither colon, hyphen, dot nor bare"}
}

const lowerHex = "0123456789abcdef"

// Append appends m in the format f, in lower case, and nothing for the zero
// MAC. It does not allocate when dst has room.
func (m MAC) Append(dst []byte, f Format) []byte {
	sep, every := byte(':'), 1 // octets between separators
	switch f {
	case Hyphen:
		sep = '-'
	case Dot:
		sep, every = '.', 2
	case Bare:
		every = 8
	}
	for i := range int(m.len) {
		if i > 0 && i%every == 0 {
			dst = append(dst, sep)
		}
		c := m.octet(i)
		dst = append(dst, lowerHex[c>>4], lowerHex[c&15])
	}
	return dst
}
