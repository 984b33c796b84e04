// Command afternoon is the program one would write in an afternoon instead of
// using hextet: the yardstick of the benchmarks.
//
//	afternoon expand         addresses in full
//	afternoon compress       addresses in RFC 5952 text
//	afternoon split P LEN    all prefixes of a length in P
//	afternoon match TABLE    addresses with the longest prefix and its label
//	afternoon truncate       the first 48 bits of addresses, 24 of IPv4
//	afternoon pfx KEY        pseudonyms by ipcrypt-pfx
//	afternoon cryptopan KEY  pseudonyms by Crypto-PAn
package main

import (
	"bufio"
	"fmt"
	"net/netip"
	"os"
	"strconv"
	"strings"
)

func main() {
	w := bufio.NewWriter(os.Stdout)
	defer w.Flush()
	switch {
	case len(os.Args) == 2 && os.Args[1] == "expand":
		addresses(func(a netip.Addr) { fmt.Fprintln(w, a.StringExpanded()) })
	case len(os.Args) == 2 && os.Args[1] == "compress":
		addresses(func(a netip.Addr) { fmt.Fprintln(w, a.String()) })
	case len(os.Args) == 4 && os.Args[1] == "split":
		split(w, os.Args[2], os.Args[3])
	case len(os.Args) == 3 && os.Args[1] == "match":
		match(w, os.Args[2])
	case len(os.Args) == 2 && os.Args[1] == "truncate":
		addresses(func(a netip.Addr) {
			bits := 48
			if a.Is4() {
				bits = 24
			}
			p, _ := a.Prefix(bits)
			fmt.Fprintln(w, p.Addr())
		})
	case len(os.Args) == 3 && (os.Args[1] == "pfx" || os.Args[1] == "cryptopan"):
		replace := pseudonyms(os.Args[1], os.Args[2])
		addresses(func(a netip.Addr) { fmt.Fprintln(w, replace(a)) })
	default:
		fmt.Fprintln(os.Stderr, "usage: afternoon expand|compress|split PREFIX LENGTH|match TABLE|truncate|pfx KEY|cryptopan KEY")
		os.Exit(2)
	}
}

func addresses(f func(netip.Addr)) {
	in := bufio.NewScanner(os.Stdin)
	for in.Scan() {
		a, err := netip.ParseAddr(in.Text())
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			continue
		}
		f(a)
	}
}

func split(w *bufio.Writer, prefix, length string) {
	p := netip.MustParsePrefix(prefix)
	bits, err := strconv.Atoi(length)
	if err != nil {
		panic(err)
	}
	for a := p.Addr(); p.Contains(a); {
		fmt.Fprintln(w, netip.PrefixFrom(a, bits))
		b := a.AsSlice()
		for i, add := (bits-1)/8, 1<<(7-(bits-1)%8); ; i, add = i-1, 1 {
			sum := int(b[i]) + add
			b[i] = byte(sum)
			if sum < 256 {
				break
			}
			if i == 0 {
				return
			}
		}
		a, _ = netip.AddrFromSlice(b)
	}
}

func match(w *bufio.Writer, path string) {
	f, err := os.Open(path)
	if err != nil {
		panic(err)
	}
	defer f.Close()
	table := map[netip.Prefix]string{}
	for in := bufio.NewScanner(f); in.Scan(); {
		p, label, _ := strings.Cut(in.Text(), " ")
		table[netip.MustParsePrefix(p)] = label
	}
	addresses(func(a netip.Addr) {
		for bits := a.BitLen(); bits >= 0; bits-- {
			p, _ := a.Prefix(bits)
			if label, ok := table[p]; ok {
				fmt.Fprintf(w, "%s\t%s\t%s\n", a, p, label)
				return
			}
		}
		fmt.Fprintf(w, "%s\t\t\n", a)
	})
}
