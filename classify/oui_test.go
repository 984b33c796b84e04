package classify

import (
	"strings"
	"testing"

	"github.com/hextet/hextet/eui64"
)

func TestVendor(t *testing.T) {
	for _, tt := range []struct{ mac, want string }{
		{"00:00:5e:00:53:01", "ICANN, IANA Department"},
		{"01:00:5e:00:00:01", "ICANN, IANA Department"}, // group bit off
		{"00:00:5e:ff:fe:00:53:01", "ICANN, IANA Department"},
		{"00:05:69:00:00:01", "VMware, Inc."},
		{"70:b3:d5:f2:f0:01", "TELEPLATFORMS"},    // MA-S
		{"00:50:c2:7d:50:01", "DEUTA-WERKE GmbH"}, // IAB
		{"74:1a:e0:90:00:01", "Private"},          // MA-M
		{"20:85:93:b0:00:01", "IOG Products LLC"}, // MA-M
		{"02:60:8c:00:00:01", "3COM"},             // local bit set, from before 1989
		{"52:54:00:12:34:56", ""},                 // local
		{"08:00:30:00:00:01", "CERN or NETWORK RESEARCH CORPORATION or ROYAL MELBOURNE INST OF TECH"},
	} {
		m := eui64.MustParseMAC(tt.mac)
		got, ok := Vendor(m)
		if !sameNames(got, tt.want) || ok != (tt.want != "") {
			t.Errorf("Vendor(%s) = %q, %v; want %q", tt.mac, got, ok, tt.want)
		}
		if n := testing.AllocsPerRun(20, func() { Vendor(m) }); n != 0 {
			t.Errorf("Vendor(%s): %v allocations", tt.mac, n)
		}
	}
	if got, ok := Vendor(eui64.MAC{}); ok {
		t.Errorf("Vendor(zero) = %q", got)
	}
	if got, ok := new(Vendors).Vendor(eui64.MustParseMAC("00:00:5e:00:53:01")); ok {
		t.Errorf("the zero Vendors knows %q", got)
	}
}

// sameNames compares the assignees of a block that has several in any order.
func sameNames(a, b string) bool {
	x, y := strings.Split(a, " or "), strings.Split(b, " or ")
	for _, n := range x {
		if !strings.Contains(b, n) {
			return false
		}
	}
	return len(x) == len(y)
}

func TestVendorData(t *testing.T) {
	t.Parallel()
	if len(ouiData) > 1<<20 {
		t.Errorf("the vendor data has %d octets", len(ouiData))
	}
	v := decodeVendors(ouiData)
	if v.Len() < 40_000 {
		t.Fatalf("%d assignments", v.Len())
	}
	for i, tab := range v.tables {
		size := tab.width + nameWidth
		for r := 0; r < tab.len(); r++ {
			k := number(tab.rows[r*size:], tab.width)
			if r > 0 && k <= number(tab.rows[(r-1)*size:], tab.width) {
				t.Fatalf("table %d is not sorted at row %d", i, r)
			}
			off := int(number(tab.rows[r*size+tab.width:], nameWidth))
			if off > 0 && v.names[off-1] != '\n' {
				t.Fatalf("table %d: the name of row %d begins inside another", i, r)
			}
		}
	}
	// Look-ups stop at an MA-L that is not the authority's.
	for t0 := 1; t0 < len(v.tables); t0++ {
		tab := v.tables[t0]
		for r := 0; r < tab.len(); r++ {
			key := number(tab.rows[r*(tab.width+nameWidth):], tab.width) << (40 - 8*tab.width)
			if name, ok := v.name(0, key); ok && name != authority {
				t.Errorf("the block %010x lies in one of %q", key, name)
			}
		}
	}
	back, err := v.AppendBinary(nil)
	if err != nil || string(back) != ouiData {
		t.Errorf("AppendBinary gives other data, %v", err)
	}
}

const (
	csvFiles = "Registry,Assignment,Organization Name,Organization Address\r\n" +
		"MA-L,00005E,\"ICANN, IANA \"\"Department\"\"\",\"A street\r\nMA-L is no assignment here\"\r\n" +
		"MA-L,AABBCC,Plain\u00a0 Name ,x\n" +
		"MA-L,AABBCC,Other,x\n" +
		"MA-M,741AE09,Private,\n" +
		"Registry,Assignment,Organization Name,Organization Address\n" +
		"MA-S,70B3D5F2F,Esc\x1b[31mape,x\n" +
		"IAB,0050C27D5,Block,x\n" +
		"CID,0A1B2C,No MAC,x\n" +
		"MA-L,XYZ,Bad,x\n"
	textFiles = "OUI/MA-L                        Organization\n" +
		"00-00-5E   (hex)\t\tICANN, IANA \"Department\"\n" +
		"00005E     (base 16)\t\tICANN, IANA \"Department\"\n" +
		"\t\t\t\tA street\n\n" +
		"AABBCC     (base 16)\t\tPlain Name\n" +
		"AABBCC     (base 16)\t\tOther\n" +
		"74-1A-E0   (hex)\t\tPrivate\n" +
		"900000-9FFFFF     (base 16)\t\tPrivate\n" +
		"70-B3-D5   (hex)\t\tx\n" +
		"F2F000-F2FFFF     (base 16)\t\tEsc[31mape\n" +
		"00-50-C2   (hex)\t\tx\n" +
		"7D5000-7D5FFF     (base 16)\t\tBlock\n"
)

