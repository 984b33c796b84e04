package lint

import (
	"cmp"
	"net/netip"
	"slices"
	"strconv"

	"github.com/hextet/hextet/internal/ip"
)

const pageOverlap = `A prefix covered by another one in the same file is redundant in a list, may
never match in an access list, and in an address plan it means that two owners
have the same addresses. The message names the line of the smallest prefix that
covers it. Default routes, addresses without a length and addresses with host
bits are not compared.

The rule is off by default: in a routing table, longer prefixes within shorter
ones are normal.`

const pageDuplicate = `The same prefix appears twice in a file, in any spelling: the second is
redundant, or one of the two was meant to be another. Default routes, addresses
without a length and addresses with host bits are not compared.

The rule is off by default: many files mention a prefix more than once.`

// A place is the position of an address or prefix, for the rules that compare those in
// a file.
type place struct {
	hi, lo     uint64
	is4        bool
	bits       int
	start, end int
	line       int
}

// prefixes are those in a file.
type prefixes struct{ list []place }

func (ps *prefixes) add(s *subject, comments bool) {
	if s.Length <= 0 || s.HasHostBits() || s.text.prose || !comments && s.text.isSaid(s.Start, s.End) {
		return
	}
	line, _ := s.text.place(s.Start)
	ps.list = append(ps.list, place{s.Hi(), s.Lo(), s.Is4(), s.Length, s.Start, s.End, line})
}

// compare orders prefixes by address, shorter first, and equal ones by position.
func (p place) compare(q place) int {
	if p.is4 != q.is4 {
		if p.is4 {
			return -1
		}
		return 1
	}
	return cmp.Or(cmp.Compare(p.hi, q.hi), cmp.Compare(p.lo, q.lo), cmp.Compare(p.bits, q.bits), cmp.Compare(p.start, q.start))
}

func (p place) prefix() netip.Prefix {
	return netip.PrefixFrom(ip.AddrOf(p.hi, p.lo, p.is4), p.bits)
}

// A relation is a prefix and the one that it repeats or is inside.
type relation struct {
	place
	rule  int
	other place
}

// relations returns what the rules of set find in ps, in order of position.
func (ps *prefixes) relations(set ruleSet) (list []relation) {
	slices.SortFunc(ps.list, place.compare)
	var around []place // the prefixes that contain the current one, widest first
	for _, p := range ps.list {
		for len(around) > 0 && !around[len(around)-1].prefix().Contains(p.prefix().Addr()) {
			around = around[:len(around)-1]
		}
		if n := len(around); n > 0 {
			other := around[n-1]
			switch same := other.bits == p.bits; {
			case same && set.has(ruleDuplicate):
				list = append(list, relation{p, ruleDuplicate, other})
			case !same && set.has(ruleOverlap):
				list = append(list, relation{p, ruleOverlap, other})
			}
			if other.bits == p.bits {
				continue
			}
		}
		around = append(around, p)
	}
	slices.SortFunc(list, func(a, b relation) int { return cmp.Compare(a.start, b.start) })
	return list
}

// appendMessage appends what is wrong.
func (r relation) appendMessage(b []byte, text []byte) []byte {
	b = append(b, text...)
	if r.rule == ruleDuplicate {
		b = append(b, " is a duplicate of line "...)
		return strconv.AppendInt(b, int64(r.other.line), 10)
	}
	b = append(b, " is covered by "...)
	b = r.other.prefix().AppendTo(b)
	b = append(b, " on line "...)
	return strconv.AppendInt(b, int64(r.other.line), 10)
}
