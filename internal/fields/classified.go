package fields

import (
	"net/netip"
	"strconv"
	"sync"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/classify"
	"github.com/hextet/hextet/embed4"
	"github.com/hextet/hextet/eui64"
	"github.com/hextet/hextet/internal/classes"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/multicast"
)

// A Classified is an item with its facts, which are computed when a field needs them.
type Classified struct {
	item    *ip.Item
	Class   classify.Class
	options classify.Options

	known  bool            // memory is valid for the item
	memory classify.Record // see Facts
	single netip.Addr      // see addr

	// The facts of a single address, set by the first field that needs them.
	found []embed4.Found
	iid   iid
	group multicast.Info
	macs  int                      // number of vendors looked up
	index func() *classify.Vendors // built after manyMACs lookups
}

// An iid is an interface identifier and the vendor of its MAC.
type iid struct {
	value  eui64.IID
	kind   eui64.Kind
	mac    eui64.MAC
	vendor string
}

// IsBlock reports whether r is a block of addresses rather than one.
func (r *Classified) IsBlock() bool { return r.item.IsPrefix() && !r.item.HasHostBits() }

// addr returns the address of the item.
func (r *Classified) addr() netip.Addr {
	if !r.single.IsValid() {
		r.single = r.item.Addr()
	}
	return r.single
}

// Facts returns the facts beyond the class.
func (r *Classified) Facts() *classify.Record {
	if !r.known {
		r.known = true
		if r.IsBlock() {
			r.memory.DescribePrefix(r.item.Prefix(), r.options)
		} else {
			r.memory.Describe(r.addr(), r.options)
		}
	}
	return &r.memory
}

// Binder returns what binds a record to the item of a cursor, described with o. Call
// [Classified.Classify] for each item. Records that it binds share an index of vendors.
func Binder(o classify.Options) func(r *Classified, it *ip.Item) {
	if o.Vendors == nil {
		o.Vendors = classify.BuiltIn()
	}
	index := sync.OnceValue(o.Vendors.Indexed)
	return func(r *Classified, it *ip.Item) { r.item, r.options, r.index = it, o, index }
}

// manyMACs is the number of vendor lookups that cost as much as building the index.
const manyMACs = 1000

// ipv4 returns the embedded IPv4 addresses.
func (r *Classified) ipv4() []embed4.Found {
	switch {
	case r.IsBlock():
		return r.Facts().IPv4
	case r.item.Is4():
		return nil
	}
	r.found = r.options.Sites.Append(r.found[:0], r.addr())
	return r.found
}

// identifier returns the interface identifier, or nil if there is none.
func (r *Classified) identifier() *iid {
	if r.IsBlock() {
		f := r.Facts()
		if !f.HasIID {
			return nil
		}
		r.iid = iid{f.IID.Value, f.IID.Kind, f.IID.MAC, f.Vendor}
		return &r.iid
	}
	id, ok := eui64.InAddr(r.addr())
	if !ok {
		return nil
	}
	r.iid = iid{value: id}
	if r.Class.Type == classify.SixToFour {
		whole, _ := eui64.AnalyzeAddr(r.addr()) // the prefix matters
		r.iid.kind = whole.Kind
	} else {
		r.iid.kind = id.Kind()
	}
	if r.iid.kind == eui64.KindEUI64 {
		r.iid.mac, _ = id.MAC()
		if r.macs++; r.macs == manyMACs && r.index != nil {
			r.options.Vendors = r.index()
		}
		r.iid.vendor, _ = r.options.Vendor(r.iid.mac)
	}
	return &r.iid
}

// multicast returns the parts of a multicast address, or nil for any other address.
func (r *Classified) multicast() *multicast.Info {
	if r.IsBlock() {
		if f := r.Facts(); f.HasMulticast {
			return &f.Multicast
		}
		return nil
	}
	if r.Class.Type != classify.Multicast {
		return nil
	}
	var err error
	if r.group, err = multicast.Decode(r.addr()); err != nil {
		return nil
	}
	return &r.group
}

// Classify resets the facts for the next item.
func (r *Classified) Classify(known *classes.Cache) {
	r.known, r.single = false, netip.Addr{}
	if r.IsBlock() {
		r.Class = classify.ClassifyPrefix(r.item.Prefix())
	} else {
		r.Class = known.Of(r.item)
	}
}

// Set binds r to an item.
func (r *Classified) Set(a addr.Item, o classify.Options) {
	r.item = new(ip.Item)
	r.item.Set(a.Addr, a.Zone, a.Bits())
	r.options, r.known, r.single = o, false, a.Addr
	if r.IsBlock() {
		r.Class = classify.ClassifyPrefix(a.Prefix())
	} else {
		r.Class = classify.Classify(a.Addr)
	}
}

