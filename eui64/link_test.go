package eui64

import (
	"errors"
	"fmt"
	"net/netip"
	"testing"

	"github.com/hextet/hextet/addr"
)

// derived are link-layer addresses and the identifiers made of them. The rows
// marked "Linux" were seen on tunnel and lowpan devices of Linux 6.1.
var derived = []struct {
	name string
	link Link
	in   string
	want string
	back string // what AppendReverse gives in Colon, in where empty
}{
	{"Ethernet", Ethernet, "00:00:5e:00:53:01", "0200:5eff:fe00:5301", ""},
	{"Ethernet, EUI-64 without ff-fe", Ethernet, "00:00:5e:ef:10:00:53:01", "0200:5eef:1000:5301", "-"},

	{"Linux", SixLoWPAN, "00:1b:21:aa:bb:cc:dd:ee", "021b:21aa:bbcc:ddee", ""},
	{"Linux", SixLoWPAN, "a2:00:00:00:00:00:00:01", "a000:0000:0000:0001", ""},
	{"RFC 7668: bits as they are", SixLoWPAN, "00:1b:21:aa:bb:cc", "001b:21ff:feaa:bbcc", "02:1b:21:ff:fe:aa:bb:cc"},
	{"RFC 7668: no I/G bit in a random address", SixLoWPAN, "c1:11:22:33:44:55", "c111:22ff:fe33:4455", "-"},
	{"short address", SixLoWPAN, "0x1234", "0000:00ff:fe00:1234", ""},

	{"RFC 7428 appendix A", Short, "4", "0000:00ff:fe00:0004", "0x0004"},
	{"one octet", Short, "0xfe", "0000:00ff:fe00:00fe", "0x00fe"},
	{"RFC 6282", Short, "0x1234", "0000:00ff:fe00:1234", ""},
	{"bare", Short, "1234", "0000:00ff:fe00:1234", "0x1234"},
	{"odd digits", Short, "0x234", "0000:00ff:fe00:0234", "0x0234"},
	{"octets", Short, "12:34", "0000:00ff:fe00:1234", "0x1234"},
	{"RFC 4944 with PAN", Short, "9c01:1234", "9c01:00ff:fe00:1234", ""},
	{"RFC 4944 with PAN, U cleared", Short, "abcd:1234", "a9cd:00ff:fe00:1234", "a9cd:1234"},
	{"PAN in octets", Short, "9c-01-12-34", "9c01:00ff:fe00:1234", "9c01:1234"},

	{"FireWire", FireWire, "00:00:5e:ef:10:00:53:01", "0200:5eef:1000:5301", ""},
	{"FireWire, the whole hardware address", FireWire, "00:00:5e:ef:10:00:53:01:0a:02:ff:ff:e0:00:00:00", "0200:5eef:1000:5301", "00:00:5e:ef:10:00:53:01"},

	{"InfiniBand", InfiniBand, "80:00:02:08:fe:80:00:00:00:00:00:00:00:02:c9:03:00:07:1e:b1", "0202:c903:0007:1eb1", "00:02:c9:03:00:07:1e:b1"},
	{"InfiniBand, dotted", InfiniBand, "8000.0208.fe80.0000.0000.0000.0002.c903.0007.1eb1", "0202:c903:0007:1eb1", "00:02:c9:03:00:07:1e:b1"},
	{"InfiniBand, u set already", InfiniBand, "02:02:c9:03:00:07:1e:b1", "0202:c903:0007:1eb1", "00:02:c9:03:00:07:1e:b1"},

	{"ARCnet", ARCnet, "0x2a", "0000:0000:0000:002a", ""},
	{"ARCnet", ARCnet, "7", "0000:0000:0000:0007", "0x07"},

	{"Linux", GRE, "198.51.100.7", "0200:5efe:c633:6407", ""},
	{"Linux", GRE, "240.0.0.1", "0200:5efe:f000:0001", ""},
	{"Linux", GRE, "169.254.10.20", "0000:5efe:a9fe:0a14", ""},
	{"Linux", GRE, "192.168.77.1", "0000:5efe:c0a8:4d01", ""},
	{"Linux", GRE, "127.0.0.5", "0000:5efe:7f00:0005", ""},
	{"Linux", GRE, "172.16.5.9", "0000:5efe:ac10:0509", ""},
	{"Linux", GRE, "172.32.0.1", "0200:5efe:ac20:0001", ""},
	{"Linux", GRE, "10.1.2.3", "0000:5efe:0a01:0203", ""},
	{"Linux", GRE, "198.20.0.1", "0200:5efe:c614:0001", ""},
	{"Linux", IPIP, "198.17.255.255", "0200:5efe:c611:ffff", ""},
	{"Linux", IPIP, "203.0.113.5", "0200:5efe:cb00:7105", ""},
	{"Linux", IPIP, "192.88.99.1", "0000:5efe:c058:6301", ""},
	{"Linux", IPIP, "0.1.2.3", "0200:5efe:0001:0203", ""},
	{"Linux", IPIP, "11.0.0.1", "0200:5efe:0b00:0001", ""},
	{"Linux", IPIP, "8.8.8.8", "0200:5efe:0808:0808", ""},
	{"Linux", IPIP, "192.0.2.33", "0000:5efe:c000:0221", ""},
	{"Linux", IPIP, "100.64.1.2", "0200:5efe:6440:0102", ""},
	{"Linux", IPIP, "198.18.0.1", "0000:5efe:c612:0001", ""},
	{"Linux", IPIP, "224.0.0.251", "0000:5efe:e000:00fb", ""},
	{"Linux", ISATAP, "198.51.100.7", "0200:5efe:c633:6407", ""},
	{"Linux", ISATAP, "240.0.0.1", "0200:5efe:f000:0001", ""},
	{"Linux", ISATAP, "169.254.10.20", "0000:5efe:a9fe:0a14", ""},
	{"Linux", ISATAP, "192.168.77.1", "0000:5efe:c0a8:4d01", ""},
	{"Linux", ISATAP, "127.0.0.5", "0000:5efe:7f00:0005", ""},
	{"Linux", ISATAP, "172.16.5.9", "0000:5efe:ac10:0509", ""},
	{"Linux", ISATAP, "172.32.0.1", "0200:5efe:ac20:0001", ""},
	{"Linux", ISATAP, "10.1.2.3", "0000:5efe:0a01:0203", ""},
	{"Linux", ISATAP, "198.20.0.1", "0200:5efe:c614:0001", ""},
	{"Linux", SIT, "198.51.100.7", "0000:0000:c633:6407", ""},
	{"Linux", SIT, "240.0.0.1", "0000:0000:f000:0001", ""},
	{"Linux", SIT, "169.254.10.20", "0000:0000:a9fe:0a14", ""},
	{"Linux", SIT, "192.168.77.1", "0000:0000:c0a8:4d01", ""},
	{"Linux", SIT, "127.0.0.5", "0000:0000:7f00:0005", ""},
	{"Linux", SIT, "172.16.5.9", "0000:0000:ac10:0509", ""},
	{"Linux", SIT, "172.32.0.1", "0000:0000:ac20:0001", ""},
	{"Linux", SIT, "10.1.2.3", "0000:0000:0a01:0203", ""},
	{"Linux", SIT, "198.20.0.1", "0000:0000:c614:0001", ""},
}

