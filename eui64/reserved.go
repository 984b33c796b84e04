package eui64

// A Reservation is a row of one of IANA's registries of interface identifiers.
type Reservation struct {
	First, Last IID
	Name        string   // as in the registry
	RFC         []string // "RFC4291"; shared, do not modify
}

// A reservedIID is a row of IANA's registry of reserved interface identifiers (RFC
// 5453). The Ethernet rows hold the identifiers that [FromMAC] makes from the MAC-48s
// of IANA's block 00-00-5E: an interface with such a MAC has a reserved identifier by
// design, and operating systems use it.
type reservedIID struct {
	first, last IID
	name        string
	rfc         []string
}

// An anycastID is a row of IANA's registry of anycast identifiers (RFC 2526).
type anycastID struct {
	first, last uint8
	name        string
	rfc         []string
}

// Reserved returns the row of IANA's registry of reserved interface identifiers (RFC
// 5453) that contains id; ok is false if there is none.
func (id IID) Reserved() (r Reservation, ok bool) {
	for i := range reservedIIDs {
		if row := &reservedIIDs[i]; row.first <= id && id <= row.last {
			return Reservation{row.first, row.last, row.name, row.rfc}, true
		}
	}
	return Reservation{}, false
}

// IsReserved reports whether id is reserved by RFC 5453: generators of opaque
// identifiers must not return it.
func (id IID) IsReserved() bool {
	_, ok := id.Reserved()
	return ok
}

// reservedAnycast is the first of the 128 reserved subnet anycast identifiers: all
// ones except the u bit, then a 7-bit anycast identifier (RFC 2526 section 2).
//
//	| 6 bits | u | 1 bit | 49 bits |  7 bits  |
//	| 111111 | 0 |   1   | 1 ... 1 |    ID    |
const reservedAnycast IID = 0xfdff_ffff_ffff_ff80

// AnycastIID returns the reserved subnet anycast identifier of a /64 for the anycast
// identifier n, 0 to 127 (RFC 2526 section 2).
func AnycastIID(n uint8) IID { return reservedAnycast | IID(n&0x7f) }

// Anycast returns the row of IANA's registry for the anycast identifier, 0 to 127, in
// the last bits of id; ok is false if id is not a reserved subnet anycast identifier
// (RFC 2526 section 3). Identifier 0 is not from RFC 2526: its row is the subnet-router
// anycast address. If rows overlap, the narrower one is returned.
func (id IID) Anycast() (r Reservation, ok bool) {
	if id < reservedAnycast || id > reservedAnycast|0x7f {
		return Reservation{}, false
	}
	n, best := uint8(id&0x7f), -1
	for i := range anycastIDs {
		row := &anycastIDs[i]
		if n >= row.first && n <= row.last &&
			(best < 0 || row.last-row.first < anycastIDs[best].last-anycastIDs[best].first) {
			best = i
		}
	}
	if best < 0 {
		return Reservation{}, false
	}
	row := &anycastIDs[best]
	return Reservation{reservedAnycast | IID(row.first), reservedAnycast | IID(row.last), row.name, row.rfc}, true
}
