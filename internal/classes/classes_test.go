package classes

import (
	"encoding/binary"
	"math/rand/v2"
	"net/netip"
	"testing"

	"github.com/hextet/hextet/classify"
	"github.com/hextet/hextet/internal/ip"
)

// TestOf: the cache says what classify says, of addresses around every boundary of
// its tables and of random ones.
func TestOf(t *testing.T) {
	var c Cache
	check := func(a netip.Addr) {
		t.Helper()
		var it ip.Item
		it.Set(a, "", -1)
		if got, want := c.Of(&it), classify.Classify(a); got != want {
			t.Fatalf("%v: %+v, want %+v", a, got, want)
		}
	}
	for _, family := range []int{4, 6} {
		for row := range classify.Rows(family) {
			first := row.Prefix.Masked().Addr()
			last := lastOf(row.Prefix)
			for _, a := range []netip.Addr{first, first.Next(), first.Prev(), last, last.Next(), last.Prev()} {
				if a.IsValid() {
					check(a)
				}
			}
		}
	}
	r := rand.New(rand.NewPCG(3, 4))
	for range 200_000 {
		var b [16]byte
		binary.BigEndian.PutUint64(b[:], r.Uint64())
		binary.BigEndian.PutUint64(b[8:], r.Uint64())
		switch r.IntN(4) {
		case 0:
			b[0], b[1] = 0x20, 0x01
		case 1:
			b[0] = 0xff
		case 2:
			clear(b[:10])
		}
		check(netip.AddrFrom16(b))
		check(netip.AddrFrom4([4]byte(b[8:])))
	}
}

func lastOf(p netip.Prefix) netip.Addr {
	b := p.Masked().Addr().AsSlice()
	for i := p.Bits(); i < len(b)*8; i++ {
		b[i/8] |= 0x80 >> (i % 8)
	}
	a, _ := netip.AddrFromSlice(b)
	return a
}
