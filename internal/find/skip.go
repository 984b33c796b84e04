package find

import (
	"encoding/binary"
	"math/bits"
)

// chunk is how many bytes are searched at a time: one for each bit of a set.
const chunk = 64

// fewestColons is how many colons an address without "::" has: six groups and
// dotted decimal.
const fewestColons = 6

// nextPlain is Next without further forms.
//
// It makes sets of the places of the colons and dots in a chunk, and looks in them
// for the candidates, of which each address has one:
//
//   - the second colon of "::";
//   - where the chunk and the one before have colons enough for an address without
//     it, any colon with another one to five bytes before it;
//   - the third of three dots that are two to four bytes apart.
//
// So the time of day and the host names that fill most logs are not looked at. The
// run around a candidate is judged, and its other candidates are then skipped.
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
		c := places(p, ':')
		candidates := c & (c<<1 | colon>>63)
		if bits.OnesCount64(c)+bits.OnesCount64(colon) >= fewestColons {
			candidates |= c & (spread(c, colon) | c<<1 | colon>>63 | c<<5 | colon>>59)
		}
		colon = c
		if f.opts.Family != Only6 {
			d := places(p, '.')
			d2 := d & spread(d, dot)
			candidates |= d & spread(d2, dot2)
			dot, dot2 = d, d2
		}
		for candidates != 0 {
			at := base + bits.TrailingZeros64(candidates)
			candidates &= candidates - 1
			if class[text[at]]&inRun == 0 {
				continue // not ASCII
			}
			s := at
			for s > 0 && at-s <= maxAddress && class[text[s-1]]&inRun != 0 {
				s--
			}
			end := 0
			switch {
			case s < from || at-s > maxAddress:
				end = RunEnd(text, at)
			case f.head.text != "" && f.head.excludes(text, s):
				end = f.outside(text, s, at)
			}
			if end == 0 {
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

// outside returns the end of the run from s past at, which begins unlike the
// addresses to find; 0 where it must be judged anyway, because it begins with a tag
// or a zone follows, which is not searched.
func (f *Finder) outside(text []byte, s, at int) int {
	if s > 0 && class[text[s-1]]&inWord != 0 {
		return 0
	}
	end := RunEnd(text, at)
	if ByteAt(text, end) == '%' {
		return 0
	}
	return end
}

// spread moves each bit of x, and of the chunk before, 2 to 4 places on.
func spread(x, before uint64) uint64 {
	return x<<2 | x<<3 | x<<4 | before>>62 | before>>61 | before>>60
}

// places returns the set of the places of the ASCII byte c in p, to which those of
// c with its high bit are added.
func places(p *[chunk]byte, c byte) uint64 {
	all := uint64(c) * 0x0101010101010101
	return ^(others(p, 0, all) | others(p, 1, all)<<8 | others(p, 2, all)<<16 | others(p, 3, all)<<24 |
		others(p, 4, all)<<32 | others(p, 5, all)<<40 | others(p, 6, all)<<48 | others(p, 7, all)<<56)
}

// others sets bit i where byte i of the n-th eight of p is not that of all.
func others(p *[chunk]byte, n int, all uint64) uint64 {
	const low = 0x7f7f7f7f7f7f7f7f
	x := binary.LittleEndian.Uint64(p[8*n:])
	return (x&low ^ all + low) & ^uint64(low) * 0x0002040810204081 >> 56
}
