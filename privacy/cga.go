package privacy

import (
	"bytes"
	"crypto/sha1"
	"encoding/binary"
	"errors"
	"fmt"
	"net/netip"

	"github.com/hextet/hextet/eui64"
)

// CGA is the CGA Parameters data structure (RFC 3972 section 3), from which a
// cryptographically generated address is made and verified:
//
//	offset  length  field
//	0       16      modifier
//	16      8       first half of the prefix
//	24      1       collision count, 0 to 2
//	25      n       public key, DER SubjectPublicKeyInfo
//	25+n    m       extension fields (RFC 4581), often none
//
// Hash1 is the first 64 bits of SHA-1 over this structure, Hash2 the first 112 bits
// of SHA-1 over the same with prefix and collision count zero.
type CGA struct {
	Modifier       [16]byte
	Prefix         [8]byte
	CollisionCount uint8
	PublicKey      []byte
	Extensions     []byte
}

// MaxSec is the highest security parameter.
const MaxSec = 7

// maxCollisions is the highest collision count (RFC 3972 section 3).
const maxCollisions = 2

// NewCGA returns the parameters for a /64 prefix and a key from [ParsePublicKey],
// with the modifier that [CGASearch.Find] returned and the number of address
// collisions so far, 0 to 2. It retains key.
func NewCGA(prefix netip.Prefix, key []byte, modifier [16]byte, collisions uint8) (CGA, error) {
	prefix, err := unicastPrefix(prefix)
	switch {
	case err != nil:
		return CGA{}, err
	case prefix.Bits() != 64:
		return CGA{}, errNot64
	case collisions > maxCollisions:
		return CGA{}, errors.New("the collision count is above 2; there is no address after three duplicates (RFC 3972 section 4 step 8)")
	case len(key) == 0:
		return CGA{}, errors.New("no public key")
	}
	b := prefix.Addr().As16()
	return CGA{Modifier: modifier, Prefix: [8]byte(b[:8]), CollisionCount: collisions, PublicKey: key}, nil
}

// CGASec returns the row of the registry CGA SEC for the security parameter: its
// name and the number of leading zero bits that it requires of Hash2. RFC 4982 lets
// each value have its own hash function and has named three, all with SHA-1 and as
// in RFC 3972; no other has been defined since. The values 3 to 7 are unassigned.
// Package privacy treats them as RFC 3972 does, with SHA-1 and 16 bits for each
// unit.
func CGASec(sec uint8) (name string, hash2Bits int, assigned bool) {
	names := [...]string{"SHA-1_0hash2bits", "SHA-1_16hash2bits", "SHA-1_32hash2bits"}
	if int(sec) < len(names) {
		return names[sec], 16 * int(sec), true
	}
	return "", 16 * int(sec), false
}

// AppendBinary appends the parameters as they are hashed and sent. The error is
// always nil.
func (c *CGA) AppendBinary(b []byte) ([]byte, error) {
	b = append(b, c.Modifier[:]...)
	b = append(b, c.Prefix[:]...)
	b = append(b, c.CollisionCount)
	b = append(b, c.PublicKey...)
	return append(b, c.Extensions...), nil
}

// MarshalBinary returns the parameters as they are hashed and sent.
func (c *CGA) MarshalBinary() ([]byte, error) { return c.AppendBinary(nil) }

// ParseCGA reads the parameters as they are sent. The key ends where its DER
// encoding does, and the rest must be whole extension fields.
func ParseCGA(b []byte) (CGA, error) {
	if len(b) < 25 {
		return CGA{}, errors.New("CGA parameters are longer than 25 bytes (RFC 3972 section 3)")
	}
	c := CGA{Modifier: [16]byte(b[:16]), Prefix: [8]byte(b[16:24]), CollisionCount: b[24]}
	if c.CollisionCount > maxCollisions {
		return CGA{}, errors.New("the collision count is above 2 (RFC 3972 section 3)")
	}
	b = b[25:]
	tag, _, rest, ok := derNext(b)
	if !ok || tag != derSequence {
		return CGA{}, errors.New("the public key is not DER (RFC 3972 section 3)")
	}
	key := b[:len(b)-len(rest)]
	if _, ok := spkiAlgorithm(key); !ok {
		return CGA{}, errors.New("the public key is not a SubjectPublicKeyInfo (RFC 3972 section 3)")
	}
	c.PublicKey = bytes.Clone(key)
	if err := checkExtensions(rest); err != nil {
		return CGA{}, err
	}
	if len(rest) > 0 {
		c.Extensions = bytes.Clone(rest)
	}
	return c, nil
}

