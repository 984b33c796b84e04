// Package selection orders destinations as a host tries them, and selects the source
// address that it uses for each: RFC 6724 as it is written, and as glibc, musl,
// FreeBSD, KAME and the Linux kernel implement it.
//
//	host := selection.Host{Addresses: []selection.Address{…}}
//	s := selection.New(host, selection.Glibc, selection.Policy{})
//	for _, d := range s.Order(destinations) {
//		fmt.Println(d.Addr, d.Source.Addr, d.Rule.Title())
//	}
//
// A [Host] is a value: addresses, routes, settings. [New] prepares it for a
// [System] and a [Policy]; [Selector.Source] selects a source (RFC 6724 section 5),
// [Selector.Order] sorts destinations (section 6), [Selector.Compare] and
// [Selector.Contenders] show every rule that was tried. [ParseGaiConf] and
// [ParseIP6AddrCtl] parse the policy files of glibc and FreeBSD as
// those do.
//
// The package does not access the machine or the network. It does not model the prefixes
// that each router advertises (rule 5.5 of section 5), tunnels (rule 7 of section
// 6), gateways, routing tables beyond longest match, and preferences that a
// program sets on its socket (RFC 5014).
package selection
