package subnet

import (
	"bytes"
	"cmp"
	"fmt"
	"math/big"
	"math/bits"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"go4.org/netipx"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/internal/card"
	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
	"github.com/hextet/hextet/internal/style"
	"github.com/hextet/hextet/subnet"
)

// A poolMap shows how much of a pool is in use, and where.
type poolMap struct {
	pool
	inUse             subnet.Set // inside the pool
	total, used, free subnet.Count
	rounded           int            // items count as blocks of this length; -1 if as they are
	longest           int            // length of the smallest blocks, used or free
	gaps              []gaps         // by length, largest blocks first
	largest           []netip.Prefix // a few of the gaps, largest first
	segments          []subnet.Segment
	labeled           []labeledRange // that overlap the pool, by address
}

// gaps are the free blocks of one length.
type gaps struct {
	length int
	blocks uint64
}

// maxNamed is the maximum number of gaps listed.
const maxNamed = 5

func newPoolMap(p pool, used subnet.Set, labeled []labeledRange, withSegments bool) *poolMap {
	var b subnet.Builder
	b.Add(p.IPRange)
	all := b.Set()
	r := &poolMap{pool: p, inUse: used.Intersect(all), total: subnet.Size(p.IPRange), rounded: -1}
	free := all.Exclude(used)
	r.used, r.free = sum(r.inUse.Count()), sum(free.Count())
	for q := range r.inUse.Prefixes() {
		r.longest = max(r.longest, q.Bits())
	}
	var blocks [129]uint64
	for q := range free.Prefixes() {
		n := q.Bits()
		blocks[n]++
		r.longest = max(r.longest, n)
		if l := len(r.largest); l < maxNamed || n < r.largest[l-1].Bits() {
			at, _ := slices.BinarySearchFunc(r.largest, n+1, func(q netip.Prefix, n int) int { return cmp.Compare(q.Bits(), n) })
			r.largest = slices.Insert(r.largest, at, q)
			r.largest = r.largest[:min(len(r.largest), maxNamed)]
		}
	}
	for n, c := range blocks {
		if c > 0 {
			r.gaps = append(r.gaps, gaps{n, c})
		}
	}
	for _, i := range labeled {
		if p.Overlaps(i.IPRange) {
			r.labeled = append(r.labeled, i)
			for q := range subnet.Prefixes(i.IPRange) {
				r.longest = max(r.longest, q.Bits()) // show adjacent labels separately
			}
		}
	}
	if withSegments {
		r.segments = slices.Collect(subnet.Segments(all, used))
	}
	return r
}

// sum adds the counts of both families, one of which is 0.
func sum(v4, v6 subnet.Count) subnet.Count {
	if v4.IsZero() {
		return v6
	}
	return v4
}

// appendPercent appends the percentage of used addresses, with two decimals; only a
// full pool is shown as 100 percent.
func (r *poolMap) appendPercent(b []byte) []byte {
	total := r.total.Big()
	n := new(big.Int).Mul(r.used.Big(), big.NewInt(20000))
	n.Add(n, total)
	v := n.Div(n, total.Lsh(total, 1)).Int64()
	if v == 10000 && r.used != r.total {
		v--
	}
	return fmt.Appendf(b, "%d.%02d", v/100, v%100)
}

