package card

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/hextet/hextet/internal/style"
)

// ula is a card like those that explain makes.
func ula() *Card {
	return &Card{
		Title:    "fd12:3456:789a:1::1",
		Headline: "Unique local address (ULA), global ID 123456789a, subnet 0001",
		Digits:   []int{0, 4, 8, 12, -1, 16, 20, 24, 28, -1, 32, 36, 40, 44, -1, 60, -1, -1, 124},
		Drawing: Drawing{
			Octets: []byte{0xfd, 0x12, 0x34, 0x56, 0x78, 0x9a, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1},
			Marks:  []int{48, 64},
			Fields: []Field{
				{0, 6, "prefix", "fc00::/7", "unique local", 1},
				{7, 7, "L", "1", "locally assigned", 2},
				{8, 47, "global ID", "12:3456:789a", "", 3},
				{48, 63, "subnet", "0001", "", 4},
				{64, 127, "IID", "0000:0000:0000:0001", "", 5},
			},
		},
		Echoes: []Echo{{"123456789a", []Hue{3}}, {"0001", []Hue{4}}},
		Facts: []Fact{
			{Label: "type", Value: "unique-local, unicast, scope global"},
			{Label: "identifier", Value: "low-byte", Remark: "likely assigned by hand or by DHCPv6", Level: Useful},
			{Label: "neighbors", Value: "ff02::1:ff00:1", Remark: "solicited-node group", Part: 1},
			{Value: "33:33:ff:00:00:01", Remark: "its Ethernet address", Part: 1},
			{Label: "policy", Value: "precedence 3, label 13", Level: Full, Part: 2},
		},
		Verdicts: []Verdict{
			{Tone: Good, Text: "canonical text", Source: "RFC 5952", Level: Useful},
			{Tone: Warning, Text: "global ID is a sequence of digits, not random", Source: "RFC 4193 section 3.2.1"},
		},
	}
}

// ulaDrawn is the upper part of that card on a wide terminal.
const ulaDrawn = `
fd12:3456:789a:1::1
Unique local address (ULA), global ID 123456789a, subnet 0001

  0    16   32   /48  /64  80   96   112  128
  fd12:3456:789a:0001:0000:0000:0000:0001
  ├┘└────┬─────┘ └┬─┘ └────────┬────────┘
  │      │        │            └─ IID        0000:0000:0000:0001
  │      │        └────────────── subnet     0001
  │      └─────────────────────── global ID  12:3456:789a
  ├────────────────────────────── L          1         bit 7: locally assigned
  └────────────────────────────── prefix     fc00::/7  bits 0-6: unique local
`

