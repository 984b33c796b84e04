// Package stats has the command that counts addresses.
package stats

import (
	"errors"
	"fmt"
	"math"
	"net/netip"
	"sync"
	"time"

	"github.com/spf13/cobra"
	"go4.org/netipx"

	"github.com/hextet/hextet/classify"
	"github.com/hextet/hextet/classify/stats"
	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/fields"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/picture"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
	"github.com/hextet/hextet/internal/style"
	"github.com/hextet/hextet/internal/table"
)

func New(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:        "stats [ADDRESS...]",
		SuggestFor: []string{"statistics", "entropy", "histogram", "uniq", "top"},
		Short:      "show what a list of addresses is made of, or count it by prefix",
		Long: `Count the addresses and draw what they are: how much each of the 32 digits
varies (a digit that never changes is printed as itself, the others as bars of
their entropy), types, scopes, interface identifiers, the vendors of MACs in
them, IPv4 addresses inside, how many /32, /48, /56 and /64 there are, and the
prefixes that most addresses are in. -j has all of it in one object.

--by LENGTH counts by prefix instead, as "uniq -c | sort -rn" counts lines: a
record a prefix with the number of its addresses, of different ones, and its
share of all, the most first. IPv4 addresses are counted by --by-ipv4, one by
one unless that is given; with --by-ipv4 alone IPv6 addresses are counted by 64.

With -t the addresses are those anywhere in a log. With --table they are counted
by the label of the longest prefix that holds them, too. Zones and prefix
lengths of items make no difference.

Counts are exact, and take 17 bytes of memory for each different address, up to
25 while more come in. --approximate takes some 70 MB however many there are:
the numbers of different addresses and prefixes are then estimates, with their
standard error beside them, entropies are those of a sample, and counts by
prefix may be too low.

Ctrl-C ends the input: what came before it is shown, and marked as partial.
--live redraws everything each second while a pipe goes on.`,
		Example: `  hextet stats 2001:db8::1 2001:db8::2 2001:db8:0:1:2a0:ccff:fe24:b0e4
  hextet stats -t < access.log
  hextet stats -t --by 64 --top 3 < access.log
  hextet stats -j -f addresses.txt`,
	}
	var o statsOptions
	o.by, o.by4, o.top = -1, -1, -1
	cli.AddValue(c, &o.by, false, "by", "", "LENGTH", "count by prefixes of `LENGTH` bits", cli.Length(0, 128), nil)
	cli.AddValue(c, &o.by4, false, "by-ipv4", "", "LENGTH", "count IPv4 addresses by prefixes of `LENGTH` bits", cli.Length(0, 32), nil)
	cli.AddValue(c, &o.top, false, "top", "", "N", "only the `N` prefixes that most addresses are in", cli.Number(0, math.MaxInt32), nil)
	o.tables.Add(c, "count by the labels of")
	c.Flags().BoolVar(&o.approximate, "approximate", false, "count different addresses in fixed memory, about")
	c.Flags().BoolVar(&o.live, "live", false, "redraw on the terminal each second")
	vendors := cli.AddOUIFiles(c)
	a.AddFamily(c)
	table := func() record.Table[*fields.Stats] {
		if o.prefixes() {
			return fields.StatsByTable(len(o.tables.Files) > 0)
		}
		return fields.StatsTable()
	}
	cli.Items(a, c, table, func() (op stream.Op[*fields.Stats], err error) {
		switch {
		case o.live && (!a.OutTerminal || a.OutPlain):
			return op, errors.New("--live requires a terminal as output")
		case o.live && !a.PlainText():
			return op, errors.New("--live draws and cannot be combined with another output format")
		}
		if o.vendors, err = vendors(); err != nil {
			return op, err
		}
		return statsOp(a, o)
	})
	run := c.RunE
	c.RunE = func(c *cobra.Command, args []string) error {
		interrupted, release := cli.Interrupt()
		defer release()
		o.interrupted, o.release = interrupted, release
		return run(c, args)
	}
	return c
}

