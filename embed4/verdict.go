package embed4

import (
	"errors"
	"iter"
	"math/bits"
	"net/netip"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/internal/ip"
)

// A rule is a rule of an RFC that an embedding breaks, or another remark on it.
type rule uint8

const (
	ruleNone                  rule = iota
	ruleWellKnownNonGlobal         // a non-global address under 64:ff9b::/96
	ruleUOctetNotZero              // bits 64 to 71 of a NAT64 prefix or address
	ruleSuffixNotZero              // bits after a NAT64 address
	ruleCoversWellKnown            // a shorter prefix around 64:ff9b::/96
	ruleLocalUseGuess              // a guess below 64:ff9b:1::/48
	ruleSixToFourPrivate           // a private address in 6to4
	ruleSixToFourNotGlobal         // an address in 6to4 that is not global unicast
	ruleTeredoClientNotGlobal      // a Teredo client that is not global unicast
	ruleTeredoServerNotGlobal      // a Teredo server that is not global unicast
	ruleTeredoReservedFlag         // the z, U or G bit of the Teredo flags is set
	ruleTeredoOldPrefix            // the Teredo prefix before RFC 4380
	ruleNotAHost                   // a multicast or broadcast address for a host
	ruleNotUnicast                 // an address that is not a unicast node, for a translator
	ruleCompatibleNotGlobal        // a non-global address in IPv4-compatible form
	ruleUniversalBitSet            // an ISATAP identifier with u set for a non-global address
	ruleUniversalBitClear          // an ISATAP identifier with u clear for a global address
	ruleDocumentation              // a documentation address
	ruleRelayAnycast               // an address of 192.88.99.0/24
	ruleLongDelegation             // a 6rd delegated prefix longer than /64
	ruleIdentifierDiffers          // a MAP address whose identifier is not that of its rule
	ruleNotIIDLength               // a prefix longer than 64 bits under a 64-bit identifier
	ruleAnySource                  // an any-source IPv4 group below ff3x::/32
	ruleSourceSpecific             // a source-specific IPv4 group below another prefix
	numRules
)

// ruleRemarks are the texts. One that begins with a space is about the IPv4 address: "a
// private address must not be used" + text.
var ruleRemarks = [numRules]addr.Remark{
	ruleNone:                  {Text: "unknown rule"},
	ruleWellKnownNonGlobal:    {Text: " under the well-known prefix 64:ff9b::/96", Reference: "RFC 6052 section 3.1"},
	ruleUOctetNotZero:         {Text: "bits 64 to 71 must be zero", Reference: "RFC 6052 section 2.2"},
	ruleSuffixNotZero:         {Text: "the bits after the IPv4 address should be zero", Reference: "RFC 6052 section 2.2"},
	ruleCoversWellKnown:       {Text: "the prefix covers 64:ff9b::/96, which is used with length 96 only", Reference: "RFC 6052 section 2.2"},
	ruleLocalUseGuess:         {Text: "the position of the IPv4 address below 64:ff9b:1::/48 is a guess", Reference: "RFC 8215 section 5"},
	ruleSixToFourPrivate:      {Text: " in a 6to4 prefix", Reference: "RFC 3056 section 2"},
	ruleSixToFourNotGlobal:    {Text: " in a 6to4 prefix", Reference: "RFC 3056 section 9"},
	ruleTeredoClientNotGlobal: {Text: " as a Teredo client", Reference: "RFC 4380 section 4"},
	ruleTeredoServerNotGlobal: {Text: "the Teredo server is not a global unicast address", Reference: "RFC 4380 section 4"},
	ruleTeredoReservedFlag:    {Text: "the z, U and G bits of the Teredo flags must be zero", Reference: "RFC 4380 section 4, RFC 5991 section 3.1"},
	ruleTeredoOldPrefix:       {Text: "3ffe:831f::/32 was the Teredo prefix before RFC 4380; it is now 2001::/32"},
	ruleNotAHost:              {Text: " as the address of a host", Reference: "RFC 1122 section 3.2.1.3"},
	ruleNotUnicast:            {Text: " in place of a unicast address", Reference: "RFC 6052 section 1, RFC 4291 section 2.5.5"},
	ruleCompatibleNotGlobal:   {Text: " in an IPv4-compatible address", Reference: "RFC 4291 section 2.5.5.1"},
	ruleUniversalBitSet:       {Text: "the u bit says that the IPv4 address is globally unique, but it is not", Reference: "RFC 5214 section 6.1"},
	ruleUniversalBitClear:     {Text: "the u bit says that the IPv4 address is not globally unique, but it is", Reference: "RFC 5214 section 6.1"},
	ruleDocumentation:         {Text: "documentation address: not for real traffic", Reference: "RFC 5737 section 3"},
	ruleRelayAnycast:          {Text: "192.88.99.0/24, the former 6to4 relay prefix, is deprecated", Reference: "RFC 7526 section 4"},
	ruleLongDelegation:        {Text: "the delegated prefix is longer than /64, too long for a subnet", Reference: "RFC 4291 section 2.5.4"},
	ruleIdentifierDiffers:     {Text: "the interface identifier is not that of the MAP rule", Reference: "RFC 7597 section 6"},
	ruleAnySource:             {Text: "not a source-specific IPv4 group (232.0.0.0/8), which a prefix in ff3x::/32 is for", Reference: "RFC 8114 section 4.1, RFC 4607 section 1"},
	ruleSourceSpecific:        {Text: "a source-specific IPv4 group needs a prefix in ff3x::/32", Reference: "RFC 8114 section 4.1, RFC 4607 section 1"},
	ruleNotIIDLength:          {Text: "the prefix is longer than /64 and overlaps the interface identifier", Reference: "RFC 4291 section 2.5.1"},
}

