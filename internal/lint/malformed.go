package lint

import (
	"bytes"
	"strconv"

	"github.com/hextet/hextet/internal/find"
	"github.com/hextet/hextet/internal/ip"
)

const pageMalformed = `Text that is not an address, but was surely meant as one:

  2001:db8:::1             three colons in a row
  2001:db8::1::2           "::" twice
  2001:db8:12345::1        a group of five digits
  1:2:3:4:5:6:7:8:9        too many groups, or too few before a length
  2001:db8::/129           a length above 128 (32 for IPv4), or written /064
  192.0.2.256              an octet above 255
  192.0.2.010              an octet with a leading zero: 8 or 10?
  2001:db8::1o             a letter that is not a hexadecimal digit

Times, MACs, fingerprints, paths like a::b::c, versions and other dotted numbers
look similar. So an IPv6 address has to start like one in use (2001:, fd00: or
fe80:), an IPv4 address has to start like a private one or follow a word that
announces an address, and nothing is reported next to a word like version.`

// maxSuspect is the length of the longest run of digits, ":" and "." that is examined:
// a longer one is a digest, not meant as an address.
const maxSuspect = 60

// suspects finds malformed addresses in text[from:to], where there are no valid ones.
func (c *Checker) suspects(from, to int) {
	text := c.text.bytes
	for i := from; i < to; {
		if !find.IsDot(text[i]) {
			i++
			continue
		}
		start := i
		for start > from && find.InRun(text[start-1]) {
			start--
		}
		i = min(find.RunEnd(text, i), to)
		end := i
		if end-start < len("a::b") || end-start > maxSuspect {
			continue
		}
		left, right := find.InWord(find.ByteAt(text, start-1)), find.InWord(find.ByteAt(text, end))
		if left || right {
			for start > from && isPart(text[start-1]) {
				start--
			}
			for end < to && isPart(text[end]) {
				end++
			}
			i = end
			c.misspelled(start, end)
			continue
		}
		c.suspect(start, end)
	}
}

// suspect checks a run that is not an address.
func (c *Checker) suspect(start, end int) {
	text := c.text.bytes
	for end > start && text[end-1] == '.' {
		end-- // of the period that ends a sentence
	}
	if n := end - 1; n > start && text[n] == ':' && text[n-1] != ':' {
		end = n
	}
	run := text[start:end]
	b := c.message[:0]
	switch colons := bytes.Count(run, colon); {
	case colons <= 1 && bytes.Count(run, dot) == 3:
		if n := bytes.IndexByte(run, ':'); n >= 0 {
			if _, after := decimal(run, n+1); after < len(run) {
				return
			}
			end = start + n // a port follows
		}
		b = c.text.quad(b, start, end)
	case colons > 0 && beginsLikeOne(run) && !isIndexed(text, start):
		b, end = c.text.groups(b, start, end)
	}
	if c.message = b; len(b) > 0 {
		c.report(ruleMalformed, start, end, b)
	}
}

var (
	colon = []byte{':'}
	dot   = []byte{'.'}
)

// isIndexed reports whether text[start:] follows a word and an opening bracket, as an
// index or a slice does.
func isIndexed(text []byte, start int) bool {
	c := find.ByteAt(text, start-2)
	return find.ByteAt(text, start-1) == '[' && (find.InWord(c) || c == ')' || c == ']')
}

// beginsLikeOne reports whether the first group of run is that of an address in use:
// 2000::/3, or fc00::/7, fe80::/9 or multicast with all four digits, or the prefixes
// for IPv4. It must have a decimal digit somewhere, to rule out words.
func beginsLikeOne(run []byte) bool {
	digits := false
	for _, c := range run {
		digits = digits || isDecimal(c)
	}
	if !digits {
		return false
	}
	first, _, _ := bytes.Cut(run, colon)
	lower := func(i int) byte {
		if first[i] >= 'A' {
			return first[i] | 0x20
		}
		return first[i]
	}
	switch len(first) {
	case 0:
		return hasFold(run, "::ffff:")
	case 2:
		return hasFold(run, "64:ff9b:")
	case 4, 5:
		a, b := lower(0), lower(1)
		switch {
		case a == '2' || a == '3':
			return true
		case a == 'f':
			return b >= 'c' && (b != 'e' || lower(2) >= '8')
		}
	}
	return false
}

