package subnet

import "github.com/hextet/hextet/internal/ip"

// shuffle is a permutation of 0..last determined by a seed. It needs no memory: a
// Feistel network over the fewest bits that hold last, applied again to results beyond
// last until one fits (cycle walking, less than two steps on average).
//
//	bit k-1        bit r  r-1          0
//	    +---------------+--------------+
//	    |     left      |    right     |   k bits, right has ceil(k/2)
//	    +---------------+--------------+
//	round i even:  left  ^= f(i, right), cut to left's bits
//	round i odd:   right ^= f(i, left),  cut to right's bits
//
// f(i, x) = mix(mix(x + key[i]) ^ key[i]), where mix is the finalizer of SplitMix64
// and key[i] its i-th output for the seed: integer arithmetic only, so a seed
// gives the same order everywhere. It serves sampling, not secrecy.
type shuffle struct {
	keys        [shuffleRounds]uint64
	left, right uint // bits
	last        ip.Uint128
}

// Even, and enough that the first picks among a few are also fair (TestShuffleIsFair).
const shuffleRounds = 12

func newShuffle(last ip.Uint128, seed uint64) *shuffle {
	k := uint(last.BitLen())
	s := &shuffle{left: k / 2, right: k - k/2, last: last}
	for i := range s.keys {
		seed += 0x9e3779b97f4a7c15
		s.keys[i] = mix(seed)
	}
	return s
}

func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// at returns the image of i, which is at most last.
func (s *shuffle) at(i ip.Uint128) ip.Uint128 {
	if s.left == 0 {
		// No bit or one: at most two numbers, swapped or not.
		return ip.Uint128{Lo: (i.Lo ^ s.keys[0]) & s.last.Lo}
	}
	for {
		l, r := i.Rsh(s.right).Lo, i.And(ip.Ones(s.right)).Lo
		for n := 0; n < shuffleRounds; n += 2 {
			l ^= s.f(n, r) & ip.Ones(s.left).Lo
			r ^= s.f(n+1, l) & ip.Ones(s.right).Lo
		}
		i = ip.Uint128{Lo: l}.Lsh(s.right).Or(ip.Uint128{Lo: r})
		if !s.last.Less(i) {
			return i
		}
	}
}

func (s *shuffle) f(i int, x uint64) uint64 {
	return mix(mix(x+s.keys[i]) ^ s.keys[i])
}
