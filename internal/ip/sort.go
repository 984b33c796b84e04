package ip

import (
	"runtime"
	"slices"
	"sync"
)

// A Keyed is a number with a word that stays with it when many are sorted: a count, a
// length, an index.
type Keyed struct {
	Uint128
	N uint64
}

const (
	insertionMost = 48      // up to this length insertion sort is faster
	parallelLeast = 1 << 14 // from this length a goroutine pays off
)

// SortKeyed sorts ks by number; those with the same number are in no particular order.
//
// It is an in-place radix sort, one byte at a time from the left, which starts below
// the bits that all have in common and leaves small buckets to insertion sort. Large
// slices are sorted on all processors (BenchmarkSortKeyed: 3 times as fast as
// slices.SortFunc on one).
func SortKeyed(ks []Keyed) {
	if slices.IsSortedFunc(ks, compareKeyed) {
		return
	}
	var diff Uint128
	for i := range ks {
		diff = diff.Or(ks[i].Xor(ks[0].Uint128))
	}
	var r radixSort
	if len(ks) >= 2*parallelLeast {
		r.free = make(chan struct{}, runtime.GOMAXPROCS(0)-1)
	}
	r.sort(ks, uint(max(diff.BitLen()-8, 0)))
	r.wait.Wait()
}

func compareKeyed(a, b Keyed) int { return a.Compare(b.Uint128) }

type radixSort struct {
	wait sync.WaitGroup
	free chan struct{} // has room while a processor may be free
}

// sort sorts ks, whose bits from shift+8 on are all equal.
func (r *radixSort) sort(ks []Keyed, shift uint) {
	if len(ks) <= insertionMost {
		insertionSort(ks)
		return
	}
	var end [256]int
	for i := range ks {
		end[ks[i].byteAt(shift)]++
	}
	one := end[ks[0].byteAt(shift)] == len(ks) // all in one bucket
	if !one {
		distribute(ks, &end, shift)
	}
	if shift == 0 {
		return
	}
	shift -= min(shift, 8)
	if one {
		r.sort(ks, shift)
		return
	}
	from := 0
	for _, to := range end {
		if bucket := ks[from:to]; len(bucket) > 1 {
			r.bucket(bucket, shift)
		}
		from = to
	}
}

// bucket is sort, in a goroutine if that pays off.
func (r *radixSort) bucket(ks []Keyed, shift uint) {
	if len(ks) >= parallelLeast {
		select {
		case r.free <- struct{}{}:
			r.wait.Go(func() {
				r.sort(ks, shift)
				<-r.free
			})
			return
		default:
		}
	}
	r.sort(ks, shift)
}

// distribute moves each element to the bucket of its byte at shift. On entry, end has
// the number of elements in each bucket; on return, where each bucket ends.
func distribute(ks []Keyed, end *[256]int, shift uint) {
	var next [256]int
	sum := 0
	for d, n := range end {
		next[d] = sum
		sum += n
		end[d] = sum
	}
	// American flag sort: put an element into its bucket and continue with the one
	// found there.
	for d := range next {
		for next[d] < end[d] {
			k := ks[next[d]]
			for {
				t := k.byteAt(shift)
				if int(t) == d {
					break
				}
				at := next[t]
				next[t]++
				k, ks[at] = ks[at], k
			}
			ks[next[d]] = k
			next[d]++
		}
	}
}

func (k *Keyed) byteAt(shift uint) uint8 { return uint8(k.Rsh(shift).Lo) }

func insertionSort(ks []Keyed) {
	for i := 1; i < len(ks); i++ {
		k := ks[i]
		j := i
		for j > 0 && k.Less(ks[j-1].Uint128) {
			ks[j] = ks[j-1]
			j--
		}
		ks[j] = k
	}
}

// SortTies sorts each run of equal numbers in sorted ks by cmp.
func SortTies(ks []Keyed, cmp func(a, b Keyed) int) {
	for i := 0; i < len(ks); {
		j := i + 1
		for j < len(ks) && ks[j].Uint128 == ks[i].Uint128 {
			j++
		}
		if j-i > 1 {
			slices.SortFunc(ks[i:j], cmp)
		}
		i = j
	}
}

// Push is append, but long slices double in capacity, where append adds a quarter, up
// to a length that they will not exceed.
func Push[T any](s []T, v T, most int) []T {
	if len(s) == cap(s) {
		s = slices.Grow(s, min(len(s)+16, most-len(s)))
	}
	return append(s, v)
}
