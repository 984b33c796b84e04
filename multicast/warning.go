package multicast

import (
	"iter"

	"github.com/hextet/hextet/addr"
)

// A warning is something in a multicast address that a document forbids or that
// receivers ignore.
type warning uint8

const (
	warnScopeReserved   warning = iota // scope 0 or 15
	warnFlagX                          // X flag set
	warnFlags2                         // bits 16 to 19 set, which have no meaning yet
	warnReservedBits                   // bits 20 to 23 set without R
	warnPWithoutT                      // P=1, T=0
	warnRWithoutP                      // R=1, P=0
	warnRWithoutT                      // R=1, T=0
	warnPlen                           // prefix longer than 64
	warnPlenZero                       // R=1 and no prefix
	warnPrefixBits                     // bits set beyond the prefix length
	warnPrefixMulticast                // the prefix is multicast
	warnPrefixScope                    // wider scope than that of the prefix
	warnRIIDZero                       // R=1 and RIID 0
	warnRPForbidden                    // invalid rendezvous point
	warnSSMPrefix                      // in FF3x::/32 and not in FF3x::/96
	warnSSMGroup                       // source-specific group ID that is invalid
	warnSSMReserved                    // source-specific group ID reserved for IANA
	warnLinkScopedScope                // RFC 4489 beyond the link
	numWarnings
)

var warnings = [numWarnings]addr.Remark{
	warnScopeReserved:   {Text: "reserved scope", Reference: "RFC 4291 section 2.7"},
	warnFlagX:           {Text: "flag X has no meaning yet", Reference: "RFC 7371 section 2"},
	warnFlags2:          {Text: "the flag bits after the scope have no meaning yet and are ignored", Reference: "RFC 7371 section 2"},
	warnReservedBits:    {Text: "reserved bits before the prefix length are not zero", Reference: "RFC 3306 section 4"},
	warnPWithoutT:       {Text: "flag P needs flag T", Reference: "RFC 3306 section 4"},
	warnRWithoutP:       {Text: "flag R needs flag P", Reference: "RFC 3956 section 3"},
	warnRWithoutT:       {Text: "flag R needs flag T", Reference: "RFC 3956 section 3"},
	warnPlen:            {Text: "prefix length over 64", Reference: "RFC 3306 section 4; RFC 3956 section 3"},
	warnPlenZero:        {Text: "a rendezvous point needs a prefix", Reference: "RFC 3956 section 3"},
	warnPrefixBits:      {Text: "bits beyond the prefix length are not zero", Reference: "RFC 3306 section 4"},
	warnPrefixMulticast: {Text: "the prefix is not unicast", Reference: "RFC 3306 section 4"},
	warnPrefixScope:     {Text: "scope is wider than that of the prefix", Reference: "RFC 3306 section 4"},
	warnRIIDZero:        {Text: "rendezvous point interface ID 0 is reserved", Reference: "RFC 3956"},
	warnRPForbidden:     {Text: "the rendezvous point is in fe80::/10, ::/16 or ff00::/8", Reference: "RFC 3956 section 4"},
	warnSSMPrefix:       {Text: "source-specific addresses with a network prefix are reserved", Reference: "RFC 4607 section 1"},
	warnSSMGroup:        {Text: "group IDs below 0x40000000 are invalid in source-specific addresses", Reference: "RFC 4607 section 1"},
	warnSSMReserved:     {Text: "reserved source-specific address", Reference: "RFC 4607 section 1"},
	warnLinkScopedScope: {Text: "a link-scoped address has scope link-local or less", Reference: "RFC 4489 section 3"},
}

// Warnings is a set of warnings about a multicast address.
type Warnings uint32

func (ws *Warnings) add(w warning, when bool) {
	if when {
		*ws |= 1 << w
	}
}

func (ws Warnings) has(w warning) bool { return ws>>w&1 != 0 }

// All yields the warnings.
func (ws Warnings) All() iter.Seq[addr.Remark] {
	return func(yield func(addr.Remark) bool) {
		for w := range numWarnings {
			if ws.has(w) && !yield(warnings[w]) {
				return
			}
		}
	}
}
