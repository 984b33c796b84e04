package stats

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"math/rand/v2"
	"net/netip"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/hextet/hextet/classify"
	"github.com/hextet/hextet/embed4"
	"github.com/hextet/hextet/eui64"
)

// The lists of TestVectors and their results were computed outside of this
// project, from the definition: entropy by digit, distinct prefixes, and the part of
// the digits' room that the prefixes use, log16(N(4i+4)/N(4i)), N being the number of
// distinct prefixes of a length.
var vectors = []struct {
	name            string
	addresses       func(t *testing.T) []string
	total, distinct uint64
	entropy, ratio  map[int]float64 // by digit; 0 where not named
	prefixes        map[int]uint64
}{
	{
		name:      "one",
		addresses: texts("2001:db8::1"),
		total:     1, distinct: 1,
		prefixes: map[int]uint64{16: 1, 32: 1, 40: 1, 48: 1, 56: 1, 64: 1},
	},
	{
		name:      "two",
		addresses: texts("2001:db8::1", "2001:db8::2"),
		total:     2, distinct: 2,
		entropy:  map[int]float64{31: 0.25},
		ratio:    map[int]float64{31: 0.25},
		prefixes: map[int]uint64{16: 1, 32: 1, 40: 1, 48: 1, 56: 1, 64: 1},
	},
	{
		name:      "duplicates",
		addresses: texts("2001:db8::1", "2001:db8::1", "2001:db8::1", "2001:0DB8:0::2"),
		total:     4, distinct: 2,
		entropy:  map[int]float64{31: 0.25},
		ratio:    map[int]float64{31: 0.25},
		prefixes: map[int]uint64{16: 1, 32: 1, 40: 1, 48: 1, 56: 1, 64: 1},
	},
	{
		name:      "sixteen values of a digit",
		addresses: numbered(16),
		total:     16, distinct: 16,
		entropy:  map[int]float64{31: 1},
		ratio:    map[int]float64{31: 1},
		prefixes: map[int]uint64{64: 1},
	},
	{
		name:      "256 low bytes",
		addresses: numbered(256),
		total:     256, distinct: 256,
		entropy:  map[int]float64{30: 1, 31: 1},
		ratio:    map[int]float64{30: 1, 31: 1},
		prefixes: map[int]uint64{64: 1},
	},
	{
		name:      "200 random identifiers",
		addresses: file("testdata/random-200.txt"),
		total:     200, distinct: 200,
		entropy: map[int]float64{
			11: 0.498084, 15: 0.982646, 16: 0.987964, 17: 0.987368, 18: 0.986238, 19: 0.98624,
			20: 0.980585, 21: 0.992719, 22: 0.988611, 23: 0.98672, 24: 0.977439, 25: 0.990606,
			26: 0.981702, 27: 0.990676, 28: 0.976079, 29: 0.987877, 30: 0.991408, 31: 0.991505,
		},
		ratio:    map[int]float64{11: 0.5, 15: 0.982684, 16: 0.38827, 17: 0.04001},
		prefixes: map[int]uint64{16: 1, 32: 1, 40: 1, 48: 4, 56: 4, 64: 61},
	},
}

func texts(all ...string) func(*testing.T) []string {
	return func(*testing.T) []string { return all }
}

func numbered(n int) func(*testing.T) []string {
	return func(*testing.T) (all []string) {
		for i := range n {
			all = append(all, fmt.Sprintf("2001:db8::%x", i))
		}
		return all
	}
}

func file(name string) func(*testing.T) []string {
	return func(t *testing.T) []string {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		return strings.Fields(string(data))
	}
}

