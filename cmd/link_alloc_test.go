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

// TestMulticastNoAllocs: the same for the commands on groups.
func TestMulticastNoAllocs(t *testing.T) {
	buf := make([]byte, 0, 1<<12)
	const host, group = "fe80::200:5eff:fe00:5301", "ff02::1:ff00:5301"
	macs, solicited := groupMACOp(eui64.Colon, groupOf), groupMACOp(eui64.Dot, solicitedOf)
	for _, tt := range []struct {
		name  string
		op    func(dst []byte, item string) ([]byte, error)
		lines func(dst, src []byte) ([]byte, int)
		item  string
	}{
		{"solicited-node", solicitedOp().Append, solicitedOp().Lines, host},
		{"solicited-node with zone", solicitedOp().Append, nil, host + "%eth0"},
		{"mac", macs.Append, macs.Lines, group},
		{"mac of IPv4", macs.Append, macs.Lines, "224.0.0.251"},
		{"mac --solicited", solicited.Append, solicited.Lines, host},
	} {
		var err error
		if n := testing.AllocsPerRun(100, func() {
			if buf, err = tt.op(buf[:0], tt.item); err != nil {
				t.Fatal(err)
			}
		}); n != 0 {
			t.Errorf("%s: %v allocations", tt.name, n)
		}
		if tt.lines == nil {
			continue
		}
		src := []byte(tt.item + "\n" + tt.item + "/129\n")
		if n := testing.AllocsPerRun(100, func() {
			out, n := tt.lines(buf[:0], src)
			if n != len(tt.item)+1 || len(out) == 0 {
				t.Fatalf("%s: %d bytes of %q", tt.name, n, src)
			}
		}); n != 0 {
			t.Errorf("%s: %v allocations of Lines", tt.name, n)
		}
	}
}
