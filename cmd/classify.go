package cmd

import (
	"strconv"

	"github.com/spf13/cobra"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/classify"
	"github.com/hextet/hextet/embed4"
	"github.com/hextet/hextet/internal/classes"
	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
	"github.com/hextet/hextet/multicast"
)

func newClassify(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "classify [ITEM...]",
		Short: "say what addresses are: type, scope, registry row, identifier",
		Long: `Say what each IPv6 or IPv4 address is, a record an item. The text is its type,
its scope and a phrase; -o json has all that is known: the row of IANA's
special-purpose registry (RFC 6890) with its flags, who the block was given to,
the IPv4 addresses inside, what the interface identifier looks like (RFC 7707),
the parts of a multicast address and the RFC 6724 policy. Facts that do not
apply are left out; a registry's "not applicable" is null.

A prefix is classified as its whole block: its type is "mixed" where it spans
several, and the phrase says which. With -k the fields follow the line as
further columns.`,
		Example: `  hextet classify 2001:db8::1 fe80::1%eth0 192.0.2.1
  hextet classify -j 2001:0:4136:e378:8000:63bf:3fff:fdd2
  hextet classify --fields input,type,registry.name,iid.mac -f addresses.txt
  hextet classify -k 1 -f access.log`,
	}
	vendors := addOUIFiles(c)
	return cli.Items(a, c, classifyTable, func() (stream.Op[*classifyRecord], error) {
		v, err := vendors()
		return classifyOp(classify.Options{Vendors: v}), err
	})
}

// classifyOp is the command for addresses described with o.
func classifyOp(o classify.Options) stream.Op[*classifyRecord] {
	known := new(classes.Cache)
	return stream.Op[*classifyRecord]{
		Adds: true,
		Bind: func(r *classifyRecord, it *ip.Item) { r.it, r.options = it, o },
		Each: func(it *ip.Item, out *stream.Out[*classifyRecord]) error {
			r := out.Rec
			r.known = false
			if r.block() {
				r.class = classify.ClassifyPrefix(it.Prefix())
			} else {
				r.class = known.Of(it)
			}
			out.Emit()
			return nil
		},
	}
}

// A classifyRecord is what is known of an item. The fields ask for it, so that
// nothing is worked out that is not printed.
type classifyRecord struct {
	it      *ip.Item
	class   classify.Class
	options classify.Options

	known  bool            // memory is about it
	memory classify.Record // see facts
}

// block reports whether it is about a block of addresses rather than one.
func (r *classifyRecord) block() bool { return r.it.IsPrefix() && !r.it.HasHostBits() }

// facts returns all there is to know beyond the class.
func (r *classifyRecord) facts() *classify.Record {
	if !r.known {
		r.known = true
		if r.block() {
			r.memory.DescribePrefix(r.it.Prefix(), r.options)
		} else {
			r.memory.Describe(r.it.Addr(), r.options)
		}
	}
	return &r.memory
}

// set makes it about an item that no cursor found.
func (r *classifyRecord) set(a addr.Item, o classify.Options) {
	r.it = new(ip.Item)
	r.it.Set(a.Addr, a.Zone, a.Bits)
	r.options, r.known = o, false
	if r.block() {
		r.class = classify.ClassifyPrefix(a.Prefix())
	} else {
		r.class = classify.Classify(a.Addr)
	}
}

func (r *classifyRecord) appendDetail(b []byte) []byte {
	if r.block() {
		return r.class.AppendPrefixDetail(b, r.it.Prefix())
	}
	return r.class.AppendDetail(b, r.it.Addr())
}

// key stands for all that the tables of package classify say.
func (r *classifyRecord) key() int {
	key, ok := r.class.Key()
	if !ok || r.block() {
		return -1
	}
	return key*scopes + int(r.class.Scope)
}

const scopes = int(classify.ScopeMixed) + 1

