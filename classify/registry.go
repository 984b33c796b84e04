package classify

import (
	"iter"
	"net/netip"

	"github.com/hextet/hextet/internal/ip"
)

// A Flag is a truth value of the special-purpose registries, which have a third one,
// "not applicable". The zero Flag is NotApplicable.
type Flag uint8

// The values of a Flag.
const (
	NotApplicable Flag = iota
	False
	True
)

// String returns "true", "false" or "n/a".
func (f Flag) String() string {
	switch f {
	case True:
		return "true"
	case False:
		return "false"
	}
	return "n/a"
}

// MarshalJSON returns true, false or null.
func (f Flag) MarshalJSON() ([]byte, error) {
	switch f {
	case True:
		return []byte("true"), nil
	case False:
		return []byte("false"), nil
	}
	return []byte("null"), nil
}

// flags are in the order of the registry: source, destination, forwardable,
// globally reachable, reserved by protocol.
type flags [5]Flag

// A special is a row of a special-purpose registry (RFC 6890 section 2.2.1).
type special struct {
	block
	name                  string
	rfc                   []string
	allocated, terminated string
	flags                 flags
}

// An assignment is a row of an address space registry.
type assignment struct {
	block
	name   string
	rfc    []string
	date   string
	status string // ALLOCATED, RESERVED, LEGACY or ""
	whois  string
}

// A wellKnown is a prefix of an RFC that has no registry row.
type wellKnown struct {
	block
	name   string
	rfc    []string
	status string
}

// wellKnown6 is sorted by first address and length.
var wellKnown6 = [...]wellKnown{
	{block{0, 0, 96}, "IPv4-compatible", []string{"RFC4291, Section 2.5.5.1"}, "deprecated 2006"},
	{block{0, 0xffff_0000_0000_0000, 96}, "IPv4-translated (SIIT)", []string{"RFC2765, Section 2.1"}, "obsolete"},
	{block{0x0200 << 48, 0, 7}, "OSI NSAP-mapped", []string{"RFC1888", "RFC4048", "RFC4548"}, "deprecated 2004"},
	{block{0x2002_c058_6301_0000, 0, 128}, "6to4 relay anycast", []string{"RFC3068", "RFC7526"}, "deprecated 2015"},
	{block{0x3ffe << 48, 0, 16}, "6bone, second prefix", []string{"RFC3701", "RFC5156, Section 2.9"}, "returned 2006"},
	{block{0x3ffe_831f << 32, 0, 32}, "Teredo before 2006", []string{"RFC5156, Section 2.9"}, "obsolete"},
	{block{0x5f00 << 48, 0, 8}, "6bone, first prefix", []string{"RFC1897", "RFC5156, Section 2.9"}, "returned"},
	{block{0xfc00 << 48, 0, 8}, "Unique local, L = 0", []string{"RFC4193, Section 3.1"}, "undefined"},
	{block{0xfd00 << 48, 0, 8}, "Unique local, L = 1", []string{"RFC4193, Section 3.1"}, "locally assigned"},
	{block{0xfe80 << 48, 0, 64}, "Link-local, the subnet in use", []string{"RFC4291, Section 2.5.6"}, ""},
	{block{0xfec0 << 48, 0, 10}, "Site-local", []string{"RFC3879"}, "deprecated 2004"},
}

// A Registry is the source of a Row.
type Registry uint8

// The registries.
const (
	RegistryUnknown Registry = iota
	AddressSpace             // IANA's IPv6 or IPv4 address space
	UnicastSpace             // IANA's IPv6 global unicast assignments
	SpecialPurpose           // IANA's IPv6 or IPv4 special-purpose addresses
	OutsideRegistry          // prefixes that only RFCs define
)

var registryNames = [...]string{"unknown", "address space", "global unicast", "special purpose", "RFC"}

// String returns a short name for r.
func (r Registry) String() string { return ip.Word(registryNames[:], r) }

// MarshalText returns what String returns.
func (r Registry) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText accepts the words that String returns.
func (r *Registry) UnmarshalText(text []byte) error {
	return ip.UnmarshalWord(r, registryNames[:], "registry", text)
}

