package embed4

import (
	"errors"
	"iter"
	"math/bits"
	"net/netip"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/internal/ip"
)

// A rule is a rule of an RFC that an embedding breaks, or something else that its
// reader should know.
type rule uint8

const (
	ruleNone                  rule = iota
	ruleWellKnownNonGlobal         // a non-global address under 64:ff9b::/96
	ruleUOctetNotZero              // bits 64 to 71 of a NAT64 prefix or address
	ruleSuffixNotZero              // bits after a NAT64 address
	ruleCoversWellKnown            // a shorter prefix around 64:ff9b::/96
	ruleLocalUseGuess              // read from 64:ff9b:1::/48 by a guess
	ruleSixToFourPrivate           // a private address in 6to4
	ruleSixToFourNotGlobal         // an address in 6to4 that is not global unicast
	ruleTeredoClientNotGlobal      // a Teredo client that is not global unicast
	ruleTeredoServerNotGlobal      // a Teredo server that is not global unicast
	ruleTeredoReservedFlag         // the z, U or G bit of the Teredo flags is set
	ruleTeredoOldPrefix            // the prefix Teredo had before RFC 4380
	ruleNotAHost                   // a multicast or broadcast address for a host
	ruleNotUnicast                 // an address of no host that can answer, through a translator
	ruleCompatibleNotGlobal        // an IPv4-compatible address of a non-global one
	ruleUniversalBitSet            // an ISATAP identifier with u set for a non-global address
	ruleUniversalBitClear          // an ISATAP identifier with u clear for a global address
	ruleDocumentation              // a documentation address, which no real network has
	ruleRelayAnycast               // an address of 192.88.99.0/24
	ruleLongDelegation             // a 6rd delegated prefix longer than /64
	ruleIdentifierDiffers          // a MAP address whose identifier is not its rule's
	ruleNotIIDLength               // a prefix longer than 64 bits under a 64-bit identifier
	ruleAnySource                  // an any-source IPv4 group below ff3x::/32
	ruleSourceSpecific             // a source-specific IPv4 group below another prefix
	numRules
)

// ruleRemarks are the words. A text that begins with a space is about the IPv4
// address: "a private address must not be used" + text.
var ruleRemarks = [numRules]addr.Remark{
	ruleNone:                  {Text: "unknown rule"},
	ruleWellKnownNonGlobal:    {Text: " under the well-known prefix 64:ff9b::/96", Reference: "RFC 6052 section 3.1"},
	ruleUOctetNotZero:         {Text: "bits 64 to 71 must be zero", Reference: "RFC 6052 section 2.2"},
	ruleSuffixNotZero:         {Text: "the bits after the IPv4 address should be zero", Reference: "RFC 6052 section 2.2"},
	ruleCoversWellKnown:       {Text: "the prefix covers 64:ff9b::/96, which is used with length 96 only", Reference: "RFC 6052 section 2.2"},
	ruleLocalUseGuess:         {Text: "where 64:ff9b:1::/48 holds an IPv4 address is known to its network only", Reference: "RFC 8215 section 5"},
	ruleSixToFourPrivate:      {Text: " in a 6to4 prefix", Reference: "RFC 3056 section 2"},
	ruleSixToFourNotGlobal:    {Text: " in a 6to4 prefix", Reference: "RFC 3056 section 9"},
	ruleTeredoClientNotGlobal: {Text: " as a Teredo client", Reference: "RFC 4380 section 4"},
	ruleTeredoServerNotGlobal: {Text: "the Teredo server is not a global unicast address", Reference: "RFC 4380 section 4"},
	ruleTeredoReservedFlag:    {Text: "the z, U and G bits of the Teredo flags must be zero", Reference: "RFC 4380 section 4, RFC 5991 section 3.1"},
	ruleTeredoOldPrefix:       {Text: "3ffe:831f::/32 was Teredo before RFC 4380 gave it 2001::/32"},
	ruleNotAHost:              {Text: " as the address of a host", Reference: "RFC 1122 section 3.2.1.3"},
	ruleNotUnicast:            {Text: " where a unicast address is meant", Reference: "RFC 6052 section 1, RFC 4291 section 2.5.5"},
	ruleCompatibleNotGlobal:   {Text: " in an IPv4-compatible address", Reference: "RFC 4291 section 2.5.5.1"},
	ruleUniversalBitSet:       {Text: "the u bit says globally unique, which the IPv4 address is not", Reference: "RFC 5214 section 6.1"},
	ruleUniversalBitClear:     {Text: "the u bit says not globally unique, which the IPv4 address is", Reference: "RFC 5214 section 6.1"},
	ruleDocumentation:         {Text: "documentation address: not for real traffic", Reference: "RFC 5737 section 3"},
	ruleRelayAnycast:          {Text: "192.88.99.0/24, once the 6to4 relays, is deprecated", Reference: "RFC 7526 section 4"},
	ruleLongDelegation:        {Text: "the delegated prefix is longer than /64, too long for a subnet", Reference: "RFC 4291 section 2.5.4"},
	ruleIdentifierDiffers:     {Text: "the interface identifier is not the one that the MAP rule gives", Reference: "RFC 7597 section 6"},
	ruleAnySource:             {Text: "not a source-specific IPv4 group of 232.0.0.0/8, which a prefix in ff3x::/32 is for", Reference: "RFC 8114 section 4.1, RFC 4607 section 1"},
	ruleSourceSpecific:        {Text: "a source-specific IPv4 group needs a prefix in ff3x::/32", Reference: "RFC 8114 section 4.1, RFC 4607 section 1"},
	ruleNotIIDLength:          {Text: "the prefix is longer than /64, so its last bits meet the interface identifier", Reference: "RFC 4291 section 2.5.1"},
}

