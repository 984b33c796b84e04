package classify

import (
	"net/netip"

	"github.com/hextet/hextet/internal/ip"
)

// A PolicyTable is a table of precedences and labels for address selection.
type PolicyTable uint8

// The policy tables. The zero PolicyTable is that of RFC 6724.
const (
	RFC6724     PolicyTable = iota // section 2.1, the current default
	RFC3484                        // section 2.1, obsolete but still in use
	DraftUpdate                    // draft-ietf-6man-rfc6724-update, without the rows for a node's own ULA
)

var policyNames = [...]string{"rfc6724", "rfc3484", "draft-ietf-6man-rfc6724-update"}

// String returns the name.
func (t PolicyTable) String() string {
	if int(t) < len(policyNames) {
		return policyNames[t]
	}
	return "unknown"
}

// MarshalText returns what String returns.
func (t PolicyTable) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// UnmarshalText accepts the words that String returns.
func (t *PolicyTable) UnmarshalText(text []byte) error {
	return ip.UnmarshalWord(t, policyNames[:], "policy table", text)
}

// A Policy is a row of a policy table.
type Policy struct {
	Prefix     netip.Prefix
	Precedence uint8
	Label      uint8
}

type policy struct {
	block
	precedence, label uint8
}

// policyTables are sorted from longest to shortest, so that the first match is the
// longest.
var policyTables = [...][]policy{
	RFC6724: {
		{block{0, 1, 128}, 50, 0},
		{block{0, 0xffff_0000_0000, 96}, 35, 4},
		{block{0, 0, 96}, 1, 3},
		{block{0x2001_0000 << 32, 0, 32}, 5, 5},
		{block{0x2002 << 48, 0, 16}, 30, 2},
		{block{0x3ffe << 48, 0, 16}, 1, 12},
		{block{0xfec0 << 48, 0, 10}, 1, 11},
		{block{0xfc00 << 48, 0, 7}, 3, 13},
		{block{0, 0, 0}, 40, 1},
	},
	RFC3484: {
		{block{0, 1, 128}, 50, 0},
		{block{0, 0xffff_0000_0000, 96}, 10, 4},
		{block{0, 0, 96}, 20, 3},
		{block{0x2002 << 48, 0, 16}, 30, 2},
		{block{0, 0, 0}, 40, 1},
	},
	DraftUpdate: {
		{block{0, 1, 128}, 50, 0},
		{block{0, 0xffff_0000_0000, 96}, 20, 4},
		{block{0, 0, 96}, 1, 3},
		{block{0x2001_0000 << 32, 0, 32}, 5, 5},
		{block{0x2002 << 48, 0, 16}, 5, 2},
		{block{0x3ffe << 48, 0, 16}, 1, 12},
		{block{0xfec0 << 48, 0, 10}, 1, 11},
		{block{0xfc00 << 48, 0, 7}, 30, 13},
		{block{0, 0, 0}, 40, 1},
	},
}

// Lookup returns the row for a, by longest match. An IPv4 address is looked up as its
// IPv4-mapped form (RFC 6724 section 2.1). It returns the zero Policy for an invalid
// address or table.
func (t PolicyTable) Lookup(a netip.Addr) Policy {
	if !a.IsValid() || int(t) >= len(policyTables) {
		return Policy{}
	}
	hi, lo := ip.Halves(netip.AddrFrom16(a.As16()))
	return t.row(t.find(hi, lo))
}

// find returns the number of the row for an IPv6 address.
func (t PolicyTable) find(hi, lo uint64) int {
	i := 0
	for !policyTables[t][i].contains(hi, lo) { // the last row is ::/0
		i++
	}
	return i
}

func (t PolicyTable) row(i int) Policy {
	p := &policyTables[t][i]
	return Policy{p.prefix(false), p.precedence, p.label}
}

// Rows returns the rows, longest prefixes first; nil for an invalid table.
func (t PolicyTable) Rows() []Policy {
	if int(t) >= len(policyTables) {
		return nil
	}
	rows := make([]Policy, len(policyTables[t]))
	for i := range rows {
		rows[i] = t.row(i)
	}
	return rows
}
