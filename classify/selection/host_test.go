package selection

import (
	"errors"
	"net/netip"
	"testing"

	"github.com/hextet/hextet/addr"
)

func TestParseAddress(t *testing.T) {
	for in, want := range map[string]string{
		"2001:db8::1":                                "2001:db8::1/64",
		"2001:db8::1/48,interface=eth0":              "2001:db8::1/48,interface=eth0",
		"2001:db8::1,deprecated,temporary,home":      "2001:db8::1/64,deprecated,temporary,home",
		"2001:db8::1,home,interface=eth0,deprecated": "2001:db8::1/64,interface=eth0,deprecated,home",
		"fe80::1%eth0/64":                            "fe80::1/64,interface=eth0",
		"fe80::1%eth0,interface=eth0":                "fe80::1/64,interface=eth0",
		"192.0.2.1":                                  "192.0.2.1/32",
		"192.0.2.1/24,interface=v0":                  "192.0.2.1/24,interface=v0",
		"::1":                                        "::1/128", // no interface identifier below 000/3
		"64:ff9b::1":                                 "64:ff9b::1/128",
	} {
		a, err := ParseAddress(in)
		if err != nil || a.String() != want {
			t.Errorf("ParseAddress(%q) = %v, %v; want %s", in, a, err, want)
		}
	}
	for in, offset := range map[string]int{
		"": 0, "x": 0, "2001:db8::1/": 12, "2001:db8::1/129": 12, "2001:db8::1/064": 12, "2001:db8::1/+64": 12, "192.0.2.1/33": 10,
		"192.0.2.01": 0, "::1,": 4, "::1,up": 4, "::1,home,interface=": 19, "::1,interface=a/b": 14, "fe80::1%a,interface=b": 10,
		"ff02::1": -1, "::": -1, "0.0.0.0": -1, "255.255.255.255": -1, "192.0.2.1%eth0": 0,
	} {
		a, err := ParseAddress(in)
		var e *addr.Error
		if !errors.As(err, &e) || e.Offset != offset || e.Input != in {
			t.Errorf("ParseAddress(%q) = %v, %v; want an error at byte %d", in, a, err, offset)
		}
	}
}

func TestParseRoute(t *testing.T) {
	for in, want := range map[string]string{
		"::/0":                       "::/0",
		"0.0.0.0/0,interface=eth0":   "0.0.0.0/0,interface=eth0",
		"2001:db8::/32,interface=v0": "2001:db8::/32,interface=v0",
		"2001:db8::1":                "2001:db8::1/128",
	} {
		r, err := ParseRoute(in)
		if err != nil || r.String() != want {
			t.Errorf("ParseRoute(%q) = %v, %v; want %s", in, r, err, want)
		}
	}
	for in, offset := range map[string]int{
		"default": 0, "::1/64": 3, "fe80::%eth0/64": 6, "::/0,": 5, "::/0,eth0": 5, "::/0,interface=": 5, "::/0,interface=a,home": 5,
	} {
		r, err := ParseRoute(in)
		var e *addr.Error
		if !errors.As(err, &e) || e.Offset != offset {
			t.Errorf("ParseRoute(%q) = %v, %v; want an error at byte %d", in, r, err, offset)
		}
	}
}

func FuzzParseAddress(f *testing.F) {
	for _, s := range []string{"2001:db8::1/48,interface=eth0,home", "fe80::1%eth0/64", "192.0.2.1/24", "::1,deprecated,,"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		a, err := ParseAddress(text)
		if err != nil {
			return
		}
		again, err := ParseAddress(a.String())
		if err != nil || again != a {
			t.Errorf("%q gives %v, which gives %v, %v", text, a, again, err)
		}
	})
}

