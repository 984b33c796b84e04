package stream

import (
	"bytes"
	"errors"
	"fmt"
)

var errTooLong = errors.New("line longer than 1 MiB")

func errNoColumn(n int) error { return fmt.Errorf("no column %d in this line", n) }

func blank(c byte) bool { return c == ' ' || c == '\t' }

// trim cuts spaces and tabs at both ends and a trailing CR.
func trim(line []byte) []byte {
	n := len(line)
	if n > 0 && line[n-1] == '\r' {
		n--
	}
	i := 0
	for i < n && blank(line[i]) {
		i++
	}
	for n > i && blank(line[n-1]) {
		n--
	}
	return line[i:n]
}

// column finds the n-th column of line, counted from 1: line[start:end],
// without the blanks and the CR around it. Columns are parted by delimiter or,
// where that is empty, by runs of blanks.
func column(line []byte, n int, delimiter string) (start, end int, ok bool) {
	stop := len(line)
	if stop > 0 && line[stop-1] == '\r' {
		stop--
	}
	if delimiter == "" {
		i := 0
		for {
			for i < stop && blank(line[i]) {
				i++
			}
			if i == stop {
				return 0, 0, false
			}
			start = i
			for i < stop && !blank(line[i]) {
				i++
			}
			if n--; n == 0 {
				return start, i, true
			}
		}
	}
	for n--; n > 0; n-- {
		i := bytes.Index(line[start:stop], []byte(delimiter))
		if i < 0 {
			return 0, 0, false
		}
		start += i + len(delimiter)
	}
	end = stop
	if i := bytes.Index(line[start:stop], []byte(delimiter)); i >= 0 {
		end = start + i
	}
	for start < end && blank(line[start]) {
		start++
	}
	for end > start && blank(line[end-1]) {
		end--
	}
	return start, end, true
}