func TestVectors(t *testing.T) {
	nibbles := []int{0}
	for i := range 32 {
		nibbles = append(nibbles, 4*i+4)
	}
	for _, v := range vectors {
		t.Run(v.name, func(t *testing.T) {
			c := New(Options{Lengths6: nibbles})
			for _, text := range v.addresses(t) {
				c.Add(netip.MustParseAddr(text))
			}
			s := c.Summary()
			if s.Total() != v.total || s.Distinct() != v.distinct {
				t.Errorf("%d addresses, %d distinct, want %d and %d", s.Total(), s.Distinct(), v.total, v.distinct)
			}
			for i, d := range s.IPv6.Digits {
				if math.Abs(d.Entropy-v.entropy[i]) > 5e-7 {
					t.Errorf("entropy of digit %d: %.6f, want %.6f", i, d.Entropy, v.entropy[i])
				}
				below, above := s.IPv6.Prefixes[i].Distinct, s.IPv6.Prefixes[i+1].Distinct
				if r := math.Log2(float64(above)/float64(below)) / 4; math.Abs(r-v.ratio[i]) > 5e-7 {
					t.Errorf("ratio of digit %d: %.6f, want %.6f", i, r, v.ratio[i])
				}
			}
			for bits, n := range v.prefixes {
				if got := s.IPv6.Prefixes[bits/4].Distinct; got != n {
					t.Errorf("%d prefixes of length %d, want %d", got, bits, n)
				}
			}
		})
	}
}

// A plain counter is what one would write without thinking of time or memory.
type plain struct {
	total    uint64
	distinct map[netip.Addr]uint64
}

func (p *plain) add(a netip.Addr, n uint64) {
	if p.distinct == nil {
		p.distinct = map[netip.Addr]uint64{}
	}
	p.distinct[a.WithZone("")] += n
	p.total += n
}

func (p *plain) by(bits6, bits4 int) []PrefixCount {
	counts := map[netip.Prefix]PrefixCount{}
	for a, n := range p.distinct {
		bits := bits6
		if a.Is4() {
			bits = bits4
		}
		if bits < 0 {
			continue
		}
		prefix, err := a.Prefix(bits)
		if err != nil {
			panic(err)
		}
		c := counts[prefix]
		counts[prefix] = PrefixCount{prefix, c.Count + n, c.Distinct + 1}
	}
	var all []PrefixCount
	for _, c := range counts {
		all = append(all, c)
	}
	slices.SortFunc(all, func(a, b PrefixCount) int {
		switch {
		case a.Count > b.Count:
			return -1
		case a.Count < b.Count:
			return 1
		}
		return a.Prefix.Addr().Compare(b.Prefix.Addr())
	})
	return all
}

func (p *plain) entropy(digit int) float64 {
	counts := map[byte]int{}
	n := 0
	for a := range p.distinct {
		if a.Is6() {
			b := a.As16()
			counts[b[digit/2]>>(4*(1-digit%2))&0xf]++
			n++
		}
	}
	sum := 0.0
	for _, k := range counts {
		p := float64(k) / float64(n)
		sum -= p * math.Log(p) / math.Log(16)
	}
	return sum
}

func (p *plain) breakdown(is4 bool, name func(classify.Record) string) []Row {
	sums := map[string]uint64{}
	for a, n := range p.distinct {
		if a.Is4() == is4 {
			var r classify.Record
			r.Describe(a, classify.Options{})
			sums[orNone(name(r))] += n
		}
	}
	return rows(sums)
}

// mixed returns addresses of all kinds, some of them again and again.
func mixed(r *rand.Rand) func() netip.Addr {
	var again [64]netip.Addr
	return func() netip.Addr {
		at := r.IntN(len(again) + len(again)/8)
		if at < len(again) && again[at].IsValid() && r.IntN(100) > 0 {
			return again[at]
		}
		var b [16]byte
		binary.BigEndian.PutUint64(b[:], r.Uint64())
		binary.BigEndian.PutUint64(b[8:], r.Uint64())
		switch r.IntN(10) {
		case 0:
			return netip.AddrFrom4([4]byte(b[:4]))
		case 1:
			return netip.AddrFrom4([4]byte{192, 0, 2, b[0]})
		case 2:
			copy(b[:], []byte{0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, b[7] & 3})
		case 3:
			copy(b[:], "\xfe\x80\x00\x00\x00\x00\x00\x00\x02\xa0\xcc\xff\xfe")
		case 4:
			copy(b[:], "\x20\x02\xc0\x00\x02")
		case 5:
			copy(b[:], "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\xff\xff")
		case 6:
			copy(b[:], "\xff\x02\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01\xff")
		case 7:
			copy(b[:], "\x2a\x00\x14\x50\x40\x00\x00\x00\x00\x00\x00\x00\x00\x00")
		case 8:
			copy(b[:], make([]byte, 15))
		}
		a := netip.AddrFrom16(b)
		if at < len(again) {
			again[at] = a
		}
		return a
	}
}

