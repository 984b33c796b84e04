package cmd

import (
	"slices"

	"github.com/spf13/cobra"

	"github.com/hextet/hextet/classify"
	"github.com/hextet/hextet/internal/classes"
	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/fields"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/stream"
)

func newClassify(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "classify [ITEM...]",
		Short: "classify addresses: type, scope, registry entry, identifier",
		Long: `Classify IPv6 and IPv4 addresses, one record per item. Text output is the type,
the scope and a short description; -o json has everything: the entry in IANA's
special-purpose registry (RFC 6890) with its flags, the allocation, embedded
IPv4 addresses, the kind of interface identifier (RFC 7707), the parts of a
multicast address and the RFC 6724 policy. Fields that do not apply are left
out; "not applicable" in a registry is null.

A prefix is classified as a whole: its type is "mixed" if it spans several
types, and the description says which. With -k the fields are appended to the
line as further columns.

With --type only the items of that type are written, and the exit status is 1
if there are none.`,
		Example: `  hextet classify 2001:db8::1 fe80::1%eth0 192.0.2.1
  hextet classify -j 2001:0:4136:e378:8000:63bf:3fff:fdd2
  hextet classify --fields input,type,registry.name,iid.mac -f addresses.txt
  hextet classify -k 1 -f access.log
  hextet classify --type link-local,unique-local fe80::1 fd00::1 2001:db8::1`,
	}
	vendors := cli.AddOUIFiles(c)
	a.AddFamily(c)
	var types []classify.Type
	cli.AddTypes(c, &types, "type", "write only items of `TYPE`, such as link-local")
	return cli.Items(a, c, fields.ClassifiedTable, func() (stream.Op[*fields.Classified], error) {
		v, err := vendors()
		return classifyOp(classify.Options{Vendors: v}, types...), err
	})
}

// classifyOp classifies items; o says how to look up vendors. If types are given, items
// of other types are omitted.
func classifyOp(o classify.Options, types ...classify.Type) stream.Op[*fields.Classified] {
	known := new(classes.Cache)
	op := stream.Op[*fields.Classified]{
		Adds: true,
		Bind: fields.Binder(o),
		Each: func(it *ip.Item, out *stream.Out[*fields.Classified]) error {
			out.Rec.Classify(known)
			if len(types) == 0 || slices.Contains(types, out.Rec.Class.Type) {
				out.Emit()
			}
			return nil
		},
	}
	if len(types) > 0 {
		op.Filter, op.Empty = true, stream.No
	}
	return op
}
