package embed4

import (
	"iter"
	"net/netip"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/internal/ip"
)

// Mechanism is a way of embedding an IPv4 address. The zero Mechanism is unknown.
type Mechanism uint8

// The mechanisms, in the words of String.
const (
	UnknownMechanism Mechanism = iota
	MechMapped                 // ipv4-mapped
	MechCompatible             // ipv4-compatible
	MechTranslated             // ipv4-translated
	MechNAT64                  // nat64
	MechSixToFour              // 6to4
	MechSixRD                  // 6rd
	MechTeredo                 // teredo
	MechISATAP                 // isatap
	MechSixOverFour            // 6over4: below fe80::/64 only
	MechEmbedded               // embedded-ipv4: an identifier that looks like one, ::c000:201 or ::192:0:2:1 (RFC 6052, RFC 7707 section 4.1.1.3)
	MechMAP                    // map: a MAP-E or MAP-T customer, by a site's rule
	MechEAM                    // eam: an explicit address mapping, by a site's table
	MechIVI                    // ivi: by a site's prefix
	MechMulticast              // multicast: an IPv4 group, by a site's prefix
	numMechanisms
)

// String returns the word for m.
func (m Mechanism) String() string { return ip.Word(mechanismNames[:], m) }

// MarshalText returns what String returns.
func (m Mechanism) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// UnmarshalText accepts the words that String returns.
func (m *Mechanism) UnmarshalText(text []byte) error {
	return ip.UnmarshalWord(m, mechanismNames[:], "mechanism", text)
}

var mechanismNames = [numMechanisms]string{
	"unknown", "ipv4-mapped", "ipv4-compatible", "ipv4-translated", "nat64", "6to4", "6rd", "teredo",
	"isatap", "6over4", "embedded-ipv4", "map", "eam", "ivi", "multicast",
}

// Role is what the IPv4 address identifies. The zero Role is unknown.
type Role uint8

// The roles, in the words of String.
const (
	UnknownRole Role = iota
	RoleAddress      // address: the node itself (mapped, nat64, eam …)
	RoleHost         // host: the interface (isatap, 6over4, embedded-ipv4; 6to4 in an identifier)
	RoleRouter       // router: the router of the site (6to4, 6rd, map)
	RoleServer       // server: a Teredo server
	RoleClient       // client: a Teredo client, as the server sees it
	numRoles
)

// String returns the word for r.
func (r Role) String() string { return ip.Word(roleNames[:], r) }

// MarshalText returns what String returns.
func (r Role) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText accepts the words that String returns.
func (r *Role) UnmarshalText(text []byte) error {
	return ip.UnmarshalWord(r, roleNames[:], "role", text)
}

var roleNames = [numRoles]string{"unknown", "address", "host", "router", "server", "client"}

// Certainty is how good the evidence is. The zero Certainty is unknown.
type Certainty uint8

// The certainties, in the words of String.
const (
	UnknownCertainty Certainty = iota
	Certain                    // certain: proved by an assigned prefix or a site prefix
	Likely                     // likely: suggested by a pattern
)

// String returns the word for c.
func (c Certainty) String() string { return ip.Word(certaintyNames[:], c) }

// MarshalText returns what String returns.
func (c Certainty) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText accepts the words that String returns.
func (c *Certainty) UnmarshalText(text []byte) error {
	return ip.UnmarshalWord(c, certaintyNames[:], "certainty", text)
}

var certaintyNames = [...]string{"unknown", "certain", "likely"}

// Found is an IPv4 address embedded in an IPv6 address. It is comparable.
type Found struct {
	Mechanism Mechanism
	Role      Role
	Certainty Certainty
	HasPort   bool        // Port is set, possibly to 0: a Teredo client
	HasFlags  bool        // Flags are set: Teredo
	Port      uint16      // the UDP port, not inverted
	Flags     TeredoFlags // of the Teredo address
	Open      uint8       // for a prefix: the number of unknown last bits of Addr
	broken    rules
	Addr      netip.Addr // the IPv4 address

	// Prefix is the prefix of the mechanism: the assigned one (2002::/16), that of the
	// site, or the /64 before an interface identifier.
	Prefix netip.Prefix
}

// forbidden are the rules that are always a MUST.
const forbidden = rules(1<<ruleWellKnownNonGlobal | 1<<ruleSixToFourPrivate | 1<<ruleSixToFourNotGlobal | 1<<ruleTeredoClientNotGlobal)

// Warnings yields the rules that the address breaks.
func (f Found) Warnings() iter.Seq[addr.Remark] { return f.verdict().Warnings() }

// AppendWarning appends the i-th remark, counted from 0, that Warnings yields; ok is
// false if there are fewer. It does not allocate if dst has room.
func (f Found) AppendWarning(dst []byte, i int) (_ []byte, ok bool) {
	if f.broken == 0 {
		return dst, false
	}
	return f.verdict().AppendWarning(dst, i)
}

func (f Found) verdict() Verdict {
	v := Verdict{should: f.broken, forced: f.broken & forbidden}
	if f.Addr.Is4() {
		v.class = classOf(ip.Uint32(f.Addr))
	}
	return v
}