// TestPlain compares a million addresses with the plain counter.
func TestPlain(t *testing.T) {
	n := 1_000_000
	if testing.Short() {
		n = 50_000
	}
	next := mixed(rand.New(rand.NewPCG(18, 1)))
	var p plain
	c := New(Options{Top: 7})
	for range n {
		a := next()
		c.Add(a)
		p.add(a, 1)
	}
	s := c.Summary()
	if s.Total() != p.total || s.Distinct() != uint64(len(p.distinct)) || c.Total() != p.total || s.Error != 0 {
		t.Errorf("%d addresses, %d distinct, want %d and %d", s.Total(), s.Distinct(), p.total, len(p.distinct))
	}
	for i, d := range s.IPv6.Digits {
		if i%5 == 0 && math.Abs(d.Entropy-p.entropy(i)) > 1e-9 {
			t.Errorf("entropy of digit %d: %v, want %v", i, d.Entropy, p.entropy(i))
		}
	}
	typeOf := func(r classify.Record) string { return r.Class.Type.String() }
	scopeOf := func(r classify.Record) string { return r.Class.Scope.String() }
	for _, b := range []struct {
		name string
		got  []Row
		is4  bool
		want func(classify.Record) string
	}{
		{"types", s.IPv6.Types, false, typeOf},
		{"types of IPv4", s.IPv4.Types, true, typeOf},
		{"scopes", s.IPv6.Scopes, false, scopeOf},
		{"scopes of IPv4", s.IPv4.Scopes, true, scopeOf},
		{"iids", s.IPv6.IIDs, false, func(r classify.Record) string {
			if !r.HasIID {
				return ""
			}
			return r.IID.Kind.String()
		}},
		{"vendors", s.IPv6.Vendors, false, func(r classify.Record) string {
			if !r.HasIID || r.IID.Kind != eui64.KindEUI64 {
				return ""
			}
			if r.Vendor == "" {
				return unknownVendor
			}
			return r.Vendor
		}},
		{"ipv4", s.IPv6.IPv4, false, func(r classify.Record) string {
			var x embed4.Extractor
			for f := range embed4.Extract(r.Addr, &x) {
				return f.Mechanism.String()
			}
			return ""
		}},
	} {
		if want := p.breakdown(b.is4, b.want); !slices.Equal(b.got, want) {
			t.Errorf("%s: %v, want %v", b.name, b.got, want)
		}
	}
	for _, f := range []struct {
		got         []Prefixes
		six, four   int
		whichPrefix func(Prefixes) (six, four int)
	}{
		{got: s.IPv6.Prefixes, whichPrefix: func(p Prefixes) (int, int) { return p.Bits, -1 }},
		{got: s.IPv4.Prefixes, whichPrefix: func(p Prefixes) (int, int) { return -1, p.Bits }},
	} {
		for _, got := range f.got {
			want := p.by(f.whichPrefix(got))
			if got.Distinct != uint64(len(want)) || !slices.Equal(got.Top, want[:min(7, len(want))]) || got.Missed != 0 {
				t.Errorf("/%d: %d prefixes, top %v, want %d and %v", got.Bits, got.Distinct, got.Top, len(want), want[:min(7, len(want))])
			}
		}
	}
	for _, by := range [][2]int{{64, 32}, {48, -1}, {0, 0}, {128, 8}, {-1, 24}, {19, 13}, {65, 31}} {
		seq, err := c.By(by[0], by[1])
		if err != nil {
			t.Fatal(err)
		}
		got, want := slices.Collect(seq), p.by(by[0], by[1])
		if !slices.Equal(got, want) {
			t.Errorf("By(%d, %d): %d prefixes, want %d, or in another order", by[0], by[1], len(got), len(want))
		}
	}
	for a, n := range c.All() {
		if p.distinct[a] != n {
			t.Fatalf("All: %v counted %d times, want %d", a, n, p.distinct[a])
		}
		delete(p.distinct, a)
	}
	if len(p.distinct) > 0 {
		t.Errorf("All: %d addresses are missing", len(p.distinct))
	}
}

