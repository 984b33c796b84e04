package multicast

import (
	"strconv"

	"github.com/hextet/hextet/addr"
)

// Scope is the scope of a multicast group, the four bits of RFC 4291 section 2.7 and
// RFC 7346: 0 to 15. The zero Scope is reserved.
type Scope uint8

// The named scopes.
const (
	InterfaceLocal    Scope = 0x1
	LinkLocal         Scope = 0x2
	RealmLocal        Scope = 0x3
	AdminLocal        Scope = 0x4
	SiteLocal         Scope = 0x5
	OrganizationLocal Scope = 0x8
	Global            Scope = 0xe

	// MixedScope is the scope of a block of groups with several scopes.
	MixedScope Scope = 16
)

var scopeNames = [16]string{
	"reserved", "interface-local", "link-local", "realm-local",
	"admin-local", "site-local", "unassigned", "unassigned",
	"organization-local", "unassigned", "unassigned", "unassigned",
	"unassigned", "unassigned", "global", "reserved",
}

// String returns the word for s: "interface-local", "link-local", "realm-local",
// "admin-local", "site-local", "organization-local", "global", "unassigned", "mixed",
// or "reserved" for 0, 15 and invalid scopes.
func (s Scope) String() string {
	switch {
	case s == MixedScope:
		return "mixed"
	case s > 15:
		return "reserved"
	}
	return scopeNames[s]
}

// MarshalText returns the word for s, or the number of a scope without one of its own.
func (s Scope) MarshalText() ([]byte, error) {
	if s.isNamed() || s > 15 {
		return []byte(s.String()), nil
	}
	return strconv.AppendUint(nil, uint64(s), 10), nil
}

// UnmarshalText accepts what [ParseScope] reads.
func (s *Scope) UnmarshalText(text []byte) (err error) {
	*s, err = ParseScope(string(text))
	return err
}

// isNamed reports whether s has a name. Administrators can use the unassigned ones (RFC
// 4291 section 2.7).
func (s Scope) isNamed() bool { return !s.isReserved() && scopeNames[s] != "unassigned" }

// isReserved reports whether groups cannot have the scope s.
func (s Scope) isReserved() bool { return s == 0 || s >= 15 }

// ParseScope reads the name of a scope, or its number: 0 to 15 in decimal, 0x0 to 0xf,
// or a digit a to f as in addresses. The error is an *[addr.Error].
func ParseScope(s string) (Scope, error) {
	for n := range Scope(16) {
		if n.isNamed() && scopeNames[n] == s {
			return n, nil
		}
	}
	text, base := s, 10
	if len(s) > 2 && s[0] == '0' && s[1]|0x20 == 'x' {
		text, base = s[2:], 16
	} else if len(s) == 1 {
		base = 16
	}
	n, err := strconv.ParseUint(text, base, 8)
	if err != nil || text[0] == '+' || len(text) > 1 && text[0] == '0' {
		return 0, &addr.Error{Input: s, Offset: -1, Reason: "neither a scope nor a number from 0 to 15"}
	}
	if n > 15 {
		return 0, &addr.Error{Input: s, Offset: -1, Reason: "scope over 15"}
	}
	return Scope(n), nil
}
