package fields

// Words returns the Words of a closed set of small numbers.
func Words[T interface {
	~uint8
	String() string
}](first, last T) (list []string) {
	for v := first; v <= last; v++ {
		list = append(list, v.String())
	}
	return list
}
