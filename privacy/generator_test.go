package privacy

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/binary"
	"errors"
	"net/netip"
	"slices"
	"sync"
	"testing"
)

// sample returns inputs with which sys can do its work.
func sample(sys System) Inputs {
	text := "${CONNECTION}/${DEVICE}"
	hw := []byte{0, 0, 0x5e, 0, 0x53, 1}
	s := NewSecret(leakBytes)
	return map[System]Inputs{
		RFC7217:        {Secret: s, Interface: "eth0", Hardware: hw, NetworkID: "net"},
		Linux:          {Secret: s, Hardware: hw},
		Android:        {Secret: s, Hardware: hw},
		NetworkManager: {Secret: s, Interface: "eth0", Connection: new("6b138152-9f3e-4b97-aaf7-e6e553f2a24e"), StableID: &text},
		Networkd:       {Secret: s, Interface: "eth0", Hardware: hw, SSID: "net"},
		Dhcpcd:         {Secret: s, Hardware: hw, SSID: "net", VLAN: 7},
		OpenBSD:        {Secret: s, Hardware: hw},
		KAME:           {Hostname: "host.example.com"},
		FreeBSD:        {HostUUID: NewSecret([]byte("6b138152-9f3e-4b97-aaf7-e6e553f2a24e")), Interface: "eth0"},
	}[sys]
}

func TestAddrAllocs(t *testing.T) {
	p := netip.MustParsePrefix("2001:db8:1:2::/64")
	for _, sys := range Systems(Stable) {
		g, err := New(sys, sample(sys))
		if err != nil {
			t.Fatal(err)
		}
		if n := testing.AllocsPerRun(100, func() { g.Addr(p) }); n != 0 {
			t.Errorf("%v: %v allocations", sys, n)
		}
	}
}

// One generator, several goroutines: run with -race.
func TestGeneratorConcurrent(t *testing.T) {
	for _, sys := range Systems(Stable) {
		g, err := New(sys, sample(sys))
		if err != nil {
			t.Fatal(err)
		}
		at := func(n int) netip.Prefix {
			return netip.PrefixFrom(netip.AddrFrom16([16]byte{0x20, 1, 0xd, 0xb8, 7: byte(n)}), 64)
		}
		var want [100]netip.Addr
		for n := range want {
			want[n], _ = g.Addr(at(n))
		}
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				for n := range want {
					if a, err := g.Addr(at(n)); err != nil || a != want[n] {
						t.Errorf("%v: %v, %v, want %v", sys, a, err, want[n])
					}
				}
			})
		}
		wg.Wait()
	}
}

// Each field that a system uses matters to it, and each that it does not use is
// refused.
func TestInputsMatter(t *testing.T) {
	p := netip.MustParsePrefix("2001:db8:1:2::/64")
	other := "other"
	changes := map[Input]func(*Inputs){
		InputSecret:     func(in *Inputs) { in.Secret = NewSecret([]byte("0123456789abcdef")) },
		InputInterface:  func(in *Inputs) { in.Interface = "eth1" },
		InputMAC:        func(in *Inputs) { in.Hardware = []byte{2, 0, 0x5e, 0, 0x53, 2} },
		InputNetworkID:  func(in *Inputs) { in.NetworkID = "net2" },
		InputSSID:       func(in *Inputs) { in.SSID = "net2" },
		InputVLAN:       func(in *Inputs) { in.VLAN = 8 },
		InputDADCounter: func(in *Inputs) { in.DADCounter = 1 },
		InputByteOrder:  func(in *Inputs) { in.ByteOrder = BigEndian },
		InputMachineID:  func(in *Inputs) { in.MachineID = NewSecret(leakBytes) },
		InputConnection: func(in *Inputs) { in.Connection = new("0b138152-9f3e-4b97-aaf7-e6e553f2a24e") },
		InputStableID:   func(in *Inputs) { in.StableID = &other },
		InputExpanded:   func(in *Inputs) { in.StableID, in.Expanded = nil, "other" },
		InputBootID:     func(in *Inputs) { in.BootID = "boot" },
		InputHostUUID:   func(in *Inputs) { in.HostUUID = NewSecret([]byte("other")) },
		InputHostname:   func(in *Inputs) { in.Hostname = "other" },
		InputPurpose:    func(in *Inputs) { in.Purpose = PurposePD },
		InputRelease:    func(in *Inputs) { in.Release = "1.42" },
	}
	if len(changes) != int(inputEnd)-1 {
		t.Fatalf("%d inputs are tried of %d", len(changes), inputEnd-1)
	}
	// Inputs that are used, but not with the sample's others.
	idle := map[System][]Input{
		NetworkManager: {InputMachineID, InputBootID, InputMAC, InputSSID, InputRelease},
		Networkd:       {InputMachineID, InputPurpose, InputByteOrder},
	}
	for _, sys := range Systems(Stable) {
		base, err := New(sys, sample(sys))
		if err != nil {
			t.Fatal(err)
		}
		a, err := base.Addr(p)
		if err != nil {
			t.Fatal(err)
		}
		for i, change := range changes {
			in := sample(sys)
			change(&in)
			g, err := New(sys, in)
			var e *InputError
			switch {
			case sys == FreeBSD && i == InputMAC:
				if !errors.As(err, &e) || e.Input != InputMAC {
					t.Errorf("%v: interface and mac: %v", sys, err)
				}
			case !sys.Info().Uses(i):
				if !errors.As(err, &e) || e.Input != i || e.System != sys {
					t.Errorf("%v does not use %v, but: %v", sys, i, err)
				}
			case err != nil:
				t.Errorf("%v with another %v: %v", sys, i, err)
			default:
				b, err := g.Addr(p)
				if err != nil || (a == b) != slices.Contains(idle[sys], i) {
					t.Errorf("%v with another %v: %v, %v, was %v", sys, i, b, err, a)
				}
			}
		}
		for _, i := range sys.Info().Required {
			in := sample(sys)
			switch i {
			case InputSecret:
				in.Secret = Secret{}
			case InputMAC:
				in.Hardware = nil
			case InputInterface:
				in.Interface = ""
			case InputHostUUID:
				in.HostUUID = Secret{}
			case InputHostname:
				in.Hostname = ""
			}
			var e *InputError
			if _, err := New(sys, in); !errors.As(err, &e) || e.Input != i {
				t.Errorf("%v without %v: %v", sys, i, err)
			}
		}
	}
}

