package classify

import (
	"net/netip"

	"github.com/hextet/hextet/embed4"
	"github.com/hextet/hextet/eui64"
	"github.com/hextet/hextet/multicast"
)

// A Record has everything that is known about an address or a block. Describe reuses
// its memory, so that bulk callers do not allocate; its contents are valid until the
// next call. A field with a Has flag is valid only if the flag is true.
type Record struct {
	Addr       netip.Addr   // the first address of a block, with the zone as given
	Prefix     netip.Prefix // the block, without host bits; invalid for an address
	Class      Class
	Deprecated bool
	IPv4       []embed4.Found // the embedded IPv4 addresses
	Policy     Policy         // by RFC 6724; zero for a block with several

	HasRow bool
	Row    Row // of the special-purpose registry

	HasAllocation bool
	Allocation    Allocation // the allocation that contains it

	HasIID bool
	IID    eui64.Analysis // the interface identifier
	Vendor string         // of IID.MAC, by Options.Vendor; "" if unknown

	HasMulticast bool
	Multicast    multicast.Info
}

// Options are additional data for Describe. The zero Options are valid.
type Options struct {
	Vendors *Vendors          // in place of the built-in data
	Sites   *embed4.Extractor // NAT64, 6rd and other prefixes of known networks
}

// Describe sets r to the facts about the address a. For the zero Addr only Addr is set.
// It does not allocate once the slices of r have grown.
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

// Vendor returns the vendor of m by the IEEE registries, else the hypervisor or cloud
// by [VMVendor].
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

// tables sets the facts of the segment of r.Class.
func (r *Record) tables() {
	r.Row, r.HasRow = r.Class.Row()
	r.Allocation, r.HasAllocation = r.Class.Allocation()
	r.Deprecated = r.Class.Deprecated()
	r.Policy = r.Class.Policy()
}

// DescribePrefix sets r to the facts about the block p; registry row and allocation are
// those that contain all of it. Facts of single addresses, such as the interface
// identifier, are set only if p is one address.
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
	// The block spans several segments: only rows that contain it apply.
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

// policyOf returns the row that applies to all of p; the zero Policy if there are
// several.
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

// reset does not clear fields with a Has flag, which would cost more than the look-ups.
func (r *Record) reset(a netip.Addr, c Class) {
	r.Addr, r.Prefix, r.Class = a, netip.Prefix{}, c
	r.Deprecated, r.Policy, r.IPv4, r.Vendor = false, Policy{}, r.IPv4[:0], ""
	r.HasRow, r.HasAllocation, r.HasIID, r.HasMulticast = false, false, false, false
}
