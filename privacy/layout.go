package privacy

// Field is one field of the bytes that a system hashes, for people to read. Of
// a secret field the bytes are not there at all.
type Field struct {
	Offset int    // of the first byte in the hashed input; -1 for the key of a keyed function
	Length int    // in bytes
	Name   string // what it is, "dad_counter u32 BE"
	Bytes  []byte // nil when Secret
	Secret bool
}

// layout builds a hashed input field by field. With trace it notes the fields
// as well, so that what is shown is what was hashed. A layout on the stack with
// a buffer on the stack allocates nothing unless it traces.
type layout struct {
	buf    []byte
	trace  bool
	fields []Field
}

func (l *layout) add(name string, b []byte) {
	l.note(name, b, false)
	l.buf = append(l.buf, b...)
}

func (l *layout) addString(name, s string) {
	if l.trace {
		l.note(name, []byte(s), false)
	}
	l.buf = append(l.buf, s...)
}

func (l *layout) addSecret(name string, b []byte) {
	l.note(name, b, true)
	l.buf = append(l.buf, b...)
}

func (l *layout) addSecretString(name, s string) {
	if l.trace {
		l.fields = append(l.fields, Field{Offset: len(l.buf), Length: len(s), Name: name, Secret: true})
	}
	l.buf = append(l.buf, s...)
}

// key notes the key of a keyed function; it is not part of the input.
func (l *layout) key(name string, n int) {
	if l.trace {
		l.fields = append(l.fields, Field{Offset: -1, Length: n, Name: name, Secret: true})
	}
}

func (l *layout) note(name string, b []byte, secret bool) {
	if !l.trace {
		return
	}
	f := Field{Offset: len(l.buf), Length: len(b), Name: name, Secret: secret}
	if !secret {
		f.Bytes = append([]byte{}, b...)
	}
	l.fields = append(l.fields, f)
}
