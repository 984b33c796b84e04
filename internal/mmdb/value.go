package mmdb

import (
	"encoding/hex"
	"errors"
	"math"
	"strconv"

	"github.com/oschwald/maxminddb-golang/v2/mmdbdata"

	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/record"
)

// Kind is the kind of a [Value].
type Kind uint8

// The kinds.
const (
	Absent Kind = iota // the record has no such field
	String
	Number
	Bool
	Composite // a map or a list
)

// Value is a field of a record. The zero Value is absent.
type Value struct {
	Kind Kind
	Text string // JSON if it is Composite
}

// AppendJSON appends v as a JSON value, null if it is absent.
func (v Value) AppendJSON(b []byte) []byte {
	switch v.Kind {
	case Absent:
		return append(b, "null"...)
	case String:
		return record.AppendQuoted(b, v.Text)
	}
	return append(b, v.Text...)
}

// Limits on the cost of a record. Pointers allow a small damaged file to describe an
// endless record.
const (
	maxValues = 1 << 16
	maxBytes  = 2 << 20
	maxDepth  = 64
)

var errTooLarge = errors.New("a record is too large or points into itself")

// A reading decodes the selected fields of one record. It implements
// [mmdbdata.CursorUnmarshaler].
type reading struct {
	budget
	tree *branch
	out  []Value
	buf  []byte
}

type budget struct{ values, bytes, depth int }

func (g *budget) enter() error {
	g.values++
	g.depth++
	if g.values > maxValues || g.depth > maxDepth {
		return errTooLarge
	}
	return nil
}

func (g *budget) take(n int) error {
	if g.bytes += n; g.bytes > maxBytes {
		return errTooLarge
	}
	return nil
}

// UnmarshalMaxMindDBCursor reads the record at c.
func (r *reading) UnmarshalMaxMindDBCursor(c mmdbdata.Cursor) (mmdbdata.Cursor, error) {
	return r.pick(c, r.tree)
}

// pick decodes the values of the fields at and below b from the value at c, and returns
// the cursor after it.
func (r *reading) pick(c mmdbdata.Cursor, b *branch) (next mmdbdata.Cursor, err error) {
	if err := r.enter(); err != nil {
		return c, err
	}
	defer func() { r.depth-- }()
	if len(b.fields) > 0 {
		var v Value
		if v, next, err = r.value(c); err != nil {
			return c, err
		}
		for _, n := range b.fields {
			r.out[n] = v
		}
		if len(b.next) == 0 {
			return next, nil
		}
	}
	kind, err := c.Kind()
	if err != nil {
		return c, err
	}
	switch kind {
	case mmdbdata.KindMap:
		m, err := c.Map()
		if err != nil {
			return c, err
		}
		var after mmdbdata.Cursor
		for {
			key, value, ok := m.Next(after)
			if !ok {
				return m.End()
			}
			if after, err = r.descend(value, b.named(key)); err != nil {
				return c, err
			}
		}
	case mmdbdata.KindSlice:
		s, err := c.Slice()
		if err != nil {
			return c, err
		}
		size, err := s.Size()
		if err != nil {
			return c, err
		}
		var after mmdbdata.Cursor
		for {
			i, value, ok := s.Next(after)
			if !ok {
				return s.End()
			}
			seen := false
			for k := range b.next { // 1 and -1 may be the same element
				if n := &b.next[k]; n.isNum && (n.index == int(i) || n.index == int(i)-int(size)) {
					if after, err = r.descend(value, n); err != nil {
						return c, err
					}
					seen = true
				}
			}
			if seen {
				continue
			}
			if after, err = r.descend(value, nil); err != nil {
				return c, err
			}
		}
	}
	return c.Skip()
}

// descend picks from the value at c, or skips it if b is nil.
func (r *reading) descend(c mmdbdata.Cursor, b *branch) (mmdbdata.Cursor, error) {
	if r.values++; r.values > maxValues {
		return c, errTooLarge
	}
	if b == nil {
		return c.Skip()
	}
	return r.pick(c, b)
}