// TestBreakdownsAddUp: whatever the addresses, each breakdown adds up to the total, and
// so do all prefixes of a length.
func TestBreakdownsAddUp(t *testing.T) {
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 2))
		next := mixed(r)
		method := Method(seed % 2)
		c := New(Options{Method: method, Label: func(a netip.Addr) string {
			if a.As16()[15] < 0x80 {
				return "low"
			}
			return ""
		}})
		total := uint64(0)
		for range r.IntN(3000) {
			n := 1 + r.Uint64N(5)*r.Uint64N(300)
			c.AddN(next(), n)
			total += n
		}
		s := c.Summary()
		check := func(name string, rows []Row, want uint64) {
			t.Helper()
			sum := uint64(0)
			for i, row := range rows {
				sum += row.Count
				if row.Count == 0 || row.Name == "" || i > 0 && row.Count > rows[i-1].Count {
					t.Errorf("seed %d: %s: row %d of %v", seed, name, i, rows)
				}
			}
			if sum != want {
				t.Errorf("seed %d: %s add up to %d, want %d", seed, name, sum, want)
			}
		}
		if s.Total() != total {
			t.Errorf("seed %d: total %d, want %d", seed, s.Total(), total)
		}
		check("families", s.Families(), total)
		check("types", s.Types(), total)
		check("scopes", s.Scopes(), total)
		check("iids", s.IIDs(), total)
		check("vendors", s.Vendors(), total)
		check("ipv4", s.Embedded(), total)
		check("labels", s.Labels(), total)
		for _, f := range []Family{s.IPv6, s.IPv4} {
			check("types of a family", f.Types, f.Total)
			check("scopes of a family", f.Scopes, f.Total)
			check("labels of a family", f.Labels, f.Total)
		}
		check("iids of IPv6", s.IPv6.IIDs, s.IPv6.Total)
		check("vendors of IPv6", s.IPv6.Vendors, s.IPv6.Total)
		check("ipv4 of IPv6", s.IPv6.IPv4, s.IPv6.Total)
		by, err := c.By(48, 24)
		if err != nil {
			t.Fatal(err)
		}
		counts, distinct := uint64(0), uint64(0)
		for p := range by {
			counts, distinct = counts+p.Count, distinct+p.Distinct
		}
		if counts != total || method == Exact && distinct != s.Distinct() {
			t.Errorf("seed %d: prefixes add up to %d, %d distinct, want %d and %d", seed, counts, distinct, total, s.Distinct())
		}
	}
}

// TestMerge: counters merged in any order and grouping, and through their binary form,
// have the summary of a single counter.
func TestMerge(t *testing.T) {
	for _, method := range []Method{Exact, Approximate} {
		for seed := range uint64(4) {
			r := rand.New(rand.NewPCG(seed, 3))
			next := mixed(r)
			o := Options{Method: method, Lengths6: []int{48, 64, 200, 64}, Lengths4: []int{24}, Top: 5}
			whole := New(o)
			parts := make([]*Counter, 1+r.IntN(9))
			for i := range parts {
				parts[i] = New(o)
			}
			for range 20_000 {
				a := next()
				whole.Add(a)
				parts[r.IntN(len(parts))].Add(a)
			}
			for len(parts) > 1 {
				i := r.IntN(len(parts) - 1)
				if r.IntN(2) == 0 {
					parts[i+1] = reread(t, parts[i+1], o)
				}
				parts[i].Merge(parts[i+1])
				if parts[i+1].Total() != 0 || parts[i+1].Summary().Distinct() != 0 {
					t.Errorf("seed %d: a merged counter is not empty", seed)
				}
				parts = slices.Delete(parts, i+1, i+2)
			}
			want := whole.Summary()
			if got := parts[0].Summary(); !reflect.DeepEqual(got, want) {
				t.Errorf("seed %d: merged\n%+v\nwant\n%+v", seed, got, want)
			}
			if got := reread(t, parts[0], o).Summary(); !reflect.DeepEqual(got, want) {
				t.Errorf("seed %d: read again\n%+v\nwant\n%+v", seed, got, want)
			}
			if method == Exact {
				a, _ := whole.AppendBinary(nil)
				b, _ := parts[0].AppendBinary([]byte("before"))
				if !bytes.Equal(append([]byte("before"), a...), b) {
					t.Errorf("seed %d: the binary form depends on the order", seed)
				}
			}
		}
	}
}

