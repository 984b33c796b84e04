// Package multicast contains the commands for multicast groups.
package multicast

import (
	"errors"

	"github.com/spf13/cobra"

	"github.com/hextet/hextet/completions"
	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/multicast"
)

func New(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "multicast COMMAND",
		Short: "decode and make multicast groups; their MACs",
		Long: `Work with IPv6 and IPv4 multicast groups: the solicited-node group of an
address, the MACs of groups, the flags, scope and group ID of a group, and the
groups that the owner of a prefix, a rendezvous point or an AS number can use
without registration.`,
		Example: `  hextet multicast solicited-node 2001:db8::200:5eff:fe00:5301
  hextet multicast mac ff02::fb 224.0.0.251
  hextet multicast mac --solicited fe80::1
  hextet multicast decode ff7e:140:2001:db8::1`,
	}
	c.AddCommand(newSolicitedNode(a), newMAC(a), newDecode(a), newFromPrefix(a), newRP(a), newFromIID(a), newNodeInformation(a))
	return cli.Group(c)
}

// addScope adds --scope to a command that makes groups.
func addScope(c *cobra.Command, scope *multicast.Scope, usual multicast.Scope, usage string) {
	*scope = usual
	parse := func(s string) (multicast.Scope, error) {
		v, err := multicast.ParseScope(s)
		if err == nil && (v == 0 || v == 15) {
			return 0, errors.New("reserved (RFC 4291 section 2.7)")
		}
		return v, err
	}
	cli.AddValue(c, scope, true, "scope", "", "SCOPE", usage+": a name, or a number from 1 to 14", parse, multicast.Scope.String, completions.Scopes()...)
}

// A groupID is the value of --group, if it was given.
type groupID struct {
	id  uint32
	set bool
}

// addGroupID adds --group.
func addGroupID(c *cobra.Command, g *groupID) {
	cli.AddValue(c, g, false, "group", "", "ID", "the group ID: decimal, hexadecimal with 0x, or like the end of an address (8000:1)",
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
