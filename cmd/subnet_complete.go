package cmd

import (
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/subnet"
)

// rangesOf returns those of args that are items.
func rangesOf(args []string) (list []subnet.Range) {
	for _, s := range args {
		if r, err := subnet.ParseRange(s); err == nil {
			list = append(list, r)
		}
	}
	return list
}

// completeLength completes a flag that takes a prefix length with those that
// make sense below what around returns for the arguments typed so far.
func completeLength(c *cobra.Command, flag string, around func(args []string) []subnet.Range) {
	c.RegisterFlagCompletionFunc(flag, func(_ *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
		const how = cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveKeepOrder
		list := around(args)
		if len(list) == 0 {
			return cli.Completions([]cli.Word{
				{Name: "48", Doc: "IPv6: a site"}, {Name: "56", Doc: "IPv6: a home"}, {Name: "64", Doc: "IPv6: a subnet"},
				{Name: "24", Doc: "IPv4: 256 addresses"},
			}), how
		}
		var words []cli.Word
		for _, n := range lengthsBelow(list[len(list)-1]) {
			words = append(words, cli.Word{Name: strconv.Itoa(n.length), Doc: n.doc})
		}
		return cli.Completions(words), how
	})
}

type lengthBelow struct {
	length int
	doc    string
}

// lengthsBelow returns lengths of prefixes that r may be cut into: nibbles down
// to /64 and then to /128 for IPv6, every bit for IPv4.
func lengthsBelow(r subnet.Range) (list []lengthBelow) {
	bits, step, end := r.Cover().Bits(), 4, 128
	switch {
	case r.Is4():
		step, end = 1, 32
	case bits < 64:
		end = 64
	}
	for n := (bits/step + 1) * step; n <= end; n += step {
		doc := "2^" + strconv.Itoa(n-bits)
		if n-bits <= 20 {
			doc = strconv.Itoa(1 << (n - bits))
		}
		list = append(list, lengthBelow{n, fmt.Sprintf("%s in the /%d", doc, bits)})
	}
	return list
}
