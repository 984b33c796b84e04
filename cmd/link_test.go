package cmd_test

import (
	"strings"
	"testing"
)

// fastAndSlow holds the quick way to plain text of a one-value command against
// its records: the same values, messages and status.
func fastAndSlow(t *testing.T, input string, args ...string) {
	t.Helper()
	out, errs, status := hextet(t, input, args...)
	slow, slowErrs, slowStatus := hextet(t, input, append(args, "--fields", "output")...)
	if out != slow || errs != slowErrs || status != slowStatus {
		t.Errorf("%q: %q, %q, %d without --fields; %q, %q, %d with --fields output", args, out, errs, status, slow, slowErrs, slowStatus)
	}
}

// linkItems are link-layer addresses, addresses and neither.
var linkItems = strings.Join([]string{
	"00:00:5e:00:53:01", "02-00-00-00-53-01", "0:0:5e:0:53:1", "0000.5e00.5301", "00005e005301", "00:00:5e:ef:10:00:53:01",
	"ff:ff:ff:ff:ff:ff", "01:00:5e:00:00:fb", "33:33:ff:00:53:01", "33:33:00:00:00:fb", "00:00:00:00:00:00", "0x1234", "abcd:1234", "7",
	"80:00:02:08:fe:80:00:00:00:00:00:00:00:02:c9:03:00:07:1e:b1",
	"fe80::200:5eff:fe00:5301", "fe80::200:5eff:fe00:5301%eth0", "2001:db8::200:5eff:fe00:5301/64", "[2001:db8::1]", "2001:db8::", "::", "::1",
	"fe80::5efe:192.0.2.33", "fe80::c000:221", "fe80::ff:fe00:1234", "0200:5eff:fe00:5301", "::ffff:192.0.2.1", "::ffff:224.0.0.1", "2001:db8::/32", "2001:db8:1::/48", "::/0", "fe80::/10",
	"192.0.2.1", "192.0.2.0/24", "198.51.100.0/30", "0.0.0.0/0", "224.0.0.251", "239.255.255.255", "232.1.2.3", "255.255.255.255",
	"ff02::1", "ff02::1%eth0", "ff02::1:ff00:5301", "ff7e:140:2001:db8::1", "ff3e::8000:1", "ff05::2/128", "2001:db8::3/48", "2001:db8:0:1::f",
	"nonsense", "1:2:3", "AS64496", "\x1b[31m",
}, "\n") + "\n"

func TestEUI64FastAndSlow(t *testing.T) {
	for _, link := range []string{"ethernet", "6lowpan", "short", "firewire", "infiniband", "arcnet", "isatap", "gre", "ipip", "sit", "ppp", "atm"} {
		for _, more := range [][]string{nil, {"--prefix", "2001:db8::/64"}, {"--prefix", "::/0"}, {"-r"}, {"-r", "--mac-format", "dot"}, {"--null"}, {"-k", "1"}} {
			fastAndSlow(t, linkItems, append([]string{"eui64", "--link", link}, more...)...)
		}
	}
	fastAndSlow(t, linkItems, "eui64", "--link", "short", "--pan", "beef")
	fastAndSlow(t, linkItems, "eui64", "--dev-id", "3")
}

func TestMulticastFastAndSlow(t *testing.T) {
	for _, args := range [][]string{
		{"solicited-node"}, {"solicited-node", "-k", "1"}, {"solicited-node", "--member", "ff02::1:ff00:5301"},
		{"mac"}, {"mac", "--solicited"}, {"mac", "--mac-format", "dot"}, {"mac", "-r"}, {"mac", "--null"},
		{"from-prefix"}, {"from-prefix", "--group", "0"}, {"from-prefix", "--group", "8000:1", "--scope", "5"}, {"from-prefix", "--scope", "link-local"},
		{"rp"}, {"rp", "--group", "7"}, {"rp", "--prefix-length", "32", "--scope", "8"},
		{"from-iid"}, {"from-iid", "--group", "0x80000000", "--scope", "1"},
	} {
		fastAndSlow(t, linkItems, append([]string{"multicast"}, args...)...)
	}
}
