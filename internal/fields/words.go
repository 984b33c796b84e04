package fields

// Words returns the words of a type, as the values of a field.
func Words[T interface {
	~uint8
	String() string
}](first, last T) (list []string) {
	for v := first; v <= last; v++ {
		list = append(list, v.String())
	}
	return list
}
