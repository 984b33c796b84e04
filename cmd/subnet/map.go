package subnet

import (
	"cmp"
	"fmt"
	"math/big"
	"math/bits"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
	"github.com/hextet/hextet/subnet"
)

// A poolMap is how much of a pool is in use, and where.
type poolMap struct {
	pool
	inUse             subnet.Set // within the pool
	total, used, free subnet.Count
	longest           int            // of the prefixes that are used and free
	holes             []holes        // by length, the largest first
	largest           []netip.Prefix // a few of the holes, the largest first
	segments          []subnet.Segment
}

// holes are the free blocks of one length.
type holes struct {
	length int
	blocks uint64
}

// maxNamed is how many holes are named.
const maxNamed = 5

func newPoolMap(p pool, used subnet.Set, withSegments bool) *poolMap {
	var b subnet.Builder
	b.Add(p.Range)
	all := b.Set()
	r := &poolMap{pool: p, inUse: used.Intersect(all), total: p.Count()}
	free := subnet.Free(all, used)
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
			r.holes = append(r.holes, holes{n, c})
		}
	}
	if withSegments {
		r.segments = slices.Collect(subnet.Segments(all, used))
	}
	return r
}

// sum is that of the counts of both families, one of which is 0.
func sum(v4, v6 subnet.Count) subnet.Count {
	if v4.IsZero() {
		return v6
	}
	return v4
}

// appendPercent appends how much of 100 the used addresses are, with two
// decimals, rounded down.
func (r *poolMap) appendPercent(b []byte) []byte {
	n := new(big.Int).Mul(r.used.Big(), big.NewInt(10000))
	v := n.Div(n, r.total.Big()).Int64()
	return fmt.Appendf(b, "%d.%02d", v/100, v%100)
}

func subnetMapTable() record.Table[*poolMap] {
	count := func(get func(r *poolMap) subnet.Count) func([]byte, *poolMap) []byte {
		return func(b []byte, r *poolMap) []byte { return get(r).AppendTo(b) }
	}
	return record.Table[*poolMap]{
		Default: "used_percent", // where there is no drawing
		Fields: []record.Field[*poolMap]{
			record.Text("first", "the first address of the pool", func(b []byte, r *poolMap) []byte { return appendAddr(b, r.First()) }),
			record.Text("last", "the last address of the pool", func(b []byte, r *poolMap) []byte { return appendAddr(b, r.Last()) }),
			record.Count("count", "addresses of the pool", count(func(r *poolMap) subnet.Count { return r.total })),
			record.Count("used", "addresses in use", count(func(r *poolMap) subnet.Count { return r.used })),
			record.Count("free", "addresses that are free", count(func(r *poolMap) subnet.Count { return r.free })),
			record.Text("used_percent", "how much is in use, with two decimals, rounded down", func(b []byte, r *poolMap) []byte {
				return r.appendPercent(b)
			}),
			record.Text("largest", "the largest free prefix, the first of equals", func(b []byte, r *poolMap) []byte {
				if len(r.largest) == 0 {
					return b
				}
				return addr.AppendPrefix(b, r.largest[0])
			}),
			record.Subs("holes", "the free prefixes by length, the largest first", func(r *poolMap) []holes { return r.holes }, []record.Field[*holes]{
				record.Number("prefix_length", "the length", func(b []byte, h *holes) []byte { return strconv.AppendInt(b, int64(h.length), 10) }),
				record.Number("blocks", "how many of that length", func(b []byte, h *holes) []byte { return strconv.AppendUint(b, h.blocks, 10) }),
			}),
			record.Subs("segments", "the pool from end to end", func(r *poolMap) []subnet.Segment { return r.segments }, []record.Field[*subnet.Segment]{
				record.Text("first", "the first address", func(b []byte, s *subnet.Segment) []byte { return addr.AppendAddr(b, s.First()) }),
				record.Text("last", "the last address", func(b []byte, s *subnet.Segment) []byte { return addr.AppendAddr(b, s.Last()) }),
				record.Count("count", "how many addresses", func(b []byte, s *subnet.Segment) []byte { return s.Count().AppendTo(b) }),
				record.Flag("used", "in use", func(s *subnet.Segment) bool { return s.Used }),
			}),
		},
	}
}

