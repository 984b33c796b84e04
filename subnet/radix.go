package subnet

import (
	"slices"

	"github.com/hextet/hextet/internal/ip"
)

// key is what sets and sorters sort: a 128-bit number and a word that belongs to
// it. 24 bytes, against 40 for a Range.
type key struct {
	ip.Uint128
	aux uint64
}

// sortKeys sorts by number; keys with the same number stay in no given order.
// It is a radix sort in place, a byte at a time from the left, which starts below
// the bits that all keys share and leaves small buckets to insertion sort
// (BenchmarkSortKeys: 4 times as fast as slices.SortFunc).
func sortKeys(ks []key) {
	if len(ks) < 2 || slices.IsSortedFunc(ks, func(a, b key) int { return a.Compare(b.Uint128) }) {
		return
	}
	var diff ip.Uint128
	for _, k := range ks {
		diff = diff.Or(k.Xor(ks[0].Uint128))
	}
	radixSort(ks, uint(max(diff.BitLen()-8, 0)))
}

// radixSort sorts ks, whose bits from shift+8 on are all equal.
func radixSort(ks []key, shift uint) {
	for {
		if len(ks) <= 48 {
			insertionSort(ks)
			return
		}
		var count [256]int
		if shift >= 64 {
			for i := range ks {
				count[uint8(ks[i].Hi>>(shift-64))]++
			}
		} else {
			for i := range ks {
				count[uint8(ks[i].Rsh(shift).Lo)]++
			}
		}
		var next, end [256]int
		sum, full := 0, -1
		for d, n := range count {
			if n == len(ks) {
				full = d
			}
			next[d] = sum
			sum += n
			end[d] = sum
		}
		if full < 0 {
			// American flag: carry each key to its bucket, picking up the one there.
			for d := range next {
				for next[d] < end[d] {
					k := ks[next[d]]
					for {
						t := uint8(k.Rsh(shift).Lo)
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
		if shift == 0 {
			return
		}
		below := uint(0)
		if shift > 8 {
			below = shift - 8
		}
		if full >= 0 {
			shift = below
			continue
		}
		from := 0
		for _, to := range end {
			if to-from > 1 {
				radixSort(ks[from:to], below)
			}
			from = to
		}
		return
	}
}

func insertionSort(ks []key) {
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

// sortHigh32 sorts by the upper 32 bits, three passes of 11 bits through spare;
// passes in which all agree are left out. It returns spare for the next time.
func sortHigh32(a, spare []uint64) []uint64 {
	if len(a) < 64 || slices.IsSorted(a) {
		slices.Sort(a)
		return spare
	}
	var diff uint64
	for _, v := range a {
		diff |= v ^ a[0]
	}
	if len(spare) < len(a) {
		spare = make([]uint64, max(len(a), min(2*len(spare), runLength)))
	}
	from, to := a, spare[:len(a)]
	for shift := 32; shift < 64; shift += 11 {
		if diff>>shift&(1<<11-1) == 0 {
			continue
		}
		var at [1 << 11]int
		for _, v := range from {
			at[v>>shift&(1<<11-1)]++
		}
		sum := 0
		for d, n := range at {
			at[d] = sum
			sum += n
		}
		for _, v := range from {
			d := v >> shift & (1<<11 - 1)
			to[at[d]] = v
			at[d]++
		}
		from, to = to, from
	}
	if &from[0] != &a[0] {
		copy(a, from)
	}
	return spare
}

// sortTies sorts each run of equal numbers in sorted ks by cmp.
func sortTies(ks []key, cmp func(a, b key) int) {
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
