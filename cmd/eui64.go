package cmd

import (
	"errors"
	"net/netip"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/eui64"
	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/fields"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
)

// An eui64Record is a link-layer address and the interface identifier derived from it,
// or the reverse.
type eui64Record struct {
	*eui64Job
	text   string
	item   *ip.Item // with --reverse
	output []byte   // with --reverse
	id     eui64.IID
	in     *eui64Prefix // one of --prefix; nil if there is none

	parsed  bool          // see mac
	macRead eui64.MAC     // see mac
	remarks []addr.Remark // see appendWarning
}

// An eui64Job holds the flags of eui64.
type eui64Job struct {
	link     eui64.Link
	format   eui64.Format
	prefixes []eui64Prefix
	pan      uint16
	devID    uint16
	reverse  bool
}

// An eui64Prefix is a prefix of addresses.
type eui64Prefix struct {
	netip.Prefix
	network uint64 // the upper 64 bits of the addresses
}

func eui64Table() record.Table[*eui64Record] {
	return record.Table[*eui64Record]{
		Default: "output",
		Keys:    1,
		Key: func(r *eui64Record) int {
			if len(r.prefixes) > 1 {
				return -1
			}
			return 0
		},
		Fields: []record.Field[*eui64Record]{
			record.Text("output", "the identifier, the address with --prefix, the MAC with --reverse", func(b []byte, r *eui64Record) []byte {
				return r.appendOutput(b)
			}).Tame(),
			record.Text("address", "the address, if there is one", func(b []byte, r *eui64Record) []byte {
				return addr.AppendCanonical(b, r.address(), addr.MixedAuto)
			}),
			record.Text("iid", "the interface identifier", func(b []byte, r *eui64Record) []byte {
				return r.id.AppendTo(b)
			}).Tame(),
			record.Text("mac", "the MAC or EUI-64, if the link type has one", func(b []byte, r *eui64Record) []byte {
				return r.mac().Append(b, r.format)
			}).Tame(),
			record.Text("link", "the link type", func(b []byte, r *eui64Record) []byte {
				return append(b, r.link.String()...)
			}).OneOf(linkNames()...).ByKey(),
			record.Text("prefix", "the prefix of --prefix", func(b []byte, r *eui64Record) []byte {
				if r.in == nil {
					return b
				}
				return addr.AppendPrefix(b, r.in.Prefix)
			}).ByKey(),
			record.Bool("local", "whether the MAC is locally administered", func(b []byte, r *eui64Record) []byte {
				m := r.mac()
				if !m.IsValid() {
					return b
				}
				return strconv.AppendBool(b, m.IsLocal())
			}),
			record.AppendTexts("warnings", "warnings about the MAC from IEEE or RFCs", func(b []byte, r *eui64Record, i int) ([]byte, bool) {
				return r.appendWarning(b, i)
			}),
		},
	}
}

// appendWarning appends the i-th remark on the MAC, with its reference.
func (r *eui64Record) appendWarning(b []byte, i int) ([]byte, bool) {
	m := r.mac()
	if i == 0 {
		r.remarks = m.AppendRemarks(r.remarks[:0])
	}
	if m.Quadrant() != eui64.QuadrantNone {
		i++ // the first remark says that it is local, which is a separate field
	}
	if i >= len(r.remarks) {
		return b, false
	}
	return r.remarks[i].AppendTo(b), true
}

