package card

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/hextet/hextet/classify"
	"github.com/hextet/hextet/internal/style"
)

// drawn is the picture of an address or a prefix as text, without the indent.
func drawn(s string, l Look) string {
	p := pictureOf(s)
	sheet := sheet{look: l}
	for _, row := range p.draw(l) {
		sheet.line(row)
	}
	return string(sheet.text)
}

func pictureOf(s string) Picture {
	if p, err := netip.ParsePrefix(s); err == nil {
		return Picture{Octets: p.Masked().Addr().AsSlice(), Parts: classify.AnatomyPrefix(p)}
	}
	a := netip.MustParseAddr(s)
	return Picture{Octets: a.AsSlice(), Parts: classify.Anatomy(a)}
}

func TestDraw(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, item, want string }{
		{"fields of whole groups", "2001:0:4136:e378:8000:63bf:3fff:fdd2", `
2001:0000:4136:e378:8000:63bf:3fff:fdd2
└───┬───┘ └───┬───┘ └┬─┘ └┬─┘ └───┬───┘
    │         │      │    │       └─ client  192.0.2.45  stored inverted
    │         │      │    └───────── port    40000       stored inverted
    │         │      └────────────── flags   1000 0000 0000 0000  cone
    │         │                              Cz     UG
    │         └───────────────────── server  65.54.227.120
    └─────────────────────────────── prefix  2001::/32   Teredo`},
		// The flag has no digit of its own: it shares the bracket of the prefix.
		{"one bit", "fd12:3456:789a:1:8a2e:370:7334:ad04", `
fd12:3456:789a:0001:8a2e:0370:7334:ad04
├┘└────┬─────┘ └┬─┘ └────────┬────────┘
│      │        │            └─ IID        8a2e:0370:7334:ad04
│      │        │                          no pattern: looks random (RFC 7217,
│      │        │                          RFC 8981, DHCPv6 or the like)
│      │        └────────────── subnet     0001
│      └─────────────────────── global ID  12:3456:789a
│                                          a run of digits, looks not drawn at
│                                          random
├────────────────────────────── L          1         locally assigned, d=···1
└────────────────────────────── prefix     fc00::/7  unique local, d=110·`},
		// Both have digits of their own and meet in the one they share.
		{"a border within a digit", "2001:db8::/29", `
2001:0db8:0000:0000:0000:0000:0000:0000
└──┬────┴───────────────┬─────────────┘
   │                    └─ free    99 bits to fill, 8=·000
   └────────────────────── prefix  2001:db8::/29  of several types, 8=1···`},
		{"three parts in a digit", "fe80::/11", `
fe80:0000:0000:0000:0000:0000:0000:0000
├─┴─────────────────┬─────────────────┘
│                   └─ free    117 bits to fill, 8=···0
├───────────────────── zero    0          first 1 of its 54 bits, 8=··0·
└───────────────────── prefix  fe80::/10  link-local, 8=10··`},
		{"IPv4 in binary", "172.16.5.6", `
     172.      16.       5.       6
10101100.00010000.00000101.00000110
└─────┬─────┘└─────────┬──────────┘
      │                └─ host    0.5.6
      └────────────────── prefix  172.16.0.0/12  private, 172.16.0.0/12`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := drawn(tt.item, Look{Width: 80, UTF8: true})
			if want := tt.want[1:]; got != want {
				t.Errorf("%s:\n%s\nwant\n%s", tt.item, got, want)
			}
		})
	}
}

