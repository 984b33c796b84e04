package cmd

import (
	"testing"

	"github.com/hextet/hextet/privacy"
)

// TestPrivacyStableNoAllocs: a prefix costs no allocation, whatever the system.
func TestPrivacyStableNoAllocs(t *testing.T) {
	key := privacy.NewSecret([]byte("0123456789abcdef"))
	mac := []byte{0x00, 0x00, 0x5e, 0x00, 0x53, 0x01}
	for sys, in := range map[privacy.System]privacy.Inputs{
		privacy.RFC7217:        {Secret: key, Interface: "eth0", NetworkID: "home"},
		privacy.Linux:          {Secret: key, Hardware: mac},
		privacy.NetworkManager: {Secret: key, Interface: "eth0", Connection: new("6b138152-9f3e-4b97-aaf7-e6e553f2a24e")},
		privacy.Networkd:       {Secret: key, Interface: "eth0", Hardware: mac},
		privacy.Dhcpcd:         {Secret: key, Hardware: mac, SSID: "home"},
		privacy.OpenBSD:        {Secret: key, Hardware: mac},
		privacy.FreeBSD:        {HostUUID: privacy.NewSecret([]byte("8f0b1f2c-0000-4000-8000-00005e005301")), Interface: "em0"},
	} {
		gen, err := privacy.New(sys, in)
		if err != nil {
			t.Fatal(err)
		}
		j := stableJob{sys: sys, in: in, gen: gen}
		op := j.op()
		buf := make([]byte, 0, 128)
		for _, item := range []string{"2001:db8:1:2::/64", "3fff::%eth0/64"} {
			if n := testing.AllocsPerRun(100, func() {
				if buf, err = op.Append(buf[:0], item); err != nil {
					t.Fatal(err)
				}
			}); n != 0 {
				t.Errorf("%v, %s: %v allocations", sys, item, n)
			}
		}
	}
}
