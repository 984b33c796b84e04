package classify

import (
	"math/rand/v2"
	"net/netip"
	"testing"
)

// numbers calls f for the edges of every segment and for seeded addresses in it.
func numbers(l *layout, f func(hi, lo uint64, seg int)) {
	r := rand.New(rand.NewPCG(7, 8))
	for i, s := range l.starts {
		hi, lo := l.end(i)
		f(s.hi, s.lo, i)
		f(hi, lo, i)
		for range 50 {
			// A random address between, with random bits as far down as there are.
			h, o := r.Uint64()>>r.IntN(64), r.Uint64()>>r.IntN(64)
			h, o = s.hi+h&(hi^s.hi), s.lo|o
			if !less(h, o, s.hi, s.lo) && !less(hi, lo, h, o) {
				f(h, o, i)
			}
		}
	}
}

// TestNumbers: what is said of numbers is what is said of addresses.
func TestNumbers(t *testing.T) {
	v6, v4 := layouts()
	details := map[int]string{}
	check := func(a netip.Addr, key int, c Class, detail string) {
		t.Helper()
		want := Classify(a)
		wantKey, ok := want.Key()
		if !ok || key != wantKey || key >= MaxKey || c != want || detail != string(want.AppendDetail(nil, a)) {
			t.Fatalf("%s: key %d, %v, %q; Classify: %d, %v, %q", a, key, c, detail, wantKey, want, want.AppendDetail(nil, a))
		}
		if first, seen := details[key]; seen && first != detail && !c.DetailVaries() {
			t.Errorf("%s: %q and %q", a, first, detail)
		}
		details[key] = detail
	}
	numbers(v6, func(hi, lo uint64, seg int) {
		key := Key6(hi, lo)
		check(addr6(hi, lo), key, Class6(key, hi, lo), string(AppendDetail6(nil, key, hi, lo)))
		if key != seg {
			t.Errorf("%s: key %d, want %d", addr6(hi, lo), key, seg)
		}
		if k, ok := Key32(uint32(hi >> 32)); ok && k != key {
			t.Errorf("Key32(%x) = %d, want %d", hi>>32, k, key)
		}
	})
	numbers(v4, func(hi, _ uint64, seg int) {
		v := uint32(hi >> 32)
		key := Key4(v)
		check(addr4(v), key, Class4(key, v), string(AppendDetail4(nil, key, v)))
		if key != key4+seg {
			t.Errorf("%s: key %d, want %d", addr4(v), key, key4+seg)
		}
	})
	// Key32 finds most of what people have.
	for _, top := range []uint32{0x20010000, 0x20010db8, 0x20020102, 0x24001234, 0x2a001450, 0xfd123456, 0xfc000000, 0xff020000} {
		if _, ok := Key32(top); !ok {
			t.Errorf("Key32(%x) has no answer", top)
		}
	}
	for _, top := range []uint32{0, 0xfe800000, 0x2002c058} {
		if _, ok := Key32(top); ok {
			t.Errorf("Key32(%x) has an answer", top)
		}
	}
}
