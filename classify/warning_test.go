package classify

import (
	"net/netip"
	"strings"
	"testing"
)

func TestWarnings(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		in   string
		want []string // a part of each, in order
	}{
		{"2a00::1", nil},
		{"2a00::1%eth0", []string{"zone has no meaning on an address of global scope (RFC 4007"}},
		{"fe80::1%eth0", nil},
		{"fe80::1", nil},
		{"fe80:0:0:1::1", []string{"bits 10 to 63 of a link-local address must be zero (RFC 4291 section 2.5.6)"}},
		{"fe80:4::1", []string{"interface index 4 embedded by a KAME kernel"}},
		{"ff02:4::1", []string{"interface index 4 embedded by a KAME kernel", "never a source"}},
		{"::1", []string{"never a source or destination on the wire (RFC 4291)"}},
		{"::", []string{"never a destination"}},
		{"2001:db8::1", []string{"never a source or destination on the wire (RFC 3849)"}},
		{"100:0:0:1::1", []string{"never a destination address (RFC 9780)"}},
		{"::1.2.3.4", []string{"IPv4-compatible addresses are deprecated (RFC 4291 section 2.5.5.1)"}},
		{"::ffff:10.0.0.1", []string{"on the wire", "the IPv4 address inside is private", "RFC 4942"}},
		{"::ffff:127.0.0.1", []string{"on the wire", "a loopback address should not be used"}},
		{"::ffff:8.8.8.8", []string{"on the wire"}},
		{"::ffff:0:8.8.8.8", []string{"obsolete"}},
		{"64:ff9b::10.0.0.1", []string{"under the well-known prefix 64:ff9b::/96 (RFC 6052 section 3.1)"}},
		{"64:ff9b::8.8.8.8", nil},
		{"64:ff9b:1:0:0100::1", []string{"bits 64 to 71 must be zero (RFC 6052 section 2.2)"}},
		{"2002:a00:1::1", []string{"6to4 prefix (RFC 3056 section 2)"}},
		{"2002:808:808::1", nil},
		{"2002:c058:6301::", []string{"relay anycast addresses are deprecated (RFC 7526)"}},
		{"192.88.99.1", []string{"deprecated (RFC 7526)"}},
		{"fec0::1", []string{"site-local addresses are deprecated"}},
		{"3ffe::1", []string{"6bone prefix was returned in 2006 (RFC 3701)"}},
		{"200::1", []string{"NSAP"}},
		{"2001:10::1", []string{"ORCHID"}},
		{"fc00::1", []string{"bit L is 0, which is not defined (RFC 4193 section 3.1)"}},
		{"fd00::1", []string{"global ID is zero"}},
		{"fd12:3456:789a::1", []string{"global ID is a sequence of digits"}},
		{"fdde:adbe:ef00::1", []string{"global ID is made of words"}},
		{"fd6b:2c91:e4a7:1::1", nil},
		{"fe80::5efe:8.8.8.8", []string{"u bit says that the IPv4 address is not globally unique"}},
		{"fe80::200:5efe:10.0.0.1", []string{"u bit says that the IPv4 address is globally unique"}},
		{"ff20::1", []string{"reserved scope", "flag P needs flag T (RFC 3306 section 4)", "never a source"}},
		{"ff5e::1", []string{"flag R needs flag P", "never a source"}},
		{"2a00::fdff:ffff:ffff:fffe", []string{"reserved interface identifier"}},
		{"2a00::", nil},
		{"0.0.0.0", []string{"never a destination"}},
		{"10.0.0.1", nil},
		{"255.255.255.255", []string{"never a source address (RFC 8190; RFC 919 section 7)"}},
		{"224.0.0.1", []string{"never a source address (RFC 1122"}},
	} {
		got := Warnings(netip.MustParseAddr(tt.in))
		rest := got
		for _, want := range tt.want {
			i := 0
			for i < len(rest) && !strings.Contains(rest[i].String(), want) {
				i++
			}
			if i == len(rest) {
				t.Errorf("Warnings(%s) = %q, want %q", tt.in, got, want)
				break
			}
			rest = rest[i:]
		}
		if len(tt.want) == 0 && len(got) > 0 {
			t.Errorf("Warnings(%s) = %q, want none", tt.in, got)
		}
		for _, w := range got {
			if w.Text == "" || strings.HasSuffix(w.Text, ".") || strings.Contains(w.Text, "(RFC") {
				t.Errorf("Warnings(%s): %+v", tt.in, w)
			}
		}
	}
	if got := Warnings(netip.Addr{}); got != nil {
		t.Errorf("Warnings(zero) = %v", got)
	}
}

func TestGlobalIDPattern(t *testing.T) {
	for id, want := range map[uint64]bool{
		0: true, 1: true, 0x123456789a: true, 0xaaaaaaaaaa: true, 0x1212121212: true, 0xdeadbeef00: true,
		0x6b2c91e4a7: false, 0x00ab12cd39: false,
	} {
		if got := globalIDPattern(id); (got != "") != want {
			t.Errorf("globalIDPattern(%010x) = %q", id, got)
		}
	}
}
