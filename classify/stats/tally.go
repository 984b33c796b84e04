package stats

import (
	"net/netip"

	"github.com/hextet/hextet/classify"
	"github.com/hextet/hextet/embed4"
	"github.com/hextet/hextet/eui64"
	"github.com/hextet/hextet/internal/ip"
)

// A tally counts addresses of one family by what package classify says of them.
type tally struct {
	types, scopes, iids, mechanisms [256]uint64 // by the kinds' numbers
	vendors, labels                 map[string]uint64
}

func newTally() *tally {
	return &tally{vendors: map[string]uint64{}, labels: map[string]uint64{}}
}

// A judge fills in a tally. It is for one goroutine.
type judge struct {
	*tally
	options classify.Options
	label   func(netip.Addr) string
	is4     bool
	found   []embed4.Found // for add
}

// none is the row of a breakdown for addresses that have nothing of the kind;
// unknownVendor the one for MACs whose vendor is not known.
const (
	none          = "none"
	unknownVendor = "unknown"
)

// add counts an address. What is counted is what
// [classify.Record.Describe] finds, without the registries.
func (j *judge) add(e entry) {
	a, n := ip.AddrOf(e.Hi, e.Lo, j.is4), e.N
	c := classify.Classify(a)
	j.types[c.Type] += n
	j.scopes[c.Scope] += n
	if j.label != nil {
		j.labels[orNone(j.label(a))] += n
	}
	if j.is4 {
		return
	}
	id, _ := eui64.AnalyzeAddr(a)
	j.iids[id.Kind] += n
	if id.Kind == eui64.KindEUI64 {
		vendor, ok := j.options.Vendor(id.MAC)
		if !ok {
			vendor = unknownVendor
		}
		j.vendors[vendor] += n
	}
	// The first found is the most certain one, and the one that counts: an address
	// counts once.
	if j.found = j.options.Sites.Append(j.found[:0], a); len(j.found) > 0 {
		j.mechanisms[j.found[0].Mechanism] += n
	}
}

func orNone(name string) string {
	if name == "" {
		return none
	}
	return name
}

// addTally adds the counts of o.
func (t *tally) addTally(o *tally) {
	for i := range t.types {
		t.types[i] += o.types[i]
		t.scopes[i] += o.scopes[i]
		t.iids[i] += o.iids[i]
		t.mechanisms[i] += o.mechanisms[i]
	}
	for name, n := range o.vendors {
		t.vendors[name] += n
	}
	for name, n := range o.labels {
		t.labels[name] += n
	}
}
