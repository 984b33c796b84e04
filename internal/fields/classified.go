package fields

import (
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

// A Classified is what is known of an item. Its fields ask for what they show, so
// that nothing else is worked out.
type Classified struct {
	item    *ip.Item
	Class   classify.Class
	options classify.Options

	known  bool            // memory is about it
	memory classify.Record // see Facts

	// What single addresses have, by the field that asked for it.
	found []embed4.Found
	iid   iid
	group multicast.Info
	macs  int                      // how many vendors were looked up
	index func() *classify.Vendors // that is worth making once there were many
}

// An iid is an interface identifier and the vendor of its MAC.
type iid struct {
	classify.IID
	vendor string
}

// IsBlock reports whether it is about a block of addresses rather than one.
func (r *Classified) IsBlock() bool { return r.item.IsPrefix() && !r.item.HasHostBits() }

// Facts returns all there is to know beyond the class.
func (r *Classified) Facts() *classify.Record {
	if !r.known {
		r.known = true
		if r.IsBlock() {
			r.memory.DescribePrefix(r.item.Prefix(), r.options)
		} else {
			r.memory.Describe(r.item.Addr(), r.options)
		}
	}
	return &r.memory
}

// Bind makes r about whatever it holds, described with o. [Classified.Classify]
// is to be called for each item.
func (r *Classified) Bind(it *ip.Item, o classify.Options) {
	r.item, r.options = it, o
	if r.options.Vendors == nil {
		r.options.Vendors = classify.BuiltIn()
	}
	r.index = sync.OnceValue(r.options.Vendors.Indexed)
}

// manyMACs are as many look-ups of vendors as the index for them takes to make.
const manyMACs = 1000

// ipv4 returns the IPv4 addresses inside.
func (r *Classified) ipv4() []embed4.Found {
	switch {
	case r.IsBlock():
		return r.Facts().IPv4
	case r.item.Is4():
		return nil
	}
	r.found = r.options.Sites.Append(r.found[:0], r.item.Addr())
	return r.found
}

// identifier returns the interface identifier, nil without one.
func (r *Classified) identifier() *iid {
	if r.IsBlock() {
		f := r.Facts()
		if !f.HasIID {
			return nil
		}
		r.iid = iid{f.IID, f.Vendor}
		return &r.iid
	}
	if !r.Class.HasIID() {
		return nil
	}
	r.iid = iid{IID: classify.AnalyzeIID(eui64.IID(r.item.Lo()))}
	if r.iid.Kind == classify.IIDEUI64 {
		if r.macs++; r.macs == manyMACs && r.index != nil {
			r.options.Vendors = r.index()
		}
		r.iid.vendor, _ = r.options.Vendor(r.iid.MAC)
	}
	return &r.iid
}

// multicast returns the parts of a group, nil for any other address.
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
	if r.group, err = multicast.Decode(r.item.Addr()); err != nil {
		return nil
	}
	return &r.group
}

// Classify takes note that the item is another one.
func (r *Classified) Classify(known *classes.Cache) {
	r.known = false
	if r.IsBlock() {
		r.Class = classify.ClassifyPrefix(r.item.Prefix())
	} else {
		r.Class = known.Of(r.item)
	}
}

// Set makes r about an item that no cursor found.
func (r *Classified) Set(a addr.Item, o classify.Options) {
	r.item = new(ip.Item)
	r.item.Set(a.Addr, a.Zone, a.Bits())
	r.options, r.known = o, false
	if r.IsBlock() {
		r.Class = classify.ClassifyPrefix(a.Prefix())
	} else {
		r.Class = classify.Classify(a.Addr)
	}
}

// AppendDetail appends what there is to say in a phrase.
func (r *Classified) AppendDetail(b []byte) []byte {
	if r.IsBlock() {
		return r.Class.AppendPrefixDetail(b, r.item.Prefix())
	}
	return r.Class.AppendDetail(b, r.item.Addr())
}

