package cmd

import (
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
		Short: "show the type, scope, registry entry and identifier of addresses",
		Long: `Say what each IPv6 or IPv4 address is, a record an item. The text is its type,
its scope and a phrase; -o json has all that is known: the row of IANA's
special-purpose registry (RFC 6890) with its flags, who the block was given to,
the IPv4 addresses inside, what the interface identifier looks like (RFC 7707),
the parts of a multicast address and the RFC 6724 policy. Facts that do not
apply are left out; a registry's "not applicable" is null.

A prefix is classified as its whole block: its type is "mixed" where it spans
several, and the phrase says which. With -k the fields follow the line as
further columns.`,
		Example: `  hextet classify 2001:db8::1 fe80::1%eth0 192.0.2.1
  hextet classify -j 2001:0:4136:e378:8000:63bf:3fff:fdd2
  hextet classify --fields input,type,registry.name,iid.mac -f addresses.txt
  hextet classify -k 1 -f access.log`,
	}
	vendors := cli.AddOUIFiles(c)
	return cli.Items(a, c, fields.ClassifiedTable, func() (stream.Op[*fields.Classified], error) {
		v, err := vendors()
		return classifyOp(classify.Options{Vendors: v}), err
	})
}

// classifyOp is the command for addresses described with o.
func classifyOp(o classify.Options) stream.Op[*fields.Classified] {
	known := new(classes.Cache)
	return stream.Op[*fields.Classified]{
		Adds: true,
		Bind: func(r *fields.Classified, it *ip.Item) { r.Bind(it, o) },
		Each: func(it *ip.Item, out *stream.Out[*fields.Classified]) error {
			out.Rec.Classify(known)
			out.Emit()
			return nil
		},
	}
}
