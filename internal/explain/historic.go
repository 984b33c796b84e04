package explain

import (
	"fmt"

	"github.com/hextet/hextet/classify"
	"github.com/hextet/hextet/internal/card"
)

// A Historic is what an address meant under older rules: the class of an IPv4 address
// (RFC 791), the aggregation identifiers of a global IPv6 address (RFC 2374).
type Historic struct {
	Class        *classify.IPv4Class
	Aggregatable *classify.Aggregatable
}

// historic fills in f.Historic.
func (f *Facts) historic() {
	if c, ok := classify.IPv4ClassOf(f.Item.Addr); ok {
		f.Historic.Class = &c
	}
	if g, ok := classify.AggregatableOf(f.Item.Addr); ok {
		f.Historic.Aggregatable = &g
	}
}

func (f *Facts) historicFacts(l *list) {
	if c := f.Historic.Class; c != nil {
		what := "network " + prefixText(c.Prefix)
		switch c.Letter {
		case 'D':
			what = "groups"
		case 'E':
			what = "reserved"
		}
		l.add(card.Full, "class", string(c.Letter), what+"; historic, RFC 791 section 3.2")
	}
	if g := f.Historic.Aggregatable; g != nil {
		l.add(card.Full, "aggregation", fmt.Sprintf("TLA %#x, NLA %#x, SLA %#x", g.TLA, g.NLA, g.SLA), "historic, RFC 2374")
	}
}
