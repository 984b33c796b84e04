package stats

import (
	"net/netip"

	"github.com/hextet/hextet/classify"
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
	record  classify.Record
}

// none is the row of a breakdown for addresses that have nothing of the kind;
// unknownVendor the one for MACs that nobody is known to have made.
const (
	none          = "none"
	unknownVendor = "unknown"
)

// add counts an address, which came n times. All there is to say about one is said
// by [classify.Record.Describe], here as everywhere.
func (j *judge) add(hi, lo, n uint64) {
	a := ip.AddrOf(hi, lo, j.is4)
	r := &j.record
	r.Describe(a, j.options)
	j.types[r.Class.Type] += n
	j.scopes[r.Class.Scope] += n
	if j.label != nil {
		j.labels[orNone(j.label(a))] += n
	}
	if j.is4 {
		return
	}
	kind := classify.IIDUnknown
	if r.HasIID {
		kind = r.IID.Kind
	}
	j.iids[kind] += n
	if kind == classify.IIDEUI64 {
		vendor := r.Vendor
		if vendor == "" {
			vendor = unknownVendor
		}
		j.vendors[vendor] += n
	}
	// The first found is the most certain one, and the one that counts: an address
	// counts once.
	if len(r.IPv4) > 0 {
		j.mechanisms[r.IPv4[0].Mechanism] += n
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
