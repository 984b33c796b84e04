package subnet

import (
	"cmp"
	"slices"

	"github.com/hextet/hextet/subnet"
)

// origins are the items of a run, as they were given, to say which of them an
// answer to all of them comes from.
type origins struct {
	list []origin
	text []byte // of the items, one behind the other
}

type origin struct {
	subnet.Range
	at, end int // in text
}

func (o *origins) add(r subnet.Range, item string) {
	at := len(o.text)
	o.text = append(o.text, item...)
	o.list = append(o.list, origin{r, at, len(o.text)})
}

// item returns the text of the i-th item.
func (o *origins) item(i int) string { return string(o.text[o.list[i].at:o.list[i].end]) }

// finder returns a function that finds the first item, in address order, with
// addresses in r. It is to be asked in address order.
func (o *origins) finder() func(r subnet.Range) string {
	slices.SortFunc(o.list, func(a, b origin) int {
		return cmp.Or(a.Compare(b.Range), cmp.Compare(a.at, b.at))
	})
	next := 0
	return func(r subnet.Range) string {
		for i := next; i < len(o.list); i++ {
			if o.list[i].Overlaps(r) {
				return o.item(i)
			}
			if o.list[i].Is4() != r.Is4() || o.list[i].Last().Less(r.First()) {
				next = i + 1
			}
		}
		return ""
	}
}
