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

// An extractRecord is an IPv4 address inside an item.
type extractRecord struct {
	*embed4.Found
	found []embed4.Found
}

func extractTable() record.Table[*extractRecord] {
	return record.Table[*extractRecord]{
		Default: "address,mechanism,role",
		Fields:  record.AllOf(fields.Found(), func(r *extractRecord) *embed4.Found { return r.Found }),
	}
}

func NewExtract(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "extract [IPV6...]",
		Short: "find the IPv4 addresses inside IPv6 addresses",
		Long: `Print every IPv4 address inside IPv6 addresses, the mechanism that put it there,
and whose address it is: a record each, the certain before the likely. It undoes
all that 'hextet embed' does. Addresses that hold none give no record, IPv4
addresses neither; with none at all the exit status is 1.

Nothing in an address tells that its prefix is a site's own. --nat64-prefix,
--6rd and --ivi name such prefixes; --map and --eam files of rules and tables
(see 'hextet embed map --help' and 'hextet embed eam --help').

An address with a length is an address. A prefix without host bits gives what
all its addresses have in common: 2002:c000:204::/48 the 192.0.2.4 of its
router, 64:ff9b::c000:200/120 the prefix 192.0.2.0/24. Zones play no part.`,
		Example: `  hextet extract 2002:c000:204::1 ::ffff:192.0.2.1 2001:0:cb00:7101:8000:63bf:34ff:8efe
  hextet extract --nat64-prefix 2001:db8:64::/96 2001:db8:64::c000:221
  hextet extract --6rd 2001:db8::/32,10.0.0.0/8 -j 2001:db8:6464:100::1
  hextet extract -k 1 -f access.log`,
	}
	var sites embed4.Sites
	var nat64, ivi []netip.Prefix
	cli.AddPrefixes(c, &nat64, "nat64-prefix", "a translator's prefix, /32, /40, /48, /56, /64 or /96")
	cli.Suggest(c, "nat64-prefix", nat64Words()...)
	cli.AddList(c, &sites.SixRD, "6rd", "PREFIX[,IPV4PREFIX]", "a 6rd prefix, and what all its customers' IPv4 addresses begin with", parse6rd)
	cli.AddPrefixes(c, &ivi, "ivi", "a CERNET IVI provider's /32")
	mapFile, eamFile := "", ""
	c.Flags().StringVar(&mapFile, "map", "", "the MAP rules in `FILE`")
	c.Flags().StringVar(&eamFile, "eam", "", "the explicit address mapping table in `FILE`")
	return cli.Items(a, c, extractTable, func() (op stream.Op[*extractRecord], err error) {
		for _, p := range nat64 {
			if err := checkNAT64(c, "nat64-prefix", p, true); err != nil {
				return op, err
			}
			sites.NAT64 = append(sites.NAT64, embed4.NAT64{Prefix: p})
		}
		for _, p := range ivi {
			i := embed4.IVI{Prefix: p}
			if err := i.Valid(); err != nil {
				return op, cli.Usage(c, "--ivi %v: %w", p, err)
			}
			sites.IVI = append(sites.IVI, i)
		}
		if mapFile != "" {
			if sites.MAP, err = readTable(mapFile, embed4.ParseMAPRules); err != nil {
				return op, err
			}
		}
		if eamFile != "" {
			if sites.EAM, err = readTable(eamFile, embed4.ParseEAM); err != nil {
				return op, err
			}
		}
		x, err := embed4.NewExtractor(sites)
		return extractOp(x), err
	})
}

func extractOp(x *embed4.Extractor) stream.Op[*extractRecord] {
	return stream.Op[*extractRecord]{
		Adds:  true,
		Empty: stream.No,
		Each: func(it *ip.Item, out *stream.Out[*extractRecord]) error {
			if it.Is4() {
				return nil
			}
			r := out.Rec
			if it.IsPrefix() && !it.HasHostBits() {
				r.found = x.AppendPrefix(r.found[:0], it.Prefix())
			} else {
				r.found = x.Append(r.found[:0], it.Addr())
			}
			for i := range r.found {
				r.Found = &r.found[i]
				if !out.Emit() {
					break
				}
			}
			return nil
		},
	}
}

// parse6rd reads a 6rd domain: its prefix and, behind a comma, the IPv4 prefix
// of its customers.
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
		return d, constError("bits are set after the length of a prefix")
	}
	return d, d.Valid()
}
