package embed4

import (
	"math/rand/v2"
	"net/netip"
	"testing"
)

// TestNumbers: Numbers is Encode and Check, for addresses of every range.
func TestNumbers(t *testing.T) {
	rnd := rand.New(rand.NewPCG(4, 6))
	p := netip.MustParsePrefix
	encoders := []Encoder{
		Mapped{}, Compatible{}, Translated{}, WellKnown(), LocalUse(), NAT64{p("2001:db8::/32")}, NAT64{p("2001:db8:100::/40")},
		NAT64{p("2001:db8:122:300::/56")}, NAT64{p("2001:db8:122:344::/64")}, NAT64{p("2001:db8::ff00:0:0:0/96")},
		SixToFour{}, SixToFour{7, 9}, SixRD{Prefix: p("2001:db8::/32")}, SixRD{p("2001:db8::/29"), p("10.0.0.0/8")},
		SixRD{p("2001:db8::/93"), netip.Prefix{}}, SixRD{p("2001:db8::/110"), p("198.51.0.0/16")},
		Teredo{Server: addr4(0x41424344), Port: 4000, Flags: TeredoCone}, Teredo{Server: addr4(0x0a000001)},
		Teredo{Server: addr4(0x41424344), Flags: TeredoGroup, Old: true},
		ISATAP{Prefix: p("fe80::/64")}, ISATAP{p("2001:db8::/48"), UniversalAlways}, ISATAP{p("2001:db8::1:0:0:0/80"), UniversalNever},
		SixOverFour{p("fe80::/10")}, SixOverFour{p("2001:db8::/120")}, IVI{p("2001:db8::/32")},
	}
	for _, e := range encoders {
		for _, force := range []bool{false, true} {
			f := Numbers(e, force)
			if f == nil {
				t.Fatalf("Numbers(%#v) = nil", e)
			}
			for i := range 4000 {
				v := rnd.Uint32()
				if i < len(special)*4 {
					v = [...]uint32{special[i/4].first - 1, special[i/4].first, special[i/4].last, special[i/4].last + 1}[i%4]
				}
				want, err := e.Encode(addr4(v))
				wantOK := err == nil && (force || e.Check(netip.PrefixFrom(addr4(v), 32)).Must == 0)
				hi, lo, ok := f(v)
				if ok != wantOK || ok && (uint128{hi, lo}).addr() != want {
					t.Fatalf("%#v, %v: %v %v, want %v %v", e, addr4(v), uint128{hi, lo}.addr(), ok, want, wantOK)
				}
			}
		}
	}
	for _, e := range []Encoder{NAT64{}, NAT64{p("2001:db8::/33")}, SixRD{}, Teredo{}, ISATAP{}, SixOverFour{}, IVI{}, IVI{p("2001:db8::/48")}} {
		if Numbers(e, true) != nil {
			t.Errorf("Numbers(%#v) encodes what Encode does not", e)
		}
	}
}

// TestNone: what None says is so.
func TestNone(t *testing.T) {
	rnd := rand.New(rand.NewPCG(14, 6))
	var none *Extractor
	sites, err := NewExtractor(Sites{NAT64: []NAT64{{netip.MustParsePrefix("2a00::/32")}}})
	if err != nil {
		t.Fatal(err)
	}
	plain := 0
	for range 200_000 {
		hi, lo := rnd.Uint64()>>rnd.IntN(64), rnd.Uint64()>>rnd.IntN(64)
		switch rnd.IntN(4) {
		case 0:
			hi = hi>>3 | 1<<61
		case 1:
			hi = hi>>16 | []uint64{0x2001, 0x2002, 0x3ffe, 0x2a00, 0xfe80, 0xfd00, 0xff02, 0x64}[rnd.IntN(8)]<<48
		}
		switch rnd.IntN(4) {
		case 0:
			lo = lo&0xffff_ffff | []uint64{isatapMark, isatapMark | isatapUniversal, 0}[rnd.IntN(3)]<<32
		case 1:
			lo &= 0x0299_0299_0299_0299
		}
		found := none.AppendNumber(nil, hi, lo)
		if none.None(uint32(hi>>32), lo) {
			plain++
			if len(found) > 0 {
				t.Errorf("%x:%x holds %v", hi, lo, found)
			}
		}
		if sites.None(uint32(hi>>32), lo) {
			t.Fatal("None with sites")
		}
	}
	if plain < 10_000 {
		t.Errorf("only %d plain ones", plain)
	}
}
