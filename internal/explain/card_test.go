package explain

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/hextet/hextet/eui64"
	"github.com/hextet/hextet/internal/card"
	"github.com/hextet/hextet/internal/style"
)

// rows is what a terminal of 80x24 holds between the command and the next prompt.
const rows = 22

// kinds are prefixes whose addresses are of one kind, for cards of every sort.
var kinds = strings.Fields(`
	::/96 ::ffff:0:0/96 ::ffff:0:0:0/96 64:ff9b::/96 64:ff9b:1::/48 100::/64
	100:0:0:1::/64 200::/7 2001::/32 2001:1::1/128 2001:2::/48 2001:3::/32 2001:4:112::/48
	2001:10::/28 2001:20::/28 2001:30::/28 2001:db8::/32 2002::/16 2620:4f:8000::/48
	3ffe::/16 3ffe:831f::/32 3fff::/20 5f00::/16 5f00::/8 fc00::/7 fd00::/8 fe80::/10 fe80::/64
	fec0::/10 ff00::/8 ff02::/16 ff02::1:ff00:0/104 ff30::/12 ff70::/12 2000::/3 ::/0 4000::/2
	2001:db8:0:0:0:5efe::/96 2001:db8:0:0:fdff:ffff:ffff:ff80/121 2001:db8::/112 fe80::200:5eff:fe00:0/112
	0.0.0.0/0 0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24
	192.0.2.0/24 192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 224.0.0.0/4 232.0.0.0/8 233.0.0.0/8
	234.0.0.0/8 239.0.0.0/8 240.0.0.0/4 255.255.255.255/32`)

// anyItem returns a random address of the kind, or one with a length, or a block.
func anyItem(r *rand.Rand, kind netip.Prefix) string {
	b := kind.Masked().Addr().AsSlice()
	for i := kind.Bits(); i < len(b)*8; i++ {
		if r.IntN(2) == 1 {
			b[i/8] |= 0x80 >> (i % 8)
		}
	}
	if len(b) == 16 {
		switch r.IntN(6) { // identifiers that are not random
		case 0:
			if kind.Bits() <= 88 {
				b[11], b[12] = 0xff, 0xfe
			}
		case 1:
			if kind.Bits() <= 64 {
				clear(b[8:15])
			}
		}
	}
	a, _ := netip.AddrFromSlice(b)
	n := kind.Bits() + r.IntN(a.BitLen()-kind.Bits()+1)
	switch r.IntN(6) {
	case 0:
		return netip.PrefixFrom(a, n).String()
	case 1:
		return netip.PrefixFrom(a, n).Masked().String()
	case 2:
		if p := netip.PrefixFrom(a, n).Masked(); p.Addr() != a {
			return p.Addr().String() + "-" + a.String()
		}
	}
	return a.String()
}

// otherItems are MACs and DUIDs.
func otherItem(r *rand.Rand) string {
	b := make([]byte, 18)
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	heads := [...]string{"", "00:00:5e:00", "33:33", "33:33:ff", "01:00:5e:00", "02:42", "00:50:56"}
	head := heads[r.IntN(len(heads))]
	switch r.IntN(6) {
	case 0:
		return "00:01:00:01:" + colons(b[:10])
	case 1:
		return "00:02:" + colons(b[:r.IntN(10)+7])
	case 2:
		return "00:03:00:01:" + colons(b[:6])
	case 3:
		return "00:04:" + colons(b[:16])
	case 4:
		m, _ := eui64.MACFromSlice(b[:8])
		return m.String()
	}
	return head + colons(b)[len(head):17]
}

