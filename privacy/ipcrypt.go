package privacy

import (
	"crypto/cipher"
	"sync"
)

// The two methods of "Methods for IP Address Encryption and Obfuscation",
// draft-denis-ipcrypt, as of its repository's commit e525566 (2026-03-15).
//
// ipcrypt-deterministic is AES-128 of the address as 16 bytes, an IPv4 address
// in its IPv4-mapped form; a result in ::ffff:0:0/96 is read as IPv4.
type deterministic struct {
	block cipher.Block
	ex    *exceptions
	pool  sync.Pool // of *[2][16]byte: what goes through an interface cannot be on the stack
}

// kept reports whether the address x, IPv4 as IPv4-mapped, stays readable. One
// with something to hide does not: this method knows no parts of addresses.
func (d *deterministic) kept(x uint128) bool {
	if x.isMapped() {
		return d.ex.kept4.contains(x.unmapped(), 32)
	}
	return d.ex.kept6.contains(x, 128) && (d.ex.preserved6.contains(x, 128) || hidden(x, 128).isZero())
}

// pfxInput writes the block that decides over bit i of x. It is the number
//
//	1 ‖ the bits before i           of an IPv6 address
//	1 ‖ ::ffff/96 ‖ the bits before i   of an IPv4 address
//
// with zeros before it. The flip is the last bit of AES-128 under the first
// half of the key, plus that under the second.
func pfxInput(b *[16]byte, x uint128, i int, f family) {
	var in uint128
	switch j := i - 64; {
	case f == ipv4:
		in = uint128{1 << (32 + i), 0xffff<<i | x.hi>>(64-i)}
	case j < 0:
		in = uint128{0, 1<<i | x.hi>>(64-i)}
	default:
		in = uint128{1<<j | x.hi>>(64-j), x.hi<<j | x.lo>>(64-j)}
	}
	in.put(b)
}

func (t *prefixTree) pfxFlips(s *scratch, x uint128, i int, f family) (y uint128) {
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
			y.hi = v << (64 - end)
		} else {
			y.lo = v
		}
	}
	return y
}

// number returns what takes the place of x. The form of an IPv4-mapped address
// stays only where the address does.
func (d *deterministic) number(x uint128, is4, inverse bool) (uint128, bool) {
	y := x
	if is4 {
		y = x.mapped()
	}
	if d.kept(y) {
		return x, is4
	}
	if y = d.crypt(y, inverse); y.isMapped() {
		return y.unmapped(), true
	}
	return y, false
}

// crypt returns x, which is not kept, encrypted or decrypted until it is clear
// of what is.
func (d *deterministic) crypt(x uint128, inverse bool) uint128 {
	b, ok := d.pool.Get().(*[2][16]byte)
	if !ok {
		b = new([2][16]byte)
	}
	for {
		x.put(&b[0])
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
