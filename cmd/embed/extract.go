package embed

import (
	"net/netip"
	"strings"

	"github.com/spf13/cobra"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/embed4"
	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/fields"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
)

// An extractRecord is an IPv4 address embedded in an item.
type extractRecord struct {
	*embed4.Found
	found []embed4.Found
}

func extractTable(likely bool) record.Table[*extractRecord] {
	t := record.Table[*extractRecord]{
		Default: "address,mechanism,role",
		Fields:  record.AllOf(fields.Found(), func(r *extractRecord) *embed4.Found { return r.Found }),
	}
	if likely {
		t.Default += ",certainty"
	}
	return t
}

func NewExtract(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "extract [IPV6...]",
		Short: "find IPv4 addresses embedded in IPv6 addresses",
		Long: `Print the IPv4 addresses embedded in IPv6 addresses, one record for each: the
address, the embedding mechanism, and the role of the address. This is the
reverse of every 'hextet embed' command. An address without an embedded IPv4
address gives no record; the exit status is 1 if no item has one.

By default only addresses that the prefix proves are printed. --likely adds
those that the interface identifier suggests: ISATAP outside fe80::/64, 6over4,
the host address that Windows uses below its 6to4 prefix, and a bare IPv4
address (embedded-ipv4), from a translator's /96 or assigned by hand.

A network's own prefixes cannot be recognized from the address. --nat64-prefix,
--6rd, --ivi and --multicast-prefix name them; --table reads a file of MAP rules
or explicit address mappings (see 'hextet embed map --help' and 'hextet embed
eam --help').

A prefix without host bits gives what all its addresses have in common:
192.0.2.4 for 2002:c000:204::/48, 192.0.2.0/24 for 64:ff9b::c000:200/120. With
host bits it is treated as an address. Zones are ignored.`,
		Example: `  hextet extract 2002:c000:204::1 ::ffff:192.0.2.1 2001:0:cb00:7101:8000:63bf:34ff:8efe
  hextet extract --nat64-prefix 2001:db8:64::/96 2001:db8:64::c000:221
  hextet extract --6rd 2001:db8::/32,10.0.0.0/8 -j 2001:db8:6464:100::1
  hextet extract --likely 2001:db8::c000:201 fe80::192.0.2.1
  hextet extract -k 1 -f access.log`,
	}
	var sites embed4.Sites
	var nat64, ivi []netip.Prefix
	cli.AddPrefixes(c, &nat64, "nat64-prefix", "a translator's prefix, /32, /40, /48, /56, /64 or /96")
	cli.Suggest(c, "nat64-prefix", nat64Words()...)
	cli.AddList(c, &sites.SixRD, "6rd", "PREFIX[,IPV4PREFIX]", "a 6rd prefix and the common IPv4 prefix of its customers", parse6rd)
	cli.AddPrefixes(c, &ivi, "ivi", "a CERNET IVI provider's /32")
	var groups []netip.Prefix
	cli.AddPrefixes(c, &groups, "multicast-prefix", "a /96 for embedded IPv4 groups (RFC 8114)")
	likely := false
	c.Flags().BoolVar(&likely, "likely", false, "also print addresses that only the identifier suggests")
	var tables []string
	c.Flags().StringArrayVar(&tables, "table", nil, "the MAP rules or the explicit address mappings in `FILE` (repeatable: one of each)")
	return cli.Items(a, c, func() record.Table[*extractRecord] { return extractTable(likely) }, func() (op stream.Op[*extractRecord], err error) {
		for _, p := range nat64 {
			if err := checkNAT64(c, "nat64-prefix", p, true); err != nil {
				return op, err
			}
			sites.NAT64 = append(sites.NAT64, embed4.NAT64{Prefix: p})
		}
		for _, p := range ivi {
			i := embed4.IVI{Prefix: p}
			if err := i.Validate(); err != nil {
				return op, cli.Usage(c, "--ivi %v: %w", p, err)
			}
			sites.IVI = append(sites.IVI, i)
		}
		for _, p := range groups {
			m := embed4.Multicast64{Prefix: p}
			if err := m.Validate(); err != nil {
				return op, cli.Usage(c, "--multicast-prefix %v: %w", p, err)
			}
			sites.Multicast = append(sites.Multicast, m)
		}
		for _, file := range tables {
			t, err := cli.ReadFile(file, parseTable)
			switch {
			case err != nil:
				return op, err
			case t.MAP != nil && sites.MAP != nil || t.EAM != nil && sites.EAM != nil:
				return op, cli.Usage(c, "--table %s: a second table of its kind", file)
			case t.MAP != nil:
				sites.MAP = t.MAP
			default:
				sites.EAM = t.EAM
			}
		}
		x, err := embed4.NewExtractor(sites)
		return extractOp(x, likely), err
	})
}

func extractOp(x *embed4.Extractor, likely bool) stream.Op[*extractRecord] {
	return stream.Op[*extractRecord]{
		Adds:  true,
		Empty: stream.No,
		Each: func(it *ip.Item, out *stream.Out[*extractRecord]) error {
			if it.Is4() {
				return nil
			}
			r := out.Rec
			if it.IsBlock() {
				r.found = x.AppendPrefix(r.found[:0], it.Prefix())
			} else {
				r.found = x.Append(r.found[:0], it.Addr())
			}
			for i := range r.found {
				r.Found = &r.found[i]
				if r.Certainty == embed4.Likely && !likely {
					continue
				}
				if !out.Emit() {
					break
				}
			}
			return nil
		},
	}
}

// parse6rd parses a 6rd domain: its prefix and, after a comma, the IPv4 prefix of its
// customers.
func parse6rd(s string) (d embed4.SixRD, err error) {
	six, four, both := strings.Cut(s, ",")
	if d.Prefix, err = addr.ParsePrefix(six); err != nil {
		return d, err
	}
	if both {
		if d.IPv4, err = addr.ParsePrefix(four); err != nil {
			return d, err
		}
	}
	if d.Prefix != d.Prefix.Masked() || d.IPv4 != d.IPv4.Masked() {
		return d, constError("a prefix has bits set after its length")
	}
	return d, d.Validate()
}
