package mmdb

import (
	"encoding/binary"
	"net/netip"

	"github.com/oschwald/maxminddb-golang/v2"
)

// An alias is a prefix that leads to the IPv4 addresses of a database: what
// follows it in an address is taken for one.
//
//	::a.b.c.d        where a database keeps them
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

func (p alias) prefix() netip.Prefix {
	var b [16]byte
	binary.BigEndian.PutUint64(b[:8], p.hi)
	binary.BigEndian.PutUint64(b[8:], p.lo)
	return netip.PrefixFrom(netip.AddrFrom16(b), p.bits)
}

// inner returns the IPv4 address after p in a, if a begins with it.
func (p alias) inner(a netip.Addr) (netip.Addr, bool) {
	b := a.As16()
	hi, lo := binary.BigEndian.Uint64(b[:8]), binary.BigEndian.Uint64(b[8:])
	if p.bits < 64 {
		if (hi^p.hi)>>(64-p.bits) != 0 {
			return netip.Addr{}, false
		}
	} else if hi != p.hi || (lo^p.lo)>>(128-p.bits) != 0 {
		return netip.Addr{}, false
	}
	return netip.AddrFrom4([4]byte(b[p.bits/8:])), true
}

// findAliases finds out which of the prefixes lead to the IPv4 addresses. The
// library leaves aliases out of its networks unless it is told otherwise.
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

// looked returns the address that the database takes a for, and true when that is
// an IPv4 address inside it. The network that answered has bits bits.
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
