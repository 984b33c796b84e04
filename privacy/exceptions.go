package privacy

import (
	"errors"
	"net/netip"
	"slices"

	"github.com/hextet/hextet/internal/ip"
)

// Exceptions define which addresses stay readable. The zero value keeps the special
// ones.
type Exceptions struct {
	Keep      Keep
	Preserve  []netip.Prefix // left as they are, identifiers included
	Collision Collision
}

// Keep is a set of addresses without which a log is hard to understand.
type Keep uint8

const (
	// KeepSpecial (special) leaves alone
	//
	//	unspecified   ::         0.0.0.0
	//	loopback      ::1        127.0.0.0/8
	//	link-local    fe80::/10  169.254.0.0/16
	//	multicast     ff00::/8   224.0.0.0/4
	//
	// except for MACs and IPv4 addresses that they contain, which are replaced:
	//
	//	fe80::/10  the identifier of a MAC (ff:fe or ff:ff in its middle), and
	//	           one that is or looks like an IPv4 address (ISATAP, the low
	//	           32 bits, 192:0:2:1)
	//	ff02::1:ff00:0/104  the 24 bits of a solicited-node address
	//	ff00::/8   the IPv4 address in the 6to4 or Teredo prefix of a
	//	           unicast-prefix-based group (RFC 3306, RFC 3956)
	//
	// Other identifiers of link-local addresses stay readable.
	KeepSpecial Keep = iota
	KeepNone         // none: everything is replaced
)

var keepWords = [...]string{"special", "none"}

// ParseKeep returns the set with the word s. The error is an [*addr.Error].
func ParseKeep(s string) (Keep, error) {
	return parseWord[Keep](keepWords[:], s, "neither special nor none")
}

// String returns the word for k.
func (k Keep) String() string { return wordOf(keepWords[:], k) }

// MarshalText implements [encoding.TextMarshaler] with String.
func (k Keep) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// UnmarshalText implements [encoding.TextUnmarshaler] with [ParseKeep].
func (k *Keep) UnmarshalText(b []byte) (err error) {
	*k, err = ParseKeep(string(b))
	return err
}

// Collision says how encryption avoids the addresses that stay readable. A method
// is a permutation of all addresses, so some pseudonyms would be among those, and
// nobody could distinguish a pseudonym 127.4.5.6 from the loopback address.
//
// For a prefix-preserving method this has a price. Let f replace each address
// outside a kept block K by one outside K and preserve common prefixes. Then it
// maps each group of addresses that share their first n bits to another such group
// of the same size. The group around K lacks the addresses of K, so no other group
// has its size, and f maps it to itself, for every n up to the length of K. So the
// leading bits that an address shares with K cannot change, nor can the next bit,
// where it differs from K.
type Collision uint8

const (
	// CollisionWalk (walk) encrypts a pseudonym again until it is not a readable
	// address (cycle walking). All other addresses get the values that the
	// specification of the method defines. With a prefix-preserving method, whole
	// blocks walk: prefixes are preserved within such a block and among all
	// addresses that do not walk, but not between the two.
	CollisionWalk Collision = iota

	// CollisionPin (pin) leaves unchanged the leading bits that an address shares
	// with a kept prefix, and one more. Prefixes are preserved among all addresses,
	// including kept ones; but hardly any pseudonym has the value that the
	// specification of the method defines, and the unchanged bits are readable: of
	// an IPv4 address at least the first, and the whole first byte for a few
	// networks such as 126.0.0.0/8. It is for prefix-preserving methods only.
	CollisionPin
)

var collisionWords = [...]string{"walk", "pin"}

// ParseCollision returns the collision rule with the word s. The error is an
// [*addr.Error].
func ParseCollision(s string) (Collision, error) {
	return parseWord[Collision](collisionWords[:], s, "neither walk nor pin")
}

// String returns the word for c.
func (c Collision) String() string { return wordOf(collisionWords[:], c) }