func subnetMapTable() record.Table[*poolMap] {
	count := func(get func(r *poolMap) subnet.Count) func([]byte, *poolMap) []byte {
		return func(b []byte, r *poolMap) []byte { return get(r).AppendTo(b) }
	}
	return record.Table[*poolMap]{
		Default: "used_percent", // if there is no drawing
		Fields: []record.Field[*poolMap]{
			record.Text("first", "the first address of the pool", func(b []byte, r *poolMap) []byte { return appendAddr(b, r.From()) }),
			record.Text("last", "the last address of the pool", func(b []byte, r *poolMap) []byte { return appendAddr(b, r.To()) }),
			record.Count("count", "the number of addresses in the pool", count(func(r *poolMap) subnet.Count { return r.total })),
			record.Count("used", "the number of addresses in use", count(func(r *poolMap) subnet.Count { return r.used })),
			record.Count("free", "the number of free addresses", count(func(r *poolMap) subnet.Count { return r.free })),
			record.Text("used_percent", "how much is in use, rounded to two decimals", func(b []byte, r *poolMap) []byte {
				return r.appendPercent(b)
			}),
			record.Text("largest", "the largest free prefix, the first if there are several", func(b []byte, r *poolMap) []byte {
				if len(r.largest) == 0 {
					return b
				}
				return addr.AppendPrefix(b, r.largest[0])
			}),
			record.Number("rounded_to", "the prefix length that items were rounded to, where there were too many to map exactly", func(b []byte, r *poolMap) []byte {
				if r.rounded < 0 {
					return b
				}
				return strconv.AppendInt(b, int64(r.rounded), 10)
			}),
			record.Subs("holes", "the free prefixes by length, the largest first", func(r *poolMap) []gaps { return r.gaps }, []record.Field[*gaps]{
				record.Number("prefix_length", "the length", func(b []byte, h *gaps) []byte { return strconv.AppendInt(b, int64(h.length), 10) }),
				record.Number("blocks", "the number of free prefixes of that length", func(b []byte, h *gaps) []byte { return strconv.AppendUint(b, h.blocks, 10) }),
			}),
			record.Subs("segments", "the pool from end to end", func(r *poolMap) []subnet.Segment { return r.segments }, []record.Field[*subnet.Segment]{
				record.Text("first", "the first address", func(b []byte, s *subnet.Segment) []byte { return addr.AppendAddr(b, s.From()) }),
				record.Text("last", "the last address", func(b []byte, s *subnet.Segment) []byte { return addr.AppendAddr(b, s.To()) }),
				record.Count("count", "the number of addresses", func(b []byte, s *subnet.Segment) []byte { return subnet.Size(s.IPRange).AppendTo(b) }),
				record.Flag("used", "in use", func(s *subnet.Segment) bool { return s.Used }),
			}),
			record.Subs("labels", "the items that have labels, in address order", func(r *poolMap) []labeledRange { return r.labeled }, []record.Field[*labeledRange]{
				record.Text("item", "the item", func(b []byte, i *labeledRange) []byte { return appendItem(b, i.IPRange) }),
				record.Text("label", "its label", func(b []byte, i *labeledRange) []byte { return append(b, i.label...) }),
			}),
		},
	}
}

