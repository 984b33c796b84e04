package privacy

import (
	"crypto/cipher"
	"sync"

	"github.com/hextet/hextet/internal/ip"
)

// The two methods of "Methods for IP Address Encryption and Obfuscation",
// draft-denis-ipcrypt, as of its repository's commit e525566 (2026-03-15).
//
// ipcrypt-deterministic is AES-128 of the address as 16 bytes; an IPv4 address is
// in IPv4-mapped form. A result in ::ffff:0:0/96 is read as IPv4.
type deterministic struct {
	block cipher.Block
	ex    *exceptions
	pool  sync.Pool // of *[2][16]byte: arguments of interface methods cannot be on the stack
}

// kept reports whether the address x, IPv4 as IPv4-mapped, stays readable. An
// address with bits to hide does not, because this method cannot encrypt parts of
// addresses.
func (d *deterministic) kept(x ip.Uint128) bool {
	if isMapped(x) {
		return d.ex.kept4.contains(unmapped(x), 32)
	}
	return d.ex.kept6.contains(x, 128) && (d.ex.preserved6.contains(x, 128) || hidden(x, 128).IsZero())
}

// pfxInput writes the block that decides whether to flip bit i of x. It is the
// number
//
//	1 ‖ the bits before i           of an IPv6 address
//	1 ‖ ::ffff/96 ‖ the bits before i   of an IPv4 address
//
// with zeros before it. The flip is the last bit of AES-128 under the first half of
// the key, XORed with that under the second.
func pfxInput(b *[16]byte, x ip.Uint128, i int, f family) {
	var in ip.Uint128
	switch j := i - 64; {
	case f == ipv4:
		in = ip.Uint128{Hi: 1 << (32 + i), Lo: 0xffff<<i | x.Hi>>(64-i)}
	case j < 0:
		in = ip.Uint128{Hi: 0, Lo: 1<<i | x.Hi>>(64-i)}
	default:
		in = ip.Uint128{Hi: 1<<j | x.Hi>>(64-j), Lo: x.Hi<<j | x.Lo>>(64-j)}
	}
	put(in, b)
}

func (t *prefixTree) pfxFlips(s *scratch, x ip.Uint128, i int, f family) (y ip.Uint128) {
	w := f.width()
	for k := i; k < w; k++ {
		pfxInput(&s.in[k], x, k, f)
	}
	for half := range 2 {
		end := min(w, 64*half+64)
		var v uint64
		for k := max(i, 64*half); k < end; k++ {
			in := s.in[k][:]
			t.k1.Encrypt(s.out1[:], in)
			t.k2.Encrypt(s.out2[:], in)
			v = v<<1 | uint64(s.out1[15]^s.out2[15])&1
		}
		if half == 0 {
			y.Hi = v << (64 - end)
		} else {
			y.Lo = v
		}
	}
	return y
}

// number returns the replacement for x. The form of an IPv4-mapped address stays
// only if the address does.
func (d *deterministic) number(x ip.Uint128, is4, inverse bool) (ip.Uint128, bool) {
	y := x
	if is4 {
		y = mapped(x)
	}
	if d.kept(y) {
		return x, is4
	}
	if y = d.crypt(y, inverse); isMapped(y) {
		return unmapped(y), true
	}
	return y, false
}

// crypt returns x, which is not kept, encrypted or decrypted until the result is
// not a kept address.
func (d *deterministic) crypt(x ip.Uint128, inverse bool) ip.Uint128 {
	b, ok := d.pool.Get().(*[2][16]byte)
	if !ok {
		b = new([2][16]byte)
	}
	for {
		put(x, &b[0])
		if inverse {
			d.block.Decrypt(b[1][:], b[0][:])
		} else {
			d.block.Encrypt(b[1][:], b[0][:])
		}
		if x = numberAt(&b[1]); !d.kept(x) {
			break
		}
	}
	d.pool.Put(b)
	return x
}
