package embed4

import (
	"bufio"
	"net/netip"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/hextet/hextet/internal/ip"
)

// readTable returns the tab-separated rows of a file in testdata.
func readTable(t *testing.T, name string) [][]string {
	t.Helper()
	f, err := os.Open("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var rows [][]string
	for s := bufio.NewScanner(f); s.Scan(); {
		if l := s.Text(); !strings.HasPrefix(l, "#") {
			rows = append(rows, strings.Split(l, "\t"))
		}
	}
	return rows
}

func TestNAT64Examples(t *testing.T) {
	rows := readTable(t, "nat64.txt")
	if len(rows) < 60 {
		t.Fatalf("only %d rows", len(rows))
	}
	for _, r := range rows {
		n := NAT64{netip.MustParsePrefix(r[1])}
		v4 := netip.MustParseAddr(r[2])
		err := n.Check(netip.PrefixFrom(v4, 32)).Err()
		if r[3] == "-" {
			if err == nil || !strings.Contains(err.Error(), "RFC 6052 section 3.1") {
				t.Errorf("%s: Check(%v) under %v = %v, want an error by RFC 6052 section 3.1", r[0], v4, n.Prefix, err)
			}
			continue
		}
		want := netip.MustParseAddr(r[3])
		got, encErr := n.Encode(v4)
		if encErr != nil || got != want || err != nil {
			t.Errorf("%s: %v under %v = %v, %v, %v; want %v", r[0], v4, n.Prefix, got, encErr, err, want)
		}
		if back, ok := n.Decode(want); !ok || back != v4 {
			t.Errorf("%s: Decode(%v) under %v = %v, %v; want %v", r[0], want, n.Prefix, back, ok, v4)
		}
	}
}

// RFC 6052 section 2.2, figure 1: the bits that the IPv4 address takes.
func TestNAT64BitPositions(t *testing.T) {
	for pl, want := range map[int][][2]int{
		32: {{32, 63}}, 40: {{40, 63}, {72, 79}}, 48: {{48, 63}, {72, 87}},
		56: {{56, 63}, {72, 95}}, 64: {{72, 103}}, 96: {{96, 127}},
	} {
		u := place(ip.Uint128{}, pl, 0xffffffff)
		var got [][2]int
		for b := range 128 {
			if u.Field(uint(b), uint(1)) == 0 {
				continue
			}
			if n := len(got); n > 0 && got[n-1][1] == b-1 {
				got[n-1][1] = b
			} else {
				got = append(got, [2]int{b, b})
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("/%d: bits %v, want %v", pl, got, want)
		}
	}
}

func TestNAT64EncodePrefix(t *testing.T) {
	for _, tt := range []struct{ prefix, v4, want string }{
		{"2001:db8:122:344::/64", "192.0.2.33/32", "2001:db8:122:344:c0:2:2100::/104"}, // RFC 6052 section 3.3
		{"64:ff9b::/96", "192.0.2.0/24", "64:ff9b::c000:200/120"},
		{"64:ff9b::/96", "192.0.2.77/24", "64:ff9b::c000:200/120"}, // bits after the length go
		{"64:ff9b::/96", "0.0.0.0/0", "64:ff9b::/96"},
		{"2001:db8::/32", "192.0.2.33/32", "2001:db8:c000:221::/64"}, // the u octet is behind it
		{"2001:db8:100::/40", "192.0.2.0/24", "2001:db8:1c0:2::/64"}, // ends at u
		{"2001:db8:100::/40", "192.0.2.0/25", "2001:db8:1c0:2::/73"}, // passes u
		{"2001:db8:122::/48", "192.0.0.0/16", "2001:db8:122:c000::/64"},
		{"2001:db8:122:300::/56", "192.0.2.0/24", "2001:db8:122:3c0:0:200::/88"},
		{"2001:db8:122:344::/64", "0.0.0.0/0", "2001:db8:122:344::/64"},
		{"2001:db8:122:344::/64", "128.0.0.0/1", "2001:db8:122:344:80::/73"},
	} {
		got, err := NAT64{netip.MustParsePrefix(tt.prefix)}.EncodePrefix(netip.MustParsePrefix(tt.v4))
		if err != nil || got != netip.MustParsePrefix(tt.want) {
			t.Errorf("%s under %s = %v, %v; want %s", tt.v4, tt.prefix, got, err, tt.want)
		}
	}
}

// The prefix of a prefix holds exactly the addresses whose IPv4 address it holds.
func TestNAT64EncodePrefixLaw(t *testing.T) {
	r := newRand(t)
	for _, pl := range nat64Lengths {
		for bits := 0; bits <= 32; bits++ {
			for range 20 {
				n := NAT64{randomNAT64(r, pl)}
				p := netip.PrefixFrom(ip.Addr4(r.Uint32()), bits).Masked()
				q, err := n.EncodePrefix(p)
				if err != nil || q != q.Masked() {
					t.Fatalf("EncodePrefix(%v) under %v = %v, %v", p, n.Prefix, q, err)
				}
				for _, v := range []uint32{r.Uint32(), ip.Uint32(p.Addr()) | r.Uint32()&^leading32(bits), ip.Uint32(p.Addr()) ^ 1<<(32-max(bits, 1))} {
					a, _ := n.Encode(ip.Addr4(v))
					if q.Contains(a) != p.Contains(ip.Addr4(v)) {
						t.Fatalf("%v in %v is %v, but %v in %v is not", a, q, q.Contains(a), ip.Addr4(v), p)
					}
				}
			}
		}
	}
}

func TestNAT64Invalid(t *testing.T) {
	v4 := netip.MustParseAddr("192.0.2.1")
	for bits := 0; bits <= 128; bits++ {
		n := NAT64{netip.PrefixFrom(netip.MustParseAddr("2001:db8::"), bits)}
		_, err := n.Encode(v4)
		if want := slices.Contains(nat64Lengths[:], bits); (err == nil) != want {
			t.Errorf("/%d: Encode error %v, want none: %v", bits, err, want)
		}
	}
	for _, n := range []NAT64{{}, {netip.MustParsePrefix("10.0.0.0/32")}} {
		if _, err := n.Encode(v4); err == nil {
			t.Errorf("%v: no error", n)
		}
		if _, ok := n.Decode(netip.MustParseAddr("::1")); ok {
			t.Errorf("%v: decoded", n)
		}
	}
	for _, a := range []netip.Addr{{}, netip.MustParseAddr("2001:db8::1"), netip.MustParseAddr("::ffff:192.0.2.1")} {
		if _, err := WellKnown().Encode(a); err == nil {
			t.Errorf("Encode(%v): no error", a)
		}
	}
}

func TestNAT64Decode(t *testing.T) {
	for _, tt := range []struct {
		name, prefix, a string
		want            string // "" for none
		suffix          uint64
	}{
		{"suffix is ignored", "2001:db8:122::/48", "2001:db8:122:c000:2:2100:0:1", "192.0.2.33", 1},
		{"u octet not zero", "2001:db8:122::/48", "2001:db8:122:c000:102:2100::", "", 0},
		{"u octet inside a /96", "2001:db8:1:2:300::/96", "2001:db8:1:2:300::c000:221", "192.0.2.33", 0},
		{"other prefix", "2001:db8:122::/48", "2001:db8:123:c000:2:2100::", "", 0},
		{"suffix of a /32", "2001:db8::/32", "2001:db8:c000:221:ff:ffff:ffff:ffff", "192.0.2.33", 1<<56 - 1},
		{"suffix of a /64", "2001:db8::/64", "2001:db8::c0:2:21ff:ffff", "192.0.2.33", 1<<24 - 1},
		{"zone", "64:ff9b::/96", "64:ff9b::1.2.3.4%eth0", "1.2.3.4", 0},
		{"IPv4", "64:ff9b::/96", "1.2.3.4", "", 0},
	} {
		n := NAT64{netip.MustParsePrefix(tt.prefix)}
		a := netip.MustParseAddr(tt.a)
		got, ok := n.Decode(a)
		if ok != (tt.want != "") || ok && got.String() != tt.want {
			t.Errorf("%s: Decode(%v) = %v, %v; want %q", tt.name, a, got, ok, tt.want)
		}
		if ok && n.Suffix(a) != tt.suffix {
			t.Errorf("%s: Suffix(%v) = %#x, want %#x", tt.name, a, n.Suffix(a), tt.suffix)
		}
	}
}

// Prefixes that are for something else, or for no unicast address.
func TestPrefixesRefused(t *testing.T) {
	p := netip.MustParsePrefix
	one := netip.MustParseAddr("8.8.8.8")
	for _, tt := range []struct {
		e    Encoder
		want string // a part of the error; "" for none
	}{
		{NAT64{p("::ffff:0:0/96")}, "IPv4-mapped"},
		{NAT64{p("::/96")}, "IPv4-compatible"},
		{NAT64{p("fe80::/64")}, "link-local"},
		{NAT64{p("fe80:1:2:3::/64")}, "link-local"},
		{NAT64{p("ff02::/64")}, "multicast"},
		{NAT64{p("ff3e:20:2001:db8::/96")}, "RFC 8114"},
		{Multicast64{p("ff3e:20:2001:db8::/96")}, "not an IPv4 multicast group"},
		{NAT64{p("::ffff:0:0:0/96")}, ""}, // RFC 2765
		{SixRD{Prefix: p("ff02::/32")}, "multicast"},
		{SixRD{Prefix: p("fe80::/16")}, "link-local"},
		{SixRD{Prefix: p("fe00::/8")}, ""},
		{ISATAP{Prefix: p("ff02::/64")}, "multicast"},
		{ISATAP{Prefix: p("fe80:0:0:1::/64")}, "fe80::/64 only"},
		{ISATAP{Prefix: p("fe80::/10")}, ""},
		{SixOverFour{p("ff02::/64")}, "multicast"},
		{SixOverFour{p("febf::/64")}, "fe80::/64 only"},
		{SixOverFour{p("fe80::/10")}, ""},
		{IVI{p("ff02::/32")}, "multicast"},
		{IVI{p("fe80::/32")}, "link-local"},
	} {
		a, err := tt.e.Encode(one)
		if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%+v: Encode = %v, %v; want an error with %q", tt.e, a, err, tt.want)
		}
	}
	if a, err := (SixRD{Prefix: p("fe00::/8")}).Encode(netip.MustParseAddr("128.0.0.1")); err == nil {
		t.Errorf("6rd makes %v", a)
	}
	if a, err := (SixOverFour{p("fe80::/10")}).Encode(one); err != nil || a != netip.MustParseAddr("fe80::8.8.8.8") {
		t.Errorf("fe80::/10: %v, %v", a, err)
	}
}
