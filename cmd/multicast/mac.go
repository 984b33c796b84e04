package multicast

import (
	"errors"
	"net/netip"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/eui64"
	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/fields"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
	"github.com/hextet/hextet/multicast"
)

// A groupMACRecord is a group and its link-layer address.
type groupMACRecord struct {
	zone   string
	group  netip.Addr
	mac    []byte // in text form
	shared uint   // 2^shared groups have this address

	reverse bool
}

func groupMACTable() record.Table[*groupMACRecord] {
	return record.Table[*groupMACRecord]{
		Default: "output",
		Fields: []record.Field[*groupMACRecord]{
			record.Text("output", "the MAC; with --reverse the group", func(b []byte, r *groupMACRecord) []byte {
				if r.reverse {
					return addr.AppendAddr(b, r.group)
				}
				return append(b, r.mac...)
			}),
			record.Text("zone", "the zone, if the item has one", func(b []byte, r *groupMACRecord) []byte {
				return append(b, r.zone...)
			}),
			record.Text("group", "the group", func(b []byte, r *groupMACRecord) []byte {
				return addr.AppendAddr(b, r.group)
			}),
			record.Text("mac", "the MAC, or another link-layer address with --link", func(b []byte, r *groupMACRecord) []byte {
				return append(b, r.mac...)
			}),
			record.Text("name", "the name of the group in IANA's registry", func(b []byte, r *groupMACRecord) []byte {
				info, _ := multicast.Decode(r.group)
				return append(b, info.Name...)
			}),
			record.Count("shared_by", "the number of groups that share the MAC", func(b []byte, r *groupMACRecord) []byte {
				return ip.Uint128{Lo: 1}.Lsh(r.shared).AppendDecimal(b)
			}),
		},
	}
}

func newMAC(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "mac [GROUP...]",
		Short: "convert groups to MACs, and back",
		Long: `Map multicast groups to Ethernet addresses: 33:33 and the last 32 bits of an
IPv6 group (RFC 2464 section 7), 01:00:5e and the last 23 bits of an IPv4 group
(RFC 1112 section 6.4). With --solicited the items are unicast addresses, and
the MAC is that of their solicited-node group.

--link selects another kind of link. 6lowpan gives the 16-bit address of an IEEE
802.15.4 mesh, 100 and the last 13 bits of an IPv6 group (RFC 4944 section 9).
infiniband gives the 20 octets of IPoIB: a zero octet, the queue pair number
ff:ff:ff, and the multicast GID with the scope and key of the partition and the
last 80 bits of an IPv6 group or the last 28 of an IPv4 group (RFC 4391 section
4).

--reverse maps MACs to groups. 32 IPv4 groups share a MAC: all are written, in
order. Of the 2^88 IPv6 groups that share one, the most likely is written: a
link-local group, or the solicited-node group if the MAC belongs to one.`,
		Example: `  hextet multicast mac ff02::fb 224.0.0.251
  hextet multicast mac --solicited fe80::1
  hextet multicast mac --mac-format dot ff02::1:ff00:5301
  hextet multicast mac --link infiniband --pkey 0x8001 ff02::1
  hextet multicast mac -r 01-00-5E-00-00-FB | head -n 4
  hextet multicast mac -r --fields output,name 33:33:00:00:00:fb`,
	}
	format, solicited, reverse := eui64.Colon.String(), false, false
	link := eui64.Ethernet.String()
	var partition partition
	c.Flags().BoolVar(&solicited, "solicited", false, "items are unicast addresses: write the MACs of their solicited-node groups")
	c.Flags().BoolVarP(&reverse, "reverse", "r", false, "items are MACs: write their groups")
	cli.AddWord(c, &link, "link", "", "the link type", []cli.Word{
		{Name: eui64.Ethernet.String(), Doc: "Ethernet and Wi-Fi, 6 octets (RFC 2464, RFC 1112)"},
		{Name: eui64.SixLoWPAN.String(), Doc: "IEEE 802.15.4, 2 octets, IPv6 only (RFC 4944)"},
		{Name: eui64.InfiniBand.String(), Doc: "IP over InfiniBand, 20 octets (RFC 4391)"},
	})
	cli.AddMACFormat(c, &format)
	partition.add(c)
	a.AddFamily(c)
	return cli.Items(a, c, groupMACTable, func() (op stream.Op[*groupMACRecord], err error) {
		f, err := eui64.ParseFormat(format)
		if err != nil {
			return op, err
		}
		l, err := eui64.ParseLink(link)
		if err != nil {
			return op, err
		}
		given := c.Flags().Changed
		switch {
		case solicited && reverse:
			return op, errors.New("--solicited and --reverse cannot be combined")
		case l != eui64.Ethernet && reverse:
			return op, errors.New("--reverse requires --link ethernet")
		case l != eui64.Ethernet && given("mac-format"):
			return op, errors.New("--mac-format requires --link ethernet")
		case l != eui64.InfiniBand && (given("pkey") || given("scope")):
			return op, errors.New("--pkey and --scope require --link infiniband")
		case reverse:
			return groupsOp(f), nil
		}
		m := ethernet(f)
		switch l {
		case eui64.SixLoWPAN:
			m = sixLoWPAN()
		case eui64.InfiniBand:
			m = partition.mapping()
		}
		if solicited {
			return groupMACOp(m, solicitedOf), nil
		}
		return groupMACOp(m, groupOf), nil
	})
}

