package explain

import (
	"encoding/binary"
	"encoding/hex"
	"strconv"
	"strings"
	"time"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/classify"
	"github.com/hextet/hextet/eui64"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/privacy"
)

// A DUIDType is the type of a DHCP Unique Identifier (RFC 8415 section 11.1). The
// zero type is unknown.
type DUIDType uint8

// The types, numbered as on the wire.
const (
	DUIDUnknown DUIDType = iota
	DUIDLLT              // link-layer address and time, section 11.2
	DUIDEN               // enterprise number, section 11.3
	DUIDLL               // link-layer address, section 11.4
	DUIDUUID             // RFC 6355
)

var duidTypeNames = [...]string{"unknown", "link-layer-time", "enterprise", "link-layer", "uuid"}

// String returns the name of t.
func (t DUIDType) String() string { return ip.Word(duidTypeNames[:], t) }

// An Identifier is a decoded DUID. Fields that its type does not have are zero.
//
//	| 1 | hardware type 16 | time 32 | link-layer address |    DUID-LLT
//	| 2 | enterprise 32 | identifier |                         DUID-EN
//	| 3 | hardware type 16 | link-layer address |              DUID-LL
//	| 4 | UUID 128 |                                           DUID-UUID
type Identifier struct {
	Octets     []byte
	Type       DUIDType
	TypeNumber uint16 // set even if the type is unknown
	Hardware   uint16 // type of the link layer, as ARP numbers it: 1 is Ethernet
	Time       time.Time
	Link       []byte    // link-layer address
	MAC        eui64.MAC // Link as a MAC, if it is one
	Enterprise uint32    // IANA private enterprise number
	ID         []byte    // what the enterprise chose
	UUID       string
}

// ARP hardware types: those of MAC-48s, and that of EUI-64s.
const (
	ethernet  = 1
	ieee802   = 6
	eui64Type = 27
)

// epoch is the epoch of the time in a DUID-LLT, midnight UTC on January 1, 2000, in
// Unix time.
const epoch = 946_684_800

// parseDUID parses a DUID in hexadecimal digits.
func parseDUID(s string) (Identifier, error) {
	b, err := privacy.ParseDUID(s)
	if err != nil {
		return Identifier{}, err
	}
	d, ok := decodeDUID(b)
	if !ok {
		return Identifier{}, &addr.Error{Input: s, Offset: -1, Reason: "too short for a DUID of its type"}
	}
	return d, nil
}

// decodeDUID decodes a DUID; ok is false if it is too short for its type.
func decodeDUID(b []byte) (d Identifier, ok bool) {
	if len(b) < 3 {
		return d, false
	}
	d.Octets, d.TypeNumber = b, binary.BigEndian.Uint16(b)
	rest := b[2:]
	switch d.TypeNumber {
	case 1:
		if len(rest) < 7 {
			return d, false
		}
		d.Type, d.Hardware = DUIDLLT, binary.BigEndian.Uint16(rest)
		d.Time = time.Unix(epoch+int64(binary.BigEndian.Uint32(rest[2:])), 0).UTC()
		d.Link = rest[6:]
	case 2:
		if len(rest) < 5 {
			return d, false
		}
		d.Type, d.Enterprise, d.ID = DUIDEN, binary.BigEndian.Uint32(rest), rest[4:]
	case 3:
		if len(rest) < 3 {
			return d, false
		}
		d.Type, d.Hardware, d.Link = DUIDLL, binary.BigEndian.Uint16(rest), rest[2:]
	case 4:
		if len(rest) != 16 {
			return d, false
		}
		d.Type = DUIDUUID
		x := hex.EncodeToString(rest)
		d.UUID = x[:8] + "-" + x[8:12] + "-" + x[12:16] + "-" + x[16:20] + "-" + x[20:]
	default:
		d.ID = rest
	}
	if d.Hardware == ethernet || d.Hardware == ieee802 || d.Hardware == eui64Type {
		d.MAC, _ = eui64.MACFromSlice(d.Link)
	}
	return d, true
}

// detectDUID reports whether s can only be a DUID: it has a type that RFC 8415 defines,
// with the right length, and is neither a MAC nor an address.
func detectDUID(s string) (Identifier, bool) {
	bare := strings.TrimPrefix(s, "0x")
	if len(bare) < 4 || bare[0] != '0' {
		return Identifier{}, false
	}
	b, err := privacy.ParseDUID(bare)
	apart := strings.ContainsAny(bare, ":-")
	if err != nil || len(b) < 9 && !(apart && len(b) == 7) || len(b) == 16 && !apart {
		return Identifier{}, false
	}
	d, ok := decodeDUID(b)
	if !ok || d.Type == DUIDUnknown {
		return Identifier{}, false
	}
	if (d.Type == DUIDLLT || d.Type == DUIDLL) && d.Hardware == ethernet && !d.MAC.IsValid() {
		return Identifier{}, false
	}
	return d, true
}

