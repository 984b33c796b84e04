package mmdb

import (
	"net/netip"

	"github.com/oschwald/maxminddb-golang/v2"
)

// aliasPrefixes are the prefixes that may lead to the IPv4 addresses of a database:
// what follows them in an address is used as an IPv4 address.
//
//	::a.b.c.d        where databases keep them
//	::ffff:a.b.c.d   IPv4-mapped (RFC 4291 section 2.5.5.2)
//	64:ff9b::a.b.c.d NAT64 (RFC 6052)
//	2001:0:a.b:c.d:  Teredo (RFC 4380): the server
//	2002:a.b:c.d:    6to4 (RFC 3056)
//
// Which of them a database uses is only known from its tree, not from its metadata.
var aliasPrefixes = [...]string{"::/96", "::ffff:0:0/96", "64:ff9b::/96", "2001::/32", "2002::/16"}

// findAliases sets the aliases that the database has. By default, the library omits
// them when it yields networks.
func (db *DB) findAliases() {
	if db.r.Metadata.IPVersion != 6 {
		return
	}
	first := func(p netip.Prefix, options ...maxminddb.NetworksOption) bool {
		for res := range db.r.NetworksWithin(p, options...) {
			return res.Found() && (res.Prefix().Bits() > p.Bits() || res.Prefix().Addr().Is4())
		}
		return false
	}
	for _, text := range aliasPrefixes {
		p := netip.MustParsePrefix(text)
		own := first(p)
		if p.Addr().IsUnspecified() && own || !own && first(p, maxminddb.IncludeAliasedNetworks()) {
			db.aliases = append(db.aliases, p)
		}
	}
}

// looked returns the address that the database looks up for a, and whether that is an
// IPv4 address inside a. bits is the length of the network found.
func (db *DB) looked(a netip.Addr, bits int) (netip.Addr, bool) {
	if a.Is4() {
		return a, false
	}
	for _, p := range db.aliases {
		if bits >= p.Bits() && p.Contains(a) {
			b := a.As16()
			return netip.AddrFrom4([4]byte(b[p.Bits()/8:])), true
		}
	}
	return a, false
}
