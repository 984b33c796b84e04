package privacy

import "sort"

// The reserved identifiers of RFC 5453 as IANA lists them, in order.
var reservedRanges = [...]struct {
	first, last uint64
	name        string
}{
	{0, 0, "Subnet-Router Anycast [RFC4291]"},
	{0x0200_5eff_fe00_0000, 0x0200_5eff_fe00_5212, "Reserved IPv6 Interface Identifiers corresponding to the IANA Ethernet Block [RFC4291]"},
	{0x0200_5eff_fe00_5213, 0x0200_5eff_fe00_5213, "Proxy Mobile IPv6 [RFC6543]"},
	{0x0200_5eff_fe00_5214, 0x0200_5eff_feff_ffff, "Reserved IPv6 Interface Identifiers corresponding to the IANA Ethernet Block [RFC4291]"},
	{0xfdff_ffff_ffff_ff80, 0xfdff_ffff_ffff_ffff, "Reserved Subnet Anycast Addresses [RFC2526]"},
}

// Reserved returns the name that IANA's registry of reserved interface
// identifiers (RFC 5453) has for i, and whether it has one.
func Reserved(i IID) (name string, ok bool) {
	v := i.Uint64()
	k := sort.Search(len(reservedRanges), func(k int) bool { return v <= reservedRanges[k].last })
	if k < len(reservedRanges) && v >= reservedRanges[k].first {
		return reservedRanges[k].name, true
	}
	return "", false
}

// isReserved is Reserved without the name: the test that RFC 7217 section 5
// step 3 asks for, and that NetworkManager, dhcpcd and FreeBSD make.
func isReserved(i IID) bool {
	v := i.Uint64()
	return v == 0 || v>>24 == 0x0200_5eff_fe || v>>7 == 0xfdff_ffff_ffff_ff80>>7
}
