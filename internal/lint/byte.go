package lint

// What a byte can be part of.
const (
	inRun  = 1 << iota // a hexadecimal digit, ":" or "."
	inWord             // a letter, a digit or "_"
	isDot              // ":" or "."

	digit  = inRun | inWord
	letter = inWord
)

var class = [256]uint8{
	'0': digit, '1': digit, '2': digit, '3': digit, '4': digit,
	'5': digit, '6': digit, '7': digit, '8': digit, '9': digit,
	'a': digit, 'b': digit, 'c': digit, 'd': digit, 'e': digit, 'f': digit,
	'A': digit, 'B': digit, 'C': digit, 'D': digit, 'E': digit, 'F': digit,
	'g': letter, 'h': letter, 'i': letter, 'j': letter, 'k': letter,
	'l': letter, 'm': letter, 'n': letter, 'o': letter, 'p': letter,
	'q': letter, 'r': letter, 's': letter, 't': letter, 'u': letter,
	'v': letter, 'w': letter, 'x': letter, 'y': letter, 'z': letter,
	'G': letter, 'H': letter, 'I': letter, 'J': letter, 'K': letter,
	'L': letter, 'M': letter, 'N': letter, 'O': letter, 'P': letter,
	'Q': letter, 'R': letter, 'S': letter, 'T': letter, 'U': letter,
	'V': letter, 'W': letter, 'X': letter, 'Y': letter, 'Z': letter,
	'_': letter,
	'.': inRun | isDot,
	':': inRun | isDot,
}

// byteAt returns text[i], 0 outside of text.
func byteAt(text []byte, i int) byte {
	if uint(i) < uint(len(text)) {
		return text[i]
	}
	return 0
}

func classAt(text []byte, i int) uint8 { return class[byteAt(text, i)] }

// runEnd returns the end of the run of hexadecimal digits, ":" and "." at i.
func runEnd(text []byte, i int) int {
	for i < len(text) && class[text[i]]&inRun != 0 {
		i++
	}
	return i
}

func isDecimal(c byte) bool { return c-'0' <= 9 }

// decimal reads the decimal digits at text[i:] and returns their number, up to
// 9999, and their end.
func decimal(text []byte, i int) (n, end int) {
	end = i
	for end < len(text) && isDecimal(text[end]) {
		n = min(n*10+int(text[end]-'0'), 9999)
		end++
	}
	return n, end
}
