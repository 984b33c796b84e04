package main

import (
	"slices"
	"strconv"
	"strings"
)

// programs are built before anything runs.
var programs = map[string]string{
	"hextet":    "./cmd/hextet",
	"generate":  "./bench/generate",
	"afternoon": "./bench/afternoon",
	"empty":     "./bench/empty",
	"netipx":    "./bench/netipx",
	beamProgram: "./beam/cmd/hextet-beam",
}

// beamProgram is built for its own comparison only: Beam takes minutes to build.
const beamProgram = "hextet-beam"

// fixedSizes are the input sets whose size does not follow -n.
var fixedSizes = map[string]int{
	"prefixes":  1_000_000,
	"prefixes4": 500_000,
	"table":     1_000_000,
	"nginx":     nginxLines,
	"patterns":  200_000,
	"csv":       1_000_000,
	"networks":  3_000_000,
}

// nginxLines is the length of the log that grep is tried on.
const nginxLines = 1_000_000

// grepExpression finds in it what 2001:db8:1000::/36 does: in any spelling without
// dotted decimal.
const grepExpression = `(^|[^0-9A-Za-z_:.])2001:0?[dD][bB]8:1[0-9A-Fa-f]{3}:`

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

const pythonCollapse = `
import sys, ipaddress
nets = [ipaddress.ip_network(line.strip()) for line in sys.stdin]
for version in 4, 6:
    for net in ipaddress.collapse_addresses(n for n in nets if n.version == version):
        print(net)
`

