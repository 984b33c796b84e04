package hextet

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"reflect"
	"slices"
	"testing"

	"github.com/hextet/hextet/classify/stats"
	"github.com/hextet/hextet/subnet"
)

// items returns items made of data: addresses of both families that are near each
// other, prefixes and ranges.
func itemsOf(data []byte) (list []Item) {
	for len(data) >= 4 {
		var a [16]byte
		copy(a[:], "\x20\x01\x0d\xb8")
		a[7], a[15] = data[1]&3, data[2]
		ip := netip.AddrFrom16(a)
		if data[0]&1 != 0 {
			ip = netip.AddrFrom4([4]byte{10, 0, data[1] & 3, data[2]})
		}
		it := ItemOf(ip)
		switch data[0] >> 1 & 3 {
		case 1:
			it = ItemOfPrefix(netip.PrefixFrom(ip, ip.BitLen()-int(data[3]&31)))
		case 2:
			if text := fmt.Sprintf("%v-%v", ip, ip.Next()); ip.Next().IsValid() {
				it.Item, _ = subnet.Parse(text)
			}
		case 3:
			it = ItemOf(netip.AddrFrom16([16]byte{data[1], 14: data[2], 15: data[3]}))
		}
		list = append(list, it)
		data = data[4:]
	}
	return list
}

// grouped adds up items in an order and a grouping that seed picks, and sends some of
// the accumulators through their binary form.
func grouped[A any](seed uint64, items []Item, fn interface {
	CreateAccumulator() A
	AddInput(A, Item) A
	MergeAccumulators(A, A) A
}, encode func(A) ([]byte, error), decode func([]byte) (A, error)) (A, error) {
	r := rand.New(rand.NewPCG(seed, 1))
	items = slices.Clone(items)
	r.Shuffle(len(items), func(i, j int) { items[i], items[j] = items[j], items[i] })
	all := []A{fn.CreateAccumulator()}
	for range r.IntN(5) {
		all = append(all, fn.CreateAccumulator())
	}
	for _, it := range items {
		i := r.IntN(len(all))
		all[i] = fn.AddInput(all[i], it)
	}
	for len(all) > 1 {
		i := r.IntN(len(all))
		if r.IntN(2) == 0 {
			b, err := encode(all[i])
			if err != nil {
				return all[0], err
			}
			if all[i], err = decode(b); err != nil {
				return all[0], err
			}
		}
		j := r.IntN(len(all) - 1)
		if j >= i {
			j++
		}
		all[i] = fn.MergeAccumulators(all[i], all[j])
		all = slices.Delete(all, j, j+1)
	}
	return all[0], nil
}

// FuzzStatsFn: items counted in any order and grouping, with accumulators that travel,
// are counted as in one Counter.
func FuzzStatsFn(f *testing.F) {
	f.Add(uint64(1), []byte("\x00\x01\x02\x03\x01\x01\x02\x03\x02\x00\x00\x40\x04\x03\x02\x01"), false)
	f.Add(uint64(2), []byte("aaaabbbbccccddddeeeeffff"), true)
	f.Add(uint64(3), []byte(""), false)
	f.Fuzz(func(t *testing.T, seed uint64, data []byte, approximate bool) {
		items := itemsOf(data[:min(len(data), 4000)])
		o := StatsOptions{Approximate: approximate, Lengths6: []int{40, 64}}
		got, err := grouped(seed, items, &statsFn{o}, encodeCounter, decodeCounter)
		if err != nil {
			t.Fatal(err)
		}
		options := stats.Options{Lengths6: o.Lengths6}
		if approximate {
			options.Method = stats.Approximate
		}
		want := stats.New(options)
		for _, it := range items {
			want.Add(it.Addr)
		}
		if got, want := got.Summary(), want.Summary(); !reflect.DeepEqual(got, want) {
			t.Errorf("%+v, want %+v", got, want)
		}
	})
}

// FuzzCollapseFn: the same of sets, whose binary form is one for each set.
func FuzzCollapseFn(f *testing.F) {
	f.Add(uint64(1), []byte("\x00\x01\x02\x03\x01\x01\x02\x03\x02\x00\x00\x40\x04\x03\x02\x01"))
	f.Add(uint64(2), []byte("\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x02\x00\x01\x00\x00\x00\x01\x00\x01\x00"))
	f.Add(uint64(3), []byte(""))
	f.Fuzz(func(t *testing.T, seed uint64, data []byte) {
		items := itemsOf(data[:min(len(data), 4000)])
		got, err := grouped(seed, items, &collapseFn{}, encodeSet, decodeSet)
		if err != nil {
			t.Fatal(err)
		}
		form, err := encodeSet(got)
		if err != nil {
			t.Fatal(err)
		}
		want := new(subnet.Builder)
		for _, it := range items {
			want.Add(it.Range())
		}
		if other, _ := encodeSet(Set{want}); !bytes.Equal(form, other) {
			t.Errorf("binary form %x, want %x", form, other)
		}
		if got, want := slices.Collect(got.Prefixes()), slices.Collect(want.Prefixes()); !slices.Equal(got, want) {
			t.Errorf("%v, want %v", got, want)
		}
	})
}

