package mmdb

import (
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

func open(t testing.TB, path string) *DB {
	t.Helper()
	db, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func view(t testing.TB, db *DB, fields string) *View {
	t.Helper()
	f, err := ParseFields(fields)
	if err != nil {
		t.Fatal(err)
	}
	return db.View(f)
}

// show writes the fields of the record of a, separated by |.
func show(t testing.TB, v *View, a string) string {
	t.Helper()
	r, ok, err := v.Lookup(netip.MustParseAddr(a))
	if err != nil {
		t.Fatal(err)
	}
	if !ok {
		return "none"
	}
	b := []byte(r.Prefix.String())
	if r.Alias {
		b = fmt.Appendf(b, " (%v)", r.Looked)
	} else if r.Looked != netip.MustParseAddr(a) {
		t.Errorf("%s: looked up %v", a, r.Looked)
	}
	for i := range v.Fields() {
		b = r.Value(i).AppendJSON(append(b, '|'))
	}
	return string(b)
}

func TestLookup(t *testing.T) {
	db := open(t, "testdata/cities.mmdb")
	if db.Type() != "Example-City" || db.Built() != time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC) {
		t.Errorf("%s of %v", db.Type(), db.Built())
	}
	v := view(t, db, "country.iso_code,city.names.en,subdivisions.1.iso_code,subdivisions.-1.iso_code,location.latitude,city.names,no.such,subdivisions.2")
	graz := `"AT"|"Graz"|"2"|"2"|48.25|{"de":"Graz (de)","en":"Graz"}|null|null`
	for _, c := range [][2]string{
		{"192.0.2.1", `192.0.2.0/25|"AT"|"Vienna"|"2"|"2"|48.25|{"de":"Vienna (de)","en":"Vienna"}|null|null`},
		{"192.0.2.200", "192.0.2.128/25|" + graz},
		{"2001:db8::1", `2001:db8::/32|"DE"|"Köln \"am\" Rhein\n"|"2"|"2"|48.25|{"de":"Köln \"am\" Rhein\n (de)","en":"Köln \"am\" Rhein\n"}|null|null`},
		{"198.51.100.1", "none"},
		{"3fff::1", "none"},
		// The writer aliases these to the IPv4 addresses.
		{"2002:c000:2c8::1", "2002:c000:280::/41 (192.0.2.200)|" + graz},
		{"2001:0:c000:2c8::1", "2001:0:c000:280::/57 (192.0.2.200)|" + graz},
		{"::ffff:192.0.2.200", "::ffff:192.0.2.128/121 (192.0.2.200)|" + graz},
		{"::192.0.2.200", "::c000:280/121 (192.0.2.200)|" + graz},
		{"64:ff9b::192.0.2.200", "none"},
	} {
		if got := show(t, v, c[0]); got != c[1] {
			t.Errorf("%s: %s, want %s", c[0], got, c[1])
		}
	}
	if got := show(t, db.View(nil), "192.0.2.1"); got != "192.0.2.0/25" {
		t.Errorf("without fields: %s", got)
	}
	if r, ok, err := v.Lookup(netip.MustParseAddr("2001:db8::1%eth0")); !ok || err != nil || r.Prefix.String() != "2001:db8::/32" {
		t.Errorf("with a zone: %v %v %v", r.Prefix, ok, err)
	}
	if _, ok, err := v.Lookup(netip.Addr{}); ok || err != nil {
		t.Errorf("no address: %v, %v", ok, err)
	}
	if got := (Record{}).Value(3); got != (Value{}) {
		t.Errorf("the zero record has %v", got)
	}
}

func TestNoAliases(t *testing.T) {
	db := open(t, "testdata/no-aliases.mmdb")
	v := view(t, db, "asn")
	for _, c := range [][2]string{
		{"192.0.2.1", "192.0.2.0/24|64496"},
		{"2002:c000:201::1", "2002:c000:200::/40|64497"},
		{"::ffff:192.0.2.1", "::ffff:192.0.2.0/120|64498"},
		{"2001:0:c000:201::1", "none"},
	} {
		if got := show(t, v, c[0]); got != c[1] {
			t.Errorf("%s: %s, want %s", c[0], got, c[1])
		}
	}
}

func TestIPv4Only(t *testing.T) {
	db := open(t, "testdata/ipv4.mmdb")
	v := view(t, db, "asn")
	for _, c := range [][2]string{{"192.0.2.1", "192.0.2.0/24|64496"}, {"2001:db8::1", "none"}, {"::ffff:192.0.2.1", "none"}} {
		if got := show(t, v, c[0]); got != c[1] {
			t.Errorf("%s: %s, want %s", c[0], got, c[1])
		}
	}
	if f, err := db.Fields(); err != nil || !slices.Equal(f, []string{"asn"}) {
		t.Errorf("fields %q, %v", f, err)
	}
}

func TestFields(t *testing.T) {
	db := open(t, "testdata/fields.mmdb")
	got, err := db.Fields()
	want := []string{"city.names.de", "city.names.en", "city.names.fr", "country.iso_code", "location.latitude", "subdivisions.0.iso_code", "is_anycast"}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%q, %v; want %q", got, err, want)
	}
	usual, err := db.Usual()
	if err != nil || fmt.Sprint(usual) != "[country.iso_code city.names.en]" {
		t.Errorf("%v, %v", usual, err)
	}
	db = open(t, "testdata/site.mmdb")
	if usual, err := db.Usual(); err != nil || fmt.Sprint(usual) != "[site]" {
		t.Errorf("%v, %v", usual, err)
	}
}

