package privacy

import (
	"bytes"
	"crypto/aes"
	"errors"
	"fmt"
	"io"
	"net/netip"

	"github.com/hextet/hextet/internal/ip"
)

// Pseudonymizer replaces addresses and prefixes, the same one always by the
// same one. Truncation loses what it clears. Encryption gives pseudonyms: who
// has the key can undo them, and who has not can still link them, and learn
// from how often, when and, with a prefix-preserving method, next to which
// others an address occurs.
//
// A zone stays. An IPv4 address stays one, except with ipcrypt-deterministic.
// An IPv4-mapped address is an IPv4 address for the ipcrypt methods, as their
// document has it: ipcrypt-pfx keeps its form, ipcrypt-deterministic does not.
// For the others it is an IPv6 address.
//
// A Pseudonymizer is safe for concurrent use. One for a prefix-preserving method
// has a cache of fixed size for each direction that is used. It takes memory as
// it fills, up to 41 MB.
type Pseudonymizer struct {
	method  Method
	inverse bool
	ex      *exceptions

	// What is secret is behind a pointer, which package fmt does not follow.
	truncation    *truncation
	deterministic *deterministic
	tree          *prefixTree
}

// NewTruncator returns a Pseudonymizer that keeps the first v6 bits of an IPv6
// address, v4 of an IPv4 address, but nothing from the first bit on that
// belongs to a MAC or to an IPv4 address inside. So nothing of those is left,
// whatever v6 is, and an IPv4-mapped address loses all.
func NewTruncator(v6, v4 int, e Exceptions) (*Pseudonymizer, error) {
	switch {
	case v6 < 0 || v6 > 128:
		return nil, fmt.Errorf("cannot keep %d bits of an IPv6 address: 0 to 128", v6)
	case v4 < 0 || v4 > 32:
		return nil, fmt.Errorf("cannot keep %d bits of an IPv4 address: 0 to 32", v4)
	}
	ex, err := e.prepare(Truncate)
	if err != nil {
		return nil, err
	}
	return &Pseudonymizer{method: Truncate, ex: ex, truncation: &truncation{v4, v6, ex}}, nil
}

// NewEncrypter returns a Pseudonymizer for a method with a key, of
// [Method.KeySize] bytes.
func NewEncrypter(m Method, key Secret, e Exceptions) (*Pseudonymizer, error) {
	n := m.KeySize()
	switch {
	case n == 0:
		return nil, errors.New(m.String() + " takes no key")
	case key.IsZero():
		return nil, errors.New(m.String() + " needs a key")
	case key.Len() != n:
		return nil, fmt.Errorf("the key has %d bytes, %s wants %d", key.Len(), m, n)
	}
	ex, err := e.prepare(m)
	if err != nil {
		return nil, err
	}
	k := key.bytes()
	k1, err := aes.NewCipher(k[:16])
	if err != nil {
		return nil, err
	}
	p := &Pseudonymizer{method: m, ex: ex}
	switch m {
	case IPCryptDeterministic:
		p.deterministic = &deterministic{block: k1, ex: ex}
		return p, nil
	case IPCryptPfx:
		if bytes.Equal(k[:16], k[16:]) {
			return nil, errEqualHalves
		}
		k2, err := aes.NewCipher(k[16:])
		if err != nil {
			return nil, err
		}
		p.tree = &prefixTree{k1: k1, k2: k2}
	case CryptoPAn:
		var pad [16]byte
		k1.Encrypt(pad[:], k[16:])
		p.tree = &prefixTree{pan: true, k1: k1, pad: numberAt(&pad)}
	}
	if ex.collision == CollisionPin {
		p.tree.pins = [2]blockSet{ipv4: ex.kept4, ipv6: ex.kept6}
	}
	return p, nil
}

var errEqualHalves = errors.New("the halves of the key are equal: ipcrypt-pfx would change nothing")

// ErrNotInvertible is the error of [Pseudonymizer.Inverse] for truncation.
var ErrNotInvertible = errors.New("truncation cannot be undone")

// ErrNoPrefixes is the error for a prefix that ipcrypt-deterministic is asked
// to encrypt.
var ErrNoPrefixes = errors.New("ipcrypt-deterministic encrypts addresses, not prefixes")

// Inverse returns the Pseudonymizer that undoes p. The inverse of truncation is
// an [ErrNotInvertible].
func (p *Pseudonymizer) Inverse() (*Pseudonymizer, error) {
	if p.truncation != nil {
		return nil, ErrNotInvertible
	}
	q := *p
	q.inverse = !p.inverse
	return &q, nil
}

// Method returns the method of p.
func (p *Pseudonymizer) Method() Method { return p.method }

// String returns the word for the method.
func (p *Pseudonymizer) String() string { return p.method.String() }

// Format writes what String returns, whatever the verb: the key schedule is
// none of fmt's business.
func (p *Pseudonymizer) Format(f fmt.State, _ rune) { io.WriteString(f, p.String()) }

