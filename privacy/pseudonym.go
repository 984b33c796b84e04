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

// Pseudonymizer replaces addresses and prefixes, each always with the same one.
// Truncation loses the bits that it clears. Encryption gives pseudonyms: anyone
// with the key can reverse them; anyone without it can still link them, and learn
// from how often, when and, with a prefix-preserving method, next to which others
// an address occurs.
//
// Zones are kept. An IPv4 address remains one, except with ipcrypt-deterministic.
// An IPv4-mapped address is an IPv4 address for the ipcrypt methods, as their
// specification requires: ipcrypt-pfx keeps its form, ipcrypt-deterministic does
// not. For the others it is an IPv6 address.
//
// A Pseudonymizer is safe for concurrent use. One for a prefix-preserving method
// has a cache of fixed size for each direction that is used. As it fills, it takes
// up to 66 MB of memory.
type Pseudonymizer struct {
	method  Method
	inverse bool
	ex      *exceptions

	// Secrets are stored through pointers, which package fmt does not follow.
	truncation    *truncation
	deterministic *deterministic
	tree          *prefixTree
}

// NewTruncator returns a Pseudonymizer that keeps the first v6 bits of an IPv6
// address and the first v4 bits of an IPv4 address, but no bits from the first one
// on that belongs to an embedded MAC or IPv4 address. So nothing of those remains,
// whatever v6 is, and an IPv4-mapped address loses everything.
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
	return &Pseudonymizer{method: Truncate, ex: ex, truncation: newTruncation(v4, v6, ex)}, nil
}

// NewEncrypter returns a Pseudonymizer for a method with a key of [Method.KeySize]
// bytes.
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
		p.tree.pins = [2]*blockSet{ipv4: &ex.kept4, ipv6: &ex.kept6}
	}
	return p, nil
}

var errEqualHalves = errors.New("the halves of the key are equal: ipcrypt-pfx would change nothing")

// ErrNotInvertible is the error of [Pseudonymizer.Inverse] for truncation.
var ErrNotInvertible = errors.New("truncation cannot be undone")

// ErrNoPrefixes is the error for a prefix with ipcrypt-deterministic.
var ErrNoPrefixes = errors.New("ipcrypt-deterministic encrypts addresses, not prefixes")

// Inverse returns the Pseudonymizer that reverses p. For truncation the error is
// [ErrNotInvertible].
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

// Format writes what String returns, whatever the verb, so that fmt cannot print
// the key schedule.
func (p *Pseudonymizer) Format(f fmt.State, _ rune) { io.WriteString(f, p.String()) }

// Addr returns the replacement for a. The zero Addr is returned unchanged. It does
// not allocate.
func (p *Pseudonymizer) Addr(a netip.Addr) netip.Addr {
	if !a.IsValid() {
		return a
	}
	hi, lo := ip.Halves(a)
	hi, lo, is4 := p.Number(hi, lo, a.Is4(), a.BitLen())
	b := ip.AddrOf(hi, lo, is4)
	if z := a.Zone(); z != "" && !is4 {
		b = b.WithZone(z)
	}
	return b
}

// Prefix returns the replacement for q, with the same length and no bits after it.
// The bits of q after its length are ignored. An invalid prefix is returned
// unchanged. With ipcrypt-deterministic the error is [ErrNoPrefixes] unless q is a
// single address, /128 or /32.
func (p *Pseudonymizer) Prefix(q netip.Prefix) (netip.Prefix, error) {
	if !q.IsValid() {
		return q, nil
	}
	a := q.Addr()
	if p.deterministic != nil {
		if q.Bits() != a.BitLen() {
			return netip.Prefix{}, ErrNoPrefixes
		}
		a = p.Addr(a)
		return netip.PrefixFrom(a, a.BitLen()), nil
	}
	hi, lo := ip.Halves(a)
	hi, lo, is4 := p.Number(hi, lo, a.Is4(), q.Bits())
	return netip.PrefixFrom(ip.AddrOf(hi, lo, is4), q.Bits()), nil
}

// Number is Addr and Prefix for bulk callers: for the halves of an address, with an
// IPv4 address in the last 32 bits of lo, and a prefix length.
// ipcrypt-deterministic treats any length as that of an address.
func (p *Pseudonymizer) Number(hi, lo uint64, is4 bool, bits int) (uint64, uint64, bool) {
	x := ip.Uint128{Hi: hi, Lo: lo}
	if is4 {
		x = ip.Uint128{Hi: lo << 32, Lo: 0}
	}
	x, is4 = p.number(x, is4, bits)
	if is4 {
		return 0, x.Hi >> 32, true
	}
	return x.Hi, x.Lo, false
}

// KeptBits returns how many leading bits truncation keeps of an IPv6 address that
// begins with the 32 bits top, if these are enough to decide. It lets bulk callers
// skip the rest of most addresses.
func (p *Pseudonymizer) KeptBits(top uint32) (n int, ok bool) {
	if p.truncation == nil {
		return 0, false
	}
	return p.truncation.bits(top)
}

// AppendTo appends the text of the replacement for a. It does not allocate if dst
// has room.
func (p *Pseudonymizer) AppendTo(dst []byte, a netip.Addr) []byte {
	return p.Addr(a).AppendTo(dst)
}

// number returns the replacement for the first n bits of x.
func (p *Pseudonymizer) number(x ip.Uint128, is4 bool, n int) (ip.Uint128, bool) {
	if p.deterministic != nil {
		return p.deterministic.number(x, is4, p.inverse)
	}
	x = x.And(leading(n))
	if is4 {
		if p.truncation != nil {
			return p.truncation.number4(x, n), true
		}
		return p.crypt(x, n, ipv4, &p.ex.kept4), true
	}
	switch {
	case p.truncation != nil:
		x = p.truncation.number6(x, n)
	case n >= 96 && p.method.mappedIsIPv4() && isMapped(x):
		x = mapped(p.crypt(unmapped(x), n-96, ipv4, &p.ex.kept4))
	default:
		x = p.crypt(x, n, ipv6, &p.ex.kept6)
	}
	return x, false
}

// crypt encrypts or decrypts the first n bits of x with the tree.
func (p *Pseudonymizer) crypt(x ip.Uint128, n int, f family, kept *blockSet) ip.Uint128 {
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
			x = x.And(leading(n))
		}
		if !kept.contains(x, n) {
			return x
		}
	}
}

// hide returns x, which is kept, with the bits to hide encrypted, repeatedly until
// the result has the form of x and so hides the same bits.
func (p *Pseudonymizer) hide(x ip.Uint128, n int) ip.Uint128 {
	mask := hidden(x, n)
	if mask.IsZero() || p.ex.preserved6.contains(x, n) {
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
