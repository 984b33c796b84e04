package embed

import (
	"net/netip"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/embed4"
	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
)

// A mapRecord is a MAP customer, or an address outside the domain.
type mapRecord struct {
	output addr.Item
	role   string
	ce     embed4.MAPCE // of a customer
	rule   *embed4.MAPRule
	to     netip.Addr // address to which a customer sends packets for the item
	ranges []string

	own embed4.MAPRule // storage for rule
}

const (
	roleCustomer = "customer"
	roleRelay    = "border-relay"
	roleDefault  = "default-mapping-rule"
)

func mapTable() record.Table[*mapRecord] {
	number := func(b []byte, n int) []byte { return strconv.AppendInt(b, int64(n), 10) }
	customer := func(f func(b []byte, r *mapRecord) []byte) func(b []byte, r *mapRecord) []byte {
		return func(b []byte, r *mapRecord) []byte {
			if r.rule == nil {
				return b
			}
			return f(b, r)
		}
	}
	shared := func(f func(b []byte, r *mapRecord) []byte) func(b []byte, r *mapRecord) []byte {
		return customer(func(b []byte, r *mapRecord) []byte {
			if r.ce.PSIDLen == 0 {
				return b
			}
			return f(b, r)
		})
	}
	return record.Table[*mapRecord]{
		Default: "output",
		Fields: []record.Field[*mapRecord]{
			record.Text("output", "the customer's MAP address, or that of the border relay or default rule", func(b []byte, r *mapRecord) []byte {
				return addr.AppendCanonical(b, r.output, addr.MixedAuto)
			}),
			record.Text("role", "the role of the address", func(b []byte, r *mapRecord) []byte { return append(b, r.role...) }).
				OneOf(roleCustomer, roleRelay, roleDefault),
			record.Text("end_user_prefix", "the customer's IPv6 prefix", customer(func(b []byte, r *mapRecord) []byte {
				return addr.AppendPrefix(b, r.ce.Prefix)
			})),
			record.Text("ipv4", "the customer's IPv4 address, or prefix", customer(func(b []byte, r *mapRecord) []byte {
				if r.ce.IPv4.IsSingleIP() {
					return addr.AppendAddr(b, r.ce.IPv4.Addr())
				}
				return addr.AppendPrefix(b, r.ce.IPv4)
			})),
			record.Text("psid", "the port set identifier, if the address is shared", shared(func(b []byte, r *mapRecord) []byte {
				return strconv.AppendUint(append(b, "0x"...), uint64(r.ce.PSID), 16)
			})),
			record.Number("psid_length", "the length of the PSID; 0 if the address is not shared", customer(func(b []byte, r *mapRecord) []byte {
				return number(b, r.ce.PSIDLen)
			})),
			record.Number("psid_offset", "the number of port bits before the PSID", shared(func(b []byte, r *mapRecord) []byte {
				return number(b, r.ce.Offset)
			})),
			record.Number("ports", "the number of ports of the customer", customer(func(b []byte, r *mapRecord) []byte {
				n, _ := r.ce.PortCount()
				return number(b, n)
			})),
			record.Texts("port_ranges", "the port ranges", func(r *mapRecord) []string {
				r.ranges = r.ranges[:0]
				if r.rule == nil {
					return nil
				}
				for p := range r.ce.Ports() {
					b := strconv.AppendUint(nil, uint64(p.First), 10)
					if p.Last != p.First {
						b = strconv.AppendUint(append(b, '-'), uint64(p.Last), 10)
					}
					r.ranges = append(r.ranges, string(b))
				}
				return r.ranges
			}),
			record.Sub("rule", "the mapping rule", func(r *mapRecord) *embed4.MAPRule { return r.rule }, []record.Field[*embed4.MAPRule]{
				record.Text("ipv6_prefix", "its IPv6 prefix", func(b []byte, r *embed4.MAPRule) []byte { return addr.AppendPrefix(b, r.IPv6) }),
				record.Text("ipv4_prefix", "its IPv4 prefix", func(b []byte, r *embed4.MAPRule) []byte { return addr.AppendPrefix(b, r.IPv4) }),
				record.Number("ea_bits", "the number of EA bits", func(b []byte, r *embed4.MAPRule) []byte { return number(b, r.EABits) }),
				record.Flag("forwarding", "whether customers send to each other directly", func(r *embed4.MAPRule) bool { return r.Forward }),
			}),
			record.Text("destination", "how a customer reaches it: directly, by the relay, or by the default rule",
				func(b []byte, r *mapRecord) []byte { return addr.AppendAddr(b, r.to) }),
		},
	}
}

