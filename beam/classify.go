package hextet

import (
	"fmt"
	"reflect"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"

	"github.com/hextet/hextet/classify"
	"github.com/hextet/hextet/internal/classes"
	"github.com/hextet/hextet/internal/fields"
	"github.com/hextet/hextet/internal/ip"
)

func init() {
	beam.RegisterCoder(reflect.TypeFor[Classified](), encodeClassified, decodeClassified)
	register.DoFn2x1[Item, func(Classified), error](&classifyFn{})
	register.DoFn2x0[Classified, func(string)](&classifiedRecordFn{})
	register.Emitter1[Classified]()
}

// A Classified is an item and its class. Only the item is sent between workers;
// decoding classifies it again, which is cheaper than decoding a class.
type Classified struct {
	Item  Item
	Class classify.Class
}

// known caches classes for this process. It is internal: package classify keeps no
// state.
var known classes.Cache

// Classify takes a PCollection<Item> of addresses and prefixes and returns a
// PCollection<Classified>. As in the command, a prefix without host bits is classified
// as a whole, and one with host bits as the address it was written with. A range fails
// the pipeline.
func Classify(s beam.Scope, items beam.PCollection) beam.PCollection {
	return beam.ParDo(s.Scope("hextet.Classify"), &classifyFn{}, items)
}

type classifyFn struct {
	item ip.Item
}

func (fn *classifyFn) ProcessElement(it Item, emit func(Classified)) error {
	if it.IsRange() {
		return fmt.Errorf("hextet.Classify: %v is a range", it)
	}
	emit(Classified{it, classOf(it, &fn.item)})
	return nil
}

// classOf returns the class of an item; room is overwritten.
func classOf(it Item, room *ip.Item) classify.Class {
	room.Set(it.Addr, "", it.Bits())
	if room.IsPrefix() && !room.HasHostBits() {
		return classify.ClassifyPrefix(it.Prefix())
	}
	return known.Of(room)
}

func encodeClassified(c Classified) ([]byte, error) { return encodeItem(c.Item) }

func decodeClassified(data []byte) (c Classified, err error) {
	if c.Item, err = decodeItem(data); err == nil {
		c.Class = classOf(c.Item, new(ip.Item))
	}
	return c, err
}

// ClassifiedRecords takes the PCollection<Classified> of Classify and returns a
// PCollection<string> of the records that "hextet classify" writes, byte for byte, with the
// built-in vendors. Records of items in text have a line number only if it is known, see
// [Block].
func ClassifiedRecords(s beam.Scope, classified beam.PCollection, f Format) beam.PCollection {
	return beam.ParDo(s.Scope("hextet.ClassifiedRecords"), &classifiedRecordFn{Format: f}, classified)
}

type classifiedRecordFn struct {
	Format Format

	records *recorder[*fields.Classified]
	item    ip.Item
	rec     fields.Classified
	line    []byte
}

func (fn *classifiedRecordFn) Setup() (err error) {
	fields.Binder(classify.Options{})(&fn.rec, &fn.item)
	fn.records, err = newRecorder(fields.ClassifiedTable(), fn.Format)
	return err
}

func (fn *classifiedRecordFn) ProcessElement(c Classified, emit func(string)) {
	fn.item.Set(c.Item.Addr, c.Item.Zone, c.Item.Bits())
	fn.rec.Classify(&known)
	fn.line = fn.records.append(fn.line[:0], c.Item, &fn.rec)
	emit(chop(fn.line))
}