// hardwareName returns the name of a hardware type (IANA's ARP parameters).
func hardwareName(n uint16) string {
	switch n {
	case ethernet:
		return "Ethernet"
	case ieee802:
		return "IEEE 802"
	case 24:
		return "IEEE 1394"
	case eui64Type:
		return "EUI-64"
	case 32:
		return "InfiniBand"
	}
	return "hardware type " + strconv.Itoa(int(n))
}

// explainDUID collects the facts about a DUID.
func (f *Facts) explainDUID() {
	d := &f.DUID
	f.Octets = d.Octets
	if d.MAC.IsValid() {
		f.Hardware.Vendor = f.vendor(d.MAC)
	}
	end := len(d.Octets) * 8
	at := 0
	take := func(n int, kind classify.PartKind, name, value, meaning string) {
		f.Parts = append(f.Parts, classify.Part{First: at, Last: at + n - 1, Kind: kind, Name: name, Value: value, Meaning: meaning})
		at += n
	}
	take(16, classify.PartPrefix, "type", strconv.Itoa(int(d.TypeNumber)), d.typeName())
	switch d.Type {
	case DUIDLLT, DUIDLL:
		take(16, classify.PartMark, "link type", strconv.Itoa(int(d.Hardware)), hardwareName(d.Hardware))
		if d.Type == DUIDLLT {
			take(32, classify.PartNetwork, "time", d.Time.Format(time.DateTime)+" UTC", "")
		}
		if d.MAC.IsValid() {
			take(end-at, classify.PartNIC, "MAC", d.MAC.String(), f.Hardware.Vendor)
		} else {
			take(end-at, classify.PartNIC, "address", colons(d.Link), "")
		}
	case DUIDEN:
		take(32, classify.PartNetwork, "enterprise", strconv.Itoa(int(d.Enterprise)), "private enterprise number")
		take(end-at, classify.PartHost, "identifier", colons(d.ID), "")
	case DUIDUUID:
		take(end-at, classify.PartHost, "UUID", d.UUID, "")
	default:
		take(end-at, classify.PartUnknown, "identifier", colons(d.ID), "")
	}
	if d.Type == DUIDLLT && d.Time.Unix() == epoch {
		f.note("the time is zero: made by a machine whose clock was not set", "RFC 8415 section 11.2")
	}
	if d.MAC.IsValid() && d.MAC.IsGroup() {
		f.warn("the link-layer address is a group address", "IEEE 802")
	}
	if d.Type == DUIDUnknown {
		f.warn("type "+strconv.Itoa(int(d.TypeNumber))+" is not assigned", "RFC 8415 section 11.1")
	}
	f.note("names a DHCPv6 client or server, not an interface: keep it whole, compare it only for equality", "RFC 8415 section 11")
}

// typeName returns the name of the type in RFC 8415.
func (d *Identifier) typeName() string {
	switch d.Type {
	case DUIDLLT:
		return "DUID-LLT"
	case DUIDEN:
		return "DUID-EN"
	case DUIDLL:
		return "DUID-LL"
	case DUIDUUID:
		return "DUID-UUID"
	}
	return "not assigned"
}

// made says what an identifier of this type is made of.
func (d *Identifier) made() string {
	switch d.Type {
	case DUIDLLT:
		return "link-layer address and time, RFC 8415 section 11.2"
	case DUIDEN:
		return "chosen by a vendor, RFC 8415 section 11.3"
	case DUIDLL:
		return "link-layer address, RFC 8415 section 11.4"
	case DUIDUUID:
		return "RFC 6355"
	}
	return ""
}

func (f *Facts) duidHeadline() string {
	d := &f.DUID
	s := "DHCP unique identifier"
	switch {
	case d.Type == DUIDLLT && d.MAC.IsValid():
		s += " of MAC " + d.MAC.String() + ", made " + d.Time.Format(time.DateOnly)
	case d.Type == DUIDLL && d.MAC.IsValid():
		s += " of MAC " + d.MAC.String()
	case d.Type == DUIDUUID:
		s += " from UUID " + d.UUID
	case d.Type == DUIDEN:
		s += " of enterprise " + strconv.Itoa(int(d.Enterprise))
	case d.Type == DUIDUnknown:
		s += " of unknown type " + strconv.Itoa(int(d.TypeNumber))
	default:
		s += ", " + hardwareName(d.Hardware)
	}
	return s
}

// colons formats octets in hexadecimal, separated by colons.
func colons(b []byte) string {
	var s strings.Builder
	for i, c := range b {
		if i > 0 {
			s.WriteByte(':')
		}
		s.WriteString(hex.EncodeToString([]byte{c}))
	}
	return s.String()
}
