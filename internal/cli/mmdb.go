package cli

import (
	"errors"
	"net/netip"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/hextet/hextet/internal/mmdb"
)

// mmdbVariable names the databases to use if --mmdb does not.
const mmdbVariable = "HEXTET_MMDB"

// MMDBFlags are --mmdb and --mmdb-fields.
type MMDBFlags struct {
	Files  []string
	fields string
	a      *App
}

// Add adds the flags to c.
func (f *MMDBFlags) Add(a *App, c *cobra.Command, usage string) {
	f.a = a
	c.Flags().StringArrayVar(&f.Files, "mmdb", nil, usage+" the MaxMind database in `FILE` (repeatable; default $"+mmdbVariable+")")
	c.Flags().StringVar(&f.fields, "mmdb-fields", "", "the `FIELDS` of its records: country.iso_code,subdivisions.0.names.en (default the usual ones)")
	CompleteFlag(c, "mmdb-fields", f.complete)
}

// Default uses the databases named in the environment if --mmdb names none.
func (f *MMDBFlags) Default() {
	if v := f.a.Env(mmdbVariable); len(f.Files) == 0 && v != "" {
		f.Files = filepath.SplitList(v)
	}
}

// Fields returns the value of --mmdb-fields.
func (f *MMDBFlags) Fields() string { return f.fields }

// complete completes the last field of a list with the fields of the databases.
func (f *MMDBFlags) complete(_ []string, typed string) ([]Word, string) {
	f.Default()
	before := typed[:strings.LastIndexByte(typed, ',')+1]
	var list []Word
	for _, path := range f.Files {
		db, err := mmdb.Open(path)
		if err != nil {
			continue
		}
		names, _ := db.Fields()
		for _, name := range names {
			w := Word{Name: before + name, Doc: db.Type()}
			if !slices.ContainsFunc(list, func(o Word) bool { return o.Name == w.Name }) && !slices.Contains(strings.Split(before, ","), name) {
				list = append(list, w)
			}
		}
		db.Close()
	}
	if len(f.Files) == 0 {
		return nil, "FIELDS: give --mmdb FILE first, then its fields complete"
	}
	return list, "FIELDS: paths in the records of the database, with commas between"
}

// MMDB holds the databases of a run and the selected fields.
type MMDB struct {
	Fields []mmdb.Field
	views  []*mmdb.View
	paths  []string
}

// Open opens the databases; it returns nil if there are none. The error is a
// [*FileError], or one about --mmdb-fields.
func (f *MMDBFlags) Open() (*MMDB, error) {
	if len(f.Files) == 0 {
		return nil, nil
	}
	m := &MMDB{paths: f.Files}
	var dbs []*mmdb.DB
	for _, path := range f.Files {
		db, err := mmdb.Open(path)
		if err != nil {
			return nil, &FileError{path, err}
		}
		dbs = append(dbs, db)
	}
	if f.fields != "" {
		var err error
		if m.Fields, err = mmdb.ParseFields(f.fields); err != nil {
			return nil, errors.New("--mmdb-fields: " + err.Error())
		}
	} else {
		for i, db := range dbs {
			usual, err := db.Usual()
			if err != nil {
				return nil, &FileError{f.Files[i], err}
			}
			for _, u := range usual {
				if !slices.ContainsFunc(m.Fields, func(o mmdb.Field) bool { return o.String() == u.String() }) {
					m.Fields = append(m.Fields, u)
				}
			}
		}
	}
	for _, db := range dbs {
		m.views = append(m.views, db.View(m.Fields))
	}
	return m, nil
}

// Len returns how many databases there are.
func (m *MMDB) Len() int { return len(m.views) }

// DB returns database i.
func (m *MMDB) DB(i int) *mmdb.DB { return m.views[i].DB() }

// Append appends the record of each database for a: the zero Record if it has none. The
// error is a [*FileError].
func (m *MMDB) Append(list []mmdb.Record, a netip.Addr) ([]mmdb.Record, error) {
	for i, v := range m.views {
		r, _, err := v.Lookup(a)
		if err != nil {
			return list, &FileError{m.paths[i], err}
		}
		list = append(list, r)
	}
	return list, nil
}