func TestDerive(t *testing.T) {
	for _, tt := range derived {
		id, err := Derive(tt.link, tt.in)
		if err != nil || id.String() != tt.want {
			t.Errorf("%s: Derive(%v, %q) = %v, %v, want %s", tt.name, tt.link, tt.in, id, err, tt.want)
			continue
		}
		back, err := AppendReverse([]byte("x"), tt.link, id, Colon)
		want := tt.back
		if want == "" {
			want = tt.in
		}
		if want == "-" {
			if err == nil || string(back) != "x" {
				t.Errorf("%s: AppendReverse(%v, %v) = %s, %v, want an error", tt.name, tt.link, id, back, err)
			}
			continue
		}
		if err != nil || string(back) != "x"+want {
			t.Errorf("%s: AppendReverse(%v, %v) = %s, %v, want %s", tt.name, tt.link, id, back, err, want)
		}
		// What comes back makes the same identifier, but for Bluetooth's.
		if again, err := Derive(tt.link, want); err != nil || again != id {
			t.Errorf("%s: Derive(%v, %q) = %v, %v, want %v", tt.name, tt.link, want, again, err, id)
		}
	}
}

func TestDeriveErrors(t *testing.T) {
	for _, tt := range []struct {
		name   string
		link   Link
		in     string
		at     int
		reason string // of an *addr.Error; "" where the address is read and refused
	}{
		{"group", Ethernet, "01:00:5e:00:00:01", 0, ""},
		{"broadcast", Ethernet, "ff:ff:ff:ff:ff:ff", 0, ""},
		{"group EUI-64", SixLoWPAN, "01:00:00:00:00:00:00:01", 0, ""},
		{"group EUI-64", FireWire, "01:00:00:00:00:00:00:01", 0, ""},
		{"group GUID", InfiniBand, "01:00:00:00:00:00:00:01", 0, ""},
		{"broadcast node", ARCnet, "0", 0, ""},
		{"broadcast", Short, "0xffff", 0, ""},
		{"none assigned", Short, "0xfffe", 0, ""},
		{"broadcast node", Short, "ff", 0, ""},
		{"node 0", Short, "0", 0, ""},
		{"unknown link", LinkUnknown, "1", 0, ""},
		{"unknown link", 200, "1", 0, ""},
		{"too long", ARCnet, "0x123", 4, "more than 2 digits: too long for an ARCnet node"},
		{"too long", Short, "1:2:3:4:5", 7, "more than 4 octets: too long for a short address"},
		{"3 octets", Short, "1:2:3", -1, "3 octets, expected 1, 2 or 4 for a short address"},
		{"MAC-48", FireWire, "00:00:5e:00:53:01", -1, "6 octets, expected 8 or 16 for a FireWire address"},
		{"MAC-48 in halves", FireWire, "00005e-005301", -1, "12 digits, expected 16 or 32 for a FireWire address"},
		{"MAC-48", InfiniBand, "00005e005301", -1, "12 digits, expected 16 or 40 for an InfiniBand address"},
		{"IPv6", ISATAP, "2001:db8::1", -1, "not an IPv4 address; isatap needs one"},
	} {
		id, err := Derive(tt.link, tt.in)
		var e *addr.Error
		switch {
		case err == nil || id != 0:
			t.Errorf("%s: Derive(%v, %q) = %v, %v, want an error", tt.name, tt.link, tt.in, id, err)
		case errors.As(err, &e) != (tt.reason != ""):
			t.Errorf("%s: Derive(%v, %q): wrong kind of error: %v", tt.name, tt.link, tt.in, err)
		case e != nil && (e.Offset != tt.at || e.Reason != tt.reason):
			t.Errorf("%s: Derive(%v, %q): %v, want %q at %d", tt.name, tt.link, tt.in, err, tt.reason, tt.at)
		}
	}
	for _, text := range []string{"", "192.0.2", "010.0.0.1"} {
		if _, err := Derive(SIT, text); err == nil {
			t.Errorf("Derive(sit, %q) succeeded", text)
		}
	}
	if _, err := FromLinkAddr(Ethernet, make([]byte, 40)); err == nil {
		t.Error("FromLinkAddr took 40 octets")
	}
}

