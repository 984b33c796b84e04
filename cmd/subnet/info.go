package subnet

import (
	"net/netip"
	"strconv"

	"github.com/spf13/cobra"
	"go4.org/netipx"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/explain"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
	"github.com/hextet/hextet/subnet"
)

// An infoRecord has the arithmetic facts about an item. Zones and remarks are computed
// when the first one is needed.
type infoRecord struct {
	subnet.Info
	zones   subnet.Blocks
	remarks []addr.Remark

	shown netip.Addr // the last one written
	text  []byte     // its text
}

// appendAddr appends an address. That of an item which is an address is in several
// fields.
func (r *infoRecord) appendAddr(b []byte, a netip.Addr) []byte {
	if !a.IsValid() {
		return b
	}
	if a != r.shown {
		r.text, r.shown = addr.AppendAddr(r.text[:0], a), a
	}
	return append(b, r.text...)
}

func (r *infoRecord) appendPrefix(b []byte, p netip.Prefix) []byte {
	if !p.IsSingleIP() {
		return appendPrefix(b, p)
	}
	b = append(r.appendAddr(b, p.Addr()), '/')
	return strconv.AppendInt(b, int64(p.Bits()), 10)
}

// infoKeys is the number of combinations of family and length, which determine the
// sizes and masks of a prefix.
const infoKeys = 33 + 129

func (r *infoRecord) key() int {
	switch {
	case !r.Prefix.IsValid():
		return -1
	case r.is4():
		return r.Prefix.Bits()
	}
	return 33 + r.Prefix.Bits()
}

func (r *infoRecord) is4() bool { return r.First.Is4() }

// zone returns the i-th reverse zone.
func (r *infoRecord) zone(i int) (netip.Prefix, bool) {
	p := r.Prefix
	if !p.IsValid() {
		return p, false
	}
	step := 4 // bits per label
	if p.Addr().Is4() {
		step = 8
	}
	if p.Bits()%step == 0 {
		return p, i == 0
	}
	if i == 0 {
		// It cannot fail, because the length is not shorter than that of the prefix.
		r.zones, _ = subnet.Split(netipx.RangeOfPrefix(p), (p.Bits()+step-1)/step*step)
	}
	return r.zones.At(uint64(i))
}

// remark returns the i-th remark.
func (r *infoRecord) remark(i int) (addr.Remark, bool) {
	if i == 0 {
		r.remarks = r.AppendRemarks(r.remarks[:0])
	}
	if i >= len(r.remarks) {
		return addr.Remark{}, false
	}
	return r.remarks[i], true
}