// TestCards looks at random items of every kind: a card is no taller than a
// terminal and no wider, no two fields of a drawing have one hue, and each has one
// leader, which goes down from a bracket of just its digits.
func TestCards(t *testing.T) {
	t.Parallel()
	const seed = 20260801
	n := 6_000
	if testing.Short() {
		n = 2_000
	}
	r := rand.New(rand.NewPCG(seed, 1))
	var prefixes []netip.Prefix
	for _, k := range kinds {
		prefixes = append(prefixes, netip.MustParsePrefix(k))
	}
	for i := range n {
		item := otherItem(r)
		if i%10 > 0 {
			item = anyItem(r, prefixes[i%len(prefixes)])
		}
		th, err := Parse(item, Auto)
		if err != nil {
			t.Fatalf("seed %d, item %d: %v", seed, i, err)
		}
		c := Of(th, options).Card()
		fail := func(text string, format string, args ...any) {
			t.Helper()
			t.Fatalf("seed %d, item %d, %s: %s\n%s", seed, i, item, fmt.Sprintf(format, args...), text)
		}
		utf := i%4 != 0
		text := string(card.Look{Width: 80, Rows: rows, UTF8: utf}.Append(nil, c))
		if n := strings.Count(text, "\n") + 1; n > rows {
			fail(text, "%d rows", n)
		}
		for _, look := range []card.Look{{Width: 80, UTF8: utf}, {Width: 40, UTF8: utf}, {Width: 120, UTF8: utf, Detail: card.All}} {
			text := string(look.Append(nil, c))
			for row := range strings.SplitSeq(text, "\n") {
				if n := utf8.RuneCountInString(row); n > look.Width {
					fail(text, "%d columns of %d: %q", n, look.Width, row)
				}
				if !utf && strings.ContainsFunc(row, func(r rune) bool { return r >= utf8.RuneSelf }) {
					fail(text, "not ASCII: %q", row)
				}
				if strings.HasSuffix(row, " ") {
					fail(text, "blanks at the end: %q", row)
				}
			}
		}
		at := 0
		hues := map[card.Hue]bool{}
		for _, f := range c.Drawing.Fields {
			if f.First != at || f.Last < f.First || f.Name == "" {
				fail(text, "field %+v begins at bit %d", f, at)
			}
			at = f.Last + 1
			if int(f.Hue) > style.Hues || f.Hue > 0 && hues[f.Hue] {
				fail(text, "hue %d of %s is that of another field", f.Hue, f.Name)
			}
			hues[f.Hue] = true
		}
		if at != len(c.Drawing.Octets)*8 {
			fail(text, "the fields end at bit %d", at)
		}
		if err := judge(c, text, utf); err != "" {
			fail(text, "%s", err)
		}
	}
}

// judge looks at a drawing; it knows nothing of how they are made.
func judge(c *card.Card, text string, utf bool) string {
	d := &c.Drawing
	all := strings.Split(text, "\n")
	from := 0
	for all[from] != "" {
		from++
	}
	var grid [][]rune
	for _, row := range all[from+1:] {
		if row == "" {
			break
		}
		grid = append(grid, []rune(row))
	}
	cell := func(y, x int) rune {
		if y < len(grid) && x < len(grid[y]) {
			return grid[y][x]
		}
		return ' '
	}
	// The columns of a digit, from the text alone: the row below the ruler, and
	// below the decimals of an IPv4 address.
	digits, bits := 1, 4
	if d.Notation == card.IPv4 {
		digits, bits = 2, 1
	}
	var columns []int
	for x, c := range grid[digits] {
		if c != ' ' && c != ':' && c != '.' {
			columns = append(columns, x)
		}
	}
	if len(columns) != len(d.Octets)*8/bits {
		return fmt.Sprintf("%d digits", len(columns))
	}
	// What the ruler says stands where it says.
	ruler := string(grid[0])
	for _, word := range strings.Fields(ruler) {
		var bit int
		fmt.Sscanf(strings.TrimPrefix(word, "/"), "%d", &bit)
		x := strings.Index(ruler+" ", " "+word+" ") + 1
		want := columns[len(columns)-1] + 2
		if d.Notation == card.IPv4 || d.Notation == card.IPv6 || d.Notation == card.Octets {
			if bit < len(d.Octets)*8 {
				want = columns[bit/bits]
			}
		}
		if x != want {
			return fmt.Sprintf("%s of the ruler is at %d, not at %d", word, x, want)
		}
	}
	bracket := digits + 1
	const down, corner = "│├┤┬┼|+", "└├+"
	dash := "─ "
	if !utf {
		dash = "- "
	}
	// Leaders, from the top: the last field first.
	y := bracket + 1
	for n := len(d.Fields) - 1; n >= 0; n-- {
		f := d.Fields[n]
		at, x := -1, -1
		for ; y < len(grid) && at < 0; y++ {
			head, _, found := strings.Cut(string(grid[y]), dash)
			if !found || !strings.HasPrefix(string(grid[y][utf8.RuneCountInString(head)+2:]), f.Name) {
				continue
			}
			for x = utf8.RuneCountInString(head); x >= 0 && !strings.ContainsRune(corner, cell(y, x)); x-- {
			}
			at = y
		}
		if at < 0 {
			return fmt.Sprintf("field %d, %q, has no leader below that of the next", n, f.Name)
		}
		if x < 0 {
			return fmt.Sprintf("the leader of field %d has no corner", n)
		}
		for up := at - 1; up >= bracket; up-- {
			if !strings.ContainsRune(down, cell(up, x)) {
				return fmt.Sprintf("the leader of field %d is broken in row %d", n, up)
			}
		}
		from, to := columns[f.First/bits], columns[f.Last/bits]
		if first, last := f.First%bits == 0, (f.Last+1)%bits == 0; first && last {
			if x < from || x > to {
				return fmt.Sprintf("the leader of field %d is at %d, not in %d to %d", n, x, from, to)
			}
			if strings.ContainsRune(" ─-", cell(bracket, from)) || strings.ContainsRune(" ─-", cell(bracket, to)) {
				return fmt.Sprintf("the bracket of field %d does not go from %d to %d", n, from, to)
			}
			for c := from + 1; c < to; c++ {
				if strings.ContainsRune(" └┘", cell(bracket, c)) {
					return fmt.Sprintf("the bracket of field %d has a gap at %d", n, c)
				}
			}
		}
	}
	return ""
}