// checkExtensions checks for fields of type u16, length u16 and data (RFC 4581
// section 2).
func checkExtensions(b []byte) error {
	for len(b) > 0 {
		if len(b) < 4 || len(b)-4 < int(binary.BigEndian.Uint16(b[2:])) {
			return errors.New("an extension field is cut short (RFC 4581 section 2)")
		}
		b = b[4+binary.BigEndian.Uint16(b[2:]):]
	}
	return nil
}

// Hash1 returns the hash that becomes the identifier.
func (c *CGA) Hash1() (h [8]byte) {
	b, _ := c.AppendBinary(nil)
	sum := sha1.Sum(b)
	return [8]byte(sum[:8])
}

// Hash2 returns the hash that must begin with zeros, for which a modifier is
// searched.
func (c *CGA) Hash2() (h [14]byte) {
	sum := sha1.Sum(c.hash2Input())
	return [14]byte(sum[:14])
}

func (c *CGA) hash2Input() []byte {
	var zero CGA
	zero.Modifier, zero.PublicKey, zero.Extensions = c.Modifier, c.PublicKey, c.Extensions
	b, _ := zero.AppendBinary(nil)
	return b
}

// The bits of the first byte of an identifier that do not come from Hash1: Sec, u,
// g.
const cgaFixed = 0xe3

// Address returns the address for the parameters and the security parameter sec, 0
// to 7 (RFC 3972 section 4 steps 6 and 7). It does not check Hash2: see
// [CGASearch.Find].
func (c *CGA) Address(sec uint8) netip.Addr {
	h := c.Hash1()
	h[0] = sec<<5 | h[0]&^cgaFixed
	var b [16]byte
	copy(b[:8], c.Prefix[:])
	copy(b[8:], h[:])
	return netip.AddrFrom16(b)
}

// Derive is Address, with the input of Hash1.
func (c *CGA) Derive(sec uint8) Derivation {
	a := c.Address(sec)
	var buf []byte
	l := &layout{}
	buf = l.add(buf, "modifier", c.Modifier[:])
	buf = l.add(buf, "prefix, first half", c.Prefix[:])
	buf = l.addByte(buf, "collision count u8", c.CollisionCount)
	buf = l.add(buf, "public key, DER", c.PublicKey)
	if len(c.Extensions) > 0 {
		l.add(buf, "extension fields", c.Extensions)
	}
	return Derivation{System: RFC3972, Address: a, IID: iidOf(a), Input: l.fields}
}

// Verify checks that a is the address for the parameters (RFC 3972 section 5). It
// returns nil if so; otherwise the error says which step failed. The bits 0 to 2, u
// and g of the identifier are not compared with Hash1; the first three are Sec.
// Only a signature shows that the sender has the private key.
func (c *CGA) Verify(a netip.Addr) error {
	if !a.Is6() {
		return errors.New("not an IPv6 address")
	}
	if c.CollisionCount > maxCollisions {
		return errors.New("the collision count is above 2 (RFC 3972 section 5 step 1)")
	}
	b := a.As16()
	if [8]byte(b[:8]) != c.Prefix {
		return errors.New("the prefix is not that of the parameters (RFC 3972 section 5 step 2)")
	}
	h := c.Hash1()
	if (h[0]^b[8])&^cgaFixed != 0 || [7]byte(h[1:]) != [7]byte(b[9:]) {
		return errors.New("the identifier is not that of Hash1 (RFC 3972 section 5 step 4)")
	}
	sec := SecOf(iidOf(a))
	h2 := c.Hash2()
	if !zeroBytes(h2[:], 2*int(sec)) {
		return fmt.Errorf("the first %d bits of Hash2 are not zero, as Sec %d asks (RFC 3972 section 5 step 7)", 16*int(sec), sec)
	}
	return nil
}

// SecOf returns the security parameter in the identifier of a CGA.
func SecOf(i eui64.IID) uint8 { return uint8(i >> 61) }

// zeroBytes reports whether the first n of b are zero.
func zeroBytes(b []byte, n int) bool {
	for _, c := range b[:n] {
		if c != 0 {
			return false
		}
	}
	return true
}
