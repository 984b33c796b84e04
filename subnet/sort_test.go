package subnet

import (
	"iter"
	"math/rand/v2"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/hextet/hextet/addr"
)

func sorter(s string) *Sorter {
	var so Sorter
	for _, f := range strings.Fields(s) {
		it, err := Parse(f)
		if err != nil {
			panic(err)
		}
		so.Add(it)
	}
	return &so
}

// items drops the indices.
func items(s iter.Seq[Entry]) iter.Seq[Item] {
	return func(yield func(Item) bool) {
		for e := range s {
			if !yield(e.Item) {
				return
			}
		}
	}
}

// TestSortIndex: items come with the order they were added in, equal ones in that order.
func TestSortIndex(t *testing.T) {
	in := strings.Fields("::2 ::1 fe80::1%a ::1 ::1/128 192.0.2.1 ::1/64 ::1 fe80::1%a")
	var got []int
	for e := range sorter(strings.Join(in, " ")).All(Sorting{}) {
		if e.String() != in[e.Index] {
			t.Errorf("item %d is %v, want %s", e.Index, e.Item, in[e.Index])
		}
		got = append(got, e.Index)
	}
	if want := []int{5, 6, 4, 1, 3, 7, 0, 2, 8}; !slices.Equal(got, want) {
		t.Errorf("order %v, want %v", got, want)
	}
}

func TestSort(t *testing.T) {
	const in = "2001:db8::1 192.0.2.1/32 2001:db8::/48 192.0.2.1 ::/0 2001:db8::1/32 fe80::1%eth1 fe80::1 fe80::1%eth0 2001:db8::/32 10.0.0.0/8 " +
		"2001:db8::-2001:db8:ffff:ffff:ffff:ffff:ffff:ffff 2001:db8::1 9.0.0.0-9.0.0.7 9.0.0.0/29 fe80::1%eth0"
	const sorted = "9.0.0.0-9.0.0.7 9.0.0.0/29 10.0.0.0/8 192.0.2.1/32 192.0.2.1 ::/0 " +
		"2001:db8::-2001:db8:ffff:ffff:ffff:ffff:ffff:ffff 2001:db8::/32 2001:db8::1/32 2001:db8::/48 2001:db8::1 fe80::1 fe80::1%eth0 fe80::1%eth1"
	if got := list(items(sorter(in).All(Sorting{Unique: true}))); got != sorted {
		t.Errorf("unique: %s", got)
	}
	back := strings.Fields(sorted)
	slices.Reverse(back)
	if got := list(items(sorter(in).All(Sorting{Unique: true, Reverse: true}))); got != strings.Join(back, " ") {
		t.Errorf("unique, reverse: %s", got)
	}
	all := sorter(in)
	if n := len(strings.Fields(list(items(all.All(Sorting{}))))); n != 16 {
		t.Errorf("%d items of 16", n)
	}
}

// Prefixes come in the order of the standard library.
func TestSortStd(t *testing.T) {
	rng := rand.New(rand.NewPCG(16, 16))
	for range 50 {
		var s Sorter
		var want []netip.Prefix
		for range rng.IntN(300) {
			sp := spaces[rng.IntN(len(spaces))].base
			p := toPrefix(between(sp, 0, rng.IntN(256)).last, sp.width, int(sp.width)-rng.IntN(12))
			want = append(want, p)
			it, err := Parse(p.String())
			if err != nil {
				t.Fatal(err)
			}
			s.Add(it)
		}
		slices.SortFunc(want, netip.Prefix.Compare)
		if got := list(items(s.All(Sorting{}))); got != list(slices.Values(want)) {
			t.Fatalf("got %s, want %v", got, want)
		}
	}
}

// The text that an item was parsed from may change once it is added.
func TestSorterKeepsNothing(t *testing.T) {
	var s Sorter
	buf := []byte("fe80::1%eth0")
	it, _ := Parse(string(buf))
	s.Add(it)
	s.Add(Item{})
	copy(buf, "xxxxxxxxxxxx")
	if got := list(items(s.All(Sorting{}))); got != "fe80::1%eth0" {
		t.Errorf("got %s", got)
	}
}