// kinds are prefixes whose addresses are of one kind, for pictures of every sort.
var kinds = strings.Fields(`
	::/96 ::ffff:0:0/96 ::ffff:0:0:0/96 64:ff9b::/96 64:ff9b:1::/48 100::/64
	100:0:0:1::/64 200::/7 2001::/32 2001:1::1/128 2001:2::/48 2001:3::/32 2001:4:112::/48
	2001:10::/28 2001:20::/28 2001:30::/28 2001:db8::/32 2002::/16 2620:4f:8000::/48
	3ffe::/16 3ffe:831f::/32 3fff::/20 5f00::/16 5f00::/8 fc00::/7 fd00::/8 fe80::/10 fe80::/64
	fec0::/10 ff00::/8 ff02::/16 ff02::1:ff00:0/104 ff30::/12 ff70::/12 2000::/3 ::/0 4000::/2
	2001:db8:0:0:0:5efe::/96 2001:db8:0:0:fdff:ffff:ffff:ff80/121 2001:db8::/112
	0.0.0.0/0 0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24
	192.0.2.0/24 192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 224.0.0.0/4 232.0.0.0/8 233.0.0.0/8
	234.0.0.0/8 239.0.0.0/8 240.0.0.0/4 255.255.255.255/32`)

// anyItem returns a random address of the kind, or a block of it.
func anyItem(r *rand.Rand, kind netip.Prefix) netip.Prefix {
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
	n := a.BitLen()
	if r.IntN(3) == 0 {
		n = kind.Bits() + r.IntN(n-kind.Bits()+1)
	}
	return netip.PrefixFrom(a, n)
}

// TestPictures looks at pictures of random addresses and blocks of every kind:
// no row is too wide, each part has one leader, each leader goes down from a
// bracket of the digits that its part has, and brackets begin and end with them.
func TestPictures(t *testing.T) {
	t.Parallel()
	const seed = 20260801
	n := 100_000
	if testing.Short() {
		n = 5_000
	}
	r := rand.New(rand.NewPCG(seed, 1))
	var prefixes []netip.Prefix
	for _, k := range kinds {
		prefixes = append(prefixes, netip.MustParsePrefix(k))
	}
	for i := range n {
		item := anyItem(r, prefixes[i%len(prefixes)])
		p := Picture{Octets: item.Masked().Addr().AsSlice(), Parts: classify.AnatomyPrefix(item)}
		l := Look{Width: 80 + i%41, UTF8: i%4 != 0}
		sh := sheet{look: l}
		for _, row := range p.draw(l) {
			sh.line(row.indented(indent))
		}
		if err := check(&p, l, string(sh.text)); err != "" {
			t.Fatalf("seed %d, item %d, %v: %s\n%s", seed, i, item, err, sh.text)
		}
	}
}

// check is TestPictures' judgement, which knows nothing of how pictures are made.
func check(p *Picture, l Look, text string) string {
	rows := strings.Split(text, "\n")
	grid := make([][]rune, len(rows))
	for i, row := range rows {
		grid[i] = []rune(row)
		if len(grid[i]) > l.Width {
			return fmt.Sprintf("row %d has %d columns", i, len(grid[i]))
		}
		if !l.UTF8 && strings.ContainsFunc(row, func(r rune) bool { return r >= utf8.RuneSelf }) {
			return fmt.Sprintf("row %d is not ASCII", i)
		}
	}
	cell := func(y, x int) rune {
		if y < len(grid) && x < len(grid[y]) {
			return grid[y][x]
		}
		return ' '
	}
	// The columns of a bit, from the text alone.
	digits, bits := 1, 4
	if len(p.Octets) == 4 {
		digits, bits = 2, 1 // under the decimals
	}
	var columns []int
	for x, c := range grid[digits-1] {
		if c != ' ' && c != ':' && c != '.' {
			columns = append(columns, x)
		}
	}
	if len(columns) != len(p.Octets)*8/bits {
		return fmt.Sprintf("%d digits", len(columns))
	}
	bracket := digits
	const down, corner = "│├┤┬┼|+", "└├+"
	// Leaders, from the top: the last part first.
	y := bracket + 1
	for n := len(p.Parts) - 1; n >= 0; n-- {
		q := p.Parts[n]
		at, x := -1, -1
		for ; y < len(grid) && at < 0; y++ {
			head, _, found := strings.Cut(string(grid[y]), "─ ")
			if !l.UTF8 {
				head, _, found = strings.Cut(string(grid[y]), "- ")
			}
			if !found || !strings.HasPrefix(string(grid[y][utf8.RuneCountInString(head)+2:]), q.Name) {
				continue
			}
			for x = utf8.RuneCountInString(head); x >= 0 && !strings.ContainsRune(corner, cell(y, x)); x-- {
			}
			at = y
		}
		if at < 0 {
			return fmt.Sprintf("part %d, %q, has no leader behind that of the next", n, q.Name)
		}
		if x < 0 {
			return fmt.Sprintf("the leader of part %d has no corner", n)
		}
		for up := at - 1; up >= bracket; up-- {
			if !strings.ContainsRune(down, cell(up, x)) {
				return fmt.Sprintf("the leader of part %d is broken in row %d", n, up)
			}
		}
		from, to := columns[q.First/bits], columns[q.Last/bits]
		if first, last := q.First%bits == 0, (q.Last+1)%bits == 0; first && last {
			if x < from || x > to {
				return fmt.Sprintf("the leader of part %d is at %d, not in %d to %d", n, x, from, to)
			}
			if strings.ContainsRune(" ─-", cell(bracket, from)) || strings.ContainsRune(" ─-", cell(bracket, to)) {
				return fmt.Sprintf("the bracket of part %d does not go from %d to %d", n, from, to)
			}
			for c := from + 1; c < to; c++ {
				if strings.ContainsRune(" └┘", cell(bracket, c)) {
					return fmt.Sprintf("the bracket of part %d has a gap at %d", n, c)
				}
			}
		}
	}
	return ""
}

