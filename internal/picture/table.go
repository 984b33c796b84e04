package picture

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/hextet/hextet/classify/stats"
	"github.com/hextet/hextet/internal/style"
)

// A row is a name with a count, which is also drawn as a bar.
type row struct {
	name     string
	count    uint64
	distinct uint64 // 0 if not shown
	label    string // after the bar
	rest     bool   // not a category of its own: addresses without a value, or the remaining ones
}

// breakdown makes rows from a breakdown, calling addresses without a value missing. If
// no address has a value, it returns no rows.
func breakdown(all []stats.Row, missing string) []row {
	var rows []row
	some := false
	for _, r := range all {
		if r.Name == "none" && missing != "" {
			rows = append(rows, row{name: missing, count: r.Count, rest: true})
			continue
		}
		some = true
		rows = append(rows, row{name: r.Name, count: r.Count, rest: r.Name == "unknown"})
	}
	if !some {
		return nil
	}
	return rows
}

func prefixes(p stats.Prefixes) []row {
	var rows []row
	for _, c := range p.Top {
		rows = append(rows, row{name: c.Prefix.String(), count: c.Count, distinct: c.Distinct})
	}
	return rows
}

// most returns the maximum number of rows in a list of prefixes.
func (d *drawing) most() int {
	if d.Top > 0 && d.rows == mostRows {
		return d.Top
	}
	return d.rows
}

// few limits rows to what the drawing has room for, merging the others into one.
func (d *drawing) few(rows []row) []row {
	if len(rows) <= d.rows {
		return rows
	}
	kept := append([]row(nil), rows[:d.rows-1]...)
	var rest row
	for _, r := range rows[d.rows-1:] {
		rest.count += r.count
	}
	rest.name, rest.rest = number(uint64(len(rows)-len(kept)))+" more", true
	return append(kept, rest)
}

// A table is rows in columns: name, count, share of the total, distinct addresses, bar.
type table struct {
	title    string // "" for none
	rows     []row
	exact    bool // names are never shortened
	total    uint64
	distinct bool // show the distinct column
}

const (
	shareWidth    = 6
	leastName     = 24
	distinctTitle = "distinct"
)

func (d *drawing) table(t table, width int) []line {
	rows := t.rows
	if t.exact {
		rows = rows[:min(len(rows), d.most())] // just the first few of a long list
	} else {
		rows = d.few(rows)
	}
	names, counts, distinct, labels := 0, 0, len(distinctTitle), 0
	if !t.exact {
		counts = len(number(t.total)) // aligns the bars of all parts
	}
	most := uint64(0)
	for _, r := range rows {
		names = max(names, utf8.RuneCountInString(r.name))
		counts = max(counts, len(number(r.count)))
		distinct = max(distinct, len(number(r.distinct)))
		labels = max(labels, utf8.RuneCountInString(r.label))
		if !r.rest {
			most = max(most, r.count)
		}
	}
	fixed := 2*indent + 2 + counts + 2 + shareWidth + 2
	if t.distinct && names+fixed+2+distinct <= width {
		fixed += 2 + distinct
	} else {
		distinct = 0
	}
	stacked := false // names on lines of their own
	if d.Width < listBelow {
		if room := width - fixed; names > room && (t.exact || room < 12) {
			stacked, names = true, 0
		}
	} else if names = max(names, leastName); !t.exact {
		names = min(names, max(width-fixed-leastBar, 12))
	}
	names = min(names, width-fixed)
	bar := min(width-fixed-names, widestBar)
	if d.Width < listBelow && bar < leastBar {
		bar = 0
	}
	if labels > 0 && bar > leastBar+2 {
		labels = min(labels, bar-leastBar-2)
		bar -= labels + 2
	} else {
		labels = 0
	}

	var out []line
	if t.title != "" {
		l := d.plain(strings.Repeat(" ", indent)).then(d.span(t.title, style.Palette.Faint))
		if distinct > 0 {
			l = l.padded(fixed + names - 2 - len(distinctTitle)).then(d.span(distinctTitle, style.Palette.Faint))
		}
		out = append(out, l)
	}
	for _, r := range rows {
		ink := style.Palette.Faint
		if !r.rest {
			ink = func(_ style.Palette, text string) string { return text }
		}
		l := d.plain(strings.Repeat(" ", 2*indent))
		if stacked {
			out = append(out, l.then(d.span(d.cut(r.name, width-2*indent), ink)))
		} else {
			l = l.then(d.span(d.cut(r.name, names), ink))
		}
		l = l.padded(2*indent + names + 2)
		l = l.then(d.span(right(number(r.count), counts)+"  "+share(r.count, t.total), ink))
		if distinct > 0 {
			l = l.then(d.span(right(number(r.distinct), 2+distinct), style.Palette.Faint))
		}
		if !r.rest && most > 0 && bar > 0 {
			l = l.then(d.plain("  "))
			at := l.width
			l = l.then(d.span(d.bar(float64(r.count)/float64(most), bar), hue(0)))
			if labels > 0 {
				l = l.padded(at + bar + 2).then(d.plain(d.cut(r.label, labels)))
			}
		}
		out = append(out, l)
	}
	return out
}

// hue returns the ink of the n-th part of a drawing.
func hue(n int) func(style.Palette, string) string {
	return func(p style.Palette, text string) string { return p.Part(n, text) }
}

// bar draws a fraction of 1 in a number of columns.
func (d *drawing) bar(part float64, width int) string {
	if !d.UTF8 {
		return strings.Repeat("#", max(int(part*float64(width)+0.5), 1))
	}
	eighths := max(int(part*float64(8*width)+0.5), 1)
	bar := strings.Repeat("█", eighths/8)
	if rest := eighths % 8; rest > 0 {
		bar += string([]rune(" ▏▎▍▌▋▊▉")[rest])
	}
	return bar
}

// numbers draws the number of prefixes of each length: side by side or, if that is too
// wide, one below another.
func (d *drawing) numbers(f *stats.Family) []line {
	type item struct{ name, text string }
	var items []item
	for _, p := range f.Prefixes {
		items = append(items, item{"/" + strconv.Itoa(p.Bits), number(p.Distinct)})
	}
	items = append(items, item{"addresses", number(f.Distinct)})
	title := d.plain(strings.Repeat(" ", indent)).then(d.span(distinctTitle, style.Palette.Faint))

	below := 2*indent + leastName + 2 // column of the numbers if one below another
	if d.Width < listBelow {
		below = 2*indent + len("addresses") + 2
	}
	head, body := title.padded(2*indent+8), d.plain("").padded(2*indent+8)
	down := []line{title}
	for _, i := range items {
		w := max(len(i.name), len(i.text)) + 2
		head = head.then(d.span(right(i.name, w), style.Palette.Faint))
		body = body.then(d.plain(right(i.text, w)))
		name := d.plain(strings.Repeat(" ", 2*indent)).then(d.span(i.name, style.Palette.Faint)).padded(below)
		down = append(down, name.then(d.plain(i.text)))
	}
	if max(head.width, body.width) > d.Width {
		return down
	}
	return []line{head, body}
}
