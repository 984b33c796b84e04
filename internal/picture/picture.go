// Package picture draws a summary of addresses for a terminal: the 32 digits and how
// much each of them varies, breakdowns with bars, and the prefixes that addresses
// cluster in.
//
// It turns a [stats.Summary] and a [Look] into text. A picture is never wider than its
// Look says.
package picture

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hextet/hextet/classify/stats"
	"github.com/hextet/hextet/internal/style"
)

// A Look says how to draw pictures.
type Look struct {
	Palette style.Palette
	Width   int  // columns, limited to the range MinWidth to MaxWidth
	Height  int  // maximum lines, reached by drawing fewer rows in each part; 0 for no limit
	Top     int  // top prefixes of a length; 0 for the default number of rows
	UTF8    bool // otherwise only ASCII
}

// A Note is shown beside the title, in an ink: a method of [style.Palette].
type Note struct {
	Text string
	Ink  func(style.Palette, string) string
}

// A Prefix is a row of [Look.AppendPrefixes].
type Prefix struct {
	stats.PrefixCount
	Label string
}

// The widths that pictures are drawn in, whatever the width of the terminal.
const (
	MinWidth = 40
	MaxWidth = 120
)

const (
	indent    = 2
	gap       = 4   // between two columns of parts
	listBelow = 72  // below this width, what is too wide goes on lines of its own
	twoFrom   = 110 // from this width on, parts are drawn side by side
	mostRows  = 8   // in a part
	leastRows = 3   // if there is little room
	leastBar  = 8
	widestBar = 32
)

// Append appends the picture of s to dst, each line terminated by a newline.
func (l Look) Append(dst []byte, s *stats.Summary, note Note) []byte {
	l.Width = min(max(l.Width, MinWidth), MaxWidth)
	lines := l.draw(s, note, mostRows, scopePart)
	for least := scopePart; l.Height > 0 && len(lines) > l.Height && least <= lastPart; least++ {
		for rows := mostRows; rows >= leastRows && len(lines) > l.Height; rows-- {
			lines = l.draw(s, note, rows, least)
		}
	}
	if l.Height > 0 {
		lines = lines[:min(len(lines), l.Height)]
	}
	return appendLines(dst, lines)
}

func appendLines(dst []byte, lines []line) []byte {
	for _, line := range lines {
		dst = append(append(dst, strings.TrimRight(line.text, " ")...), '\n')
	}
	return dst
}

// AppendPrefixes appends a picture of prefixes and their shares of a total, as many as
// there is room for.
func (l Look) AppendPrefixes(dst []byte, all []Prefix, total uint64, note Note) []byte {
	l.Width = min(max(l.Width, MinWidth), MaxWidth)
	if l.Height > 0 {
		all = all[:min(len(all), max(l.Height-3, 0))]
	}
	d := drawing{Look: l, rows: len(all)}
	t := table{title: "prefix", exact: true, total: total}
	for _, p := range all {
		t.rows = append(t.rows, row{name: p.Prefix.String(), count: p.Count, distinct: p.Distinct, label: p.Label})
		t.distinct = t.distinct || p.Distinct > 0
	}
	lines := append(d.noted([]line{d.span(counted(total), style.Palette.Strong)}, note), line{})
	if len(all) > 0 {
		lines = append(lines, d.table(t, l.Width)...)
	}
	if l.Height > 0 {
		lines = lines[:min(len(lines), l.Height)]
	}
	return appendLines(dst, lines)
}

// The parts of a picture, in the order in which they are omitted if there is too little
// room. The title, the labels and the prefixes of the longest length always stay.
const (
	scopePart = iota
	embeddedPart
	vendorPart
	shorterPart // the top prefixes of all lengths but the longest
	iidPart
	typePart
	digitsPart
	lastPart
)

// draw draws the parts from least on, each with at most rows rows.
func (l Look) draw(s *stats.Summary, note Note, rows, least int) []line {
	d := drawing{Look: l, rows: rows, least: least, error: s.Error}
	out := d.title(s, note)
	both := s.IPv6.Total > 0 && s.IPv4.Total > 0
	if both {
		out = append(out, line{})
		families := []row{
			{name: "IPv6", count: s.IPv6.Total},
			{name: "IPv4", count: s.IPv4.Total},
		}
		out = append(out, d.table(table{rows: families, total: s.Total()}, l.Width)...)
	}
	if labels := breakdown(s.Labels(), "no label"); len(labels) > 0 {
		out = append(append(out, line{}), d.table(table{title: "label", rows: labels, total: s.Total()}, l.Width)...)
	}
	if s.IPv6.Total > 0 {
		out = append(out, d.family("IPv6", &s.IPv6, both)...)
	}
	if s.IPv4.Total > 0 {
		out = append(out, d.family("IPv4", &s.IPv4, both)...)
	}
	return out
}

// A drawing is a picture in progress.
type drawing struct {
	Look
	rows  int
	least int // the first part to draw
	error float64
}

