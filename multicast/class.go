package multicast

import (
	"errors"
	"strconv"
)

// Class is a range of 32-bit IPv6 group IDs with one way of allocation (RFC 3307
// section 4; RFC 10028 for the dynamic ones).
type Class uint8

// The classes, in the order of their ranges.
const (
	ClassUnknown          Class = iota
	ClassReserved               // 0
	ClassPermanentAddress       // of an address assigned by IANA (RFC 3307 section 4.1)
	ClassPermanentGroupID       // of a group ID assigned by IANA, for any prefix (RFC 3307 section 4.2)
	ClassMADCAP                 // by a server, MADCAP (RFC 2730)
	ClassUnassigned             // dynamic, unassigned
	ClassSSMHost                // by hosts for source-specific groups
	ClassPrivate                // for private use
	ClassExperimental           // for experiments
	ClassSolicitedNode          // of solicited-node groups (RFC 4291 section 2.7.1)
)

var classes = [...]struct {
	name        string
	first, last uint32
	reference   string
}{
	ClassUnknown:          {"unknown", 0, 0, ""},
	ClassReserved:         {"reserved group ID", 0, 0, "RFC 4291 section 2.7.1"},
	ClassPermanentAddress: {"permanent address", 0x0000_0001, 0x3fff_ffff, "RFC 3307 section 4.1"},
	ClassPermanentGroupID: {"permanent group ID", 0x4000_0000, 0x7fff_ffff, "RFC 3307 section 4.2"},
	ClassMADCAP:           {"MADCAP", 0x8000_0000, 0x8fff_ffff, "RFC 2730; RFC 10028"},
	ClassUnassigned:       {"unassigned dynamic group ID", 0x9000_0000, 0xefff_ffff, "RFC 10028"},
	ClassSSMHost:          {"host-allocated SSM group ID", 0xf000_0000, 0xfcff_ffff, "RFC 10028"},
	ClassPrivate:          {"private use", 0xfd00_0000, 0xfdff_ffff, "RFC 10028"},
	ClassExperimental:     {"experimental use", 0xfe00_0000, 0xfeff_ffff, "RFC 10028"},
	ClassSolicitedNode:    {"solicited-node", 0xff00_0000, 0xffff_ffff, "RFC 4291 section 2.7.1"},
}

// ClassOf returns the class of a 32-bit group ID.
func ClassOf(group uint32) Class {
	c := ClassReserved
	for c < ClassSolicitedNode && group > classes[c].last {
		c++
	}
	return c
}

func (c Class) valid() Class {
	if int(c) >= len(classes) {
		return ClassUnknown
	}
	return c
}

// String returns the name of c: "permanent group ID".
func (c Class) String() string { return classes[c.valid()].name }

// MarshalText returns what String returns.
func (c Class) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText accepts the words that String returns.
func (c *Class) UnmarshalText(text []byte) error {
	for k := ClassReserved; int(k) < len(classes); k++ {
		if classes[k].name == string(text) {
			*c = k
			return nil
		}
	}
	return errors.New("unknown class of group IDs " + strconv.Quote(string(text)))
}

// Range returns the first and the last group ID of c.
func (c Class) Range() (first, last uint32) { return classes[c.valid()].first, classes[c.valid()].last }

// Reference returns the document that defines c: "RFC 3307 section 4.2".
func (c Class) Reference() string { return classes[c.valid()].reference }
