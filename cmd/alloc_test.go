package cmd

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hextet/hextet/internal/cli"
)

// TestNoAllocsPerLine compares runs of the whole program that differ only in their number
// of lines, in every kind of output.
func TestNoAllocsPerLine(t *testing.T) {
	if raceDetector {
		t.Skip("the race detector allocates")
	}
	const (
		addresses = "2001:db8::1\n2001:DB8:0:0:8:800:200C:417A\nfe80::200:5eff:fe00:5301\n64:ff9b::192.0.2.33\n2001:0:4136:e378:8000:63bf:3fff:fdd2\n"
		unicast   = "2001:db8::1\nfe80::200:5eff:fe00:5301\n"
		groups    = "ff02::1\nff02::1:ff00:5301\n224.0.0.251\n"
		ipv4      = "192.0.2.1\n192.0.2.77\n"
		macs      = "00-A0-CC-24-B0-E4\n00a0.cc24.b0e5\n06:00:5e:00:53:01\n00:00:5e:00:01:05\n"
		eui64     = "fe80::2a0:ccff:fe24:b0e4\n2001:db8::2a0:ccff:fe24:b0e5\n"
	)
	dir := t.TempDir()
	csv, database := filepath.Join(dir, "table.csv"), "testdata/city.mmdb"
	if err := os.WriteFile(csv, []byte("network,asn,name\n2001:db8::/32,64496,docs\n192.0.2.0/24,64497,net\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ command, input string }{
		{"expand", addresses},
		{"compress", addresses},
		{"convert --to int", addresses},
		{"convert --to arpa", addresses},
		{"convert --to hex", addresses},
		{"classify", addresses + ipv4 + groups},
		{"extract", addresses},
		{"embed mapped", ipv4},
		{"embed nat64", ipv4},
		{"embed 6to4", ipv4},
		{"eui64", macs},
		{"eui64 --prefix 2001:db8::/64", macs},
		{"eui64 --reverse", eui64},
		{"multicast solicited-node", unicast},
		{"multicast mac", groups},
		{"multicast mac --solicited", unicast},
		{"privacy stable --secret 30313233343536373839616263646566 --interface eth0", "2001:db8:1:2::/64\n3fff::/64\n"},
		{"privacy stable --as linux --secret 30313233343536373839616263646566 --mac 00:00:5e:00:53:01", "2001:db8:1:2::/64\n3fff::/64\n"},
		{"stats", addresses + ipv4},
		{"stats --by 64", addresses + ipv4},
		{"privacy anonymize", addresses + ipv4 + groups},
		{"privacy anonymize --method ipcrypt-pfx --secret 30313233343536373839616263646566406162636465666768696a6b6c6d6e6f", addresses + ipv4 + groups},
		{"privacy anonymize --method cryptopan -r --secret 30313233343536373839616263646566406162636465666768696a6b6c6d6e6f", addresses + ipv4 + groups},
		{"privacy anonymize --method ipcrypt-deterministic --secret 30313233343536373839616263646566", addresses + ipv4 + groups},
		{"subnet range", addresses},
		{"subnet match --prefix 2001:db8::/32", addresses},
		{"subnet match --table " + csv, addresses + ipv4},
		{"subnet match --unmap --mmdb " + database, addresses + ipv4},
		{"subnet renumber --nptv6 --from 2001:db8::/48 --to 3fff::/48", addresses},
		{"subnet anycast --id 126", "2001:db8::/64\n3fff::/80\n"},
		{"multicast node-information", "host\nwww.example.com\n"},
		{"embed multicast --multicast-prefix ff0e::/96", "233.252.0.1\n224.0.0.1\n"},
		{"embed nat64 --pref64", "64:ff9b::/96\n2001:db8::/32\n"},
	} {
		for _, mode := range []string{"", "-j", "-o csv", "-k 2", "--csv -k 2", "-0"} {
			input := c.input
			switch {
			case strings.Contains(mode, "csv -k"):
				input = "a," + strings.ReplaceAll(strings.TrimSpace(input), "\n", ",\"b\"\na,") + ",b\n"
			case strings.Contains(mode, "-k"):
				input = "a " + strings.ReplaceAll(strings.TrimSpace(input), "\n", " b\na ") + " b\n"
			case mode == "-0":
				input = strings.ReplaceAll(input, "\n", "\x00")
			}
			allocs := func(times int) float64 {
				text := []byte(strings.Repeat(input, times))
				return testing.AllocsPerRun(1, func() {
					var errs bytes.Buffer
					s := cli.Streams{In: bytes.NewReader(text), Out: io.Discard, Err: &errs, Env: func(string) string { return "" }}
					if status := Main(strings.Fields(c.command+" "+mode), s); status > 1 || errs.Len() > 0 {
						t.Fatalf("%s %s: status %d, %.200s", c.command, mode, status, errs.Bytes())
					}
				})
			}
			const few, many = 200, 4000
			lines := float64((many - few) * strings.Count(c.input, "\n"))
			if perLine := (allocs(many) - allocs(few)) / lines; perLine > 0.02 { // buffers, a few a block
				t.Errorf("%s %s: %.3f allocations a line", c.command, mode, perLine)
			}
		}
	}
}
