package rank

import (
	"net/netip"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/classify/selection"
	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
)

func policyTable() record.Table[*selection.Row] {
	return record.Table[*selection.Row]{
		Default: "prefix,precedence,label",
		NoInput: true,
		Fields: []record.Field[*selection.Row]{
			record.Text("prefix", "the addresses; the longest prefix counts", func(b []byte, r *selection.Row) []byte { return appendPolicyPrefix(b, r.Prefix) }),
			record.Number("precedence", "higher is tried first", func(b []byte, r *selection.Row) []byte {
				if !r.HasPrecedence {
					return b
				}
				return strconv.AppendInt(b, int64(r.Precedence), 10)
			}),
			record.Number("label", "source and destination with the same label go together", func(b []byte, r *selection.Row) []byte {
				if !r.HasLabel {
					return b
				}
				return strconv.AppendInt(b, int64(r.Label), 10)
			}),
		},
	}
}

// appendPolicyPrefix appends a prefix the way the RFCs write it in these tables:
// ::ffff:0:0/96.
func appendPolicyPrefix(b []byte, p netip.Prefix) []byte {
	return addr.AppendCanonical(b, addr.ItemOfPrefix(p), addr.MixedNever)
}

// printPolicy writes the policy table that the flags select.
func printPolicy(a *cli.App, c *cobra.Command, args []string, f *rankFlags) error {
	if len(args) > 0 || len(a.Files()) > 0 {
		return cli.Usage(c, "--policy-table takes no destinations")
	}
	system, policy, err := f.system(c)
	switch {
	case err != nil:
		return err
	case system == selection.KAME:
		return cli.Usage(c, "--policy-table: kame has none")
	}
	host := selection.Host{Labels: f.labels}
	if system == selection.RFC6724Update { // it adds the prefixes of the host
		if host, err = f.host(); err != nil {
			return err
		}
	}
	s := selection.New(host, system, policy)
	return cli.RunItems(a, c, nil, stream.Op[*selection.Row]{
		Table: policyTable(),
		Each: func(_ *ip.Item, out *stream.Out[*selection.Row]) error {
			for _, r := range s.Policy().Rows() {
				*out.Rec = r
				if !out.Emit() {
					break
				}
			}
			return nil
		},
	})
}
