package classify

import "testing"

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
