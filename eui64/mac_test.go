package eui64

import (
	"fmt"
	"testing"
)

func TestMACBits(t *testing.T) {
	for _, tt := range []struct {
		mac                       string
		group, local, zero, bcast bool
		quadrant                  Quadrant
	}{
		{"00:00:5e:00:53:01", false, false, false, false, QuadrantNone},
		{"02:00:5e:00:53:01", false, true, false, false, QuadrantAAI},
		{"06:00:5e:00:53:01", false, true, false, false, QuadrantReserved},
		{"0a:00:5e:00:53:01", false, true, false, false, QuadrantELI},
		{"fe:00:5e:00:53:01", false, true, false, false, QuadrantSAI},
		{"01:00:5e:00:00:01", true, false, false, false, QuadrantNone},
		{"33:33:00:00:00:01", true, true, false, false, QuadrantNone},
		{"00:00:00:00:00:00", false, false, true, false, QuadrantNone},
		{"ff:ff:ff:ff:ff:ff", true, true, false, true, QuadrantNone},
		{"00:00:5e:ef:10:00:00:01", false, false, false, false, QuadrantNone},
		{"ff:ff:ff:ff:ff:ff:ff:ff", true, true, false, true, QuadrantNone},
		{"00:00:ff:ff:ff:ff:ff:ff", false, false, false, false, QuadrantNone},
	} {
		m := MustParseMAC(tt.mac)
		if m.IsGroup() != tt.group || m.IsLocal() != tt.local || m.IsZero() != tt.zero || m.IsBroadcast() != tt.bcast || m.Quadrant() != tt.quadrant {
			t.Errorf("%v: group %v, local %v, zero %v, broadcast %v, quadrant %v", m, m.IsGroup(), m.IsLocal(), m.IsZero(), m.IsBroadcast(), m.Quadrant())
		}
	}
}

func TestZeroMAC(t *testing.T) {
	var m MAC
	if m.IsValid() || m.Len() != 0 || m.IsGroup() || m.IsLocal() || m.IsZero() || m.IsBroadcast() || m.Quadrant() != QuadrantNone {
		t.Error("the zero MAC is taken for an address")
	}
	if m.String() != "invalid MAC" || len(m.AppendTo(nil)) != 0 || len(m.AppendOctets(nil)) != 0 || m.EUI64() != m {
		t.Error("the zero MAC has octets")
	}
	if m == MustParseMAC("00:00:00:00:00:00") {
		t.Error("the zero MAC is 00:00:00:00:00:00")
	}
	for range m.AppendRemarks(nil) {
		t.Error("the zero MAC has remarks")
	}
}

func TestMACOctets(t *testing.T) {
	for _, text := range []string{"00:00:5e:00:53:01", "00:00:5e:ef:10:00:00:01"} {
		m := MustParseMAC(text)
		if back, ok := MACFromSlice(m.AppendOctets(nil)); !ok || back != m {
			t.Errorf("MACFromSlice of %v = %v, %v", m, back, ok)
		}
	}
	for _, n := range []int{0, 5, 7, 9, 20} {
		if m, ok := MACFromSlice(make([]byte, n)); ok || m.IsValid() {
			t.Errorf("MACFromSlice took %d octets", n)
		}
	}
}

func TestEUI64(t *testing.T) {
	m := MustParseMAC("00:00:5e:00:53:01")
	e := m.EUI64()
	if e.String() != "00:00:5e:ff:fe:00:53:01" {
		t.Errorf("%v.EUI64() = %v", m, e)
	}
	if back, ok := e.MAC48(); !ok || back != m {
		t.Errorf("%v.MAC48() = %v, %v", e, back, ok)
	}
	if _, ok := MustParseMAC("00:00:5e:ff:ff:00:53:01").MAC48(); ok {
		t.Error("ff-ff taken for ff-fe")
	}
	if m.Compare(e) >= 0 || e.Compare(m) <= 0 || m.Compare(m) != 0 || (MAC{}).Compare(m) >= 0 {
		t.Error("Compare")
	}
}

