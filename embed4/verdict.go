package embed4

import (
	"errors"
	"iter"
	"math/bits"
	"net/netip"
)

// A Remark is one rule of an RFC that an embedding breaks.
type Remark uint8

const (
	remarkNone Remark = iota

	// WellKnownNonGlobal: a non-global address under 64:ff9b::/96.
	WellKnownNonGlobal
	// UOctetNotZero: bits 64 to 71 of a NAT64 prefix or address are not zero.
	UOctetNotZero
	// SuffixNotZero: bits after a NAT64 address that should be zero are not.
	SuffixNotZero
	// CoversWellKnown: a shorter prefix around 64:ff9b::/96.
	CoversWellKnown
	// LocalUseGuess: an address was read out of 64:ff9b:1::/48 by a guess.
	LocalUseGuess
	// SixToFourPrivate: a private address in 6to4.
	SixToFourPrivate
	// SixToFourNotGlobal: an address in 6to4 that is not global unicast.
	SixToFourNotGlobal
	// TeredoClientNotGlobal: a Teredo client that is not global unicast.
	TeredoClientNotGlobal
	// TeredoServerNotGlobal: a Teredo server that is not global unicast.
	TeredoServerNotGlobal
	// TeredoReservedFlag: the z, U or G bit of the Teredo flags is set.
	TeredoReservedFlag
	// TeredoOldPrefix: the prefix Teredo had before RFC 4380.
	TeredoOldPrefix
	// NotAHost: a multicast or broadcast address where a host's belongs.
	NotAHost
	// NotUnicast: an address of no host that can answer, through a translator.
	NotUnicast
	// CompatibleNotGlobal: an IPv4-compatible address of a non-global one.
	CompatibleNotGlobal
	// UniversalBitSet: an ISATAP identifier with u set for a non-global address.
	UniversalBitSet
	// UniversalBitClear: an ISATAP identifier with u clear for a global address.
	UniversalBitClear
	// Documentation: a documentation address, which no real network has.
	Documentation
	// RelayAnycast: an address of 192.88.99.0/24, deprecated.
	RelayAnycast
	// LongDelegation: a 6rd delegated prefix longer than /64.
	LongDelegation
	// IdentifierDiffers: a MAP address whose identifier is not its rule's.
	IdentifierDiffers
	// NotIIDLength: a prefix longer than 64 bits under a 64-bit identifier.
	NotIIDLength
	numRemarks
)

// remarks are the texts. One that begins with a space is said of the IPv4
// address: "a private address must not be used" + text.
var remarks = [numRemarks]string{
	remarkNone:            "unknown remark",
	WellKnownNonGlobal:    " under the well-known prefix 64:ff9b::/96 (RFC 6052 section 3.1)",
	UOctetNotZero:         "bits 64 to 71 must be zero (RFC 6052 section 2.2)",
	SuffixNotZero:         "the bits after the IPv4 address should be zero (RFC 6052 section 2.2)",
	CoversWellKnown:       "the prefix covers 64:ff9b::/96, which is used with length 96 only (RFC 6052 section 2.2)",
	LocalUseGuess:         "where 64:ff9b:1::/48 holds an IPv4 address is known to its network only (RFC 8215 section 5)",
	SixToFourPrivate:      " in a 6to4 prefix (RFC 3056 section 2)",
	SixToFourNotGlobal:    " in a 6to4 prefix (RFC 3056 section 9)",
	TeredoClientNotGlobal: " as a Teredo client (RFC 4380 section 4)",
	TeredoServerNotGlobal: "the Teredo server is not a global unicast address (RFC 4380 section 4)",
	TeredoReservedFlag:    "the z, U and G bits of the Teredo flags must be zero (RFC 4380 section 4, RFC 5991 section 3.1)",
	TeredoOldPrefix:       "3ffe:831f::/32 was Teredo before RFC 4380 gave it 2001::/32",
	NotAHost:              " as the address of a host (RFC 1122 section 3.2.1.3)",
	NotUnicast:            " where a unicast address is meant (RFC 6052 section 1, RFC 4291 section 2.5.5)",
	CompatibleNotGlobal:   " in an IPv4-compatible address (RFC 4291 section 2.5.5.1)",
	UniversalBitSet:       "the u bit says globally unique, which the IPv4 address is not (RFC 5214 section 6.1)",
	UniversalBitClear:     "the u bit says not globally unique, which the IPv4 address is (RFC 5214 section 6.1)",
	Documentation:         "documentation address: not for real traffic (RFC 5737 section 3)",
	RelayAnycast:          "192.88.99.0/24, once the 6to4 relays, is deprecated (RFC 7526 section 4)",
	LongDelegation:        "the delegated prefix is longer than /64, too long for a subnet (RFC 4291 section 2.5.4)",
	IdentifierDiffers:     "the interface identifier is not the one that the MAP rule gives (RFC 7597 section 6)",
	NotIIDLength:          "the prefix is longer than /64, so its last bits meet the interface identifier (RFC 4291 section 2.5.1)",
}