func (d *drawing) title(s *stats.Summary, note Note) []line {
	rows := d.add(nil, "", d.span(counted(s.Total()), style.Palette.Strong))
	return d.noted(d.add(rows, ", ", d.plain(d.distinct(s.Distinct()))), note)
}

// noted adds a note to a title.
func (d *drawing) noted(title []line, note Note) []line {
	if note.Text == "" {
		return title
	}
	return d.add(title, "  ", d.span(note.Text, note.Ink))
}

// add puts l after the last row, or below it if there is no room.
func (d *drawing) add(rows []line, sep string, l line) []line {
	if n := len(rows) - 1; n >= 0 && rows[n].width+len(sep)+l.width <= d.Width {
		rows[n] = rows[n].then(d.plain(sep)).then(l)
		return rows
	}
	return append(rows, l)
}

// distinct says how many distinct addresses there are, and how accurate that is.
func (d *drawing) distinct(n uint64) string {
	if d.error == 0 {
		return number(n) + " distinct"
	}
	sign := "+-"
	if d.UTF8 {
		sign = "±"
	}
	return fmt.Sprintf("about %s distinct (%s%.1f%%)", number(n), sign, 100*d.error)
}

func counted(n uint64) string {
	if n == 1 {
		return "1 address"
	}
	return number(n) + " addresses"
}

// family draws the part for an address family.
func (d *drawing) family(name string, f *stats.Family, titled bool) []line {
	var out []line
	if titled {
		out = append(out, line{}, d.span(name, style.Palette.Strong))
		out = d.add(out, "  ", d.plain(counted(f.Total)))
		out = d.add(out, ", ", d.plain(d.distinct(f.Distinct)))
	}
	if d.least <= digitsPart {
		out = append(out, line{})
		if name == "IPv6" {
			out = append(out, d.digits(f.Digits)...)
		} else {
			out = append(out, d.octets(f.Digits)...)
		}
		out = append(out, line{})
		out = append(out, d.numbers(f)...)
	}

	width := d.Width
	if width >= twoFrom {
		width = (width - gap) / 2
	}
	var parts [][]line
	part := func(rank int, t table) {
		if t.total = f.Total; rank >= d.least && len(t.rows) > 0 {
			parts = append(parts, append([]line{{}}, d.table(t, width)...))
		}
	}
	part(typePart, table{title: "type", rows: breakdown(f.Types, "")})
	part(scopePart, table{title: "scope", rows: breakdown(f.Scopes, "no scope")})
	part(iidPart, table{title: "interface identifier", rows: breakdown(f.IIDs, "no interface identifier")})
	part(vendorPart, table{title: "vendor of its MAC", rows: breakdown(f.Vendors, "no MAC")})
	part(embeddedPart, table{title: "IPv4 address inside", rows: breakdown(f.IPv4, "no IPv4 address")})
	tops := telling(f.Prefixes)
	for i, p := range tops {
		rank := shorterPart
		if i == len(tops)-1 {
			rank = lastPart
		}
		part(rank, table{title: fmt.Sprintf("top /%d", p.Bits), rows: prefixes(p), exact: true, distinct: d.error == 0})
	}
	return append(out, d.layout(parts)...)
}

// telling chooses the lengths whose top prefixes are shown, three at most. If two
// lengths have the same number of prefixes, they are the same groups, and the longer
// one says more; except /56, which is meant for providers that assign it to customers.
func telling(all []stats.Prefixes) []stats.Prefixes {
	var some []stats.Prefixes
	for _, p := range all {
		switch n := len(some); {
		case len(p.Top) == 0:
		case n == 0 || some[n-1].Distinct != p.Distinct:
			some = append(some, p)
		case p.Bits != 56:
			some[n-1] = p
		}
	}
	if len(some) > 1 && some[0].Distinct == 1 {
		some = some[1:]
	}
	if len(some) > 3 {
		some = slices.DeleteFunc(some, func(p stats.Prefixes) bool { return p.Bits == 56 })
	}
	return some[:min(len(some), 3)]
}

// layout puts parts one below another, or in two columns of about the same height.
func (d *drawing) layout(parts [][]line) []line {
	if d.Width < twoFrom {
		var out []line
		for _, p := range parts {
			out = append(out, p...)
		}
		return out
	}
	total := 0
	for _, p := range parts {
		total += len(p)
	}
	var left, right []line
	for _, p := range parts {
		if right == nil && (len(left) == 0 || 2*len(left)+len(p) <= total) {
			left = append(left, p...)
		} else {
			right = append(right, p...)
		}
	}
	column := (d.Width-gap)/2 + gap
	var out []line
	for i := range max(len(left), len(right)) {
		var l line
		if i < len(left) {
			l = left[i]
		}
		if i < len(right) && right[i].width > 0 {
			l = l.padded(column).then(right[i])
		}
		out = append(out, l)
	}
	return out
}
