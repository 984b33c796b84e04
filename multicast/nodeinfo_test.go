package multicast

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"
)

func TestNodeInformation(t *testing.T) {
	// The RFC has no example: these hashes were made with Python's hashlib, from
	// the description in RFC 4620 section 5 and KAME's in6_nigroup.
	tests := []struct{ name, want, old string }{
		{"host", "ff02::2:ff18:3880", "ff02::2:1838:803c"},
		{"HOST.example.com", "ff02::2:ff18:3880", "ff02::2:1838:803c"},
		{"host.", "ff02::2:ff18:3880", "ff02::2:1838:803c"},
		{"server1", "ff02::2:ffd3:7efc", "ff02::2:d37e:fc27"},
		{"a", "ff02::2:ff76:a2c2", "ff02::2:76a2:c230"},
	}
	for _, tt := range tests {
		got, err := NodeInformation(tt.name)
		old, err2 := OldNodeInformation(tt.name)
		if err != nil || err2 != nil || got.String() != tt.want || old.String() != tt.old {
			t.Errorf("%s: %v and %v, %v, %v; want %s and %s", tt.name, got, old, err, err2, tt.want, tt.old)
		}
		if !InNodeInformation(got, tt.name) || !InNodeInformation(old.WithZone("eth0"), tt.name) || InNodeInformation(got, "other") {
			t.Errorf("%s: its groups are not recognized", tt.name)
		}
		if d, err := Decode(got); err != nil || d.Kind != KindNodeInformation {
			t.Errorf("%v is %v, %v", got, d.Kind, err)
		}
	}
	for _, bad := range []string{"", ".", ".example.com", strings.Repeat("x", 64)} {
		if a, err := NodeInformation(bad); err == nil {
			t.Errorf("%q has the group %v", bad, a)
		}
		if _, err := OldNodeInformation(bad); err == nil || InNodeInformation(netip.MustParseAddr("ff02::2:ff18:3880"), bad) {
			t.Errorf("%q has a group", bad)
		}
	}
	if _, err := NodeInformation(strings.Repeat("x", 63)); err != nil {
		t.Error(err)
	}
}

func ExampleNodeInformation() {
	g, _ := NodeInformation("host.example.com")
	fmt.Println(g)
	// Output: ff02::2:ff18:3880
}