func TestReverseErrors(t *testing.T) {
	for _, tt := range []struct {
		link Link
		id   IID
	}{
		{Ethernet, 1},
		{SixLoWPAN, gBit},
		{Short, 1},
		{Short, 0x0000_00ff_fe00_ffff},
		{Short, 0x0200_00ff_fe00_1234}, // a U bit that a PAN never has
		{FireWire, gBit},
		{InfiniBand, 0x0002_c903_0007_1eb1},
		{ARCnet, 0},
		{ARCnet, 256},
		{ISATAP, 0x0000_5eff_c000_0201},
		{SIT, 0x0000_5efe_c000_0201},
		{LinkUnknown, 0},
	} {
		if b, err := AppendReverse([]byte("x"), tt.link, tt.id, Colon); err == nil || string(b) != "x" {
			t.Errorf("AppendReverse(%v, %v) = %s, %v, want an error", tt.link, tt.id, b, err)
		}
	}
}

// TestGlobalOnISATAP checks both edges of every block, and the blocks that
// IANA calls special and the kernel does not.
func TestGlobalOnISATAP(t *testing.T) {
	for _, tt := range []struct {
		a    string
		want bool
	}{
		{"0.0.0.0", false}, {"0.0.0.1", true}, {"9.255.255.255", true}, {"10.0.0.0", false},
		{"10.255.255.255", false}, {"11.0.0.0", true}, {"100.64.0.0", true}, {"127.255.255.255", false},
		{"128.0.0.0", true}, {"169.253.255.255", true}, {"169.254.0.0", false}, {"169.255.0.0", true},
		{"172.15.255.255", true}, {"172.16.0.0", false}, {"172.31.255.255", false}, {"172.32.0.0", true},
		{"192.0.1.255", true}, {"192.0.2.0", false}, {"192.0.3.0", true}, {"192.88.98.255", true},
		{"192.88.99.0", false}, {"192.88.100.0", true}, {"192.167.255.255", true}, {"192.168.0.0", false},
		{"192.169.0.0", true}, {"198.17.255.255", true}, {"198.18.0.0", false}, {"198.19.255.255", false},
		{"198.20.0.0", true}, {"198.51.100.1", true}, {"203.0.113.1", true}, {"223.255.255.255", true},
		{"224.0.0.0", false}, {"239.255.255.255", false}, {"240.0.0.0", true}, {"255.255.255.254", true},
		{"255.255.255.255", false}, {"2001:db8::1", false},
	} {
		if got := globalOnISATAP(netip.MustParseAddr(tt.a)); got != tt.want {
			t.Errorf("globalOnISATAP(%s) = %v, want %v", tt.a, got, tt.want)
		}
	}
}