// rules is a set of rules.
type rules uint32

func (s rules) has(r rule) bool { return s>>r&1 != 0 }

func (s *rules) add(r rule) { *s |= 1 << r }

// nth returns the i-th rule of the set, counted from 0; ok is false where there are
// fewer.
func (s rules) nth(i int) (r rule, ok bool) {
	for ; i > 0 && s != 0; i-- {
		s &= s - 1
	}
	return rule(bits.TrailingZeros32(uint32(s))), s != 0
}

// A Verdict is what the RFCs say against an embedding. The zero Verdict is
// "nothing".
type Verdict struct {
	must   rules // broken MUST and MUST NOT
	should rules // broken SHOULD, and what else a reader should know
	forced rules // of should: broken MUST of a caller who insists
	class  class
}

// IsForbidden reports whether the embedding breaks a MUST.
func (v Verdict) IsForbidden() bool { return v.must != 0 }

// Err returns nil when no MUST is broken, else an error that names the first
// broken rule and its RFC. It does not name the address.
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
// false where there are fewer. It does not allocate where dst has room.
func (v Verdict) AppendWarning(dst []byte, i int) (_ []byte, ok bool) {
	r, ok := v.should.nth(i)
	if !ok {
		return dst, false
	}
	return appendRule(dst, r, v.class, v.forced.has(r)), true
}

// Forced returns the verdict for a caller who insists: what was forbidden becomes a
// warning.
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

// verdictFor begins a verdict on the IPv4 prefix p; an invalid or IPv6 p is for the
// encoder to report.
func verdictFor(p netip.Prefix) Verdict {
	if !p.IsValid() || !p.Addr().Is4() {
		return Verdict{}
	}
	if p.Bits() == 32 {
		return Verdict{class: classOf(ip.Uint32(p.Addr()))}
	}
	return Verdict{class: classOfPrefix(p)}
}

// common adds what holds for the class in any mechanism.
func (v *Verdict) common() {
	switch v.class {
	case documentation, documentation1:
		v.should.add(ruleDocumentation)
	case relay:
		v.should.add(ruleRelayAnycast)
	}
}

// wantGlobal adds the rule must where the class is not global unicast. Documentation
// addresses stand for global ones in examples and the relay addresses had their use,
// so these only get a warning; so does a prefix that is only partly non-global.
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

// wantHost forbids multicast and broadcast, and warns of the other addresses that no
// host on a link has.
func (v *Verdict) wantHost() {
	switch v.class {
	case multicast, broadcast:
		v.must.add(ruleNotAHost)
	case thisNetwork, loopback, reserved:
		v.should.add(ruleNotAHost)
	}
	v.common()
}

// wantUnicast warns of addresses that a translator has no unicast host for.
func (v *Verdict) wantUnicast() {
	switch v.class {
	case multicast, broadcast, thisNetwork, loopback, reserved:
		v.should.add(ruleNotUnicast)
	}
	v.common()
}