func classifyTable() record.Table[*classifyRecord] {
	return record.Table[*classifyRecord]{
		Default: "address,type,scope,detail",
		Key:     (*classifyRecord).key,
		Keys:    classify.MaxKey * scopes,
		Fields: []record.Field[*classifyRecord]{
			record.Text("address", "the address in RFC 5952 text; columns show its zone and length after it", func(b []byte, r *classifyRecord) []byte {
				return r.it.AppendCanonical(b, ip.QuadAuto)
			}).InJSON(func(b []byte, r *classifyRecord) []byte {
				return r.it.AppendAddr(b)
			}),
			record.Text("zone", "the zone, where the item has one", func(b []byte, r *classifyRecord) []byte {
				return append(b, r.it.Zone...)
			}),
			record.Number("prefix_length", "the length, where the item is a prefix", func(b []byte, r *classifyRecord) []byte {
				if !r.it.IsPrefix() {
					return b
				}
				return strconv.AppendInt(b, int64(r.it.Length), 10)
			}),
			record.Number("family", "4 or 6", func(b []byte, r *classifyRecord) []byte {
				return strconv.AppendInt(b, int64(r.class.Family), 10)
			}).ByKey(),
			record.Text("cast", "how many it reaches", func(b []byte, r *classifyRecord) []byte {
				return append(b, r.class.Cast.String()...)
			}).OneOf(words(classify.CastUnicast, classify.CastMixed)...).ByKey(),
			record.Text("type", "what it is, the most specific word that holds", func(b []byte, r *classifyRecord) []byte {
				return append(b, r.class.Type.String()...)
			}).OneOf(words(classify.Unspecified, classify.Mixed)...).ByKey(),
			record.Text("scope", "how far it reaches", func(b []byte, r *classifyRecord) []byte {
				return append(b, r.class.Scope.String()...)
			}).OneOf(words(classify.ScopeInterfaceLocal, classify.ScopeMixed)...).ByKey(),
			record.Text("detail", "what there is to say in a phrase", func(b []byte, r *classifyRecord) []byte {
				return r.appendDetail(b)
			}).ByKeyUnless(func(r *classifyRecord) bool { return r.class.DetailVaries() }),
			record.Flag("deprecated", "whether this form of address is no longer to be used", func(r *classifyRecord) bool {
				return r.facts().Deprecated
			}).ByKey(),
			record.Sub("registry", "its row of IANA's special-purpose registry, the most specific one", func(r *classifyRecord) *classify.Row {
				if f := r.facts(); f.HasRow {
					return &f.Row
				}
				return nil
			}, registryFields()).ByKey(),
			record.Sub("allocation", "who IANA gave its block to", func(r *classifyRecord) *classify.Allocation {
				if f := r.facts(); f.HasAllocation {
					return &f.Allocation
				}
				return nil
			}, allocationFields()).ByKey(),
			record.Subs("ipv4", "the IPv4 addresses inside", func(r *classifyRecord) []embed4.Found {
				return r.facts().IPv4
			}, foundFields()),
			record.Sub("iid", "the interface identifier", func(r *classifyRecord) *classify.Record {
				if f := r.facts(); f.HasIID {
					return f
				}
				return nil
			}, iidFields()),
			record.Sub("multicast", "the parts of a multicast address", func(r *classifyRecord) *multicast.Info {
				if f := r.facts(); f.HasMulticast {
					return &f.Multicast
				}
				return nil
			}, groupFields()),
			record.Sub("policy", "its row of the RFC 6724 policy table", func(r *classifyRecord) *classify.Policy {
				if f := r.facts(); f.Policy.Prefix.IsValid() {
					return &f.Policy
				}
				return nil
			}, policyFields()).ByKey(),
		},
	}
}

// words returns the words of a closed set of small numbers.
func words[T interface {
	~uint8
	String() string
}](first, last T) (list []string) {
	for v := first; v <= last; v++ {
		list = append(list, v.String())
	}
	return list
}

func registryFields() []record.Field[*classify.Row] {
	flag := func(name, doc string, get func(*classify.Row) classify.Flag) record.Field[*classify.Row] {
		return record.Bool(name, doc, func(b []byte, r *classify.Row) []byte { return append(b, get(r).String()...) })
	}
	return []record.Field[*classify.Row]{
		record.Text("prefix", "the block of the row", func(b []byte, r *classify.Row) []byte { return addr.AppendPrefix(b, r.Prefix) }),
		record.Text("name", "as IANA has it", func(b []byte, r *classify.Row) []byte { return append(b, r.Name...) }),
		record.Texts("rfc", "the documents that made it", func(r *classify.Row) []string { return r.RFC }),
		record.Text("allocated", "when, YYYY-MM", func(b []byte, r *classify.Row) []byte { return append(b, r.Date...) }),
		flag("source", "may be a source address", func(r *classify.Row) classify.Flag { return r.Source }),
		flag("destination", "may be a destination address", func(r *classify.Row) classify.Flag { return r.Destination }),
		flag("forwardable", "routers may forward it", func(r *classify.Row) classify.Flag { return r.Forwardable }),
		flag("globally_reachable", "routers may forward it beyond an administrative domain", func(r *classify.Row) classify.Flag { return r.GloballyReachable }),
		flag("reserved_by_protocol", "the protocol itself sets it apart", func(r *classify.Row) classify.Flag { return r.ReservedByProtocol }),
	}
}

func allocationFields() []record.Field[*classify.Allocation] {
	return []record.Field[*classify.Allocation]{
		record.Text("prefix", "the block", func(b []byte, r *classify.Allocation) []byte { return addr.AppendPrefix(b, r.Prefix) }),
		record.Text("registry", "the regional registry, or the holder of a legacy block", func(b []byte, r *classify.Allocation) []byte { return append(b, r.Registry...) }),
	}
}

func iidFields() []record.Field[*classify.Record] {
	return []record.Field[*classify.Record]{
		record.Text("value", "four groups of four digits", func(b []byte, r *classify.Record) []byte { return r.IID.Value.AppendTo(b) }),
		record.Text("kind", "what it looks like", func(b []byte, r *classify.Record) []byte {
			return append(b, r.IID.Kind.String()...)
		}).OneOf(words(classify.IIDSubnetRouterAnycast, classify.IIDRandom)...),
		record.Text("mac", "the MAC it was made from", func(b []byte, r *classify.Record) []byte { return r.IID.MAC.AppendTo(b) }),
		record.Text("vendor", "who the IEEE assigned the block of that MAC to", func(b []byte, r *classify.Record) []byte { return append(b, r.Vendor...) }),
	}
}

func policyFields() []record.Field[*classify.Policy] {
	return []record.Field[*classify.Policy]{
		record.Number("precedence", "the higher is preferred as a destination", func(b []byte, r *classify.Policy) []byte {
			return strconv.AppendUint(b, uint64(r.Precedence), 10)
		}),
		record.Number("label", "source and destination of one label go together", func(b []byte, r *classify.Policy) []byte {
			return strconv.AppendUint(b, uint64(r.Label), 10)
		}),
	}
}