// hasFold reports whether b begins with s, ignoring case; s is in lower case.
func hasFold(b []byte, s string) bool {
	if len(b) < len(s) {
		return false
	}
	for i := range len(s) {
		c := b[i]
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		if c != s[i] {
			return false
		}
	}
	return true
}

// groups appends what is wrong with text[start:end], meant as an IPv6 address, and
// returns where that ends, prefix length included.
func (b *block) groups(msg []byte, start, end int) ([]byte, int) {
	run := b.bytes[start:end]
	var n, longest, two, letters int // groups; digits of the longest; "::"; hexadecimal letters
	pairs, full := true, true        // all groups have two digits, or four
	date := true                     // like 2001:01:31
	for i := 0; i <= len(run); {
		j := i
		for j < len(run) && run[j] != ':' {
			if run[j] == '.' {
				return b.mixed(msg, start, end, i), end
			}
			if run[j] >= 'A' {
				letters++
			}
			j++
		}
		switch size := j - i; {
		case size > 0:
			n++
			longest = max(longest, size)
			pairs = pairs && size == 2
			full = full && size == 4
			date = date && (i == 0 || size == 2)
		case i > 0 && i < len(run) && run[i-1] == ':':
			two++
		}
		i = j + 1
	}
	length, after := 0, end
	if find.ByteAt(b.bytes, end) == '/' && isDecimal(find.ByteAt(b.bytes, end+1)) {
		length, after = decimal(b.bytes, end+1)
		if !ends(b.bytes, after) || length > 128 {
			length, after = 0, end
		}
	}
	why := ""
	switch {
	case pairs, date && letters == 0, longest > 8:
		return msg, end // a MAC, a time, a digest
	case bytes.Contains(run, []byte(":::")):
		why = "three colons in a row"
	case two > 1:
		why = `"::" appears twice`
	case longest > 4 && (n > 2 || two > 0): // not ISO 27001:2022
		// A number of five decimal digits at the end is a port.
		why = "a group has more than four digits"
	case two == 0 && (n == 9 || n == 10) && !(full && n > 9):
		why = strconv.Itoa(n) + " groups, expected 8"
	case two == 1 && n >= 8 && n < 10:
		why = strconv.Itoa(n) + ` groups and a "::"`
	case two == 0 && n < 8 && after > end && letters > 0 && length >= 8 && (n != 4 || run[0]|0x20 != 'f'):
		// Four groups that begin with f may be an interface identifier.
		why = strconv.Itoa(n) + ` groups and no "::"`
	default:
		return msg, end
	}
	msg = appendInvalid(msg, b.bytes[start:after])
	return append(msg, why...), after
}

// appendInvalid appends the beginning of a message about text.
func appendInvalid(b, text []byte) []byte {
	b = append(b, "invalid address "...)
	b = append(b, text...)
	return append(b, ": "...)
}

// ends reports whether text[i] cannot continue a number.
func ends(text []byte, i int) bool {
	c := find.ByteAt(text, i)
	if c == '.' || c == ':' {
		c = find.ByteAt(text, i+1)
	}
	return !find.InWord(c) && c != '/' && c != '-' && c != '+'
}

// mixed appends what is wrong with the dotted decimal at the end of an IPv6 address,
// which begins at run[at].
func (b *block) mixed(msg []byte, start, end, at int) []byte {
	run := b.bytes[start:end]
	prefix := run[:at]
	if !hasFold(prefix, "::ffff:") && !hasFold(prefix, "64:ff9b:") {
		return msg
	}
	why := octets(nil, run[at:])
	if why == nil {
		return msg
	}
	return append(appendInvalid(msg, run), why...)
}