// String returns the rule and its RFC as a phrase.
func (r Remark) String() string {
	if r >= numRemarks {
		r = remarkNone
	}
	if t := remarks[r]; t[0] == ' ' {
		return "an IPv4 address that must not be used" + t
	}
	return remarks[r]
}

// Remarks is a set of [Remark]. The zero value is the empty set.
type Remarks uint32

// Has reports whether r is in the set.
func (s Remarks) Has(r Remark) bool { return s>>r&1 != 0 }

// All yields the remarks of the set.
func (s Remarks) All() iter.Seq[Remark] {
	return func(yield func(Remark) bool) {
		for ; s != 0; s &= s - 1 {
			if !yield(Remark(bits.TrailingZeros32(uint32(s)))) {
				return
			}
		}
	}
}

func (s *Remarks) add(r Remark) { *s |= 1 << r }

// Verdict is what the RFCs say against an embedding. The zero value is "nothing".
type Verdict struct {
	Must   Remarks // broken MUST and MUST NOT
	Should Remarks // broken SHOULD, and what else a reader should know
	forced Remarks // of Should: broken MUST of one who insists
	class  class
}

// Err returns nil when no MUST is broken, else an error that names the first
// broken rule and its RFC. It does not name the address.
func (v Verdict) Err() error {
	for r := range v.Must.All() {
		return errors.New(text(r, v.class, true))
	}
	return nil
}

// Warnings yields a phrase for each broken SHOULD, and MUST of a forced verdict.
func (v Verdict) Warnings() iter.Seq[string] {
	return func(yield func(string) bool) {
		for r := range v.Should.All() {
			if !yield(text(r, v.class, v.forced.Has(r))) {
				return
			}
		}
	}
}

// Forced returns the verdict for a caller who insists: what was forbidden
// becomes a warning.
func (v Verdict) Forced() Verdict {
	return Verdict{Should: v.Must | v.Should, forced: v.Must, class: v.class}
}

func text(r Remark, c class, must bool) string { return string(appendText(nil, r, c, must)) }

func appendText(dst []byte, r Remark, c class, must bool) []byte {
	t := remarks[r]
	if t[0] == ' ' {
		dst = append(dst, c.noun()...)
		if must {
			dst = append(dst, " must not be used"...)
		} else {
			dst = append(dst, " should not be used"...)
		}
	}
	return append(dst, t...)
}

// AppendWarning appends the i-th phrase, counted from 0, that Warnings yields to dst;
// ok is false where there are fewer. It does not allocate where dst has room.
func (v Verdict) AppendWarning(dst []byte, i int) (_ []byte, ok bool) {
	s := v.Should
	for ; i > 0 && s != 0; i-- {
		s &= s - 1
	}
	if s == 0 {
		return dst, false
	}
	r := Remark(bits.TrailingZeros32(uint32(s)))
	return appendText(dst, r, v.class, v.forced.Has(r)), true
}

// verdictFor begins a verdict on the IPv4 prefix p; an invalid or IPv6 p is
// the encoder's to report.
func verdictFor(p netip.Prefix) Verdict {
	if !p.IsValid() || !p.Addr().Is4() {
		return Verdict{}
	}
	if p.Bits() == 32 {
		return Verdict{class: classOf(uint32Of(p.Addr()))}
	}
	return Verdict{class: classOfPrefix(p)}
}

// common adds what holds of the class in any mechanism.
func (v *Verdict) common() {
	switch v.class {
	case documentation, documentation1:
		v.Should.add(Documentation)
	case relay:
		v.Should.add(RelayAnycast)
	}
}

// wantGlobal files the class under must where it is not global unicast.
// Documentation addresses stand for global ones in examples and the relay
// addresses had their use, so these are warned of; so is a prefix that is only
// partly non-global.
func (v *Verdict) wantGlobal(must Remark) {
	switch v.class {
	case global, documentation, documentation1, relay:
	case several:
		v.Should.add(must)
	default:
		v.Must.add(must)
	}
	v.common()
}

// wantHost files multicast and broadcast as forbidden, and warns of the other
// addresses that no host on a link has.
func (v *Verdict) wantHost() {
	switch v.class {
	case multicast, broadcast:
		v.Must.add(NotAHost)
	case thisNetwork, loopback, reserved:
		v.Should.add(NotAHost)
	}
	v.common()
}

// wantUnicast warns of addresses that a translator has no unicast host for.
func (v *Verdict) wantUnicast() {
	switch v.class {
	case multicast, broadcast, thisNetwork, loopback, reserved:
		v.Should.add(NotUnicast)
	}
	v.common()
}