// rules is a set of rules.
type rules uint32

func (s rules) has(r rule) bool { return s>>r&1 != 0 }

func (s *rules) add(r rule) { *s |= 1 << r }

// nth returns the i-th rule of the set, counted from 0; ok is false if there are fewer.
func (s rules) nth(i int) (r rule, ok bool) {
	for ; i > 0 && s != 0; i-- {
		s &= s - 1
	}
	return rule(bits.TrailingZeros32(uint32(s))), s != 0
}

// A Verdict is the set of rules that an embedding breaks. The zero Verdict has none.
type Verdict struct {
	must   rules // broken MUST and MUST NOT
	should rules // broken SHOULD, and other remarks
	forced rules // part of should: broken MUST that were forced
	class  class
}

// IsForbidden reports whether the embedding breaks a MUST.
func (v Verdict) IsForbidden() bool { return v.must != 0 }

// Err returns nil if no MUST is broken, else an error with the first broken rule and
// its RFC, without the address.
func (v Verdict) Err() error {
	if r, ok := v.must.nth(0); ok {
		return errors.New(string(appendRule(nil, r, v.class, true)))
	}
	return nil
}

// Warnings yields each broken SHOULD, and each broken MUST of a forced verdict.
func (v Verdict) Warnings() iter.Seq[addr.Remark] {
	return func(yield func(addr.Remark) bool) {
		for i := 0; ; i++ {
			r, ok := v.should.nth(i)
			if !ok {
				return
			}
			text := string(appendText(nil, r, v.class, v.forced.has(r)))
			if !yield(addr.Remark{Text: text, Reference: ruleRemarks[r].Reference}) {
				return
			}
		}
	}
}

// AppendWarning appends the i-th remark, counted from 0, that Warnings yields; ok is
// false if there are fewer. It does not allocate if dst has room.
func (v Verdict) AppendWarning(dst []byte, i int) (_ []byte, ok bool) {
	r, ok := v.should.nth(i)
	if !ok {
		return dst, false
	}
	return appendRule(dst, r, v.class, v.forced.has(r)), true
}

// Forced returns v with broken MUSTs as warnings.
func (v Verdict) Forced() Verdict {
	return Verdict{should: v.must | v.should, forced: v.must, class: v.class}
}

// appendRule appends a rule and its RFC.
func appendRule(dst []byte, r rule, c class, must bool) []byte {
	dst = appendText(dst, r, c, must)
	return addr.Remark{Reference: ruleRemarks[r].Reference}.AppendTo(dst)
}

func appendText(dst []byte, r rule, c class, must bool) []byte {
	t := ruleRemarks[r].Text
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

// verdictFor returns a Verdict for the IPv4 prefix p; the encoder reports an invalid or
// IPv6 p.
func verdictFor(p netip.Prefix) Verdict {
	if !p.IsValid() || !p.Addr().Is4() {
		return Verdict{}
	}
	if p.Bits() == 32 {
		return Verdict{class: classOf(ip.Uint32(p.Addr()))}
	}
	return Verdict{class: classOfPrefix(p)}
}

// common adds the rules that apply to the class in every mechanism.
func (v *Verdict) common() {
	switch v.class {
	case documentation, documentation1:
		v.should.add(ruleDocumentation)
	case relay:
		v.should.add(ruleRelayAnycast)
	}
}

// wantGlobal adds the rule must if the class is not global unicast. Documentation
// addresses, which represent global ones in examples, relay addresses, and prefixes
// that are partly non-global only get a warning.
func (v *Verdict) wantGlobal(must rule) {
	switch v.class {
	case global, documentation, documentation1, relay:
	case several:
		v.should.add(must)
	default:
		v.must.add(must)
	}
	v.common()
}

// wantHost forbids multicast and broadcast addresses and warns about others that no
// host has.
func (v *Verdict) wantHost() {
	switch v.class {
	case multicast, broadcast:
		v.must.add(ruleNotAHost)
	case thisNetwork, loopback, reserved:
		v.should.add(ruleNotAHost)
	}
	v.common()
}

// wantUnicast warns about addresses that no unicast node can have.
func (v *Verdict) wantUnicast() {
	switch v.class {
	case multicast, broadcast, thisNetwork, loopback, reserved:
		v.should.add(ruleNotUnicast)
	}
	v.common()
}
