package selection

import (
	"cmp"
	"net/netip"
	"slices"
)

// A Destination is a destination with the source that the host uses for it.
type Destination struct {
	Addr   netip.Addr
	Source Source
	Index  int // its place in what was given, from 0

	// Rule is why it is before the next destination; NoRule for the last one, and if
	// nothing was sorted.
	Rule Rule

	key key
}

// Usable reports whether the host can reach the destination.
func (d *Destination) Usable() bool { return d.Source.Addr.IsValid() }

// key has the rank of a destination for each rule; higher is better. Rules 2 to 5 and 9
// do not apply to a destination without a source.
type key struct {
	usable, scopeMatches, preferred, home, labelMatches int
	precedence, native, smallerScope                    int
	prefix                                              int
	family                                              int // rule 9 compares within it; 0: not at all
}

// muslMax is MAXADDRS of musl, which ignores further addresses.
const muslMax = 48

// Order returns the destinations in the order in which the system tries them. It is
// a permutation of what was given; duplicates are kept.
//
// The rules form a strict weak ordering, with one exception in each system but
// musl: rule 9 compares addresses of one family only, so if a policy gives both families
// the same precedence, rules 9 and 10 can form a cycle. For glibc its merge sort is then
// reproduced step by step; for the others, the families keep the order of their first
// destinations.
func (s *Selector) Order(dsts []netip.Addr) []Destination {
	list := make([]Destination, len(dsts))
	for i, a := range dsts {
		list[i] = Destination{Addr: a, Index: i, Source: s.Source(a)}
	}
	s.order(list)
	return list
}

// order sorts destinations whose sources are known.
func (s *Selector) order(list []Destination) {
	for i := range list {
		s.fill(&list[i])
	}
	if !s.sorts(list) {
		return
	}
	head := list
	if s.system == Musl {
		head = list[:min(len(list), muslMax)]
	}
	switch s.system {
	case Glibc:
		mergeSort(head, make([]Destination, len(head)), s.before)
	case Musl:
		slices.SortStableFunc(head, func(a, b Destination) int { return cmp.Or(compareKeys(&a.key, &b.key), b.key.prefix-a.key.prefix) })
	default:
		sortFamilies(head)
	}
	for i := range len(head) - 1 {
		head[i].Rule = s.rule(&head[i], &head[i+1])
	}
}

// sorts reports whether the system sorts at all.
func (s *Selector) sorts(list []Destination) bool {
	switch {
	case len(list) < 2, systems[s.system].SourceOnly:
		return false
	case s.system == Musl: // __lookup_name leaves a list of IPv4 addresses as it is
		return slices.ContainsFunc(list, func(d Destination) bool { return d.Addr.Is6() })
	}
	return true
}

// fill sets the key of a destination.
func (s *Selector) fill(d *Destination) {
	k := &d.key
	scope := s.scope(d.Addr)
	k.smallerScope = -scope
	precedence, ok := s.policy.Precedence(d.Addr)
	k.precedence = precedence
	if !ok {
		k.precedence = -1 << 31 // FreeBSD: no row comes last
	}
	if !d.Usable() {
		return
	}
	src := d.Source.Addr
	var flags Flags
	if d.Source.index >= 0 {
		flags = s.addrs[d.Source.index].Flags
	}
	k.usable = 1
	k.scopeMatches = truth(scope == s.scope(src))
	switch s.system {
	case Musl: // rules 3, 4 and 7 are omitted on purpose
	case FreeBSD: // it does not name the interface, so rule 3 has no data; there is no rule 4
	case Glibc:
		if s.listed != nil {
			a := s.known(src)
			k.preferred = truth(a.Flags&Deprecated == 0)
			k.home = truth(a.Flags&Home != 0)
			k.native = truth(a.Prefix.IsValid()) // rule 7 takes an unlisted source for that of a tunnel
		}
	default:
		k.preferred = truth(flags&Deprecated == 0)
		k.home = truth(flags&Home != 0)
	}
	dl, ok := s.policy.Label(d.Addr)
	sl, ok2 := s.policy.Label(src)
	k.labelMatches = truth(ok && ok2 && dl == sl)
	k.prefix, k.family = s.prefix(d)
}

// prefix returns what rule 9 compares, and the family within which it compares it.
func (s *Selector) prefix(d *Destination) (bits, family int) {
	dst, src := d.Addr.WithZone(""), d.Source.Addr
	family = 6
	if dst.Is4() {
		family = 4
	}
	switch s.system {
	case Musl: // 128 bits, IPv4 addresses as IPv4-mapped ones, between families too
		return commonBits(mapped(dst), mapped(src)), 0
	case FreeBSD:
		if family == 4 {
			return 0, 0
		}
		return commonBits(dst, src), family
	case Glibc:
		if family == 4 {
			return s.prefix4(dst, src), family
		}
		return commonBits(dst, src), family
	}
	if dst.Is4In6() { // RFC 6724 section 3.2
		dst, src, family = dst.Unmap(), src.Unmap(), 4
	}
	n := commonBits(dst, src)
	if s.system != RFC3484 && d.Source.index >= 0 { // RFC 6724 section 2.2: up to the length of the source's network
		n = min(n, s.addrs[d.Source.index].Prefix.Bits())
	}
	return n, family
}

// compareKeys compares by rules 1 to 8, the better one first.
func compareKeys(a, b *key) int {
	return cmp.Or(
		b.usable-a.usable,
		b.scopeMatches-a.scopeMatches,
		b.preferred-a.preferred,
		b.home-a.home,
		b.labelMatches-a.labelMatches,
		cmp.Compare(b.precedence, a.precedence),
		b.native-a.native,
		b.smallerScope-a.smallerScope,
	)
}

// rule9 compares by rule 9, the better one first; 0 where it does not apply.
func (s *Selector) rule9(a, b *key) int {
	if a.usable == 0 || b.usable == 0 || s.system != Musl && a.family != b.family {
		return 0
	}
	return b.prefix - a.prefix
}

// before is glibc's comparison, for which no two are equal.
func (s *Selector) before(a, b *Destination) bool {
	return cmp.Or(compareKeys(&a.key, &b.key), s.rule9(&a.key, &b.key), a.Index-b.Index) <= 0
}

// sortFamilies sorts by rules 1 to 8, then by family in the order of their first
// destinations, and within a family by rules 9 and 10.
func sortFamilies(list []Destination) {
	slices.SortStableFunc(list, func(a, b Destination) int { return compareKeys(&a.key, &b.key) })
	for len(list) > 0 {
		n := 1
		for n < len(list) && compareKeys(&list[0].key, &list[n].key) == 0 {
			n++
		}
		first := list[0].key.family
		slices.SortStableFunc(list[:n], func(a, b Destination) int {
			if a.key.family != b.key.family {
				return truth(a.key.family != first) - truth(b.key.family != first)
			}
			return b.key.prefix - a.key.prefix
		})
		list = list[n:]
	}
}

// mergeSort is the algorithm of glibc's qsort up to 2.36, a top-down merge sort. The
// algorithm matters where before is not an ordering.
func mergeSort(list, tmp []Destination, before func(a, b *Destination) bool) {
	if len(list) < 2 {
		return
	}
	left, right := list[:len(list)/2], list[len(list)/2:]
	mergeSort(left, tmp, before)
	mergeSort(right, tmp, before)
	out := tmp[:0]
	for len(left) > 0 && len(right) > 0 {
		if before(&left[0], &right[0]) {
			out, left = append(out, left[0]), left[1:]
		} else {
			out, right = append(out, right[0]), right[1:]
		}
	}
	out = append(append(out, left...), right...)
	copy(list, out)
}
