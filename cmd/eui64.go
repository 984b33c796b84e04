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

// An eui64Record is a link-layer address and the identifier made from it, or the
// other way around.
type eui64Record struct {
	*eui64Job
	text   string
	item   *ip.Item // with --reverse
	output []byte   // likewise
	id     eui64.IID

	remarks []eui64.Remark // see appendWarning
}

// An eui64Job is what the flags of eui64 ask for.
type eui64Job struct {
	link    eui64.Link
	format  eui64.Format
	prefix  netip.Prefix
	write   *eui64.Appender // into prefix
	pan     uint16
	devID   uint16
	reverse bool
}

func eui64Table() record.Table[*eui64Record] {
	return record.Table[*eui64Record]{
		Default: "output",
		Fields: []record.Field[*eui64Record]{
			record.Text("output", "the identifier, the address with --prefix, the MAC with --reverse", func(b []byte, r *eui64Record) []byte {
				return r.appendOutput(b)
			}),
			record.Text("address", "the address, where there is one", func(b []byte, r *eui64Record) []byte {
				return addr.AppendCanonical(b, r.address(), addr.MixedAuto)
			}),
			record.Text("iid", "the interface identifier", func(b []byte, r *eui64Record) []byte {
				return r.id.AppendTo(b)
			}),
			record.Text("mac", "the MAC or EUI-64, where the link has them", func(b []byte, r *eui64Record) []byte {
				return r.mac().Append(b, r.format)
			}),
			record.Text("link", "the kind of link", func(b []byte, r *eui64Record) []byte {
				return append(b, r.link.String()...)
			}).OneOf(linkNames()...),
			record.Text("prefix", "the prefix that --prefix gives", func(b []byte, r *eui64Record) []byte {
				if !r.prefix.IsValid() {
					return b
				}
				return addr.AppendPrefix(b, r.prefix.Masked())
			}),
			record.Bool("local", "the MAC is locally administered", func(b []byte, r *eui64Record) []byte {
				m := r.mac()
				if !m.IsValid() {
					return b
				}
				return strconv.AppendBool(b, m.IsLocal())
			}),
			record.AppendTexts("warnings", "what IEEE or an RFC says about the MAC", func(b []byte, r *eui64Record, i int) ([]byte, bool) {
				return r.appendWarning(b, i)
			}),
		},
	}
}

// appendWarning appends the i-th thing that a reader of the MAC may not expect, with
// its source.
func (r *eui64Record) appendWarning(b []byte, i int) ([]byte, bool) {
	m := r.mac()
	r.remarks = m.AppendRemarks(r.remarks[:0])
	if m.Quadrant() != eui64.QuadrantNone {
		i++ // the first remark says that it is local: a field of its own
	}
	if i >= len(r.remarks) {
		return b, false
	}
	said := r.remarks[i]
	return append(append(append(append(b, said.Text...), " ("...), said.Reference...), ')'), true
}