// A mapping derives link-layer addresses from groups. They contain the last kept4 bits
// of an IPv4 group, or kept6 of an IPv6 group.
type mapping struct {
	append       func(dst []byte, g netip.Addr) ([]byte, error)
	kept4, kept6 uint
}

// shared returns the binary logarithm of the number of groups that share the address of
// g. The variable part of an IPv4 group is 28 bits, that of an IPv6 group 120.
func (m mapping) shared(g netip.Addr) uint {
	if g.Is4() {
		return 28 - m.kept4
	}
	return 120 - m.kept6
}

func ethernet(f eui64.Format) mapping {
	return mapping{func(dst []byte, g netip.Addr) ([]byte, error) {
		m, err := multicast.MAC(g)
		return m.Append(dst, f), err
	}, 23, 32}
}

func sixLoWPAN() mapping {
	return mapping{func(dst []byte, g netip.Addr) ([]byte, error) {
		a, err := multicast.ShortAddress(g)
		return ip.AppendDigits(append(dst, "0x"...), uint64(a), 4), err
	}, 0, 13}
}

// A partition is an InfiniBand partition: its key and the scope of its groups.
type partition struct {
	key   uint16
	scope multicast.Scope
}

func (p *partition) add(c *cobra.Command) {
	p.key = 0xffff
	cli.AddValue(c, &p.key, true, "pkey", "", "KEY", "infiniband: the key of the partition", cli.Number[uint16](1, 0xffff),
		func(n uint16) string { return "0x" + strconv.FormatUint(uint64(n), 16) })
	addScope(c, &p.scope, multicast.LinkLocal, "infiniband: the scope of the partition")
}

func (p *partition) mapping() mapping {
	return mapping{func(dst []byte, g netip.Addr) ([]byte, error) {
		a, err := multicast.InfiniBandAddress(g, p.key, p.scope)
		for i, c := range a {
			if i > 0 {
				dst = append(dst, ':')
			}
			dst = ip.AppendDigits(dst, uint64(c), 2)
		}
		return dst, err
	}, 28, 80}
}

// groupOf returns the group of an item, without its zone, which does not affect the
// MAC.
func groupOf(it addr.Item) (netip.Addr, error) {
	switch {
	case !it.Addr.IsMulticast() || it.Addr.Is4In6():
		return netip.Addr{}, errUnicast(it.Addr)
	case it.IsPrefix():
		return netip.Addr{}, errGroupLength
	}
	return it.Addr, nil
}

var errGroupLength = errors.New("a prefix; expected one group")

// errUnicast is the error for an address that is not multicast.
func errUnicast(a netip.Addr) error {
	if _, err := multicast.SolicitedNode(a); err != nil {
		return multicast.ErrNotMulticast
	}
	return errors.New("not a multicast address; use --solicited for the MAC of its solicited-node group")
}

// solicitedOf returns the solicited-node group of a unicast address.
func solicitedOf(it addr.Item) (netip.Addr, error) { return multicast.SolicitedNode(it.Addr) }

func groupMACOp(m mapping, groupOf func(addr.Item) (netip.Addr, error)) stream.Op[*groupMACRecord] {
	return stream.Op[*groupMACRecord]{
		Each: func(in *ip.Item, out *stream.Out[*groupMACRecord]) (err error) {
			r := out.Rec
			if r.group, err = groupOf(fields.ItemOf(in)); err != nil {
				return err
			}
			if r.mac, err = m.append(r.mac[:0], r.group); err != nil {
				return err
			}
			r.zone, r.shared = in.Zone, m.shared(r.group)
			out.Emit()
			return nil
		},
	}
}

// groupsOp writes the groups that share a MAC.
func groupsOp(f eui64.Format) stream.Op[*groupMACRecord] {
	shared := ethernet(f).shared
	return stream.Op[*groupMACRecord]{
		Takes: stream.Words,
		Each: func(in *ip.Item, out *stream.Out[*groupMACRecord]) error {
			item := in.Text
			m, err := eui64.ParseMAC(item)
			if err != nil {
				if it, bad := addr.ParseItem(item); bad == nil && it.Addr.IsValid() {
					err = errors.New("an address, not a MAC; omit --reverse to convert it")
				}
				return err
			}
			r := out.Rec
			r.mac, r.zone, r.reverse = m.Append(r.mac[:0], f), "", true
			emit := func(g netip.Addr) bool {
				r.group, r.shared = g, shared(g)
				return !out.Wants(g.Is4()) || out.Emit()
			}
			if g, err := multicast.IPv6Group(m); err == nil {
				emit(g)
				return nil
			}
			groups, err := multicast.IPv4Groups(m)
			if err != nil {
				return errNotGroupMAC
			}
			for g := range groups {
				if !emit(g) {
					break
				}
			}
			return nil
		},
	}
}

var errNotGroupMAC = errors.New("not the MAC of an IP group: neither 33:33:... (RFC 2464 section 7) nor 01:00:5e:00:00:00 to 01:00:5e:7f:ff:ff (RFC 1112 section 6.4)")
