package classify

import (
	"net/netip"
	"testing"
)

func TestClassOf(t *testing.T) {
	for _, c := range []struct {
		in     string
		letter byte
		prefix string
	}{
		{"0.0.0.0", 'A', "0.0.0.0/8"}, {"10.1.2.3", 'A', "10.0.0.0/8"}, {"127.255.255.255", 'A', "127.0.0.0/8"},
		{"128.0.0.1", 'B', "128.0.0.0/16"}, {"191.255.1.2", 'B', "191.255.0.0/16"},
		{"192.0.2.1", 'C', "192.0.2.0/24"}, {"223.255.255.255", 'C', "223.255.255.0/24"},
		{"224.0.0.1", 'D', "224.0.0.0/4"}, {"239.255.255.255", 'D', "224.0.0.0/4"},
		{"240.0.0.1", 'E', "240.0.0.0/4"}, {"255.255.255.255", 'E', "240.0.0.0/4"},
	} {
		got, ok := IPv4ClassOf(netip.MustParseAddr(c.in))
		if !ok || got.Letter != c.letter || got.Prefix.String() != c.prefix {
			t.Errorf("%s: %c %v, want %c %s", c.in, got.Letter, got.Prefix, c.letter, c.prefix)
		}
	}
	for _, a := range []netip.Addr{{}, netip.MustParseAddr("::ffff:192.0.2.1")} {
		if c, ok := IPv4ClassOf(a); ok {
			t.Errorf("%v has class %c", a, c.Letter)
		}
	}
}

func TestAggregatableOf(t *testing.T) {
	for _, c := range []struct {
		in   string
		want Aggregatable
	}{
		{"2001:db8:1:2::3", Aggregatable{0x0001, 0x0d, 0xb80001, 0x0002}},
		{"3ffe:501:8:1234:260:97ff:fe40:efab", Aggregatable{0x1ffe, 0x05, 0x010008, 0x1234}},
		{"3fff:ffff:ffff:ffff::", Aggregatable{0x1fff, 0xff, 0xffffff, 0xffff}},
	} {
		if got, ok := AggregatableOf(netip.MustParseAddr(c.in)); !ok || got != c.want {
			t.Errorf("%s: %+v, %v; want %+v", c.in, got, ok, c.want)
		}
	}
	for _, s := range []string{"fd00::1", "4000::", "1fff::", "192.0.2.1"} {
		if f, ok := AggregatableOf(netip.MustParseAddr(s)); ok {
			t.Errorf("%s: %+v", s, f)
		}
	}
}
