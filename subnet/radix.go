package subnet

import (
	"slices"

	"github.com/hextet/hextet/internal/ip"
)

// A key is what sets and sorters sort: 24 bytes, versus 40 for a Range.
type key = ip.Keyed

// sortHigh32 sorts by the upper 32 bits, in three passes of 11 bits through spare; it
// skips passes in which all numbers agree. It returns spare for the next call.
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
