package subnet

import (
	"cmp"
	"slices"

	"go4.org/netipx"

	"github.com/hextet/hextet/subnet"
)

// origins are the items of a run, as they were given, to say which of them an
// answer to all of them comes from.
type origins struct {
	list []origin
	text []byte // of the items, one behind the other
}

type origin struct {
	netipx.IPRange
	at, end int // in text
}

func (o *origins) add(r netipx.IPRange, item string) {
	at := len(o.text)
	o.text = append(o.text, item...)
	o.list = append(o.list, origin{r, at, len(o.text)})
}

// item returns the text of the i-th item.
func (o *origins) item(i int) string { return string(o.text[o.list[i].at:o.list[i].end]) }

// finder returns a function that finds the first item, in address order, with
// addresses in r. It is to be asked in address order.
func (o *origins) finder() func(r netipx.IPRange) string {
	slices.SortFunc(o.list, func(a, b origin) int {
		return cmp.Or(subnet.Compare(a.IPRange, b.IPRange), cmp.Compare(a.at, b.at))
	})
	next := 0
	return func(r netipx.IPRange) string {
		for i := next; i < len(o.list); i++ {
			if o.list[i].Overlaps(r) {
				return o.item(i)
			}
			if o.list[i].From().Is4() != r.From().Is4() || o.list[i].To().Less(r.From()) {
				next = i + 1
			}
		}
		return ""
	}
}