func newMap(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "map POOL [ITEM...]",
		Short: "draw the used and free space of a pool",
		Long: `Draw which parts of the pool are in use by the items and which are free: a mark
for each block of a size, how much is used, how many free prefixes there are of
each length, and the largest of them. Items may overlap and be outside. Items
with labels after them, as "subnet allocate --label" writes them, are a plan:
they are drawn as letters, with their labels below.

The pool is the first argument. The other arguments are items, as are the lines
of -f FILE and of standard input; with --in POOL, as in "subnet free" and
"subnet allocate", all arguments are items. The drawing fits the terminal, and
is in ASCII where the locale is not UTF-8.

Memory is constant, except for labels. When the items in the pool make up more
than 524,288 separate blocks, they are rounded up to larger ones, and the
drawing says so.

Records have the numbers and the segments of the pool; "input" is the pool.`,
		Example: `  hextet subnet map 2001:db8::/44 2001:db8::/48 2001:db8:4::/47
  hextet subnet map 192.0.2.0/24 -f used.txt
  hextet subnet map -j --in 2001:db8::/32 --in 192.0.2.0/24 -f used.txt`,
	}
	var in pools
	addPools(c, &in, "draw `POOL`")
	cli.Items(a, c, subnetMapTable, func() (stream.Op[*poolMap], error) {
		used := usage{pools: in}
		look := a.Look()
		return stream.Op[*poolMap]{
			Takes: stream.Loose,
			Each: eachLabeled(func(it subnet.Item, rest string, _ *ip.Item, _ *stream.Out[*poolMap]) error {
				used.add(it.Range(), labelOf(rest))
				return nil
			}),
			End: func(out *stream.Out[*poolMap]) error {
				used.join()
				set := used.Set()
				slices.SortStableFunc(used.labeled, func(a, b labeledRange) int { return subnet.Compare(a.IPRange, b.IPRange) })
				for i, p := range in {
					if !out.Wants(p.From().Is4()) {
						continue
					}
					r := newPoolMap(p, set, used.labeled, !out.Plain())
					if grain := used.grain[family(p.From().Is4())]; grain > 0 {
						r.rounded = max(p.From().BitLen()-grain, 0)
					}
					if out.Plain() {
						b := out.Buffer()
						if i > 0 {
							b = append(b, '\n')
						}
						b = r.draw(b, look)
						b[len(b)-1] = out.Terminator()
						if !out.Took(b, 1) {
							break
						}
						continue
					}
					*out.Rec = *r
					if !out.EmitFor(p.text) {
						break
					}
				}
				return nil
			},
		}, nil
	})
	run := c.RunE
	c.RunE = func(c *cobra.Command, args []string) error {
		if len(in) == 0 {
			if len(args) == 0 {
				return cli.Usage(c, "missing POOL to draw")
			}
			p, err := parsePool(args[0])
			if err != nil {
				return cli.Usage(c, "POOL: %s: %w", stream.AppendItem(nil, args[0]), err)
			}
			in, args = pools{p}, args[1:]
		}
		return run(c, args)
	}
	return c
}

// mostUsed is how many separate blocks of a family are mapped exactly.
const mostUsed = 1 << 19

// A usage tracks what items use of the pools, in bounded memory.
type usage struct {
	subnet.Builder
	pools   pools
	labeled []labeledRange // that overlap a pool
	grain   [2]int         // host bits of the blocks that items of each family are rounded up to
}

func (u *usage) add(r netipx.IPRange, label string) {
	if label != "" && slices.ContainsFunc(u.pools, func(p pool) bool { return p.Overlaps(r) }) {
		u.labeled = append(u.labeled, labeledRange{r, strings.Clone(label)})
	}
	for _, p := range u.pools {
		if !p.Overlaps(r) {
			continue
		}
		from, to := r.From(), r.To()
		if from.Less(p.From()) {
			from = p.From()
		}
		if p.To().Less(to) {
			to = p.To()
		}
		u.addRounded(netipx.IPRangeFrom(from, to))
	}
	if u.Len() > 3*mostUsed {
		u.join()
	}
}

// join merges ranges that overlap or touch, and rounds them if there are still too many
// to be mapped exactly.
func (u *usage) join() {
	all := u.Set()
	var apart [2][129]int // number of ranges that join the previous one in a block of that many bits
	var last netip.Addr
	var n [2]int
	for r := range all.Ranges() {
		of := family(r.From().Is4())
		apart[of][ip.FromAddr(last).Xor(ip.FromAddr(r.From())).BitLen()]++
		last = r.To()
		n[of]++
	}
	for of := range n {
		if n[of] <= mostUsed {
			continue
		}
		// Reduce to half the limit, so that this is not needed again immediately.
		for g := 0; n[of] > mostUsed/2; g++ {
			n[of] -= apart[of][g]
			u.grain[of] = max(u.grain[of], (g+3)&^3)
		}
	}
	for r := range all.Ranges() {
		u.addRounded(r)
	}
}

func (u *usage) addRounded(r netipx.IPRange) {
	if grain := u.grain[family(r.From().Is4())]; grain > 0 {
		bits := max(r.From().BitLen()-grain, 0)
		first, last := netip.PrefixFrom(r.From(), bits).Masked(), netip.PrefixFrom(r.To(), bits)
		r = netipx.IPRangeFrom(first.Addr(), netipx.PrefixLastIP(last))
	}
	u.Add(r)
}

