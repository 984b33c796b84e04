package card

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// The size of a cell of the picture. Every text specifies its width (textLength), so
// that columns align in any monospace font.
const (
	cellWidth  = 84 // tenths
	cellHeight = 20
	baseline   = 14
	fontSize   = 14
	margin     = 20
	svgWidth   = 80 // columns of a card in a picture
)

// The colors of a picture by ink, for light and dark; the contrast of each with its
// background is at least 4.5 to 1 (svg_test.go computes it).
var (
	svgPage   = [2]string{"#fff", "#0d1117"}
	svgColors = []struct {
		class string
		ink   ink
		color [2]string
	}{
		{"p", plain, [2]string{"#1f2328", "#e6edf3"}},
		{"f", faint, [2]string{"#656d76", "#8b949e"}},
		{"w", alarm, [2]string{"#c4004f", "#ff7b9c"}},
		{"g", assent, [2]string{"#1a7f37", "#56d364"}},
		{"h1", 1, [2]string{"#00767a", "#39c5cf"}},
		{"h2", 2, [2]string{"#b0008e", "#ff7bdb"}},
		{"h3", 3, [2]string{"#1a7f37", "#56d364"}},
		{"h4", 4, [2]string{"#4a4ae0", "#8ea1ff"}},
		{"h5", 5, [2]string{"#9a5200", "#f0a04b"}},
		{"h6", 6, [2]string{"#8250df", "#d2a8ff"}},
		{"h7", 7, [2]string{"#4d6b00", "#c3d350"}},
	}
)

// class returns the CSS class of an ink, and whether it is bold.
func (k ink) class() (class string, bold bool) {
	switch {
	case k == strong:
		return "p", true
	case k > boldHue:
		k, bold = k-boldHue, true
	case k == alarm || k == assent:
		bold = true
	}
	for _, c := range svgColors {
		if c.ink == k {
			return c.class, bold
		}
	}
	return "p", bold
}

// AppendSVG appends the card as a standalone SVG picture: selectable text, light or
// dark according to the reader's preference, without scripts, and with no font but the
// system's monospace font. Of the Look, only Detail and Rows apply.
func (l Look) AppendSVG(dst []byte, c *Card) []byte {
	l.UTF8, l.Width = true, svgWidth
	rows := l.rows(c)
	w := 0
	for _, row := range rows {
		w = max(w, row.width())
	}
	wide, high := num(w*cellWidth+20*margin), len(rows)*cellHeight+2*margin
	dst = fmt.Appendf(dst, `<svg xmlns="http://www.w3.org/2000/svg" width="%s" height="%d" viewBox="0 0 %s %d" role="img">`+"\n", wide, high, wide, high)
	dst = fmt.Appendf(dst, "<title>%s</title>\n<desc>%s</desc>\n", escaped(l.Plain(c.Title)), escaped(l.Plain(c.Headline)))
	dst = append(dst, "<style>\n"...)
	dst = fmt.Appendf(dst, "text{font:%dpx monospace;white-space:pre}.b{font-weight:bold}path{fill:none;stroke-width:1.2}\n", fontSize)
	dst = appendColors(dst, 0)
	dst = append(dst, "@media (prefers-color-scheme:dark){\n"...)
	dst = appendColors(dst, 1)
	dst = append(dst, "}\n</style>\n"...)
	dst = append(dst, `<rect class="bg" width="100%" height="100%" rx="8"/>`+"\n"...)

	paths := map[string]*path{}
	for y, row := range rows {
		x := 0
		for _, sp := range row {
			class, bold := sp.ink.class()
			from, text := x, strings.Builder{}
			flush := func() {
				raw := text.String()
				core := strings.TrimLeft(raw, " ")
				from += len(raw) - len(core)
				if core = strings.TrimRight(core, " "); core != "" {
					dst = appendText(dst, from, y, core, class, bold)
				}
				text.Reset()
			}
			for _, r := range sp.text {
				if sides := sidesOf(r); sides != 0 {
					flush()
					if paths[class] == nil {
						paths[class] = new(path)
					}
					paths[class].stroke(x, y, sides)
					from = x + 1
				} else {
					text.WriteRune(r)
					if strings.HasSuffix(text.String(), "  ") {
						flush()
						from = x + 1
					}
				}
				x++
			}
			flush()
		}
	}
	for _, c := range svgColors {
		if p := paths[c.class]; p != nil {
			dst = fmt.Appendf(dst, `<path class="%s" d="%s"/>`+"\n", c.class, p.data())
		}
	}
	return append(dst, "</svg>"...)
}

func appendColors(dst []byte, scheme int) []byte {
	dst = fmt.Appendf(dst, ".bg{fill:%s}", svgPage[scheme])
	for _, c := range svgColors {
		dst = fmt.Appendf(dst, "text.%s{fill:%s}", c.class, c.color[scheme])
		if c.ink > 0 || c.ink == faint {
			dst = fmt.Appendf(dst, "path.%s{stroke:%s}", c.class, c.color[scheme])
		}
	}
	return append(dst, '\n')
}

func appendText(dst []byte, x, y int, text, class string, bold bool) []byte {
	if bold {
		class += " b"
	}
	return fmt.Appendf(dst, `<text class="%s" x="%s" y="%d" textLength="%s" lengthAdjust="spacingAndGlyphs">%s</text>`+"\n",
		class, num(10*margin+x*cellWidth), margin+y*cellHeight+baseline,
		num(width(text)*cellWidth), escaped(text))
}

// sidesOf returns the sides that a box-drawing character touches, 0 for other text.
func sidesOf(r rune) int {
	if r < utf8.RuneSelf {
		return 0
	}
	switch r {
	case '│':
		return up | down
	case '─':
		return left | right
	}
	for sides, g := range glyphs {
		if g == string(r) {
			return sides
		}
	}
	return 0
}

// A path collects the lines of one color. Adjoining horizontal lines are merged.
type path struct {
	b        strings.Builder
	y        int
	from, to int // of the current horizontal line, if to > 0
}

// stroke adds the lines of a box-drawing character at a cell.
func (p *path) stroke(x, y, sides int) {
	x0, y0 := 10*margin+x*cellWidth, 10*(margin+y*cellHeight)
	mx, my := x0+cellWidth/2, y0+10*cellHeight/2
	if sides&(left|right) != 0 {
		from, to := mx, mx
		if sides&left != 0 {
			from = x0
		}
		if sides&right != 0 {
			to = x0 + cellWidth
		}
		if p.to != from || p.y != my {
			p.flush()
			p.y, p.from = my, from
		}
		p.to = to
	}
	if sides&(up|down) != 0 {
		from, to := my, my
		if sides&up != 0 {
			from = y0
		}
		if sides&down != 0 {
			to = y0 + 10*cellHeight
		}
		fmt.Fprintf(&p.b, "M%s %sV%s", num(mx), num(from), num(to))
	}
}

func (p *path) flush() {
	if p.to > 0 {
		fmt.Fprintf(&p.b, "M%s %sH%s", num(p.from), num(p.y), num(p.to))
	}
	p.to = 0
}

func (p *path) data() string {
	p.flush()
	return p.b.String()
}

// num formats tenths as a decimal number. Tenths are integers because processors with
// fused multiply-add round differently.
func num(tenths int) string {
	if tenths%10 == 0 {
		return strconv.Itoa(tenths / 10)
	}
	return strconv.Itoa(tenths/10) + "." + strconv.Itoa(tenths%10)
}

var escape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&#34;")

func escaped(s string) string { return escape.Replace(s) }
