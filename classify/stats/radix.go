package stats

import (
	"cmp"
	"math/bits"
	"runtime"
	"slices"
	"sync"
)

const (
	insertionMax = 32      // up to so many entries insertion sort is faster
	parallelMin  = 1 << 14 // from so many entries a goroutine pays
)

// sortEntries sorts by address, on all processors if there are many entries. It is a
// radix sort in place: each step uses the first eight bits that differ, so that a common
// prefix costs nothing (BenchmarkSort).
func sortEntries(es []entry) {
	if slices.IsSortedFunc(es, compareEntries) {
		return
	}
	var r radix
	if len(es) >= 2*parallelMin {
		r.free = make(chan struct{}, runtime.GOMAXPROCS(0)-1)
	}
	r.sort(es)
	r.wait.Wait()
}

type radix struct {
	wait sync.WaitGroup
	free chan struct{} // has room while processors may be free
}

func (r *radix) sort(es []entry) {
	if len(es) <= insertionMax {
		insertionSort(es)
		return
	}
	var hi, lo uint64
	for _, e := range es[1:] {
		hi |= e.hi ^ es[0].hi
		lo |= e.lo ^ es[0].lo
	}
	// The digit is in one half; the other is shifted out.
	var hiShift, loShift uint = 64, 64
	switch {
	case hi != 0:
		hiShift = uint(max(bits.Len64(hi)-8, 0))
	case lo != 0:
		loShift = uint(max(bits.Len64(lo)-8, 0))
	default:
		return // one address
	}
	var end [256]int
	flag(es, &end, hiShift, loShift)
	from := 0
	for _, to := range end {
		if bucket := es[from:to]; len(bucket) > 1 {
			r.bucket(bucket)
		}
		from = to
	}
}

// bucket sorts es, in a goroutine if that pays.
func (r *radix) bucket(es []entry) {
	if len(es) >= parallelMin {
		select {
		case r.free <- struct{}{}:
			r.wait.Go(func() {
				r.sort(es)
				<-r.free
			})
			return
		default:
		}
	}
	r.sort(es)
}

// flag moves each entry to the bucket of its digit (American flag sort), and sets the ends
// of the buckets.
func flag(es []entry, end *[256]int, hiShift, loShift uint) {
	for i := range es {
		end[es[i].digit(hiShift, loShift)]++
	}
	var next [256]int
	sum := 0
	for d, n := range end {
		next[d] = sum
		sum += n
		end[d] = sum
	}
	for d := range next {
		for next[d] < end[d] {
			e := es[next[d]]
			for {
				t := e.digit(hiShift, loShift)
				if int(t) == d {
					break
				}
				at := next[t]
				next[t]++
				e, es[at] = es[at], e
			}
			es[next[d]] = e
			next[d]++
		}
	}
}

func insertionSort(es []entry) {
	for i := 1; i < len(es); i++ {
		e := es[i]
		j := i
		for j > 0 && e.less(es[j-1]) {
			es[j] = es[j-1]
			j--
		}
		es[j] = e
	}
}

func (e *entry) digit(hiShift, loShift uint) uint8 {
	return uint8(e.hi>>hiShift | e.lo>>loShift)
}

func compareEntries(a, b entry) int {
	return cmp.Or(cmp.Compare(a.hi, b.hi), cmp.Compare(a.lo, b.lo))
}
