package ip

// Bitmasks of positions: bit i is for byte i. On amd64 they are made sixteen bytes at a
// time (sets_amd64.s), elsewhere eight, in plain Go.

// Chunk is how many bytes [Places] examines: one for each bit of a mask.
const Chunk = 64

// Places returns the positions of a and those of b in p, as bitmasks.
func Places(p *[Chunk]byte, a, b byte) (as, bs uint64) { return places(p, a, b) }

// LastPlaces is Places for src, which is shorter than a chunk.
func LastPlaces(src []byte, a, b byte) (as, bs uint64) {
	if cap(src) >= Chunk {
		as, bs = places((*[Chunk]byte)(src[:Chunk]), a, b)
	} else {
		var pad [Chunk]byte
		copy(pad[:], src)
		as, bs = places(&pad, a, b)
	}
	in := uint64(1)<<len(src) - 1
	return as & in, bs & in
}
