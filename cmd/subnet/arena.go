package subnet

// An arena keeps texts, in the order in which they were added, in one piece.
type arena struct {
	text []byte
	ends []int
}

func (a *arena) add(text []byte) {
	a.text = append(a.text, text...)
	a.ends = append(a.ends, len(a.text))
}

// skip adds n empty texts.
func (a *arena) skip(n int) {
	for range n {
		a.ends = append(a.ends, len(a.text))
	}
}

// at returns the i-th text.
func (a *arena) at(i int) []byte {
	from := 0
	if i > 0 {
		from = a.ends[i-1]
	}
	return a.text[from:a.ends[i]]
}
