package subnet

// Intersect returns the addresses that are both in s and in o.
func (s Set) Intersect(o Set) Set {
	return Set{intersect(s.v4, o.v4), intersect(s.v6, o.v6)}
}

func intersect(a, b []span) []span {
	var out []span
	for len(a) > 0 && len(b) > 0 {
		first, last := a[0].first, a[0].last
		if first.Less(b[0].first) {
			first = b[0].first
		}
		if b[0].last.Less(last) {
			last = b[0].last
		}
		if !last.Less(first) {
			out = append(out, span{first, last})
		}
		if a[0].last.Less(b[0].last) {
			a = a[1:]
			if len(a) > 0 {
				b = skipTo(b, a[0].first)
			}
		} else {
			b = b[1:]
			if len(b) > 0 {
				a = skipTo(a, b[0].first)
			}
		}
	}
	return out
}
