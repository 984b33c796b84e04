package cmd

import (
	"net/netip"
	"testing"

	"github.com/hextet/hextet/embed4"
)

// TestEmbedNoAllocs: an address a line costs no memory, one at a time or many.
func TestEmbedNoAllocs(t *testing.T) {
	p := netip.MustParsePrefix
	server := netip.AddrFrom4([4]byte{8, 8, 8, 8})
	buf := make([]byte, 0, 1<<12)
	for name, e := range map[string]embedding{
		"mapped":    {encoder: embed4.Mapped{}},
		"nat64":     {encoder: embed4.WellKnown()},
		"nat64 /64": {encoder: embed4.NAT64{Prefix: p("2001:db8::/64")}},
		"6to4":      {encoder: embed4.SixToFour{}, toPrefix: true, length: 48},
		"6rd":       {encoder: embed4.SixRD{Prefix: p("2001:db8::/32")}, toPrefix: true, length: 64},
		"teredo":    {encoder: embed4.Teredo{Server: server, Port: 9}},
		"isatap":    {encoder: embed4.ISATAP{Prefix: p("fe80::/64")}},
		"6over4":    {encoder: embed4.SixOverFour{Prefix: p("fe80::/64")}},
		"ivi":       {encoder: embed4.IVI{Prefix: p("2001:db8::/32")}},
		"force":     {encoder: embed4.WellKnown(), force: true},
	} {
		op := e.op()
		if n := testing.AllocsPerRun(100, func() {
			if _, err := op.Append(buf, "192.0.2.33"); err != nil {
				t.Fatal(err)
			}
		}); n != 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
		src := []byte("192.0.2.33\n8.8.8.8\n")
		if n := testing.AllocsPerRun(100, func() {
			if _, k := op.Lines(buf, src); k != len(src) {
				t.Fatal(k)
			}
		}); n != 0 {
			t.Errorf("%s: %v allocations of Lines", name, n)
		}
	}
	src := []byte("2002:c000:204::1\n2001:db8::1\n192.0.2.1\n2001:0:4136:e378:8000:63bf:3fff:fdd2\n")
	if n := testing.AllocsPerRun(100, func() { extractLines(buf, src, nil) }); n != 0 {
		t.Errorf("extract: %v allocations", n)
	}
}
