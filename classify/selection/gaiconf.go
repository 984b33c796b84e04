package selection

import (
	"bytes"
	"math"
	"net/netip"
	"slices"
)

// ParseGaiConf parses /etc/gai.conf as glibc does (gaiconf_init of glibc 2.36): lines
// that begin with label, precedence or scopev4, comments from # on; it skips anything
// else silently. A single line of a kind replaces glibc's whole table of that kind,
// except for a row for all other addresses: label 1, precedence 40, or for IPv4 global
// scope. Of two lines for one prefix the first applies. [Policy.Or] and [New] supply the
// tables that the file does not have.
//
// A prefix without a length is skipped too. For it glibc dereferences a pointer that was
// never set: glibc 2.36 on amd64 mostly ignores the line, and sometimes crashes.
func ParseGaiConf(text []byte) Policy {
	var p Policy
	for line := range bytes.Lines(text) {
		if i := bytes.IndexByte(line, 0); i >= 0 {
			line = line[:i] // C strings end there
		}
		line, _, _ = bytes.Cut(line, []byte("#"))
		word, rest := cutWord(line)
		first, rest := cutWord(rest)
		second, _ := cutWord(rest)
		switch string(word) {
		case "label":
			p.labels = appendEntry(p.labels, first, second)
		case "precedence":
			p.precedences = appendEntry(p.precedences, first, second)
		case "scopev4":
			p.scopes4 = appendScope4(p.scopes4, first, second)
		}
	}
	everything := netip.PrefixFrom(netip.IPv6Unspecified(), 0)
	p.labels = complete(p.labels, Entry{everything, 1})
	p.precedences = complete(p.precedences, Entry{everything, 40})
	p.scopes4 = complete(p.scopes4, Entry{netip.PrefixFrom(netip.IPv4Unspecified(), 0), global})
	return p
}

// complete sorts the entries, and adds last unless one of them contains every address.
func complete(list []Entry, last Entry) []Entry {
	if list == nil {
		return nil
	}
	if !slices.ContainsFunc(list, func(e Entry) bool { return e.Prefix.Bits() == 0 }) {
		list = append(list, last)
	}
	return sorted(list)
}

// isSpace is isspace in the C locale.
func isSpace(c byte) bool { return c == ' ' || c-'\t' < 5 }

// cutWord returns the first word of a line and what follows it.
func cutWord(line []byte) (word, rest []byte) {
	for len(line) > 0 && isSpace(line[0]) {
		line = line[1:]
	}
	i := 0
	for i < len(line) && !isSpace(line[i]) {
		i++
	}
	return line[:i], line[i:]
}

// appendEntry appends the entry of a label or precedence line, if it is one
// (add_prefixlist).
func appendEntry(list []Entry, prefix, value []byte) []Entry {
	head, length, hasLength := bytes.Cut(prefix, []byte("/"))
	a, ok := pton6(head)
	bits, bitsOK := strtoul(length)
	v, valueOK := strtoul(value)
	if !ok || !hasLength || !bitsOK || !valueOK || bits > 128 || v > math.MaxInt32 {
		return list
	}
	return append(list, Entry{netip.PrefixFrom(a, int(bits)), int(v)})
}

// appendScope4 appends the entry of a scopev4 line, if it is one.
func appendScope4(list []Entry, prefix, value []byte) []Entry {
	head, length, hasLength := bytes.Cut(prefix, []byte("/"))
	a, ok := pton6(head)
	least := uint64(96)
	switch {
	case ok && a.Is4In6():
		a = a.Unmap()
	case ok:
		return list
	default:
		a, _ = netip.ParseAddr(string(head))
		if !a.Is4() {
			return list
		}
		least = 0
	}
	bits, bitsOK := strtoul(length)
	v, valueOK := strtoul(value)
	if !hasLength || !bitsOK || !valueOK || bits < least || bits > least+32 || v > math.MaxInt32 {
		return list
	}
	return append(list, Entry{netip.PrefixFrom(a, int(bits-least)), int(v)})
}

// pton6 is inet_pton for IPv6.
func pton6(text []byte) (netip.Addr, bool) {
	a, err := netip.ParseAddr(string(text))
	return a, err == nil && a.Is6() && a.Zone() == ""
}

// strtoul is C's strtoul in base 10 for 64 bits, as glibc uses it here: the whole text
// must be a number, an empty text is 0, and a minus sign negates modulo 2^64.
func strtoul(text []byte) (uint64, bool) {
	if len(text) == 0 {
		return 0, true
	}
	digits, minus := text, false
	if text[0] == '+' || text[0] == '-' {
		digits, minus = text[1:], text[0] == '-'
	}
	if len(digits) == 0 {
		return 0, false // nothing was read, so the end is at the sign
	}
	var v uint64
	for _, c := range digits {
		d := uint64(c - '0')
		if c < '0' || c > '9' || v > (math.MaxUint64-d)/10 {
			return 0, false // out of range is ULONG_MAX with ERANGE
		}
		v = v*10 + d
	}
	if minus {
		v = -v
	}
	return v, true
}
