package privacy

import (
	"encoding/hex"
	"errors"
	"strconv"

	"github.com/spf13/cobra"
	"go4.org/netipx"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
	"github.com/hextet/hextet/privacy"
	"github.com/hextet/hextet/subnet"
)

// A dhcpv6Record is an address that a DHCPv6 server hands out.
type dhcpv6Record struct {
	opaqueRecord
	*dhcpv6Job
	pool netipx.IPRange
	used uint32 // the counter
}

// A dhcpv6Job holds the flags of privacy dhcpv6.
type dhcpv6Job struct {
	flags   showFlags
	sys     privacy.System
	client  privacy.DHCPClient
	counter uint32
	order   privacy.ByteOrder
	secret  privacy.Secret
}

func dhcpv6Table() record.Table[*dhcpv6Record] {
	t := record.Table[*dhcpv6Record]{Default: "output"}
	first, last := opaqueFields(func(r *dhcpv6Record) *opaqueRecord { return &r.opaqueRecord }, privacy.DHCPv6)
	t.Fields = append(first,
		record.Text("pool", "the pool", func(b []byte, r *dhcpv6Record) []byte {
			if p, ok := r.pool.Prefix(); ok {
				return addr.AppendPrefix(b, p)
			}
			return subnet.AppendRange(b, r.pool)
		}),
		record.Text("duid", "the DUID of the client", func(b []byte, r *dhcpv6Record) []byte {
			return hex.AppendEncode(b, r.client.DUID)
		}),
		record.Number("iaid", "the IAID", func(b []byte, r *dhcpv6Record) []byte {
			return strconv.AppendUint(b, uint64(r.client.IAID), 10)
		}),
		record.Number("counter", "the number of addresses skipped", func(b []byte, r *dhcpv6Record) []byte {
			return strconv.AppendUint(b, uint64(r.used), 10)
		}),
		record.Text("byte_order", "isc-dhcpd: of the server", func(b []byte, r *dhcpv6Record) []byte {
			if r.sys != privacy.ISCDhcpd {
				return b
			}
			return append(b, r.order.String()...)
		}).OneOf(privacy.LittleEndian.String(), privacy.BigEndian.String()),
	)
	t.Fields = append(t.Fields, last...)
	return t
}

func newDHCPv6(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "dhcpv6 [POOL...]",
		Short: "the address that a DHCPv6 server assigns to a client",
		Long: withSystems(`Write the address that a DHCPv6 server offers to the client with --duid and
--iaid from each empty pool. A pool is a prefix; for dnsmasq a range FIRST-LAST
within a /64. A range that is a prefix is always accepted.

--counter is the number of addresses already in use: for rfc7943 the counter
that is hashed, for isc-dhcpd the number of identifiers skipped, for dnsmasq the
epoch, which starts at 0 and increases with each decline.`, privacy.DHCPv6),
		Example: `  hextet privacy dhcpv6 --as dnsmasq --duid 000100012a2b2c2d525400123456 --iaid 305419896 2001:db8:5::1000-2001:db8:5::1fff
  hextet privacy dhcpv6 --as isc-dhcpd --duid 00:03:00:01:52:54:00:12:34:56 --iaid 1193046 --show-input 2001:db8:5::/64
  HEXTET_SECRET=000102030405060708090a0b0c0d0e0f hextet privacy dhcpv6 --duid 0003000100005e005301 --iaid 1 2001:db8:5::/64`,
	}
	c.Flags().SortFlags = false
	var j dhcpv6Job
	var secrets secretFlags
	var as, order string
	addSystem(c, &as, privacy.DHCPv6)
	cli.AddValue(c, &j.client.DUID, false, "duid", "", "HEX", "the DUID of the client, with or without colons", privacy.ParseDUID, nil)
	cli.AddValue(c, &j.client.IAID, false, "iaid", "", "N", "the IAID, decimal or 0x...", cli.Number[uint32](0, 1<<32-1), nil)
	cli.AddValue(c, &j.counter, false, "counter", "", "N", "the number of addresses already in use (default 0)", cli.Number[uint32](0, 1<<32-1), nil)
	addByteOrder(c, &order)
	secrets.addSecret(c, "")
	j.flags.add(c)
	return cli.Items(a, c, dhcpv6Table, func() (op stream.Op[*dhcpv6Record], err error) {
		if j.sys, err = privacy.ParseSystem(privacy.DHCPv6, as); err != nil {
			return op, err
		}
		if err := refuse(c, j.sys); err != nil {
			return op, err
		}
		if err := j.flags.settle(a, c); err != nil {
			return op, err
		}
		for _, n := range []string{"duid", "iaid"} {
			if !c.Flags().Changed(n) {
				return op, cli.Usage(c, "%v: --%s is required", j.sys, n)
			}
		}
		if j.order, err = privacy.ParseByteOrder(order); err != nil {
			return op, err
		}
		if j.sys.Info().Uses(privacy.InputSecret) {
			list, err := secrets.read(a, c, false)
			if err != nil {
				return op, err
			}
			if len(list) == 0 {
				return op, needs(c, &privacy.InputError{System: j.sys, Input: privacy.InputSecret, Reason: "is required"})
			}
			if j.secret, _, err = list[0].parse(j.sys); err != nil {
				return op, cli.Usage(c, "%w", err)
			}
		}
		return stream.Op[*dhcpv6Record]{Takes: stream.Words, Each: j.each}, nil
	})
}

func (j *dhcpv6Job) each(in *ip.Item, out *stream.Out[*dhcpv6Record]) (err error) {
	item := in.Text
	r := out.Rec
	var zone string
	if r.pool, zone, err = parseDHCPPool(item); err != nil {
		return err
	}
	var d privacy.Derivation
	if j.sys == privacy.Dnsmasq {
		d, err = privacy.DnsmasqAddress(r.pool.From(), r.pool.To(), j.client, uint64(j.counter))
		d.DADCounter = j.counter
	} else {
		p, ok := r.pool.Prefix()
		switch {
		case !ok && j.sys == privacy.ISCDhcpd:
			return errors.New("a range of several CIDR blocks; dhcpd cuts it into them, and which one it takes is not known: give one block")
		case !ok:
			return errors.New("a range that is not a prefix")
		case j.sys == privacy.ISCDhcpd:
			d, err = privacy.ISCDhcpdAddress(p, j.client, j.order, j.counter)
		default:
			d, err = privacy.RFC7943Address(p, j.client, j.counter, j.secret)
		}
	}
	if err != nil {
		return err
	}
	r.dhcpv6Job, r.used = j, d.DADCounter
	r.set(&j.flags, d, zone)
	out.Emit()
	return nil
}

// parseDHCPPool parses a prefix or a range of IPv6 addresses.
func parseDHCPPool(item string) (netipx.IPRange, string, error) {
	it, err := subnet.Parse(item)
	switch {
	case err != nil:
		return netipx.IPRange{}, "", err
	case it.Addr.Is4():
		return netipx.IPRange{}, "", errors.New("IPv4; expected an IPv6 pool")
	case it.IsAddr():
		return netipx.IPRange{}, "", errors.New("an address; expected a pool: a prefix, or a range FIRST-LAST")
	}
	return it.Range(), it.Zone, nil
}
