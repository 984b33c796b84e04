package lintrun

import (
	"bytes"
	"strconv"

	"github.com/hextet/hextet/internal/files"
)

// diffContext is the number of context lines around each change.
const diffContext = 3

// appendDiff appends the unified diff of two texts with the same number of lines, or
// nothing if they are equal.
func appendDiff(dst []byte, name string, old, text []byte) []byte {
	if bytes.Equal(old, text) {
		return dst
	}
	a, b := lines(old), lines(text)
	dst = append(dst, "--- "...)
	dst = files.AppendName(dst, name)
	dst = append(dst, "\n+++ "...)
	dst = files.AppendName(dst, name)
	dst = append(dst, '\n')
	differ := func(i int) bool { return !bytes.Equal(a[i], b[i]) }
	for i := 0; i < len(a); {
		if !differ(i) {
			i++
			continue
		}
		start, last := max(0, i-diffContext), i
		for i = i + 1; i < len(a) && i-last <= 2*diffContext; i++ {
			if differ(i) {
				last = i
			}
		}
		end := min(len(a), last+1+diffContext)
		i = end
		dst = append(dst, "@@ -"...)
		dst = appendSpan(dst, start, end)
		dst = append(dst, " +"...)
		dst = appendSpan(dst, start, end)
		dst = append(dst, " @@\n"...)
		for k := start; k < end; {
			if !differ(k) {
				dst = appendLine(dst, ' ', a[k])
				k++
				continue
			}
			first := k
			for ; k < end && differ(k); k++ {
				dst = appendLine(dst, '-', a[k])
			}
			for ; first < k; first++ {
				dst = appendLine(dst, '+', b[first])
			}
		}
	}
	return dst
}

func appendSpan(dst []byte, start, end int) []byte {
	dst = strconv.AppendInt(dst, int64(start+1), 10)
	if end-start == 1 {
		return dst
	}
	dst = append(dst, ',')
	return strconv.AppendInt(dst, int64(end-start), 10)
}

func appendLine(dst []byte, mark byte, line []byte) []byte {
	dst = append(append(dst, mark), line...)
	if line[len(line)-1] != '\n' {
		dst = append(dst, "\n\\ No newline at end of file\n"...)
	}
	return dst
}

// lines returns the lines of text, newlines included.
func lines(text []byte) (list [][]byte) {
	for line := range bytes.Lines(text) {
		list = append(list, line)
	}
	return list
}
