package multicast

import "iter"

// Warning is something about a multicast address that a document forbids or
// that receivers ignore.
type Warning uint8

// The warnings.
const (
	WarnScopeReserved   Warning = iota // scope 0 or 15
	WarnFlagX                          // X flag set
	WarnFlags2                         // bits 16 to 19 set where they mean nothing yet
	WarnReservedBits                   // bits 20 to 23 set without R
	WarnPWithoutT                      // P=1, T=0
	WarnRWithoutP                      // R=1, P=0
	WarnRWithoutT                      // R=1, T=0
	WarnPlen                           // prefix longer than 64
	WarnPlenZero                       // R=1 and no prefix
	WarnPrefixBits                     // bits set beyond the prefix length
	WarnPrefixMulticast                // prefix of groups, not of their owner
	WarnPrefixScope                    // wider scope than the prefix has
	WarnRIIDZero                       // R=1 and RIID 0
	WarnRPForbidden                    // rendezvous point where none may be
	WarnSSMPrefix                      // in FF3x::/32 and not in FF3x::/96
	WarnSSMGroup                       // source-specific group ID that is invalid
	WarnSSMReserved                    // source-specific group ID left to IANA
	WarnLinkScopedScope                // RFC 4489 beyond the link
	numWarnings
)

var warnings = [numWarnings]struct{ text, reference string }{
	WarnScopeReserved:   {"reserved scope", "RFC 4291 section 2.7"},
	WarnFlagX:           {"flag X has no meaning yet", "RFC 7371 section 2"},
	WarnFlags2:          {"the flag bits after the scope have no meaning yet and are ignored", "RFC 7371 section 2"},
	WarnReservedBits:    {"reserved bits before the prefix length are not zero", "RFC 3306 section 4"},
	WarnPWithoutT:       {"flag P needs flag T", "RFC 3306 section 4"},
	WarnRWithoutP:       {"flag R needs flag P", "RFC 3956 section 3"},
	WarnRWithoutT:       {"flag R needs flag T", "RFC 3956 section 3"},
	WarnPlen:            {"prefix length over 64", "RFC 3306 section 4; RFC 3956 section 3"},
	WarnPlenZero:        {"a rendezvous point needs a prefix", "RFC 3956 section 3"},
	WarnPrefixBits:      {"bits beyond the prefix length are not zero", "RFC 3306 section 4"},
	WarnPrefixMulticast: {"the prefix is not a unicast one", "RFC 3306 section 4"},
	WarnPrefixScope:     {"scope is wider than that of the prefix", "RFC 3306 section 4"},
	WarnRIIDZero:        {"rendezvous point interface ID 0 is reserved", "RFC 3956"},
	WarnRPForbidden:     {"the rendezvous point is in fe80::/10, ::/16 or ff00::/8", "RFC 3956 section 4"},
	WarnSSMPrefix:       {"source-specific addresses with a network prefix are reserved", "RFC 4607 section 1"},
	WarnSSMGroup:        {"group IDs below 0x40000000 are invalid in source-specific addresses", "RFC 4607 section 1"},
	WarnSSMReserved:     {"reserved source-specific address", "RFC 4607 section 1"},
	WarnLinkScopedScope: {"a link-scoped address has scope link-local or less", "RFC 4489 section 3"},
}

// String returns the warning as a phrase: "flag P needs flag T".
func (w Warning) String() string {
	if w >= numWarnings {
		return "unknown"
	}
	return warnings[w].text
}

// Reference returns the document that w rests on: "RFC 3306 section 4".
func (w Warning) Reference() string {
	if w >= numWarnings {
		return ""
	}
	return warnings[w].reference
}

// Warnings is a set of warnings; the zero value is empty.
type Warnings uint32

func (ws *Warnings) add(w Warning, when bool) {
	if when {
		*ws |= 1 << w
	}
}

// Has reports whether w is in the set.
func (ws Warnings) Has(w Warning) bool { return ws>>w&1 != 0 }

// All returns the warnings of the set in the order of the constants.
func (ws Warnings) All() iter.Seq[Warning] {
	return func(yield func(Warning) bool) {
		for w := range numWarnings {
			if ws.Has(w) && !yield(w) {
				return
			}
		}
	}
}
