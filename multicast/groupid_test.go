package multicast

import (
	"errors"
	"net/netip"
	"testing"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/internal/ip"
)

var groupIDs = []struct {
	name, in string
	want     uint32
}{
	{"zero", "0", 0},
	{"decimal", "2147483649", 0x80000001},
	{"largest", "4294967295", 0xffffffff},
	{"hexadecimal", "0x80000001", 0x80000001},
	{"upper case", "0X8000A", 0x8000a},
	{"leading zeros after 0x", "0x0000000001", 1},
	{"as an address ends", "8000:1", 0x80000001},
	{"with ::", "::8000:1", 0x80000001},
	{"one group", "::abCD", 0xabcd},
	{"all digits", "::0001:0203", 0x10203},
	{"zero groups", "0:0", 0},
}

var notGroupIDs = []struct{ name, in string }{
	{"empty", ""}, {"sign", "+1"}, {"negative", "-1"}, {"over", "4294967296"}, {"over", "0x100000000"},
	{"far over", "99999999999999999999999"}, {"octal", "010"}, {"bare hexadecimal", "8000000a"}, {"0x", "0x"},
	{"::", "::"}, {"three groups", "1:2:3"}, {"three groups", "::1:2:3"}, {"five digits", "::12345"}, {"empty group", "1::2"},
	{"colon first", ":1"}, {"colon last", "1:"}, {"not hexadecimal", "0xg"}, {"blank", "1 "}, {"underscore", "1_0"}, {"dotted", "0.0.0.1"},
}

func TestParseGroupID(t *testing.T) {
	for _, tt := range groupIDs {
		if v, err := ParseGroupID(tt.in); err != nil || v != tt.want {
			t.Errorf("%s: ParseGroupID(%q) = %#x, %v, want %#x", tt.name, tt.in, v, err, tt.want)
		}
	}
	for _, tt := range notGroupIDs {
		v, err := ParseGroupID(tt.in)
		var e *addr.Error
		if !errors.As(err, &e) || e.Input != tt.in || e.Reason == "" || e.Offset >= len(tt.in) {
			t.Errorf("%s: ParseGroupID(%q) = %#x, %v, want an *addr.Error", tt.name, tt.in, v, err)
		}
	}
}

func FuzzParseGroupID(f *testing.F) {
	for _, tt := range groupIDs {
		f.Add(tt.in)
	}
	for _, tt := range notGroupIDs {
		f.Add(tt.in)
	}
	f.Fuzz(func(t *testing.T, s string) {
		v, err := ParseGroupID(s)
		if err != nil {
			return
		}
		if back, err := ParseGroupID(GroupID{0, uint64(v)}.String()); err != nil || back != v {
			t.Fatalf("%q = %#x, %v back", s, v, back)
		}
		if len(s) > 1 && s[1] != 'x' && s[1] != 'X' && hasColon(s) {
			text := s
			if s[:2] != "::" {
				text = "::" + s
			}
			a, err := netip.ParseAddr(text)
			if _, lo := ip.Halves(a); err != nil || lo != uint64(v) {
				t.Fatalf("%q = %#x, netip says %v, %v", s, v, a, err)
			}
		}
	})
}