// octets appends what is wrong with four octets: one above 255, or with a leading zero.
// It returns b unchanged if it is neither.
func octets(b, quad []byte) []byte {
	why := b
	n := 0
	for octet := range bytes.SplitSeq(quad, dot) {
		v, end := decimal(octet, 0)
		n++
		switch {
		case end != len(octet) || end == 0 || end > 3:
			return b
		case len(why) > len(b):
		case v > 255:
			why = append(why, "octet "...)
			why = append(why, octet...)
			why = append(why, " is above 255"...)
		case end > 1 && octet[0] == '0':
			why = append(why, "octet "...)
			why = append(why, octet...)
			why = append(why, " has a leading zero (octal to some programs)"...)
		}
	}
	if n != 4 {
		return b
	}
	return why
}

// quad appends what is wrong with text[start:end], meant as an IPv4 address.
func (b *block) quad(msg []byte, start, end int) []byte {
	run := b.bytes[start:end]
	var room [64]byte
	why := octets(room[:0], run)
	if len(why) == 0 || !b.isMeant4(start, end) {
		return msg
	}
	return append(appendInvalid(msg, run), why...)
}

// isMeant4 reports whether the four numbers at text[start:end] are meant as an IPv4
// address: they begin like a well-known one, or a word announces an address, and
// nothing suggests a version number.
func (b *block) isMeant4(start, end int) bool {
	text := b.bytes
	switch before := find.ByteAt(text, start-1); before {
	case '/':
		if find.ByteAt(text, start-2) != '/' {
			return false // Chrome/1.2.3.400
		}
	case '-':
		if !isDecimal(find.ByteAt(text, start-2)) && find.ByteAt(text, start-2) != ' ' {
			return false // name-1.2.3.400
		}
	case '.', '~', '+', '$', '#', '^', '\\', '<':
		return false
	}
	switch find.ByteAt(text, end) {
	case '-':
		if !isDecimal(find.ByteAt(text, end+1)) || bytes.Count(text[end+1:find.RunEnd(text, end+1)], dot) != 3 {
			return false // 1.2.3.400-rc1
		}
	case '+', '~', '^', '\\':
		return false
	}
	w := b.wordsAround(start, end)
	if (w.line|w.headings)&senseVersion != 0 {
		return false
	}
	first, at := decimal(text, start)
	second, _ := decimal(text, at+1)
	switch {
	case first == 192 && second == 168, first == 172 && second >= 16 && second < 32, first == 127 && second == 0,
		first == 169 && second == 254, first == 192 && second == 0, first == 198 && second == 51, first == 203 && second == 0:
		return true
	case first > 255 || first == 0:
		return false
	case w.lone && (first == 10 || first >= 128):
		return true
	}
	// The other end of a range.
	if n := start - 1; find.ByteAt(text, n) == '-' {
		other := n
		for other > 0 && n-other < maxSuspect && find.InRun(text[other-1]) {
			other--
		}
		if v, _ := decimal(text, other); v == first && bytes.Count(text[other:n], dot) == 3 {
			return true
		}
	}
	if v, _ := decimal(text, end+1); find.ByteAt(text, end) == '-' && v == first { // four numbers: see above
		return true
	}
	return w.adjacent&(senseIP|senseHop|senseNetwork) != 0 ||
		w.adjacent == 0 && w.wordless && w.headings&(senseIP|senseHop|senseNetwork) != 0
}

