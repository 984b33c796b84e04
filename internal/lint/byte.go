package lint

import "github.com/hextet/hextet/internal/find"

// isPart reports whether c can be part of a word or of an address.
func isPart(c byte) bool { return find.InRun(c) || find.InWord(c) }

func isDecimal(c byte) bool { return c-'0' <= 9 }

// decimal reads the decimal digits at text[i:] and returns their value, at most 9999,
// and where they end.
func decimal(text []byte, i int) (n, end int) {
	end = i
	for end < len(text) && isDecimal(text[end]) {
		n = min(n*10+int(text[end]-'0'), 9999)
		end++
	}
	return n, end
}
