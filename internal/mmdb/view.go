package mmdb

import (
	"net/netip"
	"sync"
)

// View is a database with a selection of fields. It is safe for concurrent use.
type View struct {
	db     *DB
	fields []Field
	tree   *branch
	shards [64]shard
}

// A shard holds some of the decoded records, by offset.
type shard struct {
	sync.RWMutex
	records map[uintptr][]Value
	_       [32]byte // to give each lock its own cache line
}

// View returns a view of the fields.
func (db *DB) View(fields []Field) *View {
	return &View{db: db, fields: fields, tree: treeOf(fields)}
}

// DB returns the database of v.
func (v *View) DB() *DB { return v.db }

// Fields returns the fields of v. Do not modify the slice.
func (v *View) Fields() []Field { return v.fields }

// Record is the data that a database has for an address.
type Record struct {
	Prefix netip.Prefix // the network found
	Looked netip.Addr   // the address that was looked up: the given one, or the embedded IPv4 address
	Alias  bool         // Looked is the embedded IPv4 address
	values []Value
}

// Value returns the value of field i of the view, which is absent in the zero Record.
func (r Record) Value(i int) Value {
	if i >= len(r.values) {
		return Value{}
	}
	return r.values[i]
}

// Lookup returns the record of a; ok is false if there is none. The zone is ignored. An
// error means that the database is damaged. Lookup does not allocate for a record that
// was looked up before.
func (v *View) Lookup(a netip.Addr) (rec Record, ok bool, err error) {
	r := v.db.r
	if !a.IsValid() || a.Is6() && r.Metadata.IPVersion == 4 {
		return Record{}, false, nil
	}
	if a.Zone() != "" {
		a = a.WithZone("")
	}
	res := r.Lookup(a)
	if err := res.Err(); err != nil {
		return Record{}, false, damaged(err)
	}
	if !res.Found() {
		return Record{}, false, nil
	}
	rec.Prefix = res.Prefix()
	rec.Looked, rec.Alias = v.db.looked(a, rec.Prefix.Bits())
	if len(v.fields) == 0 {
		return rec, true, nil
	}
	at := res.Offset()
	s := &v.shards[(at^at>>6^at>>12)%uintptr(len(v.shards))]
	s.RLock()
	values, found := s.records[at]
	s.RUnlock()
	if found {
		rec.values = values
		return rec, true, nil
	}
	// Decoding under the lock keeps other goroutines from decoding the same record.
	s.Lock()
	defer s.Unlock()
	if rec.values, found = s.records[at]; found {
		return rec, true, nil
	}
	g := reading{tree: v.tree, out: make([]Value, len(v.fields))}
	if err := res.Decode(&g); err != nil {
		return Record{}, false, damaged(err)
	}
	if s.records == nil {
		s.records = map[uintptr][]Value{}
	}
	s.records[at] = g.out
	rec.values = g.out
	return rec, true, nil
}