// MarshalText implements [encoding.TextMarshaler] with String.
func (c Collision) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText implements [encoding.TextUnmarshaler] with [ParseCollision].
func (c *Collision) UnmarshalText(b []byte) (err error) {
	*c, err = ParseCollision(string(b))
	return err
}

// block is a prefix as a number; the bits after its length are zero.
type block struct {
	first ip.Uint128
	bits  int
}

func (b block) contains(x ip.Uint128) bool { return firstOne(x.Xor(b.first)) >= b.bits }

// blockSet is a set of addresses of one family.
type blockSet struct {
	blocks []block   // disjoint, in order
	bytes  [4]uint64 // a bit for each first byte of its addresses: most have another
}

// newBlockSet returns the set of blocks, which it sorts.
func newBlockSet(blocks []block) (set blockSet) {
	slices.SortFunc(blocks, func(a, b block) int {
		switch {
		case a.first.Less(b.first):
			return -1
		case b.first.Less(a.first):
			return 1
		}
		return a.bits - b.bits
	})
	s := blocks[:0]
	for _, b := range blocks {
		if n := len(s); n == 0 || !s[n-1].contains(b.first) {
			s = append(s, b)
		}
	}
	for _, b := range s {
		first := b.first.Hi >> 56
		for k := range uint64(1) << max(8-b.bits, 0) {
			set.bytes[(first+k)>>6] |= 1 << ((first + k) & 63)
		}
	}
	set.blocks = s
	return set
}

// after returns how many blocks begin at or before x.
func (s *blockSet) after(x ip.Uint128) int {
	i, j := 0, len(s.blocks)
	for i < j {
		if h := int(uint(i+j) >> 1); x.Less(s.blocks[h].first) {
			j = h
		} else {
			i = h + 1
		}
	}
	return i
}

// contains reports whether the prefix of length n that begins at x is in s.
func (s *blockSet) contains(x ip.Uint128, n int) bool {
	return s.bytes[x.Hi>>62]>>(x.Hi>>56&63)&1 != 0 && s.search(x, n)
}

func (s *blockSet) search(x ip.Uint128, n int) bool {
	i := s.after(x) - 1
	return i >= 0 && s.blocks[i].bits <= n && s.blocks[i].contains(x)
}

// shared returns how many leading bits x shares with the block of s with which it
// shares the most, -1 for the empty set. It counts at most the length of a block;
// if x is in a block, the result is 128.
func (s *blockSet) shared(x ip.Uint128) int {
	// The blocks that share the most with x are its neighbors in the order.
	n := -1
	i := s.after(x)
	for _, b := range s.blocks[max(i-1, 0):min(i+1, len(s.blocks))] {
		c := firstOne(x.Xor(b.first))
		if c >= b.bits {
			return 128
		}
		n = max(n, c)
	}
	return n
}

// open returns the part of the address space that is not in s, in units of 1/2^16,
// rounded down, and whether it is empty.
func (s *blockSet) open() (part int, empty bool) {
	// Blocks longer than 16 bits add up to units by their length; counting them by
	// length keeps the sum exact.
	var count [129]int
	for _, b := range s.blocks {
		count[b.bits]++
	}
	for n := 128; n > 16; n-- {
		count[n-1] += (count[n] + 1) / 2 // rounded up: the open part is at least the result
	}
	part = 1 << 16
	for n := range 17 {
		part -= count[n] << (16 - n)
	}
	// The blocks may cover the whole space: each gap except the first begins after
	// a block, so there is none if every block begins where the last one ends.
	next, whole := ip.Uint128{}, false
	for _, b := range s.blocks {
		if whole || b.first != next {
			return max(part, 0), false
		}
		next, whole = b.end()
	}
	return max(part, 0), whole
}

// end returns the first address after b, and whether b is the last block of
// the address space.
func (b block) end() (ip.Uint128, bool) {
	last := b.first.Or(leading(128).AndNot(leading(b.bits)))
	last.Lo++
	if last.Lo == 0 {
		last.Hi++
	}
	return last, last.IsZero()
}