// misspelled checks text[start:end], which begins or ends with a letter that is not a
// digit: an address with one such letter within a group is a misspelled one.
func (c *Checker) misspelled(start, end int) {
	text := c.text.bytes
	for end > start && find.IsDot(text[end-1]) && find.ByteAt(text, end-2) != ':' {
		end--
	}
	word := text[start:end]
	if len(word) > ip.TextRoom/2+4 || !bytes.Contains(word, colon) || isIndexed(text, start) {
		return
	}
	at := -1
	for i, b := range word {
		if !find.InRun(b) {
			if at >= 0 || b == '_' {
				return
			}
			at = i
		}
	}
	if at < 0 {
		return
	}
	wrong := word[at]
	var room [ip.Window]byte
	fixed := room[:copy(room[:], word)]
	switch wrong {
	case 'o', 'O':
		fixed[at] = '0'
	case 'l', 'I', 'i':
		fixed[at] = '1'
	case 'x', 'X', 'y', 'Y', 'z', 'Z', 'n', 'N':
		return // a placeholder
	default:
		fixed[at] = '0'
		// R1 is a placeholder too.
		if first := at == 0 || word[at-1] == ':'; first && (wrong < 'a' || at+1 < len(word) && word[at+1] != ':') {
			return
		}
	}
	var it ip.Item
	if !beginsLikeOne(fixed) || it.ScanAddr(&room) != len(fixed) || it.Is4() {
		return
	}
	b := appendInvalid(c.message[:0], word)
	b = strconv.AppendQuoteRune(b, rune(wrong))
	b = append(b, " is not a hexadecimal digit"...)
	c.message = b
	c.report(ruleMalformed, start, end, b)
}

// spoiled checks whether what follows the address that was found makes it invalid. If
// so, it appends the reason to b and returns where the invalid text ends; otherwise it
// returns s.End.
func (s *subject) spoiled(b []byte) (end int, why []byte) {
	text := s.text.bytes
	c := find.ByteAt(text, s.End)
	switch {
	case c == ':' && len(s.Text) > 2 && s.Text[len(s.Text)-1] == ':':
		// 2001:db8:::80 is an address and a port to netstat, and to nothing else.
		end = s.End + 1
		switch next := find.ByteAt(text, end); {
		case s.Port >= 0:
			end = find.RunEnd(text, end)
			if isNetstat(s.text.around(s.Start, s.End)) {
				return s.End, b
			}
		case next == '/' && isDecimal(find.ByteAt(text, end+1)):
			_, end = decimal(text, end+1)
		default:
			return s.End, b // a key followed by a colon
		}
		for text[end-1] == ':' || text[end-1] == '.' {
			end--
		}
		return end, append(appendInvalid(b, text[s.Start:end]), "three colons in a row"...)
	case c == '/' && s.Length < 0 && isDecimal(find.ByteAt(text, s.End+1)):
		n, end := decimal(text, s.End+1)
		digits := end - s.End - 1
		if digits > 3 || !ends(text, end) || find.ByteAt(text, end) == ':' {
			return s.End, b
		}
		if before := find.ByteAt(text, s.Start-1); before == '/' || before == '@' || s.Is4() && before == '-' {
			return s.End, b // part of a URL
		}
		zero := digits > 1 && text[s.End+1] == '0'
		if n <= s.BitLen() && !zero || s.Is4() && (n > 128 || !s.text.isMeant4(s.Start, end)) {
			return s.End, b
		}
		b = appendInvalid(b, text[s.Start:end])
		if zero {
			return end, append(b, "the prefix length has a leading zero"...)
		}
		b = append(b, "the prefix length is above "...)
		return end, strconv.AppendInt(b, int64(s.BitLen()), 10)
	}
	return s.End, b
}

// isNetstat reports whether a line is output of netstat.
func isNetstat(before, after []byte) bool {
	return bytes.Contains(after, []byte(":::")) || bytes.Contains(before, []byte(":::")) ||
		bytes.HasPrefix(before, []byte("tcp")) || bytes.HasPrefix(before, []byte("udp")) || bytes.HasPrefix(before, []byte("raw"))
}