// TestDefaultRoutes: without routes, each family has one over the interface of its
// first address that is neither link-local nor loopback.
func TestDefaultRoutes(t *testing.T) {
	h := hostOf(t, "::1 fe80::1%a 2001:db8::1,interface=b 169.254.1.1/16,interface=a fd00::1,interface=c")
	h.Routes = nil
	s := New(h, RFC6724, Policy{})
	if got := s.Source(netip.MustParseAddr("2a00::1")); got.Interface != "b" || got.Addr.String() != "2001:db8::1" {
		t.Errorf("2a00::1: %v on %q", got.Addr, got.Interface)
	}
	if got := s.Source(netip.MustParseAddr("192.0.2.1")); got.Problem != NoRoute {
		t.Errorf("192.0.2.1: %v, %v", got.Addr, got.Problem)
	}
	if got := s.Source(netip.MustParseAddr("169.254.9.9")); got.Addr.String() != "169.254.1.1" {
		t.Errorf("169.254.9.9: %v, %v", got.Addr, got.Problem)
	}
	h.Routes = []Route{}
	if got := New(h, RFC6724, Policy{}).Source(netip.MustParseAddr("2a00::1")); got.Problem != NoRoute {
		t.Errorf("2a00::1 without routes: %v, %v", got.Addr, got.Problem)
	}
}

// TestProblems has each reason why a destination cannot be used.
func TestProblems(t *testing.T) {
	h := hostOf(t, "192.0.2.1/24,interface=a 2001:db8::1/64,interface=a fe80::1%a fe80::2%b")
	h.Routes = []Route{{netip.MustParsePrefix("::/0"), "b"}, {netip.MustParsePrefix("198.51.100.0/24"), "b"}}
	for _, tt := range []struct {
		system System
		dst    string
		want   Problem
	}{
		{RFC6724, "203.0.113.1", NoRoute},
		{RFC6724, "fe80::9", NeedsZone},
		{RFC6724, "fe80::9%b", NoProblem},
		{Linux, "fe80::9", NeedsZone},
		{RFC6724, "fe80::9%c", NoInterface},
		{RFC6724, "192.0.2.255", Broadcast},
		{RFC6724, "255.255.255.255", Broadcast},
		{Linux, "192.0.2.255", Broadcast},
		{Linux, "192.0.2.0", NoProblem},
		{RFC6724, "::", Unspecified},
		{RFC6724, "0.0.0.0", Unspecified},
		{Linux, "::", NoProblem},
		{RFC6724, "ff02::1%b", NoProblem},
		{RFC6724, "198.51.100.1", NoProblem}, // with the address of another interface
		{RFC6724, "::ffff:203.0.113.1", NoRoute},
	} {
		got := New(h, tt.system, Policy{}).Source(netip.MustParseAddr(tt.dst))
		if got.Problem != tt.want {
			t.Errorf("%v: problem with %s is %q, want %q", tt.system, tt.dst, got.Problem, tt.want)
		}
	}
	only := hostOf(t, "fe80::1%a")
	only.Routes = []Route{{netip.MustParsePrefix("2001:db8::/32"), "b"}, {netip.MustParsePrefix("0.0.0.0/0"), "a"}}
	s := New(only, RFC6724, Policy{})
	for dst, want := range map[string]Problem{"2001:db8::1": NoSource, "192.0.2.1": NoSource, "fe80::9": NoProblem} {
		if got := s.Source(netip.MustParseAddr(dst)); got.Problem != want {
			t.Errorf("problem with %s is %q, want %q", dst, got.Problem, want)
		}
	}
}

// TestWords: every kind of value has its words, both ways.
func TestWords(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range Systems() {
		var back System
		if err := back.UnmarshalText([]byte(s.String())); err != nil || back != s || seen[s.String()] || s.Info().Doc == "" || s.Info().Evidence == "" {
			t.Errorf("system %v: %v, %v", s, back, err)
		}
		seen[s.String()] = true
	}
	for r := range numRules {
		var back Rule
		if err := back.UnmarshalText([]byte(r.String())); err != nil || back != r || seen[r.String()] || r != NoRule && r.Title() == "" {
			t.Errorf("rule %v: %v, %v", r, back, err)
		}
		seen[r.String()] = true
	}
	for p := range Problem(len(problemNames)) {
		var back Problem
		if err := back.UnmarshalText([]byte(p.String())); err != nil || back != p {
			t.Errorf("problem %v: %v, %v", p, back, err)
		}
	}
	for r := range Result(len(resultNames)) {
		var back Result
		if err := back.UnmarshalText([]byte(r.String())); err != nil || back != r {
			t.Errorf("result %v: %v, %v", r, back, err)
		}
	}
	if _, err := ParseSystem("windows"); err == nil {
		t.Error("windows is a system")
	}
}