// A Row is an entry of a registry. Its slices are shared: do not modify them.
type Row struct {
	Registry Registry
	Prefix   netip.Prefix
	Name     string   // as in the registry
	RFC      []string // "RFC4291", "RFC791, Section 3.2", "erratum 1752"
	Date     string   // of the allocation, YYYY-MM or YYYY-MM-DD; "" if not recorded
	Ended    string   // of the termination of an ended allocation, YYYY-MM
	Status   string   // ALLOCATED, RESERVED or LEGACY in the address spaces; free text outside registries
	Whois    string   // server

	// The columns of the special-purpose registries; NotApplicable elsewhere and if the
	// allocation has ended.
	Source, Destination, Forwardable, GloballyReachable, ReservedByProtocol Flag
}

func (s *special) row(v4 bool) Row {
	return Row{
		Registry: SpecialPurpose, Prefix: s.prefix(v4), Name: s.name, RFC: s.rfc,
		Date: s.allocated, Ended: s.terminated,
		Source: s.flags[0], Destination: s.flags[1], Forwardable: s.flags[2],
		GloballyReachable: s.flags[3], ReservedByProtocol: s.flags[4],
	}
}

func (s *assignment) row(r Registry, v4 bool) Row {
	return Row{
		Registry: r, Prefix: s.prefix(v4), Name: s.name, RFC: s.rfc,
		Date: s.date, Status: s.status, Whois: s.whois,
	}
}

func (w *wellKnown) row() Row {
	return Row{Registry: OutsideRegistry, Prefix: w.prefix(false), Name: w.name, RFC: w.rfc, Status: w.status}
}

// Rows yields the rows of all tables of a family, 4 or 6, table by table, each sorted
// by first address.
func Rows(family int) iter.Seq[Row] {
	return func(yield func(Row) bool) {
		all := func(block) bool { return true }
		switch family {
		case 4:
			rowsWhere(true, all, yield)
		case 6:
			rowsWhere(false, all, yield)
		}
	}
}

// Chain returns the registry rows that contain a, from the widest to the most specific;
// of two rows for the same block, that of the special-purpose registry is last. An
// IPv4-mapped address is an IPv6 address.
func Chain(a netip.Addr) []Row {
	if !a.IsValid() {
		return nil
	}
	return ChainPrefix(netip.PrefixFrom(a.WithZone(""), a.BitLen()))
}

// ChainPrefix returns the registry rows that contain all of p, in the order of [Chain].
func ChainPrefix(p netip.Prefix) []Row {
	if !p.IsValid() {
		return nil
	}
	p = p.Masked()
	hi, lo := halves(p.Addr())
	bits := uint8(p.Bits())
	var rows []Row
	rowsWhere(p.Addr().Is4(), func(b block) bool {
		return b.bits <= bits && b.contains(hi, lo)
	}, func(r Row) bool {
		if r.Registry == OutsideRegistry && hi == 0 && lo <= 1 && bits == 128 {
			return true // :: and ::1 are not IPv4-compatible addresses
		}
		i := len(rows)
		for i > 0 && (rows[i-1].Prefix.Bits() > r.Prefix.Bits()) {
			i--
		}
		rows = append(rows, Row{})
		copy(rows[i+1:], rows[i:])
		rows[i] = r
		return true
	})
	return rows
}

// rowsWhere yields the rows whose block satisfies want, address spaces first.
func rowsWhere(v4 bool, want func(block) bool, yield func(Row) bool) {
	spaces := []struct {
		Registry
		rows []assignment
	}{{AddressSpace, space6[:]}, {UnicastSpace, assigned6[:]}}
	specials := special6[:]
	if v4 {
		spaces = spaces[:1]
		spaces[0].rows = space4[:]
		specials = special4[:]
	}
	for _, s := range spaces {
		for i := range s.rows {
			if want(s.rows[i].block) && !yield(s.rows[i].row(s.Registry, v4)) {
				return
			}
		}
	}
	if !v4 {
		for i := range wellKnown6 {
			if want(wellKnown6[i].block) && !yield(wellKnown6[i].row()) {
				return
			}
		}
	}
	for i := range specials {
		if want(specials[i].block) && !yield(specials[i].row(v4)) {
			return
		}
	}
}
