package main

import (
	"encoding/binary"
	"io"
	"math/rand/v2"
	"net"
	"net/netip"

	"github.com/maxmind/mmdbwriter"
	"github.com/maxmind/mmdbwriter/mmdbtype"
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

// networks writes a MaxMind database of n networks, each with the number of an
// autonomous system, its name and a country.
func networks(w io.Writer, n int, seed uint64) error {
	tree, err := mmdbwriter.New(mmdbwriter.Options{
		DatabaseType: "Benchmark-ASN", BuildEpoch: 1_767_225_600, IncludeReservedNetworks: true,
	})
	if err != nil {
		return err
	}
	r := rand.New(rand.NewPCG(seed, 2))
	for i := range n {
		p := network(uint32(i))
		as := 1 + r.IntN(80_000)
		if err := tree.Insert(&net.IPNet{IP: p.Addr().AsSlice(), Mask: net.CIDRMask(p.Bits(), p.Addr().BitLen())}, mmdbtype.Map{
			"autonomous_system_number":       mmdbtype.Uint32(as),
			"autonomous_system_organization": mmdbtype.String("Example " + countries[as%len(countries)] + " network"),
			"country":                        mmdbtype.Map{"iso_code": mmdbtype.String(countries[as%len(countries)])},
		}); err != nil {
			return err
		}
	}
	_, err = tree.WriteTo(w)
	return err
}
