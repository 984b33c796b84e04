package cmd

import (
	"net/netip"
	"testing"

	"github.com/hextet/hextet/eui64"
)

// TestEUI64NoAllocs: a line costs no allocation, whatever its MAC looks like.
func TestEUI64NoAllocs(t *testing.T) {
	write, err := eui64.NewAppender(netip.MustParsePrefix("2001:db8::/64"))
	if err != nil {
		t.Fatal(err)
	}
	buf := make([]byte, 0, 128)
	for _, tt := range []struct {
		name string
		job  eui64Job
		item string
	}{
		{"colon", eui64Job{link: eui64.Ethernet}, "00:00:5e:00:53:01"},
		{"address", eui64Job{link: eui64.Ethernet, write: write}, "00-00-5E-00-53-01"},
		{"Cisco", eui64Job{link: eui64.Ethernet, write: write}, "0000.5e00.5301"},
		{"EUI-64", eui64Job{link: eui64.SixLoWPAN, write: write}, "00:00:5e:ef:10:00:00:00"},
		{"tunnel", eui64Job{link: eui64.SIT, write: write}, "192.0.2.33"},
		{"short", eui64Job{link: eui64.Short, pan: 0xbeef}, "0x1234"},
		{"reverse", eui64Job{link: eui64.Ethernet, reverse: true, format: eui64.Dot}, "fe80::200:5eff:fe00:5301%eth0/64"},
	} {
		op := tt.job.op()
		if n := testing.AllocsPerRun(100, func() {
			if buf, err = op.Append(buf[:0], tt.item); err != nil {
				t.Fatal(err)
			}
		}); n != 0 {
			t.Errorf("%s: %v allocations", tt.name, n)
		}
	}
}
