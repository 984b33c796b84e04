package find

import (
	"encoding/binary"
	"math/bits"
)

// chunk is how many bytes are searched at a time: one for each bit of a set.
const chunk = 64

// beforeCandidate is how far from the start of its address a candidate can be:
// the third dot of 255.255.255.1; the second colon, or the first after a tag,
// comes earlier.
const beforeCandidate = len("255.255.255")

// nextPlain is Next without further forms.
//
// It makes sets of the colons and dots of a chunk. Any IPv6 address has two
// colons less than six bytes apart, any IPv4 address three dots less than five
// bytes from one to the next: the last of those is the candidate, and its run is
// judged. Candidates of the same run are then skipped.
func (f *Finder) nextPlain(text []byte, from int, out *Find) bool {
	var colon, dot, dot2 uint64 // of the chunk before
	for base := max(from, 0); base < len(text); base += chunk {
		var pad [chunk]byte
		var p *[chunk]byte
		if len(text)-base >= chunk {
			p = (*[chunk]byte)(text[base:])
		} else {
			copy(pad[:], text[base:])
			p = &pad
		}
		c, d := separators(p)
		if f.opts.Family == Only6 {
			d = 0
		}
		// Bit i of near is for a colon at i-1 to i-5.
		near := c<<1 | colon>>63 | c<<2 | colon>>62
		near |= near<<2 | colon>>61 | colon>>60
		near |= c<<5 | colon>>59
		d2 := d & spread(d, dot)
		candidates := c&near | d&spread(d2, dot2)
		colon, dot, dot2 = c, d, d2
		for candidates != 0 {
			at := base + bits.TrailingZeros64(candidates)
			candidates &= candidates - 1
			if class[text[at]]&inRun == 0 {
				continue // not ASCII
			}
			s := at
			for s > 0 && at-s <= beforeCandidate && class[text[s-1]]&inRun != 0 {
				s--
			}
			var end int
			if s < from || at-s > beforeCandidate {
				end = runEnd(text, at)
			} else {
				var ok bool
				if end, ok = f.judge(text, s, out); ok {
					if f.wants(out) {
						return true
					}
					end = max(end, out.End)
				}
			}
			if end-base >= chunk {
				base = end - chunk // the loop adds it again
				colon, dot, dot2 = 0, 0, 0
				break
			}
			candidates &= ^uint64(0) << (end - base)
		}
	}
	return false
}

// spread moves each bit of x, and of the chunk before, 2 to 4 places on.
func spread(x, before uint64) uint64 {
	return x<<2 | x<<3 | x<<4 | before>>62 | before>>61 | before>>60
}

// separators returns the sets of the places of ":" and "." in p, to which bytes
// beyond ASCII may be added.
func separators(p *[chunk]byte) (colon, dot uint64) {
	for i := 0; i < chunk; i += 8 {
		x := binary.LittleEndian.Uint64(p[i:])
		colon |= equal(x, ':') << i
		dot |= equal(x, '.') << i
	}
	return colon, dot
}

// equal sets bit i for each byte i of x that is c, or c with its high bit.
func equal(x, c uint64) uint64 {
	const low = 0x7f7f7f7f7f7f7f7f
	y := ^(x&low ^ c*0x0101010101010101 + low) & ^uint64(low)
	return y * 0x0002040810204081 >> 56
}