// The values are those of the MaxMind test suite.
func TestDecoder(t *testing.T) {
	db := open(t, "testdata/MaxMind-DB-test-decoder.mmdb")
	v := view(t, db, "array,boolean,bytes,double,float,int32,map,uint128,uint16,uint32,uint64,utf8_string")
	want := `1.1.1.0/24|[1,2,3]|true|"0000002a"|42.123456|1.1|-268435456|{"mapX":{"arrayX":[7,8,9],"utf8_stringX":"hello"}}|` +
		`1329227995784915872903807060280344576|100|268435456|1152921504606846976|"unicode! ☯ - ♫"`
	if got := show(t, v, "1.1.1.1"); got != want {
		t.Errorf("%s, want %s", got, want)
	}
	v = view(t, db, "uint128,uint64,int32")
	if got := show(t, v, "255.255.255.255"); got != "255.255.255.255/32|340282366920938463463374607431768211455|18446744073709551615|2147483647" {
		t.Errorf("%s", got)
	}
	kinds := view(t, db, "array,boolean,bytes,double,none")
	r, _, _ := kinds.Lookup(netip.MustParseAddr("1.1.1.1"))
	for i, k := range []Kind{Composite, Bool, String, Number, Absent} {
		if r.Value(i).Kind != k {
			t.Errorf("%v has kind %d, want %d", kinds.Fields()[i], r.Value(i).Kind, k)
		}
	}
}

// A broken file is an error when it is opened or when the broken part is used,
// never a panic or a wrong answer without end.
func TestBroken(t *testing.T) {
	files, err := filepath.Glob("testdata/bad/*.mmdb")
	if err != nil || len(files) < 10 {
		t.Fatal(files, err)
	}
	empty := filepath.Join(t.TempDir(), "empty")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range append(files, "db_test.go", empty) {
		err := use(path)
		if err == nil {
			t.Errorf("%s: no error", path)
		} else if text := err.Error(); !strings.HasPrefix(text, "not a MaxMind database, or a damaged one: ") || strings.Contains(text, "\n") {
			t.Errorf("%s: %s", path, text)
		}
	}
	if err := use("testdata/none.mmdb"); err == nil || strings.Contains(err.Error(), "testdata") {
		t.Errorf("no file: %v", err)
	}
	if err := use("testdata"); err == nil {
		t.Error("a folder is a database")
	}
}

// use looks at everything in a database.
func use(path string) error {
	db, err := Open(path)
	if err != nil {
		return err
	}
	defer db.Close()
	if _, err := db.Fields(); err != nil {
		return err
	}
	fields, err := ParseFields("map,array,a,ip,x.y")
	if err != nil {
		return err
	}
	v := db.View(fields)
	for res := range db.r.Networks() {
		if err := res.Err(); err != nil {
			return damaged(err)
		}
		if _, _, err := v.Lookup(res.Prefix().Addr()); err != nil {
			return err
		}
	}
	return nil
}

func TestParseField(t *testing.T) {
	for _, bad := range []string{"", ".", "a.", ".a", "a..b"} {
		if f, err := ParseField(bad); err == nil {
			t.Errorf("%q is %v", bad, f)
		}
	}
	f, err := ParseFields("a.b, c")
	if err != nil || fmt.Sprint(f) != "[a.b c]" {
		t.Errorf("%v, %v", f, err)
	}
}

func TestLookupConcurrent(t *testing.T) {
	v := view(t, open(t, "testdata/numbers.mmdb"), "n")
	var wg sync.WaitGroup
	for g := range 4 {
		wg.Go(func() {
			for i := range 200 {
				i = (i*7 + g) % 200
				r, ok, err := v.Lookup(netip.AddrFrom4([4]byte{10, byte(i), 1, 1}))
				if !ok || err != nil || r.Value(0).Text != fmt.Sprint(i) {
					t.Errorf("10.%d.1.1: %v %v %v", i, r.Value(0), ok, err)
				}
			}
		})
	}
	wg.Wait()
	a := netip.MustParseAddr("10.3.1.1")
	if n := testing.AllocsPerRun(100, func() { _, _, _ = v.Lookup(a) }); n != 0 {
		t.Errorf("a look-up allocates %v times", n)
	}
}
