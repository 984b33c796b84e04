package embed4

import (
	"flag"
	"math/rand/v2"
	"net/netip"
	"testing"

	"github.com/hextet/hextet/eui64"
	"github.com/hextet/hextet/internal/ip"
)

var exhaustive = flag.Bool("exhaustive", false, "run the round trip of a hundred million addresses")

const seed uint64 = 0x6d61_7070_6564

// newRand returns a generator with a fixed seed, which a failing test prints.
func newRand(t testing.TB) *rand.Rand {
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("seed %#x", seed)
		}
	})
	return rand.New(rand.NewPCG(seed, 4))
}

func random128(r *rand.Rand) ip.Uint128 { return ip.Uint128{Hi: r.Uint64(), Lo: r.Uint64()} }

// randomNAT64 returns a prefix of pl bits with bits 64 to 71 zero.
func randomNAT64(r *rand.Rand, pl int) netip.Prefix {
	u := ip.FromAddr(randomUnicast(r, pl).Addr())
	u.Lo &= 1<<56 - 1
	return prefixOf(u, pl)
}

// randomUnicast returns a prefix of n bits that a network can have.
func randomUnicast(r *rand.Rand, n int) netip.Prefix {
	for {
		if p := prefixOf(random128(r).And(ip.Mask(uint(n))), n); checkSitePrefix(p) == nil && (n >= 10 || n == 0 || p.Addr().As16()[0] < 0x40) {
			return p
		}
	}
}

type decoder interface {
	Encoder
	Decode(netip.Addr) (netip.Addr, bool)
}

func checkRoundTrip(t *testing.T, d decoder, v4 netip.Addr) {
	t.Helper()
	a, err := d.Encode(v4)
	if err != nil {
		t.Fatalf("%#v: Encode(%v): %v", d, v4, err)
	}
	if got, ok := d.Decode(a); !ok || got != v4 {
		t.Fatalf("%#v: Decode(%v) = %v, %v; want %v", d, a, got, ok, v4)
	}
	p, err := d.EncodePrefix(netip.PrefixFrom(v4, 32))
	if err != nil || !p.Contains(a) {
		t.Fatalf("%#v: EncodePrefix(%v/32) = %v, %v; want a prefix of %v", d, v4, p, err, a)
	}
}

// Decode undoes Encode, below prefixes of every length the mechanism has.
func TestRoundTrip(t *testing.T) {
	r := newRand(t)
	for range 2000 {
		v := r.Uint32()
		v4 := ip.Addr4(v)
		checkRoundTrip(t, Mapped{}, v4)
		checkRoundTrip(t, Translated{}, v4)
		if v > 1 {
			checkRoundTrip(t, Compatible{}, v4)
		}
		for _, pl := range nat64Lengths {
			checkRoundTrip(t, NAT64{randomNAT64(r, pl)}, v4)
		}
		checkRoundTrip(t, IVI{randomUnicast(r, 32)}, v4)
		q := r.IntN(33)
		for n := 0; n <= 128-(32-q); n++ {
			d := SixRD{randomUnicast(r, n), netip.PrefixFrom(v4, q)}
			if _, err := d.Encode(v4); err != nil && n < 10 {
				continue // the IPv4 address made it multicast or link-local
			}
			checkRoundTrip(t, d, v4)
		}

		s := SixToFour{uint16(r.Uint32()), eui64.IID(r.Uint64())}
		a, _ := s.Encode(v4)
		if gs, gv, ok := DecodeSixToFour(a); !ok || gs != s || gv != v4 {
			t.Fatalf("DecodeSixToFour(%v) = %v, %v, %v; want %v, %v", a, gs, gv, ok, s, v4)
		}
		te := Teredo{ip.Addr4(r.Uint32()), uint16(r.Uint32()), TeredoFlags(r.Uint32()), r.IntN(2) == 0}
		a, _ = te.Encode(v4)
		if gt, gv, ok := DecodeTeredo(a); !ok || gt != te || gv != v4 {
			t.Fatalf("DecodeTeredo(%v) = %v, %v, %v; want %v, %v", a, gt, gv, ok, te, v4)
		}
		p64 := randomUnicast(r, 64)
		for _, u := range []Universal{UniversalAlways, UniversalNever} {
			i := ISATAP{p64, u}
			a, _ = i.Encode(v4)
			if gi, gv, ok := DecodeISATAP(a); !ok || gi != i || gv != v4 {
				t.Fatalf("DecodeISATAP(%v) = %v, %v, %v; want %v, %v", a, gi, gv, ok, i, v4)
			}
		}
		so := SixOverFour{p64}
		a, _ = so.Encode(v4)
		if gs, gv, ok := DecodeSixOverFour(a); !ok || gs != so || gv != v4 {
			t.Fatalf("DecodeSixOverFour(%v) = %v, %v, %v; want %v, %v", a, gs, gv, ok, so, v4)
		}
	}
}

