package subnet

// Hosts returns the addresses of r, all of them, as blocks of one address. See
// [Range.Usable] for those that IPv4 hosts may have.
func Hosts(r Range) Blocks {
	return Blocks{base: r.first, last: r.last.Sub(r.first), width: r.width, bits: r.width, hosts: true}
}

// Usable returns the addresses of r that a host may have, where r is a prefix of
// IPv4: all but the network and the broadcast address, which a /31 and a /32 do
// not have (RFC 3021). Any other range is returned as it is.
func (r Range) Usable() Range {
	if p, ok := r.Prefix(); ok && r.Is4() && p.Bits() < 31 {
		return Range{r.first.Inc(), r.last.Dec(), r.width}
	}
	return r
}
