package lint

import (
	"bytes"
	"net/netip"

	"github.com/hextet/hextet/classify"
	"github.com/hextet/hextet/internal/find"
	"github.com/hextet/hextet/internal/ip"
)

// A subject is an address in a text.
type subject struct {
	find.Find
	class classify.Class // for a block, the class of the whole block
	block bool           // a prefix without host bits, shorter than a full address

	text   *block
	config *Config
	words  *wordsAround // nil until first needed
	around wordsAround
}

// wordsAround is what the words around an address say about it.
type wordsAround struct {
	line     sense // from the rest of its line
	headings sense // from the headings above it
	last     sense // the nearest one before it that says what it is for
	adjacent sense // from the word right before it
	wordless bool  // no word precedes it in the line
	lone     bool  // the line contains nothing else
}

// asBlock makes s the block of its prefix, if it is one.
func (s *subject) asBlock() {
	s.block = s.IsBlock()
	if s.block && s.class.Type != classify.GlobalUnicast {
		s.class = classify.ClassifyPrefix(s.Prefix())
	}
}

// sense returns what the words around s say.
func (s *subject) sense() *wordsAround {
	if s.words == nil {
		s.around = s.text.wordsAround(s.Start, s.End)
		s.words = &s.around
	}
	return s.words
}

// wordsAround returns what the words around text[start:end] say.
func (b *block) wordsAround(start, end int) (w wordsAround) {
	before, after := b.around(start, end)
	w.line, w.last = sensesOf(before)
	all, _ := sensesOf(after)
	w.line |= all
	all, last := b.headingSenses(start)
	w.headings = all
	if w.last == 0 {
		w.last = last
	}
	w.adjacent, w.wordless = adjacentSense(before)
	w.lone = len(bytes.Trim(before, " \t-\ufeff")) == 0 && len(bytes.TrimSpace(after)) == 0
	return w
}

// spared reports whether s is a block that is named rather than used: a whole address
// range of one kind, or something that is filtered out.
func (s *subject) spared() bool {
	p := s.Prefix()
	switch {
	case s.block && (p.Bits() == 0 || s.class.Type == classify.Reserved && p.Bits() <= 16):
		return true // 8000::/3 is from a registry
	case !s.block && !s.hasMask():
		return false
	}
	if whole := netip.PrefixFrom(p.Addr(), p.Bits()-1).Masked(); classify.ClassifyPrefix(whole).Type != s.class.Type {
		return true
	}
	w := s.sense()
	return (w.line|w.headings)&senseDeny != 0
}

// hasMask reports whether an IPv4 address without a prefix length is followed by a
// netmask or wildcard mask.
func (s *subject) hasMask() bool {
	if !s.Is4() || s.Length >= 0 {
		return false
	}
	after := bytes.TrimLeft(s.text.bytes[s.End:min(len(s.text.bytes), s.End+16)], " \t/")
	return bytes.HasPrefix(after, []byte("255.")) || bytes.HasPrefix(after, []byte("0.")) ||
		bytes.HasPrefix(after, []byte("netmask 255")) || bytes.HasPrefix(after, []byte("mask 255"))
}

// mend is what can be fixed about an address.
type mend uint8

const (
	mendText mend = 1 << iota
	mendHostBits
)

// appendFixed appends the corrected text of s.
func (s *subject) appendFixed(dst []byte, m mend) []byte {
	it := s.Item
	it.Zone = s.RawZone()
	if m&mendHostBits != 0 {
		it.Set(it.Prefix().Masked().Addr(), it.Zone, it.Length)
	}
	return it.AppendCanonical(dst, ip.QuadAuto)
}

// stays reports whether fixed, written in place of s, would still be found as the same
// address: before ":443", 2001:db8:0:0:0:0:0:0 cannot be shortened.
func (c *Checker) stays(s *subject, fixed []byte, m mend) bool {
	const near = 80
	text := append(c.near[:0], s.text.bytes[max(0, s.Start-near):s.Start]...)
	start := len(text)
	text = append(text, fixed...)
	end := len(text)
	if fixed[len(fixed)-1] == ':' && find.ByteAt(s.text.bytes, s.End) == ':' {
		return false
	}
	text = append(text, s.text.bytes[s.End:min(len(s.text.bytes), s.End+near)]...)
	from := start
	for from > 0 && find.InRun(text[from-1]) { // the "6:" of "IPv6:"
		from--
	}
	c.near = text
	got := &c.again
	if !c.bare.Next(text, from, got) || got.Start != start || got.End != end ||
		got.Is4() != s.Is4() || got.Length != s.Length || got.Port != s.Port || got.RawZone() != s.RawZone() {
		return false
	}
	if m&mendHostBits != 0 {
		return got.Prefix() == s.Prefix().Masked()
	}
	return got.Hi() == s.Hi() && got.Lo() == s.Lo()
}
