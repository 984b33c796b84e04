package multicast

import (
	"math/rand/v2"
	"net/netip"
	"testing"
)

func TestDecodePrefix(t *testing.T) {
	for _, tt := range []struct {
		in    string
		kind  Kind
		scope string
		about string // name, block, prefix, RP, AS
	}{
		{"ff00::/8", KindMixed, "mixed", ""},
		{"ff00::/12", KindMixed, "mixed", ""}, // solicited-node groups are in there
		{"ff02::/16", KindMixed, "link-local", ""},
		{"ff05::/16", KindWellKnown, "site-local", ""},
		{"ff10::/12", KindTransient, "mixed", ""},
		{"ff15::/16", KindTransient, "site-local", ""},
		{"ff02::1:ff00:0/104", KindSolicitedNode, "link-local", "Solicited-Node Address"},
		{"ff02::1:ff00:5300/120", KindSolicitedNode, "link-local", "Solicited-Node Address"},
		{"ff02::2:ff00:0/104", KindNodeInformation, "link-local", "Node Information Queries"},
		{"ff02::1:fe00:0/104", KindWellKnown, "link-local", ""},
		{"ff02::1:fe00:0/103", KindMixed, "link-local", ""},
		{"ff05::1:ff00:0/104", KindWellKnown, "site-local", ""},
		{"ff05::1:1000/118", KindWellKnown, "site-local", "Service Location, Version 2"},
		{"ff05::1:1000/117", KindWellKnown, "site-local", ""},
		{"ff3e::/32", KindSourceSpecific, "global", ""},
		{"ff3e::/96", KindSourceSpecific, "global", ""},
		{"ff3e::/31", KindMixed, "global", ""},
		{"ff30::/12", KindMixed, "mixed", ""},
		{"ff3e:20:2001:db8::/64", KindUnicastPrefixBased, "global", "2001:db8::/32"},
		{"ff3e:30:2001:db8::/64", KindUnicastPrefixBased, "global", ""}, // 16 bits are still to come
		{"ff32:ff::/32", KindLinkScoped, "link-local", ""},
		{"ff70::/12", KindEmbeddedRP, "mixed", ""},
		{"ff7e::/16", KindEmbeddedRP, "global", ""},
		{"ff7e:120:2001:db8::/64", KindEmbeddedRP, "global", "2001:db8::1"},
		{"ff40::/12", KindReserved, "mixed", ""},
		{"ff02::1/128", KindWellKnown, "link-local", "All Nodes Address"},
		{"224.0.0.0/4", KindMixed, "mixed", ""},
		{"224.0.0.0/24", KindWellKnown, "link-local", "Local Network Control Block"},
		{"232.0.0.0/8", KindSourceSpecific, "global", "Source-Specific Multicast Block"},
		{"233.0.0.0/8", KindMixed, "global", "GLOP Block, AD-HOC Block III"},
		{"233.252.0.0/14", KindWellKnown, "global", "AD-HOC Block III"},
		{"233.251.240.0/24", KindGLOP, "global", "GLOP Block 64496"},
		{"239.0.0.0/8", KindAdminScoped, "mixed", "Scoped Multicast Ranges"},
		{"239.255.0.0/17", KindAdminScoped, "realm-local", "Local Scope, Scoped Multicast Ranges"},
	} {
		p := netip.MustParsePrefix(tt.in)
		d, err := DecodePrefix(p)
		about := ""
		switch {
		case d.Name != "" && d.Block != "":
			about = d.Name + ", " + d.Block
		case d.Name != "":
			about = d.Name
		case d.RP.IsValid():
			about = d.RP.String()
		case d.Prefix.IsValid():
			about = d.Prefix.String()
		case d.AS != 0:
			about = d.Block + " 64496"
		default:
			about = d.Block
		}
		if err != nil || d.Kind != tt.kind || d.Scope.String() != tt.scope || about != tt.about || d.Bits != p.Bits() {
			t.Errorf("DecodePrefix(%s) = %v %v %q, %v; want %v %s %q", tt.in, d.Kind, d.Scope, about, err, tt.kind, tt.scope, tt.about)
		}
	}
	for _, s := range []string{"fe00::/7", "::/0", "2001:db8::/32", "::ffff:224.0.0.0/100", "224.0.0.0/3", "0.0.0.0/0", "192.0.2.0/24"} {
		if d, err := DecodePrefix(netip.MustParsePrefix(s)); err == nil {
			t.Errorf("DecodePrefix(%s) = %+v", s, d)
		}
	}
	if _, err := DecodePrefix(netip.Prefix{}); err == nil {
		t.Error("DecodePrefix takes the zero Prefix")
	}
}

// TestDecodePrefixGroups: whatever is said of a block holds of its groups.
func TestDecodePrefixGroups(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	starts := []string{"ff02::1:ff00:0", "ff02::2:ff00:0", "ff3e:20:2001:db8::8000:1", "ff7e:140:2001:db8:1:2:0:1", "ff32:ff::1", "ff15::1", "ff05::1:1003", "ff3e::4000:1", "ff73:140::1"}
	for range 20_000 {
		b := netip.MustParseAddr(starts[r.IntN(len(starts))]).As16()
		if r.IntN(4) == 0 {
			b[1+r.IntN(15)] ^= 1 << r.IntN(8)
		}
		n := 8 + r.IntN(121)
		p := netip.PrefixFrom(netip.AddrFrom16(b), n)
		d, err := DecodePrefix(p)
		if err != nil {
			t.Fatal(err)
		}
		for i := range b {
			for bit := range 8 {
				if i*8+bit >= n && r.IntN(2) == 0 {
					b[i] ^= 0x80 >> bit
				}
			}
		}
		g, err := Decode(netip.AddrFrom16(b))
		if err != nil {
			t.Fatal(err)
		}
		if d.Kind != KindMixed && d.Kind != g.Kind || d.Scope != MixedScope && d.Scope != g.Scope ||
			n >= 12 && d.Flags != g.Flags || d.Name != "" && d.Name != g.Name ||
			d.Prefix.IsValid() && d.Prefix != g.Prefix || d.RP.IsValid() && d.RP != g.RP || d.Warnings&^g.Warnings != 0 {
			t.Fatalf("%v is %+v, but %v in it %+v", p, d, g.Addr, g)
		}
	}
}
