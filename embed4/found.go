package embed4

import (
	"iter"
	"net/netip"
)

// Mechanism is a way of carrying an IPv4 address. The zero value is unknown.
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
	MechSixOverFour            // 6over4: an identifier of zeros and an IPv4 address in hexadecimal
	MechDecimal                // decimal-iid: an identifier like 192:0:2:1, IPv4 by its looks (RFC 7707 section 4.1.1.3)
	MechMAP                    // map: a MAP-E or MAP-T customer, by a site's rule
	MechEAM                    // eam: an explicit address mapping, by a site's table
	MechIVI                    // ivi: by a site's prefix
	MechMulticast              // multicast: an IPv4 group, by a site's prefix
	numMechanisms
)

// String returns the mechanism's word.
func (m Mechanism) String() string {
	if m >= numMechanisms {
		m = UnknownMechanism
	}
	return mechanismNames[m]
}

var mechanismNames = [numMechanisms]string{
	"unknown", "ipv4-mapped", "ipv4-compatible", "ipv4-translated", "nat64", "6to4", "6rd", "teredo",
	"isatap", "6over4", "decimal-iid", "map", "eam", "ivi", "multicast",
}

// Role says whose address the IPv4 address is. The zero value is unknown.
type Role uint8

// The roles, in the words of String.
const (
	UnknownRole Role = iota
	RoleAddress      // address: the node itself, written or translated (mapped, nat64, eam …)
	RoleHost         // host: the interface at the end of a tunnel (isatap, 6over4)
	RoleRouter       // router: the one that serves the site behind it (6to4, 6rd, map)
	RoleServer       // server: a Teredo server
	RoleClient       // client: a Teredo client, as the server sees it
	numRoles
)

// String returns the role's word.
func (r Role) String() string {
	if r >= numRoles {
		r = UnknownRole
	}
	return roleNames[r]
}

var roleNames = [numRoles]string{"unknown", "address", "host", "router", "server", "client"}

// Certainty says how good the evidence is. The zero value is unknown.
type Certainty uint8

// The certainties, in the words of String.
const (
	UnknownCertainty Certainty = iota
	Certain                    // certain: an assigned prefix or mark, or a site's own prefix, proves it
	Likely                     // likely: only a pattern speaks for it
)

// String returns the certainty's word.
func (c Certainty) String() string {
	switch c {
	case Certain:
		return "certain"
	case Likely:
		return "likely"
	}
	return "unknown"
}

// Found is an IPv4 address inside an IPv6 address. It is comparable.
type Found struct {
	Mechanism Mechanism
	Role      Role
	Certainty Certainty
	HasPort   bool        // Port is meant, even where it is 0: a Teredo client
	HasFlags  bool        // Flags are meant: Teredo
	Port      uint16      // the UDP port, not inverted
	Flags     TeredoFlags // of the Teredo address
	Open      uint8       // last bits of Addr that a prefix leaves open; 0 in an address
	Remarks   Remarks     // what the RFCs have against it
	Addr      netip.Addr  // the IPv4 address

	// Prefix is what the mechanism works below: the assigned prefix
	// (2002::/16), the site's, or the /64 before an interface identifier.
	Prefix netip.Prefix
}

// forbidden are the remarks that are a broken MUST wherever they are made of an
// address.
const forbidden = Remarks(1<<WellKnownNonGlobal | 1<<SixToFourPrivate | 1<<SixToFourNotGlobal | 1<<TeredoClientNotGlobal)

// Warnings yields a phrase for each remark, with the RFC that says so.
func (f Found) Warnings() iter.Seq[string] { return f.verdict().Warnings() }

// AppendWarning appends the i-th phrase, counted from 0, that Warnings yields to dst;
// ok is false where there are fewer. It does not allocate where dst has room.
func (f Found) AppendWarning(dst []byte, i int) (_ []byte, ok bool) {
	if f.Remarks == 0 {
		return dst, false
	}
	return f.verdict().AppendWarning(dst, i)
}

func (f Found) verdict() Verdict {
	v := Verdict{Should: f.Remarks, forced: f.Remarks & forbidden}
	if f.Addr.Is4() {
		v.class = classOf(uint32Of(f.Addr))
	}
	if v.class == shared {
		v.forced &^= 1 << WellKnownNonGlobal // see NAT64.Check
	}
	return v
}
