package subnet

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"go4.org/netipx"

	"github.com/hextet/hextet/internal/ip"
)

// RFC 1878 section 2: netmasks of prefix lengths, also from RFC 4632 section 3.1.
func TestRFCNetmask(t *testing.T) {
	for _, c := range []struct {
		length int
		mask   string
	}{
		{8, "255.0.0.0"}, {9, "255.128.0.0"}, {10, "255.192.0.0"}, {12, "255.240.0.0"}, {13, "255.248.0.0"},
		{15, "255.254.0.0"}, {17, "255.255.128.0"}, {18, "255.255.192.0"}, {19, "255.255.224.0"},
		{20, "255.255.240.0"}, {21, "255.255.248.0"}, {22, "255.255.252.0"}, {25, "255.255.255.128"},
		{26, "255.255.255.192"}, {29, "255.255.255.248"}, {31, "255.255.255.254"}, {32, "255.255.255.255"},
	} {
		if got := Mask(netip.PrefixFrom(netip.IPv4Unspecified(), c.length)).String(); got != c.mask {
			t.Errorf("Mask(%d) = %s, want %s", c.length, got, c.mask)
		}
		if got, wild, ok := MaskLength(netip.MustParseAddr(c.mask)); got != c.length || wild || !ok {
			t.Errorf("MaskLength(%s) = %d", c.mask, got)
		}
	}
}

// RFC 4632 section 3.1: addresses in a prefix of each length, and how many such
// prefixes there are.
func TestRFCPrefixSize(t *testing.T) {
	for _, c := range []struct {
		length            int
		addresses, blocks uint64
	}{
		{0, 4294967296, 1}, {1, 2147483648, 2}, {2, 1073741824, 4}, {4, 268435456, 16}, {6, 67108864, 64},
		{7, 33554432, 128}, {8, 16777216, 256}, {10, 4194304, 1024}, {11, 2097152, 2048}, {13, 524288, 8192},
		{14, 262144, 16384}, {15, 131072, 32768}, {17, 32768, 131072}, {18, 16384, 262144},
		{19, 8192, 524288}, {21, 2048, 2097152}, {22, 1024, 4194304}, {23, 512, 8388608}, {24, 256, 16777216},
		{25, 128, 33554432}, {26, 64, 67108864}, {28, 16, 268435456}, {31, 2, 2147483648}, {32, 1, 4294967296},
	} {
		all := mustRange("0.0.0.0/0")
		b, err := Split(all, c.length)
		if err != nil {
			t.Fatal(err)
		}
		if n := Size(netipx.RangeOfPrefix(b.prefix(ip.Uint128{}))); n != CountOf(c.addresses) || b.Count() != CountOf(c.blocks) {
			t.Errorf("/%d: %v addresses, %v blocks", c.length, n, b.Count())
		}
	}
}

// RFC 4632 section 6.1: runs of /24 networks as one prefix; the RFC writes
// 10.24.0 to 10.24.7. Section 3.1: a network with its mask.
func TestRFCRangeToPrefix(t *testing.T) {
	for _, c := range []struct{ in, prefix, mask string }{
		{"10.24.0.0-10.24.7.255", "10.24.0.0/21", "255.255.248.0"},
		{"10.24.16.0-10.24.31.255", "10.24.16.0/20", "255.255.240.0"},
		{"10.24.32.0-10.24.33.255", "10.24.32.0/23", "255.255.254.0"},
		{"10.32.0.0-10.32.15.255", "10.32.0.0/20", "255.255.240.0"},
		{"172.16.0.0/255.255.0.0", "172.16.0.0/16", "255.255.0.0"},
	} {
		it, err := Parse(c.in)
		if err != nil {
			t.Fatal(err)
		}
		p, ok := it.Block()
		if !ok || p.String() != c.prefix || list(Prefixes(it.Range())) != c.prefix || Describe(it).Prefix != p || Mask(p).String() != c.mask {
			t.Errorf("%s is %v", c.in, p)
		}
		var b Builder
		for q := range Prefixes(it.Range()) {
			// The members one by one add up to the same.
			blocks, _ := Split(netipx.RangeOfPrefix(q), 24)
			for m := range blocks.All() {
				b.AddPrefix(m)
			}
		}
		if got := list(b.Set().Prefixes()); got != c.prefix {
			t.Errorf("the /24 of %s collapse to %s", c.in, got)
		}
	}
}

// RFC 3513 section 2.3 and RFC 4291 section 2.3: an address with a length, its
// network, and the bits of prefixes.
func TestRFCNetworkOf(t *testing.T) {
	for _, c := range []struct{ in, address, network string }{
		{"12AB:0:0:CD30:123:4567:89AB:CDEF/60", "12AB:0:0:CD30:123:4567:89AB:CDEF", "12AB:0:0:CD30::/60"},          // RFC 3513
		{"2001:0DB8:0:CD30:123:4567:89AB:CDEF/60", "2001:0DB8:0:CD30:123:4567:89AB:CDEF", "2001:0DB8:0:CD30::/60"}, // RFC 4291
	} {
		it, err := Parse(c.in)
		if err != nil {
			t.Fatal(err)
		}
		p, _ := it.Block()
		if it.Addr != netip.MustParseAddr(c.address) || p != netip.MustParsePrefix(c.network) || Describe(it).Host != it.Addr {
			t.Errorf("%s is %v in %v", c.in, it.Addr, p)
		}
	}
	for _, c := range []struct {
		in, hex string
		length  int
	}{
		{"12AB:0:0:CD30::/60", "12AB00000000CD3", 60},                         // RFC 3513
		{"12AB::CD30:0:0:0:0/60", "12AB00000000CD3", 60},                      // RFC 3513
		{"2001:0DB8:0000:CD30:0000:0000:0000:0000/60", "20010DB80000CD3", 60}, // RFC 4291
		{"2001:0DB8:0:CD30::/60", "20010DB80000CD3", 60},                      // RFC 4291
	} {
		p, err := ParseBlock(c.in)
		if err != nil {
			t.Fatal(err)
		}
		n, _ := fromAddr(p.Addr())
		if got := fmt.Sprintf("%016X%016X", n.Hi, n.Lo)[:c.length/4]; got != c.hex || p.Bits() != c.length {
			t.Errorf("%s has the bits %s", c.in, got)
		}
	}
}

