// Package spell finds words that a misspelled one may have been meant for.
package spell

import (
	"slices"
	"strings"
)

// Nearest returns the words that name may have been meant for, nearest first: those
// that differ by a few letters, or have name as a part.
func Nearest(name string, words []string) []string {
	type candidate struct {
		word string
		far  int
	}
	var list []candidate
	lower := strings.ToLower(name)
	for _, w := range words {
		far := distance(lower, w)
		switch {
		case len(name) > 1 && strings.HasPrefix(w, lower):
			far = 1
		case len(name) > 3 && (strings.HasSuffix(w, "-"+lower) || strings.HasPrefix(lower, w+"-") || strings.HasSuffix(lower, "-"+w)):
			far = 2
		case far > min(2, len(name)/2):
			continue
		}
		list = append(list, candidate{w, far})
	}
	slices.SortStableFunc(list, func(a, b candidate) int { return a.far - b.far })
	var near []string
	for _, c := range list {
		if len(near) < 3 && c.far == list[0].far {
			near = append(near, c.word)
		}
	}
	return near
}

// distance returns how many letters must be inserted, deleted, replaced or swapped with
// a neighbor to turn a into b.
func distance(a, b string) int {
	rows := [3][]int{make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)}
	for j := range rows[1] {
		rows[1][j] = j
	}
	for i := 1; i <= len(a); i++ {
		before, above, row := rows[0], rows[1], rows[2]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			same := 1
			if a[i-1] == b[j-1] {
				same = 0
			}
			row[j] = min(above[j]+1, row[j-1]+1, above[j-1]+same)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		rows = [3][]int{above, row, before}
	}
	return rows[1][len(b)]
}

// Alternatives returns words as `"a", "b" or "c"`, with the given quotes.
func Alternatives(words []string, quote string) string {
	var b strings.Builder
	for i, w := range words {
		switch {
		case i == 0:
		case i == len(words)-1:
			b.WriteString(" or ")
		default:
			b.WriteString(", ")
		}
		b.WriteString(quote + w + quote)
	}
	return b.String()
}
