package classify

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/hextet/hextet/embed4"
	"github.com/hextet/hextet/eui64"
	"github.com/hextet/hextet/internal/ip"
)

func TestDescribe(t *testing.T) {
	var r Record
	r.Describe(netip.MustParseAddr("2001:0:4136:e378:8000:63bf:3fff:fdd2"), Options{})
	if !r.HasRow || r.Row.Name != "TEREDO" || r.Row.GloballyReachable != NotApplicable || r.Row.Source != True {
		t.Errorf("row %+v", r.Row)
	}
	if len(r.IPv4) != 2 || r.IPv4[0].Role != embed4.RoleServer || r.IPv4[1].Port != 40000 {
		t.Errorf("IPv4 %+v", r.IPv4)
	}
	if r.HasIID || r.HasMulticast || r.HasAllocation || r.Policy.Label != 5 {
		t.Errorf("record %+v", r)
	}

	r.Describe(netip.MustParseAddr("2a00:1450::200:5eff:fe00:5301"), Options{})
	if r.HasRow || !r.HasAllocation || r.Allocation.Registry != "RIPE NCC" || len(r.IPv4) != 0 {
		t.Errorf("record %+v", r)
	}
	if !r.HasIID || r.IID.MAC.String() != "00:00:5e:00:53:01" || r.Vendor != "ICANN, IANA Department" {
		t.Errorf("IID %+v of %q", r.IID, r.Vendor)
	}
	v, err := ParseOUI(strings.NewReader("MA-L,00005E,Another,x\n"))
	if err != nil {
		t.Fatal(err)
	}
	if r.Describe(r.Addr, Options{Vendors: v}); r.Vendor != "Another" {
		t.Errorf("vendor %q", r.Vendor)
	}

	if r.Describe(netip.MustParseAddr("fe80::5054:ff:fe12:3456"), Options{}); r.Vendor != "QEMU/KVM" {
		t.Errorf("vendor %q", r.Vendor)
	}
	r.Describe(netip.MustParseAddr("ff02::fb"), Options{})
	if !r.HasMulticast || r.Multicast.Name != "mDNSv6" || r.HasIID {
		t.Errorf("multicast %+v", r.Multicast)
	}
	if r.Describe(netip.Addr{}, Options{}); r.Class != (Class{}) || r.HasMulticast {
		t.Errorf("record of the zero Addr %+v", r)
	}
}

func TestDescribePrefix(t *testing.T) {
	for _, tt := range []struct {
		in, row, allocated string
		deprecated         bool
		label              int // -1: several
	}{
		{"2001:db8::/32", "2001:db8::/32", "2001:c00::/23", false, 1},
		{"2001::/23", "2001::/23", "", false, -1},
		{"2001:c00::/23", "", "2001:c00::/23", false, 1},
		{"2a00::/12", "", "2a00::/12", false, 1},
		{"2a00::/11", "", "", false, 1},
		{"2002::/16", "2002::/16", "", false, 2},
		{"3ffe::/16", "", "", true, 12},
		{"fc00::/7", "fc00::/7", "", false, 13},
		{"192.88.99.0/24", "192.88.99.0/24", "192.0.0.0/8", true, 4},
		{"10.0.0.0/8", "10.0.0.0/8", "", false, 4},
		{"::/0", "", "", false, -1},
		{"::1/128", "::1/128", "", false, 0},
	} {
		var r Record
		p := netip.MustParsePrefix(tt.in)
		r.DescribePrefix(p, Options{})
		if r.Prefix != p || r.HasRow != (tt.row != "") || r.HasRow && r.Row.Prefix.String() != tt.row {
			t.Errorf("%s: row %v", tt.in, r.Row.Prefix)
		}
		if r.HasAllocation != (tt.allocated != "") || r.HasAllocation && r.Allocation.Prefix.String() != tt.allocated {
			t.Errorf("%s: allocation %v", tt.in, r.Allocation)
		}
		if r.Deprecated != tt.deprecated {
			t.Errorf("%s: deprecated is %v", tt.in, r.Deprecated)
		}
		if r.Policy.Prefix.IsValid() != (tt.label >= 0) || tt.label >= 0 && int(r.Policy.Label) != tt.label {
			t.Errorf("%s: policy %v", tt.in, r.Policy)
		}
	}
}

// TestKey holds that classes with one Key agree in what the tables say.
func TestKey(t *testing.T) {
	type facts struct {
		typ        Type
		deprecated bool
		row        netip.Prefix
		al         Allocation
		policy     Policy
	}
	seen, details := map[int]facts{}, map[int]string{}
	randomAddrs(50_000, func(a netip.Addr) {
		var r Record
		r.Describe(a, Options{})
		key, ok := r.Class.Key()
		f := facts{r.Class.Type, r.Deprecated, r.Row.Prefix, r.Allocation, r.Policy}
		if !ok || key < 0 || key >= MaxKey {
			t.Fatalf("Key(%v) = %d, %v", a, key, ok)
		}
		if g, again := seen[key]; again && g != f {
			t.Fatalf("key %d is of %v and %v", key, f, g)
		}
		seen[key] = f
		if got, want := r.Policy, RFC6724.Lookup(a); got != want {
			t.Fatalf("policy of %v is %v, want %v", a, got, want)
		}
		// Nor do they have several details, unless they say so.
		if detail := string(r.Class.AppendDetail(nil, a)); !r.Class.DetailVaries(lastBits(a)) {
			if first, again := details[key]; again && first != detail {
				t.Fatalf("%v: %q and %q", a, detail, first)
			}
			details[key] = detail
		}
	})
	if _, ok := (Class{}).Key(); ok {
		t.Error("the zero Class has a key")
	}
}

func TestDescribeAllocs(t *testing.T) {
	var r Record
	for _, tt := range classTests {
		a := netip.MustParseAddr(tt.in)
		r.Describe(a, Options{})
		if n := testing.AllocsPerRun(20, func() { r.Describe(a, Options{}) }); n != 0 {
			t.Errorf("Describe(%s): %v allocations", tt.in, n)
		}
	}
}

func BenchmarkDescribe(b *testing.B) {
	for _, s := range []string{"2a00:1450:4001:81b::200e", "2001:db8::21b:38ff:fe83:883c", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "ff02::1", "10.1.2.3", "2a00:1450:4001:81b:a4c1:7d3e:92b0:5f68"} {
		a := netip.MustParseAddr(s)
		b.Run(s, func(b *testing.B) {
			b.ReportAllocs()
			var r Record
			for b.Loop() {
				r.Describe(a, Options{})
			}
		})
	}
}

func lastBits(a netip.Addr) eui64.IID {
	_, lo := ip.Halves(a)
	return eui64.IID(lo)
}
