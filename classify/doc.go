// Package classify classifies IPv6 and IPv4 addresses: type and scope, IANA registry
// rows, allocation, the apparent kind of interface identifier, the meaning of the bits,
// and warnings.
//
//	a := netip.MustParseAddr("2001:0:4136:e378:8000:63bf:3fff:fdd2")
//	c := classify.Classify(a)
//	fmt.Println(c.Type, c.Scope) // teredo global
//	fmt.Println(string(c.AppendDetail(nil, a)))
//	// Teredo client 192.0.2.45 port 40000, documentation, server 65.54.227.120, global-unicast
//
// [Classify] is fast: one search of a table that is made on first use, and no
// allocation. [Record.Describe] collects everything that is known, [Anatomy] divides an
// address into fields, [Warnings] returns warnings.
//
// The tables are IANA's special-purpose registries (RFC 6890, RFC 8190), the IPv6 and
// IPv4 address space, the global unicast assignments, the reserved interface
// identifiers (RFC 5453) and anycast identifiers (RFC 2526), as of [RegistryDate]; the
// policy tables of RFC 6724 and RFC 3484; and prefixes that only RFCs define (RFC 4291,
// RFC 3701, RFC 3879). Vendor names are from the IEEE registries as of [VendorDate].
// Scopes follow RFC 4007, RFC 4291, RFC 6724 sections 3.1 and 3.2, RFC 7346, and RFC
// 2365 for IPv4 multicast.
//
// The package does not access the network. Texts say "likely" or "looks like" if the
// bits only suggest something.
package classify