func TestWidths(t *testing.T) {
	t.Parallel()
	c := Card{
		Title:   strings.Repeat("fe80::1%", 30),
		Phrase:  strings.Repeat("a long phrase ", 20),
		Picture: pictureOf("fe80::200:5eff:fe00:5301"),
		Facts: []Fact{
			{"label", strings.Repeat("1.0.", 20) + "ip6.arpa", "a remark"},
			{"", strings.Repeat("words and words ", 20), strings.Repeat("remarks ", 20)},
			{strings.Repeat("label ", 3), "§", "«no ASCII» …"},
		},
		Notes: []Note{{strings.Repeat("mind this ", 20), "RFC 4291"}},
	}
	c.Picture.Parts[0].Meaning = strings.Repeat("wide ", 100)
	c.Picture.Parts[1].Value = strings.Repeat("wide", 100)
	for _, l := range []Look{{Width: 0}, {Width: 80, UTF8: true}, {Width: 100}, {Width: 1000, UTF8: true}} {
		want := min(max(l.Width, MinWidth), MaxWidth)
		for row := range strings.SplitSeq(string(l.Append(nil, &c)), "\n") {
			if n := utf8.RuneCountInString(row); n > want {
				t.Errorf("%d columns of %d: %q", n, want, row)
			}
			if !l.UTF8 && strings.ContainsFunc(row, func(r rune) bool { return r >= utf8.RuneSelf }) {
				t.Errorf("not ASCII: %q", row)
			}
			if strings.HasSuffix(row, " ") {
				t.Errorf("blanks at the end: %q", row)
			}
		}
	}
}

// TestColour: colour dresses the text and changes nothing in it, and a part has
// one in the title, the digits, the bracket and the leader.
func TestColour(t *testing.T) {
	t.Parallel()
	c := Card{Title: "::", Picture: pictureOf("2001:db8::1"), Facts: []Fact{{"a", "b", "c"}}, Notes: []Note{{Text: "d"}}}
	bare := Look{Width: 80, UTF8: true}
	dressed := bare
	dressed.Palette = style.New(true)
	got := string(dressed.Append(nil, &c))
	if strings.Count(got, "\x1b[36m") < 4 || !strings.Contains(got, "\x1b[36m2001:0db8\x1b[0m") {
		t.Errorf("no colour of its own for the first part:\n%q", got)
	}
	if plain, want := undressed(got), string(bare.Append(nil, &c)); plain != want {
		t.Errorf("colour changes the text:\n%s\nwant\n%s", plain, want)
	}
}

// undressed takes SGR sequences off.
func undressed(s string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(s, "\x1b[")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		_, s, _ = strings.Cut(rest, "m")
	}
}
