package selection

import (
	"encoding/binary"
	"fmt"
	"net/netip"
	"slices"
	"testing"
)

// world makes a host and destinations of bytes: mostly addresses of a small world, so
// that ties and matches happen.
type world struct{ data []byte }

func (w *world) byte() byte {
	if len(w.data) == 0 {
		return 0
	}
	b := w.data[0]
	w.data = w.data[1:]
	return b
}

var worldPrefixes = []string{
	"2001:db8:1::", "2001:db8:2::", "2a00::", "fd00:1::", "fd00:2::", "fec0::", "fe80::", "2002:c000:201::", "2001::", "3ffe::",
	"64:ff9b::", "::", "ff02::", "ff0e::", "::ffff:192.0.2.0", "192.0.2.0", "10.0.0.0", "169.254.0.0", "127.0.0.0", "224.0.0.0",
}

func (w *world) addr() netip.Addr {
	a := netip.MustParseAddr(worldPrefixes[int(w.byte())%len(worldPrefixes)])
	low := w.byte()
	if a.Is4() {
		b := a.As4()
		b[3] = low
		return netip.AddrFrom4(b)
	}
	b := a.As16()
	b[15] = low & 15
	b[7] |= low >> 4
	a = netip.AddrFrom16(b)
	if a.IsLinkLocalUnicast() && low&1 != 0 {
		a = a.WithZone(fmt.Sprintf("e%d", low>>1&1))
	}
	return a
}

func (w *world) host() Host {
	var h Host
	for range w.byte() % 8 {
		a := w.addr().WithZone("")
		flags := w.byte()
		bits := []int{a.BitLen(), a.BitLen() / 2, 8, 0}[flags>>6]
		out := Address{Prefix: netip.PrefixFrom(a, bits), Flags: Flags(flags & 7)}
		if flags&8 != 0 {
			out.Interface = fmt.Sprintf("e%d", flags>>4&1)
		}
		h.Addresses = append(h.Addresses, out)
	}
	for range w.byte() % 4 {
		a := w.addr().WithZone("")
		p := netip.PrefixFrom(a, []int{0, 16, a.BitLen()}[w.byte()%3]).Masked()
		h.Routes = append(h.Routes, Route{p, fmt.Sprintf("e%d", w.byte()%2)})
	}
	h.UseTempAddr = int(w.byte() % 3)
	return h
}

// policies are tables that let the families tie, or lack rows.
var policies = []string{
	"", "precedence ::/0 40\n", "precedence ::/0 40\nlabel ::/0 1\n", "precedence 2001:db8::/32 10\nlabel fd00::/8 3\nscopev4 10.0.0.0/8 5\n",
}

func seedWorlds(f *testing.F) {
	f.Add([]byte{}, byte(0))
	for i := range 40 {
		b := make([]byte, 96)
		for j := range b {
			b[j] = byte(i*37 + j*j*11 + j)
		}
		f.Add(b, byte(i))
	}
}

// FuzzOrder holds what must be true of every order, whatever the host and the
// destinations: it is a permutation, it contradicts no comparison of rules 1 to 9
// that a strict weak ordering of them would respect, and it does not depend on how
// the destinations were given but for ties.
func FuzzOrder(f *testing.F) {
	seedWorlds(f)
	f.Fuzz(func(t *testing.T, data []byte, which byte) {
		w := &world{data}
		system := System(which) % numSystems
		s := New(w.host(), system, ParseGaiConf([]byte(policies[which>>4&3])))
		var given []netip.Addr
		for len(w.data) > 0 && len(given) < 40 {
			given = append(given, w.addr())
		}
		got := s.Order(given)
		seen := make([]bool, len(given))
		for _, d := range got {
			if seen[d.Index] || given[d.Index] != d.Addr {
				t.Fatalf("%v is no permutation of %v", got, given)
			}
			seen[d.Index] = true
		}
		if !s.sorts(got) {
			for i, d := range got {
				if d.Index != i {
					t.Fatalf("%v: %v moved", system, d.Addr)
				}
			}
			return
		}
		crossTies := false
		for i := range got {
			for j := range got {
				a, b := &got[i], &got[j]
				v, w := compareKeys(&a.key, &b.key), compareKeys(&b.key, &a.key)
				if v != -w && (v < 0) == (w < 0) && v != 0 {
					t.Fatalf("%v: %v and %v each come before the other", system, a.Addr, b.Addr)
				}
				crossTies = crossTies || system != Musl && v == 0 && a.key.family != b.key.family
				if i < j && v > 0 {
					t.Errorf("%v: %v is before %v against the rules", system, a.Addr, b.Addr)
				}
			}
		}
		for i := range got {
			for j := i + 1; j < len(got) && !(crossTies && system == Glibc); j++ {
				a, b := &got[i], &got[j]
				if compareKeys(&a.key, &b.key) != 0 {
					continue
				}
				v := s.rule9(&a.key, &b.key)
				if v > 0 || v == 0 && a.key.family == b.key.family && a.Index > b.Index {
					t.Errorf("%v: %v is before %v against rule 9 or 10", system, a.Addr, b.Addr)
				}
			}
		}
		for i := range len(got) - 1 {
			c := s.Compare(&got[i], &got[i+1])
			if c.Rule != got[i].Rule {
				t.Errorf("%v: rule of %v is %v, compared %v", system, got[i].Addr, got[i].Rule, c.Rule)
			}
			if c.Result != First && !crossTies {
				t.Errorf("%v: %v is before %v, compared %v", system, got[i].Addr, got[i+1].Addr, c.Result)
			}
		}
		if crossTies {
			return
		}
		// Backwards, only what ties may come in another order.
		slices.Reverse(given)
		back := s.Order(given)
		for i := range got {
			a, b := &got[i], &back[i]
			if compareKeys(&a.key, &b.key) != 0 || s.rule9(&a.key, &b.key) != 0 {
				t.Errorf("%v: place %d is %v, given backwards %v", system, i, a.Addr, b.Addr)
			}
		}
	})
}