// What was never seen on a running system is held against a plain second
// writing of its drawing.
func TestUnverifiedLayouts(t *testing.T) {
	prefix := netip.MustParsePrefix("2001:db8:1:2::/64")
	p16 := prefix.Addr().As16()
	hw := []byte{0, 0, 0x5e, 0, 0x53, 1}
	le := binary.LittleEndian

	in := append([]byte{}, p16[:]...)
	in = append(in, hw...)
	in = le.AppendUint32(in, 2)
	in = append(in, leakBytes...)
	d512 := sha512.Sum512(in)
	want(t, OpenBSD, Inputs{Secret: NewSecret(leakBytes), Hardware: hw, DADCounter: 2}, prefix.String(), below(prefix, iidFrom(d512[56:])).String())

	uuid := "6b138152-9f3e-4b97-aaf7-e6e553f2a24e"
	for _, iface := range []string{"em0", string(hw)} {
		m := hmac.New(sha256.New, []byte(uuid))
		m.Write(p16[:8])
		m.Write([]byte(iface))
		m.Write(le.AppendUint64(nil, 1))
		m.Write([]byte(uuid))
		m.Write([]byte{0})
		inputs := Inputs{HostUUID: NewSecret([]byte(uuid + "\n")), DADCounter: 1, Interface: iface}
		if iface != "em0" {
			inputs.Interface, inputs.Hardware = "", hw
		}
		want(t, FreeBSD, inputs, prefix.String(), below(prefix, iidFrom(m.Sum(nil)[:8])).String())
	}

	// dhcpcd with everything, on both kinds of host.
	for _, o := range []ByteOrder{LittleEndian, BigEndian} {
		in := append([]byte{}, p16[:8]...)
		in = append(in, hw...)
		in = append(in, "net"...)
		if o == LittleEndian {
			in = le.AppendUint32(le.AppendUint16(in, 300), 2)
		} else {
			in = binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint16(in, 300), 2)
		}
		in = append(in, leakBytes...)
		d := sha256.Sum256(in)
		want(t, Dhcpcd, Inputs{Secret: NewSecret(leakBytes), Hardware: hw, SSID: "net", VLAN: 300, DADCounter: 2, ByteOrder: o},
			prefix.String(), below(prefix, iidFrom(d[24:])).String())
	}

	// Our own rfc7217 by the drawing.
	m := hmac.New(sha256.New, leakBytes)
	m.Write([]byte{64})
	m.Write(p16[:])
	m.Write([]byte("\x00\x04eth0" + "\x00\x06" + string(hw) + "\x00\x03net" + "\x00\x00\x00\x01"))
	want(t, RFC7217, Inputs{Secret: NewSecret(leakBytes), Interface: "eth0", Hardware: hw, NetworkID: "net", DADCounter: 1},
		prefix.String(), below(prefix, iidFrom(m.Sum(nil)[24:])).String())
}