// Addr returns what takes the place of a. The zero Addr stays. It does not
// allocate.
func (p *Pseudonymizer) Addr(a netip.Addr) netip.Addr {
	switch {
	case a.Is4():
		x, is4 := p.number4(uint128{uint64(ip.Uint32(a)) << 32, 0}, 32)
		return addrOf(x, is4)
	case !a.IsValid():
		return a
	}
	hi, lo := ip.Halves(a)
	x, is4 := p.number6(uint128{hi, lo}, 128)
	b := addrOf(x, is4)
	if z := a.Zone(); z != "" && !is4 {
		b = b.WithZone(z)
	}
	return b
}

// Prefix returns what takes the place of q, with the same length and no bits
// after it. The bits of q after its length do not count. An invalid prefix
// stays. With ipcrypt-deterministic the error is [ErrNoPrefixes] for any but a
// whole address, /128 or /32.
func (p *Pseudonymizer) Prefix(q netip.Prefix) (netip.Prefix, error) {
	if !q.IsValid() {
		return q, nil
	}
	n, x := q.Bits(), numberOf(q.Addr()).and(leading(q.Bits()))
	if p.deterministic != nil {
		if n != q.Addr().BitLen() {
			return netip.Prefix{}, ErrNoPrefixes
		}
		a := p.Addr(q.Addr())
		return netip.PrefixFrom(a, a.BitLen()), nil
	}
	is4 := q.Addr().Is4()
	if is4 {
		x, is4 = p.number4(x, n)
	} else {
		x, is4 = p.number6(x, n)
	}
	return netip.PrefixFrom(addrOf(x, is4), n), nil
}

// AppendTo appends the text of what takes the place of a. It does not allocate
// when dst has room.
func (p *Pseudonymizer) AppendTo(dst []byte, a netip.Addr) []byte {
	return p.Addr(a).AppendTo(dst)
}

// number4 returns what takes the place of an IPv4 address or, with n below 32,
// of a prefix.
func (p *Pseudonymizer) number4(x uint128, n int) (_ uint128, is4 bool) {
	switch {
	case p.truncation != nil:
		return p.truncation.address4(x, n), true
	case p.deterministic != nil:
		mapped := uint128{0, mappedBlock.lo | x.hi>>32}
		if y := p.deterministic.crypt(mapped, p.inverse); y.hi != 0 || y.lo>>32 != 0xffff {
			return y, false
		} else {
			return uint128{y.lo << 32, 0}, true
		}
	}
	return p.crypt(x, n, ipv4, p.ex.kept4), true
}

// number6 returns what takes the place of an IPv6 address or prefix.
func (p *Pseudonymizer) number6(x uint128, n int) (_ uint128, is4 bool) {
	mapped := x.hi == 0 && x.lo>>32 == 0xffff && n >= 96
	switch {
	case p.truncation != nil:
		return p.truncation.address6(x, n), false
	case p.deterministic != nil:
		y := p.deterministic.crypt(x, p.inverse)
		// The form of an IPv4-mapped address stays only where the address does.
		if y != x && y.hi == 0 && y.lo>>32 == 0xffff {
			return uint128{y.lo << 32, 0}, true
		}
		return y, false
	case mapped && p.method.mappedIsIPv4():
		y := p.crypt(uint128{x.lo << 32, 0}, n-96, ipv4, p.ex.kept4)
		return uint128{0, mappedBlock.lo | y.hi>>32}, false
	}
	return p.crypt(x, n, ipv6, p.ex.kept6), false
}

// crypt encrypts or decrypts the first n bits of x with the tree.
func (p *Pseudonymizer) crypt(x uint128, n int, f family, kept blockSet) uint128 {
	if kept.contains(x, n) {
		if f == ipv4 {
			return x
		}
		return p.hide(x, n)
	}
	for {
		if p.inverse {
			x = p.tree.decrypt(x, f)
		} else {
			x = p.tree.encrypt(x, f)
		}
		if n < f.width() {
			x = x.and(leading(n))
		}
		if !kept.contains(x, n) {
			return x
		}
	}
}

// hide returns x, which is kept, with what it has to hide encrypted: again,
// until it has the form of x and so hides the same bits.
func (p *Pseudonymizer) hide(x uint128, n int) uint128 {
	mask := hidden(x, n)
	if mask.isZero() || p.ex.preserved6.contains(x, n) {
		return x
	}
	for y := x; ; {
		if p.inverse {
			y = p.tree.decryptPart(y, mask, ipv6)
		} else {
			y = p.tree.encryptPart(y, mask, ipv6)
		}
		if sameForm(x, y, n) && !p.ex.preserved6.contains(y, n) {
			return y
		}
	}
}

func addrOf(x uint128, is4 bool) netip.Addr {
	if is4 {
		return ip.Addr4(uint32(x.hi >> 32))
	}
	return ip.Addr6(x.hi, x.lo)
}
