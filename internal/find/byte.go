package find

// What a byte can be part of. Bytes that are not ASCII count as neither letters nor
// digits here, so that addresses are found between words of any script.
const (
	inRun  = 1 << iota // a hexadecimal digit, ":" or "."
	inWord             // a letter, a digit or "_": not allowed next to an address
	inZone             // an RFC 6874 section 2 unreserved character
	inName             // a character of a host name
	isDot              // ":" or ".", which may end a sentence

	digit  = inRun | inWord | inZone | inName
	letter = inWord | inZone | inName
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
	'.': inRun | inZone | inName | isDot,
	':': inRun | isDot,
	'-': inZone | inName,
	'~': inZone,
}

// classAt returns the class of text[i], or 0 if i is out of range.
func classAt(text []byte, i int) uint8 {
	if uint(i) < uint(len(text)) {
		return class[text[i]]
	}
	return 0
}

// InRun reports whether c is a hexadecimal digit, ":" or ".": part of a run that may be
// an address.
func InRun(c byte) bool { return class[c]&inRun != 0 }

// InWord reports whether c is a letter, a digit or "_", which are not allowed next to
// an address.
func InWord(c byte) bool { return class[c]&inWord != 0 }

// IsDot reports whether c is ":" or ".".
func IsDot(c byte) bool { return class[c]&isDot != 0 }

// ByteAt returns text[i], or 0 if i is out of range.
func ByteAt(text []byte, i int) byte {
	if uint(i) < uint(len(text)) {
		return text[i]
	}
	return 0
}

// RunEnd returns the end of the run of hexadecimal digits, ":" and "." at i.
func RunEnd(text []byte, i int) int {
	for i < len(text) && class[text[i]]&inRun != 0 {
		i++
	}
	return i
}

// IsEUI64 reports whether text is eight groups of two digits each: an EUI-64
// identifier, or part of a fingerprint, rather than an address.
func IsEUI64(text []byte) bool {
	if len(text) != len("00:00:00:00:00:00:00:00") {
		return false
	}
	for i := range len(text) {
		if (text[i] == ':') != (i%3 == 2) {
			return false
		}
	}
	return true
}