// FuzzSource holds that the source beats every other candidate, that the order of the
// addresses matters only to ties, and that a source is an address of the host.
func FuzzSource(f *testing.F) {
	seedWorlds(f)
	f.Fuzz(func(t *testing.T, data []byte, which byte) {
		w := &world{data}
		system := System(which) % numSystems
		h := w.host()
		s := New(h, system, Policy{})
		dst := w.addr()
		got := s.Source(dst)
		if got.Addr.IsValid() == (got.Problem != NoProblem) {
			t.Fatalf("%v: source %v and problem %v", system, got.Addr, got.Problem)
		}
		if got.index >= 0 {
			if own := s.addrs[got.index].Prefix.Addr(); own != got.Addr && mapped(own) != got.Addr {
				t.Errorf("%v: %v is not the address %v", system, got.Addr, own)
			}
		}
		for _, c := range s.Contenders(dst) {
			if c.Comparison.Result != First {
				t.Errorf("%v: %v is the source for %v, but %v wins by %v", system, got.Addr, dst, c.Address, c.Comparison.Rule)
			}
			if c.Comparison.Rule == SourceFirst {
				continue
			}
			if len(c.Comparison.Tests) == 0 || c.Comparison.Tests[len(c.Comparison.Tests)-1].Result != First {
				t.Errorf("%v: the last test for %v does not decide", system, c.Address)
			}
		}
	})
}

// TestOrderOfFamilies: where a policy ties the families, rules 9 and 10 run in a
// circle. The answer of glibc 2.36 was asked for live.
func TestOrderOfFamilies(t *testing.T) {
	h := hostOf(t, "192.0.2.1/24 2001:db8::1/64")
	policy := ParseGaiConf([]byte("precedence ::/0 40\n"))
	given := []netip.Addr{
		netip.MustParseAddr("203.0.113.1"), netip.MustParseAddr("2a00::1"), netip.MustParseAddr("192.0.2.9"), netip.MustParseAddr("2001:db8::9"),
	}
	for system, want := range map[System][]int{
		Glibc:   {2, 0, 3, 1},
		RFC6724: {2, 0, 3, 1},
		FreeBSD: {0, 2, 3, 1}, // rule 9 is for IPv6 only
	} {
		for i, d := range New(h, system, policy).Order(given) {
			if d.Index != want[i] {
				t.Errorf("%v: place %d is number %d, want %d", system, i, d.Index, want[i])
			}
		}
	}
}

// TestMuslLimits: IPv4 alone is never sorted, and no more than 48 addresses are taken.
func TestMuslLimits(t *testing.T) {
	s := New(hostOf(t, "192.0.2.1/24 2001:db8::1/64"), Musl, Policy{})
	var given []netip.Addr
	for i := range 60 {
		var b [4]byte
		binary.BigEndian.PutUint32(b[:], 0xc6336400+uint32(i))
		given = append(given, netip.AddrFrom4(b))
	}
	given[0] = netip.MustParseAddr("169.254.1.1")
	for i, d := range s.Order(given) {
		if d.Index != i || d.Rule != NoRule {
			t.Fatalf("IPv4: place %d is number %d by %v", i, d.Index, d.Rule)
		}
	}
	given[20], given[50] = netip.MustParseAddr("2001:db8::9"), netip.MustParseAddr("2001:db8::a")
	got := s.Order(given)
	if got[0].Index != 20 || got[50].Index != 50 || got[47].Rule != NoRule || got[46].Rule == NoRule {
		t.Errorf("place 0 is number %d, place 50 number %d", got[0].Index, got[50].Index)
	}
}

func TestSourceAllocates(t *testing.T) {
	h := hostOf(t, "192.0.2.1/24 2001:db8::1/64 fd00::1/64 fe80::1/64")
	dsts := []netip.Addr{netip.MustParseAddr("2001:db8:1::1"), netip.MustParseAddr("198.51.100.1"), netip.MustParseAddr("fd00::9")}
	for _, system := range Systems() {
		s := New(h, system, Policy{})
		if n := testing.AllocsPerRun(100, func() {
			for _, d := range dsts {
				s.Source(d)
			}
		}); n != 0 {
			t.Errorf("%v: Source allocates %v times", system, n)
		}
	}
}

func BenchmarkOrder(b *testing.B) {
	s := New(hostOf(b, "192.0.2.1/24 2001:db8::1/64 fd00::1/64 fe80::1/64"), Glibc, Policy{})
	dsts := []netip.Addr{
		netip.MustParseAddr("198.51.100.1"), netip.MustParseAddr("2001:db8:1::1"), netip.MustParseAddr("fd00::9"), netip.MustParseAddr("2a00::1"),
	}
	b.ReportAllocs()
	for b.Loop() {
		s.Order(dsts)
	}
}