// TestLegend: what a card says in letters or digits it also says in words.
func TestLegend(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ in, want string }{
		{"2001:0:4136:e378:8000:63bf:3fff:fdd2", "flags   8000        C: cone NAT"},
		{"ff3e:40:2001:db8:1:2:1234:5678", "P T: prefix-based"},
		{"ff02::1", "none: permanent group"},
		{"fd9e:21a7:a92c:2323::1", "bit 7: locally assigned"},
		{"fe80::1", "bits 0-9: link-local"},
		{"64:ff9b::192.0.2.33", "prefix  64:ff9b::/96"},
		{"00:00:5e:00:53:01", "U/L bit     0  universally administered"},
	} {
		text := string(card.Look{Width: 80, Rows: rows, UTF8: true}.Append(nil, of(t, tt.in).Card()))
		if !strings.Contains(text, tt.want) {
			t.Errorf("%s: no %q in\n%s", tt.in, tt.want, text)
		}
		if strings.ContainsAny(text, "·=") {
			t.Errorf("%s: notation without a legend in\n%s", tt.in, text)
		}
	}
}

// TestEchoes: text repeats the hue of the field it is about.
func TestEchoes(t *testing.T) {
	t.Parallel()
	look := card.Look{Width: 80, UTF8: true, Palette: style.New(true)}
	p := look.Palette
	for _, tt := range []struct{ in, want string }{
		{"2001:0:4136:e378:8000:63bf:3fff:fdd2", p.StrongPart(4, "192.0.2.45")}, // in the headline
		{"2001:0:4136:e378:8000:63bf:3fff:fdd2", p.Part(1, "65.54.227.120")},    // among the facts
		{"fe80::200:5eff:fe00:5301", p.StrongPart(1, "00:00:5e:") + p.StrongPart(3, "00:53:01")},
		{"fd9e:21a7:a92c:2323::1", p.StrongPart(2, "9e21a7a92c")},
		{"fd9e:21a7:a92c:2323::1", p.StrongPart(3, "2323")},
		{"00:00:5e:00:53:01", p.StrongPart(0, "00:00:5e")},
	} {
		if text := string(look.Append(nil, of(t, tt.in).Card())); !strings.Contains(text, tt.want) {
			t.Errorf("%s: no %q in\n%q", tt.in, tt.want, text)
		}
	}
}
