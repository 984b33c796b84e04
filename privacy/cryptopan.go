package privacy

import (
	"math/bits"

	"github.com/hextet/hextet/internal/ip"
)

// Crypto-PAn by J. Fan, J. Xu, M. Ammar and S. Moon, for IPv4 as in their
// implementation 1.0 (2002), for IPv6 as in Yawning/cryptopan (65bca51) and
// keiichishima/yacryptopan (1d9a90c), which agree. The key is an AES-128 key
// followed by 16 bytes; encrypted under it, they are the pad.

// panInput writes the block that decides whether to flip bit i of x:
//
//	0                  i                         127
//	|address           |pad                       |
//
// for either family. The flip is the first bit of its AES-128 encryption.
func panInput(b *[16]byte, x, pad ip.Uint128, i int) {
	m := leading(i)
	put(x.And(m).Or(pad.AndNot(m)), b)
}

// panFlips encrypts about half as many blocks as there are bits: if a bit of x
// equals that of the pad, the next block is the same.
func (t *prefixTree) panFlips(s *scratch, x ip.Uint128, i int, f family) (y ip.Uint128) {
	w := f.width()
	n := 1
	s.at[0] = uint8(i)
	panInput(&s.in[0], x, t.pad, i)
	d := x.Xor(t.pad).And(span(i, w-1))
	for half, v := range [2]uint64{d.Hi, d.Lo} {
		for ; v != 0; v &= ^uint64(0) >> (bits.LeadingZeros64(v) + 1) {
			k := 64*half + bits.LeadingZeros64(v) + 1
			s.at[n] = uint8(k)
			panInput(&s.in[n], x, t.pad, k)
			n++
		}
	}
	s.at[n] = uint8(w)
	for k := range n {
		t.k1.Encrypt(s.out1[:], s.in[k][:])
		// All ones or zeros, to avoid an unpredictable branch.
		flip := -uint64(s.out1[0] >> 7)
		y = y.Or(span(int(s.at[k]), int(s.at[k+1])).And(ip.Uint128{Hi: flip, Lo: flip}))
	}
	return y
}
