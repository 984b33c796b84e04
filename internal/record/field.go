// Package record turns a command's typed results into text, CSV, TSV, JSON
// and JSON Lines.
//
// A command describes its results once, as a table of fields: a name, one line
// of meaning, and how to append the value. Everything that is printed or said
// about the results (columns, JSON keys, the --fields flag and its completion,
// help, the JSON Schema) comes from that table and from nowhere else.
package record

import (
	"bytes"
	"strconv"
	"strings"
)

// Type is the JSON type of a field.
type Type uint8

// The types of a field. A Big is a whole number that may pass 2^53, so JSON
// holds it as a string of decimal digits.
const (
	String Type = iota + 1
	Big
	Integer
	Decimal
	Boolean
	Strings
	Decimals
	Object
	List
	Any // a value whose type the data decides
)

// Info is what can be said of a field without a record at hand.
type Info struct {
	Name   string
	Doc    string   // one line, for help, completion and the schema
	Type   Type     // its JSON type
	Words  []string // the closed set of its values, where it has one
	Fields []Info   // of an Object, or of each element of a List
}

// Field is one value of a record. R points to one: what is compiled for one pointer
// serves them all, where records themselves would have a copy of everything each.
type Field[R any] struct {
	Info

	// text appends the value for people and columns. It appends nothing when
	// the record does not have it.
	text func(b []byte, r R) []byte

	// json appends the value as JSON where it is not the text, quoted or bare.
	json func(b []byte, r R, q quotes) []byte

	// within finds a field of an Object or List by its name.
	within func(name string) (Field[R], bool)

	input  uint8    // the part of the Input that it shows, instead of the record
	member [2]piece // `,"name":` by quotes, with the quotation mark of a value that is a string
	quoted bool     // the JSON is the text in quotation marks
	keyed  bool     // see ByKey
	varies func(r R) bool
	tame   bool // see Tame
	tameIf func(r R) bool

	tameJSON func(b []byte, r R, q quotes) []byte // json, of strings that are tame
}

// Tame returns f, whose text is printable ASCII without quotation marks, backslashes,
// commas and whitespace at its ends, so that no format has to look for what it would
// escape. Of a list it is each string that is so.
func (f Field[R]) Tame() Field[R] {
	if f.tameJSON != nil {
		f.json = f.tameJSON // but the text has commas, between the strings
		return f
	}
	f.tame = true
	return f
}

// TameIf is Tame for the records that tame reports true of.
func (f Field[R]) TameIf(tame func(r R) bool) Field[R] {
	f.tameIf = tame
	return f
}

// isTame reports whether the text of r is tame.
func (f *Field[R]) isTame(r R) bool { return f.tame || f.tameIf != nil && f.tameIf(r) }

// ByKey returns f, whose value is the same for all records of one
// [Table.Key]. An encoder makes such values once for each key.
func (f Field[R]) ByKey() Field[R] {
	f.keyed = true
	return f
}

// ByKeyUnless is ByKey but for the records that varies reports true of.
func (f Field[R]) ByKeyUnless(varies func(r R) bool) Field[R] {
	f.keyed, f.varies = true, varies
	return f
}

// OneOf returns f with the closed set of its values, for completion and schema.
func (f Field[R]) OneOf(words ...string) Field[R] {
	f.Words = words
	return f
}

// InJSON returns f, a string, with another text in JSON than in columns.
func (f Field[R]) InJSON(text func(b []byte, r R) []byte) Field[R] {
	whole := Field[R]{Info: f.Info, text: text, tame: f.tame, tameIf: f.tameIf}
	f.json = whole.appendJSON
	return f
}

// When returns f, absent from the records that has says no to.
func (f Field[R]) When(has func(r R) bool) Field[R] {
	text, json := f.text, f.json
	f.text = func(b []byte, r R) []byte {
		if !has(r) {
			return b
		}
		return text(b, r)
	}
	if json != nil {
		f.json = func(b []byte, r R, q quotes) []byte {
			if !has(r) {
				return b
			}
			return json(b, r, q)
		}
	}
	if within := f.within; within != nil {
		f.within = func(name string) (Field[R], bool) {
			g, ok := within(name)
			return g.When(has), ok
		}
	}
	return f
}

// Text is a field that is a string; text appends it, or nothing when absent.
func Text[R any](name, doc string, text func(b []byte, r R) []byte) Field[R] {
	return Field[R]{Info: Info{Name: name, Doc: doc, Type: String}, text: text}
}

