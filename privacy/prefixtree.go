package privacy

import (
	"crypto/cipher"
	"sync"

	"github.com/hextet/hextet/internal/ip"
)

// prefixTree is a prefix-preserving permutation of the addresses of each family. A
// function of the preceding bits decides whether to flip each bit (Xu, Fan, Ammar,
// Moon: "Prefix-Preserving IP Address Anonymization", ICNP 2002):
//
//	pseudonym[i] = address[i] ^ flip(address[0..i-1])
//
// The flips of an address are a number with its bits at the same positions. Two
// addresses that share n bits share the first n+1 flips, so their pseudonyms also
// share n bits. The caches rely on nothing else.
type prefixTree struct {
	pan    bool // Crypto-PAn, else ipcrypt-pfx
	k1, k2 cipher.Block
	pad    ip.Uint128   // of Crypto-PAn
	pins   [2]*blockSet // by family: bits shared with these blocks, and the next, do not flip
	pool   sync.Pool    // of *scratch

	// By address for encrypt, by pseudonym for decrypt.
	forward, inverse flipCache
}

type family int

const (
	ipv4 family = iota
	ipv6
)

// width returns the length of an address in bits.
func (f family) width() int { return 32 + 96*int(f) }

// scratch holds blocks to encrypt: arguments of interface methods cannot be on the
// stack.
type scratch struct {
	in         [128][16]byte
	out1, out2 [16]byte
	at         [129]uint8
}

func (t *prefixTree) borrow() *scratch {
	if s, ok := t.pool.Get().(*scratch); ok {
		return s
	}
	return new(scratch)
}

// encrypt returns the pseudonym of x.
func (t *prefixTree) encrypt(x ip.Uint128, f family) ip.Uint128 {
	flips, n, place := t.forward.nearest(x, f)
	if n < f.width() {
		flips = flips.And(leading(n + 1)).Or(t.flips(x, n+1, f).And(t.unpinned(x, f)))
		t.forward.add(x, flips, f, place)
	}
	return x.Xor(flips)
}

// decrypt returns the address with the pseudonym y.
func (t *prefixTree) decrypt(y ip.Uint128, f family) ip.Uint128 {
	flips, n, place := t.inverse.nearest(y, f)
	if n < f.width() {
		x := t.undo(y, y.Xor(flips).And(leading(n+1)), n+1, f, t.unpinned(y, f))
		flips = x.Xor(y)
		t.inverse.add(y, flips, f, place)
	}
	return y.Xor(flips)
}

// encryptPart is encrypt for only the bits in mask, without pins.
func (t *prefixTree) encryptPart(x, mask ip.Uint128, f family) ip.Uint128 {
	if t.pins[f] == nil {
		return x.Xor(x.Xor(t.encrypt(x, f)).And(mask)) // from the cache
	}
	return x.Xor(t.flips(x, firstOne(mask), f).And(mask))
}

// decryptPart is the inverse of encryptPart.
func (t *prefixTree) decryptPart(y, mask ip.Uint128, f family) ip.Uint128 {
	n := firstOne(mask)
	return t.undo(y, y.And(leading(n)), n, f, mask)
}

// unpinned returns the bits of x that pins allow to flip. A pseudonym shares as
// many bits with the pins as its address, so the result for it is the same.
func (t *prefixTree) unpinned(x ip.Uint128, f family) ip.Uint128 {
	if p := t.pins[f]; p != nil {
		return leading(128).AndNot(leading(min(p.shared(x)+1, 128)))
	}
	return leading(128)
}

// flips returns the flips of x from bit i on; the bits before are zero. The blocks
// do not depend on each other, so they are all prepared first.
func (t *prefixTree) flips(x ip.Uint128, i int, f family) ip.Uint128 {
	if i >= f.width() {
		return ip.Uint128{}
	}
	s := t.borrow()
	var y ip.Uint128
	if t.pan {
		y = t.panFlips(s, x, i, f)
	} else {
		y = t.pfxFlips(s, x, i, f)
	}
	t.pool.Put(s)
	return y
}

// undo returns the address with the pseudonym y, given the bits x before bit i;
// only bits in mask were flipped. A flip needs all bits before it, so the blocks
// are encrypted one after the other.
func (t *prefixTree) undo(y, x ip.Uint128, i int, f family, mask ip.Uint128) ip.Uint128 {
	s := t.borrow()
	last := -1
	var flip uint64
	for ; i < f.width(); i++ {
		b := bit(y, i)
		if bit(mask, i) != 0 {
			// The input of Crypto-PAn is that of the previous bit if that bit of
			// the address equals that of the pad.
			if !t.pan || last != i-1 || i == 0 || bit(x, i-1) != bit(t.pad, i-1) {
				flip = t.flip(s, x, i, f)
			}
			last = i
			b ^= flip
		}
		x = setBit(x, i, b)
	}
	t.pool.Put(s)
	return x
}

// flip returns the flip of bit i of x.
func (t *prefixTree) flip(s *scratch, x ip.Uint128, i int, f family) uint64 {
	if t.pan {
		panInput(&s.in[0], x, t.pad, i)
		t.k1.Encrypt(s.out1[:], s.in[0][:])
		return uint64(s.out1[0] >> 7)
	}
	pfxInput(&s.in[0], x, i, f)
	t.k1.Encrypt(s.out1[:], s.in[0][:])
	t.k2.Encrypt(s.out2[:], s.in[0][:])
	return uint64(s.out1[15]^s.out2[15]) & 1
}