// An arbitrary address that decodes is encoded again as it was.
func FuzzDecode(f *testing.F) {
	for _, s := range []string{"::ffff:192.0.2.1", "::192.0.2.1", "::ffff:0:192.0.2.1", "64:ff9b::192.0.2.1", "2002:c000:201:5::7",
		"2001:0:c000:201:8000:63bf:3fff:fdd2", "3ffe:831f:c000:201::3fff:fdd2", "fe80::5efe:192.0.2.1", "fe80::200:5efe:8.8.8.8", "2001:db8::c000:201", "2001:db8::192:0:2:1",
		"2001:db8:ff01:203:400::", "64:ff9b:1:c000:2:100::"} {
		b := netip.MustParseAddr(s).As16()
		f.Add(b[:])
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) != 16 {
			return
		}
		a := netip.AddrFrom16([16]byte(b))
		u := ip.FromAddr(a)
		again := func(e Encoder, v4 netip.Addr) {
			t.Helper()
			if got, err := e.Encode(v4); err != nil || got != a {
				t.Errorf("%#v: Encode(%v) = %v, %v; want %v", e, v4, got, err, a)
			}
		}
		if v4, ok := (Mapped{}).Decode(a); ok {
			again(Mapped{}, v4)
		}
		if v4, ok := (Compatible{}).Decode(a); ok {
			again(Compatible{}, v4)
		}
		if v4, ok := (Translated{}).Decode(a); ok {
			again(Translated{}, v4)
		}
		for _, pl := range nat64Lengths {
			n := NAT64{prefixOf(u.And(ip.Mask(uint(pl))), pl)}
			if v4, ok := n.Decode(a); ok && n.Suffix(a) == 0 {
				again(n, v4)
			}
		}
		if s, v4, ok := DecodeSixToFour(a); ok {
			again(s, v4)
		}
		if s, v4, ok := DecodeTeredo(a); ok {
			again(s, v4)
		}
		if s, v4, ok := DecodeISATAP(a); ok {
			again(s, v4)
		}
		if s, v4, ok := DecodeSixOverFour(a); ok {
			again(s, v4)
		}
		ivi := IVI{prefixOf(u.And(ip.Mask(uint(32))), 32)}
		if v4, ok := ivi.Decode(a); ok {
			again(ivi, v4)
		}
		certain := true
		for f := range Extract(a, nil) {
			if !f.Addr.Is4() || !f.Prefix.Contains(a) || f.Mechanism == UnknownMechanism || f.Role == UnknownRole {
				t.Errorf("%v: bad %+v", a, f)
			}
			if f.Certainty == Certain && !certain {
				t.Errorf("%v: %v is certain but after a likely one", a, f.Mechanism)
			}
			certain = f.Certainty == Certain
		}
	})
}

// One hundred million seeded IPv4 addresses through every form that has them in
// its last 32 bits, there and back: go test -run Hundred -exhaustive.
func TestHundredMillion(t *testing.T) {
	if !*exhaustive {
		t.Skip("needs -exhaustive")
	}
	r := newRand(t)
	nat := NAT64{netip.MustParsePrefix("2001:db8:64::/96")}
	p := netip.MustParsePrefix("fe80::/64")
	for range 100_000_000 {
		v := r.Uint32()
		v4 := ip.Addr4(v)
		for i, d := range [...]decoder{Mapped{}, Translated{}, Compatible{}, WellKnown(), nat} {
			if i == 2 && v <= 1 {
				continue
			}
			a, err := d.Encode(v4)
			if got, ok := d.Decode(a); err != nil || !ok || got != v4 {
				t.Fatalf("%#v: %v -> %v, %v -> %v, %v", d, v4, a, err, got, ok)
			}
		}
		a, err := ISATAP{Prefix: p}.Encode(v4)
		if _, got, ok := DecodeISATAP(a); err != nil || !ok || got != v4 {
			t.Fatalf("ISATAP: %v -> %v, %v -> %v, %v", v4, a, err, got, ok)
		}
		a, err = SixOverFour{p}.Encode(v4)
		if _, got, ok := DecodeSixOverFour(a); err != nil || !ok || got != v4 {
			t.Fatalf("6over4: %v -> %v, %v -> %v, %v", v4, a, err, got, ok)
		}
	}
}
