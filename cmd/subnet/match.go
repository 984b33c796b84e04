package subnet

import (
	"errors"
	"net/netip"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/spf13/cobra"
	"go4.org/netipx"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/mmdb"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
	"github.com/hextet/hextet/internal/table"
	"github.com/hextet/hextet/subnet"
)

// A matchRecord is what an item matched, if anything.
type matchRecord struct {
	row     table.Row
	cells   []string      // of the row
	network netip.Prefix  // the longest one found in a database
	found   []mmdb.Record // one for each database
}

// appendPrefix appends the longest prefix: that of the tables if they have one.
func (r *matchRecord) appendPrefix(b []byte) []byte {
	if r.row.Found() {
		return r.row.AppendPrefix(b)
	}
	return appendPrefix(b, r.network)
}

// looked returns the address that a database looked up, if it was not the item itself.
func (r *matchRecord) looked() netip.Addr {
	for _, f := range r.found {
		if f.Alias {
			return f.Looked
		}
	}
	return netip.Addr{}
}

// value returns field i from the first database that has it.
func (r *matchRecord) value(i int) mmdb.Value {
	for _, f := range r.found {
		if v := f.Value(i); v.Kind != mmdb.Absent {
			return v
		}
	}
	return mmdb.Value{}
}

// A matchJob holds the flags of match.
type matchJob struct {
	prefixes           []subnet.Item
	files              cli.TableFlags
	databases          cli.MMDBFlags
	matched, unmatched bool
	unmap              bool

	table *table.Table // nil for none
	mmdb  *cli.MMDB    // nil for none
	some  atomic.Bool  // something matched, or with --unmatched did not
}

func newMatch(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "match --prefix P | --table FILE | --mmdb FILE [ITEM...]",
		Short: "look items up in prefixes, tables and databases",
		Long: `Look up each item in the prefixes of --prefix and --table and write it with the
longest prefix that contains all of it, the label of that prefix and the other
columns of the table; they are empty where nothing matches. With -k they are
appended to each line as further columns.

A table has a row per line: a prefix, address or range, then its label. CSV and
TSV files with named columns, delegated-extended files of the registries and
Routeviews prefix2as files work too: see 'hextet help tables'. The format is
detected from the content; --table-format overrides it. Of rows with the same
prefix the last one counts, and those of --prefix, which have no label, come
first.

--mmdb looks items up in a MaxMind database (GeoLite2, DB-IP, IPinfo) and adds
the network that answered and the fields of --mmdb-fields. Databases take the
IPv4 address out of 6to4 and Teredo addresses and some others, which is
"looked_up" in records. HEXTET_MMDB names the database to use when nothing else
does.

::ffff:192.0.2.1 is IPv6 and matches no IPv4 row; --unmap looks up 192.0.2.1.
Zones are ignored.

--matched leaves out what matched nothing. --unmatched leaves out what matched,
and writes the items alone (with -k the lines as they were).

The exit status is that of grep: 1 when nothing matched, with --unmatched when
everything did.`,
		Example: `  hextet subnet match --prefix 2001:db8::/32 --prefix 2001:db8:1::/48 2001:db8:1::5
  hextet subnet match --table table.txt --matched -f addresses.txt
  hextet subnet match --table asn.csv -k 1 < access.log
  hextet subnet match --mmdb city.mmdb --mmdb-fields country.iso_code,city.names.en -f addresses.txt
  hextet subnet match --prefix 2001:db8::/32 --unmatched 3fff::1`,
	}
	var j matchJob
	cli.AddList(c, &j.prefixes, "prefix", "PREFIX", "match `PREFIX`", parseKept)
	j.files.Add(c, "match the prefixes of")
	j.databases.Add(a, c, "look items up in")
	c.Flags().BoolVar(&j.unmap, "unmap", false, "look up the IPv4 address in IPv4-mapped items")
	c.Flags().BoolVar(&j.matched, "matched", false, "only items that match")
	c.Flags().BoolVar(&j.unmatched, "unmatched", false, "only items that do not match")
	cli.Items(a, c,
		func() record.Table[*matchRecord] { return j.fields(c.Flags().Changed("column")) },
		func() (op stream.Op[*matchRecord], err error) {
			if err := j.open(); err != nil {
				return op, err
			}
			op.Adds, op.Filter = !j.unmatched, true
			op.Takes = stream.Loose
			op.Each = j.each
			return op, nil
		})
	run := c.RunE
	c.RunE = func(c *cobra.Command, args []string) error {
		if err := run(c, args); err != nil || j.some.Load() {
			return err
		}
		return cli.Exit(stream.No)
	}
	return c
}

// open reads the tables and opens the databases.
func (j *matchJob) open() error {
	tables := len(j.prefixes) > 0 || len(j.files.Files) > 0
	if !tables || j.databases.Fields() != "" {
		j.databases.Default()
	}
	switch {
	case !tables && len(j.databases.Files) == 0:
		return errors.New("--prefix PREFIX, --table FILE or --mmdb FILE is required")
	case j.matched && j.unmatched:
		return errors.New("--matched and --unmatched cannot be combined")
	case len(j.databases.Files) == 0 && j.databases.Fields() != "":
		return errors.New("--mmdb-fields requires --mmdb")
	}
	j.some.Store(false)
	if tables {
		var b table.Builder
		for _, it := range j.prefixes {
			for p := range subnet.Prefixes(it.Range()) {
				b.Add(p)
			}
		}
		if err := j.files.Read(&b); err != nil {
			return err
		}
		j.table = b.Table()
	}
	var err error
	j.mmdb, err = j.databases.Open()
	return err
}