func TestOtherPrefixLengths(t *testing.T) {
	for _, c := range []struct {
		sys   System
		least int
		most  int
	}{{Linux, 64, 64}, {NetworkManager, 64, 64}, {FreeBSD, 64, 64}, {Networkd, 1, 64}, {Dhcpcd, 0, 120}, {OpenBSD, 0, 127}, {RFC7217, 0, 128}} {
		g, err := New(c.sys, sample(c.sys))
		if err != nil {
			t.Fatal(err)
		}
		for bits := range 129 {
			p, _ := netip.MustParseAddr("2001:db8:ffff:ffff:ffff:ffff:ffff:ffff").Prefix(bits)
			a, err := g.Addr(p)
			if (err == nil) != (bits >= c.least && bits <= c.most) {
				t.Errorf("%v: /%d: %v", c.sys, bits, err)
			}
			// dhcpcd keeps whole bytes of the masked prefix.
			if err == nil && !p.Contains(a) {
				t.Errorf("%v: %v is not in %v", c.sys, a, p)
			}
		}
		// Bits after the length do not count.
		a, err1 := g.Addr(netip.MustParsePrefix("2001:db8::1234/64"))
		b, err2 := g.Addr(netip.MustParsePrefix("2001:db8::/64"))
		if a != b || err1 != nil || err2 != nil {
			t.Errorf("%v: %v, %v", c.sys, a, b)
		}
		if _, err := g.Addr(netip.MustParsePrefix("192.0.2.0/24")); err == nil {
			t.Errorf("%v takes IPv4", c.sys)
		}
		if _, err := g.Addr(netip.Prefix{}); err == nil {
			t.Errorf("%v takes no prefix", c.sys)
		}
	}
}

// What a system makes in another way, it does not make here.
func TestLinkLocalLimits(t *testing.T) {
	for _, c := range []struct {
		sys System
		dad uint32
		ok  bool
	}{{FreeBSD, 0, false}, {OpenBSD, 0, true}, {OpenBSD, 1, false}, {Linux, 3, true}, {NetworkManager, 5, true}, {Dhcpcd, 2, true}} {
		in := sample(c.sys)
		in.DADCounter = c.dad
		g, err := New(c.sys, in)
		if err != nil {
			t.Fatal(err)
		}
		if a, err := g.Addr(linkLocal); (err == nil) != c.ok {
			t.Errorf("%v, counter %d: %v, %v", c.sys, c.dad, a, err)
		}
	}
}

func TestNetworkdInfiniBand(t *testing.T) {
	hw := make([]byte, 20)
	for k := range hw {
		hw[k] = byte(k)
	}
	g := func(h []byte) netip.Addr {
		gen, err := New(Networkd, Inputs{Secret: NewSecret(leakBytes), Interface: "ib0", Hardware: h})
		if err != nil {
			t.Fatal(err)
		}
		a, _ := gen.Addr(netip.MustParsePrefix("2001:db8::/64"))
		return a
	}
	if g(hw) != g(hw[12:]) {
		t.Error("the first 12 bytes of an InfiniBand address count")
	}
}

func TestParseMachineID(t *testing.T) {
	for _, s := range []string{"0123456789abcdef0123456789abcdef", "0123456789ABCDEF0123456789abcdef\n", "01234567-89ab-cdef-0123-456789abcdef"} {
		if id, err := ParseMachineID(s); err != nil || string(id.bytes()) != "\x01\x23\x45\x67\x89\xab\xcd\xef\x01\x23\x45\x67\x89\xab\xcd\xef" {
			t.Errorf("ParseMachineID(%q): %v", s, err)
		}
	}
	for _, s := range []string{"", "0123456789abcdef0123456789abcde", "uninitialized", "00000000000000000000000000000000", "0123456789abcdef0123456789abcdeg", "01234567-89ab-cdef-01234-56789abcdef"} {
		if _, err := ParseMachineID(s); err == nil {
			t.Errorf("ParseMachineID(%q) takes it", s)
		}
	}
}

func BenchmarkAddr(b *testing.B) {
	p := netip.MustParsePrefix("2001:db8:1:2::/64")
	for _, sys := range Systems(Stable) {
		g, err := New(sys, sample(sys))
		if err != nil {
			b.Fatal(err)
		}
		b.Run(sys.String(), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				g.Addr(p)
			}
		})
	}
}
