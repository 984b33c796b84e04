package privacy

import (
	"encoding/hex"
	"net/netip"
	"os"
	"strconv"
	"strings"
	"testing"
)

// rows returns the tab-separated lines of a file in testdata that have n columns.
func rows(t testing.TB, file string, n int) [][]string {
	t.Helper()
	b, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	var list [][]string
	for line := range strings.Lines(string(b)) {
		line = strings.TrimSuffix(line, "\n")
		if strings.HasPrefix(line, "#") {
			continue
		}
		if f := strings.Split(line, "\t"); len(f) == n {
			list = append(list, f)
		}
	}
	if len(list) == 0 {
		t.Fatalf("%s: no line of %d columns", file, n)
	}
	return list
}

func mac(t testing.TB, s string) []byte {
	t.Helper()
	return unhex(t, strings.ReplaceAll(s, ":", ""))
}

func unhex(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func number(t testing.TB, s string) uint32 {
	t.Helper()
	n, err := strconv.ParseUint(s, 10, 32)
	if err != nil {
		t.Fatal(err)
	}
	return uint32(n)
}

func secret(t testing.TB, sys System, s string) Secret {
	t.Helper()
	v, err := ParseSecret(sys, []byte(s))
	if err != nil {
		t.Fatalf("ParseSecret(%v): %v", sys, err)
	}
	return v
}

func machineID(t testing.TB, s string) Secret {
	t.Helper()
	v, err := ParseMachineID(s)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func order(t testing.TB, s string) ByteOrder {
	t.Helper()
	o, err := ParseByteOrder(s)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// want fails unless sys makes the address from in, by Addr and by Derive, and
// unless the fields that Derive shows lie one after another.
func want(t testing.TB, sys System, in Inputs, prefix, address string) {
	t.Helper()
	g, err := New(sys, in)
	if err != nil {
		t.Errorf("New(%v): %v", sys, err)
		return
	}
	p := netip.MustParsePrefix(prefix)
	a, err := g.Addr(p)
	if err != nil || a.String() != address {
		t.Errorf("%v: Addr(%v) = %v, %v, want %v", sys, p, a, err, address)
		return
	}
	d, err := g.Explain(p)
	if err != nil || d.Address != a || d.IID != iidOf(a) || d.DADCounter != in.DADCounter || d.System != sys {
		t.Errorf("%v: Derive(%v) = %+v, %v, want %v", sys, p, d, err, address)
	}
	at := 0
	for _, f := range d.Input {
		if f.Offset == -1 && f.Secret {
			continue
		}
		if f.Offset != at || f.Secret == (f.Bytes != nil) || !f.Secret && len(f.Bytes) != f.Length {
			t.Errorf("%v: field %+v at %d, want at %d", sys, f, f.Offset, at)
		}
		at += f.Length
	}
}

func TestLinuxVectors(t *testing.T) {
	for _, r := range rows(t, "linux.txt", 6) {
		in := Inputs{Secret: secret(t, Linux, r[0]), Hardware: mac(t, r[1]), DADCounter: number(t, r[3]), ByteOrder: order(t, r[4])}
		want(t, Linux, in, r[2], r[5])
		want(t, Android, in, r[2], r[5])
	}
}

func TestDhcpcdVectors(t *testing.T) {
	for _, r := range rows(t, "dhcpcd.txt", 7) {
		want(t, Dhcpcd, Inputs{
			Secret: secret(t, Dhcpcd, r[0]), Hardware: mac(t, r[1]), SSID: strings.Trim(r[2], "-"),
			DADCounter: number(t, r[4]), ByteOrder: order(t, r[5]),
		}, r[3], r[6])
	}
}

func TestNetworkdVectors(t *testing.T) {
	for _, r := range rows(t, "networkd.txt", 7) {
		in := Inputs{MachineID: machineID(t, r[0]), Interface: r[2], Hardware: mac(t, r[3]), DADCounter: number(t, r[5])}
		if r[1] != "-" {
			in.Secret = secret(t, Networkd, r[1])
		}
		want(t, Networkd, in, r[4], r[6])
	}
	for _, r := range rows(t, "networkd.txt", 3) {
		id := machineID(t, r[0])
		stable := netip.MustParseAddr(r[2]).As16()
		if got := networkdStableSecret(id, r[1]); string(got.bytes()) != string(stable[:]) {
			t.Errorf("networkdStableSecret(%s, %s) = %x, want %s", r[0], r[1], got.bytes(), r[2])
		}
		// What the kernel makes of it.
		hw := mac(t, "52:54:00:12:34:56")
		g, err := New(Linux, Inputs{Secret: NewSecret(stable[:]), Hardware: hw})
		if err != nil {
			t.Fatal(err)
		}
		ll, _ := g.Addr(netip.MustParsePrefix("fe80::/64"))
		want(t, Networkd, Inputs{MachineID: id, Interface: r[1], Hardware: hw}, "fe80::/64", ll.String())
	}
}

func TestNetworkManagerVectors(t *testing.T) {
	for _, r := range rows(t, "networkmanager.txt", 10) {
		in := Inputs{
			Secret: secret(t, NetworkManager, r[0]), MachineID: machineID(t, r[1]), Interface: r[2], Connection: &r[4],
			DADCounter: number(t, r[8]), Release: "1.42.4",
		}
		if r[5] != "-" {
			in.StableID = &r[5]
		}
		want(t, NetworkManager, in, r[3], r[9])
		id := stableID{Connection: r[4], Device: r[2], release: 42}
		kind, text := id.expand(in.StableID)
		if got := id.networkID(kind, text); uint32(kind) != number(t, r[6]) || got != r[7] {
			t.Errorf("%q: type %d, network id %q, want %s, %q", r[5], kind, got, r[6], r[7])
		}
	}
	for _, r := range rows(t, "networkmanager.txt", 7) {
		id := r[4]
		if id == "-" {
			id = ""
		}
		in := Inputs{Secret: NewSecret(unhex(t, r[0])), Interface: r[1], DADCounter: number(t, r[5])}
		if r[3] == "0" {
			in.Connection = &id
		} else {
			in.StableID = &id
		}
		want(t, NetworkManager, in, r[2], r[6])
	}
}
