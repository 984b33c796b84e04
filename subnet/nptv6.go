package subnet

import (
	"errors"
	"fmt"
	"net/netip"

	"github.com/hextet/hextet/internal/ip"
)

// PrefixTranslation is the address mapping of an NPTv6 translator (RFC 6296): it
// replaces one prefix with another of the same length and compensates for the
// difference in one 16-bit word, so that checksums over the address, as in TCP and UDP,
// remain valid.
//
//	bit  0               length     48       64                     128
//	    |    prefix     |  subnet   |  word  |  interface identifier  |  /48 and shorter
//	    |    prefix          | subnet        |word 4|word 5|word 6|7  |  longer than /48
//
// With prefixes of 48 bits or fewer it is the word that ends at bit 64; with longer
// ones it is the first word of the identifier that is not ffff (sections 3.4 and 3.5).
type PrefixTranslation struct {
	from, to extent
	bits     int
	adjust   uint16 // what is added to the word, in one's complement
}

// TranslatePrefix returns the translation from one prefix to the other, in either
// direction: the opposite one is the same function with the prefixes exchanged. If the
// prefixes differ in length, the shorter one is extended with zeros (RFC 6296 section
// 3.1). Both must be IPv6 prefixes of at most 64 bits.
func TranslatePrefix(from, to netip.Prefix) (PrefixTranslation, error) {
	if !from.IsValid() || !to.IsValid() || !from.Addr().Is6() || !to.Addr().Is6() {
		return PrefixTranslation{}, errors.New("NPTv6 needs two IPv6 prefixes")
	}
	n := max(from.Bits(), to.Bits())
	if n > 64 {
		return PrefixTranslation{}, fmt.Errorf("prefix length %d, expected 64 at most for NPTv6 (RFC 6296 section 3.5)", n)
	}
	t := PrefixTranslation{
		from: extentOfPrefix(netip.PrefixFrom(from.Masked().Addr(), n)),
		to:   extentOfPrefix(netip.PrefixFrom(to.Masked().Addr(), n)),
		bits: n,
	}
	t.adjust = addOnes(sum16(t.from.first), ^sum16(t.to.first))
	return t, nil
}

// Reverse returns the translation in the opposite direction.
func (t PrefixTranslation) Reverse() PrefixTranslation {
	t.from, t.to, t.adjust = t.to, t.from, ^t.adjust
	return t
}

// Adjustment returns what is added to the word, in one's complement arithmetic.
func (t PrefixTranslation) Adjustment() uint16 { return t.adjust }

// Applies reports whether all of it is in the prefix that is translated.
func (t PrefixTranslation) Applies(it Item) bool { return t.from.contains(it.extent()) }

// Addr returns the translation of a, without its zone. It is an error if a is not in
// the prefix, or if a translator would drop its packets: because there is no word to
// adjust (the subnet is ffff or the identifier all ones), or because the identifier is
// all zeros below a prefix longer than /48.
func (t PrefixTranslation) Addr(a netip.Addr) (netip.Addr, error) {
	n, width := fromAddr(a)
	if width != width6 || !t.from.contains(extent{span{n, n}, width}) {
		return netip.Addr{}, t.outside()
	}
	at := 3
	if t.bits > 48 {
		if n.Lo == 0 {
			return netip.Addr{}, errAllZeros
		}
		for at = 4; at < 8 && word(n, at) == 0xffff; at++ {
		}
		if at == 8 {
			return netip.Addr{}, errAllOnes
		}
	} else if word(n, 3) == 0xffff {
		return netip.Addr{}, errSubnetOnes
	}
	w := addOnes(word(n, at), t.adjust)
	if w == 0xffff {
		w = 0 // the other zero, section 3.1
	}
	n = n.And(ip.Ones(uint(width6 - t.bits))).Or(t.to.first)
	shift := uint(112 - 16*at)
	n = n.AndNot(ip.Uint128{Hi: 0, Lo: 0xffff}.Lsh(shift)).Or(ip.Uint128{Hi: 0, Lo: uint64(w)}.Lsh(shift))
	return toAddr(n, width6), nil
}

var (
	errSubnetOnes = errors.New("the subnet ffff cannot be translated (RFC 6296 section 3.4)")
	errAllZeros   = errors.New("an interface identifier of all zeros cannot be translated below a prefix longer than /48 (RFC 6296 section 3.5)")
	errAllOnes    = errors.New("an interface identifier of all ones cannot be translated (RFC 6296 section 3.5)")
	errPieces     = errors.New("its addresses are no prefix after translation (RFC 6296 section 3.4)")
)

func (t PrefixTranslation) outside() error { return fmt.Errorf("not in %s", t.from.cover()) }

// Item returns it translated, as the address or prefix that it was written as, with its
// zone. A prefix whose addresses would not be a prefix after translation is an error,
// and so is a range.
func (t PrefixTranslation) Item(it Item) (Item, error) {
	if !t.Applies(it) {
		return Item{}, t.outside()
	}
	if it.IsRange() {
		return Item{}, errPieces
	}
	// The bits above the word change only with the prefix.
	top := 48
	if t.bits > 48 {
		top = 64
	}
	bits := it.Bits()
	if bits < 0 {
		bits = width6
	}
	var err error
	n, _ := fromAddr(it.Addr)
	switch host := n != it.extent().first; {
	case bits <= top && !host:
		it.Addr = toAddr(n.And(ip.Ones(uint(width6-t.bits))).Or(t.to.first), width6)
	case host || bits == width6 || t.bits <= 48 && bits >= 64:
		it.Addr, err = t.Addr(it.Addr)
	default:
		err = errPieces
	}
	if err != nil {
		return Item{}, err
	}
	return it, nil
}

// word returns 16-bit word n of a, 0 being the first in an address.
func word(a ip.Uint128, n int) uint16 { return uint16(a.Rsh(uint(112 - 16*n)).Lo) }

// sum16 returns the one's complement sum of the words of a.
func sum16(a ip.Uint128) (s uint16) {
	for n := range 8 {
		s = addOnes(s, word(a, n))
	}
	return s
}

// addOnes adds in one's complement: the carry is added at the right.
func addOnes(a, b uint16) uint16 {
	s := uint32(a) + uint32(b)
	return uint16(s) + uint16(s>>16)
}