const pythonHosts = `
import ipaddress
for a in ipaddress.ip_network("10.0.0.0/16"):
    print(a)
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
	{"split", "16.7 million /64 of a /40", []contender{
		{name: "hextet subnet split", argv: []string{"{bin}/hextet", "subnet", "split", "--to", "64", "2001:db8::/40"}, lines: 1 << 24},
		{name: "hextet subnet split, one core", argv: []string{"{bin}/hextet", "subnet", "split", "--to", "64", "2001:db8::/40"}, env: oneCore, lines: 1 << 24},
		{name: "the afternoon program", argv: []string{"{bin}/afternoon", "split", "2001:db8::/40", "64"}, lines: 1 << 24},
	}},
	{"hosts", "16.7 million addresses of an IPv4 /8", []contender{
		{name: "hextet subnet hosts", argv: []string{"{bin}/hextet", "subnet", "hosts", "10.0.0.0/8"}, lines: 1 << 24},
		{name: "hextet subnet hosts, one core", argv: []string{"{bin}/hextet", "subnet", "hosts", "10.0.0.0/8"}, env: oneCore, lines: 1 << 24},
		{name: "prips", argv: []string{"prips", "10.0.0.0/8"}, lines: 1 << 24},
		{name: "python3 ipaddress", argv: []string{"python3", "-c", pythonHosts}, lines: 1 << 16},
	}},
	{"collapse", "1 million prefixes, half of them IPv6, as the fewest", []contender{
		{name: "hextet subnet collapse", argv: []string{"{bin}/hextet", "subnet", "collapse"}, input: "prefixes"},
		{name: "hextet subnet collapse, one core", argv: []string{"{bin}/hextet", "subnet", "collapse"}, env: oneCore, input: "prefixes"},
		{name: "a program with netipx", argv: []string{"{bin}/netipx"}, input: "prefixes"},
		{name: "python3 ipaddress", argv: []string{"python3", "-c", pythonCollapse}, input: "prefixes", share: 20},
	}},
	{"collapse4", "half a million IPv4 prefixes as the fewest", []contender{
		{name: "hextet subnet collapse", argv: []string{"{bin}/hextet", "subnet", "collapse"}, input: "prefixes4"},
		{name: "hextet subnet collapse, one core", argv: []string{"{bin}/hextet", "subnet", "collapse"}, env: oneCore, input: "prefixes4"},
		{name: "iprange", argv: []string{"iprange", "{set}prefixes4"}, lines: 500_000},
		{name: "a program with netipx", argv: []string{"{bin}/netipx"}, input: "prefixes4"},
		{name: "aggregate", argv: []string{"aggregate", "-q"}, input: "prefixes4", share: 50},
		{name: "python3 ipaddress", argv: []string{"python3", "-c", pythonCollapse}, input: "prefixes4", share: 20},
	}},
	{"match", "10 million mixed addresses in a table of a million prefixes", []contender{
		{name: "hextet subnet match", argv: []string{"{bin}/hextet", "subnet", "match", "--table", "{set}table"}, input: "mixed"},
		{name: "hextet subnet match, one core", argv: []string{"{bin}/hextet", "subnet", "match", "--table", "{set}table"}, env: oneCore, input: "mixed"},
		{name: "the afternoon program", argv: []string{"{bin}/afternoon", "match", "{set}table"}, input: "mixed", share: 10},
	}},
	{"match-csv", "10 million mixed addresses in a CSV of a million rows and four columns, against a bare table", []contender{
		{name: "hextet subnet match, bare", argv: []string{"{bin}/hextet", "subnet", "match", "--table", "{set}prefixes"}, input: "mixed"},
		{name: "hextet subnet match, CSV", argv: []string{"{bin}/hextet", "subnet", "match", "--table", "{set}csv"}, input: "mixed"},
	}},
	{"match-mmdb", "addresses in a MaxMind database of three million networks, two fields of each", []contender{
		{name: "hextet subnet match", argv: []string{"{bin}/hextet", "subnet", "match", "--mmdb", "{set}networks", "--mmdb-fields", "autonomous_system_number,country.iso_code"}, input: "known"},
		{name: "hextet subnet match, one core", argv: []string{"{bin}/hextet", "subnet", "match", "--mmdb", "{set}networks", "--mmdb-fields", "autonomous_system_number,country.iso_code"}, env: oneCore, input: "known"},
	}},
	{"table", "a table of a million prefixes read for one address", []contender{
		{name: "hextet subnet match", argv: []string{"{bin}/hextet", "subnet", "match", "--prefix", "::1", "--table", "{set}table", "::1"}},
		{name: "the afternoon program", argv: []string{"{bin}/afternoon", "match", "{set}table"}},
	}},
	{"classify", "10 million mixed addresses classified, against writing them in full", []contender{
		{name: "hextet expand", argv: []string{"{bin}/hextet", "expand"}, input: "mixed"},
		{name: "hextet classify", argv: []string{"{bin}/hextet", "classify"}, input: "mixed"},
		{name: "hextet classify, one core", argv: []string{"{bin}/hextet", "classify"}, env: oneCore, input: "mixed"},
	}},
	{"stats", "what 10 million mixed addresses are made of, against classifying them", []contender{
		{name: "hextet classify", argv: []string{"{bin}/hextet", "classify"}, input: "mixed"},
		{name: "hextet stats", argv: []string{"{bin}/hextet", "stats"}, input: "mixed"},
		{name: "hextet stats, one core", argv: []string{"{bin}/hextet", "stats"}, env: oneCore, input: "mixed"},
		{name: "hextet stats --approximate", argv: []string{"{bin}/hextet", "stats", "--approximate"}, input: "mixed"},
	}},
	{"stats-by", "10 million mixed addresses counted by /64", []contender{
		{name: "hextet classify", argv: []string{"{bin}/hextet", "classify"}, input: "mixed"},
		{name: "hextet stats --by 64", argv: []string{"{bin}/hextet", "stats", "--by", "64"}, input: "mixed"},
		{name: "hextet stats --by 64, one core", argv: []string{"{bin}/hextet", "stats", "--by", "64"}, env: oneCore, input: "mixed"},
		{name: "expand, cut, sort, uniq -c, sort", argv: []string{"sh", "-c", "{bin}/hextet expand | cut -c1-19 | LC_ALL=C sort | uniq -c | LC_ALL=C sort -rn"}, input: "mixed", share: 4},
	}},
	{"classify-jsonl", "10 million mixed addresses, all that is known as JSON Lines", []contender{
		{name: "hextet expand", argv: []string{"{bin}/hextet", "expand"}, input: "mixed"},
		{name: "hextet classify -j", argv: []string{"{bin}/hextet", "classify", "-j"}, input: "mixed"},
		{name: "hextet classify -j, one core", argv: []string{"{bin}/hextet", "classify", "-j"}, env: oneCore, input: "mixed"},
	}},
	{"truncate", "10 million mixed addresses cut to /48 and /24, against writing them in full", []contender{
		{name: "hextet expand", argv: []string{"{bin}/hextet", "expand"}, input: "mixed"},
		{name: "hextet privacy anonymize", argv: []string{"{bin}/hextet", "privacy", "anonymize"}, input: "mixed"},
		{name: "hextet privacy anonymize, one core", argv: []string{"{bin}/hextet", "privacy", "anonymize"}, env: oneCore, input: "mixed"},
		{name: "the afternoon program", argv: []string{"{bin}/afternoon", "truncate"}, input: "mixed"},
	}},
	pseudonymComparison("pfx", "ipcrypt-pfx", "mixed", "10 million mixed addresses, few of which share much"),
	pseudonymComparison("pfx", "ipcrypt-pfx", "clients", "10 million addresses of a log, as clients come back"),
	pseudonymComparison("pfx", "ipcrypt-pfx", "random", "10 million random addresses, which share nothing"),
	pseudonymComparison("cryptopan", "cryptopan", "mixed", "10 million mixed addresses, few of which share much"),
	pseudonymComparison("cryptopan", "cryptopan", "clients", "10 million addresses of a log, as clients come back"),
	pseudonymComparison("cryptopan", "cryptopan", "random", "10 million random addresses, which share nothing"),
	{"grep", "lines with an address in 2001:db8:1000::/36, of a million lines of a web server's log", []contender{
		{name: "hextet grep -c", argv: []string{"{bin}/hextet", "grep", "-c", "2001:db8:1000::/36", "{set}nginx"}, lines: nginxLines},
		{name: "hextet grep -c, one core", argv: []string{"{bin}/hextet", "grep", "-c", "2001:db8:1000::/36", "{set}nginx"}, env: oneCore, lines: nginxLines},
		{name: "hextet grep -c -f, 200000 prefixes", argv: []string{"{bin}/hextet", "grep", "-c", "-f", "{set}patterns", "{set}nginx"}, lines: nginxLines},
		{name: "hextet grep -c --any", argv: []string{"{bin}/hextet", "grep", "-c", "--any", "{set}nginx"}, lines: nginxLines},
		{name: "grep -c -E, any spelling", argv: []string{"grep", "-c", "-E", grepExpression, "{set}nginx"}, env: []string{"LC_ALL=C"}, lines: nginxLines, pipe: true},
		{name: "rg -c, any spelling", argv: []string{"rg", "-c", grepExpression, "{set}nginx"}, lines: nginxLines},
		{name: "rg -c 2001:db8:1..., this spelling", argv: []string{"rg", "-c", "2001:db8:1[0-9a-f]{3}:", "{set}nginx"}, lines: nginxLines},
		{name: "grepcidr -c", argv: []string{"grepcidr", "-c", "2001:db8:1000::/36", "{set}nginx"}, lines: nginxLines},
	}},
	{"in-text", "a web server's log with every address rewritten, against plain lines", []contender{
		{name: "hextet compress, a million lines", argv: []string{"{bin}/hextet", "compress"}, input: "mixed", share: 10},
		{name: "hextet compress -t", argv: []string{"{bin}/hextet", "compress", "-t", "-f", "{set}nginx"}, lines: nginxLines},
		{name: "hextet compress -t, one core", argv: []string{"{bin}/hextet", "compress", "-t", "-f", "{set}nginx"}, env: oneCore, lines: nginxLines},
	}},
	{beamName, "Apache Beam on its Prism runner: mixed addresses, 1, 2 and 4 million, against the command on 4 million", slices.Concat(
		[]contender{{name: "hextet stats --by 48, 4 million", argv: []string{"{bin}/hextet", "stats", "--by", "48", "-f", "{set}mixed@4000000"}, lines: 4_000_000}},
		beamContenders("count --by 48", 4_000_000),
		beamContenders("count --by 48 --distinct", 4_000_000),
		beamContenders("classify --format jsonl", 4_000_000),
		beamContenders("stats --approximate", 4_000_000),
		beamContenders("collapse", 4_000_000),
	)},
	{"startup", "one address, from start to end", []contender{
		{name: "hextet expand ::1", argv: []string{"{bin}/hextet", "expand", "::1"}},
		{name: "an empty Go program", argv: []string{"{bin}/empty"}},
		{name: "ipv6calc", argv: []string{"ipv6calc", "-q", "--in", "ipv6addr", "--out", "ipv6addr", "--printfulluncompressed", "::1"}},
		{name: "python3 ipaddress", argv: []string{"python3", "-c", "import ipaddress; print(ipaddress.ip_address('::1').exploded)"}},
	}},
	{"completion", "what the Tab key waits for, from start to end", []contender{
		{name: "hextet <Tab>", argv: []string{"{bin}/hextet", "__complete", ""}},
		{name: "hextet convert --to <Tab>", argv: []string{"{bin}/hextet", "__complete", "convert", "--to", ""}},
		{name: "hextet classify --fields a,<Tab>", argv: []string{"{bin}/hextet", "__complete", "classify", "--fields", "address,"}},
		{name: "hextet explain <Tab> (interfaces)", argv: []string{"{bin}/hextet", "__complete", "explain", ""}},
		{name: "an empty Go program", argv: []string{"{bin}/empty"}},
	}},
}

// beamName is the comparison of beamProgram.
const beamName = "beam"

// beamContenders are a command of hextet-beam on a quarter, half and all of so many lines.
func beamContenders(command string, most int) (list []contender) {
	for _, lines := range []int{most / 4, most / 2, most} {
		argv := append([]string{"{bin}/" + beamProgram}, strings.Fields(command)...)
		list = append(list, contender{
			name:  command,
			argv:  append(argv, "--input", "{set}mixed@"+strconv.Itoa(lines)),
			lines: lines,
		})
	}
	return list
}

// benchKey is a key for both methods.
const benchKey = "2b7e151628aed2a6abf7158809cf4f3ca9f5ba40db214c3798f2e1c23456789a"

// pseudonymComparison compares a prefix-preserving method on a set of addresses
// with the plain loop of its document.
func pseudonymComparison(name, method, input, what string) comparison {
	anonymize := []string{"{bin}/hextet", "privacy", "anonymize", "--keep", "none", "--method", method, "--secret", benchKey}
	return comparison{name + "-" + input, method + " of " + what, []contender{
		{name: "hextet privacy anonymize", argv: anonymize, input: input},
		{name: "hextet privacy anonymize, one core", argv: anonymize, env: oneCore, input: input},
		{name: "hextet privacy anonymize --reverse", argv: append(anonymize, "--reverse"), input: input, share: 10},
		{name: "the plain loop (one core)", argv: []string{"{bin}/afternoon", name, benchKey}, input: input, share: 20},
	}}
}
