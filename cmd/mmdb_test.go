//go:build !(386 || arm || mips || mipsle)

// The writer of databases does not compile for 32 bits: what it writes is in
// testdata, which every system reads.

package cmd

import (
	"bytes"
	"net"
	"os"
	"testing"

	"github.com/maxmind/mmdbwriter"
	"github.com/maxmind/mmdbwriter/mmdbtype"
)

// TestDatabase compares testdata/city.mmdb, of the examples and scripts, with what
// the writer makes of these networks. UPDATE_SCRIPTS=1 rewrites it.
func TestDatabase(t *testing.T) {
	tree, err := mmdbwriter.New(mmdbwriter.Options{
		DatabaseType: "Example-City", IncludeReservedNetworks: true, BuildEpoch: 1_767_225_600, // 2026-01-01
	})
	if err != nil {
		t.Fatal(err)
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
			t.Fatal(err)
		}
		if err := tree.Insert(network, mmdbtype.Map{
			"country":      mmdbtype.Map{"iso_code": mmdbtype.String(n.country), "is_in_european_union": mmdbtype.Bool(true)},
			"city":         mmdbtype.Map{"names": mmdbtype.Map{"en": mmdbtype.String(n.city)}},
			"subdivisions": mmdbtype.Slice{mmdbtype.Map{"iso_code": mmdbtype.String("1")}},
			"asn":          mmdbtype.Uint32(n.asn),
		}); err != nil {
			t.Fatal(err)
		}
	}
	var want bytes.Buffer
	if _, err := tree.WriteTo(&want); err != nil {
		t.Fatal(err)
	}
	const path = "testdata/city.mmdb"
	if os.Getenv("UPDATE_SCRIPTS") == "1" {
		if err := os.WriteFile(path, want.Bytes(), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, want.Bytes()) {
		t.Errorf("%s is not what the writer makes of these networks (error %v)", path, err)
	}
}
