package eui64

import (
	"strings"
	"testing"
)

func TestPPPAndATM(t *testing.T) {
	tests := []struct {
		link Link
		in   string
		want string // or a part of the error
		back string // in Colon format; "" for none
	}{
		{PPP, "00:00:5e:00:53:01", "0200:5eff:fe00:5301", "00:00:5e:00:53:01"},
		{PPP, "00-00-5E-EF-10-00-00-01", "0200:5eef:1000:0001", "00:00:5e:ef:10:00:00:01"},
		{PPP, "01:00:5e:00:53:01", "multicast MAC", ""},
		{PPP, "00:00:5e", "3 octets", ""},
		{ATM, "00:00:5e:00:53:01", "0200:5eff:fe00:5301", "00:00:5e:00:53:01"},
		{ATM, "0000.5eef.1000.0001", "0200:5eef:1000:0001", "00:00:5e:ef:10:00:00:01"},
		{ATM, "00:00:5e:00:53:01:07", "0000:005e:0053:0107", "00:00:5e:00:53:01:07"},
		{ATM, "47.0091.8100.0000.0060.3e5b.c401.0060.3e5b.c401.00", "0000:603e:5bc4:0100", "00:60:3e:5b:c4:01:00"},
		{ATM, "47.0005.80ffe1000000f21513eb.0020481513eb.07", "0000:2048:1513:eb07", "00:20:48:15:13:eb:07"},
		{ATM, "47000580ffe1000000f21513eb0020481513eb07", "0000:2048:1513:eb07", "00:20:48:15:13:eb:07"},
		{ATM, "47.0005", "more than 2 digits", ""},
		{ATM, "47.0005..80ffe1000000f21513eb.0020481513eb.07", "", ""},
		// RFC 2492, its fields filled in by hand.
		{ATM, "+358400123456", "0000:3584:0012:3456", ""},
		{ATM, "+123456789012345", "1023:4567:8901:2345", ""},
		{ATM, "+1234567890123456", "too long", ""},
		{ATM, "+12a", "unexpected", ""},
		{ATM, "+", "no digits", ""},
	}
	for _, tt := range tests {
		id, err := Derive(tt.link, tt.in)
		if err != nil {
			if !strings.Contains(err.Error(), tt.want) || strings.Contains(tt.want, ":") && tt.want != "" {
				t.Errorf("%v %s: %v, want %s", tt.link, tt.in, err, tt.want)
			}
			continue
		}
		if id.String() != tt.want {
			t.Errorf("%v %s is %v, want %s", tt.link, tt.in, id, tt.want)
		}
		got, err := AppendReverse([]byte("x"), tt.link, id, Colon)
		if tt.back != "" && (err != nil || string(got) != "x"+tt.back) {
			t.Errorf("%v %v comes from %s, %v; want %s", tt.link, id, got[1:], err, tt.back)
		}
		if number, ok := id.IsE164(); strings.HasPrefix(tt.in, "+") && (!ok || number != tt.in) {
			t.Errorf("%v is the number %s, %v", id, number, ok)
		}
	}
	if got, err := AppendReverse([]byte("x"), PPP, 0x1234_5678_9abc_def0&^uBit, Colon); err == nil || string(got) != "x" {
		t.Errorf("a random identifier comes from %s", got)
	}
	for _, id := range []IID{0, 0x0200_0000_0000_0001, 0xa000_0000_0000_0001, 0x10f0_0000_0000_0000} {
		if n, ok := id.IsE164(); ok {
			t.Errorf("%v is the number %s", id, n)
		}
	}
}