// FuzzParcels: counts of prefixes add up in any order and grouping, and travel.
func FuzzParcels(f *testing.F) {
	f.Add([]byte("\x00\x01\x02\x03\x01\x01\x02\x03\x02\x00\x00\x40\x04\x03\x02\x01"), uint8(1), uint8(3))
	f.Fuzz(func(t *testing.T, data []byte, i, j uint8) {
		items := itemsOf(data[:min(len(data), 4000)])
		of := func(items []Item) parcel {
			all := parcel{make(map[netip.Prefix]int64)}
			for _, it := range items {
				p, _ := prefixOf(it.Addr, 60, 24)
				all.counts[p]++
			}
			return all
		}
		n := min(int(i), len(items))
		m := max(n, min(int(j), len(items)))
		part := func(from, to int) parcel { return of(items[from:to]) }
		want := of(items)
		for _, got := range []parcel{
			mergeParcels(part(0, n), mergeParcels(part(n, m), part(m, len(items)))),
			mergeParcels(mergeParcels(part(m, len(items)), part(0, n)), part(n, m)),
		} {
			b, err := encodeParcel(got)
			if err != nil {
				t.Fatal(err)
			}
			if got, err = decodeParcel(b); err != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("%v, want %v (%v)", got, want, err)
			}
		}
	})
}

// FuzzForms: no bytes break a decoder, and what it takes it gives back when it is encoded
// and decoded again.
func FuzzForms(f *testing.F) {
	seed := func(b []byte, err error) {
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	for _, it := range itemsOf([]byte("\x00\x01\x02\x03\x01\x01\x02\x03\x02\x00\x00\x40\x04\x03\x02\x01")) {
		it = it.written([]byte("another spelling"))
		it.Place = Place{12, 3, 40}
		seed(encodeItem(it))
		seed(encodeMatch(Match{it, Prefix{netip.MustParsePrefix("10.0.0.0/8")}, []Column{{"label", "ten"}}}))
		seed(encodeBad(Bad{"file", 1, 2, it.Text(), "no reason"}))
	}
	seed(encodePrefix(Prefix{netip.MustParsePrefix("2001:db8::/32")}))
	seed(encodePrefixCount(PrefixCount{Prefix{netip.MustParsePrefix("192.0.2.0/24")}, Tally{300, 2}, 400}))
	seed(encodeBlock(Block{"f", 1, -1, []byte("text"), true}))
	seed(encodeTable(Table{"f", 3, []byte("text")}))
	seed(encodeCounter(StatsOptions{Lengths6: []int{}, Lengths4: []int{24}, Top: -1}.counter()))
	set := Set{new(subnet.Builder)}
	set.AddPrefix(netip.MustParsePrefix("10.0.0.0/8"))
	set.AddPrefix(netip.MustParsePrefix("::/0"))
	seed(encodeSet(set))
	f.Fuzz(func(t *testing.T, data []byte) {
		again(t, data, encodeItem, decodeItem)
		again(t, data, encodePrefix, decodePrefix)
		again(t, data, encodePrefixCount, decodePrefixCount)
		again(t, data, encodeParcel, decodeParcel)
		again(t, data, encodeBad, decodeBad)
		again(t, data, encodeBlock, decodeBlock)
		again(t, data, encodeTable, decodeTable)
		again(t, data, encodeMatch, decodeMatch)
		if s, err := decodeSet(data); err == nil {
			b, err := encodeSet(s)
			if err != nil {
				t.Fatal(err)
			}
			if s2, err := decodeSet(b); err != nil || !slices.Equal(slices.Collect(s.Ranges()), slices.Collect(s2.Ranges())) {
				t.Errorf("%x: %v", data, err)
			}
		}
		if c, err := decodeCounter(data); err == nil {
			b, err := encodeCounter(c)
			if err != nil {
				t.Fatal(err)
			}
			if c2, err := decodeCounter(b); err != nil || !reflect.DeepEqual(c.Summary(), c2.Summary()) || !reflect.DeepEqual(c.options, c2.options) {
				t.Errorf("%x: %v", data, err)
			}
		}
	})
}

func again[T any](t *testing.T, data []byte, encode func(T) ([]byte, error), decode func([]byte) (T, error)) {
	t.Helper()
	v, err := decode(data)
	if err != nil {
		return
	}
	b, err := encode(v)
	if err != nil {
		t.Fatalf("%T of %x: %v", v, data, err)
	}
	if v2, err := decode(b); err != nil || !reflect.DeepEqual(v, v2) {
		t.Errorf("%+v, then %+v, %v", v, v2, err)
	}
}

// TestSizes: what travels is as small as the documentation says.
func TestSizes(t *testing.T) {
	for _, test := range []struct {
		item string
		size int
	}{
		{"2001:db8::1", 17}, {"2001:db8::/32", 18}, {"192.0.2.1", 5}, {"192.0.2.0/24", 6},
		{"2001:db8::-2001:db8::1", 33}, {"2001:DB8::1", 17 + 1 + 11}, {"fe80::1%eth0", 17 + 1 + 4},
	} {
		it, err := subnet.Parse(test.item)
		if err != nil {
			t.Fatal(err)
		}
		b, err := encodeItem(Item{Item: it}.written([]byte(test.item)))
		if err != nil || len(b) != test.size {
			t.Errorf("%s takes %d bytes, not %d (%v)", test.item, len(b), test.size, err)
		}
		if back, err := decodeItem(b); err != nil || back.Text() != test.item || back.Item != it {
			t.Errorf("%s comes back as %s, %v", test.item, back.Text(), err)
		}
	}
}