func (b *branch) named(key []byte) *branch {
	for k := range b.next {
		if b.next[k].key == string(key) {
			return &b.next[k]
		}
	}
	return nil
}

// value reads the whole value at c.
func (r *reading) value(c mmdbdata.Cursor) (v Value, next mmdbdata.Cursor, err error) {
	kind, err := c.Kind()
	if err != nil {
		return v, c, err
	}
	if kind == mmdbdata.KindString {
		s, next, err := c.ReadStringMaxSize(maxBytes)
		if err == nil {
			err = r.take(len(s))
		}
		return Value{String, s}, next, err
	}
	if r.buf, next, err = r.appendJSON(r.buf[:0], c); err != nil {
		return v, c, err
	}
	switch kind {
	case mmdbdata.KindMap, mmdbdata.KindSlice:
		v.Kind = Composite
	case mmdbdata.KindBool:
		v.Kind = Bool
	case mmdbdata.KindBytes:
		return Value{String, string(r.buf[1 : len(r.buf)-1])}, next, nil
	default:
		v.Kind = Number
		if r.buf[0] == 'n' { // null: not a number
			return Value{}, next, nil
		}
	}
	v.Text = string(r.buf)
	return v, next, nil
}

// appendJSON appends the value at c as JSON: bytes as a string of hexadecimal digits,
// numbers that JSON cannot represent as null.
func (r *reading) appendJSON(b []byte, c mmdbdata.Cursor) (_ []byte, next mmdbdata.Cursor, err error) {
	if err := r.enter(); err != nil {
		return b, c, err
	}
	defer func() { r.depth-- }()
	kind, err := c.Kind()
	if err != nil {
		return b, c, err
	}
	switch kind {
	case mmdbdata.KindMap:
		m, err := c.Map()
		if err != nil {
			return b, c, err
		}
		b = append(b, '{')
		for first := true; ; first = false {
			key, value, ok := m.Next(next)
			if !ok {
				next, err = m.End()
				return append(b, '}'), next, err
			}
			if err := r.take(len(key)); err != nil {
				return b, c, err
			}
			if !first {
				b = append(b, ',')
			}
			b = append(record.AppendQuoted(b, string(key)), ':')
			if b, next, err = r.appendJSON(b, value); err != nil {
				return b, c, err
			}
		}
	case mmdbdata.KindSlice:
		s, err := c.Slice()
		if err != nil {
			return b, c, err
		}
		b = append(b, '[')
		for first := true; ; first = false {
			_, value, ok := s.Next(next)
			if !ok {
				next, err = s.End()
				return append(b, ']'), next, err
			}
			if !first {
				b = append(b, ',')
			}
			if b, next, err = r.appendJSON(b, value); err != nil {
				return b, c, err
			}
		}
	case mmdbdata.KindString:
		s, next, err := c.ReadStringMaxSize(maxBytes)
		if err == nil {
			err = r.take(len(s))
		}
		return record.AppendQuoted(b, s), next, err
	case mmdbdata.KindBytes:
		s, next, err := c.ReadBytes()
		if err == nil {
			err = r.take(len(s))
		}
		if err != nil {
			return b, c, err
		}
		return append(hex.AppendEncode(append(b, '"'), s), '"'), next, nil
	case mmdbdata.KindBool:
		v, next, err := c.ReadBool()
		return strconv.AppendBool(b, v), next, err
	case mmdbdata.KindFloat32, mmdbdata.KindFloat64:
		v, next, err := c.ReadFloat()
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return append(b, "null"...), next, err
		}
		if kind == mmdbdata.KindFloat32 {
			return strconv.AppendFloat(b, v, 'g', -1, 32), next, err
		}
		return strconv.AppendFloat(b, v, 'g', -1, 64), next, err
	case mmdbdata.KindInt32:
		v, next, err := c.ReadInt32()
		return strconv.AppendInt(b, int64(v), 10), next, err
	case mmdbdata.KindUint128:
		hi, lo, next, err := c.ReadUint128()
		return ip.Uint128{Hi: hi, Lo: lo}.AppendDecimal(b), next, err
	}
	v, next, err := c.ReadUint()
	return strconv.AppendUint(b, v, 10), next, err
}
