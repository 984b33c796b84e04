package mmdb

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/oschwald/maxminddb-golang/v2"
	"github.com/oschwald/maxminddb-golang/v2/mmdbdata"

	"github.com/hextet/hextet/internal/reason"
)

// DB is an open database. It is safe for concurrent use.
type DB struct {
	r       *maxminddb.Reader
	aliases []netip.Prefix // see aliasPrefixes
}

// Open opens the database in the file at path. It fails if the file is not a database or
// its structure is damaged; a damaged record is found only by looking it up. The error
// does not name the file.
func Open(path string) (*DB, error) {
	r, err := maxminddb.Open(path)
	if err != nil {
		if cause := reason.Of(err); cause != err {
			return nil, cause
		}
		return nil, damaged(err)
	}
	if err := check(r); err != nil {
		r.Close()
		return nil, err
	}
	db := &DB{r: r}
	db.findAliases()
	return db, nil
}

// damaged returns the error for a file in which err was found.
func damaged(err error) error { return fmt.Errorf("not a MaxMind database, or a damaged one: %w", err) }

// check looks for faults that the library's Open does not find.
func check(r *maxminddb.Reader) error {
	m := &r.Metadata
	if m.BinaryFormatMajorVersion != 2 {
		return fmt.Errorf("version %d of the MaxMind format is not supported", m.BinaryFormatMajorVersion)
	}
	// The first networks show whether the tree points outside the file.
	n := 0
	for res := range r.Networks() {
		if err := res.Err(); err != nil {
			return damaged(err)
		}
		if n++; n == 4 {
			break
		}
	}
	return nil
}

// Close releases the file. The DB and its views must not be used afterwards; values
// already returned stay valid.
func (db *DB) Close() error { return db.r.Close() }

// Type returns the database type in the file: "GeoLite2-City".
func (db *DB) Type() string { return db.r.Metadata.DatabaseType }

// Built returns when the database was made.
func (db *DB) Built() time.Time { return db.r.Metadata.BuildTime().UTC() }

// sampled is the number of networks that Fields examines in each part of a file.
const sampled = 256

// Fields returns the paths of the fields in the records of the database, in order, with
// index 0 for every list. It samples a few hundred records, so rare fields may be
// missing.
func (db *DB) Fields() ([]string, error) {
	c := collector{seen: map[string]bool{}}
	// A variety of address space that databases have data for.
	starts := []string{"1.0.0.0/8", "5.0.0.0/8", "81.0.0.0/8", "128.0.0.0/6", "193.0.0.0/8", "2001:200::/23", "2600::/12", "2a00::/12", "::/0"}
	if db.r.Metadata.IPVersion == 4 {
		starts = append(starts[:5:5], "0.0.0.0/0")
	}
	offsets := map[uintptr]bool{}
	for _, s := range starts {
		n := 0
		for res := range db.r.NetworksWithin(netip.MustParsePrefix(s)) {
			if err := res.Err(); err != nil {
				return nil, damaged(err)
			}
			if !offsets[res.Offset()] {
				offsets[res.Offset()] = true
				c.budget = budget{}
				if err := res.Decode(&c); err != nil {
					return nil, damaged(err)
				}
			}
			if n++; n == sampled {
				break
			}
		}
	}
	return c.paths, nil
}

// A collector collects the paths of the fields of records.
type collector struct {
	seen  map[string]bool
	paths []string
	budget
}

func (k *collector) UnmarshalMaxMindDBCursor(c mmdbdata.Cursor) (mmdbdata.Cursor, error) {
	return k.walk(c, "", "")
}

// walk records the paths below the value at c. A path is inserted after the last one
// with the same parent, so fields that first appear in a later record are listed beside
// their siblings.
func (k *collector) walk(c mmdbdata.Cursor, parent, path string) (next mmdbdata.Cursor, err error) {
	if err := k.enter(); err != nil {
		return c, err
	}
	defer func() { k.depth-- }()
	kind, err := c.Kind()
	if err != nil {
		return c, err
	}
	below := func(key string) string {
		if path == "" {
			return key
		}
		return path + "." + key
	}
	switch kind {
	case mmdbdata.KindMap:
		m, err := c.Map()
		if err != nil {
			return c, err
		}
		for {
			key, value, ok := m.Next(next)
			if !ok {
				return m.End()
			}
			if err := k.take(len(path) + len(key)); err != nil {
				return c, err
			}
			if next, err = k.walk(value, path, below(string(key))); err != nil {
				return c, err
			}
		}
	case mmdbdata.KindSlice:
		s, err := c.Slice()
		if err != nil {
			return c, err
		}
		for {
			i, value, ok := s.Next(next)
			if !ok {
				return s.End()
			}
			if i > 0 {
				next, err = value.Skip()
			} else {
				next, err = k.walk(value, path, below("0"))
			}
			if err != nil {
				return c, err
			}
		}
	}
	if path != "" && !k.seen[path] {
		k.seen[path] = true
		k.paths = slices.Insert(k.paths, k.place(parent), path)
	}
	return c.Skip()
}

// place returns the index after the last path below parent.
func (k *collector) place(parent string) int {
	if parent != "" {
		for i := len(k.paths); i > 0; i-- {
			if p := k.paths[i-1]; len(p) > len(parent) && p[:len(parent)] == parent && p[len(parent)] == '.' {
				return i
			}
		}
	}
	return len(k.paths)
}

// usual are the most useful fields of the well-known databases.
var usual = [...]string{
	"autonomous_system_number", "autonomous_system_organization",
	"asn", "as_name", "as_domain",
	"country.iso_code", "country_code", "country",
	"city.names.en", "city",
	"connection_type", "domain", "isp", "is_anonymous",
}

// Usual returns the fields to show by default: the most useful ones of a well-known
// database, otherwise the top-level ones.
func (db *DB) Usual() ([]Field, error) {
	paths, err := db.Fields()
	if err != nil {
		return nil, err
	}
	var fields []Field
	add := func(p string) {
		if f, err := ParseField(p); err == nil {
			fields = append(fields, f)
		}
	}
	for _, p := range usual {
		if slices.Contains(paths, p) {
			add(p)
		}
	}
	if len(fields) > 0 {
		return fields, nil
	}
	for _, p := range paths {
		if !strings.Contains(p, ".") {
			add(p)
		}
	}
	return fields, nil
}
