package classify

import (
	"net/netip"
	"slices"
	"testing"

	"github.com/hextet/hextet/internal/ip"
)

// tables runs f over every table of blocks.
func tables(f func(name string, v4 bool, blocks []block)) {
	f("types6", false, blocksOf(types6[:], func(t typed) block { return t.block }))
	f("types4", true, blocksOf(types4[:], func(t typed) block { return t.block }))
	f("special6", false, blocksOf(special6[:], func(s special) block { return s.block }))
	f("special4", true, blocksOf(special4[:], func(s special) block { return s.block }))
	f("space6", false, blocksOf(space6[:], func(a assignment) block { return a.block }))
	f("assigned6", false, blocksOf(assigned6[:], func(a assignment) block { return a.block }))
	f("space4", true, blocksOf(space4[:], func(a assignment) block { return a.block }))
	f("wellKnown6", false, blocksOf(wellKnown6[:], func(w wellKnown) block { return w.block }))
}

func blocksOf[T any](rows []T, f func(T) block) []block {
	var bs []block
	for _, r := range rows {
		bs = append(bs, f(r))
	}
	return bs
}

func TestTablesSorted(t *testing.T) {
	tables(func(name string, v4 bool, blocks []block) {
		for i, b := range blocks {
			if p := b.prefix(v4); !p.IsValid() || p != p.Masked() {
				t.Errorf("%s: %v is no prefix", name, p)
			}
			if i == 0 {
				continue
			}
			a := blocks[i-1]
			if less(b.hi, b.lo, a.hi, a.lo) || a.hi == b.hi && a.lo == b.lo && a.bits >= b.bits {
				t.Errorf("%s: %v after %v", name, b.prefix(v4), a.prefix(v4))
			}
		}
	})
}

func TestSizes(t *testing.T) {
	for name, n := range map[string][2]int{
		"special6": {len(special6), 25}, "special4": {len(special4), 26},
		"space6": {len(space6), 20}, "assigned6": {len(assigned6), 51}, "space4": {len(space4), 256},
	} {
		if n[0] < n[1] {
			t.Errorf("%s has %d rows, %d were there in 2026", name, n[0], n[1])
		}
	}
}

// TestSpecialRows holds that the first, the last and a middle address of each row of
// the special-purpose registries lead to that row, unless a narrower one has them,
// and that each row has a type of its own.
func TestSpecialRows(t *testing.T) {
	for _, family := range []struct {
		v4       bool
		specials []special
		types    []typed
	}{{false, special6[:], types6[:]}, {true, special4[:], types4[:]}} {
		for i := range family.specials {
			s := &family.specials[i]
			p := s.prefix(family.v4)
			if !slices.ContainsFunc(family.types, func(ty typed) bool { return ty.block == s.block }) {
				t.Errorf("%v %q has no type", p, s.name)
			}
			// RFC 6890 section 2.2.1: no destination, not forwardable; not forwardable, not
			// globally reachable.
			if f := s.flags; f[1] == False && (f[2] != False || f[3] != False) {
				t.Errorf("%v: flags %v contradict RFC 6890", p, f)
			}
			lastHi, lastLo := s.last()
			mid := block{s.hi | (lastHi^s.hi)>>1, s.lo | (lastLo^s.lo)>>1, 128}
			for _, h := range [][2]uint64{{s.hi, s.lo}, {mid.hi, mid.lo}, {lastHi, lastLo}} {
				a := ip.Addr6(h[0], h[1])
				if family.v4 {
					a = ip.Addr4(uint32(h[0] >> 32))
				}
				if got := s.row(family.v4); !p.Contains(a) || got.Prefix != p {
					t.Fatalf("%v is not in %v", a, p)
				}
				row, ok := Classify(a).Row()
				if !ok {
					t.Errorf("Classify(%v) has no row, want %v", a, p)
					continue
				}
				if row.Prefix == p {
					want := Row{Registry: SpecialPurpose, Prefix: p, Name: s.name, RFC: row.RFC, Date: s.allocated, Ended: s.terminated,
						Source: s.flags[0], Destination: s.flags[1], Forwardable: s.flags[2],
						GloballyReachable: s.flags[3], ReservedByProtocol: s.flags[4]}
					if row.Name != want.Name || row.Source != want.Source || row.Destination != want.Destination ||
						row.Forwardable != want.Forwardable || row.GloballyReachable != want.GloballyReachable ||
						row.ReservedByProtocol != want.ReservedByProtocol || row.Date != want.Date || row.Ended != want.Ended {
						t.Errorf("Classify(%v).Row() = %+v, want %+v", a, row, want)
					}
					continue
				}
				if row.Prefix.Bits() <= p.Bits() || !p.Overlaps(row.Prefix) {
					t.Errorf("Classify(%v).Row() is %v, want %v or narrower", a, row.Prefix, p)
				}
			}
		}
	}
}