func newMAP(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "map --table FILE [ITEM...]",
		Short: "MAP-E and MAP-T customers, their ports and addresses (RFC 7597)",
		Long: `Apply MAP-E and MAP-T mapping rules (RFC 7597, RFC 7599). An item is the IPv6
prefix of a customer, an address in it, or an IPv4 address with the port from
--port or in the item, as in 192.0.2.18:1232. The output is the MAP address of
the customer; other fields have the IPv4 address, the port set identifier, the
ports and the rule. For an IPv4 address in no rule the output is the address of
the border relay (MAP-E) or by the default mapping rule (MAP-T).

FILE has one statement per line, with comments after #:

  rule ipv6=2001:db8::/40 ipv4=192.0.2.0/24 ea=16 offset=6 fmr
  rule ipv6=2001:db8:12:3400::/56 ipv4=192.0.2.18/32 ea=0 psid=0x34/8
  br 2001:db8:ffff::1          the border relay of MAP-E, or
  dmr 2001:db8:ffff::/64       the default mapping rule of MAP-T

ea is the number of EA bits, offset the number of port bits before the PSID (6
by default), psid a PSID and length that are assigned separately, and fmr makes
the rule a forwarding rule as well.`,
		Example: `  hextet embed map --table rules.txt 2001:db8:12:3400::/56
  hextet embed map --table rules.txt --fields ipv4,psid,port_ranges 2001:db8:12:3400::/56
  hextet embed map --table rules.txt 192.0.2.18:1232`,
	}
	file := ""
	c.Flags().StringVar(&file, "table", "", "the mapping rules in `FILE`")
	port := -1
	cli.AddValue(c, &port, false, "port", "", "N", "the port of IPv4 items without one", cli.Number(0, 65535), strconv.Itoa)
	return cli.Items(a, c, mapTable, func() (stream.Op[*mapRecord], error) {
		if err := needFlag(c, "table", "a file of mapping rules"); err != nil {
			return stream.Op[*mapRecord]{}, err
		}
		d, err := cli.ReadFile(file, embed4.ParseMAPRules)
		return mapOp(d, port), err
	})
}

func mapOp(d *embed4.MAPDomain, port int) stream.Op[*mapRecord] {
	return stream.Op[*mapRecord]{
		Takes: stream.Words,
		Each: func(in *ip.Item, out *stream.Out[*mapRecord]) error {
			item := in.Text
			it, err := addr.ParseItem(item)
			p := port
			if err != nil {
				// An IPv4 address may be followed by its port.
				with, own, ok := addr.ParseHost(item)
				if ok != nil || !with.Addr.Is4() || own < 0 {
					return err
				}
				it, p = with, own
			}
			r := out.Rec
			*r = mapRecord{ranges: r.ranges}
			if it.Addr.Is6() {
				err = r.customer(d, it.Prefix())
			} else {
				err = r.owner(d, it, p)
			}
			if err != nil {
				return err
			}
			out.Emit()
			return nil
		},
	}
}

// customer fills in r for an end-user prefix.
func (r *mapRecord) customer(d *embed4.MAPDomain, p netip.Prefix) (err error) {
	if r.ce, err = d.CE(p); err != nil {
		return err
	}
	rule, _ := d.ByAddr6(p.Addr())
	r.take(rule)
	return nil
}

func (r *mapRecord) take(rule embed4.MAPRule) {
	r.output.Addr, r.role, r.rule = r.ce.Addr(), roleCustomer, &r.own
	r.own = rule
}

const (
	errMAPPort   = constError("shared by customers: a port is required, by --port N or in the item, as in 192.0.2.1:N")
	errMAPPrefix = constError("an IPv4 prefix; expected an address")
)

// owner fills in r for the customer with an IPv4 address and port, or for an address
// outside the domain; port is -1 if unknown.
func (r *mapRecord) owner(d *embed4.MAPDomain, it addr.Item, port int) (err error) {
	if it.IsPrefix() && it.Bits() < 32 {
		return errMAPPrefix
	}
	rule, ours := d.ByAddr4(it.Addr)
	if !ours {
		if r.to, err = d.Destination(it.Addr, 0); err != nil {
			return err
		}
		r.output.Addr, r.role = r.to, roleRelay
		if d.MAPT() {
			r.role = roleDefault
		}
		return nil
	}
	if port < 0 {
		if rule.Shared() {
			return errMAPPort
		}
		port = 0
	}
	if r.ce, err = rule.ForIPv4(it.Addr, uint16(port)); err != nil {
		return err
	}
	r.take(rule)
	if to, err := d.Destination(it.Addr, uint16(port)); err == nil {
		r.to = to
	}
	return nil
}
