package selection

import (
	"bytes"
	"errors"
	"testing"

	"github.com/hextet/hextet/addr"
)

func TestParseIP6AddrCtl(t *testing.T) {
	for _, tt := range []struct {
		name, text, want string
		line, offset     int // of the error; line 0: none
	}{
		{"the sample", "#Format:\n#Prefix\tPrecedence\tLabel\n::1/128\t\t50\t0\n::/0 40 1\n", "::1/128 50 0, ::/0 40 1", 0, 0},
		{"no rows added", "fc00::/7 3 13\n", "fc00::/7 3 13", 0, 0},
		{"what follows does not matter", "  ::/0 40x 1y # all\n\n \t\n", "::/0 40 1", 0, 0},
		{"the first counts", "::/0 40 1\n::1/0 50 2\n", "::/0 40 1", 0, 0},
		{"length as far as it is one", "fd00::/8x 1 2\n", "fd00::/8 1 2", 0, 0},
		{"negative", "fd00::/8 -5 -2\n", "fd00::/8 -5 -2", 0, 0},
		{"no length", "::/0 40 1\n::1 50 0\n", "", 2, 0},
		{"IPv4", "10.0.0.0/8 1 2\n", "", 1, 0},
		{"too long", " ::/129 1 2\n", "", 1, 1},
		{"no label", "::/0 40\n", "", 1, 7},
		{"no precedence", "::/0\n", "", 1, 4},
		{"label -1", "::/0 40 -1", "", 1, 8},
	} {
		p, err := ParseIP6AddrCtl([]byte(tt.text))
		line := 0
		var at *addr.LineError
		if errors.As(err, &at) {
			line = at.Line
		}
		if got := rowsText(p); got != tt.want || line != tt.line || (err != nil) != (tt.line != 0) {
			t.Errorf("%s: %q, line %d, %v; want %q, line %d", tt.name, got, line, err, tt.want, tt.line)
		}
		var e *addr.Error
		if err != nil && (!errors.As(err, &e) || e.Offset != tt.offset) {
			t.Errorf("%s: %v, want an error at byte %d", tt.name, err, tt.offset)
		}
	}
}

func FuzzParseIP6AddrCtl(f *testing.F) {
	f.Add([]byte(rfcTable))
	f.Add([]byte("::/0 40\n\n# x\nfd00::/8x -1 +2"))
	f.Fuzz(func(t *testing.T, text []byte) {
		p, err := ParseIP6AddrCtl(text)
		var at *addr.LineError
		if err != nil && (!errors.As(err, &at) || at.Line < 1 || at.Line > 1+bytes.Count(text, []byte("\n"))) {
			t.Errorf("error %v", err)
		}
		for _, r := range p.Rows() {
			if !r.HasPrecedence || !r.HasLabel || r.Prefix != r.Prefix.Masked() {
				t.Errorf("row %v", r)
			}
		}
	})
}