// TestShort walks every short address.
func TestShort(t *testing.T) {
	for s := range 1 << 16 {
		id, err := FromShort(0, uint16(s))
		if (err != nil) != (s >= 0xfffe) {
			t.Fatalf("FromShort(0, %#x) = %v, %v", s, id, err)
		}
		if pan, short, ok := id.Short(); err == nil && (!ok || pan != 0 || int(short) != s) {
			t.Fatalf("%v.Short() = %#x, %#x, %v", id, pan, short, ok)
		}
	}
}

func TestLinkNames(t *testing.T) {
	n := 0
	for l := range Links() {
		n++
		if got, err := ParseLink(l.String()); err != nil || got != l {
			t.Errorf("ParseLink(%q) = %v, %v", l.String(), got, err)
		}
	}
	if n != len(rules)-1 {
		t.Errorf("%d links", n)
	}
	for _, word := range []string{"", "unknown", "Ethernet"} {
		if got, err := ParseLink(word); err == nil {
			t.Errorf("ParseLink(%q) = %v", word, got)
		}
	}
	if Link(99).String() != "unknown" {
		t.Error("Link(99)")
	}
}

func TestDeriveNoAllocs(t *testing.T) {
	buf := make([]byte, 0, 64)
	for _, tt := range derived {
		if n := testing.AllocsPerRun(50, func() {
			id, _ := Derive(tt.link, tt.in)
			buf, _ = AppendReverse(buf[:0], tt.link, id, Colon)
		}); n != 0 {
			t.Errorf("%s: Derive(%v, %q): %v allocations", tt.name, tt.link, tt.in, n)
		}
	}
}

func FuzzDerive(f *testing.F) {
	for _, tt := range derived {
		f.Add(uint8(tt.link), tt.in)
	}
	f.Fuzz(func(t *testing.T, link uint8, s string) {
		l := Link(link)
		id, err := Derive(l, s)
		if err != nil {
			return
		}
		b, err := AppendReverse(nil, l, id, Colon)
		if err != nil {
			return
		}
		if again, err := Derive(l, string(b)); err != nil || again != id {
			t.Fatalf("Derive(%v, %q) = %v, back %s, again %v, %v", l, s, id, b, again, err)
		}
	})
}

func ExampleDerive() {
	for _, tt := range []struct {
		link Link
		text string
	}{
		{Ethernet, "00-00-5E-00-53-01"},
		{Short, "0x1234"},
		{ISATAP, "192.168.77.1"},
	} {
		fmt.Println(Derive(tt.link, tt.text))
	}
	// Output:
	// 0200:5eff:fe00:5301 <nil>
	// 0000:00ff:fe00:1234 <nil>
	// 0000:5efe:c0a8:4d01 <nil>
}
