package classify

import (
	"net/netip"
	"testing"
)

func TestX(t *testing.T) {
	for _, s := range []string{"::", "::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2a00::1", "2002:c000:201::", "2002:c058:6301::", "fd12:3456:789a:1::1", "ff02::1", "10.1.2.3", "192.88.99.2", "192.88.99.1", "255.255.255.255", "3.3.3.3", "17.1.1.1", "1.1.1.1", "2001:db8::1", "5f01::", "5f00::", "3fff:fff::", "3fff:1000::", "4000::", "::ffff:10.1.1.1", "::1.2.3.4", "2001:1::1", "2001:1::4", "2d00::", "239.255.255.250", "2001:5a00::"} {
		a := netip.MustParseAddr(s)
		c := Classify(a)
		t.Log(s, c.Type, c.Scope, c.Cast, string(c.AppendDetail(nil, a)))
	}
	for _, s := range []string{"::/0", "2001::/23", "ff00::/8", "2000::/3", "2a00::/11", "2001:db8:1::/48", "::ffff:10.0.0.0/104", "::ffff:0:0/96", "0.0.0.0/0", "fc00::/7", "2002:c000:200::/40", "224.0.0.0/4", "240.0.0.0/4", "ff02::/16", "2001:200::/22"} {
		p := netip.MustParsePrefix(s)
		c := ClassifyPrefix(p)
		t.Log(s, c.Type, c.Scope, c.Cast, string(c.AppendPrefixDetail(nil, p)))
	}
	v6, v4 := layouts()
	t.Log(len(v6.segs), len(v4.segs))
	for i, s := range v6.segs {
		sp, as := "", ""
		if s.special != nil {
			sp = s.special.name
		}
		if s.assigned != nil {
			as = s.assigned.name
		}
		t.Log(addr6(v6.starts[i].hi, v6.starts[i].lo), s.typ.typ, sp, as)
	}
}

func BenchmarkClassify(b *testing.B) {
	for _, s := range []string{"2001:db8::1", "2a00:1450:4001::1", "fe80::1", "192.0.2.1", "8.8.8.8", "ff02::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2"} {
		a := netip.MustParseAddr(s)
		b.Run(s, func(b *testing.B) {
			for b.Loop() {
				Classify(a)
			}
		})
		b.Run("detail-"+s, func(b *testing.B) {
			var buf [100]byte
			for b.Loop() {
				Classify(a).AppendDetail(buf[:0], a)
			}
		})
	}
}

func BenchmarkLayOut(b *testing.B) {
	for b.Loop() {
		layOut()
	}
}
func TestFind(t *testing.T) {
	v6, v4 := layouts()
	for _, l := range []*layout{v6, v4} {
		for i, s := range l.starts {
			if j := l.find(s.hi, s.lo); j != i {
				t.Error(i, j)
			}
			hi, lo := l.end(i)
			if j := l.find(hi, lo); j != i {
				t.Error("end", i, j)
			}
		}
	}
}
