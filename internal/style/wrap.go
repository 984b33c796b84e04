package style

import (
	"strings"
	"unicode/utf8"
)

// Wrap breaks text between words into lines of at most room columns. A longer word,
// such as an address, stays whole. Empty text yields no lines.
func Wrap(text string, room int) []string {
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(text) {
		switch {
		case line == "":
			line = word
		case utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) <= room:
			line += " " + word
		default:
			lines = append(lines, line)
			line = word
		}
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// WrapHard is like [Wrap] but breaks longer words too, preferably after a separator
// used in addresses and names.
func WrapHard(text string, room int) []string {
	room = max(room, 1)
	var lines []string
	for _, line := range Wrap(text, room) {
		runes := []rune(line)
		for len(runes) > room {
			cut := room
			for i := room; i > room/2; i-- {
				if strings.ContainsRune(" :.-/,", runes[i-1]) {
					cut = i
					break
				}
			}
			lines = append(lines, strings.TrimRight(string(runes[:cut]), " "))
			runes = runes[cut:]
		}
		lines = append(lines, string(runes))
	}
	return lines
}

// Grouped separates the digits of a whole number into groups of three, with commas.
func Grouped(digits string) string {
	b := make([]byte, 0, len(digits)+len(digits)/3)
	for i := range len(digits) {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b = append(b, ',')
		}
		b = append(b, digits[i])
	}
	return string(b)
}
