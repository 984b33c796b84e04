package cmd

import (
	"bytes"
	"net"
	"os"
	"sync"

	"github.com/maxmind/mmdbwriter"
	"github.com/maxmind/mmdbwriter/mmdbtype"
)

// WriteDatabase, for the tests of both packages, writes the city.mmdb of examples and scripts.
func WriteDatabase(path string) error {
	b, err := databaseBytes()
	if err != nil {
		return err
	}
	return os.WriteFile(path, b, 0o600)
}

var databaseBytes = sync.OnceValues(func() ([]byte, error) {
	tree, err := mmdbwriter.New(mmdbwriter.Options{
		DatabaseType: "Example-City", IncludeReservedNetworks: true, BuildEpoch: 1_767_225_600, // 2026-01-01
	})
	if err != nil {
		return nil, err
	}
	for _, n := range []struct {
		network, country, city string
		asn                    uint32
	}{
		{"192.0.2.0/24", "AT", "Vienna", 64496},
		{"192.0.2.128/25", "AT", "Graz", 64496},
		{"198.51.100.0/24", "DE", "Berlin", 64497},
		{"2001:db8::/32", "FR", "Paris, Rive Gauche", 64498},
	} {
		_, network, err := net.ParseCIDR(n.network)
		if err != nil {
			return nil, err
		}
		if err := tree.Insert(network, mmdbtype.Map{
			"country":      mmdbtype.Map{"iso_code": mmdbtype.String(n.country), "is_in_european_union": mmdbtype.Bool(true)},
			"city":         mmdbtype.Map{"names": mmdbtype.Map{"en": mmdbtype.String(n.city)}},
			"subdivisions": mmdbtype.Slice{mmdbtype.Map{"iso_code": mmdbtype.String("1")}},
			"asn":          mmdbtype.Uint32(n.asn),
		}); err != nil {
			return nil, err
		}
	}
	var b bytes.Buffer
	_, err = tree.WriteTo(&b)
	return b.Bytes(), err
})
