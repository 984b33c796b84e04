package lint

import (
	"bytes"

	"github.com/hextet/hextet/internal/find"
)

// marker is what silences rules: in a comment on the line of the fault, or on a
// line by itself before it,
//
//	allow 2001:db8::/32;  # hextet:ignore documentation
//
// and near the beginning of a file, for the whole file,
//
//	# hextet:ignore-file documentation, non-canonical
//
// Without a rule name, all rules are silenced; with an unknown one, none is.
const (
	marker     = "hextet:ignore"
	fileMarker = "hextet:ignore-file"
)

// headSize is how much of a file is searched for markers that apply to the whole file.
const headSize = 4 << 10

// A Silence is the set of rules that a file silences.
type Silence struct{ set ruleSet }

// SilenceOf returns the rules that the beginning of a file silences.
func SilenceOf(head []byte) (s Silence) {
	head = head[:min(len(head), headSize)]
	for {
		n := bytes.Index(head, []byte(fileMarker))
		if n < 0 {
			return s
		}
		head = head[n+len(fileMarker):]
		s.set |= named(head)
	}
}

// named returns the rules listed at the beginning of text, which follows a marker.
func named(text []byte) (s ruleSet) {
	first := true
	for {
		for len(text) > 0 && (text[0] == ' ' || text[0] == '\t' || text[0] == ',' || first && text[0] == ':') {
			text = text[1:]
		}
		n := 0
		for n < len(text) && (find.InWord(text[n]) || n > 0 && text[n] == '-') {
			n++
		}
		if n == 0 {
			if first {
				return ^ruleSet(0)
			}
			return s
		}
		name := string(bytes.TrimRight(text[:n], "-"))
		text, first = text[n:], false
		if name == All {
			return ^ruleSet(0)
		}
		known := false
		for i := range rules {
			if rules[i].Name == name {
				s |= 1 << i
				known = true
			}
		}
		if !known {
			return s
		}
	}
}

// ignored returns the rules that markers near text[at] silence.
func (b *block) ignored(at int) (s ruleSet) {
	start := b.lineStart(at)
	s, _ = marked(b.bytes[start:b.lineEnd(at)])
	for start > 0 {
		end := start - 1
		start = b.lineStart(end)
		rules, alone := marked(b.bytes[start:end])
		if !alone {
			break
		}
		s |= rules
	}
	return s
}

// marked returns the rules that a marker in line names, and whether the line contains
// nothing else but what begins the comment.
func marked(line []byte) (s ruleSet, alone bool) {
	n := bytes.Index(line, []byte(marker))
	if n < 0 {
		return 0, false
	}
	alone = true
	for _, c := range bytes.TrimPrefix(bytes.TrimSpace(line[:n]), []byte("REM")) {
		alone = alone && !find.InWord(c) && c < 0x80
	}
	for n >= 0 {
		line = line[n:]
		if !bytes.HasPrefix(line, []byte(fileMarker)) {
			s |= named(line[len(marker):])
		}
		line = line[len(marker):]
		n = bytes.Index(line, []byte(marker))
	}
	return s, alone
}
