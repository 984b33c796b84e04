package lint

import (
	"strings"

	"github.com/hextet/hextet/internal/find"
)

// A sense is what the words around an address say about its purpose.
type sense uint16

const (
	senseNetwork    sense = 1 << iota // a block of addresses
	senseAddress                      // one address, with the prefix length of its network
	senseInterface                    // the interface that the address is on
	senseHop                          // a router on a link
	senseDeny                         // what is filtered out
	senseVersion                      // a version number, not an address
	senseIP                           // some address
	sensePrefix                       // a prefix that may be announced to hosts
	senseSubnet                       // a network with hosts
	senseTranslator                   // NAT64
)

// senseOf returns the sense of a word in lower case, without trailing digits; next is
// the byte after the word.
func senseOf(word string, next byte) sense {
	switch word {
	case "subnet", "subnets", "network", "networks", "pool", "pools":
		return senseNetwork | senseSubnet
	case "nat", "pref", "translator", "translate", "tayga", "jool":
		return senseTranslator
	case "mynetworks", "supernet", "cidr", "cidrs",
		"route", "routes", "aggregate", "acl", "acls", "access", "permit", "allow", "allowed",
		"allowlist", "whitelist", "trusted", "trust", "match", "range", "ranges", "space",
		"saddr", "daddr", "src", "dst", "source", "sources", "destination", "destinations", "from",
		"ipset", "elements", "geo", "announce", "advertise", "originate", "proxies", "exclude", "except":
		return senseNetwork
	case "prefix", "prefixes":
		return senseNetwork | sensePrefix
	case "deny", "denied", "denylist", "blacklist", "blocklist", "block", "blocked", "reject", "drop", "blackhole",
		"bogon", "bogons", "martian", "martians", "discard", "unreachable", "prohibit", "null", "ban", "banned",
		"unroutable":
		return senseNetwork | senseDeny
	case "address", "addresses", "addr", "addrs", "inet", "host", "hosts", "ifconfig", "ifaddr", "local", "remote",
		"peer", "endpoint", "server", "listen", "bind", "static":
		return senseAddress | senseIP
	case "neighbor", "neighbour":
		return senseAddress | senseIP | senseHop
	case "ip", "ipv", "ips", "ipaddr", "ipaddress", "hostname", "dns", "nameserver", "nameservers",
		"forwarders", "masters", "primaries", "ping", "upstream", "backend", "proxy", "listener", "aaaa",
		"connect", "vip", "netmask":
		return senseIP
	case "gateway", "gateways", "gw", "router", "routers", "via", "hop", "nexthop":
		return senseHop | senseAddress | senseIP
	case "interface", "interfaces", "iface", "dev", "device", "oif", "iif", "ifname", "nic", "link", "scope", "vlan", "ethernet",
		"ethernets", "wifis", "bridges", "bonds", "gigabitethernet", "tengigabitethernet", "fastethernet", "loopback",
		"tunnel", "eth", "ens", "enp", "eno", "wlan", "wlp", "bond", "irb", "vmbr", "virbr", "docker", "veth", "ppp", "mgmt":
		return senseInterface
	case "ge", "xe", "et", "gi", "te", "fa", "hu", "po", "be", "lo", "en", "em", "br", "wg", "tun", "tap", "igb", "ix", "vmx", "utun", "re", "bge":
		if isDecimal(next) || next == '-' {
			return senseInterface
		}
	case "version", "versions", "ver", "release", "releases", "build", "rev", "revision", "firmware", "fw", "driver",
		"kernel", "oid", "oids", "mib", "snmp", "section", "chapter", "rfc", "mozilla", "chrome", "chromium", "firefox",
		"safari", "windows", "java", "python", "sdk", "upgrade", "upgraded", "since", "package", "packages", "assembly",
		"nuget", "clause", "appendix", "software":
		return senseVersion
	}
	for _, part := range [...]string{"network", "subnet", "cidr", "prefix"} {
		if strings.Contains(word, part) {
			return senseNetwork
		}
	}
	return 0
}

// maxWord is the length of the longest word that has a sense.
const maxWord = 24

// sensesOf returns what the words of text say: all of them together, and the last one
// that says what an address is for.
func sensesOf(text []byte) (all, last sense) {
	var word [maxWord]byte
	var before sense // of the word before this one
	joint := false   // only a "-" or "_" is between the two words
	for i := 0; i < len(text); {
		c := text[i] | 0x20
		if c < 'a' || c > 'z' {
			joint = text[i] == '-' || text[i] == '_'
			i++
			continue
		}
		// A word ends before anything but a letter, and inside fooBar and FOOBar.
		n, start := 0, i
		for ; i < len(text); i++ {
			c := text[i] | 0x20
			if c < 'a' || c > 'z' {
				break
			}
			if i > start && text[i] < 'a' && (text[i-1] >= 'a' || beginsWord(text[i:])) {
				break
			}
			if n < len(word) {
				word[n] = c
			}
			n++
		}
		if n > len(word) {
			before, joint = 0, false
			continue
		}
		next := find.ByteAt(text, i)
		s := senseOf(string(word[:n]), next)
		switch {
		case s == senseAddress|senseIP && joint && before&senseNetwork != 0 && string(word[:4]) == "addr":
			s = senseNetwork // source-address in Junos
		case s&senseNetwork != 0 && i-n > 0 && string(word[:n]) != "prefixes" && isParse(text[:start]):
			s = 0 // ParseCIDR gives both the address and its network
		}
		all |= s
		if s&(senseNetwork|senseAddress) != 0 {
			last = s
		}
		before, joint = s, false
	}
	return all, last
}

// beginsWord reports whether the capital at the start of text begins a word: the B of
// FOOBar does, the P of IPs does not.
func beginsWord(text []byte) bool {
	small := func(i int) bool { return i < len(text) && text[i] >= 'a' && text[i] <= 'z' }
	return small(1) && !(text[1] == 's' && !small(2))
}

// isParse reports whether text ends with "parse" or "Parse".
func isParse(text []byte) bool {
	n := len(text)
	if n > 0 && text[n-1] == '_' {
		n--
	}
	return n >= 5 && text[n-5]|0x20 == 'p' && string(text[n-4:n]) == "arse"
}

// adjacentSense returns the sense of the last word of text that is not a number or an
// address, and whether there is no such word.
func adjacentSense(text []byte) (s sense, none bool) {
	end := len(text)
	for {
		for end > 0 && !find.InWord(text[end-1]) {
			if c := text[end-1]; c == ';' || c == '|' || c >= 0x80 {
				return 0, false // the end of something else
			}
			end--
		}
		start := end
		for start > 0 && find.InWord(text[start-1]) {
			start--
		}
		word := text[start:end]
		switch {
		case len(word) == 0:
			return 0, true
		case string(word) == "A", string(word) == "add":
			return senseIP, false
		case isDecimal(word[0]):
			end = start
			continue
		}
		s, _ = sensesOf(word)
		return s, false
	}
}
