package privacy

import (
	"errors"
	"net/netip"
	"slices"
	"strings"
	"testing"
)

func TestKAME(t *testing.T) {
	// MD5("host.example.com") is 499c902326ec8edd98442d876de99bdd and MD5("freebsd")
	// 1527e888767cdce15d200b870b39cfd0, by Python's hashlib.
	for name, want := range map[string]string{
		"host.example.com": "2001:db8:1:2:489c:9023:26ec:8edd",
		"freebsd":          "2001:db8:1:2:1427:e888:767c:dce1",
	} {
		g, err := New(KAME, Inputs{Hostname: name})
		if err != nil {
			t.Fatal(err)
		}
		p := netip.MustParsePrefix("2001:db8:1:2::/64")
		a, err := g.Addr(p)
		if err != nil || a.String() != want {
			t.Errorf("%s: %v, %v; want %s", name, a, err, want)
		}
		d, err := g.Explain(p)
		if err != nil || len(d.Input) != 1 || string(d.Input[0].Bytes) != name {
			t.Errorf("%s: %+v, %v", name, d, err)
		}
		ms := slices.Collect(NewIdentifier(Candidates{Hostnames: []string{"other", name}, MaxDADCounter: 2}).Matches(a))
		if len(ms) != 1 || ms[0].System != KAME || ms[0].Inputs.Hostname != name || ms[0].Secret != -1 {
			t.Errorf("%s: %+v", name, ms)
		}
		if a, err := g.Addr(netip.MustParsePrefix("fe80::/64")); err != nil || a.String() != "fe80::"+want[len("2001:db8:1:2:"):] {
			t.Errorf("%s: %v, %v", name, a, err)
		}
		if _, err := g.Addr(netip.MustParsePrefix("2001:db8::/56")); err == nil {
			t.Error("a /56 is taken")
		}
	}
	for _, in := range []Inputs{{}, {Hostname: "x", Interface: "eth0"}, {Hostname: strings.Repeat("x", 256)}, {Hostname: "x", DADCounter: 1}} {
		var e *InputError
		if _, err := New(KAME, in); !errors.As(err, &e) {
			t.Errorf("%+v: %v", in, err)
		}
	}
}
