package fields

import (
	"github.com/hextet/hextet/embed4"
	"github.com/hextet/hextet/internal/ip"
)

// The text of Teredo flags is words joined by "+".
const (
	NoFlags     = "none"
	RandomFlags = "random=" // followed by a number
)

// TeredoFlags returns the flags that have a name.
func TeredoFlags() []embed4.TeredoFlags {
	return []embed4.TeredoFlags{embed4.TeredoCone, embed4.TeredoReserved, embed4.TeredoUniversal, embed4.TeredoGroup}
}

// AppendTeredoFlags appends the text of f: the names of its bits, and the random bits,
// which have no name, as a number.
func AppendTeredoFlags(b []byte, f embed4.TeredoFlags) []byte {
	switch f { // nearly always
	case 0:
		return append(b, NoFlags...)
	case embed4.TeredoCone:
		return append(b, embed4.TeredoCone.String()...)
	}
	at := len(b)
	for _, n := range TeredoFlags() {
		if f&n != 0 {
			b = append(append(b, '+'), n.String()...)
		}
	}
	if r := f.Random(); r != 0 {
		b = append(append(b, '+'), RandomFlags...)
		b = ip.AppendDigits(append(b, "0x"...), uint64(r), 4)
	}
	return append(b[:at], b[at+1:]...)
}