func newEUI64(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "eui64 [MAC...]",
		Short: "convert MACs to interface identifiers and back",
		Long: `Convert MACs to interface identifiers: Modified EUI-64 of RFC 4291 appendix A,
as four groups, or the address with --prefix, one for each prefix. A MAC has 6
or 8 octets, in any spelling that equipment prints.

--link selects another kind of link, with another address length or another rule
for the u bit. Link-layer addresses are written like MACs; tunnels (isatap, gre,
ipip, sit) take IPv4 addresses. The u bit is set for IPv4 addresses that Linux
considers global.

--reverse converts back: items are addresses or identifiers (four groups, "::"
before fewer, or 16 digits), and the output is the MAC or other link-layer
address. An identifier that was not made in this way is an error.`,
		Example: `  hextet eui64 00-00-5E-00-53-01
  hextet eui64 --prefix 2001:db8::/64 0000.5e00.5301
  hextet eui64 --link short --pan 0xbeef 0x1234
  hextet eui64 --link isatap --prefix fe80::/64 192.0.2.33
  hextet eui64 -r fe80::200:5eff:fe00:5301%eth0
  hextet eui64 -r --mac-format dot 0200:5eff:fe00:5301`,
	}
	link, format := eui64.Ethernet.String(), eui64.Colon.String()
	var j eui64Job
	cli.AddList(c, &j.prefixes, "prefix", "PREFIX", "write the address in `PREFIX`, of at most 64 bits", parseEUI64Prefix)
	cli.AddWord(c, &link, "link", "", "the link type", linkWords())
	c.Flags().BoolVarP(&j.reverse, "reverse", "r", false, "items are addresses or identifiers: write the MAC")
	cli.AddMACFormat(c, &format)
	cli.AddValue(c, &j.pan, false, "pan", "", "ID", "with --link short: the PAN `ID`, hexadecimal (RFC 4944 section 6)", parsePAN, nil)
	cli.AddValue(c, &j.devID, false, "dev-id", "", "N", "the Linux dev_id of an interface that shares its MAC (s390 OSA cards)", cli.Number[uint16](0, 65535), nil)
	return cli.Items(a, c, eui64Table, func() (op stream.Op[*eui64Record], err error) {
		if j.link, err = eui64.ParseLink(link); err != nil {
			return op, err
		}
		if j.format, err = eui64.ParseFormat(format); err != nil {
			return op, err
		}
		switch {
		case j.prefixes != nil && j.reverse:
			return op, errors.New("--prefix and --reverse cannot be combined")
		case j.reverse && (c.Flags().Changed("pan") || c.Flags().Changed("dev-id")):
			return op, errors.New("--reverse cannot be combined with --pan and --dev-id")
		case c.Flags().Changed("pan") && j.link != eui64.Short:
			return op, errors.New("--pan requires --link short")
		case c.Flags().Changed("dev-id") && j.link != eui64.Ethernet:
			return op, errors.New("--dev-id requires --link ethernet")
		}
		return j.op(), nil
	})
}

func (j *eui64Job) op() stream.Op[*eui64Record] {
	op := stream.Op[*eui64Record]{
		Takes: stream.Words,
		Bind:  func(r *eui64Record, _ *ip.Item) { r.eui64Job = j },
		Each:  j.each,
	}
	if j.reverse {
		op.Takes, op.Each = stream.Loose, j.eachReverse
	}
	return op
}

// derive returns the interface identifier derived from item.
func (j *eui64Job) derive(item string) (eui64.IID, error) {
	id, err := eui64.Derive(j.link, item)
	switch {
	case err != nil:
		return 0, explainMAC(item, j.link, err)
	case j.pan != 0:
		own, short, _ := id.Short()
		if own != 0 {
			return 0, errors.New("it contains a PAN identifier, and --pan gives another")
		}
		return eui64.FromShort(j.pan, short)
	case j.devID != 0:
		m, _ := eui64.ParseMAC(item)
		return eui64.FromMACDevID(m, j.devID)
	}
	return id, nil
}

func (j *eui64Job) each(in *ip.Item, out *stream.Out[*eui64Record]) (err error) {
	r := out.Rec
	r.text, r.parsed = in.Text, false
	if r.id, err = j.derive(in.Text); err != nil {
		return err
	}
	if r.in = nil; j.prefixes == nil {
		out.Emit()
	}
	for i := range j.prefixes {
		if r.in = &j.prefixes[i]; !out.Emit() {
			break
		}
	}
	return nil
}

func (j *eui64Job) eachReverse(in *ip.Item, out *stream.Out[*eui64Record]) (err error) {
	r := out.Rec
	r.text, r.item, r.parsed = in.Text, in, false
	ok := false
	switch {
	case in.Known && in.IsBlock() && !in.Is4():
		return errors.New("a prefix has no interface identifier; expected an address")
	case in.Known:
		r.id, ok = eui64.FromAddr(in.Addr())
	}
	if !ok {
		if r.id, err = eui64.ParseAddrOrIID(in.Text); err != nil {
			if _, bad := eui64.ParseMAC(in.Text); bad == nil {
				err = errors.New("already a MAC; omit --reverse to convert it")
			}
			return err
		}
	}
	if r.output, err = eui64.AppendReverse(r.output[:0], j.link, r.id, j.format); err != nil {
		return err
	}
	out.Emit()
	return nil
}

// appendOutput appends the output for an item.
func (r *eui64Record) appendOutput(b []byte) []byte {
	switch {
	case r.reverse:
		return append(b, r.output...)
	case r.in == nil:
		return r.id.AppendTo(b)
	}
	return ip.AppendAddr(b, r.in.network, uint64(r.id), false, -1, ip.QuadAuto)
}

