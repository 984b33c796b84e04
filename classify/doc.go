// Package classify says what an IPv6 or IPv4 address is: its type and scope, the
// rows of IANA's registries it sits in, who the block was given to, what its
// interface identifier looks like, which bits mean what, and what is wrong with it.
//
//	a := netip.MustParseAddr("2001:0:4136:e378:8000:63bf:3fff:fdd2")
//	c := classify.Classify(a)
//	fmt.Println(c.Type, c.Scope) // teredo global
//	fmt.Println(string(c.AppendDetail(nil, a)))
//	// Teredo client 192.0.2.45 port 40000, server 65.54.227.120
//
// [Classify] is for millions of addresses: one search of a table made on first
// use, no allocation. [Record.Describe] gathers everything that is known, [Anatomy]
// takes an address apart into its fields, [Warnings] tells what to mind.
//
// The tables are IANA's special-purpose registries (RFC 6890, RFC 8190), the IPv6
// and IPv4 address space, the global unicast assignments, the reserved interface
// identifiers (RFC 5453) and anycast identifiers (RFC 2526), as of [RegistryDate];
// the policy tables of RFC 6724 and RFC 3484; and prefixes that RFCs name outside
// any registry (RFC 4291, RFC 3701, RFC 3879). Vendor names are those of the IEEE
// as of [VendorDate]. Scopes follow RFC 4007, RFC 4291, RFC 6724 sections 3.1 and
// 3.2, RFC 7346, and RFC 2365 for IPv4 multicast.
//
// All of it is about the bits of an address. Nothing here asks the network, and
// where bits only suggest something, the words say "looks like".
package classify