// Marks of a drawing. Letters follow them: markUsed+1+i is the letter of labeled item
// i.
const (
	markFree = iota
	markPart
	markUsed
)

const mapLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

// appendItem appends r, as a prefix if it is one.
func appendItem(b []byte, r netipx.IPRange) []byte {
	if p, ok := r.Prefix(); ok {
		return addr.AppendPrefix(b, p)
	}
	return subnet.AppendRange(b, r)
}

// holds reports whether all of b is in a.
func holds(a, b netipx.IPRange) bool { return a.Contains(b.From()) && a.Contains(b.To()) }

// letter returns the mark of a cell that is fully used: the letter of the smallest
// labeled item that contains it.
func (r *poolMap) letter(cell netipx.IPRange) byte {
	mark, best := byte(markUsed), -1
	for i, it := range r.labeled {
		if i == len(mapLetters) {
			break
		}
		if holds(it.IPRange, cell) && (best < 0 || holds(r.labeled[best].IPRange, it.IPRange)) {
			mark, best = byte(markUsed+1+i), i
		}
	}
	return mark
}

// draw appends the drawing of r:
//
//	2001:db8::/44  18.75% used
//
//	  2001:db8::     ██··████······················
//
//	  █ used  ▒ in part  · free   a /48 each
//	  used  3 of 16 /48
//	  free  13 of 16 /48  1×/45, 2×/47, 1×/48
//	        2001:db8:8::/45, 2001:db8:2::/47, …
func (r *poolMap) draw(b []byte, look card.Look) []byte {
	p := look.Palette
	marks := [...]string{"·", "▒", "█"}
	if !look.UTF8 {
		marks = [...]string{".", "+", "#"}
	}
	paint := [...]func(string) string{p.Faint, func(s string) string { return p.Part(4, s) }, func(s string) string { return p.Part(0, s) }}

	title := string(subnet.AppendRange(nil, r.IPRange))
	if q, ok := r.Prefix(); ok {
		title = string(addr.AppendPrefix(nil, q))
	}
	used := string(r.appendPercent(nil))
	if used == "0.00" && r.used != (subnet.Count{}) {
		used = "under 0.01"
	}
	b = fmt.Appendf(look.AppendTitle(b, title), "  %s%% used\n\n", used)

	g := r.grid(look.Width)
	for i, start := range g.starts {
		row := g.cells[i*g.columns : min((i+1)*g.columns, len(g.cells))]
		b = fmt.Appendf(b, "  %s%*s  ", p.Faint(start), g.label-len(start), "")
		for len(row) > 0 {
			n := 1
			for n < len(row) && row[n] == row[0] {
				n++
			}
			mark, ink := marks[min(row[0], markUsed)], paint[min(row[0], markUsed)]
			if row[0] > markUsed {
				mark = mapLetters[row[0]-markUsed-1:][:1]
			}
			b = append(b, ink(strings.Repeat(mark, n))...)
			row = row[n:]
		}
		b = append(b, '\n')
	}
	b = fmt.Appendf(b, "\n  %s used  %s in part  %s free", paint[markUsed](marks[markUsed]), paint[markPart](marks[markPart]), paint[markFree](marks[markFree]))
	if _, ok := r.Prefix(); ok {
		each := fmt.Sprintf("a /%d each", g.length)
		if g.wide > 1 {
			each = fmt.Sprintf("%d marks a /%d", g.wide, g.length)
		}
		sep := "   "
		if len("  X used  X in part  X free   "+each) > look.Width {
			sep = "\n  "
		}
		b = append(append(b, sep...), each...)
	}
	return append(look.AppendFacts(append(b, '\n'), r.facts(look.UTF8)), '\n')
}

// Limits of a drawing.
const (
	maxLabels = 24
	maxSizes  = 16 // of free prefixes
)

