package subnet

import (
	"errors"
	"io"
	"strconv"
	"strings"
	"sync/atomic"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
	"github.com/hextet/hextet/subnet"
)

// A matchRecord is what an item matched: the zero Match where nothing did.
type matchRecord struct{ subnet.Match }

func newMatch(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "match (--prefix PREFIX | --table FILE) [ITEM...]",
		Short: "look up items in prefixes and tables, to filter or add columns",
		Long: `Look each item up among the prefixes of --prefix and --table and write it with
the longest prefix that holds all of it and that prefix's label; both are empty
where there is none. With -k these two go behind each line as further columns.

--matched leaves out what matched nothing. --unmatched leaves out what matched,
and writes the items alone (with -k the lines as they were).

A table has a row a line: a prefix, an address or a range, then blanks or a
comma, then the label, which may be missing. Blank lines and lines that begin
with # are passed over; of rows with the same prefix the last one holds, and
those of --prefix, which have no label, come first. ::ffff:192.0.2.1 is IPv6 and
matches no IPv4 row. Zones are passed over.

The exit status is that of grep: 1 when nothing matched, with --unmatched when
everything did.`,
		Example: `  hextet subnet match --prefix 2001:db8::/32 --prefix 2001:db8:1::/48 2001:db8:1::5
  hextet subnet match --table table.txt --matched -f addresses.txt
  hextet subnet match --table table.txt -k 1 < access.log
  hextet subnet match --prefix 2001:db8::/32 --unmatched 3fff::1`,
	}
	var list []subnet.Item
	var files []string
	var matched, unmatched bool
	cli.AddList(c, &list, "prefix", "PREFIX", "match `PREFIX`", parseKept)
	c.Flags().StringArrayVar(&files, "table", nil, "match the prefixes of the table in `FILE` (repeatable)")
	c.Flags().BoolVar(&matched, "matched", false, "only items that match")
	c.Flags().BoolVar(&unmatched, "unmatched", false, "only items that match nothing")
	var some atomic.Bool // something came out, or matched
	cli.Items(a, c,
		func() record.Table[*matchRecord] {
			columns := "input,prefix,label"
			switch {
			case unmatched:
				columns = "input"
			case c.Flags().Changed("column"):
				columns = "prefix,label"
			}
			return record.Table[*matchRecord]{
				Default: columns,
				Fields: []record.Field[*matchRecord]{
					record.Text("prefix", "the longest prefix that holds the item", func(b []byte, r *matchRecord) []byte {
						return appendPrefix(b, r.Prefix)
					}),
					record.Text("label", "its label in the table", func(b []byte, r *matchRecord) []byte {
						return append(b, r.Label...)
					}),
				},
			}
		},
		func() (op stream.Op[*matchRecord], err error) {
			switch {
			case len(list) == 0 && len(files) == 0:
				return op, errors.New("--prefix PREFIX or --table FILE is needed")
			case matched && unmatched:
				return op, errors.New("--matched and --unmatched: one of the two")
			}
			table, err := matchTable(list, files)
			if err != nil {
				return op, err
			}
			some.Store(false)
			op.Adds, op.Filter = !unmatched, true
			op.Takes = stream.Loose
			op.Each = func(in *ip.Item, out *stream.Out[*matchRecord]) error {
				r, err := rangeOf(in)
				if err != nil {
					return err
				}
				m, ok := table.Range(r)
				if ok != unmatched && !some.Load() {
					some.Store(true)
				}
				if ok && unmatched || !ok && matched {
					return nil
				}
				if out.Plain() && !strings.ContainsFunc(m.Label, escaped) {
					b := append(out.Buffer(), in.Text...)
					if !unmatched {
						b = append(b, '\t')
						if ok {
							b = appendPrefix(b, m.Prefix)
						}
						b = append(b, '\t')
						b = append(b, m.Label...)
					}
					out.Took(append(b, out.Terminator()), 1)
					return nil
				}
				out.Rec.Match = m
				out.Emit()
				return nil
			}
			return op, nil
		})
	run := c.RunE
	c.RunE = func(c *cobra.Command, args []string) error {
		if err := run(c, args); err != nil || some.Load() {
			return err
		}
		return cli.Exit(stream.No)
	}
	return c
}

// escaped reports whether a column of text shows r in another way.
func escaped(r rune) bool { return r == '\\' || r == utf8.RuneError || !strconv.IsPrint(r) }

// matchTable makes the table of prefixes without labels and files with.
func matchTable(list []subnet.Item, files []string) (*subnet.Table, error) {
	var b subnet.TableBuilder
	for _, it := range list {
		for p := range it.Prefixes() {
			b.Add(p, "")
		}
	}
	for _, path := range files {
		if err := addTable(&b, path); err != nil {
			return nil, err
		}
	}
	return b.Table(), nil
}

// addTable adds the table in the file at path to b.
func addTable(b *subnet.TableBuilder, path string) error {
	_, err := cli.ReadFile(path, func(r io.Reader) (struct{}, error) {
		err := b.Read(r)
		var row *subnet.TableError
		if errors.As(err, &row) {
			err = &cli.FileError{Place: path + ":" + strconv.Itoa(row.Line), Err: row.Err}
		}
		return struct{}{}, err
	})
	return err
}