func TestChain(t *testing.T) {
	for _, tt := range []struct {
		in   string
		want []string
	}{
		{"2001:0:4136:e378::", []string{"2000::/3 address space", "2001::/23 global unicast", "2001::/23 special purpose", "2001::/32 special purpose"}},
		{"2001:db8::1", []string{"2000::/3 address space", "2001:c00::/23 global unicast", "2001:db8::/32 special purpose"}},
		{"fd00::1", []string{"fc00::/7 address space", "fc00::/7 special purpose", "fd00::/8 RFC"}},
		{"fe80::1%eth0", []string{"fe80::/10 address space", "fe80::/10 special purpose", "fe80::/64 RFC"}},
		{"3ffe:831f::1", []string{"2000::/3 address space", "3ffe::/16 global unicast", "3ffe::/16 RFC", "3ffe:831f::/32 RFC"}},
		{"5f00::1", []string{"4000::/3 address space", "5f00::/8 RFC", "5f00::/16 special purpose"}},
		{"192.88.99.2", []string{"192.0.0.0/8 address space", "192.88.99.0/24 special purpose", "192.88.99.2/32 special purpose"}},
		{"8.8.8.8", []string{"8.0.0.0/8 address space"}},
		{"::1", []string{"::/8 address space", "::1/128 special purpose"}},
	} {
		var got []string
		for _, r := range Chain(netip.MustParseAddr(tt.in)) {
			got = append(got, r.Prefix.String()+" "+r.Registry.String())
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("Chain(%s) = %q, want %q", tt.in, got, tt.want)
		}
	}
	if got := Chain(netip.Addr{}); got != nil {
		t.Errorf("Chain(zero) = %v", got)
	}
	for r := range ChainPrefix(netip.MustParsePrefix("2001:db8::/16")) {
		if r > 0 {
			t.Error("2001::/16 is in more than 2000::/3")
		}
	}
}

func TestRows(t *testing.T) {
	for family, want := range map[int]int{4: len(special4) + len(space4), 6: len(special6) + len(space6) + len(assigned6) + len(wellKnown6), 5: 0} {
		n := 0
		for r := range Rows(family) {
			if !r.Prefix.IsValid() || r.Name == "" {
				t.Errorf("row %+v", r)
			}
			n++
		}
		if n != want {
			t.Errorf("Rows(%d) yields %d rows, want %d", family, n, want)
		}
	}
	for range Rows(6) {
		break
	}
}

func TestAllocation(t *testing.T) {
	for _, tt := range []struct{ in, prefix, registry string }{
		{"2a00::1", "2a00::/12", "RIPE NCC"},
		{"2001:db8::1", "2001:c00::/23", "APNIC"},
		{"2001::1", "", ""},  // IANA keeps 2001::/23
		{"2002::1", "", ""},  // given to a purpose
		{"2d00::1", "", ""},  // reserved
		{"fd00::1", "", ""},  // no unicast space of IANA's
		{"10.0.0.1", "", ""}, // reserved
		{"3.0.0.1", "3.0.0.0/8", "ARIN"},
		{"17.0.0.1", "17.0.0.0/8", "Apple Computer Inc."},
		{"224.0.0.1", "", ""},
	} {
		al, ok := Classify(netip.MustParseAddr(tt.in)).Allocation()
		if ok != (tt.prefix != "") || ok && (al.Prefix.String() != tt.prefix || al.Registry != tt.registry) {
			t.Errorf("Allocation(%s) = %v, %v; want %s %s", tt.in, al, ok, tt.prefix, tt.registry)
		}
	}
}

func TestFlagJSON(t *testing.T) {
	for f, want := range map[Flag]string{True: "true", False: "false", NotApplicable: "null"} {
		if b, err := f.MarshalJSON(); err != nil || string(b) != want {
			t.Errorf("%v.MarshalJSON() = %s, %v", f, b, err)
		}
	}
}