// exceptions are prepared Exceptions.
type exceptions struct {
	kept4, kept6 blockSet // special and preserved
	preserved6   blockSet
	collision    Collision
}

var special4 = [...]block{
	{ip.Uint128{}, 32},
	{ip.Uint128{Hi: 127 << 56, Lo: 0}, 8},
	{ip.Uint128{Hi: 0xa9fe << 48, Lo: 0}, 16},
	{ip.Uint128{Hi: 0xe0 << 56, Lo: 0}, 4},
}

var special6 = [...]block{
	{ip.Uint128{}, 128},
	{ip.Uint128{Hi: 0, Lo: 1}, 128},
	{linkLocalBlock, 10},
	{multicastBlock, 8},
}

var (
	linkLocalBlock = ip.Uint128{Hi: 0xfe80 << 48, Lo: 0}
	multicastBlock = ip.Uint128{Hi: 0xff << 56, Lo: 0}
	mappedBlock    = ip.Uint128{Hi: 0, Lo: 0xffff << 32}
)

func (e Exceptions) prepare(m Method) (*exceptions, error) {
	x := &exceptions{collision: e.Collision}
	if e.Keep > KeepNone {
		return nil, errors.New("unknown set to keep")
	}
	if e.Collision > CollisionPin {
		return nil, errors.New("unknown collision rule")
	}
	if e.Collision == CollisionPin && !m.PreservesPrefixes() {
		return nil, errors.New("pin is for prefix-preserving methods; " + m.String() + " is none")
	}
	var kept4, kept6 []block
	for _, p := range e.Preserve {
		b, is4, ok := blockOf(p, m)
		switch {
		case !ok:
			return nil, errors.New("a prefix to preserve is invalid")
		case is4:
			kept4 = append(kept4, b)
		default:
			kept6 = append(kept6, b)
		}
	}
	x.preserved6 = newBlockSet(slices.Clone(kept6))
	if e.Keep == KeepSpecial {
		kept4 = append(kept4, special4[:]...)
		kept6 = append(kept6, special6[:]...)
	}
	if m == IPCryptPfx {
		// The specification turns an address that lands here into an IPv4 address.
		kept6 = append(kept6, block{mappedBlock, 96})
	}
	x.kept4, x.kept6 = newBlockSet(kept4), newBlockSet(kept6)
	if m == Truncate || e.Collision == CollisionPin {
		return x, nil
	}
	// The smaller the open part of the address space, the more steps it takes to
	// walk out of what is kept.
	const least = 1 << 16 / 4096
	open4, none4 := x.kept4.open()
	open6, none6 := x.kept6.open()
	if m == IPCryptDeterministic {
		open4, none6 = open6, none4 && none6 // IPv4 addresses become IPv6 ones
	}
	if !none4 && open4 < least || !none6 && open6 < least {
		return nil, errCrowded
	}
	return x, nil
}

var errCrowded = errors.New("the addresses that stay readable leave less than 1/4096 of the others' space for pseudonyms")

// blockOf returns p as a number. For the ipcrypt methods an IPv4-mapped prefix
// is an IPv4 one.
func blockOf(p netip.Prefix, m Method) (b block, is4, ok bool) {
	if !p.IsValid() {
		return block{}, false, false
	}
	b = block{numberOf(p.Addr()), p.Bits()}
	is4 = p.Addr().Is4()
	if !is4 && m.mappedIsIPv4() && b.bits >= 96 && isMapped(b.first) {
		b, is4 = block{unmapped(b.first), b.bits - 96}, true
	}
	b.first = b.first.And(leading(b.bits))
	return b, is4, true
}

func numberOf(a netip.Addr) ip.Uint128 {
	hi, lo := ip.Halves(a)
	if a.Is4() {
		return ip.Uint128{Hi: lo << 32, Lo: 0}
	}
	return ip.Uint128{Hi: hi, Lo: lo}
}
