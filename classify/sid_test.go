package classify

import (
	"fmt"
	"net/netip"
	"testing"
)

func TestSID(t *testing.T) {
	tests := []struct {
		format            SIDFormat
		in                string
		locator, fun, arg string
		padded            bool
	}{
		// RFC 8986 section 3.2: the locator 2001:db8:bbbb:3::/64 of a node, function 0x0101.
		{SIDFormat{64, 16, 0}, "2001:db8:bbbb:3:101::", "2001:db8:bbbb:3::/64", "0x0101", "0x0", true},
		{SIDFormat{48, 16, 16}, "5f00:0:1:e000:1f4::", "5f00:0:1::/48", "0xe000", "0x01f4", true},
		{SIDFormat{48, 16, 0}, "5f00:0:1:e000:1f4::", "5f00:0:1::/48", "0xe000", "0x0", false},
		{SIDFormat{40, 12, 0}, "5f00:0:12:3450::1", "5f00::/40", "0x123", "0x0", false},
		{SIDFormat{64, 64, 0}, "2001:db8::1", "2001:db8::/64", "0x0000000000000001", "0x0", true},
		{SIDFormat{128, 0, 0}, "2001:db8::1%eth0", "2001:db8::1/128", "0x0", "0x0", true},
		{SIDFormat{32, 16, 16}, "2001:db8:1:2::1", "2001:db8::/32", "0x0001", "0x0002", false},
	}
	for _, tt := range tests {
		s, err := tt.format.SID(netip.MustParseAddr(tt.in))
		if err != nil {
			t.Errorf("%s: %v", tt.in, err)
			continue
		}
		fun, arg := string(s.AppendFunction(nil)), string(s.AppendArgument(nil))
		if s.Locator.String() != tt.locator || fun != tt.fun || arg != tt.arg || s.Padded != tt.padded {
			t.Errorf("%s in %+v: %v %s %s %v, want %+v", tt.in, tt.format, s.Locator, fun, arg, s.Padded, tt)
		}
	}
	for _, bad := range []SIDFormat{{}, {129, 0, 0}, {64, 65, 0}, {64, -1, 0}, {1, 0, 65}, {1, 0, -1}, {64, 64, 1}, {-1, 0, 0}} {
		if s, err := bad.SID(netip.MustParseAddr("2001:db8::")); err == nil {
			t.Errorf("%+v: %+v", bad, s)
		}
	}
	for _, bad := range []string{"192.0.2.1", "ff02::1"} {
		if s, err := (SIDFormat{64, 16, 0}).SID(netip.MustParseAddr(bad)); err == nil {
			t.Errorf("%s: %+v", bad, s)
		}
	}
}

func ExampleSIDFormat_SID() {
	s, _ := SIDFormat{Locator: 64, Function: 16}.SID(netip.MustParseAddr("2001:db8:bbbb:3:101::"))
	fmt.Println(s.Locator, string(s.AppendFunction(nil)))
	// Output: 2001:db8:bbbb:3::/64 0x0101
}
