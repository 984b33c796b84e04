package find

import (
	"math/bits"

	"github.com/hextet/hextet/internal/ip"
)

// chunk is the number of bytes searched at a time.
const chunk = ip.Chunk

// fewestColons is the minimum number of colons in an address without "::": six groups
// and dotted decimal.
const fewestColons = 6

// nextPlain is Next without further forms.
//
// It makes bitmasks of the colons and dots in a chunk, and uses them to find the
// candidates. Every address contains one of these:
//
//   - the second colon of "::";
//   - if the chunk and the one before have enough colons for an address without "::",
//     any colon with another one to five bytes before it;
//   - the third of three dots that are two to four bytes apart.
//
// So the times of day and host names that fill most logs are skipped. The run around a
// candidate is judged, and the other candidates in it are skipped.
func (f *Finder) nextPlain(text []byte, from int, out *Find) bool {
	var colon, dot, dot2 uint64 // of the previous chunk
	for base := max(from, 0); base < len(text); base += chunk {
		var c, d uint64
		if len(text)-base >= chunk {
			c, d = ip.Places((*[chunk]byte)(text[base:]), ':', '.')
		} else {
			c, d = ip.LastPlaces(text[base:], ':', '.')
		}
		candidates := c & (c<<1 | colon>>63)
		if bits.OnesCount64(c)+bits.OnesCount64(colon) >= fewestColons {
			candidates |= c & (spread(c, colon) | c<<1 | colon>>63 | c<<5 | colon>>59)
		}
		colon = c
		if f.opts.Family != Only6 {
			d2 := d & spread(d, dot)
			candidates |= d & spread(d2, dot2)
			dot, dot2 = d, d2
		}
		for candidates != 0 {
			at := base + bits.TrailingZeros64(candidates)
			candidates &= candidates - 1
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
				base = end - chunk // the loop adds chunk again
				colon, dot, dot2 = 0, 0, 0
				break
			}
			candidates &= ^uint64(0) << (end - base)
		}
	}
	return false
}

// outside returns the end of the run from s past at, which does not begin like a wanted
// address. It returns 0 if the run must be judged anyway: because it begins with a tag,
// or because a zone follows, which is not searched.
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

// spread shifts each bit of x, and those of the previous chunk, up by 2 to 4 positions.
func spread(x, before uint64) uint64 {
	return x<<2 | x<<3 | x<<4 | before>>62 | before>>61 | before>>60
}
