package classify

import (
	"encoding/binary"
	"net/netip"
	"strings"
	"testing"
)

func TestFind(t *testing.T) {
	v6, v4 := layouts()
	for _, l := range []*layout{v6, v4} {
		if l.starts[0] != (start{}) {
			t.Errorf("the first segment begins at %v", l.starts[0])
		}
		for i, s := range l.starts {
			if i > 0 && !less(l.starts[i-1].hi, l.starts[i-1].lo, s.hi, s.lo) {
				t.Errorf("segment %d is out of order", i)
			}
			hi, lo := l.end(i)
			for _, a := range []start{s, {hi, lo}, {s.hi, s.lo | 1<<20}} {
				if less(hi, lo, a.hi, a.lo) {
					continue
				}
				if j := l.find(a.hi, a.lo); j != i {
					t.Errorf("find(%x, %x) = %d, want %d", a.hi, a.lo, j, i)
				}
			}
		}
	}
}

func TestBuckets(t *testing.T) {
	v6, v4 := layouts()
	for _, l := range []*layout{v6, v4} {
		check := func(b bucket, first, last uint64) {
			t.Helper()
			for _, hi := range []uint64{first, last} {
				if got, want := l.find(hi, 0), l.segmentAt(hi); got != want {
					t.Fatalf("find(%x) = %d, want %d", hi, got, want)
				}
			}
			i := int(b.first + b.n - 1)
			if hi, _ := l.end(i); hi < last {
				t.Fatalf("the bucket up to %x ends in segment %d, at %x", last, i, hi)
			}
		}
		for o, by := range l.by {
			for c := range uint64(16) {
				first := uint64(o)<<56 | c<<52
				cell := l.cells[uint64(by.cell)+c&uint64(by.mask)]
				if cell.n > 0 {
					check(cell, first, first|(1<<52-1))
					continue
				}
				for d := range uint64(16) {
					first := first | d<<48
					check(l.cells[uint64(cell.first)+d], first, first|(1<<48-1))
				}
			}
		}
		for c, b := range l.crowdBy {
			first := l.crowd<<48 | uint64(c)<<40
			check(b, first, first|(1<<40-1))
		}
		for c, b := range l.coreBy {
			first := l.crowd<<48 | uint64(c)<<32
			check(b, first, first|(1<<32-1))
		}
		if len(l.cells) > 512 {
			t.Errorf("%d cells", len(l.cells))
		}
	}
}

func TestHalves(t *testing.T) {
	for _, s := range []string{"::", "2001:db8::1", "fe80::1%eth0", "fe80::1%" + strings.Repeat("x", 200), "::ffff:192.0.2.1"} {
		a := netip.MustParseAddr(s)
		b := a.As16()
		if hi, lo := halves(a); hi != binary.BigEndian.Uint64(b[:8]) || lo != binary.BigEndian.Uint64(b[8:]) {
			t.Errorf("halves(%s) = %x, %x", s, hi, lo)
		}
	}
	if hi, lo := halves(netip.MustParseAddr("192.0.2.1")); hi != 0xc000_0201<<32 || lo != 0 {
		t.Errorf("halves(192.0.2.1) = %x, %x", hi, lo)
	}
	if hi, lo := halves(netip.Addr{}); hi|lo != 0 {
		t.Errorf("halves(zero) = %x, %x", hi, lo)
	}
}
