package embed

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/embed4"
	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
)

func newNAT64(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "nat64 [IPV4...]",
		Short: "addresses for a NAT64 or SIIT translator (RFC 6052)",
		Long: `Write the IPv6 addresses that a translator uses for IPv4 nodes (RFC 6052). The
prefix is a /32, /40, /48, /56, /64 or /96; bits 64 to 71 of an address are
zero. Below the well-known prefix 64:ff9b::/96 an address that IANA's registry
does not call globally reachable is an error (RFC 6052 section 3.1), except in
192.0.2.0/24, which the RFC uses in examples: use 64:ff9b:1::/48 (RFC 8215) or a
prefix of your own. For IPv4 groups see 'hextet embed multicast'.

With --discover the items are the AAAA records that a network returns for
ipv4only.arpa, and the output is its NAT64 prefix (RFC 7050); the exit status is
1 if they reveal none.

With --pref64 the items are NAT64 prefixes, and the output is the octets of the
router advertisement option that announces them (RFC 8781) for --lifetime
seconds. --pref64 --reverse converts such octets to the prefix.`,
		Example: `  hextet embed nat64 192.0.2.33
  hextet embed nat64 --nat64-prefix 2001:db8:122:344::/64 192.0.2.33 192.0.2.0/24
  hextet embed nat64 --pref64 --lifetime 1800 64:ff9b::/96
  hextet embed nat64 --pref64 -r '26 02 07 08 00 64 ff 9b 00 00 00 00 00 00 00 00'
  hextet embed nat64 --discover 2001:db8:64::c000:aa 2001:db8:64::c000:ab`,
	}
	e := embedding{mechanism: embed4.MechNAT64}
	wellKnown := embed4.WellKnown().Prefix
	e.prefix = wellKnown
	cli.AddPrefix(c, &e.prefix, "nat64-prefix", "the translator's prefix, /32, /40, /48, /56, /64 or /96")
	cli.Suggest(c, "nat64-prefix", nat64Words()...)
	discover := false
	c.Flags().BoolVar(&discover, "discover", false, "items are AAAA records of ipv4only.arpa; write the prefix")
	pref64 := c.Flags().Bool("pref64", false, "items are NAT64 prefixes; write the router advertisement option (RFC 8781)")
	reverse := c.Flags().BoolP("reverse", "r", false, "with --pref64: items are octets of the option; write the prefix")
	lifetime := uint32(1800)
	cli.AddValue(c, &lifetime, true, "lifetime", "", "SECONDS", "with --pref64: the lifetime of the prefix, up to 65528", cli.Number(0, uint32(embed4.MaxPREF64Lifetime/time.Second)),
		func(n uint32) string { return strconv.Itoa(int(n)) })
	addForce(c, &e)
	return cli.Items(a, c,
		func() record.Table[*embedRecord] {
			return embedTable("the IPv6 address, or prefix for a prefix; the NAT64 prefix with --discover; the option with --pref64",
				record.Number("lifetime", "with --pref64: the lifetime of the prefix in seconds", func(b []byte, r *embedRecord) []byte {
					if !*pref64 {
						return b
					}
					return strconv.AppendInt(b, int64(r.lifetime/time.Second), 10)
				}).ByKey(),
				record.Flag("checksum_neutral", "whether translation preserves transport checksums (RFC 6052 section 4.1)",
					func(r *embedRecord) bool { return embed4.NAT64{Prefix: r.prefix}.ChecksumNeutral() }).ByKey(),
				record.Text("certainty", "with --discover: how certain the answer is", func(b []byte, r *embedRecord) []byte {
					if r.certainty == embed4.UnknownCertainty {
						return b
					}
					return append(b, r.certainty.String()...)
				}).OneOf("certain", "likely").ByKey())
		},
		func() (stream.Op[*embedRecord], error) {
			given := c.Flags().Changed
			switch {
			case *pref64 && (discover || given("nat64-prefix")):
				return stream.Op[*embedRecord]{}, cli.Usage(c, "--pref64 takes prefixes as items; --nat64-prefix and --discover cannot be combined with it")
			case !*pref64 && (*reverse || given("lifetime")):
				return stream.Op[*embedRecord]{}, cli.Usage(c, "--reverse and --lifetime require --pref64; 'hextet extract' extracts IPv4 addresses")
			case *pref64 && *reverse:
				return pref64ReverseOp(), nil
			case *pref64:
				return pref64Op(time.Duration(lifetime) * time.Second), nil
			}
			if discover {
				if c.Flags().Changed("nat64-prefix") {
					return stream.Op[*embedRecord]{}, cli.Usage(c, "--discover and --nat64-prefix cannot be combined")
				}
				return discoverOp(), nil
			}
			if err := checkNAT64(c, "nat64-prefix", e.prefix, e.force); err != nil {
				return stream.Op[*embedRecord]{}, err
			}
			e.encoder = embed4.NAT64{Prefix: e.prefix}
			return e.op(), nil
		})
}