// fields returns the table of the records. Columns of tables and fields of databases
// keep their names.
func (j *matchJob) fields(added bool) record.Table[*matchRecord] {
	var t record.Table[*matchRecord]
	var shown []string
	add := func(f record.Field[*matchRecord], show bool) {
		base := f.Name
		taken := func(g record.Field[*matchRecord]) bool { return g.Name == f.Name }
		for n := 2; slices.ContainsFunc(t.Fields, taken) || slices.Contains(inputNames, f.Name); n++ {
			f.Name = base + "_" + string(rune('0'+n%10))
		}
		t.Fields = append(t.Fields, f)
		if show {
			shown = append(shown, f.Name)
		}
	}
	add(record.Text("prefix", "the longest prefix that contains the item", func(b []byte, r *matchRecord) []byte {
		return r.appendPrefix(b)
	}), true)
	var columns []string
	if j.table != nil {
		columns = j.table.Columns()
	}
	if !slices.ContainsFunc(columns, func(s string) bool { return strings.EqualFold(s, "label") }) && len(columns) == 0 {
		add(record.Text("label", "its label in the table", func(b []byte, r *matchRecord) []byte {
			return append(b, r.row.Label()...)
		}), j.table != nil || j.mmdb == nil)
	}
	for i, name := range columns {
		doc := "the column of the table"
		if name == "label" {
			doc = "its label in the table"
		}
		add(record.Text(name, doc, func(b []byte, r *matchRecord) []byte {
			return append(b, r.cells[i]...)
		}), true)
	}
	if j.mmdb == nil && j.table != nil {
		return j.shown(t, shown, added)
	}
	add(record.Text("network", "the network of the database that answered", func(b []byte, r *matchRecord) []byte {
		return appendPrefix(b, r.network)
	}), j.mmdb != nil && j.table != nil)
	add(record.Text("looked_up", "the address in the item that the database answered for, where it is not the item", func(b []byte, r *matchRecord) []byte {
		if a := r.looked(); a.IsValid() {
			return addr.AppendAddr(b, a)
		}
		return b
	}), false)
	if j.mmdb != nil {
		for i, f := range j.mmdb.Fields {
			add(record.Value(f.String(), "the field of the database",
				func(b []byte, r *matchRecord) []byte { return append(b, r.value(i).Text...) },
				func(b []byte, r *matchRecord) []byte {
					if v := r.value(i); v.Kind != mmdb.Absent {
						return v.AppendJSON(b)
					}
					return b
				}), true)
		}
	}
	if j.table == nil && j.mmdb == nil {
		add(record.Others[*matchRecord]("the other columns of the tables and the fields of the databases, under their names there"), false)
	}
	return j.shown(t, shown, added)
}

// shown sets the default fields of t.
func (j *matchJob) shown(t record.Table[*matchRecord], shown []string, added bool) record.Table[*matchRecord] {
	switch {
	case j.unmatched:
		t.Default = "input"
	case added:
		t.Default = strings.Join(shown, ",")
	default:
		t.Default = "input," + strings.Join(shown, ",")
	}
	return t
}

// inputNames are the fields about the input that all records have.
var inputNames = []string{"input", "line", "start", "end", "text", "error"}

func (j *matchJob) each(in *ip.Item, out *stream.Out[*matchRecord]) error {
	r := out.Rec
	var item netipx.IPRange
	if plain := in.Known && !j.unmap; !plain || j.mmdb != nil {
		var err error
		if item, err = rangeOf(in); err != nil {
			return err
		}
		if j.unmap {
			item = unmapped(item)
		}
		if j.table != nil {
			r.row = j.table.Range(item)
		}
	} else {
		j.table.Item(in, &r.row)
	}
	ok := r.row.Found()
	if j.table != nil {
		r.cells = r.row.AppendColumns(r.cells[:0])
	}
	if j.mmdb != nil {
		if err := r.lookUp(j.mmdb, item); err != nil {
			return &stream.FatalError{Err: err}
		}
		ok = ok || r.network.IsValid()
	}
	if ok != j.unmatched && !j.some.Load() {
		j.some.Store(true)
	}
	if ok && j.unmatched || !ok && j.matched {
		return nil
	}
	out.Emit()
	return nil
}

// lookUp looks up the item in the databases. A network that does not contain all of it
// does not count.
func (r *matchRecord) lookUp(m *cli.MMDB, item netipx.IPRange) (err error) {
	first := item.From()
	r.network = netip.Prefix{}
	if r.found, err = m.Append(r.found[:0], first); err != nil {
		return err
	}
	last := item.To()
	for i := range r.found {
		f := &r.found[i]
		switch {
		case !f.Prefix.IsValid():
		case first != last && !f.Prefix.Contains(last):
			*f = mmdb.Record{}
		case f.Prefix.Bits() > r.network.Bits():
			r.network = f.Prefix
		}
	}
	return nil
}

// unmapped returns the IPv4 addresses that r maps, or r if it is not IPv4-mapped (RFC
// 4291 section 2.5.5.2).
func unmapped(r netipx.IPRange) netipx.IPRange {
	first, last := r.From(), r.To()
	if !first.Is4In6() || !last.Is4In6() {
		return r
	}
	return netipx.IPRangeFrom(first.Unmap(), last.Unmap())
}