func newMap(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "map POOL [ITEM...]",
		Short: "draw the used and free space of a pool",
		Long: `Draw the pool with what the items, which are in use, leave free of it: a mark
for each block of a size, how much is used, how many free prefixes there are of
which length, and the largest of them. Items may overlap and lie outside.

The pool is the first argument, and what follows are items, as are the lines of
-f FILE and of standard input; with --in POOL, as in "subnet free" and "subnet
allocate", all arguments are items. The drawing fits the terminal, and is in
ASCII where the locale is not UTF-8.

Records have the numbers and the segments of the pool; "input" is the pool.`,
		Example: `  hextet subnet map 2001:db8::/44 2001:db8::/48 2001:db8:4::/47
  hextet subnet map 192.0.2.0/24 -f used.txt
  hextet subnet map -j --in 2001:db8::/32 --in 192.0.2.0/24 -f used.txt`,
	}
	var in pools
	addPools(c, &in, "draw `POOL`")
	cli.Items(a, c, subnetMapTable, func() (stream.Op[*poolMap], error) {
		var used gathered
		return stream.Op[*poolMap]{
			Takes:  stream.Loose,
			Gather: gather[*poolMap](&used),
			End: func(out *stream.Out[*poolMap]) error {
				set := used.set()
				for i, p := range in {
					r := newPoolMap(p, set, !out.Plain())
					if out.Plain() {
						b := out.Buffer()
						if i > 0 {
							b = append(b, '\n')
						}
						b = r.draw(b, a)
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
				return cli.Usage(c, "a POOL to draw is needed")
			}
			p, err := parsePool(args[0])
			if err != nil {
				return cli.Usage(c, "POOL: %w", err)
			}
			in, args = pools{p}, args[1:]
		}
		return run(c, args)
	}
	return c
}

// Marks of a drawing.
const (
	markFree = iota
	markPart
	markUsed
)

// draw appends the drawing of r:
//
//	2001:db8::/44  18.75% used
//
//	  2001:db8::     ██··████······················
//
//	  █ used  ▒ in part  · free   a /48 each
//	  used  3 of 16 /48
//	  free  13 of 16 /48: 1 × /45, 2 × /47, 1 × /48
//	        2001:db8:8::/45  2001:db8:2::/47  …
func (r *poolMap) draw(b []byte, a *cli.App) []byte {
	p, _ := a.Palettes()
	marks, times := [...]string{"·", "▒", "█"}, "×"
	if !a.UTF8() {
		marks, times = [...]string{".", "+", "#"}, "x"
	}
	paint := [...]func(string) string{p.Faint, p.Warn, func(s string) string { return p.Part(0, s) }}

	title := r.String()
	whole := r.Cover().Bits()
	if q, ok := r.Prefix(); ok {
		title = string(addr.AppendPrefix(nil, q))
	}
	b = fmt.Appendf(b, "%s  %s%% used\n\n", p.Strong(title), r.appendPercent(nil))

	rows, columns, wide := r.grid(min(a.Width(), 120))
	label := 0
	starts := make([]string, 0, rows)
	cells := make([]byte, 0, rows*columns)
	for cell, used := range r.inUse.Cells(r.Range, uint32(rows*columns/wide)) {
		m := byte(markPart)
		switch used {
		case subnet.Count{}:
			m = markFree
		case cell.Count():
			m = markUsed
		}
		if len(cells)%columns == 0 {
			starts = append(starts, string(addr.AppendAddr(nil, cell.First())))
			label = max(label, len(starts[len(starts)-1]))
		}
		for range wide {
			cells = append(cells, m)
		}
	}
	for i, start := range starts {
		row := cells[i*columns : min((i+1)*columns, len(cells))]
		b = fmt.Appendf(b, "  %s%*s  ", p.Faint(start), label-len(start), "")
		for len(row) > 0 {
			n := 1
			for n < len(row) && row[n] == row[0] {
				n++
			}
			b = append(b, paint[row[0]](strings.Repeat(marks[row[0]], n))...)
			row = row[n:]
		}
		b = append(b, '\n')
	}
	each := ""
	if _, ok := r.Prefix(); ok {
		n := len(cells) / wide
		each = fmt.Sprintf("   a /%d each", whole+bits.Len(uint(n))-1)
		if wide > 1 {
			each = fmt.Sprintf("   %d marks a /%d", wide, whole+bits.Len(uint(n))-1)
		}
	}
	b = fmt.Appendf(b, "\n  %s used  %s in part  %s free%s\n", paint[markUsed](marks[markUsed]), paint[markPart](marks[markPart]), paint[markFree](marks[markFree]), each)

	of := fmt.Sprintf(" of %s /%d", r.inUnits(r.total), r.longest)
	b = fmt.Appendf(b, "  used  %s%s\n", r.inUnits(r.used), of)
	b = fmt.Appendf(b, "  free  %s%s", r.inUnits(r.free), of)
	const indent = 8
	at := indent + utf8.RuneCountInString(r.inUnits(r.free)+of)
	sep := ": "
	for _, h := range r.holes {
		s := fmt.Sprintf("%d %s /%d", h.blocks, times, h.length)
		b, at = wrap(b, at, indent, sep, s)
		sep = ", "
	}
	b = append(b, '\n')
	if len(r.largest) > 0 {
		b = append(b, "        "...)
		at, sep = indent, ""
		for _, q := range r.largest {
			b, at = wrap(b, at, indent, sep, string(addr.AppendPrefix(nil, q)))
			sep = "  "
		}
		if n := r.blocks(); n > uint64(len(r.largest)) {
			b, _ = wrap(b, at, indent, sep, fmt.Sprintf("and %d more", n-uint64(len(r.largest))))
		}
		b = append(b, '\n')
	}
	return b
}

// wrap appends s to a line that is at wide already, on a line of its own where
// it does not fit into 80 columns.
func wrap(b []byte, at, indent int, sep, s string) ([]byte, int) {
	n := len(sep) + utf8.RuneCountInString(s)
	if at+n >= 79 {
		b = append(b, strings.TrimRight(sep, " ")...)
		b = append(b, '\n')
		b = append(b, strings.Repeat(" ", indent)...)
		return append(b, s...), indent + n - len(sep)
	}
	return append(append(b, sep...), s...), at + n
}

// blocks returns how many free prefixes there are.
func (r *poolMap) blocks() (n uint64) {
	for _, h := range r.holes {
		n += h.blocks
	}
	return n
}

// grid returns how many rows and columns of marks a drawing of a width has, and
// how many marks a cell is wide: as many cells as it takes to show each border,
// where there is room.
func (r *poolMap) grid(width int) (rows, columns, wide int) {
	label := max(len(r.First().String()), len(r.Last().String()))
	if r.First().Is6() {
		// Rows begin on borders of large blocks: a few groups and "::".
		label = min(label, 24)
	}
	columns = 1 << (bits.Len(uint(max(width-label-4, 8))) - 1)
	columns = min(columns, 64)
	const mostRows = 16
	fine := r.longest - r.Cover().Bits() // bits that tell the smallest blocks apart
	cells := columns * mostRows
	if fine < 10 {
		cells = min(cells, 1<<max(fine, 0))
	}
	if cells >= columns {
		return cells / columns, columns, 1
	}
	return 1, columns, columns / cells
}

// inUnits writes c, a number of addresses, as one of blocks of the smallest size
// there is in the pool.
func (r *poolMap) inUnits(c subnet.Count) string {
	n := c.Big()
	n.Rsh(n, uint(r.First().BitLen()-r.longest))
	if n.BitLen() <= 24 {
		return n.String()
	}
	if n.TrailingZeroBits() == uint(n.BitLen()-1) {
		return "2^" + strconv.Itoa(n.BitLen()-1)
	}
	f, _ := new(big.Float).SetInt(n).Float64()
	return fmt.Sprintf("%.4g", f)
}