// statsOptions are the flags of stats; numbers that were not given are negative.
type statsOptions struct {
	by, by4, top      int
	tables            cli.TableFlags
	approximate, live bool
	vendors           *classify.Vendors
	interrupted       <-chan struct{} // closed when the input should end
	release           func()          // makes interrupts end the program again
}

// prefixes reports whether records are about prefixes.
func (o *statsOptions) prefixes() bool { return o.by >= 0 || o.by4 >= 0 }

// statsOp returns the Op: every goroutine counts by itself and occasionally hands over
// its counts, so that an address seen by all of them is stored only once.
func statsOp(a *cli.App, o statsOptions) (op stream.Op[*fields.Stats], err error) {
	g := &gathering{a: a, statsOptions: o}
	counting := stats.Options{Top: o.top, Classify: classify.Options{Vendors: o.vendors}}
	switch {
	case o.top < 0:
		counting.Top = 0 // default number
	case o.top == 0:
		counting.Top = -1
	}
	if o.prefixes() {
		if g.by < 0 {
			g.by = 64
		}
		if g.by4 < 0 {
			g.by4 = 32
		}
		counting.Lengths6, counting.Lengths4 = []int{g.by}, []int{g.by4}
	}
	if len(o.tables.Files) > 0 {
		var b table.Builder
		if err := o.tables.Read(&b); err != nil {
			return op, err
		}
		g.table = b.Table()
		counting.Label = g.label
	}
	g.part = func() *stats.Counter { return stats.New(counting) }
	all := counting
	if o.approximate {
		all.Method = stats.Approximate
	}
	g.all = stats.New(all)
	op = stream.Op[*fields.Stats]{
		Gather:    g.worker,
		End:       g.end,
		Interrupt: o.interrupted,
	}
	if !o.prefixes() {
		op.Card = g.draw
	}
	if o.live {
		g.screen = newScreen(a, g.frame)
	}
	return op, nil
}

// A gathering merges the counts of all goroutines.
type gathering struct {
	statsOptions
	a      *cli.App
	table  *table.Table // nil without labels
	part   func() *stats.Counter
	screen *screen // nil unless live

	mu      sync.Mutex // of what follows
	all     *stats.Counter
	workers []*statsWorker
}

// A statsWorker counts for one goroutine. Only a live screen contends for its lock.
type statsWorker struct {
	mu      sync.Mutex
	counter *stats.Counter
	n       int // addresses since the last merge
}

// handOver is how many addresses a goroutine counts before it hands them over.
const handOver = 1 << 16

func (g *gathering) worker() func(*ip.Item, *stream.Out[*fields.Stats]) error {
	w := &statsWorker{counter: g.part()}
	g.mu.Lock()
	g.workers = append(g.workers, w)
	if g.screen != nil {
		g.screen.start()
	}
	g.mu.Unlock()
	count := func(it *ip.Item) {
		w.counter.Add(it.Addr())
		if w.n++; w.n == handOver {
			w.n = 0
			g.mu.Lock()
			g.all.Merge(w.counter)
			g.mu.Unlock()
		}
	}
	if g.screen == nil {
		return func(it *ip.Item, _ *stream.Out[*fields.Stats]) error {
			count(it)
			return nil
		}
	}
	return func(it *ip.Item, _ *stream.Out[*fields.Stats]) error {
		w.mu.Lock()
		count(it)
		w.mu.Unlock()
		return nil
	}
}

// gather merges the counts of all goroutines. The caller holds g.mu.
func (g *gathering) gather() {
	for _, w := range g.workers {
		w.mu.Lock()
		g.all.Merge(w.counter)
		w.n = 0
		w.mu.Unlock()
	}
}

func (g *gathering) label(a netip.Addr) string {
	row := g.table.Addr(a)
	return row.Label()
}

// errInterrupted marks the result as partial.
var errInterrupted = errors.New("interrupted: partial result")

// partial reports whether the input was cut off. A live run does not count as partial:
// an interrupt is the only way to end it.
func (g *gathering) partial() bool {
	select {
	case <-g.interrupted:
		return !g.live
	default:
		return false
	}
}