// address returns the address of a record, if it has one.
func (r *eui64Record) address() addr.Item {
	switch {
	case r.in != nil:
		return addr.ItemOf(ip.Addr6(r.in.network, uint64(r.id)))
	case r.reverse && r.item.Known && !strings.HasPrefix(r.text, "::"):
		return fields.ItemOf(r.item).WithBits(-1)
	}
	return addr.Item{}
}

// mac returns the MAC of a record, the zero MAC if the link type has none.
func (r *eui64Record) mac() eui64.MAC {
	if r.parsed {
		return r.macRead
	}
	var m eui64.MAC
	switch r.link {
	case eui64.Ethernet, eui64.SixLoWPAN, eui64.FireWire, eui64.InfiniBand, eui64.PPP, eui64.ATM:
		text := r.text
		if r.reverse {
			text = ip.Alias(r.output)
		}
		m, _ = eui64.ParseMAC(text)
	}
	r.macRead, r.parsed = m, true
	return m
}

// explainMAC returns a better error than err if item is something other than a MAC.
func explainMAC(item string, l eui64.Link, err error) error {
	it, bad := addr.ParseItem(item)
	_, noMAC := eui64.ParseMAC(item)
	switch {
	case bad != nil && noMAC == nil && l.IsIPv4():
		return errors.New("a MAC; --link " + l.String() + " takes IPv4 addresses")
	case bad != nil || l.IsIPv4() && it.Addr.Is4():
		return err
	case it.Addr.Is4():
		return errors.New("an IPv4 address; --link isatap, gre, ipip and sit take those")
	case l.IsIPv4():
		return errors.New("an IPv6 address; --link " + l.String() + " takes IPv4 addresses")
	}
	return errors.New("an address, not a MAC; use --reverse to convert it")
}

func parseEUI64Prefix(s string) (p eui64Prefix, err error) {
	if p.Prefix, err = cli.ParsePrefix(s); err != nil {
		return p, err
	}
	a, err := eui64.Address(p.Prefix, 0)
	if err == nil {
		p.network, _ = ip.Halves(a)
	}
	return p, err
}

func parsePAN(s string) (uint16, error) {
	v, err := strconv.ParseUint(strings.TrimPrefix(strings.ToLower(s), "0x"), 16, 16)
	if err != nil || len(s) > 6 {
		return 0, errors.New("not a PAN identifier of one to four hexadecimal digits")
	}
	if v == 0xffff {
		return 0, errors.New("0xffff is the broadcast PAN identifier (IEEE 802.15.4)")
	}
	return uint16(v), nil
}

func linkNames() (list []string) {
	for l := range eui64.Links() {
		list = append(list, l.String())
	}
	return list
}

func linkWords() []cli.Word {
	docs := [...]string{
		eui64.Ethernet:   "Ethernet, Wi-Fi and the like, 6 or 8 octets (RFC 2464)",
		eui64.SixLoWPAN:  "IEEE 802.15.4 with 8 octets (RFC 4944), Bluetooth LE with 6 (RFC 7668)",
		eui64.Short:      "short addresses of IEEE 802.15.4 with 2 octets or 4 with the PAN (RFC 4944, RFC 6282), nodes of G.9959 and MS/TP with 1",
		eui64.FireWire:   "IEEE 1394, 8 octets (RFC 3146)",
		eui64.InfiniBand: "IP over InfiniBand, 20 octets or the GUID of 8 (RFC 4391)",
		eui64.ARCnet:     "ARCnet, 1 octet (RFC 2497)",
		eui64.ISATAP:     "ISATAP, an IPv4 address (RFC 5214)",
		eui64.GRE:        "GRE over IPv4, an IPv4 address, as Linux does",
		eui64.IPIP:       "IP in IPv4, an IPv4 address, as Linux does",
		eui64.SIT:        "IPv6 in IPv4, an IPv4 address (RFC 4213)",
		eui64.PPP:        "PPP, a MAC of the host with 6 or 8 octets (RFC 5072)",
		eui64.ATM:        "ATM, a MAC, an AESA of 20 octets or its last 7, or an E.164 number +DIGITS (RFC 2492)",
	}
	var list []cli.Word
	for l := range eui64.Links() {
		list = append(list, cli.Word{Name: l.String(), Doc: docs[l]})
	}
	return list
}
