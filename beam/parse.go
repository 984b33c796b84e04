package hextet

import (
	"bytes"
	"context"
	"fmt"
	"reflect"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/internal/find"
	"github.com/hextet/hextet/internal/stream"
	"github.com/hextet/hextet/subnet"
)

func init() {
	register.DoFn4x0[context.Context, Block, func(Item), func(Bad)](&parseFn{})
	register.Function1x1(LinesOf)
	register.Emitter1[Item]()
}

// ParseOptions say what is an item in a line. With the zero options, every line is an
// address or a prefix.
type ParseOptions struct {
	// InText makes every address in a line an item, wherever it is. The rest of the
	// line is ignored and never reported as bad.
	InText bool

	// Ranges also accepts ranges, FIRST-LAST, and IPv4 prefixes with a mask, as
	// subnet.Parse does.
	Ranges bool

	// Family is 4 or 6 to omit items of the other family, or 0 for both.
	Family int
}

// ParseLines parses a PCollection<Block>, or a PCollection<string> of one or more lines
// each. It returns a PCollection<Item>, and a PCollection<Bad> of the lines that are
// not items. It panics for a PCollection of any other type.
//
// As in the command, blank lines, lines that begin with "#", comments after an item and
// the byte order mark of a file are skipped. The counters "items" and "bad_items" in
// the namespace "hextet" count the two outputs.
func ParseLines(s beam.Scope, lines beam.PCollection, o ParseOptions) (items, bad beam.PCollection) {
	s = s.Scope("hextet.ParseLines")
	return beam.ParDo2(s, &parseFn{ParseOptions: o}, blocks(s, lines))
}

// blocks converts a PCollection<Block> or <string> to a PCollection<Block>.
func blocks(s beam.Scope, lines beam.PCollection) beam.PCollection {
	switch t := lines.Type().Type(); t {
	case blockType:
		return lines
	case reflect.TypeFor[string]():
		return beam.ParDo(s, LinesOf, lines)
	default:
		panic(fmt.Sprintf("hextet: lines are a PCollection of Block or string, not of %v", t))
	}
}

var (
	itemCounter = beam.NewCounter("hextet", "items")
	badCounter  = beam.NewCounter("hextet", "bad_items")
)

type parseFn struct {
	ParseOptions

	finder *find.Finder
}

func (fn *parseFn) Setup() {
	if fn.InText {
		// The finder is internal because it deals with text, and the public packages
		// with addresses.
		family := map[int]find.Family{4: find.Only4, 6: find.Only6}[fn.Family]
		fn.finder = find.New(find.Options{Family: family})
	}
}

func (fn *parseFn) ProcessElement(ctx context.Context, b Block, emit func(Item), emitBad func(Bad)) {
	items, bads := int64(0), int64(0)
	bad := func(line, offset int64, text, reason string) {
		bads++
		emitBad(Bad{b.File, line, offset, text, reason})
	}
	if b.TooLong {
		badCounter.Inc(ctx, 1)
		emitBad(tooLong(b))
		return
	}
	for line := range linesOf(b) {
		if fn.InText {
			var f find.Find
			for at := 0; fn.finder.Next(line.text, at, &f); at = f.End {
				it := Item{Item: subnet.Item{Item: addr.Item{Addr: f.Addr(), Zone: f.Zone}.WithBits(f.Length)}}
				it = it.written(line.text[f.Start:f.End])
				it.Zone = string([]byte(f.Zone))
				it.Place = Place{line.number, f.Start, f.End}
				items++
				emit(it)
			}
			continue
		}
		text := stream.LineItem(line.text)
		if len(text) == 0 {
			continue
		}
		it, err := fn.parse(string(text))
		switch {
		case err != nil:
			bad(line.number, line.offset, string(text), string(stream.AppendReason(nil, string(text), err)))
		case fn.wants(it):
			items++
			emit(it.written(text))
		}
	}
	itemCounter.Inc(ctx, items)
	if bads > 0 {
		badCounter.Inc(ctx, bads)
	}
}

func (fn *parseFn) parse(text string) (Item, error) {
	if fn.Ranges {
		it, err := subnet.Parse(text)
		return Item{Item: it}, err
	}
	it, err := addr.ParseItem(text)
	return Item{Item: subnet.Item{Item: it}}, err
}

func (fn *parseFn) wants(it Item) bool {
	return fn.Family == 0 || (fn.Family == 4) == it.Addr.Is4()
}

const bom = "\ufeff"

// A textLine is a line of a block, without its newline.
type textLine struct {
	text           []byte
	number, offset int64 // as in Block
}

// linesOf yields the lines of b.
func linesOf(b Block) func(yield func(textLine) bool) {
	return func(yield func(textLine) bool) {
		text := b.Text
		at := 0
		if b.Offset == 0 {
			at = len(text) - len(bytes.TrimPrefix(text, []byte(bom)))
		}
		for number := b.Line; at < len(text); {
			line := textLine{text[at:], number, -1}
			next := len(text)
			if n := bytes.IndexByte(line.text, '\n'); n >= 0 {
				line.text, next = line.text[:n], at+n+1
			}
			if b.Offset >= 0 {
				line.offset = b.Offset + int64(at)
			}
			if !yield(line) {
				return
			}
			at = next
			if number > 0 {
				number++
			}
		}
	}
}