func (g *gathering) end(out *stream.Out[*fields.Stats]) (err error) {
	g.screen.stop()
	partial := g.partial()
	if partial {
		err = errInterrupted
	}
	g.release()
	g.gather()
	if g.prefixes() {
		if e := g.emitPrefixes(out); e != nil {
			return e
		}
		return err
	}
	s := g.all.Summary()
	*out.Rec = fields.Stats{Sum: &s, Partial: partial}
	if g.table != nil {
		out.Rec.LabelOf = g.prefixLabel
	}
	out.Emit()
	return err
}

// emitPrefixes writes the prefixes as records. One goroutine counts, another writes.
func (g *gathering) emitPrefixes(out *stream.Out[*fields.Stats]) error {
	prefixes, err := g.all.By(g.by, g.by4)
	if err != nil {
		return err
	}
	const batch = 1024
	batches, free := make(chan []stats.PrefixCount, 4), make(chan []stats.PrefixCount, 8)
	done := make(chan struct{})
	defer close(done)
	go func() {
		defer close(batches)
		var some []stats.PrefixCount
		send := func() bool {
			select {
			case batches <- some:
				select {
				case some = <-free:
				default:
					some = make([]stats.PrefixCount, 0, batch)
				}
				return true
			case <-done:
				return false
			}
		}
		n := 0
		for p := range prefixes {
			if g.top >= 0 && n == g.top {
				break
			}
			n++
			if some = append(some, p); len(some) >= batch && !send() {
				return
			}
		}
		send()
	}()
	r := out.Rec
	r.Total = g.all.Total()
	plain := out.Plain() && g.table == nil
	for some := range batches {
		if plain {
			b := out.Buffer()
			for i := range some {
				r.Prefix = some[i]
				b = append(r.AppendColumns(b), out.Terminator())
			}
			if !out.Took(b, len(some)) {
				return nil
			}
			free <- some[:0]
			continue
		}
		for i := range some {
			r.Prefix = some[i]
			r.Label = g.prefixLabel(some[i].Prefix)
			if !out.EmitFor("") {
				return nil
			}
		}
		free <- some[:0]
	}
	if s := g.all.Missed(); s > 0 {
		g.a.Warn(fmt.Sprintf("counts may be too low, by %d at most", s))
	}
	return nil
}

// prefixLabel returns the label of the longest prefix in the table that contains all of
// p.
func (g *gathering) prefixLabel(p netip.Prefix) string {
	if g.table == nil {
		return ""
	}
	row := g.table.Range(netipx.RangeOfPrefix(p))
	return row.Label()
}

// draw draws the picture, as the text of the record.
func (g *gathering) draw(b []byte, r *fields.Stats) []byte {
	var note picture.Note
	if r.Partial {
		note = picture.Note{Text: "interrupted: what came before", Ink: style.Palette.Alarm}
	}
	b = g.look().Append(b, r.Sum, note)
	return b[:len(b)-1] // the engine terminates the record
}

func (g *gathering) look() picture.Look {
	p, _ := g.a.Palettes()
	look := picture.Look{Palette: p, Width: g.a.Width(), UTF8: g.a.UTF8()}
	if g.top >= 0 {
		look.Top = g.top
	}
	return look
}

// frame draws the live picture after some time.
func (g *gathering) frame(width, height int, elapsed time.Duration) []byte {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.gather()
	s := elapsed.Round(time.Second).Seconds()
	note := picture.Note{
		Text: fmt.Sprintf("%d:%02d:%02d, %.0f a second", int(s)/3600, int(s)/60%60, int(s)%60, float64(g.all.Total())/elapsed.Seconds()),
		Ink:  style.Palette.Faint,
	}
	look := g.look()
	look.Width, look.Height = width, height
	if !g.prefixes() {
		s := g.all.Summary()
		return look.Append(nil, &s, note)
	}
	prefixes, err := g.all.By(g.by, g.by4)
	if err != nil {
		return nil
	}
	var top []picture.Prefix
	for p := range prefixes {
		if len(top) == height || g.top >= 0 && len(top) == g.top {
			break
		}
		top = append(top, picture.Prefix{PrefixCount: p, Label: g.prefixLabel(p.Prefix)})
	}
	return look.AppendPrefixes(nil, top, g.all.Total(), note)
}
