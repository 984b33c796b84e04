package cmd

import (
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

// completeLength completes a prefix length with those that make sense below what
// around returns for the arguments typed so far.
func completeLength(around func(args []string) []subnet.Range) cobra.CompletionFunc {
	return func(_ *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
		words := []cli.Word{
			{Name: "48", Doc: "IPv6: a site"},
			{Name: "56", Doc: "IPv6: a home"},
			{Name: "64", Doc: "IPv6: a subnet"},
			{Name: "24", Doc: "IPv4: 256 addresses"},
		}
		if list := around(args); len(list) > 0 {
			words = lengthsBelow(list[len(list)-1])
		}
		return cli.Completions(words), cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveKeepOrder
	}
}

// lengthsBelow returns lengths of prefixes that r may be cut into: nibbles down
// to /64 and then to /128 for IPv6, every bit for IPv4.
func lengthsBelow(r subnet.Range) (list []cli.Word) {
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
		list = append(list, cli.Word{Name: strconv.Itoa(n), Doc: doc + " in the /" + strconv.Itoa(bits)})
	}
	return list
}
