package explain

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/hextet/hextet/internal/card"
)

func TestCompareTable(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		a, b     string
		common   int
		prefix   string
		distance string
		headline string
		differs  string // name, values and meaning of what differs
		remarks  []string
	}{
		{"2001:db8::1", "2001:DB8:0:0::1", 128, "2001:db8::1/128", "0", "The same address", "", nil},
		{"2001:db8:1:2::53", "2001:db8:1:3::53", 63, "2001:db8:1:2::/63", "18446744073709551616",
			"63 leading bits are the same, 2001:db8:1:2::/63; then another subnet, so a router is between them",
			"subnet 0001:0002 0001:0003 another subnet",
			[]string{"one bit differs, bit 63", "the identifier is the same: likely one host, or one numbering plan, on two networks",
				"both answer in the solicited-node group ff02::1:ff00:53"}},
		{"2001:db8::1234", "2001:db8::1324", 119, "2001:db8::1200/119", "240",
			"119 leading bits are the same, 2001:db8::1200/119; then another interface on the same subnet",
			"IID 0000:0000:0000:1234 0000:0000:0000:1324 another interface on the same subnet",
			[]string{"two digits are swapped: a typo?", "the second is 240 after the first"}},
		{"2600:1f18::1", "2600:1f18:0:1::1", 63, "2600:1f18::/63", "18446744073709551616",
			"63 leading bits are the same, 2600:1f18::/63; then another subnet of 2600:1f18::/48",
			"network 0:1f18:0000:0000 0:1f18:0000:0001 another subnet of 2600:1f18::/48",
			[]string{"one bit differs, bit 63", "both answer in the solicited-node group ff02::1:ff00:1"}},
		{"fe80::200:5eff:fe00:5301", "fe80::5eff:fe00:5301", 70, "fe80::/70", "-144115188075855872",
			"70 leading bits are the same, fe80::/70; then another vendor",
			"OUI 00:00:5e 02:00:5e another vendor",
			[]string{"only the U/L bit differs: one side has the MAC's own bit, the other inverts it (RFC 4291 appendix A)",
				"both answer in the solicited-node group ff02::1:ff00:5301"}},
		{"fe80::1%eth0", "fe80::1%eth1", 128, "fe80::1/128", "0", "The same bits, but not the same item", "",
			[]string{"the zones differ: a zone names an interface of one host, so this need not be another address (RFC 4007 section 6)"}},
		{"192.0.2.1", "192.0.2.2", 30, "192.0.2.0/30", "1", "30 leading bits are the same, 192.0.2.0/30; then another interface",
			"host 1 2 another interface", []string{"the second is 1 after the first"}},
		{"192.0.2.1", "64:ff9b::192.0.2.1", 32, "192.0.2.1/32", "0", "The same address", "",
			[]string{"the second is 64:ff9b::192.0.2.1, compared by the IPv4 address in it (NAT64, documentation)"}},
		{"00:00:5e:00:53:01", "fe80::200:5eff:fe00:5301", 48, "invalid Prefix", "", "The same MAC", "",
			[]string{"the second is fe80::200:5eff:fe00:5301, compared by the MAC in it"}},
		{"00:00:5e:00:53:01", "00:00:5e:00:53:11", 43, "invalid Prefix", "", "43 leading bits are the same; then another device of the same vendor",
			"NIC 00:53:01 00:53:11 another device of the same vendor", []string{"one bit differs, bit 43"}},
		{"2001:db8::/32", "2001:db8:8000::/33", 32, "2001:db8::/32", "39614081257132168796771975168", "32 leading bits are the same, 2001:db8::/32; then another block",
			"network 0000:0000 8000:0000 another block", nil},
		{"ff02::1", "ff05::1", 13, "ff00::/13", "", "", "scope 2 5 another scope: one reaches farther", nil},
		{"2001:db8::1", "fe80::1", 0, "::/0", "", "They differ from the first bit", "", nil},
	} {
		c, err := Compare(of(t, tt.a), of(t, tt.b))
		if err != nil {
			t.Errorf("%s, %s: %v", tt.a, tt.b, err)
			continue
		}
		if c.Common != tt.common || c.Prefix.String() != tt.prefix || tt.distance != "" && c.Distance != tt.distance {
			t.Errorf("%s, %s: %d common bits, %v, distance %q; want %d, %s, %q", tt.a, tt.b, c.Common, c.Prefix, c.Distance, tt.common, tt.prefix, tt.distance)
		}
		if tt.headline != "" && c.Headline() != tt.headline {
			t.Errorf("%s, %s: headline %q, want %q", tt.a, tt.b, c.Headline(), tt.headline)
		}
		var differs []string
		for _, d := range c.Fields {
			if !d.Same {
				differs = append(differs, fmt.Sprintf("%s %s %s %s", d.Name, d.A, d.B, d.Meaning))
			}
		}
		if tt.differs != "" && (len(differs) != 1 || differs[0] != tt.differs) {
			t.Errorf("%s, %s: %q differ, want %q", tt.a, tt.b, differs, tt.differs)
		}
		if tt.remarks != nil && !slices.Equal(c.Remarks, tt.remarks) {
			t.Errorf("%s, %s: remarks %q, want %q", tt.a, tt.b, c.Remarks, tt.remarks)
		}
	}
}

func TestCompareErrors(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ a, b, want string }{
		{"192.0.2.1", "2001:db8::1:2:3:4", "nothing to compare: an IPv4 address and an IPv6 address"},
		{"00:00:5e:00:53:01", "192.0.2.1", "nothing to compare: a MAC of 6 octets and an IPv4 address"},
		{"00:00:5e:00:53:01", "00:00:5e:00:00:00:53:01", "nothing to compare: a MAC of 6 octets and a MAC of 8 octets"},
		{"::1-::2", "::1", "nothing to compare: a range and an IPv6 address"},
	} {
		if c, err := Compare(of(t, tt.a), of(t, tt.b)); err == nil || err.Error() != tt.want {
			t.Errorf("%s, %s: %v, %v; want %s", tt.a, tt.b, c, err, tt.want)
		}
	}
}

// TestCompareRandom: what is common is common, the field of the first difference
// is not the same, all before it are, and the card holds its lines.
func TestCompareRandom(t *testing.T) {
	t.Parallel()
	const seed = 20261128
	r := rand.New(rand.NewPCG(seed, 1))
	for i := range 3000 {
		p := netip.MustParsePrefix(kinds[i%len(kinds)])
		x, _, _ := strings.Cut(anyItem(r, p), "-")
		y, _, _ := strings.Cut(anyItem(r, p), "-")
		a, b := of(t, x), of(t, y)
		c, err := Compare(a, b)
		if err != nil {
			t.Fatalf("seed %d, %s, %s: %v", seed, x, y, err)
		}
		at := 0
		for _, d := range c.Fields {
			if d.First != at {
				t.Fatalf("seed %d, %s, %s: a field begins at %d, not %d", seed, x, y, d.First, at)
			}
			at = d.Last + 1
			if want := c.Common > d.Last; d.Same != want && d.First <= c.Common {
				t.Fatalf("seed %d, %s, %s: %d common bits, but %+v", seed, x, y, c.Common, d)
			}
		}
		if at != len(a.Octets)*8 {
			t.Fatalf("seed %d, %s, %s: the fields end at %d", seed, x, y, at)
		}
		text := string(card.Look{Width: 80, Rows: rows, UTF8: true}.Append(nil, c.Card()))
		if n := strings.Count(text, "\n") + 1; n > rows+2 {
			t.Fatalf("seed %d, %s, %s: %d rows\n%s", seed, x, y, n, text)
		}
	}
}
