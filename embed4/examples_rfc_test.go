package embed4

import (
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/hextet/hextet/internal/ip"
)

func mustEAM(t *testing.T, text, prefix string) *EAMTable {
	t.Helper()
	tab, err := ParseEAM(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	if prefix != "" {
		if tab, err = tab.WithPrefix(NAT64{netip.MustParsePrefix(prefix)}); err != nil {
			t.Fatal(err)
		}
	}
	return tab
}

// The examples of the tunnel and fixed-form RFCs, both ways.
func TestEncodeExamples(t *testing.T) {
	p := netip.MustParsePrefix
	for _, tt := range []struct {
		source, v4 string
		e          Encoder
		want       string // an address, or a prefix for the prefix that carries v4
	}{
		{"RFC 4291 2.5.5.1", "192.0.2.33", Compatible{}, "::192.0.2.33"},
		{"RFC 4291 2.5.5.2", "192.0.2.33", Mapped{}, "::ffff:192.0.2.33"},
		{"RFC 2765 2.1", "192.0.2.33", Translated{}, "0::ffff:0:192.0.2.33"},
		{"RFC 3056 3", "9.254.253.252", SixToFour{}, "2002:09fe:fdfc::/48"},
		{"RFC 3056 2, a /24", "192.0.2.0/24", SixToFour{}, "2002:c000:200::/40"},
		{"RFC 3056 2, a /0", "0.0.0.0/0", SixToFour{}, "2002::/16"},
		{"RFC 3068 2.5", "192.88.99.1", SixToFour{}, "2002:c058:6301::"},
		{"RFC 3964 2.2", "9.0.0.1", SixToFour{IID: 1}, "2002:0900:0001::1"},
		{"RFC 3964 4.1.2", "9.0.0.2", SixToFour{}, "2002:0900:0002::"},
		{"RFC 3056 2, subnet and identifier", "192.0.2.1", SixToFour{Subnet: 5, IID: 7}, "2002:c000:201:5::7"},
		{"RFC 5969 7.1.1, border relay", "10.0.0.1", SixRD{p("2001:db8::/32"), p("10.0.0.0/8")}, "2001:db8:0:100::"},
		{"RFC 5969 7.1.1, delegated prefix", "10.100.100.1", SixRD{p("2001:db8::/32"), p("10.0.0.0/8")}, "2001:db8:6464:100::/56"},
		{"RFC 5969 4, nothing in common", "192.0.2.1", SixRD{Prefix: p("2001:db8::/32")}, "2001:db8:c000:201::/64"},
		{"RFC 5969 4, a /24 of customers", "10.100.100.0/24", SixRD{p("2001:db8::/32"), p("10.0.0.0/8")}, "2001:db8:6464::/48"},
		{"RFC 5969 4, odd length", "10.0.0.1", SixRD{p("2001:db8::/29"), p("10.0.0.0/8")}, "2001:db8:0:800::/53"},
		{"miredo 1.2.6", "11.255.0.1", Teredo{Server: netip.MustParseAddr("65.54.227.120"), Port: 40000, Flags: 0x1c06}, "2001:0:4136:e378:1c06:63bf:f400:fffe"},
		{"RFC 5214 6.1, u=1", "8.8.8.8", ISATAP{Prefix: p("fe80::/64")}, "fe80::200:5efe:808:808"},
		{"RFC 5214 6.1, u=0", "10.1.2.3", ISATAP{Prefix: p("fe80::/64")}, "fe80::5efe:a01:203"},
		{"RFC 5214 6.1, u forced", "10.1.2.3", ISATAP{p("2001:db8::/64"), UniversalAlways}, "2001:db8::200:5efe:a01:203"},
		{"RFC 5214 6.1, u never", "8.8.8.8", ISATAP{p("2001:db8::/64"), UniversalNever}, "2001:db8::5efe:808:808"},
		{"RFC 2529 5", "192.0.2.1", SixOverFour{p("fe80::/64")}, "fe80::c000:201"},
		{"RFC 6219 A", "192.0.2.0/24", IVI{p("2001:db8::/32")}, "2001:db8:ffc0:2:0::/64"},
		{"RFC 6219 B", "18.7.22.83", IVI{p("2001:da8::/32")}, "2001:da8:ff12:716:5300::"},
		{"RFC 6219 B", "202.38.97.205", IVI{p("2001:da8::/32")}, "2001:da8:ffca:2661:cd00::"},
	} {
		v4, err := netip.ParsePrefix(tt.v4)
		if err != nil {
			v4 = netip.PrefixFrom(netip.MustParseAddr(tt.v4), 32)
		}
		if strings.Contains(tt.want, "/") {
			if got, err := tt.e.EncodePrefix(v4); err != nil || got != p(tt.want) {
				t.Errorf("%s: %#v: EncodePrefix(%v) = %v, %v; want %s", tt.source, tt.e, v4, got, err, tt.want)
			}
			continue
		}
		if got, err := tt.e.Encode(v4.Addr()); err != nil || got != netip.MustParseAddr(tt.want) {
			t.Errorf("%s: %#v: Encode(%v) = %v, %v; want %s", tt.source, tt.e, v4.Addr(), got, err, tt.want)
		}
		if err := tt.e.Check(v4).Err(); err != nil {
			t.Errorf("%s: %#v: Check(%v) = %v, want no error", tt.source, tt.e, v4, err)
		}
	}
}

// RFC 5214 section 6.1 draws the identifier bit by bit.
func TestISATAPIdentifierBits(t *testing.T) {
	const drawn = "000000ug000000000101111011111110mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm"
	for u, tt := range map[byte]Universal{'0': UniversalNever, '1': UniversalAlways} {
		for m, v4 := range map[byte]string{'0': "0.0.0.0", '1': "255.255.255.255"} {
			a, err := ISATAP{netip.MustParsePrefix("2001:db8::/64"), tt}.Encode(netip.MustParseAddr(v4))
			if err != nil {
				t.Fatal(err)
			}
			want := strings.NewReplacer("u", string(u), "g", "0", "m", string(m)).Replace(drawn)
			var got []byte
			for b := 64; b < 128; b++ {
				got = append(got, '0'+byte(ip.FromAddr(a).Field(uint(b), uint(1))))
			}
			if string(got) != want {
				t.Errorf("u=%c: identifier %s, want %s", u, got, want)
			}
		}
	}
}

// RFC 5969 section 4: a /32 and 24 bits of IPv4 address make a /56.
func TestSixRDDelegatedBits(t *testing.T) {
	d := SixRD{netip.MustParsePrefix("2001:db8::/32"), netip.MustParsePrefix("10.0.0.0/8")}
	if got := d.DelegatedBits(); got != 56 {
		t.Errorf("DelegatedBits() = %d, want 56", got)
	}
}

func TestSixRDRefuses(t *testing.T) {
	d := SixRD{netip.MustParsePrefix("2001:db8::/32"), netip.MustParsePrefix("10.0.0.0/8")}
	for _, p := range []string{"11.0.0.1/32", "10.0.0.0/7", "8.0.0.0/5"} {
		if got, err := d.EncodePrefix(netip.MustParsePrefix(p)); err == nil {
			t.Errorf("EncodePrefix(%s) = %v, want an error", p, got)
		}
	}
	for _, d := range []SixRD{{}, {Prefix: netip.MustParsePrefix("10.0.0.0/8")}, {Prefix: netip.MustParsePrefix("2001:db8::/97")},
		{netip.MustParsePrefix("2001:db8::/32"), netip.MustParsePrefix("2001:db8::/32")}} {
		if got, err := d.Encode(netip.MustParseAddr("10.0.0.1")); err == nil {
			t.Errorf("%v: Encode = %v, want an error", d, got)
		}
	}
}

// RFC 4380: flags (section 4) and obfuscation (section 5.1.1).
func TestTeredoExamples(t *testing.T) {
	for f, want := range map[TeredoFlags]string{
		0: "", TeredoCone: "cone", 0x1c06: "random", 0x9c06: "cone+random", 0xffff: "cone+reserved+universal+group+random", 0x0200: "universal", 0x4100: "reserved+group",
	} {
		if got := f.String(); got != want {
			t.Errorf("flags %#04x: %q, want %q", uint16(f), got, want)
		}
	}
	if got := (Teredo{Server: netip.MustParseAddr("65.54.227.120")}).SecondaryServer().String(); got != "65.54.227.121" {
		t.Errorf("SecondaryServer = %s", got)
	}
	if TeredoCone != 0x8000 {
		t.Errorf("cone bit %#x, want 0x8000", TeredoCone)
	}
}

// RFC 2529 section 6 and appendix A, with 192 for OLS.
func TestSixOverFourMulticast(t *testing.T) {
	for group, want := range map[string]string{
		"ff02::1":             "239.192.0.1",
		"ff02::2":             "239.192.0.2",
		"ff02::1:ff00:201":    "239.192.2.1", // solicited-node of 192.0.2.1
		"ff05::abcd:1234%eth": "239.192.18.52",
	} {
		if got, err := (SixOverFour{}).Multicast(netip.MustParseAddr(group)); err != nil || got.String() != want {
			t.Errorf("Multicast(%s) = %v, %v; want %s", group, got, err, want)
		}
	}
	for _, bad := range []string{"fe80::1", "224.0.0.1", "::ffff:224.0.0.1"} {
		if got, err := (SixOverFour{}).Multicast(netip.MustParseAddr(bad)); err == nil {
			t.Errorf("Multicast(%s) = %v, want an error", bad, got)
		}
	}
}

// RFC 6219 section 5.1.
func TestIVIMulticast(t *testing.T) {
	for v4, want := range map[string]string{"232.0.0.0": "ff3e:0:0:0:0:0:f000:0000", "232.255.255.255": "ff3e::f0ff:ffff", "232.1.2.3": "ff3e::f001:203"} {
		g := netip.MustParseAddr(v4)
		a, err := IVI{}.Multicast(g)
		if err != nil || a != netip.MustParseAddr(want) {
			t.Errorf("Multicast(%s) = %v, %v; want %s", v4, a, err, want)
		}
		if back, ok := (IVI{}).DecodeMulticast(a); !ok || back != g {
			t.Errorf("DecodeMulticast(%v) = %v, %v; want %s", a, back, ok, v4)
		}
	}
	if a, err := (IVI{}).Multicast(netip.MustParseAddr("233.0.0.1")); err == nil {
		t.Errorf("Multicast(233.0.0.1) = %v, want an error", a)
	}
	if a, ok := (IVI{}).DecodeMulticast(netip.MustParseAddr("ff3e::f100:1")); ok {
		t.Errorf("DecodeMulticast(ff3e::f100:1) = %v, want none", a)
	}
}

// RFC 8215 section 6, and RFC 6052 section 4.1 for the well-known prefix.
func TestChecksumNeutral(t *testing.T) {
	for p, want := range map[string]bool{
		"64:ff9b:1:abcd:0:5431::/96": true,
		"64:ff9b:1:fffc:2::/96":      true,
		"64:ff9b:1:fffd:1::/96":      true,
		"64:ff9b::/96":               true,
		"64:ff9b::/32":               true,
		"64:ff9b:1::/96":             false,
		"64:ff9b:1:fffe::/64":        false, // sums to zero, but the IPv4 address stands on odd octets
		"2001:db8::/32":              false,
	} {
		if got := (NAT64{netip.MustParsePrefix(p)}).ChecksumNeutral(); got != want {
			t.Errorf("ChecksumNeutral(%s) = %v, want %v", p, got, want)
		}
	}
}

// A neutral prefix adds nothing: the address sums to what its IPv4 address does.
func TestNeutral(t *testing.T) {
	r := newRand(t)
	for bits := 0; bits <= 96; bits++ {
		for range 50 {
			u := random128(r).And(ip.Mask(uint(bits)))
			if bits > 80 {
				u.Lo &^= 0xffff_ffff_ffff
			}
			n, err := Neutral(prefixOf(u, bits))
			if want := (bits <= 80 || bits == 96) && checkSitePrefix(prefixOf(u, bits)) == nil && u != (ip.Uint128{}); (err == nil) != want {
				t.Fatalf("Neutral(%v): %v", prefixOf(u, bits), err)
			}
			if err != nil {
				continue
			}
			if !n.ChecksumNeutral() {
				t.Fatalf("Neutral(%v) = %v, which is not", prefixOf(u, bits), n.Prefix)
			}
			v := r.Uint32()
			a, _ := n.Encode(ip.Addr4(v))
			if got, want := sum16(ip.FromAddr(a)), sum16((ip.Uint128{Hi: 0, Lo: uint64(v)})); got%0xffff != want%0xffff {
				t.Fatalf("%v sums to %#x, its IPv4 address to %#x", a, got, want)
			}
		}
	}
	// The section's own example, made from its first four groups.
	if n, err := Neutral(netip.MustParsePrefix("64:ff9b:1:abcd::/64")); err != nil || n.Prefix.String() != "64:ff9b:1:abcd:0:5431::/96" {
		t.Errorf("Neutral(64:ff9b:1:abcd::/64) = %v, %v", n.Prefix, err)
	}
}

const table7757 = `
192.0.2.1       2001:db8:aaaa::
192.0.2.2/32    2001:db8:bbbb::b/128
192.0.2.16/28   2001:db8:cccc::/124
192.0.2.128/26  2001:db8:dddd::/64
192.0.2.192/29  2001:db8:eeee:8::/62
192.0.2.224/31  64:ff9b::/127
`

// RFC 7757 appendix B, both ways.
func TestEAMExamples(t *testing.T) {
	tab := mustEAM(t, table7757, "64:ff9b::/96")
	for _, tt := range []struct{ v4, v6 string }{
		{"192.0.2.1", "2001:db8:aaaa::"},
		{"192.0.2.2", "2001:db8:bbbb::b"},
		{"192.0.2.24", "2001:db8:cccc::8"},
		{"192.0.2.152", "2001:db8:dddd:0:6000::"},
		{"192.0.2.183", "2001:db8:dddd:0:dc00::"},
		{"192.0.2.191", "2001:db8:dddd:0:fc00::"},
		{"192.0.2.225", "64:ff9b::1"},
		{"192.0.2.248", "64:ff9b::c000:2f8"},
	} {
		v4, v6 := netip.MustParseAddr(tt.v4), netip.MustParseAddr(tt.v6)
		if got, _, ok := tab.To6(v4); !ok || got != v6 {
			t.Errorf("To6(%v) = %v, %v; want %v", v4, got, ok, v6)
		}
		if got, _, ok := tab.To4(v6); !ok || got != v4 {
			t.Errorf("To4(%v) = %v, %v; want %v", v6, got, ok, v4)
		}
	}
}

// RFC 7757 appendix B.1, figures 8 and 11.
func TestEAMHairpinExamples(t *testing.T) {
	tab := mustEAM(t, table7757, "64:ff9b::/96")
	a := netip.MustParseAddr
	for _, tt := range []struct {
		src, dst string
		want     Hairpin
	}{
		{"2001:db8:aaaa::", "64:ff9b::192.0.2.2", Hairpin{a("192.0.2.1"), a("192.0.2.2"), a("64:ff9b::192.0.2.1"), a("2001:db8:bbbb::b")}},
		{"2001:db8:bbbb::b", "64:ff9b::192.0.2.1", Hairpin{a("192.0.2.2"), a("192.0.2.1"), a("64:ff9b::192.0.2.2"), a("2001:db8:aaaa::")}},
	} {
		if got, ok := tab.Hairpin(a(tt.src), a(tt.dst)); !ok || got != tt.want {
			t.Errorf("Hairpin(%s, %s) = %v, %v; want %v", tt.src, tt.dst, got, ok, tt.want)
		}
	}
	for _, dst := range []string{"64:ff9b::198.51.100.1", "2001:db8:bbbb::b", "2001:db8:1::", "192.0.2.1"} {
		if got, ok := tab.Hairpin(a("2001:db8:aaaa::"), a(dst)); ok {
			t.Errorf("Hairpin to %s = %v, want none", dst, got)
		}
	}
}

// RFC 7757 section 5: a mapping that is not symmetric, and one that is unspecified.
func TestEAMOverlaps(t *testing.T) {
	tab := mustEAM(t, "0.0.0.0/0 2001:db8:ff00::/40\n198.51.100.64/32 2001:db8::abcd/128", "")
	if got, _, ok := tab.To6(netip.MustParseAddr("198.51.100.64")); !ok || got.String() != "2001:db8::abcd" {
		t.Errorf("To6 = %v, %v", got, ok)
	}
	if got, _, ok := tab.To4(netip.MustParseAddr("2001:db8:ffc6:3364:4000::")); !ok || got.String() != "198.51.100.64" {
		t.Errorf("To4 = %v, %v", got, ok)
	}
	if got, want := slices.Collect(tab.Overlaps()), []Overlap{{0, 1, false, false}}; !slices.Equal(got, want) {
		t.Errorf("Overlaps = %v, want %v", got, want)
	}
	tab = mustEAM(t, "198.51.100.8 2001:db8::1\n2001:db8::1/128,198.51.100.9/32", "")
	if got, want := slices.Collect(tab.Overlaps()), []Overlap{{0, 1, true, true}}; !slices.Equal(got, want) {
		t.Errorf("Overlaps = %v, want %v", got, want)
	}
	if got, want := (Overlap{0, 1, true, true}).String(), "rows 1 and 2 have the same IPv6 prefix"; !strings.Contains(got, want) {
		t.Errorf("String = %q, want %q in it", got, want)
	}
	if got := slices.Collect(mustEAM(t, table7757, "64:ff9b::/96").Overlaps()); len(got) != 0 {
		t.Errorf("Overlaps of the RFC's table = %v, want none", got)
	}
}

// RFC 7757 section 3.2.
func TestEAMValid(t *testing.T) {
	for row, want := range map[[2]string]bool{
		{"192.0.2.128/26", "2001:db8:dddd::/64"}:   true,
		{"192.0.2.192/29", "2001:db8:eeee:8::/62"}: true,
		{"192.0.2.0/24", "2001:db8::/120"}:         true,
		{"192.0.2.0/24", "2001:db8::/121"}:         false,
		{"0.0.0.0/0", "::/97"}:                     false,
		{"2001:db8::/64", "2001:db8::/64"}:         false,
		{"192.0.2.0/24", "192.0.2.0/24"}:           false,
	} {
		err := EAM{netip.MustParsePrefix(row[0]), netip.MustParsePrefix(row[1])}.Validate()
		if (err == nil) != want {
			t.Errorf("%v: %v, want valid: %v", row, err, want)
		}
	}
}