// TextOf is Text of a string that there is already; "" is absent.
func TextOf[R any](name, doc string, get func(r R) string) Field[R] {
	return Text(name, doc, func(b []byte, r R) []byte { return append(b, get(r)...) })
}

// Number is a field that is a whole number below 2^53.
func Number[R any](name, doc string, text func(b []byte, r R) []byte) Field[R] {
	return Field[R]{Info: Info{Name: name, Doc: doc, Type: Integer}, text: text}
}

// Int is Number of an integer.
func Int[R any](name, doc string, get func(r R) int) Field[R] {
	return Number(name, doc, func(b []byte, r R) []byte { return strconv.AppendInt(b, int64(get(r)), 10) })
}

// Real is a field that is a number, such as a share; its text is also its JSON.
func Real[R any](name, doc string, text func(b []byte, r R) []byte) Field[R] {
	return Field[R]{Info: Info{Name: name, Doc: doc, Type: Decimal}, text: text}
}

// Reals is a field that is a list of numbers, absent when empty; number appends the
// i-th of them, counted from 0, and reports whether there is one. As text they are
// separated by a comma and a space.
func Reals[R any](name, doc string, number func(b []byte, r R, i int) ([]byte, bool)) Field[R] {
	list := func(b []byte, r R, separator string) []byte {
		b, ok := number(b, r, 0)
		for i := 1; ok; i++ {
			n := len(b)
			if b, ok = number(append(b, separator...), r, i); !ok {
				b = b[:n]
			}
		}
		return b
	}
	return Field[R]{
		Info: Info{Name: name, Doc: doc, Type: Decimals},
		text: func(b []byte, r R) []byte { return list(b, r, ", ") },
		json: func(b []byte, r R, _ quotes) []byte {
			at := len(b)
			if b = list(append(b, '['), r, ","); len(b) == at+1 {
				return b[:at]
			}
			return append(b, ']')
		},
	}
}

// Count is a field that is a whole number of any size: a string in JSON.
func Count[R any](name, doc string, text func(b []byte, r R) []byte) Field[R] {
	return Field[R]{Info: Info{Name: name, Doc: doc, Type: Big}, text: text}
}

// Bool is a field that is true or false. Any other text, such as a registry's
// "n/a", is null in JSON; no text at all means absent.
func Bool[R any](name, doc string, text func(b []byte, r R) []byte) Field[R] {
	return Field[R]{Info: Info{Name: name, Doc: doc, Type: Boolean}, text: text}
}

// Flag is a Bool that is always there.
func Flag[R any](name, doc string, get func(r R) bool) Field[R] {
	return Bool(name, doc, func(b []byte, r R) []byte {
		if get(r) {
			return append(b, "true"...)
		}
		return append(b, "false"...)
	})
}

// Texts is a field that is a list of strings, absent when empty. As text they
// stand behind one another with a comma and a blank between.
func Texts[R any](name, doc string, get func(r R) []string) Field[R] {
	return Field[R]{
		Info: Info{Name: name, Doc: doc, Type: Strings},
		text: func(b []byte, r R) []byte {
			for i, s := range get(r) {
				if i > 0 {
					b = append(b, ", "...)
				}
				b = append(b, s...)
			}
			return b
		},
		json: func(b []byte, r R, q quotes) []byte {
			list := get(r)
			if len(list) == 0 {
				return b
			}
			b = append(b, '[')
			for i, s := range list {
				if i > 0 {
					b = append(b, ',')
				}
				b = append(b, q.mark()...)
				at := len(b)
				b = q.close(append(b, s...), at)
			}
			return append(b, ']')
		},
	}
}

// AppendTexts is Texts for strings that are made on the way: text appends the i-th of
// them, counted from 0, and reports whether there is one.
func AppendTexts[R any](name, doc string, text func(b []byte, r R, i int) ([]byte, bool)) Field[R] {
	return Field[R]{
		Info: Info{Name: name, Doc: doc, Type: Strings},
		text: func(b []byte, r R) []byte {
			b, ok := text(b, r, 0)
			for i := 1; ok; i++ {
				n := len(b)
				b, ok = text(append(b, ", "...), r, i)
				if !ok {
					b = b[:n]
				}
			}
			return b
		},
		json:     jsonTexts(text, false),
		tameJSON: jsonTexts(text, true),
	}
}

