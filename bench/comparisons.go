package main

// programs are built before anything runs.
var programs = map[string]string{
	"hextet":    "./cmd/hextet",
	"generate":  "./bench/generate",
	"afternoon": "./bench/afternoon",
	"empty":     "./bench/empty",
}

// fixedSizes are the input sets whose size does not follow -n.
var fixedSizes = map[string]int{
	"prefixes": 1_000_000,
	"table":    1_000_000,
}

// A comparison is the same work done by several contenders; ratios are to the
// first.
type comparison struct {
	name, what string
	contenders []contender
}

const pythonExpand = `
import sys, ipaddress
for line in sys.stdin:
    print(ipaddress.ip_address(line.strip()).exploded)
`

const pythonCompress = `
import sys, ipaddress
for line in sys.stdin:
    print(ipaddress.ip_address(line.strip()).compressed)
`

var oneCore = []string{"GOMAXPROCS=1"}

var comparisons = []comparison{
	{"expand", "10 million mixed addresses in full", []contender{
		{name: "hextet expand", argv: []string{"{bin}/hextet", "expand"}, input: "mixed"},
		{name: "hextet expand, one core", argv: []string{"{bin}/hextet", "expand"}, env: oneCore, input: "mixed"},
		{name: "the afternoon program", argv: []string{"{bin}/afternoon", "expand"}, input: "mixed"},
		{name: "the afternoon program, one core", argv: []string{"{bin}/afternoon", "expand"}, env: oneCore, input: "mixed"},
		{name: "python3 ipaddress", argv: []string{"python3", "-c", pythonExpand}, input: "mixed", share: 20},
		{name: "ipv6calc", argv: []string{"ipv6calc", "-q", "--in", "ipv6addr", "--out", "ipv6addr", "--printfulluncompressed"}, input: "mixed", share: 200},
		{name: "tr a-f A-F (a floor)", argv: []string{"tr", "a-f", "A-F"}, input: "mixed"},
	}},
	{"compress", "10 million mixed addresses in RFC 5952 text", []contender{
		{name: "hextet compress", argv: []string{"{bin}/hextet", "compress"}, input: "mixed"},
		{name: "hextet compress, one core", argv: []string{"{bin}/hextet", "compress"}, env: oneCore, input: "mixed"},
		{name: "the afternoon program", argv: []string{"{bin}/afternoon", "compress"}, input: "mixed"},
		{name: "the afternoon program, one core", argv: []string{"{bin}/afternoon", "compress"}, env: oneCore, input: "mixed"},
		{name: "python3 ipaddress", argv: []string{"python3", "-c", pythonCompress}, input: "mixed", share: 20},
		{name: "ipv6calc", argv: []string{"ipv6calc", "-q", "--in", "ipv6addr", "--out", "ipv6addr", "--printcompressed"}, input: "mixed", share: 200},
		{name: "tr a-f A-F (a floor)", argv: []string{"tr", "a-f", "A-F"}, input: "mixed"},
	}},
	{"startup", "one address, from start to end", []contender{
		{name: "hextet expand ::1", argv: []string{"{bin}/hextet", "expand", "::1"}},
		{name: "an empty Go program", argv: []string{"{bin}/empty"}},
		{name: "ipv6calc", argv: []string{"ipv6calc", "-q", "--in", "ipv6addr", "--out", "ipv6addr", "--printfulluncompressed", "::1"}},
		{name: "python3 ipaddress", argv: []string{"python3", "-c", "import ipaddress; print(ipaddress.ip_address('::1').exploded)"}},
	}},
}