func infoTable() record.Table[*infoRecord] {
	address := func(name, doc string, get func(r *infoRecord) netip.Addr) record.Field[*infoRecord] {
		return record.Text(name, doc, func(b []byte, r *infoRecord) []byte { return r.appendAddr(b, get(r)) }).Tame()
	}
	prefix := func(name, doc string, get func(r *infoRecord) netip.Prefix) record.Field[*infoRecord] {
		return record.Text(name, doc, func(b []byte, r *infoRecord) []byte { return r.appendPrefix(b, get(r)) }).Tame()
	}
	return record.Table[*infoRecord]{
		Key:     (*infoRecord).key,
		Keys:    infoKeys,
		Default: "prefix,first,last,count,mask,wildcard,broadcast,usable,usable_first,usable_last,remarks",
		Fields: []record.Field[*infoRecord]{
			prefix("prefix", "the prefix without host bits, where the item is one", func(r *infoRecord) netip.Prefix { return r.Prefix }),
			address("first", "the first address", func(r *infoRecord) netip.Addr { return r.First }),
			address("last", "the last address", func(r *infoRecord) netip.Addr { return r.Last }),
			record.Count("count", "the number of addresses", func(b []byte, r *infoRecord) []byte {
				return r.Count.AppendTo(b)
			}).ByKey(),
			record.Number("count_log2", "n if count is 2^n", func(b []byte, r *infoRecord) []byte {
				if n, ok := r.Count.Log2(); ok {
					b = strconv.AppendInt(b, int64(n), 10)
				}
				return b
			}).ByKey(),
			record.Count("subnets_64", "the number of /64 subnets, for IPv6 prefixes up to that length", func(b []byte, r *infoRecord) []byte {
				if r.Subnets64.IsZero() {
					return b
				}
				return r.Subnets64.AppendTo(b)
			}).ByKey(),
			address("mask", "the netmask (of IPv6 in JSON only)", func(r *infoRecord) netip.Addr { return r.Mask }).InJSON(func(b []byte, r *infoRecord) []byte {
				return appendAddr(b, subnet.Mask(r.Prefix))
			}).ByKey(),
			address("wildcard", "the IPv4 wildcard mask", func(r *infoRecord) netip.Addr { return r.Wildcard }).ByKey(),
			address("broadcast", "the IPv4 broadcast address, up to /30", func(r *infoRecord) netip.Addr { return r.Broadcast }).ByKeyUnless((*infoRecord).is4),
			record.Count("usable", "how many addresses hosts can have, of IPv4 (RFC 3021 for /31)", func(b []byte, r *infoRecord) []byte {
				if !r.Mask.IsValid() {
					return b
				}
				return r.Usable.AppendTo(b)
			}).ByKey(),
			address("usable_first", "the first address that a host can have, of IPv4", func(r *infoRecord) netip.Addr { return r.UsableFirst }).ByKeyUnless((*infoRecord).is4),
			address("usable_last", "the last address that a host can have, of IPv4", func(r *infoRecord) netip.Addr { return r.UsableLast }).ByKeyUnless((*infoRecord).is4),
			prefix("parent", "the enclosing prefix, one bit shorter", func(r *infoRecord) netip.Prefix { return r.Parent }),
			record.AppendTexts("reverse_zones", "the reverse DNS zones that make it up", func(b []byte, r *infoRecord, i int) ([]byte, bool) {
				z, ok := r.zone(i)
				if !ok {
					return b, false
				}
				// It cannot fail, because z is a single zone and there is no origin.
				b, _ = addr.AppendZone(b, z, "")
				return b, true
			}).Tame(),
			record.AppendTexts("remarks", "advice, with its RFC", func(b []byte, r *infoRecord, i int) ([]byte, bool) {
				m, ok := r.remark(i)
				if !ok {
					return b, false
				}
				return m.AppendTo(b), true
			}).ByKeyUnless(func(r *infoRecord) bool { return r.Host.IsValid() || !r.Prefix.IsSingleIP() }),
			address("address", "the address as written, if host bits are set", func(r *infoRecord) netip.Addr { return r.Host }),
		},
	}
}

func newInfo(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "info [ITEM...]",
		Short: "show a prefix's range, size, masks, reverse zones",
		Long: `Show the first and last address of each prefix and its size; for IPv4 prefixes
the masks, the broadcast address and the addresses that hosts can have (a /31
has two, RFC 3021); the prefix around it, the reverse DNS zones that make it up
(RFC 3596; several where the length is not on a nibble or octet boundary), and
what the RFCs advise: /64 (RFC 7421), /127 between routers (RFC 6164) and
others.

An address counts as its /32 or /128. For a range that is not a single prefix
there is only what applies to ranges. Counts are exact, and strings in JSON.`,
		Example: `  hextet subnet info 2001:db8::/48 192.0.2.0/255.255.255.224
  hextet subnet info -j 192.0.2.77/26
  hextet subnet info --fields reverse_zones 2001:db8:0:8000::/49`,
	}
	return cli.Items(a, c, infoTable, func() (op stream.Op[*infoRecord], err error) {
		op.Adds = true
		op.Takes = stream.Loose
		op.Each = each(func(it subnet.Item, _ *ip.Item, out *stream.Out[*infoRecord]) error {
			out.Rec.Info = subnet.Describe(it)
			out.Emit()
			return nil
		})
		if a.OutTerminal {
			look := a.Look()
			op.Card = func(dst []byte, r *infoRecord) []byte {
				return look.Append(dst, explain.BlockCard(&r.Info))
			}
		}
		return op, nil
	})
}
