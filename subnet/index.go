package subnet

import (
	"fmt"
	"strings"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/internal/ip"
)

// Indexes is a selection of blocks by number, as [ParseIndexes] reads it. The zero
// Indexes selects none.
type Indexes struct {
	runs []indexRun
}

// indexRun goes from one index to another, up or down.
type indexRun struct {
	from, to index
}

// index counts from the front, 0 being the first, or from the end, 1 being the
// last.
type index struct {
	n       ip.Uint128
	fromEnd bool
}

// ParseIndexes reads a comma-separated list of numbers and ranges:
//
//	0      the first           3..7    both ends included
//	-1     the last            7..3    the same, downwards
//	-3..-1 the last three      5..     from there to the last
//
// Numbers are decimal and up to 2^128-1; whitespace around them is ignored. The
// error is an [*addr.Error].
func ParseIndexes(s string) (Indexes, error) {
	var x Indexes
	for at := 0; ; {
		part, _, more := strings.Cut(s[at:], ",")
		from, to, isRange := strings.Cut(part, "..")
		var run indexRun
		var err error
		if run.from, err = parseIndex(s, at, from); err != nil {
			return Indexes{}, err
		}
		run.to = run.from
		if isRange {
			if strings.TrimSpace(to) == "" {
				run.to = index{ip.Uint128{Lo: 1}, true}
			} else if run.to, err = parseIndex(s, at+len(from)+2, to); err != nil {
				return Indexes{}, err
			}
		}
		x.runs = append(x.runs, run)
		if !more {
			return x, nil
		}
		at += len(part) + 1
	}
}

// parseIndex reads part, which begins at byte at of s.
func parseIndex(s string, at int, part string) (index, error) {
	fault := func(at int, why string) (index, error) {
		return index{}, &addr.Error{Input: s, Offset: at, Reason: why}
	}
	t := strings.TrimLeft(part, " \t")
	at += len(part) - len(t)
	t = strings.TrimRight(t, " \t")
	var x index
	if strings.HasPrefix(t, "-") {
		x.fromEnd = true
		t = t[1:]
		at++
	}
	if t == "" {
		return fault(at, "expected a number")
	}
	for i := range len(t) {
		c := t[i] - '0'
		if c > 9 {
			return fault(at+i, fmt.Sprintf("unexpected character %q in a number", t[i]))
		}
		var ok bool
		if x.n, ok = x.n.MulAdd(10, uint64(c)); !ok {
			return fault(at, "number over 2^128-1")
		}
	}
	if x.n.IsZero() {
		x.fromEnd = false // -0 is 0
	}
	return x, nil
}

// resolve returns x as one of the numbers 0 to last.
func (x index) resolve(last ip.Uint128) (ip.Uint128, error) {
	switch {
	case !x.fromEnd && !last.Less(x.n):
		return x.n, nil
	case x.fromEnd && !last.Less(x.n.Dec()):
		return last.Sub(x.n.Dec()), nil
	}
	sign := ""
	if x.fromEnd {
		sign = "-"
	}
	return ip.Uint128{}, fmt.Errorf("index %s%s is out of range: they go from 0 to %s", sign, Count{n: x.n}, Count{n: last})
}

// resolve returns the runs of x as first and last numbers among 0 to last.
func (x Indexes) resolve(last ip.Uint128) ([]span, error) {
	runs := make([]span, len(x.runs))
	for i, r := range x.runs {
		var err error
		if runs[i].first, err = r.from.resolve(last); err != nil {
			return nil, err
		}
		if runs[i].last, err = r.to.resolve(last); err != nil {
			return nil, err
		}
	}
	return runs, nil
}
