package addr

// PrefixLines calls f for the leading lines of src that are an address or a
// prefix, host bits as they stand, with the prefix length, which for an address
// is that of all its bits. It returns how many bytes of src those lines are. Like
// [NumberLines] it takes lines of nothing else, without zone, brackets or blanks,
// that end in "\n" or "\r\n", and stops before the first other one, which is then
// for [ParseItem] to judge.
func PrefixLines(src []byte, f func(n Number, length int)) int {
	var tail [lineRoom]byte
	i := 0
	for i < len(src) {
		p := lineAt(src[i:], &tail)
		n, end := lineNumber(p)
		if end == 0 {
			break
		}
		length := 128
		if n.Is4 {
			length = 32
		}
		if p[end] == '/' {
			length, end = lineLength(p, end, n.Is4)
		}
		next := lineEnd(p, end)
		if next == 0 {
			break
		}
		i += next
		f(n, length)
	}
	return i
}