// key stands for all that the tables of package classify say.
func (r *Classified) key() int {
	key, ok := r.Class.Key()
	if !ok || r.IsBlock() {
		return -1
	}
	return key*scopes + int(r.Class.Scope)
}

const scopes = int(classify.ScopeMixed) + 1

// ClassifiedTable is the table of such records.
func ClassifiedTable() record.Table[*Classified] {
	return record.Table[*Classified]{
		Default: "address,type,scope,detail",
		Key:     (*Classified).key,
		Keys:    classify.MaxKey * scopes,
		Fields: []record.Field[*Classified]{
			record.Text("address", "the address in RFC 5952 text; columns show its zone and length after it", func(b []byte, r *Classified) []byte {
				return r.item.AppendCanonical(b, ip.QuadAuto)
			}).Tame(func(r *Classified) bool { return r.item.Zone == "" }).InJSON(func(b []byte, r *Classified) []byte {
				return r.item.AppendAddr(b)
			}),
			record.Text("zone", "the zone, where the item has one", func(b []byte, r *Classified) []byte {
				return append(b, r.item.Zone...)
			}),
			record.Number("prefix_length", "the length, where the item is a prefix", func(b []byte, r *Classified) []byte {
				if !r.item.IsPrefix() {
					return b
				}
				return strconv.AppendInt(b, int64(r.item.Length), 10)
			}),
			record.Number("family", "4 or 6", func(b []byte, r *Classified) []byte {
				return strconv.AppendInt(b, int64(r.Class.Family), 10)
			}).ByKey(),
			record.Text("cast", "how many it reaches", func(b []byte, r *Classified) []byte {
				return append(b, r.Class.Cast.String()...)
			}).OneOf(Words(classify.CastUnicast, classify.CastMixed)...).ByKey(),
			record.Text("type", "what it is, the most specific word that holds", func(b []byte, r *Classified) []byte {
				return append(b, r.Class.Type.String()...)
			}).OneOf(Words(classify.Unspecified, classify.Mixed)...).ByKey(),
			record.Text("scope", "how far it reaches", func(b []byte, r *Classified) []byte {
				return append(b, r.Class.Scope.String()...)
			}).OneOf(Words(classify.ScopeInterfaceLocal, classify.ScopeMixed)...).ByKey(),
			record.Text("detail", "what there is to say in a phrase", func(b []byte, r *Classified) []byte {
				return r.AppendDetail(b)
			}).ByKeyUnless(func(r *Classified) bool { return r.Class.DetailVaries() }),
			record.Flag("deprecated", "whether this form of address is no longer to be used", func(r *Classified) bool {
				return r.Facts().Deprecated
			}).ByKey(),
			record.Sub("registry", "its row of IANA's special-purpose registry, the most specific one", func(r *Classified) *classify.Row {
				if f := r.Facts(); f.HasRow {
					return &f.Row
				}
				return nil
			}, Registry()).ByKey(),
			record.Sub("allocation", "who IANA gave its block to", func(r *Classified) *classify.Allocation {
				if f := r.Facts(); f.HasAllocation {
					return &f.Allocation
				}
				return nil
			}, allocationFields()).ByKey(),
			record.Subs("ipv4", "the IPv4 addresses inside", func(r *Classified) []embed4.Found {
				return r.ipv4()
			}, Found()),
			record.Sub("iid", "the interface identifier", (*Classified).identifier, iidFields()),
			record.Sub("multicast", "the parts of a multicast address", (*Classified).multicast, Group()).ByKeyUnless(func(r *Classified) bool { return r.Class.Type == classify.Multicast }),
			record.Sub("policy", "its row of the RFC 6724 policy table", func(r *Classified) *classify.Policy {
				if f := r.Facts(); f.Policy.Prefix.IsValid() {
					return &f.Policy
				}
				return nil
			}, policyFields()).ByKey(),
		},
	}
}
