package classify

import (
	"testing"

	"github.com/hextet/hextet/eui64"
)

func TestVMRangesSorted(t *testing.T) {
	for i, r := range vmRanges {
		if r.first > r.last || i > 0 && vmRanges[i-1].last >= r.first || r.name == "" {
			t.Errorf("row %d, %s, is out of order", i, r.name)
		}
		if got, ok := VMVendor(eui64.MACFrom6([6]byte{byte(r.last >> 40), byte(r.last >> 32), byte(r.last >> 24), byte(r.last >> 16), byte(r.last >> 8), byte(r.last)})); !ok || got != r.name {
			t.Errorf("the end of row %d is of %s", i, got)
		}
	}
}

func TestVMMAC(t *testing.T) {
	tests := []struct {
		mac, vendor, ipv4 string
		random            bool
	}{
		{"fa:16:3e:12:34:56", "OpenStack", "", false},
		{"fa:16:3f:12:34:56", "", "", true},
		{"bc:24:11:00:00:01", "Proxmox VE", "", false},
		{"02:42:ac:11:00:02", "Docker", "172.17.0.2", false},
		{"0a:58:0a:f4:01:07", "Kubernetes (CNI, OVN)", "10.244.1.7", false},
		{"42:01:0a:80:00:02", "Google Cloud", "10.128.0.2", false},
		{"02:42:e0:00:00:01", "Docker", "", false},
		{"52:54:00:12:34:56", "QEMU/KVM", "", false},
		{"52:55:00:12:34:56", "", "", true},
		{"da:a1:19:4f:22:90", "", "", true},
		{"02:00:00:00:00:01", "", "", false},
		{"06:00:00:12:34:56", "", "", false},
		{"00:00:5e:00:53:01", "", "", false},
		{"33:33:00:01:00:02", "", "", false},
		{"ee:ee:ee:ee:ee:ee", "Calico", "", false},
		{"02:00:5e:10:00:00:00:01", "", "", false},
	}
	for _, tt := range tests {
		m := eui64.MustParseMAC(tt.mac)
		vendor, _ := VMVendor(m)
		a, ok := VMIPv4(m)
		if vendor != tt.vendor || ok != (tt.ipv4 != "") || ok && a.String() != tt.ipv4 || LikelyRandomized(m) != tt.random {
			t.Errorf("%s: %q, %v, randomized %v; want %+v", tt.mac, vendor, a, LikelyRandomized(m), tt)
		}
	}
}