// AppendDetail appends the short description.
func (r *Classified) AppendDetail(b []byte) []byte {
	if r.IsBlock() {
		return r.Class.AppendPrefixDetail(b, r.item.Prefix())
	}
	return r.Class.AppendDetail(b, r.addr())
}

// key returns a number that determines what the tables of package classify say about an
// address, scope included; -1 if that depends on more.
func (r *Classified) key() int {
	key, ok := r.Class.Key()
	if !ok || r.IsBlock() {
		return -1
	}
	return key*scopes + int(r.Class.Scope)
}

const scopes = int(classify.ScopeMixed) + 1

// ClassifiedTable returns the record table of r.
func ClassifiedTable() record.Table[*Classified] {
	return record.Table[*Classified]{
		Default: "address,type,scope,detail",
		Key:     (*Classified).key,
		Keys:    classify.MaxKey * scopes,
		Fields: []record.Field[*Classified]{
			record.Text("address", "the canonical address; in columns with zone and length", func(b []byte, r *Classified) []byte {
				return r.item.AppendCanonical(b, ip.QuadAuto)
			}).TameIf(func(r *Classified) bool { return r.item.Zone == "" }).InJSON(func(b []byte, r *Classified) []byte {
				return r.item.AppendAddr(b)
			}),
			record.Text("zone", "the zone, if the item has one", func(b []byte, r *Classified) []byte {
				return append(b, r.item.Zone...)
			}).ByKeyUnless(func(r *Classified) bool { return r.item.Zone != "" }),
			record.Number("prefix_length", "the prefix length, if the item has one", func(b []byte, r *Classified) []byte {
				if !r.item.IsPrefix() {
					return b
				}
				return strconv.AppendInt(b, int64(r.item.Length), 10)
			}).ByKeyUnless(func(r *Classified) bool { return r.item.IsPrefix() }),
			record.Number("family", "4 or 6", func(b []byte, r *Classified) []byte {
				return strconv.AppendInt(b, int64(r.Class.Family), 10)
			}).ByKey(),
			record.Text("cast", "unicast, multicast or broadcast", func(b []byte, r *Classified) []byte {
				return append(b, r.Class.Cast.String()...)
			}).OneOf(Words(classify.CastUnicast, classify.CastMixed)...).ByKey(),
			record.Text("type", "the address type, the most specific that applies", func(b []byte, r *Classified) []byte {
				return append(b, r.Class.Type.String()...)
			}).OneOf(Words(classify.Unspecified, classify.Mixed)...).ByKey(),
			record.Text("scope", "the scope", func(b []byte, r *Classified) []byte {
				return append(b, r.Class.Scope.String()...)
			}).OneOf(Words(classify.ScopeInterfaceLocal, classify.ScopeMixed)...).ByKey(),
			record.Text("detail", "a short description", func(b []byte, r *Classified) []byte {
				return r.AppendDetail(b)
			}).ByKeyUnless(func(r *Classified) bool { return r.Class.DetailVaries(eui64.IID(r.item.Lo())) }),
			record.Flag("deprecated", "whether this kind of address is deprecated", func(r *Classified) bool {
				return r.Facts().Deprecated
			}).ByKey(),
			record.Sub("registry", "the most specific entry in IANA's special-purpose registry", func(r *Classified) *classify.Row {
				if f := r.Facts(); f.HasRow {
					return &f.Row
				}
				return nil
			}, Registry()).ByKey(),
			record.Sub("allocation", "the IANA allocation that contains the address", func(r *Classified) *classify.Allocation {
				if f := r.Facts(); f.HasAllocation {
					return &f.Allocation
				}
				return nil
			}, allocationFields()).ByKey(),
			record.Subs("ipv4", "the IPv4 addresses inside", func(r *Classified) []embed4.Found {
				return r.ipv4()
			}, Inner()),
			record.Sub("iid", "the interface identifier", (*Classified).identifier, iidFields()),
			record.Sub("multicast", "the parts of a multicast address", (*Classified).multicast, Group()).ByKeyUnless(func(r *Classified) bool { return r.Class.Type == classify.Multicast }),
			record.Sub("policy", "the matching entry of the RFC 6724 policy table", func(r *Classified) *classify.Policy {
				if f := r.Facts(); f.Policy.Prefix.IsValid() {
					return &f.Policy
				}
				return nil
			}, policyFields()).ByKey(),
		},
	}
}