func TestTree(t *testing.T) {
	var got []string
	for n := range sorter("2001:db8:1::/48 2001:db8::/32 2001:db8:1:1::/64 2001:db8:2::/48 3fff::/20 192.0.2.1 192.0.2.0/24 2001:db8:1::/48 192.0.2.0-192.0.2.9 192.0.2.5-192.0.2.12 192.0.2.6").Tree(Sorting{}) {
		got = append(got, strings.Repeat(" ", n.Depth)+n.Item.String())
	}
	want := []string{
		"192.0.2.0/24",
		" 192.0.2.0-192.0.2.9",
		"  192.0.2.1",
		" 192.0.2.5-192.0.2.12",
		"  192.0.2.6",
		"2001:db8::/32",
		" 2001:db8:1::/48",
		" 2001:db8:1::/48",
		"  2001:db8:1:1::/64",
		" 2001:db8:2::/48",
		"3fff::/20",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got:\n%s", strings.Join(got, "\n"))
	}
}

// The depth of a prefix is the number of different prefixes around it.
func TestTreeDepth(t *testing.T) {
	for _, sp := range spaces {
		rng := rand.New(rand.NewPCG(17, 17))
		for range 100 {
			var s Sorter
			all := map[extent]bool{}
			for range rng.IntN(60) {
				p := toPrefix(between(sp.base, 0, rng.IntN(256)).last, sp.base.width, int(sp.base.width)-rng.IntN(12)).Masked()
				it, _ := Parse(p.String())
				s.Add(it)
				all[it.extent()] = true
			}
			for n := range s.Tree(Sorting{Unique: true}) {
				depth := -1
				for r := range all {
					if r.contains(n.extent()) {
						depth++
					}
				}
				if n.Depth != depth {
					t.Fatalf("%v has depth %d, want %d of %v", n.Item, n.Depth, depth, all)
				}
			}
		}
	}
}

// TestPile: pieces keep all items, and only the first one grows.
func TestPile(t *testing.T) {
	var p pile
	for i := range uint64(pieceLength + 5) {
		p.add(key{N: i})
	}
	if len(p.pieces) != 2 || len(p.pieces[0]) != pieceLength || cap(p.pieces[1]) != pieceLength {
		t.Fatalf("%d pieces", len(p.pieces))
	}
	for i, k := range slices.Concat(p.pieces...) {
		if k.N != uint64(i) {
			t.Fatalf("item %d is %d", i, k.N)
		}
	}
}

// Items of many pieces come in the order of a stable sort, either way.
func TestSortPieces(t *testing.T) {
	rng := rand.New(rand.NewPCG(23, 23))
	var s Sorter
	var want []Entry
	const n, piece = 1 << 15, 10_000
	for i := range n {
		e := someExtent(rng)
		it := Item{Item: addr.ItemOfPrefix(toPrefix(e.first, e.width, int(e.width)-rng.IntN(20)))}
		switch rng.IntN(8) {
		case 0:
			it.Item = it.WithBits(-1)
		case 1:
			r := e.toRange()
			it = Item{Item: addr.Item{Addr: r.From()}, Last: r.To()}
		}
		want = append(want, Entry{it, i})
		s.Add(it)
	}
	slices.SortStableFunc(want, func(a, b Entry) int { return compareItems(a.Item, b.Item) })
	for _, p := range []*pile{&s.v4, &s.v6} {
		p.pieces = slices.Collect(slices.Chunk(p.pieces[0], piece))
	}
	if got := slices.Collect(s.All(Sorting{})); !slices.Equal(got, want) {
		t.Error("not in order")
	}
	i := 0
	for index := range s.Indices(Sorting{}) {
		if index != want[i].Index {
			t.Fatalf("index %d is %d, want %d", i, index, want[i].Index)
		}
		i++
	}
	i = 0
	for index, text := range s.Texts(Sorting{}) {
		if e := want[i]; index != e.Index || string(text) != e.String() {
			t.Fatalf("text %d is %d %s, want %d %v", i, index, text, e.Index, e)
		}
		i++
	}
	byFamily := slices.IndexFunc(want, func(e Entry) bool { return e.Addr.Is6() })
	reversed := slices.Concat(want[byFamily:], want[:byFamily])
	slices.Reverse(reversed[:len(want)-byFamily])
	slices.Reverse(reversed[len(want)-byFamily:])
	if got := slices.Collect(s.All(Sorting{Reverse: true})); !slices.Equal(got, reversed) {
		t.Error("not in reverse order")
	}
	// More may be added after a walk.
	late := Item{Item: addr.ItemOfPrefix(netip.MustParsePrefix("0.0.0.0/0"))}
	s.Add(late)
	for e := range s.All(Sorting{}) {
		if e.Item != late || e.Index != len(want) {
			t.Errorf("first is %v, not what was added last", e)
		}
		break
	}
}
