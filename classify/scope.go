package classify

import (
	"github.com/hextet/hextet/internal/ip"
)

// A Scope is the scope of an address. The zero Scope is none: the unspecified address
// has no scope (RFC 4007 section 4).
type Scope uint8

// The scopes. Those up to ScopeGlobal are ordered from narrow to wide.
const (
	ScopeNone Scope = iota
	ScopeInterfaceLocal
	ScopeLinkLocal
	ScopeRealmLocal
	ScopeAdminLocal
	ScopeSiteLocal
	ScopeOrganizationLocal
	ScopeGlobal
	ScopeReserved   // multicast scopes 0 and f
	ScopeUnassigned // multicast scopes 6, 7 and 9 to d
	ScopeMixed      // a block with several
	numScopes
)

var scopeNames = [numScopes]string{
	ScopeNone:              "",
	ScopeInterfaceLocal:    "interface-local",
	ScopeLinkLocal:         "link-local",
	ScopeRealmLocal:        "realm-local",
	ScopeAdminLocal:        "admin-local",
	ScopeSiteLocal:         "site-local",
	ScopeOrganizationLocal: "organization-local",
	ScopeGlobal:            "global",
	ScopeReserved:          "reserved",
	ScopeUnassigned:        "unassigned",
	ScopeMixed:             "mixed",
}

// String returns the word for s, "" for ScopeNone.
func (s Scope) String() string { return ip.Word(scopeNames[:], s) }

// MarshalText returns what String returns.
func (s Scope) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText accepts the words that String returns.
func (s *Scope) UnmarshalText(text []byte) error {
	return ip.UnmarshalWord(s, scopeNames[:], "scope", text)
}

// multicastScopes maps the scop field of RFC 4291 section 2.7, as updated by RFC 7346.
var multicastScopes = [16]Scope{
	ScopeReserved, ScopeInterfaceLocal, ScopeLinkLocal, ScopeRealmLocal,
	ScopeAdminLocal, ScopeSiteLocal, ScopeUnassigned, ScopeUnassigned,
	ScopeOrganizationLocal, ScopeUnassigned, ScopeUnassigned, ScopeUnassigned,
	ScopeUnassigned, ScopeUnassigned, ScopeGlobal, ScopeReserved,
}

// unicastScope returns the scope of addresses of a type other than multicast. IPv4
// private and shared addresses have global scope by RFC 6724 section 3.2, unique local
// ones by RFC 4193 section 3.3; site-local ones keep theirs (RFC 6724 section 3.1). A
// limited broadcast never leaves its link (RFC 919 section 7).
func unicastScope(t Type) Scope {
	switch t {
	case Unspecified:
		return ScopeNone
	case Loopback, LinkLocal, Broadcast:
		return ScopeLinkLocal
	case SiteLocal:
		return ScopeSiteLocal
	}
	return ScopeGlobal
}

// multicastScope4 maps IPv4 multicast to the IPv6 scopes by the table of RFC 2365
// section 8, with the current name of scope 3 (RFC 7346): 239.255.0.0/16 is the IPv4
// Local Scope, 239.192.0.0/14 the organization-local one. The blocks reserved for their
// expansion (sections 6.1.1 and 6.2.1) have the same scopes, as in package multicast.
func multicastScope4(v uint32) Scope {
	switch {
	case v>>8 == 0xe00000: // 224.0.0.0/24, never forwarded (RFC 5771 section 4)
		return ScopeLinkLocal
	case v>>24 != 239:
		return ScopeGlobal
	case v>>16 >= 239<<8|253:
		return ScopeRealmLocal
	}
	return ScopeOrganizationLocal
}

// A Cast is unicast, multicast or broadcast. The zero Cast is unknown.
type Cast uint8

// The casts. Anycast addresses are unicast addresses (RFC 4291 section 2.6).
const (
	CastUnknown Cast = iota
	CastUnicast
	CastMulticast
	CastBroadcast
	CastMixed // a block with several
)

var castNames = [...]string{"unknown", "unicast", "multicast", "broadcast", "mixed"}

// String returns the word for c.
func (c Cast) String() string { return ip.Word(castNames[:], c) }

// MarshalText returns what String returns.
func (c Cast) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText accepts the words that String returns.
func (c *Cast) UnmarshalText(text []byte) error {
	return ip.UnmarshalWord(c, castNames[:], "cast", text)
}
