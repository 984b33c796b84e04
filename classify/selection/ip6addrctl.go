package selection

import (
	"bytes"
	"math"
	"net/netip"

	"github.com/hextet/hextet/addr"
)

// ParseIP6AddrCtl parses ip6addrctl.conf as FreeBSD's `ip6addrctl install` does: lines of
// PREFIX PRECEDENCE LABEL. Lines that begin with # are comments, text after the label is
// ignored, and numbers are parsed as by atoi. For a line that the program cannot parse,
// in which case it installs nothing, it returns an [*addr.LineError]; the input of the
// error in it is the line.
//
// The table replaces the previous one. Of two lines for one prefix the first applies:
// the kernel rejects the second.
func ParseIP6AddrCtl(text []byte) (Policy, error) {
	line := 0
	var precedences, labels []Entry
	for raw := range bytes.Lines(text) {
		line++
		content := bytes.TrimLeft(bytes.TrimRight(raw, "\r\n"), " \t")
		if len(content) == 0 || content[0] == '#' {
			continue
		}
		fail := func(at []byte, reason string) (Policy, error) {
			whole := bytes.TrimRight(raw, "\r\n")
			return Policy{}, &addr.LineError{Line: line, Err: &addr.Error{Input: string(whole), Offset: len(whole) - len(at), Reason: reason}}
		}
		prefix, reason := prefixOf(content)
		if reason != "" {
			return fail(content, reason)
		}
		second := nextField(content)
		if len(second) == 0 {
			return fail(second, "expected a precedence")
		}
		third := nextField(second)
		if len(third) == 0 {
			return fail(third, "expected a label")
		}
		label := atoi(third)
		if label == -1 {
			return fail(third, "the kernel takes no label -1")
		}
		precedences = append(precedences, Entry{prefix, atoi(second)})
		labels = append(labels, Entry{prefix, label})
	}
	return NewPolicy(precedences, labels), nil
}

// prefixOf parses the prefix at the start of a line: the address before the first slash
// and the digits after it. reason is why there is none, or "".
func prefixOf(line []byte) (p netip.Prefix, reason string) {
	head, rest, ok := bytes.Cut(line, []byte("/"))
	if !ok {
		return netip.Prefix{}, "expected ADDRESS/LENGTH"
	}
	a, ok := pton6(head)
	if !ok {
		return netip.Prefix{}, "expected an IPv6 address"
	}
	bits := atoi(rest)
	if bits < 0 || bits > 128 {
		return netip.Prefix{}, "expected a prefix length up to 128"
	}
	return netip.PrefixFrom(a, bits), ""
}

// nextField returns the line after its first word.
func nextField(line []byte) []byte {
	i := bytes.IndexAny(line, " \t")
	if i < 0 {
		return nil
	}
	return bytes.TrimLeft(line[i:], " \t")
}

// atoi is C's atoi: whitespace, a sign, and the digits that follow.
func atoi(text []byte) int {
	for len(text) > 0 && isSpace(text[0]) {
		text = text[1:]
	}
	minus := false
	if len(text) > 0 && (text[0] == '-' || text[0] == '+') {
		minus, text = text[0] == '-', text[1:]
	}
	v := 0
	for len(text) > 0 && text[0] >= '0' && text[0] <= '9' {
		v = min(v*10+int(text[0]-'0'), math.MaxInt32)
		text = text[1:]
	}
	if minus {
		return -v
	}
	return v
}
