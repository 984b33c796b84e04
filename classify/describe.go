package classify

import (
	"net/netip"

	"github.com/hextet/hextet/embed4"
	"github.com/hextet/hextet/eui64"
	"github.com/hextet/hextet/multicast"
)

// A Record is everything that is known about an address or a block. It is meant to be
// used again: Describe reuses its memory, so describing millions of addresses does
// not allocate. What it holds is valid until the next Describe; a field that goes
// with a Has flag means something only where that is true.
type Record struct {
	Addr       netip.Addr   // the first address of a block, with the zone as given
	Prefix     netip.Prefix // the block, host bits off; invalid for an address
	Class      Class
	Deprecated bool
	IPv4       []embed4.Found // the IPv4 addresses inside
	Policy     Policy         // by RFC 6724; zero for a block that has several

	HasRow bool
	Row    Row // of the special-purpose registry

	HasAllocation bool
	Allocation    Allocation // who was given the block

	HasIID bool
	IID    eui64.Analysis // of addresses whose last 64 bits are one
	Vendor string         // of IID.MAC, from Vendor or VMVendor; "" where neither knows it

	HasMulticast bool
	Multicast    multicast.Info
}

// Options are what Describe may know beyond its tables, and what to leave out. The
// zero Options are usable.
type Options struct {
	Vendors *Vendors          // instead of the built-in data
	Sites   *embed4.Extractor // NAT64, 6rd and other prefixes of known networks
}

// Describe fills in r for the address a. For the zero Addr only Addr is set. It does
// not allocate once r has grown.
func (r *Record) Describe(a netip.Addr, o Options) {
	r.reset(a, Classify(a))
	if r.Class.Family == 0 {
		return
	}
	r.tables()
	if r.Class.Type == Multicast {
		var err error
		r.Multicast, err = multicast.Decode(a)
		r.HasMulticast = err == nil
	}
	if r.Class.Family == 4 {
		return
	}
	r.IPv4 = o.Sites.Append(r.IPv4, a)
	if r.IID, r.HasIID = eui64.AnalyzeAddr(a); r.IID.Kind == eui64.KindEUI64 {
		r.Vendor, _ = o.Vendor(r.IID.MAC)
	}
}

// Vendor returns whose MAC m is by the IEEE's data, and of those that it does not have,
// local ones mostly, which hypervisor's.
func (o Options) Vendor(m eui64.MAC) (name string, ok bool) {
	if o.Vendors != nil {
		name, ok = o.Vendors.Vendor(m)
	} else {
		name, ok = Vendor(m)
	}
	if !ok {
		name, ok = VMVendor(m)
	}
	return name, ok
}

// tables fills in what the tables say of the stretch that r.Class is of.
func (r *Record) tables() {
	r.Row, r.HasRow = r.Class.Row()
	r.Allocation, r.HasAllocation = r.Class.Allocation()
	r.Deprecated = r.Class.Deprecated()
	r.Policy = r.Class.Policy()
}

// DescribePrefix fills in r for the whole block of p: the registry row and the
// allocation are those that hold all of it. What only single addresses have, an
// interface identifier or an IPv4 address inside, stays empty, unless p is one.
func (r *Record) DescribePrefix(p netip.Prefix, o Options) {
	if p.IsValid() && p.IsSingleIP() {
		r.Describe(p.Addr(), o)
		r.Prefix = p
		return
	}
	p = p.Masked()
	r.reset(p.Addr(), ClassifyPrefix(p))
	r.Prefix = p
	if r.Class.Family == 0 {
		return
	}
	if r.Class.seg != noSegment {
		r.tables()
		return
	}
	r.Policy = policyOf(p)
	// The block has a boundary inside: only rows as wide as it count.
	for _, row := range ChainPrefix(p) {
		switch {
		case row.Registry == SpecialPurpose:
			r.Row, r.HasRow = row, true
		case row.Registry != OutsideRegistry && (row.Status == "ALLOCATED" || row.Status == "LEGACY") && row.Name != "IANA":
			r.Allocation = Allocation{row.Prefix, holder(row.Name), row.Date, row.Status == "LEGACY"}
			r.HasAllocation = true
		}
	}
	if r.HasRow && r.HasAllocation && r.Row.Prefix == r.Allocation.Prefix {
		r.Allocation, r.HasAllocation = Allocation{}, false
	}
	v6, v4 := layouts()
	l := v6
	if r.Class.Family == 4 {
		l = v4
	}
	r.Deprecated = r.Class.Type != Mixed && l.widest(blockOf(p)).deprecated
}

// policyOf returns the row that holds all of p; the zero Policy where a longer row
// begins inside p, so that its addresses have several.
func policyOf(p netip.Prefix) Policy {
	first := RFC6724.Lookup(p.Addr())
	if p.Addr().Is4() {
		return first
	}
	for _, row := range RFC6724.Rows() {
		if row.Prefix.Bits() > p.Bits() && p.Contains(row.Prefix.Addr()) {
			return Policy{}
		}
	}
	return first
}

// reset keeps what only counts behind a Has flag: clearing it all would cost more than
// the look-ups.
func (r *Record) reset(a netip.Addr, c Class) {
	r.Addr, r.Prefix, r.Class = a, netip.Prefix{}, c
	r.Deprecated, r.Policy, r.IPv4, r.Vendor = false, Policy{}, r.IPv4[:0], ""
	r.HasRow, r.HasAllocation, r.HasIID, r.HasMulticast = false, false, false, false
}