// facts returns what is shown below a drawing.
func (r *poolMap) facts(utf8 bool) (facts []card.Fact) {
	add := func(label, value, remark string) {
		facts = append(facts, card.Fact{Label: label, Value: value, Remark: remark})
	}
	shown := r.labeled[:min(len(r.labeled), maxLabels)]
	label := "items"
	for n, i := range shown {
		add(label, mapLetters[n:n+1]+" "+string(appendItem(nil, i.IPRange)), string(record.AppendPrintable(nil, i.label)))
		label = ""
	}
	if n := len(r.labeled) - len(shown); n > 0 {
		add("", fmt.Sprintf("and %d more", n), "")
	}
	if r.rounded >= 0 {
		add("rounded", fmt.Sprintf("up to /%d", r.rounded), "more than "+style.Grouped(strconv.Itoa(mostUsed))+" separate blocks")
	}
	of := fmt.Sprintf(" of %s /%d", r.inUnits(r.total), r.longest)
	add("used", r.inUnits(r.used)+of, "")
	times := "×"
	if !utf8 {
		times = "x"
	}
	var sizes, largest []string
	blocks := uint64(0)
	for _, h := range r.gaps {
		sizes = append(sizes, fmt.Sprintf("%d%s/%d", h.blocks, times, h.length))
		blocks += h.blocks
	}
	if more := len(sizes) - maxSizes; more > 1 {
		sizes = append(sizes[:maxSizes], fmt.Sprintf("and %d smaller sizes", more))
	}
	add("free", r.inUnits(r.free)+of, strings.Join(sizes, ", "))
	for _, q := range r.largest {
		largest = append(largest, string(addr.AppendPrefix(nil, q)))
	}
	if n := blocks - uint64(len(largest)); n > 0 {
		largest = append(largest, fmt.Sprintf("and %d more", n))
	}
	if len(largest) > 0 {
		add("", strings.Join(largest, ", "), "")
	}
	return facts
}

// A grid is the cells of a drawing: each represents a block of the pool and is drawn as
// one or more marks.
type grid struct {
	cells   []byte   // one mark each
	columns int      // marks in a row
	starts  []string // the first address of each row
	label   int      // width of the longest of those
	wide    int      // marks per block
	length  int      // prefix length of a block, if the pool is a prefix
}

// Marks per row, powers of 2.
const (
	leastColumns = 8
	mostColumns  = 64
	mostRows     = 16
)

// grid returns a grid for a width, with enough cells to show every boundary if there is
// room.
func (r *poolMap) grid(width int) (g grid) {
	whole := subnet.Cover(r.IPRange).Bits()
	fine := r.longest - whole // bits needed to number the smallest blocks
	for columns := mostColumns; ; columns /= 2 {
		cells := columns * mostRows
		if fine < 10 {
			cells = min(cells, 1<<max(fine, 0))
		}
		g = grid{columns: columns, wide: max(columns/cells, 1), length: whole + bits.Len(uint(cells)) - 1}
		for cell, used := range r.inUse.Cells(r.IPRange, uint32(cells)) {
			m := byte(markPart)
			switch used {
			case subnet.Count{}:
				m = markFree
			case subnet.Size(cell):
				m = r.letter(cell)
			}
			if len(g.cells)%columns == 0 {
				g.starts = append(g.starts, string(addr.AppendAddr(nil, cell.From())))
				g.label = max(g.label, len(g.starts[len(g.starts)-1]))
			}
			g.cells = append(g.cells, bytes.Repeat([]byte{m}, g.wide)...)
		}
		if columns == leastColumns || g.label+columns+4 <= width {
			return g
		}
	}
}

// inUnits formats c, a number of addresses, as a number of the smallest blocks in the
// pool.
func (r *poolMap) inUnits(c subnet.Count) string {
	n := c.Big()
	n.Rsh(n, uint(r.From().BitLen()-r.longest))
	if n.BitLen() <= 24 {
		return n.String()
	}
	if n.TrailingZeroBits() == uint(n.BitLen()-1) {
		return "2^" + strconv.Itoa(n.BitLen()-1)
	}
	f, _ := new(big.Float).SetInt(n).Float64()
	return fmt.Sprintf("%.4g", f)
}