func reread(t *testing.T, c *Counter, o Options) *Counter {
	t.Helper()
	data, err := c.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	fresh := New(o)
	if err := fresh.UnmarshalBinary(data); err != nil {
		t.Fatal(err)
	}
	return fresh
}

// TestApproximate: estimates are as good as promised, on a list with a known make-up
// that passes through the sketch several times.
func TestApproximate(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	c, exact := New(Options{Method: Approximate}), New(Options{})
	for i := range uint64(600_000) {
		var b [16]byte
		binary.BigEndian.PutUint64(b[:], 0x20010db8<<32|r.Uint64N(1<<17))
		binary.BigEndian.PutUint64(b[8:], r.Uint64N(1<<20)<<40|i%16)
		if i%10 == 0 {
			binary.BigEndian.PutUint64(b[:], 0x20010db8_00ff_00ff)
		}
		a := netip.AddrFrom16(b)
		c.Add(a)
		exact.Add(a)
	}
	got, want := c.Summary(), exact.Summary()
	if got.Error < 0.001 || got.Error > 0.01 {
		t.Errorf("Error = %v", got.Error)
	}
	near := func(what string, got, want, sigma float64) {
		if math.Abs(got-want) > 4*sigma {
			t.Errorf("%s: %v, want %v", what, got, want)
		}
	}
	near("distinct", float64(got.Distinct()), float64(want.Distinct()), got.Error*float64(want.Distinct()))
	for i := range want.IPv6.Prefixes {
		g, w := got.IPv6.Prefixes[i], want.IPv6.Prefixes[i]
		near(fmt.Sprintf("/%d", w.Bits), float64(g.Distinct), float64(w.Distinct), got.Error*float64(w.Distinct))
		if g.Top[0].Prefix != w.Top[0].Prefix || g.Top[0].Count > w.Top[0].Count || g.Top[0].Count+g.Missed < w.Top[0].Count {
			t.Errorf("/%d: top %v, which misses at most %d, want %v", w.Bits, g.Top[0], g.Missed, w.Top[0])
		}
		if g.Missed > 600_000/oftenSize {
			t.Errorf("/%d: misses %d", w.Bits, g.Missed)
		}
	}
	for i := range want.IPv6.Digits {
		near(fmt.Sprintf("digit %d", i), got.IPv6.Digits[i].Entropy, want.IPv6.Digits[i].Entropy, 0.003)
	}
	got.IPv6.Prefixes, want.IPv6.Prefixes = nil, nil
	got.IPv6.Digits, want.IPv6.Digits = nil, nil
	got.IPv6.Distinct, want.IPv6.Distinct, got.Error = 0, 0, 0
	if !reflect.DeepEqual(got, want) {
		t.Errorf("breakdowns %+v, want %+v", got, want)
	}
	if _, err := c.By(57, -1); err == nil {
		t.Error("By(57) of a counter that did not count them")
	}
	for a := range c.All() {
		t.Errorf("All yields %v", a)
	}
}