func nat64Words() []cli.Word {
	return []cli.Word{
		{Name: embed4.WellKnown().Prefix.String(), Doc: "the well-known prefix, for global IPv4 addresses (RFC 6052)"},
		{Name: embed4.LocalUse().Prefix.String(), Doc: "for local use, private addresses too (RFC 8215)"},
	}
}

// checkNAT64 checks the NAT64 prefix of a flag.
func checkNAT64(c *cobra.Command, flag string, p netip.Prefix, force bool) error {
	n := embed4.NAT64{Prefix: p}
	if err := n.Validate(); err != nil {
		return cli.Usage(c, "--%s %v: %w", flag, p, err)
	}
	// A verdict that applies to any address applies to the prefix.
	global := netip.PrefixFrom(netip.AddrFrom4([4]byte{1, 1, 1, 1}), 32)
	if err := n.Check(global).Err(); err != nil && !force {
		return cli.Usage(c, "--%s %v: %w", flag, p, err)
	}
	return nil
}

// maxAnswers limits the number of answers; a DNS message holds fewer.
const maxAnswers = 4096

// discoverOp finds NAT64 prefixes in AAAA records; it needs all records at once.
func discoverOp() stream.Op[*embedRecord] {
	var answers []netip.Addr
	var inputs []string
	return stream.Op[*embedRecord]{
		Empty: stream.No,
		Takes: stream.Words,
		Each: func(in *ip.Item, out *stream.Out[*embedRecord]) error {
			item := in.Text
			it, err := addr.ParseItem(item)
			switch {
			case err != nil:
				return err
			case it.IsPrefix():
				return constError("a prefix; expected an address from an AAAA record")
			case slices.Contains(answers, it.Addr):
			case len(answers) == maxAnswers:
				return constError("more than " + strconv.Itoa(maxAnswers) + " addresses; no name has so many")
			default:
				answers = append(answers, it.Addr)
				inputs = append(inputs, strings.Clone(item))
			}
			return nil
		},
		End: func(out *stream.Out[*embedRecord]) error {
			for d := range embed4.Discover(answers...) {
				r := out.Rec
				r.output, r.mechanism, r.prefix = addr.ItemOfPrefix(d.NAT64.Prefix), embed4.MechNAT64, d.NAT64.Prefix
				r.certainty = d.Certainty
				// Of the answers that reveal the prefix, the first is its input.
				input := ""
				for i, a := range answers {
					if v4, ok := d.NAT64.Decode(a); ok && isDiscovery(v4) {
						input = inputs[i]
						break
					}
				}
				if !out.EmitFor(input) {
					break
				}
			}
			return nil
		},
	}
}

// isDiscovery reports whether v4 is 192.0.0.170 or 192.0.0.171 (RFC 7050
// section 2.2).
func isDiscovery(v4 netip.Addr) bool {
	b := v4.As4()
	return b[0] == 192 && b[1] == 0 && b[2] == 0 && b[3]|1 == 171
}