// jsonTexts is the JSON of AppendTexts.
func jsonTexts[R any](text func(b []byte, r R, i int) ([]byte, bool), tame bool) func(b []byte, r R, q quotes) []byte {
	return func(b []byte, r R, q quotes) []byte {
		for i := 0; ; i++ {
			n := len(b)
			if i == 0 {
				b = append(b, '[')
			} else {
				b = append(b, ',')
			}
			b = append(b, q.mark()...)
			at := len(b)
			var ok bool
			if b, ok = text(b, r, i); !ok {
				if b = b[:n]; i > 0 {
					b = append(b, ']')
				}
				return b
			}
			b = closeString(b, at, tame, q)
		}
	}
}

// Value is a field whose JSON type is that of the data at hand: json appends the
// value as JSON, or nothing when it is absent.
func Value[R any](name, doc string, text, json func(b []byte, r R) []byte) Field[R] {
	return Field[R]{
		Info: Info{Name: name, Doc: doc, Type: Any},
		text: text,
		json: func(b []byte, r R, q quotes) []byte {
			at := len(b)
			b = json(b, r)
			if n := bytes.Count(b[at:], []byte{'"'}); q == double && n > 0 {
				b = doubleQuotes(b, at, n)
			}
			return b
		},
	}
}

// OthersName is the name of what [Others] stands for.
const OthersName = "*"

// Others stands for fields whose names come with the data, where none is at hand:
// for help and schema only.
func Others[R any](doc string) Field[R] {
	none := func(b []byte, _ R) []byte { return b }
	return Value(OthersName, doc, none, none)
}

// Sub is a field that is an object with fields of its own; get returns nil
// where the record does not have it. Its text is its JSON.
func Sub[R any, S comparable](name, doc string, get func(r R) S, fields []Field[S]) Field[R] {
	seal(fields)
	var none S
	json := func(b []byte, r R, q quotes) []byte {
		if s := get(r); s != none {
			b = appendObject(b, s, fields, q)
		}
		return b
	}
	return Field[R]{
		Info: Info{Name: name, Doc: doc, Type: Object, Fields: infos(fields)},
		text: func(b []byte, r R) []byte { return json(b, r, single) },
		json: json,
		within: func(name string) (Field[R], bool) {
			f, ok := find(fields, name)
			if !ok {
				return Field[R]{}, false
			}
			out := Field[R]{Info: f.Info, tame: f.tame}
			out.text = func(b []byte, r R) []byte {
				if s := get(r); s != none {
					b = f.text(b, s)
				}
				return b
			}
			if f.json != nil {
				out.json = func(b []byte, r R, q quotes) []byte {
					if s := get(r); s != none {
						b = f.json(b, s, q)
					}
					return b
				}
			}
			return out, true
		},
	}
}

// Subs is a field that is a list of objects, absent when empty. Its text is
// its JSON; a field of its elements is their texts with commas between.
func Subs[R, S any](name, doc string, get func(r R) []S, fields []Field[*S]) Field[R] {
	seal(fields)
	json := func(b []byte, r R, q quotes) []byte {
		list := get(r)
		if len(list) == 0 {
			return b
		}
		b = append(b, '[')
		for i := range list {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendObject(b, &list[i], fields, q)
		}
		return append(b, ']')
	}
	return Field[R]{
		Info: Info{Name: name, Doc: doc, Type: List, Fields: infos(fields)},
		text: func(b []byte, r R) []byte { return json(b, r, single) },
		json: json,
		within: func(name string) (Field[R], bool) {
			f, ok := find(fields, name)
			if !ok {
				return Field[R]{}, false
			}
			return Field[R]{
				Info: Info{Name: f.Name, Doc: f.Doc, Type: Strings},
				text: func(b []byte, r R) []byte {
					list := get(r)
					for i := range list {
						if i > 0 {
							b = append(b, ',')
						}
						b = f.text(b, &list[i])
					}
					return b
				},
				json: func(b []byte, r R, q quotes) []byte {
					list := get(r)
					if len(list) == 0 {
						return b
					}
					b = append(b, '[')
					for i := range list {
						if i > 0 {
							b = append(b, ',')
						}
						at := len(b)
						if b = f.appendJSON(b, &list[i], q); len(b) == at {
							b = append(b, "null"...)
						}
					}
					return append(b, ']')
				},
			}, true
		},
	}
}

