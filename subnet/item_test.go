package subnet

import (
	"errors"
	"net/netip"
	"strings"
	"testing"

	"github.com/hextet/hextet/addr"
)

var parseCases = []struct {
	in          string
	want        string // canonical text, host bits kept
	first, last string
	prefix      string // "" where it is no prefix
}{
	{"2001:DB8:0::1", "2001:db8::1", "2001:db8::1", "2001:db8::1", "2001:db8::1/128"},
	{"2001:db8::/32", "2001:db8::/32", "2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db8::/32"},
	{"2001:db8::1/32", "2001:db8::1/32", "2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db8::/32"},
	{"::/0", "::/0", "::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "::/0"},
	{"192.0.2.1", "192.0.2.1", "192.0.2.1", "192.0.2.1", "192.0.2.1/32"},
	{"192.0.2.1/24", "192.0.2.1/24", "192.0.2.0", "192.0.2.255", "192.0.2.0/24"},
	{"192.0.2.0/255.255.255.0", "192.0.2.0/24", "192.0.2.0", "192.0.2.255", "192.0.2.0/24"},
	{"192.0.2.9/0.0.0.255", "192.0.2.9/24", "192.0.2.0", "192.0.2.255", "192.0.2.0/24"},
	{"192.0.2.9/0.0.0.0", "192.0.2.9/0", "0.0.0.0", "255.255.255.255", "0.0.0.0/0"},
	{"192.0.2.9/255.255.255.255", "192.0.2.9/32", "192.0.2.9", "192.0.2.9", "192.0.2.9/32"},
	{"2001:db8::-2001:db8::ff", "2001:db8::-2001:db8::ff", "2001:db8::", "2001:db8::ff", "2001:db8::/120"},
	{"2001:db8::1-2001:db8::2", "2001:db8::1-2001:db8::2", "2001:db8::1", "2001:db8::2", ""},
	{"192.0.2.5-192.0.2.5", "192.0.2.5-192.0.2.5", "192.0.2.5", "192.0.2.5", "192.0.2.5/32"},
	{"::ffff:192.0.2.0/120", "::ffff:192.0.2.0/120", "::ffff:192.0.2.0", "::ffff:192.0.2.255", "::ffff:192.0.2.0/120"},
	{"fe80::1%eth0", "fe80::1%eth0", "fe80::1", "fe80::1", ""},
	{"fe80::1%eth0/64", "fe80::1%eth0/64", "fe80::", "fe80::ffff:ffff:ffff:ffff", ""},
	{"fe80::1%br-lan/64", "fe80::1%br-lan/64", "fe80::", "fe80::ffff:ffff:ffff:ffff", ""},
	{"fe80::1%br-lan", "fe80::1%br-lan", "fe80::1", "fe80::1", ""}, // a hyphen in a zone
	{"[2001:db8::1]", "2001:db8::1", "2001:db8::1", "2001:db8::1", "2001:db8::1/128"},
}

// blockOf returns the block that s is.
func blockOf(s string) (netip.Prefix, error) {
	it, err := Parse(s)
	p, ok := it.Block()
	if err == nil && (!ok || it.Zone != "") {
		err = errors.New("not one prefix")
	}
	return p, err
}

func TestParse(t *testing.T) {
	for _, c := range parseCases {
		it, err := Parse(c.in)
		if err != nil {
			t.Errorf("Parse(%q): %v", c.in, err)
			continue
		}
		if it.String() != c.want || it.Range().From().String() != c.first || it.Range().To().String() != c.last {
			t.Errorf("Parse(%q) = %s, %v", c.in, it, it.Range())
		}
		p, err := blockOf(c.in)
		if (err == nil) != (c.prefix != "") || err == nil && p.String() != c.prefix {
			t.Errorf("blockOf(%q) = %v, %v; want %q", c.in, p, err, c.prefix)
		}
	}
}

func TestParseFaults(t *testing.T) {
	cases := []struct {
		in     string
		offset int
		reason string // a part of it
	}{
		{"192.0.2.0/255.0.255.0", 10, "neither a netmask nor a wildcard"},
		{"192.0.2.0/255.255.255", -2, ""},
		{"192.0.2.0/255.255.255.0/24", -2, ""},
		{"2001:db8::/255.255.255.0", 11, "only follow an IPv4 address"},
		{"192.0.2.0/24.0", -2, ""},
		{"192.0.2.0/::1.2.3.4", 10, "neither"},
		{"192.0.2.0/33", -2, ""},
		{"2001:db8::/129", -2, ""},
		{"2001:db8::/064", -2, ""},
		{"2001:db8::ff-2001:db8::", -2, ""},
		{"192.0.2.1-2001:db8::", -2, ""},
		{"192.0.2.1-", -2, ""},
		{"-192.0.2.1", -2, ""},
		{"192.0.2.0/25-192.0.2.9", -2, ""},
		{"192.0.2.0-192.0.2.9/25", -2, ""},
		{"fe80::1%eth0-fe80::2", 7, "zone"},
		{"fe80::1%eth0-fe80::2%eth0", 7, "zone"},
		{"fe80::1-fe80::2%eth0", -2, ""},
		{"[2001:db8::/64]", -2, ""},
		{"[2001:db8::]/64", -2, ""},
		{"", -2, ""},
		{"192.0.2.0/", -2, ""},
	}
	for _, c := range cases {
		it, err := Parse(c.in)
		var e *addr.Error
		if !errors.As(err, &e) {
			t.Errorf("Parse(%q) = %v, %v; want an *addr.Error", c.in, it, err)
			continue
		}
		if e.Input != c.in || !strings.Contains(e.Reason, c.reason) || c.offset != -2 && e.Offset != c.offset || e.Offset > len(c.in) {
			t.Errorf("Parse(%q): %v", c.in, err)
		}
		if _, err := blockOf(c.in); err == nil {
			t.Errorf("blockOf(%q) does not fail", c.in)
		}
	}
}

func TestParseNoAllocs(t *testing.T) {
	for _, c := range parseCases {
		if n := testing.AllocsPerRun(50, func() { Parse(c.in) }); n != 0 {
			t.Errorf("Parse(%q) allocates %v times", c.in, n)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, c := range parseCases {
		f.Add(c.in)
	}
	f.Add("fe80::1%a-b:c")
	f.Fuzz(func(t *testing.T, s string) {
		it, err := Parse(s)
		if err != nil {
			var e *addr.Error
			if !errors.As(err, &e) || e.Input != s || e.Offset < -1 || e.Offset > len(s) {
				t.Fatalf("Parse(%q): %#v", s, err)
			}
			if p, err := netip.ParsePrefix(s); err == nil {
				t.Fatalf("Parse(%q) fails, netip reads %v", s, p)
			}
			return
		}
		text := it.String()
		again, err := Parse(text)
		if err != nil || again != it {
			t.Fatalf("Parse(%q) = %+v, but its text %q gives %+v, %v", s, it, text, again, err)
		}
		if !it.Range().IsValid() {
			t.Fatalf("Parse(%q) has no addresses", s)
		}
		if p, err := netip.ParsePrefix(s); err == nil {
			if got, err := blockOf(s); err != nil || got != p.Masked() || it.Addr != p.Addr() {
				t.Fatalf("blockOf(%q) = %v, %v; want %v", s, got, err, p.Masked())
			}
		}
	})
}