func TestZonesAndInvalid(t *testing.T) {
	c := New(Options{})
	c.Add(netip.MustParseAddr("fe80::1%eth0"))
	c.Add(netip.MustParseAddr("fe80::1%eth1"))
	c.Add(netip.Addr{})
	c.AddN(netip.MustParseAddr("::"), 0)
	if s := c.Summary(); s.Total() != 2 || s.Distinct() != 1 {
		t.Errorf("%d addresses, %d distinct", s.Total(), s.Distinct())
	}
	if _, err := c.By(129, 0); err == nil {
		t.Error("By(129, 0) succeeded")
	}
	if s := New(Options{}).Summary(); !reflect.DeepEqual(s, Summary{}) {
		t.Errorf("summary of nothing: %+v", s)
	}
}

func TestUnmarshalErrors(t *testing.T) {
	c := New(Options{})
	c.AddN(netip.MustParseAddr("2001:db8::1"), 20)
	c.Add(netip.MustParseAddr("2001:db8::2"))
	c.Add(netip.MustParseAddr("192.0.2.1"))
	data, err := c.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	for n := range data {
		if err := New(Options{}).UnmarshalBinary(data[:n]); err == nil {
			t.Errorf("the first %d octets of %d were taken", n, len(data))
		}
	}
	if err := New(Options{}).UnmarshalBinary(append(slices.Clone(data), 0)); err == nil {
		t.Error("an octet too many was taken")
	}
	if err := New(Options{Method: Approximate}).UnmarshalBinary(data); err == nil {
		t.Error("an approximate counter took an exact one")
	}
	a := New(Options{Method: Approximate})
	data, err = a.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	if err := New(Options{Method: Approximate, Lengths6: []int{1}}).UnmarshalBinary(data); err == nil {
		t.Error("a counter took one with other lengths")
	}
}

// FuzzUnmarshalBinary: what is taken comes out again.
func FuzzUnmarshalBinary(f *testing.F) {
	for _, method := range []Method{Exact, Approximate} {
		next := mixed(rand.New(rand.NewPCG(1, 1)))
		c := New(Options{Method: method})
		for range 40 {
			c.Add(next())
		}
		data, err := c.MarshalBinary()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, method := range []Method{Exact, Approximate} {
			c := New(Options{Method: method})
			if c.UnmarshalBinary(data) != nil {
				if c.Total() != 0 {
					t.Fatal("not empty after an error")
				}
				continue
			}
			s := c.Summary()
			if method == Exact {
				again, err := c.MarshalBinary()
				if err != nil {
					t.Fatal(err)
				}
				d := New(Options{})
				if err := d.UnmarshalBinary(again); err != nil || !reflect.DeepEqual(d.Summary(), s) {
					t.Fatalf("%v, read again %+v, want %+v", err, d.Summary(), s)
				}
			}
		}
	})
}

func TestAddAllocs(t *testing.T) {
	c := New(Options{})
	next := mixed(rand.New(rand.NewPCG(1, 4)))
	for range 100_000 {
		c.Add(next())
	}
	c.Summary()
	if n := testing.AllocsPerRun(1000, func() { c.Add(next()) }); n != 0 {
		t.Errorf("Add allocates %v times", n)
	}
}

func BenchmarkCounter(b *testing.B) {
	next := mixed(rand.New(rand.NewPCG(1, 6)))
	all := make([]netip.Addr, 1_000_000)
	for i := range all {
		all[i] = next()
	}
	fill := func(m Method) *Counter {
		c := New(Options{Method: m})
		for _, a := range all {
			c.Add(a)
		}
		return c
	}
	b.Run("Add", func(b *testing.B) {
		for b.Loop() {
			fill(Exact).six.set.settle()
		}
	})
	b.Run("AddStd", func(b *testing.B) {
		for b.Loop() {
			m := map[netip.Addr]uint32{}
			for _, a := range all {
				m[a]++
			}
		}
	})
	b.Run("Approximate", func(b *testing.B) {
		for b.Loop() {
			fill(Approximate).Summary()
		}
	})
	c := fill(Exact)
	b.Run("Summary", func(b *testing.B) {
		for b.Loop() {
			c.Summary()
		}
	})
	b.Run("By64", func(b *testing.B) {
		for b.Loop() {
			seq, _ := c.By(64, 32)
			for range seq {
			}
		}
	})
}
