// Package multicast has the commands around multicast groups.
package multicast

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/completions"
	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/multicast"
)

func New(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "multicast COMMAND",
		Short: "decode and generate multicast groups and their MACs",
		Long: `Multicast groups of IPv6 and IPv4: the solicited-node group of an address, the
MACs that groups are sent to, what a group's flags, scope and group ID say, and
the groups that whoever has a prefix, a rendezvous point or an AS number may use
without asking anybody.`,
		Example: `  hextet multicast solicited-node 2001:db8::200:5eff:fe00:5301
  hextet multicast mac ff02::fb 224.0.0.251
  hextet multicast mac --solicited fe80::1
  hextet multicast decode ff7e:140:2001:db8::1`,
	}
	c.AddCommand(newSolicitedNode(a), newMAC(a), newDecode(a), newFromPrefix(a), newRP(a), newFromIID(a))
	return cli.Group(c)
}

// parseGroup reads an address that may have a zone and no prefix length.
func parseGroup(item string) (addr.Item, error) {
	it, err := addr.ParseItem(item)
	if err == nil && it.Bits >= 0 {
		at := strings.LastIndexByte(item, '/')
		err = &addr.Error{Input: strings.Clone(item), Offset: at, Reason: "prefix length on an address"}
	}
	return it, err
}

// addScope adds the flag that says the scope of the groups a command makes.
func addScope(c *cobra.Command, scope *multicast.Scope, usual multicast.Scope) {
	*scope = usual
	parse := func(s string) (multicast.Scope, error) {
		v, err := multicast.ParseScope(s)
		if err == nil && (v == 0 || v == 15) {
			return 0, errors.New("reserved (RFC 4291 section 2.7)")
		}
		return v, err
	}
	cli.AddValue(c, scope, true, "scope", "", "SCOPE", "the scope of the group: a name, or a number from 1 to 14", parse, multicast.Scope.String, completions.Scopes()...)
}

// A groupID is the value of --group, if it was given.
type groupID struct {
	id  uint32
	set bool
}

// addGroupID adds the flag that says the group ID.
func addGroupID(c *cobra.Command, g *groupID) {
	cli.AddValue(c, g, false, "group", "", "ID", "the group ID: decimal, 0x and hexadecimal, or as an address ends (8000:1)",
		func(s string) (groupID, error) {
			id, err := multicast.ParseGroupID(s)
			return groupID{id, true}, err
		}, nil,
		cli.Word{Name: "0x80000000", Doc: "the first that servers hand out, MADCAP (RFC 2730, RFC 10028)"},
		cli.Word{Name: "0xf0000000", Doc: "the first for hosts with source-specific groups (RFC 10028)"},
		cli.Word{Name: "0xfd000000", Doc: "the first for private use (RFC 10028)"},
		cli.Word{Name: "0xfe000000", Doc: "the first for experiments (RFC 10028)"},
	)
}
