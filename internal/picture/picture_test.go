package picture

import (
	"encoding/binary"
	"flag"
	"math/rand/v2"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/hextet/hextet/classify/stats"
	"github.com/hextet/hextet/internal/style"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// lists are the addresses that the golden pictures are of.
var lists = []struct {
	name string
	fill func(c *stats.Counter, r *rand.Rand)
}{
	{"isp", isp},
	{"slaac", slaac},
	{"scan", scan},
	{"mixed", mixedFamilies},
}

func address(hi, lo uint64) netip.Addr {
	var b [16]byte
	binary.BigEndian.PutUint64(b[:], hi)
	binary.BigEndian.PutUint64(b[8:], lo)
	return netip.AddrFrom16(b)
}

// isp: hosts of one provider, each customer a /56, privacy addresses mostly, and some
// customers that come often.
func isp(c *stats.Counter, r *rand.Rand) {
	for range 20_000 {
		customer := uint64(min(r.ExpFloat64()*300, 4000))
		hi := 0x20010db8_00000000 | customer<<8 | r.Uint64N(2)
		switch r.IntN(10) {
		case 0:
			c.Add(address(hi, 0x1)) // the router
		case 1, 2:
			c.Add(address(hi, 0x021b_21ff_fe00_0000|customer))
		default:
			c.AddN(address(hi, r.Uint64()), 1+r.Uint64N(4))
		}
	}
}

// slaac: clients on four links whose identifiers are made of MACs.
func slaac(c *stats.Counter, r *rand.Rand) {
	makers := []uint64{0x001b21, 0x3c22fb, 0xb827eb, 0x0017f2, 0xf0def1, 0x525400}
	for range 3000 {
		maker := makers[r.IntN(1+r.IntN(len(makers)))]
		iid := maker<<40 ^ 0x02<<56 | 0xff_fe00_0000 | r.Uint64N(1<<24)
		hi := uint64(0x20010db8_0001_0010) + r.Uint64N(4)
		if r.IntN(8) == 0 {
			hi = 0xfe80 << 48
		}
		c.Add(address(hi, iid))
	}
}

// scan: servers numbered by hand in many networks, as a scan finds them.
func scan(c *stats.Counter, r *rand.Rand) {
	iids := []uint64{1, 2, 3, 0x10, 0x53, 0x80, 0x443, 0x25, 0xcafe, 0xdead_beef, 0x192_0000_0002_0001}
	for range 5000 {
		hi := 0x20010000_00000000 | r.Uint64N(40)*0x0234_5600_0000 | r.Uint64N(3)<<16 | r.Uint64N(8)
		if r.IntN(3) == 0 {
			hi = 0x2a00_0000_0000_0000 | r.Uint64N(900)<<35
		}
		c.Add(address(hi, iids[r.IntN(1+r.IntN(len(iids)))]))
	}
}

// mixedFamilies: what a web server sees, with labels.
func mixedFamilies(c *stats.Counter, r *rand.Rand) {
	for range 4000 {
		switch r.IntN(8) {
		case 0, 1, 2:
			c.Add(netip.AddrFrom4([4]byte{198, 51, 100, byte(min(r.ExpFloat64()*30, 255))}))
		case 3:
			c.Add(netip.AddrFrom4([4]byte{203, 0, 113, byte(r.IntN(256))}))
		case 4:
			c.Add(address(0x2002_c000_0200_0000|r.Uint64N(256)<<16, 1))
		case 5:
			c.Add(address(0, 0xffff_c000_0200|r.Uint64N(64)))
		case 6:
			c.Add(address(0xfd12_3456_789a_0000|r.Uint64N(16), r.Uint64()))
		default:
			c.Add(address(0x20010db8_0000_0000|r.Uint64N(1<<12), r.Uint64()))
		}
	}
}

func summary(t *testing.T, name string) stats.Summary {
	t.Helper()
	for _, list := range lists {
		if list.name == name {
			o := stats.Options{}
			if name == "mixed" {
				o.Label = func(a netip.Addr) string {
					switch {
					case netip.MustParsePrefix("198.51.100.0/24").Contains(a):
						return "office"
					case netip.MustParsePrefix("2001:db8::/32").Contains(a):
						return "Example Networks"
					}
					return ""
				}
			}
			c := stats.New(o)
			list.fill(c, rand.New(rand.NewPCG(18, 2026)))
			return c.Summary()
		}
	}
	t.Fatalf("no list %q", name)
	return stats.Summary{}
}

// TestGolden draws every list narrow, normal and wide, in UTF-8 and ASCII, and one in color.
func TestGolden(t *testing.T) {
	for _, list := range lists {
		s := summary(t, list.name)
		for _, look := range []struct {
			name string
			Look
		}{
			{"40", Look{Width: 40, UTF8: true}},
			{"80", Look{Width: 80, UTF8: true}},
			{"120", Look{Width: 120, UTF8: true}},
			{"80x24", Look{Width: 80, Height: 24, UTF8: true}},
			{"ascii", Look{Width: 80}},
			{"color", Look{Width: 120, UTF8: true, Palette: style.New(true)}},
		} {
			if look.name == "color" && list.name != "mixed" {
				continue
			}
			t.Run(list.name+"-"+look.name, func(t *testing.T) {
				got := string(look.Append(nil, &s, Note{}))
				golden := filepath.Join("testdata", list.name+"-"+look.name+".txt")
				if *update {
					if err := os.WriteFile(golden, []byte(got), 0o666); err != nil {
						t.Fatal(err)
					}
				}
				want, err := os.ReadFile(golden)
				if err != nil {
					t.Fatal(err)
				}
				if got != string(want) {
					t.Errorf("the picture has changed; go test -update, and look at it:\n%s", got)
				}
			})
		}
	}
}

// TestRoom: no picture is wider or higher than it may be, however odd what it shows.
func TestRoom(t *testing.T) {
	for _, list := range lists {
		s := summary(t, list.name)
		s.Error = 0.004
		s.IPv6.Labels = append(s.IPv6.Labels, stats.Row{Name: "\x1b[31m" + strings.Repeat("Ä", 200), Count: 1 << 60})
		s.IPv6.Total += 1 << 60
		for width := 0; width <= 140; width += 11 {
			for _, utf := range []bool{true, false} {
				for _, height := range []int{0, 1, 10, 24, 50} {
					look := Look{Width: width, Height: height, UTF8: utf}
					text := string(look.Append(nil, &s, Note{"so far", style.Palette.Warn}))
					lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
					if height > 0 && len(lines) > height {
						t.Errorf("%s: %d lines, may have %d", list.name, len(lines), height)
					}
					for _, l := range lines {
						if n := utf8.RuneCountInString(l); n > min(max(width, MinWidth), MaxWidth) {
							t.Errorf("%s: %d columns of %d: %q", list.name, n, width, l)
						}
						for _, r := range l {
							if r < ' ' || r == 0x7f || r > 0x7f && !utf {
								t.Errorf("%s: %q", list.name, l)
							}
						}
					}
				}
			}
		}
	}
}

func TestNothing(t *testing.T) {
	var s stats.Summary
	if got := string(Look{}.Append(nil, &s, Note{})); got != "0 addresses, 0 distinct\n" {
		t.Errorf("%q", got)
	}
}

func TestShare(t *testing.T) {
	for _, c := range []struct {
		n, total uint64
		want     string
	}{
		{0, 3, "  0.0%"}, {1, 3, " 33.3%"}, {3, 3, "100.0%"}, {1, 1 << 40, " <0.1%"}, {1<<40 - 1, 1 << 40, ">99.9%"},
	} {
		if got := share(c.n, c.total); got != c.want {
			t.Errorf("share(%d, %d) = %q, want %q", c.n, c.total, got, c.want)
		}
	}
}
