// Command netipx is the program one would write with go4.org/netipx for the
// fewest prefixes of a list: a yardstick of the benchmarks.
package main

import (
	"bufio"
	"fmt"
	"net/netip"
	"os"

	"go4.org/netipx"
)

func main() {
	var b netipx.IPSetBuilder
	in := bufio.NewScanner(os.Stdin)
	for in.Scan() {
		p, err := netip.ParsePrefix(in.Text())
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			continue
		}
		b.AddPrefix(p)
	}
	set, err := b.IPSet()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	w := bufio.NewWriter(os.Stdout)
	for _, p := range set.Prefixes() {
		fmt.Fprintln(w, p)
	}
	if err := w.Flush(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
}
