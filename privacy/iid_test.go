package privacy

import (
	"errors"
	"net/netip"
	"strings"
	"testing"

	"github.com/hextet/hextet/addr"
)

func TestParseIID(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"02a0:ccff:fe24:b0e4", "02a0:ccff:fe24:b0e4"},
		{"2a0:ccff:fe24:b0e4", "02a0:ccff:fe24:b0e4"},
		{"2A0:CCFF:FE24:B0E4", "02a0:ccff:fe24:b0e4"},
		{"02a0ccfffe24b0e4", "02a0:ccff:fe24:b0e4"},
		{"::2a0:ccff:fe24:b0e4", "02a0:ccff:fe24:b0e4"},
		{"fe80::2a0:ccff:fe24:b0e4", "02a0:ccff:fe24:b0e4"},
		{"2001:db8:1:2:3:4:5:6", "0003:0004:0005:0006"},
		{"::1", "0000:0000:0000:0001"},
		{"0:0:0:0", "0000:0000:0000:0000"},
		{"", ""}, {":", ""}, {"1:2:3", ""}, {"1:2:3:", ""}, {":1:2:3", ""}, {"1:2:3:4:5", ""}, {"1:2:3:g", ""},
		{"1:2:3:00004", ""}, {"02a0ccfffe24b0e", ""}, {"02a0ccfffe24b0e4a", ""}, {"02a0ccfffe24b0eg", ""},
		{"::1%eth0", ""}, {"1::2::3", ""},
	} {
		i, err := ParseIID(c.in)
		var e *addr.Error
		if c.want == "" {
			if !errors.As(err, &e) {
				t.Errorf("ParseIID(%q) = %v, %v, want an *addr.Error", c.in, i, err)
			}
			continue
		}
		if err != nil || i.String() != c.want {
			t.Errorf("ParseIID(%q) = %v, %v, want %v", c.in, i, err, c.want)
		}
	}
	p := netip.MustParsePrefix("2001:db8:1:2::/64")
	i, _ := ParseIID("02a0:ccff:fe24:b0e4")
	if a := i.Addr(p); a.String() != "2001:db8:1:2:2a0:ccff:fe24:b0e4" || IIDOf(a) != i {
		t.Errorf("Addr = %v", a)
	}
}

func FuzzParseIID(f *testing.F) {
	for _, s := range []string{"1:2:3:4", "::1", "02a0ccfffe24b0e4", "fe80::1%x", ":::", "1:2:3:4:5:6:7:8"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		i, err := ParseIID(s)
		if err != nil {
			var e *addr.Error
			if !errors.As(err, &e) || e.Input != s || e.Offset >= len(s) {
				t.Fatalf("ParseIID(%q): %#v", s, err)
			}
			return
		}
		if back, err := ParseIID(i.String()); err != nil || back != i {
			t.Fatalf("ParseIID(%q) = %v, which reads as %v, %v", s, i, back, err)
		}
		// Four groups are the last half of an address.
		if a, err := netip.ParseAddr("1:2:3:4:" + s); err == nil && !strings.Contains(s, "::") && a.Zone() == "" && IIDOf(a) != i {
			t.Fatalf("ParseIID(%q) = %v, netip has %v", s, i, IIDOf(a))
		}
	})
}