func TestParseOUI(t *testing.T) {
	t.Parallel()
	for name, file := range map[string]string{"csv": csvFiles, "text": textFiles} {
		v, err := ParseOUI(strings.NewReader(file))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if v.Len() != 5 {
			t.Errorf("%s: %d assignments, want 5", name, v.Len())
		}
		for mac, want := range map[string]string{
			"00:00:5e:00:53:01": `ICANN, IANA "Department"`,
			"aa:bb:cc:00:00:01": "Plain Name or Other",
			"74:1a:e0:9f:ff:ff": "Private",
			"74:1a:e0:8f:ff:ff": "",
			"70:b3:d5:f2:f1:23": "Esc[31mape",
			"00:50:c2:7d:5f:ff": "Block",
		} {
			if got, _ := v.Vendor(eui64.MustParseMAC(mac)); got != want {
				t.Errorf("%s: Vendor(%s) = %q, want %q", name, mac, got, want)
			}
		}
	}
	for _, bad := range []string{"", "hello\n", "MA-L\n", "MA-L,00005E\n", "MA-L,00005E,\"open"} {
		if v, err := ParseOUI(strings.NewReader(bad)); err == nil {
			t.Errorf("ParseOUI(%q) = %d assignments, want an error", bad, v.Len())
		}
	}
}

func FuzzParseOUI(f *testing.F) {
	f.Add(csvFiles)
	f.Add(textFiles)
	f.Fuzz(func(t *testing.T, s string) {
		v, err := ParseOUI(strings.NewReader(s))
		if err != nil {
			return
		}
		b, err := v.AppendBinary(nil)
		if err != nil {
			t.Fatal(err)
		}
		w := decodeVendors(string(b))
		if w.nested = v.nested; w != *v {
			t.Fatal("the binary form does not come back")
		}
		w.Vendor(eui64.MustParseMAC("00:00:5e:00:53:01"))
	})
}

func TestNestedVendors(t *testing.T) {
	v, err := ParseOUI(strings.NewReader("MA-L,00005E,Large,x\nMA-S,00005E005,Small,x\n"))
	if err != nil {
		t.Fatal(err)
	}
	for mac, want := range map[string]string{"00:00:5e:00:53:01": "Small", "00:00:5e:10:53:01": "Large"} {
		if got, _ := v.Vendor(eui64.MustParseMAC(mac)); got != want {
			t.Errorf("Vendor(%s) = %q, want %q", mac, got, want)
		}
	}
}

func TestVMVendor(t *testing.T) {
	for _, tt := range []struct{ mac, want string }{
		{"00:05:69:00:00:00", "VMware ESX Server"},                 // RFC 7707 section 4.1.1.2.2
		{"00:50:56:00:00:00", "VMware manually configured"},        // RFC 7707 section 4.1.1.2.3
		{"00:50:56:3f:ff:ff", "VMware manually configured"},        // likewise
		{"00:50:56:80:00:00", "VMware vSphere (vCenter-assigned)"}, // likewise
		{"00:50:56:bf:ff:ff", "VMware vSphere (vCenter-assigned)"}, // likewise
		{"00:50:56:c0:00:00", "VMware"},
		{"08:00:27:00:00:01", "VirtualBox"},
		{"52:54:00:00:00:01", "QEMU/KVM"},
		{"00:00:5e:00:53:01", ""},
		{"00:05:69:ff:fe:00:00:01", ""},
	} {
		if got, ok := VMVendor(eui64.MustParseMAC(tt.mac)); got != tt.want || ok != (tt.want != "") {
			t.Errorf("VMVendor(%s) = %q, %v; want %q", tt.mac, got, ok, tt.want)
		}
	}
}

func BenchmarkVendor(b *testing.B) {
	m := eui64.MustParseMAC("00:1b:38:83:88:3c")
	b.ReportAllocs()
	for b.Loop() {
		Vendor(m)
	}
}

// TestIndexed: an index changes no answer.
func TestIndexed(t *testing.T) {
	plain := BuiltIn()
	indexed := plain.Indexed()
	check := func(key uint64) {
		t.Helper()
		m := eui64.MACFrom6([6]byte{byte(key >> 32), byte(key >> 24), byte(key >> 16), byte(key >> 8), byte(key)})
		a, aok := plain.Vendor(m)
		if b, bok := indexed.Vendor(m); a != b || aok != bok {
			t.Fatalf("%v: %q, %v; without index %q, %v", m, b, bok, a, aok)
		}
	}
	for i := range plain.tables[0].len() {
		key := number(plain.tables[0].rows[6*i:], 3) << 16
		check(key)
		check(key | 0xffff)
		check(key + 0x10000)
	}
	for k := 1; k < len(plain.tables); k++ {
		v := &plain.tables[k]
		for i := range v.len() {
			key := v.prefix(i) << (40 - 8*v.width)
			check(key)
			check(key - 1)
			check(key | 1<<(40-prefixBits[k]) - 1)
			check(key + 1<<(40-prefixBits[k]))
		}
	}
	for top := range uint64(1 << 16) {
		check(top << 24)
		check(top<<24 | 0xffffff)
	}
	empty := (&Vendors{}).Indexed()
	if _, ok := empty.Vendor(eui64.MACFrom6([6]byte{0, 0, 0x5e})); ok {
		t.Error("the empty set has a vendor")
	}
}
