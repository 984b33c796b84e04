package lint

import "github.com/hextet/hextet/internal/find"

// sure reports whether s is certainly an address, not a path in C++ or Rust, a slice in
// Python or something else that looks like one.
func (s *subject) sure() bool {
	s.words = nil
	s.block = false
	if s.Is4() {
		return true
	}
	if s.Hi()&s.Lo() == ^uint64(0) {
		return false // a mask, or a placeholder for the longest address
	}
	text := s.text.bytes
	before, after := find.ByteAt(text, s.Start-1), find.ByteAt(text, s.End)
	switch {
	case before == '[' && s.Start > 1 && (find.InWord(text[s.Start-2]) || text[s.Start-2] == ')' || text[s.Start-2] == ']'):
		return false // a[1::2]
	case before == '$', before == '&', before == '?', before == '\\', before == '<' && after == '<', after == '(' && s.Port < 0:
		return false // $a::b, &a::b, a::b()
	}
	if s.Length >= 0 || s.Zone != "" {
		return true
	}
	groups, digits, lower := 0, false, true
	var first, size, longest int // digits of the first group, of this one, of the longest
	for i, c := range []byte(s.Text) {
		switch {
		case c == ':':
			continue
		case c == '.':
			return true
		case i == 0 || s.Text[i-1] == ':':
			groups++
			size = 0
		}
		if groups == 1 {
			first++
		}
		size++
		longest = max(longest, size)
		digits = digits || isDecimal(c)
		lower = lower && c >= 'a' || isDecimal(c)
	}
	switch {
	case groups == 8:
		return true
	case !digits:
		// Feed::Add is not an address; fdab:cdef::ad may be one.
		return groups > 2 && lower && first == 4
	case s.Text[0] == ':':
		return s.Hi()|s.Lo() != 0 || len(s.Text) == 3 // "::00" is part of a time
	}
	return groups > 2 && longest > 2 || first == 4 // 12:30::00 is a time
}
