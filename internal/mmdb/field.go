package mmdb

import (
	"strconv"
	"strings"

	"github.com/hextet/hextet/addr"
)

// Field is the path to a value in a record: the keys of maps and the indexes of lists,
// such as country.iso_code or subdivisions.0.names.en. A negative index counts from the
// end.
type Field struct {
	name string
	path []string
}

// ParseField parses the path of a field, with dots between its parts. The error is an
// [*addr.Error].
func ParseField(s string) (Field, error) {
	path := strings.Split(s, ".")
	at := 0
	for _, part := range path {
		if part == "" {
			return Field{}, &addr.Error{Input: s, Offset: at, Reason: "empty part in the path of a field"}
		}
		at += len(part) + 1
	}
	return Field{s, path}, nil
}

// ParseFields parses several paths with commas between them.
func ParseFields(s string) ([]Field, error) {
	var fields []Field
	for part := range strings.SplitSeq(s, ",") {
		f, err := ParseField(strings.TrimSpace(part))
		if err != nil {
			return nil, err
		}
		fields = append(fields, f)
	}
	return fields, nil
}

// String returns the path, with dots.
func (f Field) String() string { return f.name }

// A branch is a node of the tree made from the paths of all selected fields.
type branch struct {
	key    string
	index  int  // of a list, if isNum
	isNum  bool // the key is also an index
	fields []int
	next   []branch
}

// treeOf returns the tree of the paths; the root has no key.
func treeOf(fields []Field) *branch {
	root := &branch{}
	for n, f := range fields {
		at := root
		for _, part := range f.path {
			at = at.child(part)
		}
		at.fields = append(at.fields, n)
	}
	return root
}

func (b *branch) child(key string) *branch {
	for k := range b.next {
		if b.next[k].key == key {
			return &b.next[k]
		}
	}
	n, err := strconv.Atoi(key)
	b.next = append(b.next, branch{key: key, index: n, isNum: err == nil})
	return &b.next[len(b.next)-1]
}
