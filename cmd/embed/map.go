package embed

import (
	"errors"
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

// A mapRecord is a MAP customer, or the way out of the domain.
type mapRecord struct {
	output addr.Item
	role   string
	ce     embed4.MAPCE // of a customer
	rule   *mapRule
	to     netip.Addr // where the domain sends packets to the item
	ranges []string

	own mapRule // what rule points to
}

type mapRule struct{ embed4.MAPRule }

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
			record.Text("output", "the customer's MAP address, or that of the way out", func(b []byte, r *mapRecord) []byte {
				return addr.AppendCanonical(b, r.output, addr.MixedAuto)
			}),
			record.Text("role", "whose address it is", func(b []byte, r *mapRecord) []byte { return append(b, r.role...) }).
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
			record.Text("psid", "the port set identifier, where the address is shared", shared(func(b []byte, r *mapRecord) []byte {
				return strconv.AppendUint(append(b, "0x"...), uint64(r.ce.PSID), 16)
			})),
			record.Number("psid_length", "its bits; 0 where the address is not shared", customer(func(b []byte, r *mapRecord) []byte {
				return number(b, r.ce.PSIDLen)
			})),
			record.Number("psid_offset", "the bits of a port before it", shared(func(b []byte, r *mapRecord) []byte {
				return number(b, r.ce.Offset)
			})),
			record.Number("ports", "how many ports the customer has", customer(func(b []byte, r *mapRecord) []byte {
				n, _ := r.ce.PortCount()
				return number(b, n)
			})),
			record.Texts("port_ranges", "which", func(r *mapRecord) []string {
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
			record.Sub("rule", "the mapping rule", func(r *mapRecord) *mapRule { return r.rule }, []record.Field[*mapRule]{
				record.Text("ipv6_prefix", "its IPv6 prefix", func(b []byte, r *mapRule) []byte { return addr.AppendPrefix(b, r.IPv6) }),
				record.Text("ipv4_prefix", "its IPv4 prefix", func(b []byte, r *mapRule) []byte { return addr.AppendPrefix(b, r.IPv4) }),
				record.Number("ea_bits", "bits after the IPv6 prefix that name the customer", func(b []byte, r *mapRule) []byte { return number(b, r.EABits) }),
				record.Flag("forwarding", "whether customers send to one another directly", func(r *mapRule) bool { return r.Forward }),
			}),
			record.Text("destination", "where a customer sends packets to it: another one, the relay, or by the default rule",
				func(b []byte, r *mapRecord) []byte { return addr.AppendAddr(b, r.to) }),
		},
	}
}

func newMAP(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "map --rule FILE [ITEM...]",
		Short: "addresses and ports of MAP-E and MAP-T customers (RFC 7597)",
		Long: `Work out MAP-E and MAP-T mapping rules (RFC 7597, RFC 7599). An item is the IPv6
prefix of a customer, or any address in it, or an IPv4 address with the port
that --port or the item itself names, as in 192.0.2.18:1232. The output is the
customer's MAP address; the other fields say the IPv4 address, the port set
identifier, its ports, and the rule. For an IPv4 address in no rule it is the
border relay's address (MAP-E), or the address by the default rule (MAP-T).

FILE has a statement a line, with # before remarks:

  rule ipv6=2001:db8::/40 ipv4=192.0.2.0/24 ea=16 offset=6 fmr
  rule ipv6=2001:db8:12:3400::/56 ipv4=192.0.2.18/32 ea=0 psid=0x34/8
  br 2001:db8:ffff::1          the border relay of MAP-E, or
  dmr 2001:db8:ffff::/64       the default mapping rule of MAP-T

ea is the number of EA bits, offset that of the port bits before the PSID (6
unless given), psid a PSID and its length given by other means, and fmr makes
the rule one for forwarding, too.`,
		Example: `  hextet embed map --rule rules.txt 2001:db8:12:3400::/56
  hextet embed map --rule rules.txt --fields ipv4,psid,port_ranges 2001:db8:12:3400::/56
  hextet embed map --rule rules.txt 192.0.2.18:1232`,
	}
	file := ""
	c.Flags().StringVar(&file, "rule", "", "the mapping rules in `FILE`")
	port := -1
	cli.AddValue(c, &port, false, "port", "", "N", "the port of IPv4 items that have none", func(s string) (int, error) {
		n, err := parseNumber16(s)
		return int(n), err
	}, strconv.Itoa)
	return cli.Items(a, c, mapTable, func() (stream.Op[*mapRecord], error) {
		if err := needFlag(c, "rule", "a file of mapping rules"); err != nil {
			return stream.Op[*mapRecord]{}, err
		}
		d, err := readTable(file, embed4.ParseMAPRules)
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
				// An IPv4 address may have its port behind it.
				with, own, ok := addr.ParseHost(item)
				if ok != nil || !with.Addr.Is4() || own < 0 {
					return err
				}
				it, p = with, own
			}
			r := out.Rec
			*r = mapRecord{ranges: r.ranges, output: addr.Item{Bits: -1}}
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

// customer fills r for an end-user prefix.
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
	r.own.MAPRule = rule
}

const (
	errMAPPort   = constError("shared among customers by port: --port N, or 192.0.2.1:N as the item, says whose")
	errMAPPrefix = constError("an IPv4 prefix; expected an address")
)

// owner fills r for an IPv4 address and port, or the way out to it; port is -1
// where none is known.
func (r *mapRecord) owner(d *embed4.MAPDomain, it addr.Item, port int) (err error) {
	if it.Bits >= 0 && it.Bits < 32 {
		return errMAPPrefix
	}
	rule, ours := d.ByAddr4(it.Addr)
	if !ours {
		r.to, err = d.Destination(it.Addr, 0)
		if err != nil {
			return errors.New("in no rule's IPv4 prefix, and the domain has neither border relay nor default mapping rule")
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