func newEUI64(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "eui64 [MAC...]",
		Short: "convert MACs to interface identifiers and back",
		Long: `Write the interface identifier that an interface makes of its MAC: Modified
EUI-64 of RFC 4291 appendix A, as four groups; with --prefix the address. A MAC
is of 6 or 8 octets, in any spelling that equipment prints.

--link names another kind of link, whose interfaces have addresses of another
length or another rule for the u bit. Octets are written as those of a MAC; the
tunnels (isatap, gre, ipip, sit) take IPv4 addresses. Whether an IPv4 address
is global, which sets the u bit, is decided as Linux does.

--reverse undoes it: items are addresses or identifiers (four groups, "::" in
front of fewer, or 16 digits), and the output is the MAC, or what else the kind
of link has. An identifier that was not made so is an error.`,
		Example: `  hextet eui64 00-00-5E-00-53-01
  hextet eui64 --prefix 2001:db8::/64 0000.5e00.5301
  hextet eui64 --link short --pan 0xbeef 0x1234
  hextet eui64 --link isatap --prefix fe80::/64 192.0.2.33
  hextet eui64 -r fe80::200:5eff:fe00:5301%eth0
  hextet eui64 -r --mac-format dot 0200:5eff:fe00:5301`,
	}
	link, format := eui64.Ethernet.String(), eui64.Colon.String()
	var j eui64Job
	cli.AddPrefix(c, &j.prefix, "prefix", "write the address in `PREFIX`, of at most 64 bits")
	cli.AddWord(c, &link, "link", "", "the kind of link", linkWords())
	c.Flags().BoolVarP(&j.reverse, "reverse", "r", false, "items are addresses or identifiers: write the MAC")
	cli.AddMACFormat(c, &format)
	cli.AddValue(c, &j.pan, false, "pan", "", "ID", "with --link short: the PAN identifier in front, hexadecimal (RFC 4944 section 6)", parsePAN, nil)
	cli.AddValue(c, &j.devID, false, "dev-id", "", "N", "Linux's number of an interface that shares its MAC, as s390 OSA cards do", parseDevID, nil)
	return cli.Items(a, c, eui64Table, func() (op stream.Op[*eui64Record], err error) {
		if j.link, err = eui64.ParseLink(link); err != nil {
			return op, err
		}
		if j.format, err = eui64.ParseFormat(format); err != nil {
			return op, err
		}
		if c.Flags().Changed("prefix") {
			if j.reverse {
				return op, errors.New("--prefix makes addresses, --reverse takes them apart: one of the two")
			}
			if j.write, err = eui64.NewAppender(j.prefix); err != nil {
				return op, errors.New("--prefix: " + err.Error())
			}
		}
		switch {
		case c.Flags().Changed("pan") && (j.link != eui64.Short || j.reverse):
			return op, errors.New("--pan goes with --link short")
		case c.Flags().Changed("dev-id") && (j.link != eui64.Ethernet || j.reverse):
			return op, errors.New("--dev-id goes with --link ethernet")
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

// derive returns the identifier that item makes.
func (j *eui64Job) derive(item string) (eui64.IID, error) {
	id, err := eui64.Derive(j.link, item)
	switch {
	case err != nil:
		return 0, explainMAC(item, j.link, err)
	case j.pan != 0:
		own, short, _ := id.Short()
		if own != 0 {
			return 0, errors.New("it has a PAN identifier of its own, and --pan gives another")
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
	r.text = in.Text
	if r.id, err = j.derive(in.Text); err != nil {
		return err
	}
	out.Emit()
	return nil
}

func (j *eui64Job) eachReverse(in *ip.Item, out *stream.Out[*eui64Record]) (err error) {
	r := out.Rec
	r.text, r.item = in.Text, in
	ok := false
	if in.Known && (in.Length < 0 || in.Length == in.BitLen()) {
		r.id, ok = eui64.FromAddr(in.Addr())
	}
	if !ok {
		if r.id, err = eui64.ParseAddrOrIID(in.Text); err != nil {
			if _, bad := eui64.ParseMAC(in.Text); bad == nil {
				err = errors.New("a MAC already: without --reverse it gives the identifier")
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

// appendOutput appends what an item maps to.
func (r *eui64Record) appendOutput(b []byte) []byte {
	switch {
	case r.reverse:
		return append(b, r.output...)
	case r.write == nil:
		return r.id.AppendTo(b)
	}
	return r.write.Append(b, r.id)
}

// address returns the address of an item, where there is one.
func (r *eui64Record) address() addr.Item {
	switch {
	case !r.reverse && r.prefix.IsValid():
		a, _ := eui64.Address(r.prefix, r.id)
		return addr.ItemOf(a)
	case r.reverse && r.item.Known && !strings.HasPrefix(r.text, "::"):
		it := fields.ItemOf(r.item)
		it.Bits = -1
		return it
	}
	return addr.Item{}
}

// mac returns the MAC of an item; the zero one where the link has none.
func (r *eui64Record) mac() (m eui64.MAC) {
	switch r.link {
	case eui64.Ethernet, eui64.SixLoWPAN, eui64.FireWire, eui64.InfiniBand:
		text := r.text
		if r.reverse {
			text = ip.Alias(r.output)
		}
		m, _ = eui64.ParseMAC(text)
	}
	return m
}

// explainMAC says more about err where item is a right text in the wrong
// place.
func explainMAC(item string, l eui64.Link, err error) error {
	it, bad := addr.ParseItem(item)
	_, noMAC := eui64.ParseMAC(item)
	switch {
	case bad != nil && noMAC == nil && l.IsIPv4():
		return errors.New("a MAC, where --link " + l.String() + " takes IPv4 addresses")
	case bad != nil || l.IsIPv4() && it.Addr.Is4():
		return err
	case it.Addr.Is4():
		return errors.New("an IPv4 address, which --link isatap, gre, ipip and sit take")
	case l.IsIPv4():
		return errors.New("an IPv6 address, where --link " + l.String() + " takes IPv4 addresses")
	}
	return errors.New("an address, not a MAC: --reverse finds the MAC in it")
}

func parsePAN(s string) (uint16, error) {
	v, err := strconv.ParseUint(strings.TrimPrefix(strings.ToLower(s), "0x"), 16, 16)
	if err != nil || len(s) > 6 {
		return 0, errors.New("not a PAN identifier of one to four hexadecimal digits")
	}
	if v == 0xffff {
		return 0, errors.New("0xffff is the broadcast PAN identifier, of no network (IEEE 802.15.4)")
	}
	return uint16(v), nil
}

func parseDevID(s string) (uint16, error) {
	v, err := strconv.ParseUint(s, 0, 16)
	if err != nil {
		return 0, errors.New("not a number from 0 to 65535")
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
	}
	var list []cli.Word
	for l := range eui64.Links() {
		list = append(list, cli.Word{Name: l.String(), Doc: docs[l]})
	}
	return list
}
