//go:build !(386 || arm || mips || mipsle)

package main

import (
	"io"
	"math/rand/v2"
	"net"

	"github.com/maxmind/mmdbwriter"
	"github.com/maxmind/mmdbwriter/mmdbtype"
)

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
