package eui64

// ReservedRange is a row of IANA's table of reserved interface identifiers
// (RFC 5453; registry as of 2014-02-13).
type ReservedRange struct {
	First, Last IID
	Name        string
	Reference   string
}

// reservedIIDs is in order. The Ethernet rows hold what FromMAC makes of the
// MAC-48s in IANA's block 00-00-5E: an interface with such a MAC has a
// reserved identifier by design, and kernels use it.
var reservedIIDs = [...]ReservedRange{
	{0, 0, "Subnet-Router Anycast", "RFC 4291"},
	{0x0200_5eff_fe00_0000, 0x0200_5eff_fe00_5212, "IANA Ethernet Block", "RFC 4291"},
	{0x0200_5eff_fe00_5213, 0x0200_5eff_fe00_5213, "Proxy Mobile IPv6", "RFC 6543"},
	{0x0200_5eff_fe00_5214, 0x0200_5eff_feff_ffff, "IANA Ethernet Block", "RFC 4291"},
	{0xfdff_ffff_ffff_ff80, 0xfdff_ffff_ffff_ffff, "Reserved Subnet Anycast", "RFC 2526"},
}

// Reserved returns the row of the reserved identifiers that id is in, false
// if it is in none.
func (id IID) Reserved() (ReservedRange, bool) {
	for _, r := range reservedIIDs {
		if r.First <= id && id <= r.Last {
			return r, true
		}
	}
	return ReservedRange{}, false
}

// IsReserved reports whether RFC 5453 reserves id, so that no generator of
// opaque identifiers may return it.
func (id IID) IsReserved() bool {
	_, ok := id.Reserved()
	return ok
}