// RFC 4291 section 2.3 and RFC 5952 section 3.1.3: what is the same prefix. RFC
// 4038 section 5.1 and RFC 4291 section 2.3: what is none.
func TestRFCPrefixText(t *testing.T) {
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"2001:0DB8::CD30/60", "2001:0DB8:0:CD30::/60", false}, // RFC 4291
		{"2001:db8::/48", "2001:0db8:0000::/48", true},         // RFC 5952
	} {
		p, err1 := ParseBlock(c.a)
		q, err2 := ParseBlock(c.b)
		if err1 != nil || err2 != nil || (p == q) != c.same {
			t.Errorf("%s and %s are %v and %v", c.a, c.b, p, q)
		}
	}
	for _, c := range []struct {
		in    string
		valid bool
	}{
		{"2001:db8::/64", true},       // RFC 4038
		{"[2001:db8::/64]", false},    // RFC 4038
		{"2001:0DB8:0:CD3/60", false}, // RFC 4291
	} {
		if p, err := ParseBlock(c.in); (err == nil) != c.valid {
			t.Errorf("ParseBlock(%s) = %v, %v", c.in, p, err)
		}
	}
}

// RFC 3531 sections 3.1, 3.2, 3.3 and 4: the first numbers of each order. The
// example of section 4 passes over the zero.
func TestRFCOrder(t *testing.T) {
	for _, c := range []struct {
		o          Order
		bits, skip int
		want       string
	}{
		{Leftmost, 8, 0, "00000000 10000000 01000000 11000000 00100000 10100000 01100000 11100000 00010000"},
		{Rightmost, 8, 0, "00000000 00000001 00000010 00000011 00000100 00000101 00000110 00000111 00001000"},
		{Centermost, 8, 0, "00000000 00001000 00010000 00011000 00000100 00001100 00010100 00011100 00100000"},
		{Centermost, 10, 1, "0000010000 0000100000 0000110000"},
	} {
		// As blocks of a prefix: the number is the last bits.
		b, err := Split(netipx.RangeOfPrefix(toPrefix(ip.Uint128{Hi: 0x3fff << 48}, width6, 20)), 20+c.bits)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for p := range b.Ordered(c.o) {
			if len(got) == c.skip+len(strings.Fields(c.want)) {
				break
			}
			n, _ := fromAddr(p.Addr())
			got = append(got, fmt.Sprintf("%0*b", c.bits, n.Rsh(uint(108-c.bits)).Lo&(1<<c.bits-1)))
		}
		if s := strings.Join(got[c.skip:], " "); s != c.want {
			t.Errorf("%v of %d bits: %s\nwant %s", c.o, c.bits, s, c.want)
		}
	}
}

// Reverse zones: RFC 5158 section 4, RFC 6303 sections 4.1 to 4.6, RFC 7707 section
// 5.1.4, RFC 8501 section 2.3.3, RFC 4472 section 7.2 (there under a wildcard).
func TestRFCReverseZone(t *testing.T) {
	for _, c := range []struct{ in, zone string }{
		{"2002::/16", "2.0.0.2.ip6.arpa"},                          // RFC 5158
		{"192.168.0.0/16", "168.192.IN-ADDR.ARPA"},                 // RFC 6303 section 4.1
		{"127.0.0.0/8", "127.IN-ADDR.ARPA"},                        // section 4.2
		{"169.254.0.0/16", "254.169.IN-ADDR.ARPA"},                 // section 4.2
		{"192.0.2.0/24", "2.0.192.IN-ADDR.ARPA"},                   // section 4.2
		{"198.51.100.0/24", "100.51.198.IN-ADDR.ARPA"},             // section 4.2
		{"255.255.255.255/32", "255.255.255.255.IN-ADDR.ARPA"},     // section 4.2
		{"fd00::/8", "D.F.IP6.ARPA"},                               // section 4.4
		{"2001:db8::/32", "8.B.D.0.1.0.0.2.IP6.ARPA"},              // section 4.6
		{"2001:db8:80::/48", "0.8.0.0.8.b.d.0.1.0.0.2.ip6.arpa."},  // RFC 7707
		{"2001:db8:f00::/48", "0.0.f.0.8.b.d.0.1.0.0.2.IP6.ARPA"},  // RFC 8501
		{"2001:db8:f00::/48", "0.0.f.0.8.b.d.0.1.0.0.2.ip6.arpa."}, // RFC 4472
	} {
		it, err := Parse(c.in)
		if err != nil {
			t.Fatal(err)
		}
		got := slices.Collect(Describe(it).ReverseZones())
		if len(got) != 1 || !strings.EqualFold(got[0], strings.TrimSuffix(c.zone, ".")) {
			t.Errorf("%s: %v, want %s", c.in, got, c.zone)
		}
	}
}

// RFC 6724 section 2.2 with erratum 6971: the bits that two addresses share, at
// most the length of the source's prefix.
func TestRFCCommonPrefix(t *testing.T) {
	if got := min(Cover(mustRange("fe80::1-fe80::2")).Bits(), 64); got != 64 {
		t.Errorf("fe80::1 and fe80::2 have %d bits in common", got)
	}
}