// appendJSON appends the value of f as JSON, or nothing when it is absent.
func (f *Field[R]) appendJSON(b []byte, r R, q quotes) []byte {
	if f.json != nil {
		return f.json(b, r, q)
	}
	start := len(b)
	switch f.Type {
	case Integer, Decimal:
		return f.text(b, r)
	case Boolean:
		b = f.text(b, r)
		if s := b[start:]; len(s) > 0 && string(s) != "true" && string(s) != "false" {
			b = append(b[:start], "null"...)
		}
		return b
	}
	b = append(b, q.mark()...)
	at := len(b)
	if b = f.text(b, r); len(b) == at {
		return b[:start]
	}
	return closeString(b, at, f.isTame(r), q)
}

// appendObject appends the fields of s as an object.
func appendObject[S any](b []byte, s S, fields []Field[S], q quotes) []byte {
	at := len(b)
	return closeObject(appendMembers(b, fields, nil, s, q), at)
}

// closeObject makes an object of the members at b[at:], each of which has a
// comma in front.
func closeObject(b []byte, at int) []byte {
	if len(b) == at {
		return append(b, "{}"...)
	}
	b[at] = '{'
	return append(b, '}')
}

// appendMembers appends `,"name":value` for each field, and nothing at all for one whose
// value is absent. It is one loop, since calls are what JSON spends its time on.
func appendMembers[R any](b []byte, fields []Field[R], in *Input, r R, q quotes) []byte {
	for i := range fields {
		f := &fields[i]
		start := len(b)
		b = f.member[q].appendTo(b)
		at := len(b)
		switch {
		case f.input != fromRecord:
			if b = f.appendInput(b, in); f.Type == String {
				b = closeString(b, at, in.Tame, q)
			}
			continue
		case f.quoted:
			b = f.text(b, r)
		case f.json != nil:
			b = f.json(b, r, q)
		default:
			b = f.appendJSON(b, r, q)
		}
		switch {
		case len(b) == at:
			b = b[:start]
		case f.quoted:
			b = closeString(b, at, f.isTame(r), q)
		}
	}
	return b
}

// closeString ends the string at b[at:].
func closeString(b []byte, at int, tame bool, q quotes) []byte {
	switch {
	case !tame:
		return q.close(b, at)
	case q == double:
		return append(b, `""`...)
	}
	return append(b, '"')
}

// seal prepares fields, which do not change from then on, for appendMembers.
func seal[R any](fields []Field[R]) []Field[R] {
	for i := range fields {
		f := &fields[i]
		one, two := `,"`+f.Name+`":`, `,""`+f.Name+`"":`
		f.quoted = f.json == nil && f.Type != Integer && f.Type != Decimal && f.Type != Boolean
		if f.quoted {
			one, two = one+single.mark(), two+double.mark()
		}
		f.member = [2]piece{single: newPiece(one), double: newPiece(two)}
	}
	return fields
}

func infos[R any](fields []Field[R]) []Info {
	list := make([]Info, len(fields))
	for i := range fields {
		list[i] = fields[i].Info
	}
	return list
}

// find looks a field up by its name; "registry.name" is the name within the
// registry.
func find[R any](fields []Field[R], path string) (Field[R], bool) {
	for _, f := range fields {
		if f.Name == path { // names that come with the data may have dots
			return f, true
		}
	}
	name, rest, dotted := strings.Cut(path, ".")
	for _, f := range fields {
		if f.Name != name {
			continue
		}
		if !dotted {
			return f, true
		}
		if f.within == nil {
			return Field[R]{}, false
		}
		g, ok := f.within(rest)
		g.Name = path
		return g, ok
	}
	return Field[R]{}, false
}

// Of is field f of a part of a larger record; part never returns nil.
func Of[R, S any](f Field[S], part func(r R) S) Field[R] {
	out := Field[R]{Info: f.Info}
	out.text = func(b []byte, r R) []byte { return f.text(b, part(r)) }
	out.tame = f.tame
	if f.tameIf != nil {
		out.tameIf = func(r R) bool { return f.tameIf(part(r)) }
	}
	if f.json != nil {
		out.json = func(b []byte, r R, q quotes) []byte { return f.json(b, part(r), q) }
	}
	if f.within != nil {
		out.within = func(name string) (Field[R], bool) {
			g, ok := f.within(name)
			if !ok {
				return Field[R]{}, false
			}
			return Of(g, part), true
		}
	}
	return out
}

// AllOf is Of for several fields.
func AllOf[R, S any](fields []Field[S], part func(r R) S) []Field[R] {
	list := make([]Field[R], len(fields))
	for i, f := range fields {
		list[i] = Of(f, part)
	}
	return list
}
