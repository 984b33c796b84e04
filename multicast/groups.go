package multicast

// A group6 is a row of IANA's registry of IPv6 groups: the groups first to last, as the
// last 64 bits of the address; the bits above them, below flags and scope, are zero. A
// group that is assigned in every scope is only in groupsAny. Rows are sorted and do
// not overlap; unassigned ones are omitted.
type group6 struct {
	first, last     uint64
	name, reference string
}

// A group4 is a row of IANA's registry of IPv4 groups, the groups first to last. Rows
// are sorted and do not overlap; those that add nothing to their block are omitted. The
// registry prints AsiaNext as 224.0.12.64-231 though it lists .136-.191 as unassigned
// and .192-.243 as Deribit's; here it ends at .135.
type group4 struct {
	first, last     uint32
	name, reference string
}

// relative4 holds the groups that every administratively scoped region has, by their
// distance from the last address of the region (RFC 2365 section 9).
var relative4 = [...]struct {
	offset          uint8
	name, reference string
}{
	{0, "SAP Session Announcement Protocol", ""},
	{1, "MADCAP Protocol", "RFC 2730"},
	{2, "SLPv2 Discovery", ""},
	{3, "MZAP", ""},
	{4, "Multicast Discovery of DNS Services", ""},
	{5, "SSDP", ""},
	{6, "DHCP v4", ""},
	{7, "AAP", ""},
	{8, "MBUS", "RFC 3259"},
	{9, "UPnP", ""},
	{10, "MCAST-TEST-NET-2", "RFC 6676"},
	{254, "RFC3692-style Experiment", "RFC 4727"},
}
