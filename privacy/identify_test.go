package privacy

import (
	"net/netip"
	"slices"
	"testing"
)

func matches(id *Identifier, a string) []Match {
	return slices.Collect(id.Matches(netip.MustParseAddr(a)))
}

// Every observed address is found again among many wrong candidates.
func TestIdentifyVectors(t *testing.T) {
	wrong := Candidates{
		Secrets:    []Secret{NewSecret([]byte("00112233445566778899aabbccddee00")), NewSecret([]byte("x"))},
		Interfaces: []string{"lo", "eth0"},
		Hardware:   [][]byte{{2, 0, 0, 0, 0, 9}, make([]byte, 8)},
		MachineIDs: []Secret{machineID(t, "11111111111111111111111111111111")},
	}
	check := func(sys System, dad uint32, address string, add func(*Candidates)) {
		t.Helper()
		c := wrong
		c.Secrets, c.Interfaces = slices.Clone(c.Secrets), slices.Clone(c.Interfaces)
		c.Hardware, c.MachineIDs = slices.Clone(c.Hardware), slices.Clone(c.MachineIDs)
		add(&c)
		m := matches(NewIdentifier(c), address)
		if len(m) != 1 || m[0].System != sys || m[0].DADCounter != dad {
			t.Errorf("%s: %d matches %v, want %v %d", address, len(m), m, sys, dad)
			return
		}
		// What it says makes the address.
		g, err := New(sys, m[0].Inputs)
		if err != nil {
			t.Fatal(err)
		}
		a := netip.MustParseAddr(address)
		if got, err := g.Addr(netip.PrefixFrom(a, 64)); got != a {
			t.Errorf("%v: %v, %v", a, got, err)
		}
	}
	for _, r := range rows(t, "linux.txt", 6) {
		check(Linux, number(t, r[3]), r[5], func(c *Candidates) {
			c.Secrets = append(c.Secrets, NewSecret([]byte(r[0])))
			c.Hardware = append(c.Hardware, mac(t, r[1]))
		})
	}
	for _, r := range rows(t, "dhcpcd.txt", 7) {
		check(Dhcpcd, 0, r[6], func(c *Candidates) {
			c.Secrets = append(c.Secrets, NewSecret([]byte(r[0])))
			c.Hardware = append(c.Hardware, mac(t, r[1]))
			c.SSIDs = []string{"net"}
			c.VLANs = []uint16{7}
		})
	}
	for _, r := range rows(t, "networkd.txt", 7) {
		check(Networkd, 0, r[6], func(c *Candidates) {
			c.MachineIDs = append(c.MachineIDs, machineID(t, r[0]))
			if r[1] != "-" {
				c.Secrets = append(c.Secrets, NewSecret([]byte(r[1])))
			}
			c.Interfaces = append(c.Interfaces, r[2])
			c.Hardware = append(c.Hardware, mac(t, r[3]))
		})
	}
	for _, r := range rows(t, "networkmanager.txt", 10) {
		check(NetworkManager, number(t, r[8]), r[9], func(c *Candidates) {
			c.Secrets = append(c.Secrets, NewSecret([]byte(r[0])))
			c.MachineIDs = append(c.MachineIDs, machineID(t, r[1]))
			c.Interfaces = append(c.Interfaces, r[2])
			c.Connections = []string{"other", r[4]}
			c.StableIDs = []string{"other"}
			if r[5] != "-" {
				c.StableIDs = append(c.StableIDs, r[5])
			}
		})
	}
}

func TestIdentifyEverySystem(t *testing.T) {
	hw := []byte{0, 0, 0x5e, 0, 0x53, 1}
	uuid := NewSecret([]byte("6b138152-9f3e-4b97-aaf7-e6e553f2a24e"))
	text := "a1b2c3d4e5f61728394a5b6c7d8e9fab"
	c := Candidates{
		Secrets: []Secret{NewSecret([]byte(text))}, Interfaces: []string{"eth0"}, Hardware: [][]byte{hw}, NetworkIDs: []string{"net"}, SSIDs: []string{"net"},
		VLANs: []uint16{7}, MachineIDs: []Secret{NewSecret(leakBytes)}, Connections: []string{"u"}, StableIDs: []string{"${MAC}"}, BootIDs: []string{"b"}, HostUUIDs: []Secret{uuid}, Hostnames: []string{"host.example.com"},
	}
	id := NewIdentifier(c)
	for _, sys := range Systems(Stable) {
		in := sample(sys)
		if sys == NetworkManager {
			in.Secret = NewSecret([]byte(text))
			in.Connection, in.StableID, in.Hardware = new("u"), &c.StableIDs[0], hw
		}
		for dad := range uint32(4) {
			if sys == KAME && dad > 0 {
				break // it has no counter
			}
			in.DADCounter = dad
			for _, prefix := range []string{"2001:db8:1:2::/64", "fe80::/64"} {
				if prefix == "fe80::/64" && (sys == FreeBSD || sys == OpenBSD && dad > 0) {
					continue // they make no such address
				}
				g, err := New(sys, in)
				if err != nil {
					t.Fatal(err)
				}
				a, _ := g.Addr(netip.MustParsePrefix(prefix))
				m := matches(id, a.String())
				want := sys
				if sys == Android || sys == Networkd && prefix == "fe80::/64" {
					want = Linux // the same function, whoever keeps the secret
				}
				if len(m) != 1 || m[0].System != want || m[0].DADCounter != dad {
					t.Errorf("%v %d %s: %v", sys, dad, prefix, m)
				}
			}
		}
	}
	// Link-local by networkd's derived secret, seen with a zone.
	g, _ := New(Networkd, Inputs{MachineID: NewSecret(leakBytes), Interface: "eth0", Hardware: make([]byte, 6)})
	a, _ := g.Addr(netip.MustParsePrefix("fe80::/64"))
	if m := matches(id, a.String()+"%eth0"); len(m) != 1 || m[0].System != Networkd || m[0].Secret != -1 {
		t.Errorf("derived link-local: %v", m)
	}
	for _, none := range []string{"2001:db8::1", "::ffff:192.0.2.1", "192.0.2.1"} {
		if m := matches(id, none); len(m) != 0 {
			t.Errorf("%s: %v", none, m)
		}
	}
	if id := NewIdentifier(Candidates{}); id.Len() != 0 {
		t.Errorf("no candidates, %d combinations", id.Len())
	}
}