func TestMACText(t *testing.T) {
	m := MustParseMAC("00:00:5e:00:53:01")
	var back MAC
	b, _ := m.MarshalText()
	if err := back.UnmarshalText(b); err != nil || back != m {
		t.Errorf("UnmarshalText(%s) = %v, %v", b, back, err)
	}
	if err := back.UnmarshalText([]byte("zz")); err == nil || back != m {
		t.Errorf("UnmarshalText(zz) = %v, %v", back, err)
	}
	if err := back.UnmarshalText(nil); err != nil || back.IsValid() {
		t.Errorf("UnmarshalText() = %v, %v", back, err)
	}
}

func TestFormat(t *testing.T) {
	m, e := MustParseMAC("00:00:5e:00:53:01"), MustParseMAC("00:00:5e:ef:10:00:53:01")
	for _, tt := range []struct {
		f        Format
		name     string
		mac, eui string
	}{
		{0, "unknown", "00:00:5e:00:53:01", "00:00:5e:ef:10:00:53:01"},
		{Colon, "colon", "00:00:5e:00:53:01", "00:00:5e:ef:10:00:53:01"},
		{Hyphen, "hyphen", "00-00-5e-00-53-01", "00-00-5e-ef-10-00-53-01"},
		{Dot, "dot", "0000.5e00.5301", "0000.5eef.1000.5301"},
		{Bare, "bare", "00005e005301", "00005eef10005301"},
		{99, "unknown", "00:00:5e:00:53:01", "00:00:5e:ef:10:00:53:01"},
	} {
		if got := string(m.Append(nil, tt.f)); got != tt.mac {
			t.Errorf("Append(%v) = %s, want %s", tt.f, got, tt.mac)
		}
		if got := string(e.Append(nil, tt.f)); got != tt.eui {
			t.Errorf("Append(%v) = %s, want %s", tt.f, got, tt.eui)
		}
		f, err := ParseFormat(tt.name)
		if tt.f.String() != tt.name || (err == nil) != (tt.name != "unknown") || err == nil && f != tt.f {
			t.Errorf("ParseFormat(%q) = %v, %v", tt.name, f, err)
		}
	}
}

func TestBlocks(t *testing.T) {
	for i, b := range blocks {
		if b.first > b.last {
			t.Errorf("row %d: first after last", i)
		}
		if i > 0 && (blocks[i-1].len > b.len || blocks[i-1].len == b.len && blocks[i-1].last >= b.first) {
			t.Errorf("row %d is out of order", i)
		}
		for _, v := range []uint64{b.first, b.last} {
			if got, ok := (MAC{v, b.len}).Block(); !ok || got.Use != b.use {
				t.Errorf("Block(%v) = %+v, %v, want %q", MAC{v, b.len}, got, ok, b.use)
			}
		}
	}
	for _, text := range []string{"00:00:5d:ff:ff:ff", "00:00:5e:00:03:00", "00:00:5e:00:52:03", "00:00:5f:00:00:00", "ff:ff:ff:ff:ff:ff", "00:00:5e:10:00:00:01:00", "01:00:5e:90:11:00"} {
		if b, ok := MustParseMAC(text).Block(); ok {
			t.Errorf("Block(%s) = %+v", text, b)
		}
	}
}

func ExampleMAC_AppendRemarks() {
	for _, text := range []string{"00:00:5e:00:01:2a", "02:00:5e:00:53:01", "33:33:ff:00:53:01", "ff:ff:ff:ff:ff:ff"} {
		for _, r := range MustParseMAC(text).AppendRemarks(nil) {
			fmt.Printf("%s: %v\n", text, r)
		}
	}
	// Output:
	// 00:00:5e:00:01:2a: in a special-purpose block: VRRP (Virtual Router Redundancy Protocol) (RFC 9568)
	// 00:00:5e:00:01:2a: its interface identifier is in a reserved range (RFC 5453)
	// 02:00:5e:00:53:01: locally administered, IEEE 802c quadrant: administratively assigned (RFC 8948 section 1)
	// 33:33:ff:00:53:01: group (multicast) address: names no single interface (IEEE 802)
	// 33:33:ff:00:53:01: in a special-purpose block: IPv6 Multicast (RFC 2464 section 7)
	// ff:ff:ff:ff:ff:ff: all ones: the broadcast address (IEEE 802)
}
