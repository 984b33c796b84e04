package mmdb

import (
	"net/netip"

	"github.com/oschwald/maxminddb-golang/v2"

	"github.com/hextet/hextet/internal/ip"
)

// An alias is a prefix that leads to the IPv4 addresses of a database: the 32 bits after
// it are looked up as an IPv4 address.
//
//	::a.b.c.d        where databases keep them
//	::ffff:a.b.c.d   IPv4-mapped (RFC 4291 section 2.5.5.2)
//	64:ff9b::a.b.c.d NAT64 (RFC 6052)
//	2001:0:a.b:c.d:  Teredo (RFC 4380): the server
//	2002:a.b:c.d:    6to4 (RFC 3056)
//
// Which of them a database has is in its tree, not in its metadata.
type alias struct {
	hi, lo uint64
	bits   int
}

var aliasPrefixes = [...]alias{
	{0, 0, 96},
	{0, 0xffff << 32, 96},
	{0x0064_ff9b << 32, 0, 96},
	{0x2001_0000 << 32, 0, 32},
	{0x2002 << 48, 0, 16},
}

func (p alias) prefix() netip.Prefix { return netip.PrefixFrom(ip.Addr6(p.hi, p.lo), p.bits) }

// inner returns the IPv4 address after p in a, if a begins with p.
func (p alias) inner(a netip.Addr) (netip.Addr, bool) {
	if !p.prefix().Contains(a) {
		return netip.Addr{}, false
	}
	return ip.Addr4(uint32(ip.FromAddr(a).Field(uint(p.bits), 32))), true
}

// findAliases sets the aliases that the database has. By default the library omits them
// from the networks it yields.
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
	for _, p := range aliasPrefixes {
		q := p.prefix()
		if p.hi|p.lo == 0 {
			if first(q) {
				db.aliases = append(db.aliases, p)
			}
		} else if !first(q) && first(q, maxminddb.IncludeAliasedNetworks()) {
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
		if bits >= p.bits {
			if v4, ok := p.inner(a); ok {
				return v4, true
			}
		}
	}
	return a, false
}
