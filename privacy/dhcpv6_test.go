package privacy

import (
	"bytes"
	"crypto/md5"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"net/netip"
	"testing"

	"github.com/hextet/hextet/addr"
)

func client(t testing.TB, duid, iaid string) DHCPClient {
	t.Helper()
	b, err := ParseDUID(duid)
	if err != nil {
		t.Fatal(err)
	}
	return DHCPClient{DUID: b, IAID: number(t, iaid)}
}

func TestDnsmasqVectors(t *testing.T) {
	for _, r := range rows(t, "dnsmasq.txt", 5) {
		d, err := DnsmasqAddress(netip.MustParseAddr(r[0]), netip.MustParseAddr(r[1]), client(t, r[2], r[3]), 0)
		if err != nil || d.Address.String() != r[4] {
			t.Errorf("%v: %v, %v", r, d.Address, err)
		}
	}
}

func TestDnsmasqRange(t *testing.T) {
	c := DHCPClient{DUID: []byte{0, 3, 0, 1, 2, 0, 0x5e, 0, 0x53, 1}, IAID: 7}
	a := netip.MustParseAddr
	// The epoch goes round the range.
	first, last := a("2001:db8::10"), a("2001:db8::12")
	var got []netip.Addr
	for epoch := range uint64(4) {
		d, err := DnsmasqAddress(first, last, c, epoch)
		if err != nil || d.Address.Less(first) || last.Less(d.Address) {
			t.Fatal(d.Address, err)
		}
		got = append(got, d.Address)
	}
	if got[0] != got[3] || got[0] == got[1] || got[1] == got[2] {
		t.Errorf("epochs 0 to 3: %v", got)
	}
	if d, err := DnsmasqAddress(first, first, c, 9); err != nil || d.Address != first {
		t.Errorf("range of one: %v, %v", d.Address, err)
	}
	for _, bad := range [][2]string{{"2001:db8::2", "2001:db8::1"}, {"2001:db8::", "2001:db8:0:1::"}, {"192.0.2.1", "192.0.2.9"}, {"fe80::1%a", "fe80::2%a"}} {
		if _, err := DnsmasqAddress(a(bad[0]), a(bad[1]), c, 0); err == nil {
			t.Errorf("%v is taken", bad)
		}
	}
}

func TestISCDhcpdVectors(t *testing.T) {
	for _, r := range rows(t, "isc-dhcpd.txt", 5) {
		d, err := ISCDhcpdAddress(netip.MustParsePrefix(r[0]), client(t, r[1], r[2]), order(t, r[3]), 0)
		if err != nil || d.Address.String() != r[4] {
			t.Errorf("%v: %v, %v", r, d.Address, err)
		}
	}
}

// A taken address goes into the next input; only a /64 has u cleared.
func TestISCDhcpdCollisions(t *testing.T) {
	c := DHCPClient{DUID: []byte{0, 3, 0, 1, 2, 0, 0x5e, 0, 0x53, 1}, IAID: 0x01020304}
	for _, pool := range []string{"2001:db8::/64", "2001:db8::/63", "2001:db8::/77", "2001:db8::1000/116"} {
		p := netip.MustParsePrefix(pool).Masked()
		input := append([]byte{1, 2, 3, 4}, c.DUID...)
		for n := range uint32(5) {
			sum := md5.Sum(input)
			want := p.Addr().As16()
			for bit := p.Bits(); bit < 128; bit++ {
				want[bit/8] |= sum[bit/8] & (0x80 >> (bit % 8))
			}
			if p.Bits() == 64 {
				want[8] &^= 2
			}
			d, err := ISCDhcpdAddress(p, c, BigEndian, n)
			if err != nil || d.Address.As16() != want {
				t.Errorf("%v, %d: %v, %v, want %v", p, n, d.Address, err, netip.AddrFrom16(want))
			}
			input = append(input, want[:]...)
		}
	}
	one := netip.MustParsePrefix("2001:db8::/128")
	if _, err := ISCDhcpdAddress(one, c, LittleEndian, 0); err == nil {
		t.Error("a pool whose only identifier is reserved has an address")
	}
	if _, err := ISCDhcpdAddress(netip.MustParsePrefix("2001:db8::/64"), c, LittleEndian, 100); err == nil {
		t.Error("the 101st try has an address")
	}
}

func TestRFC7943Address(t *testing.T) {
	c := DHCPClient{DUID: []byte{0, 3, 0, 1, 2, 0, 0x5e, 0, 0x53, 1}, IAID: 9}
	s := NewSecret(leakBytes)
	for _, pool := range []string{"2001:db8:1::/48", "2001:db8::/64", "2001:db8::8000:0/97"} {
		p := netip.MustParsePrefix(pool)
		b := p.Addr().As16()
		in := append(b[:], c.DUID...)
		in = binary.BigEndian.AppendUint32(in, c.IAID)
		in = binary.BigEndian.AppendUint32(in, 2)
		in = append(in, leakBytes...)
		sum := sha256.Sum256(in)
		want := p.Addr().As16()
		for bit := p.Bits(); bit < 128; bit++ {
			want[bit/8] |= sum[16+bit/8] & (0x80 >> (bit % 8))
		}
		d, err := RFC7943Address(p, c, 2, s)
		if err != nil || d.Address.As16() != want || !p.Contains(d.Address) {
			t.Errorf("%v: %v, %v, want %v", p, d.Address, err, netip.AddrFrom16(want))
		}
		if last := d.Input[len(d.Input)-1]; !last.Secret || last.Bytes != nil || last.Length != 16 {
			t.Errorf("%+v", last)
		}
	}
}

func TestParseDUID(t *testing.T) {
	want := []byte{0, 3, 0, 1, 2, 0, 0x5e, 0, 0x53, 1}
	for _, s := range []string{"0003000102005e005301", "00:03:00:01:02:00:5E:00:53:01", "00-03-00-01-02-00-5e-00-53-01"} {
		if b, err := ParseDUID(s); err != nil || !bytes.Equal(b, want) {
			t.Errorf("ParseDUID(%q) = %x, %v", s, b, err)
		}
	}
	for _, s := range []string{"", "0", "000", ":00", "00:", "00::01", "0g", "00 01", string(bytes.Repeat([]byte("00"), 131))} {
		var e *addr.Error
		if _, err := ParseDUID(s); !errors.As(err, &e) {
			t.Errorf("ParseDUID(%q) = %v", s, err)
		}
	}
}

func FuzzParseDUID(f *testing.F) {
	f.Add("00:03:00:01")
	f.Fuzz(func(t *testing.T, s string) {
		if b, err := ParseDUID(s); err == nil && (len(b) == 0 || len(b) > maxDUID) {
			t.Fatalf("ParseDUID(%q) = %x", s, b)
		}
	})
}
