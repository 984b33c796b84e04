// Command afternoon is the program one would write in an afternoon instead of
// using hextet: the yardstick of the benchmarks. It writes addresses in full
// (expand) or in RFC 5952 text (compress).
package main

import (
	"bufio"
	"fmt"
	"net/netip"
	"os"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: afternoon expand|compress < addresses")
		os.Exit(2)
	}
	w := bufio.NewWriter(os.Stdout)
	defer w.Flush()
	in := bufio.NewScanner(os.Stdin)
	for in.Scan() {
		a, err := netip.ParseAddr(in.Text())
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			continue
		}
		if os.Args[1] == "expand" {
			fmt.Fprintln(w, a.StringExpanded())
		} else {
			fmt.Fprintln(w, a.String())
		}
	}
}
