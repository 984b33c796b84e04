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
		p := &tail
		if len(src)-i >= lineRoom {
			p = (*[lineRoom]byte)(src[i:])
		} else {
			clear(tail[copy(tail[:], src[i:]):])
		}
		n, end := lineNumber(p)
		if end == 0 {
			break
		}
		limit := 128
		if n.Is4 {
			limit = 32
		}
		length := limit
		if p[end] == '/' {
			// One to three digits without a leading zero.
			at := end + 1
			length = 0
			for end = at; end < at+3 && p[end]-'0' <= 9; end++ {
				length = length*10 + int(p[end]-'0')
			}
			if end == at || p[at] == '0' && end > at+1 || length > limit {
				break
			}
		}
		if p[end] == '\r' {
			end++
		}
		if p[end] != '\n' {
			break
		}
		i += end + 1
		f(n, length)
	}
	return i
}
