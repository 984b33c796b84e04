package multicast

import (
	"errors"
	"net/netip"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/stream"
	"github.com/hextet/hextet/multicast"
)

func newFromPrefix(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "from-prefix [PREFIX...]",
		Short: "groups that the owner of a prefix can use (RFC 3306)",
		Long: `Write the group that the owner of a unicast prefix can use without registration:
ff3x:... with the prefix inside (RFC 3306) for an IPv6 prefix of up to 64 bits,
234.x.y.z (RFC 6034) for an IPv4 prefix of up to 24 bits. Without --group the
output is the prefix of all such groups.

The prefix ::/0 means source-specific multicast (RFC 3306 section 6, RFC 4607):
its groups are in ff3x::/96, with IDs over 0x40000000.

--asn gives the GLOP groups of an autonomous system (RFC 3180), 233.x.y.0/24,
and takes no items. IPv4 groups have no scope.`,
		Example: `  hextet multicast from-prefix 2001:db8:1::/48
  hextet multicast from-prefix --group 0x80000001 --scope site-local 2001:db8:1::/48
  hextet multicast from-prefix --group 8000:1 --scope 5 ::/0
  hextet multicast from-prefix 198.51.100.0/24
  hextet multicast from-prefix --asn 64496`,
	}
	var scope multicast.Scope
	var group groupID
	var as []uint32
	addGroupID(c, &group)
	addScope(c, &scope, multicast.Global, "the scope of the group")
	cli.AddList(c, &as, "asn", "N", "write the groups of autonomous system `N`; takes no items", parseAS)
	cli.Items(a, c, madeTable, func() (stream.Op[*madeRecord], error) {
		if len(as) > 0 {
			return madeOp(group, func(item string) (made, owner netip.Prefix, err error) { return glop(item, group) }), nil
		}
		return madeOp(group, func(item string) (made, owner netip.Prefix, err error) { return fromPrefix(item, scope, group) }), nil
	})
	run := c.RunE
	c.RunE = func(c *cobra.Command, args []string) error {
		if len(as) > 0 {
			if len(args) > 0 || c.Flags().Changed("file") {
				return cli.Usage(c, "--asn and items cannot be combined")
			}
			for _, n := range as {
				args = append(args, "AS"+strconv.FormatUint(uint64(n), 10))
			}
		}
		return run(c, args)
	}
	return c
}

func fromPrefix(item string, s multicast.Scope, g groupID) (made, owner netip.Prefix, err error) {
	p, err := addr.ParsePrefix(item)
	if err != nil {
		return made, owner, err
	}
	var a netip.Addr
	switch {
	case p.Addr().Is4():
		a, err = multicast.FromIPv4Prefix(p, g.id)
		return g.groups(a, 8+p.Bits()), p, err
	case p.Bits() == 0 && g.set:
		a, err = multicast.SourceSpecific(s, g.id)
	case p.Bits() == 0:
		a = multicast.SourceSpecificPrefixes(s)[0].Addr()
	default:
		a, err = multicast.FromPrefix(p, s, g.id)
	}
	return g.groups(a, 96), owner, err
}

func glop(item string, g groupID) (made, owner netip.Prefix, err error) {
	n, err := parseAS(item)
	if err != nil {
		return made, owner, err
	}
	if made, err = multicast.GLOP(n); err != nil || !g.set {
		return made, owner, err
	}
	if g.id > 0xff {
		return made, owner, errors.New("a GLOP group ID is 0 to 255 (RFC 3180 section 2)")
	}
	b := made.Addr().As4()
	b[3] = byte(g.id)
	return g.groups(netip.AddrFrom4(b), 32), owner, nil
}

// parseAS parses an AS number: 64496, AS64496.
func parseAS(s string) (uint32, error) {
	text := s
	if len(s) > 2 && strings.EqualFold(s[:2], "AS") {
		text = s[2:]
	}
	n, err := strconv.ParseUint(text, 10, 32)
	if err != nil || text[0] == '+' {
		return 0, &addr.Error{Input: strings.Clone(s), Offset: -1, Reason: "not the number of an autonomous system"}
	}
	return uint32(n), nil
}
