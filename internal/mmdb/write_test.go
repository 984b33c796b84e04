//go:build !(386 || arm || mips || mipsle)

// The writer of databases does not compile for 32 bits: what it writes is in
// testdata, which every system reads.

package mmdb

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/maxmind/mmdbwriter"
	"github.com/maxmind/mmdbwriter/mmdbtype"
)

// TestDatabases compares the databases in testdata with what the writer makes of
// these networks. UPDATE_SCRIPTS=1 rewrites them.
func TestDatabases(t *testing.T) {
	numbers := map[string]mmdbtype.Map{}
	for i := range 200 {
		numbers[fmt.Sprintf("10.%d.0.0/16", i)] = mmdbtype.Map{"n": mmdbtype.Uint32(uint32(i))}
	}
	for _, d := range []struct {
		name     string
		opts     mmdbwriter.Options
		networks map[string]mmdbtype.Map
	}{
		{"cities", mmdbwriter.Options{DatabaseType: "Example-City"}, map[string]mmdbtype.Map{
			"192.0.2.0/24":   place("AT", "Vienna"),
			"192.0.2.128/25": place("AT", "Graz"),
			"2001:db8::/32":  place("DE", "Köln \"am\" Rhein\n"),
		}},
		{"no-aliases", mmdbwriter.Options{DisableIPv4Aliasing: true}, map[string]mmdbtype.Map{
			"192.0.2.0/24":         {"asn": mmdbtype.Uint32(64496)},
			"2002:c000:200::/40":   {"asn": mmdbtype.Uint32(64497)},
			"::ffff:192.0.2.0/120": {"asn": mmdbtype.Uint32(64498)},
		}},
		{"ipv4", mmdbwriter.Options{IPVersion: 4, RecordSize: 24}, map[string]mmdbtype.Map{
			"192.0.2.0/24": {"asn": mmdbtype.Uint32(64496)},
		}},
		{"fields", mmdbwriter.Options{}, map[string]mmdbtype.Map{
			"192.0.2.0/24": place("AT", "Vienna"),
			"2001:db8::/32": {
				"city": mmdbtype.Map{"names": mmdbtype.Map{"fr": mmdbtype.String("x")}}, "is_anycast": mmdbtype.Bool(true),
			},
		}},
		{"site", mmdbwriter.Options{}, map[string]mmdbtype.Map{
			"192.0.2.0/24": {"site": mmdbtype.String("lab"), "more": mmdbtype.Map{"x": mmdbtype.Uint16(1)}},
		}},
		{"numbers", mmdbwriter.Options{}, numbers},
	} {
		path, want := filepath.Join("testdata", d.name+".mmdb"), database(t, d.opts, d.networks)
		if os.Getenv("UPDATE_SCRIPTS") == "1" {
			if err := os.WriteFile(path, want, 0o666); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is not what the writer makes of its networks (error %v)", path, err)
		}
	}
}

// database is a database of the networks.
func database(t testing.TB, opts mmdbwriter.Options, networks map[string]mmdbtype.Map) []byte {
	t.Helper()
	opts.IncludeReservedNetworks = true
	opts.BuildEpoch = 1_767_225_600 // 2026-01-01
	tree, err := mmdbwriter.New(opts)
	if err != nil {
		t.Fatal(err)
	}
	// The shorter prefixes first: the writer lets a later network replace those in it.
	order := slices.SortedFunc(maps.Keys(networks), func(a, b string) int {
		return cmp.Or(netip.MustParsePrefix(a).Bits()-netip.MustParsePrefix(b).Bits(), strings.Compare(a, b))
	})
	for _, p := range order {
		_, n, err := net.ParseCIDR(p)
		if err != nil {
			t.Fatal(err)
		}
		if err := tree.Insert(n, networks[p]); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if _, err := tree.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func place(country, city string) mmdbtype.Map {
	return mmdbtype.Map{
		"country": mmdbtype.Map{"iso_code": mmdbtype.String(country)},
		"city":    mmdbtype.Map{"names": mmdbtype.Map{"en": mmdbtype.String(city), "de": mmdbtype.String(city + " (de)")}},
		"subdivisions": mmdbtype.Slice{
			mmdbtype.Map{"iso_code": mmdbtype.String("1")}, mmdbtype.Map{"iso_code": mmdbtype.String("2")},
		},
		"location": mmdbtype.Map{"latitude": mmdbtype.Float64(48.25)},
	}
}

func BenchmarkLookup(b *testing.B) {
	networks := map[string]mmdbtype.Map{}
	for i := range 20_000 {
		networks[fmt.Sprintf("10.%d.%d.0/24", i>>8, i&255)] = mmdbtype.Map{
			"autonomous_system_number": mmdbtype.Uint32(uint32(i)), "country": mmdbtype.Map{"iso_code": mmdbtype.String("AT")},
		}
	}
	path := filepath.Join(b.TempDir(), "networks.mmdb")
	if err := os.WriteFile(path, database(b, mmdbwriter.Options{}, networks), 0o600); err != nil {
		b.Fatal(err)
	}
	v := view(b, open(b, path), "autonomous_system_number,country.iso_code")
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		i = (i*7919 + 1) % 20_000
		if _, ok, err := v.Lookup(netip.AddrFrom4([4]byte{10, byte(i >> 8), byte(i), 1})); !ok || err != nil {
			b.Fatal(ok, err)
		}
	}
}
