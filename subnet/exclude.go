package subnet

import "github.com/hextet/hextet/internal/ip"

// Exclude returns the addresses of s that are not in o.
func (s Set) Exclude(o Set) Set {
	return Set{exclude(s.v4, o.v4), exclude(s.v6, o.v6)}
}

// exclude sweeps over both lists once. Where one of minus is far ahead it is
// sought by halving, so that taking little from much costs little.
func exclude(from, minus []span) []span {
	if len(minus) == 0 {
		return from
	}
	var out []span
	for _, s := range from {
		minus = skipTo(minus, s.first)
		for i := 0; ; i++ {
			if i == len(minus) || s.last.Less(minus[i].first) {
				out = append(out, s)
				break
			}
			m := minus[i]
			if s.first.Less(m.first) {
				out = append(out, span{s.first, m.first.Dec()})
			}
			if !m.last.Less(s.last) {
				break
			}
			s.first = m.last.Inc()
		}
	}
	return out
}

// skipTo drops the spans that end below a.
func skipTo(spans []span, a ip.Uint128) []span {
	if len(spans) == 0 || !spans[0].last.Less(a) {
		return spans
	}
	// Gallop: the next one wanted is mostly near.
	step := 1
	for step < len(spans) && spans[step].last.Less(a) {
		step *= 2
	}
	lo := step / 2
	hi := min(step+1, len(spans))
	return spans[lo+firstEndingAt(spans[lo:hi], a):]
}
