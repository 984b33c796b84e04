package embed4

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"
)

func TestPREF64(t *testing.T) {
	// Laid out by hand from the figure in RFC 8781 section 4.
	tests := []struct {
		prefix string
		life   time.Duration
		want   string
	}{
		{"64:ff9b::/96", 1800 * time.Second, "2602 0708 0064ff9b0000000000000000"},
		{"64:ff9b::/96", 0, "2602 0000 0064ff9b0000000000000000"},
		{"2001:db8:122:344::/64", MaxPREF64Lifetime, "2602 fff9 20010db80122034400000000"},
		{"2001:db8:122:300::/56", 8 * time.Second, "2602 000a 20010db80122030000000000"},
		{"2001:db8:122::/48", 16 * time.Second, "2602 0013 20010db80122000000000000"},
		{"2001:db8:100::/40", 24 * time.Second, "2602 001c 20010db80100000000000000"},
		{"2001:db8::/32", 32 * time.Second, "2602 0025 20010db80000000000000000"},
		{"2001:db8:1:2:3:4:5:6/32", 32 * time.Second, "2602 0025 20010db80000000000000000"},
	}
	for _, tt := range tests {
		want, err := hex.DecodeString(strings.ReplaceAll(tt.want, " ", ""))
		if err != nil {
			t.Fatal(err)
		}
		p := PREF64{NAT64{netip.MustParsePrefix(tt.prefix)}, tt.life}
		got, err := p.AppendTo([]byte("x"))
		if err != nil || !bytes.Equal(got[1:], want) {
			t.Errorf("%s, %v: %x, %v; want %x", tt.prefix, tt.life, got, err, want)
		}
		back, err := ParsePREF64(want)
		if err != nil || back.NAT64.Prefix != p.NAT64.Prefix.Masked() || back.Lifetime != tt.life {
			t.Errorf("%x is %v, %v", want, back, err)
		}
	}
	if got, _ := (PREF64{WellKnown(), 1}).AppendTo(nil); !bytes.Equal(got[2:4], []byte{0, 8}) {
		t.Errorf("a lifetime of 1 ns: %x", got)
	}
	for _, bad := range []PREF64{
		{}, {WellKnown(), -1}, {WellKnown(), MaxPREF64Lifetime + 1},
		{NAT64{netip.MustParsePrefix("2001:db8::/33")}, 0},
		{NAT64{netip.MustParsePrefix("2001:db8:0:0:100::/96")}, 0},
	} {
		if got, err := bad.AppendTo([]byte("x")); err == nil || string(got) != "x" {
			t.Errorf("%v: %x, %v", bad, got, err)
		}
	}
	good, _ := PREF64{WellKnown(), 0}.AppendTo(nil)
	for _, edit := range []struct {
		at int
		to byte
	}{{0, 37}, {1, 1}, {3, 6}, {3, 7}} {
		b := bytes.Clone(good)
		b[edit.at] = edit.to
		if got, err := ParsePREF64(b); err == nil {
			t.Errorf("%x is %v", b, got)
		}
	}
	for n := range good {
		if _, err := ParsePREF64(good[:n]); err == nil {
			t.Errorf("%d octets are an option", n)
		}
	}
	// Bits after the length are ignored.
	b := bytes.Clone(good)
	b[3], b[15] = 5, 1
	if got, err := ParsePREF64(b); err != nil || got.NAT64.Prefix != netip.MustParsePrefix("64:ff9b::/32") {
		t.Errorf("%v, %v", got, err)
	}
}

func FuzzParsePREF64(f *testing.F) {
	b, _ := PREF64{WellKnown(), time.Minute}.AppendTo(nil)
	f.Add(b)
	f.Fuzz(func(t *testing.T, b []byte) {
		p, err := ParsePREF64(b)
		if err != nil {
			return
		}
		again, err := p.AppendTo(nil)
		if err != nil && p.NAT64.Prefix.Bits() == 96 {
			return // bits 64 to 71 may not be set
		}
		back, err2 := ParsePREF64(again)
		if err != nil || err2 != nil || back != p {
			t.Fatalf("%x: %v, %v, %v", b, back, err, err2)
		}
	})
}

func ExamplePREF64_AppendTo() {
	b, _ := PREF64{WellKnown(), 30 * time.Minute}.AppendTo(nil)
	fmt.Printf("% x\n", b)
	// Output: 26 02 07 08 00 64 ff 9b 00 00 00 00 00 00 00 00
}
