package thishost

import (
	"encoding/binary"
	"fmt"
	"net/netip"
	"slices"
	"testing"

	"github.com/hextet/hextet/classify/selection"
)

func TestParseIfInet6(t *testing.T) {
	f := facts{addresses: parseIfInet6(`00000000000000000000000000000001 01 80 10 80       lo
fe800000000000000211223344556677 02 40 20 80     eth0
20010db8000100000000000000000010 02 40 00 a0     eth0
20010db8000100001111222233334444 02 40 00 01     eth0
20010db8000100000000000000000011 02 40 00 40     eth0
20010db8000100000000000000000012 02 40 00 44     eth0
20010db8000100000000000000000013 02 40 00 c8     eth0
20010db8000100000000000000000014 02 40 00 90     eth0
nonsense
`)}
	for in, want := range map[string]struct {
		flags  selection.Flags
		usable bool
	}{
		"fe80::211:2233:4455:6677":         {0, true},
		"2001:db8:1::10":                   {selection.Deprecated, true},
		"2001:db8:1:0:1111:2222:3333:4444": {selection.Temporary, true},
		"2001:db8:1::11":                   {0, false}, // tentative
		"2001:db8:1::12":                   {0, true},  // optimistic
		"2001:db8:1::13":                   {0, false}, // duplicate
		"2001:db8:1::14":                   {selection.Home, true},
		"192.0.2.1":                        {0, true},
	} {
		flags, usable := f.flags(netip.MustParseAddr(in), "eth0")
		if flags != want.flags || usable != want.usable {
			t.Errorf("%s: %v, %v; want %v, %v", in, flags, usable, want.flags, want.usable)
		}
	}
}

// word is an address as the kernel prints it on this machine.
func word(a string) string {
	b := netip.MustParseAddr(a).As4()
	return fmt.Sprintf("%08X", binary.NativeEndian.Uint32(b[:]))
}

func TestParseRoutes(t *testing.T) {
	got := parseRoutes4("Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT\n" +
		"wlan0\t" + word("0.0.0.0") + "\t" + word("192.0.2.1") + "\t0003\t0\t0\t600\t" + word("0.0.0.0") + "\t0\t0\t0\n" +
		"eth0\t" + word("0.0.0.0") + "\t" + word("198.51.100.1") + "\t0003\t0\t0\t100\t" + word("0.0.0.0") + "\t0\t0\t0\n" +
		"eth0\t" + word("198.51.100.0") + "\t00000000\t0001\t0\t0\t100\t" + word("255.255.254.0") + "\t0\t0\t0\n" +
		"*\t" + word("10.0.0.0") + "\t00000000\t0200\t0\t0\t0\t" + word("255.0.0.0") + "\t0\t0\t0\n")
	got = append(got, parseRoutes6(`20010db8000100000000000000000000 40 00000000000000000000000000000000 00 00000000000000000000000000000000 00000100 00000001 00000000 00000001     eth0
00000000000000000000000000000000 00 00000000000000000000000000000000 00 fe800000000000000000000000000001 00000400 00000001 00000000 00000003     eth0
00000000000000000000000000000000 00 00000000000000000000000000000000 00 00000000000000000000000000000000 ffffffff 00000001 00000000 00200200       lo
00000000000000000000000000000001 80 00000000000000000000000000000000 00 00000000000000000000000000000000 00000000 00000001 00000000 80200001       lo
ff000000000000000000000000000000 08 00000000000000000000000000000000 00 00000000000000000000000000000000 00000100 00000001 00000000 00000001     eth0
20010db8000200000000000000000000 40 20010db8000000000000000000000000 20 fe800000000000000000000000000001 00000400 00000001 00000000 00000003     eth0
`)...)
	want := []string{
		"0.0.0.0/0,interface=eth0", "198.51.100.0/23,interface=eth0", "0.0.0.0/0,interface=wlan0",
		"2001:db8:1::/64,interface=eth0", "::/0,interface=eth0",
	}
	var text []string
	for _, r := range got {
		text = append(text, r.String())
	}
	if !slices.Equal(text, want) {
		t.Errorf("routes %v, want %v", text, want)
	}
}

func TestRead(t *testing.T) {
	h, err := Read()
	if err != nil {
		t.Skip(err)
	}
	for _, a := range h.Addresses {
		if !a.Prefix.IsValid() || a.Interface == "" {
			t.Errorf("address %v", a)
		}
	}
	// However this machine is, it reaches itself.
	for _, a := range h.Addresses {
		d := a.Prefix.Addr()
		if got := selection.New(h, selection.Linux, selection.Policy{}).Source(d); !d.IsLinkLocalUnicast() && got.Problem != selection.NoProblem {
			t.Errorf("%v: %v", d, got.Problem)
		}
	}
}