func TestAppend(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		look Look
		want string
	}{
		{"normal", Look{Width: 80, UTF8: true}, ulaDrawn + `
  type        unique-local, unicast, scope global
  identifier  low-byte  likely assigned by hand or by DHCPv6
  neighbors   ff02::1:ff00:1     solicited-node group
              33:33:ff:00:00:01  its Ethernet address

  ! global ID is a sequence of digits, not random (RFC 4193 section 3.2.1)
  ✓ canonical text (RFC 5952)`},
		{"what is only useful gives way", Look{Width: 80, UTF8: true, Rows: 17, Detail: Normal}, ulaDrawn + `
  type       unique-local, unicast, scope global
  neighbors  ff02::1:ff00:1     solicited-node group
             33:33:ff:00:00:01  its Ethernet address

  ! global ID is a sequence of digits, not random (RFC 4193 section 3.2.1)`},
		{"brief, in ASCII", Look{Width: 80, Detail: Brief}, `
fd12:3456:789a:1::1
Unique local address (ULA), global ID 123456789a, subnet 0001

  0    16   32   /48  /64  80   96   112  128
  fd12:3456:789a:0001:0000:0000:0000:0001
  +++----+-----+ ++-+ +--------+--------+
  |      |        |            +- IID        0000:0000:0000:0001
  |      |        +-------------- subnet     0001
  |      +----------------------- global ID  12:3456:789a
  +------------------------------ L          1         bit 7: locally assigned
  +------------------------------ prefix     fc00::/7  bits 0-6: unique local

  ! global ID is a sequence of digits, not random (RFC 4193 section 3.2.1)`},
		{"all, on 44 columns", Look{Width: 44, UTF8: true, Rows: 10, Detail: All}, `
fd12:3456:789a:1::1
Unique local address (ULA), global ID
123456789a, subnet 0001

  0-6     1111110          prefix  fc00::/7
                           unique local
  7       1                L
                           locally assigned
  8-47    12:3456:789a     global ID
  48-63   0001             subnet
  64-127  0000:0000:0000:  IID
          0001

  type        unique-local, unicast, scope
              global
  identifier  low-byte  likely assigned by
                        hand or by DHCPv6

  neighbors   ff02::1:ff00:1
                solicited-node group
              33:33:ff:00:00:01
                its Ethernet address

  policy      precedence 3, label 13

  ! global ID is a sequence of digits, not
    random (RFC 4193 section 3.2.1)
  ✓ canonical text (RFC 5952)`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got, want := string(tt.look.Append(nil, ula())), tt.want[1:]; got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// TestCompare: two rows of octets, and what differs is pointed at.
func TestCompare(t *testing.T) {
	t.Parallel()
	c := &Card{Drawing: Drawing{
		Notation: Octets,
		Octets:   []byte{0, 0, 0x5e, 0, 0x53, 1},
		Other:    []byte{0, 0, 0x5e, 0, 0x54, 0x21},
		Fields:   []Field{{0, 23, "OUI", "00:00:5e", "same", 0}, {24, 47, "NIC", "00:53:01 / 00:54:21", "another device", 1}},
	}}
	const want = `
  0  8  16 24 32 40 48
  00:00:5e:00:53:01
  00:00:5e:00:54:21
               ^ ^
  └──┬───┘ └──┬───┘
     │        └─ NIC  00:53:01 / 00:54:21  another device
     └────────── OUI  00:00:5e             same`
	if got := string(Look{Width: 80, UTF8: true}.Append(nil, c)); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// TestDecimals: IPv4 addresses are drawn in bits below their decimals.
func TestDecimals(t *testing.T) {
	t.Parallel()
	c := &Card{Drawing: Drawing{
		Notation: IPv4,
		Octets:   []byte{172, 16, 5, 6},
		Marks:    []int{12},
		Fields:   []Field{{0, 11, "prefix", "172.16.0.0/12", "private", 1}, {12, 31, "host", "0.5.6", "", 2}},
	}}
	const want = `
  0        8   /12  16       24       32
       172.      16.       5.       6
  10101100.00010000.00000101.00000110
  └─────┬─────┘└─────────┬──────────┘
        │                └─ host    0.5.6
        └────────────────── prefix  172.16.0.0/12  private`
	if got := string(Look{Width: 80, UTF8: true}.Append(nil, c)); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestWidths(t *testing.T) {
	t.Parallel()
	c := ula()
	c.Title, c.Digits = strings.Repeat("fe80::1%", 30), nil
	c.Headline = strings.Repeat("a long headline ", 20)
	c.Facts = []Fact{
		{Label: "label", Value: strings.Repeat("1.0.", 20) + "ip6.arpa", Remark: "a remark"},
		{Value: strings.Repeat("words and words ", 20), Remark: strings.Repeat("remarks ", 20)},
		{Label: strings.Repeat("label ", 3), Value: "§", Remark: "«no ASCII» …"},
	}
	c.Verdicts = []Verdict{{Warning, strings.Repeat("mind this ", 20), "RFC 4291", Core}}
	c.Drawing.Fields[0].Remark = strings.Repeat("wide ", 100)
	c.Drawing.Fields[1].Value = strings.Repeat("wide", 100)
	for w := range 140 {
		l := Look{Width: w, UTF8: w%2 == 0, Detail: All}
		want := min(max(w, minWidth), maxWidth)
		for row := range strings.SplitSeq(string(l.Append(nil, c)), "\n") {
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

// TestColor: color changes nothing in the text, and a field has one hue, which is
// no other field's, in the title, the headline and the drawing.
func TestColor(t *testing.T) {
	t.Parallel()
	bare := Look{Width: 80, UTF8: true, Detail: All}
	colored := bare
	colored.Palette = style.New(true)
	c := ula()
	got := string(colored.Append(nil, c))
	if plain, want := undressed(got), string(bare.Append(nil, c)); plain != want {
		t.Errorf("color changes the text:\n%s\nwant\n%s", plain, want)
	}
	for i, tt := range []struct{ title, digits, text string }{
		{"fd", "fd", "fc00::/7"},
		{},
		{"12:3456:789a", "12:3456:789a", "12:3456:789a"},
		{"1", "0001", "0001"},
		{"1", "0000:0000:0000:0001", "IID        0000:0000:0000:0001"},
	} {
		if tt.title == "" {
			continue // has no digit of its own
		}
		p := colored.Palette
		for _, want := range []string{p.StrongPart(i, tt.title), p.Part(i, tt.digits)} {
			if !strings.Contains(got, want) {
				t.Errorf("field %d: %q is not in\n%q", i, want, got)
			}
		}
		if !strings.Contains(got, tt.text) {
			t.Errorf("field %d: the drawing has no %q", i, tt.text)
		}
	}
	// The headline echoes two of them.
	for i, text := range map[int]string{2: "123456789a", 3: "0001"} {
		if want := colored.Palette.StrongPart(i, text); !strings.Contains(got, want) {
			t.Errorf("the headline has no %q:\n%q", want, got)
		}
	}
}

// TestControl: nothing in a card drives a terminal.
func TestControl(t *testing.T) {
	t.Parallel()
	c := &Card{Title: "a\x1b[2Jb", Headline: "c\u009bd\xffe", Facts: []Fact{{Label: "\r", Value: "\t", Remark: "\x7f"}}}
	got := string(Look{Width: 80, UTF8: true}.Append(nil, c))
	if strings.ContainsFunc(strings.ReplaceAll(got, "\n", ""), func(r rune) bool { return r < ' ' || r >= 0x7f && r < 0xa0 }) || !utf8.ValidString(got) {
		t.Errorf("%q", got)
	}
}

func TestAppendFacts(t *testing.T) {
	t.Parallel()
	facts := []Fact{
		{Label: "first", Value: "192.0.2.0"},
		{Label: "mask", Value: "255.255.255.0", Remark: "wildcard 0.0.0.255"},
		{Label: "reverse zones", Value: "2.0.192.in-addr.arpa", Level: Full, Part: 1},
	}
	const want = `  first          192.0.2.0
  mask           255.255.255.0  wildcard 0.0.0.255

  reverse zones  2.0.192.in-addr.arpa`
	if got := string(Look{Width: 80, Rows: 1}.AppendFacts(nil, facts)); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got, want := string(Look{Width: 80}.AppendTitle([]byte("x"), "192.0.2.0/24")), "x192.0.2.0/24"; got != want {
		t.Errorf("AppendTitle = %q, want %q", got, want)
	}
}

func TestWrap(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		text string
		room int
		want string
	}{
		{"", 5, "[]"},
		{"one two three", 7, `["one two" "three"]`},
		{"2001:db8::1", 8, `["2001:" "db8::1"]`},
		{"abcdefghij", 4, `["abcd" "efgh" "ij"]`},
	} {
		if got := fmt.Sprintf("%q", Look{}.wrap(tt.text, tt.room)); got != tt.want {
			t.Errorf("wrap(%q, %d) = %s, want %s", tt.text, tt.room, got, tt.want)
		}
	}
}

// undressed removes SGR sequences.
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
