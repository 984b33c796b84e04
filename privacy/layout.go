package privacy

import "encoding/binary"

// Field is one field of the bytes that a system hashes, for display. The bytes of a
// secret field are not included.
type Field struct {
	Offset int    // of the first byte in the hashed input; -1 for the key of a keyed function
	Length int    // in bytes
	Name   string // what it is, "dad_counter u32 BE"
	Bytes  []byte // nil when Secret
	Secret bool
}

// layout records the fields of an input while it is assembled, so that what is
// shown is what was hashed. Its methods append to buf and return it; on a nil
// layout they do only that, and do not allocate if buf is large enough.
type layout struct {
	fields []Field
}

// begin discards the recorded fields.
func (l *layout) begin() {
	if l != nil {
		l.fields = nil
	}
}

func (l *layout) note(offset, n int, name string, secret bool) *Field {
	l.fields = append(l.fields, Field{Offset: offset, Length: n, Name: name, Secret: secret})
	return &l.fields[len(l.fields)-1]
}

// key records the key of a keyed function; it is not part of the input.
func (l *layout) key(name string, n int) {
	if l != nil {
		l.note(-1, n, name, true)
	}
}

func (l *layout) add(buf []byte, name string, b []byte) []byte {
	if l != nil {
		l.note(len(buf), len(b), name, false).Bytes = append([]byte{}, b...)
	}
	return append(buf, b...)
}

func (l *layout) addString(buf []byte, name, s string) []byte {
	if l != nil {
		l.note(len(buf), len(s), name, false).Bytes = append([]byte{}, s...)
	}
	return append(buf, s...)
}

func (l *layout) addSecret(buf []byte, name string, b []byte) []byte {
	if l != nil {
		l.note(len(buf), len(b), name, true)
	}
	return append(buf, b...)
}

func (l *layout) addSecretString(buf []byte, name, s string) []byte {
	if l != nil {
		l.note(len(buf), len(s), name, true)
	}
	return append(buf, s...)
}

func (l *layout) addByte(buf []byte, name string, c byte) []byte {
	return l.add(buf, name, []byte{c})
}

func (l *layout) addUint32BE(buf []byte, name string, v uint32) []byte {
	var b [4]byte
	binary.BigEndian.PutUint32(b[:], v)
	return l.add(buf, name, b[:])
}

func (l *layout) addUint32LE(buf []byte, name string, v uint32) []byte {
	var b [4]byte
	binary.LittleEndian.PutUint32(b[:], v)
	return l.add(buf, name, b[:])
}

// addCounted adds the length of s as u16 BE, then s.
func (l *layout) addCounted(buf []byte, name, s string) []byte {
	var n [2]byte
	binary.BigEndian.PutUint16(n[:], uint16(len(s)))
	if l != nil {
		l.add(nil, name+" length u16 BE", n[:])
		l.fields[len(l.fields)-1].Offset = len(buf)
	}
	buf = append(buf, n[:]...)
	return l.addString(buf, name, s)
}
