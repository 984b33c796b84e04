package subnet

import (
	"net/netip"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
	"github.com/hextet/hextet/subnet"
)

// An infoRecord is what there is to know about a prefix.
type infoRecord struct {
	subnet.Info
	zones, remarks []string
}

func subnetInfoTable() record.Table[*infoRecord] {
	address := func(get func(r *infoRecord) netip.Addr) func([]byte, *infoRecord) []byte {
		return func(b []byte, r *infoRecord) []byte { return appendAddr(b, get(r)) }
	}
	prefix := func(get func(r *infoRecord) netip.Prefix) func([]byte, *infoRecord) []byte {
		return func(b []byte, r *infoRecord) []byte { return appendPrefix(b, get(r)) }
	}
	return record.Table[*infoRecord]{
		Default: "prefix,first,last,count,remarks",
		Fields: []record.Field[*infoRecord]{
			record.Text("prefix", "the prefix without host bits; not of a range that is none", prefix(func(r *infoRecord) netip.Prefix { return r.Prefix })),
			record.Text("first", "the first address", address(func(r *infoRecord) netip.Addr { return r.First() })),
			record.Text("last", "the last address", address(func(r *infoRecord) netip.Addr { return r.Last() })),
			record.Count("count", "how many addresses", func(b []byte, r *infoRecord) []byte {
				return r.Count().AppendTo(b)
			}),
			record.Number("count_log2", "n where count is 2^n", func(b []byte, r *infoRecord) []byte {
				if n, ok := r.Count().Log2(); ok {
					b = strconv.AppendInt(b, int64(n), 10)
				}
				return b
			}),
			record.Count("subnets_64", "how many /64, of IPv6 prefixes up to that length", func(b []byte, r *infoRecord) []byte {
				if r.Subnets64.IsZero() {
					return b
				}
				return r.Subnets64.AppendTo(b)
			}),
			record.Text("mask", "the netmask, of IPv4", address(func(r *infoRecord) netip.Addr { return r.Mask })),
			record.Text("wildcard", "the wildcard mask, of IPv4", address(func(r *infoRecord) netip.Addr { return r.Wildcard })),
			record.Text("broadcast", "the broadcast address, of IPv4 up to /30", address(func(r *infoRecord) netip.Addr { return r.Broadcast })),
			record.Count("usable", "how many addresses hosts may have, of IPv4 (RFC 3021 for /31)", func(b []byte, r *infoRecord) []byte {
				if !r.Mask.IsValid() {
					return b
				}
				return r.Usable.AppendTo(b)
			}),
			record.Text("parent", "the prefix around it, one bit shorter", prefix(func(r *infoRecord) netip.Prefix { return r.Parent })),
			record.Texts("reverse_zones", "the zones of reverse DNS that make it up", func(r *infoRecord) []string { return r.zones }),
			record.Texts("remarks", "advice, with its RFC", func(r *infoRecord) []string { return r.remarks }),
			record.Text("address", "the address as written, where host bits are set", address(func(r *infoRecord) netip.Addr { return r.Host })),
		},
	}
}

// appendAddr appends a, or nothing where there is none.
func appendAddr(b []byte, a netip.Addr) []byte {
	if !a.IsValid() {
		return b
	}
	return addr.AppendAddr(b, a)
}

// appendPrefix appends p, or nothing where there is none.
func appendPrefix(b []byte, p netip.Prefix) []byte {
	if !p.IsValid() {
		return b
	}
	return addr.AppendPrefix(b, p)
}

func newInfo(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "info [ITEM...]",
		Short: "show a prefix's range, size, masks, reverse zones",
		Long: `Tell of each prefix its first and last address and its size; of IPv4 prefixes
the masks, the broadcast address and how many addresses hosts may have (a /31
has two, RFC 3021); the prefix around it, the zones of reverse DNS that make it
up (RFC 3596; several where the length is on no nibble or octet), and what the
RFCs advise: /64 (RFC 7421), /127 between routers (RFC 6164) and others.

An address counts as its /32 or /128. Of a range that is no prefix there is only
what holds for ranges. Counts are exact, and strings in JSON.`,
		Example: `  hextet subnet info 2001:db8::/48 192.0.2.0/255.255.255.224
  hextet subnet info -j 192.0.2.77/26
  hextet subnet info --fields reverse_zones 2001:db8:0:8000::/49`,
	}
	return cli.Items(a, c, subnetInfoTable, func() (stream.Op[*infoRecord], error) {
		return stream.Op[*infoRecord]{
			Adds:  true,
			Takes: stream.Loose,
			Each: func(in *ip.Item, out *stream.Out[*infoRecord]) error {
				it, err := itemIn(in)
				if err != nil {
					return err
				}
				r := out.Rec
				r.Info = subnet.Describe(it)
				r.zones, r.remarks = r.zones[:0], r.remarks[:0]
				if !out.Plain() {
					for z := range r.ReverseZones() {
						r.zones = append(r.zones, z)
					}
				}
				for _, m := range r.Remarks {
					r.remarks = append(r.remarks, m.String())
				}
				out.Emit()
				return nil
			},
		}, nil
	})
}
