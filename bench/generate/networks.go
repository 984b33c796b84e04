package main

import (
	"encoding/binary"
	"math/rand/v2"
	"net/netip"
)

// network returns network i of the database: a /24 in one of three cases, else a
// /48. Neighbors share their first bits, as those of real networks do.
func network(i uint32) netip.Prefix {
	x := i * 0x9e3779b1 // spreads the numbers, each once
	if i%3 == 0 {
		var a [4]byte
		binary.BigEndian.PutUint32(a[:], x)
		a[0] = 1 + a[0]%126
		p, _ := netip.AddrFrom4(a).Prefix(24)
		return p
	}
	var a [16]byte
	binary.BigEndian.PutUint16(a[:], 0x2a00|uint16(i%16))
	binary.BigEndian.PutUint32(a[2:], x)
	p, _ := netip.AddrFrom16(a).Prefix(48)
	return p
}

// networkCount is how many networks the known addresses are in.
const networkCount = 3_000_000

// known returns an address in one of the networks.
func known(r *rand.Rand, b []byte) []byte {
	a := network(r.Uint32N(networkCount)).Addr()
	if a.Is4() {
		v := a.As4()
		v[3] = byte(r.Uint32())
		return netip.AddrFrom4(v).AppendTo(b)
	}
	v := a.As16()
	binary.BigEndian.PutUint64(v[8:], r.Uint64())
	return netip.AddrFrom16(v).AppendTo(b)
}
