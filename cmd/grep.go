package cmd

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/hextet/hextet/classify"
	"github.com/hextet/hextet/internal/classes"
	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/fields"
	"github.com/hextet/hextet/internal/files"
	"github.com/hextet/hextet/internal/find"
	"github.com/hextet/hextet/internal/grep"
	"github.com/hextet/hextet/internal/reason"
	"github.com/hextet/hextet/internal/record"
)

// grepFlags are the flags of hextet grep.
type grepFlags struct {
	criteria grep.Criteria
	options  grep.Options

	patterns, files []string
	any             bool
	family4         bool
	family6         bool

	only, count, quiet, recursive bool
	names                         grep.Mode // Names, NamesWithout, or Lines if neither is chosen
	showNames                     int       // -1 never, 1 always
	context                       int       // value of -C
	nullData, noMessages          bool
}

func newGrep(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:        "grep PATTERN [FILE...]",
		SuggestFor: []string{"egrep", "fgrep", "grepcidr", "rg", "ack", "search", "find"},
		Short:      "print the lines whose addresses match, in any spelling",
		Long: `Search files, or standard input, for lines with an address that matches, and
print those lines as grep does. Addresses are compared by meaning: 2001:db8::1
finds 2001:0DB8:0:0::1, and does not find 2001:db8::10. 'hextet help text' says
what counts as an address in text.

PATTERN is one of
  2001:db8::1          that address, whatever prefix length follows it
  2001:db8:40::/42     an address or a prefix within it; a range FIRST-LAST and
                       IPv4 with a netmask work the same way
  fe80::1%eth0         only with that zone
  00:00:5e:00:53:01    the MAC that an interface identifier was made from
  00:00:5e             the first three octets of that MAC

Several patterns (-e, -f) are alternatives, and so are several values of
--type, --scope, --iid, --embeds or --vendor. Criteria of different kinds must
all hold. With any of these, with -4, -6 or --any, all arguments are files;
otherwise the first one is PATTERN.

A file given with -f has one pattern per line; the rest of the line is its
label, which -o prints after the address. It may be any of the tables of
'hextet help tables', and have hundreds of thousands of patterns.

The flags are grep's. Where hextet's own differ, grep's win: -f is for
patterns, -o for only the matching addresses, -h for no file names.`,
		Example: `  # one address, in any spelling
  hextet grep 2001:db8::2 access.log
  # everything in a prefix: how many lines, and which addresses on which lines
  hextet grep -c 2001:db8::/32 access.log system.log
  hextet grep -n -o 2001:db8::/32 access.log
  # all the prefixes of a table, with their labels
  hextet grep -f table.txt -o access.log
  # by type, in all the files of a folder
  hextet grep --type link-local,unique-local -r .
  # by the MAC inside, or its first three octets
  hextet grep 00:00:5e system.log
  # by the IPv4 address inside
  hextet grep --embeds 192.0.2.0/24 system.log
  # lines without a global address, with their numbers
  hextet grep -v -n --scope global system.log
  # records for a program, with any field of classify
  hextet grep -j 2001:db8:40::/42 system.log
  hextet grep --any --fields line,address,port,type,iid.kind system.log`,
	}
	var g grepFlags
	f := c.Flags()
	f.SortFlags = false
	f.StringArrayVarP(&g.patterns, "pattern", "e", nil, "find `PATTERN` (repeatable)")
	f.StringArrayVarP(&g.files, "file", "f", nil, "find the patterns in `FILE` (repeatable)")
	f.BoolVar(&g.any, "any", false, "find every address")
	cli.AddTypes(c, &g.criteria.Types, "type", "find addresses of this classify `TYPE`")
	cli.AddScopes(c, &g.criteria.Scopes, "scope", "find addresses of this `SCOPE`")
	cli.AddKinds(c, &g.criteria.Kinds, "iid", "find addresses with an interface identifier of this `KIND`")
	cli.AddPrefixes(c, &g.criteria.Embeds, "embeds", "find addresses that embed an IPv4 address of `PREFIX4`")
	f.StringArrayVar(&g.criteria.Vendors, "vendor", nil, "find addresses made from the MAC of a vendor whose name contains `TEXT` (repeatable)")
	f.BoolVarP(&g.family4, "ipv4", "4", false, "find only IPv4 addresses")
	f.BoolVarP(&g.family6, "ipv6", "6", false, "find only IPv6 addresses")

	f.BoolVarP(&g.only, "only-matching", "o", false, "print only the addresses that match, each on a line")
	f.BoolVarP(&g.count, "count", "c", false, "print only the number of matching lines of each file")
	setNames := func(m grep.Mode) func(string) error {
		return func(string) error { g.names = m; return nil }
	}
	f.BoolFuncP("files-with-matches", "l", "print only the names of files with matching lines", setNames(grep.Names))
	f.BoolFuncP("files-without-match", "L", "print only the names of files without matching lines", setNames(grep.NamesWithout))
	f.BoolVarP(&g.options.Invert, "invert-match", "v", false, "select the lines without a matching address")
	f.BoolVarP(&g.options.ShowNumbers, "line-number", "n", false, "print the number of each line before it")
	f.BoolFuncP("with-filename", "H", "print the name of the file before each line", func(string) error { g.showNames = 1; return nil })
	f.BoolFuncP("no-filename", "h", "print no file names, even with several files", func(string) error { g.showNames = -1; return nil })
	f.IntVarP(&g.options.Max, "max-count", "m", -1, "stop after `N` matching lines of a file")
	f.Lookup("max-count").DefValue = ""
	f.BoolVarP(&g.quiet, "quiet", "q", false, "print nothing, and stop at the first match")
	f.IntVarP(&g.options.After, "after-context", "A", 0, "print `N` lines after each matching line")
	f.IntVarP(&g.options.Before, "before-context", "B", 0, "print `N` lines before each matching line")
	f.IntVarP(&g.context, "context", "C", 0, "print `N` lines before and after each matching line")
	f.BoolVarP(&g.recursive, "recursive", "r", false, "search the files in folders and below; binary files are skipped")
	f.BoolVarP(&g.options.Text, "text", "a", false, "treat binary files as text")
	f.BoolVarP(&g.nullData, "null-data", "z", false, "lines end in NUL, as with --null")
	f.BoolVarP(&g.noMessages, "no-messages", "s", false, "print no messages about files that cannot be read")

	a.Own(c, func() []record.Info { return grepTable().Infos() },
		"null", "bare", "forms", "output", "json", "fields", "no-header", "color")
	c.Flags().Lookup("bare").Usage = "find a lone :: too"
	c.Flags().Lookup("forms").Usage = strings.TrimPrefix(c.Flags().Lookup("forms").Usage, "with -t: ")
	c.Args = cobra.ArbitraryArgs
	cli.CompleteItems(c, "ITEM")
	pattern := c.ValidArgsFunction
	c.ValidArgsFunction = func(c *cobra.Command, args []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
		if len(args) == 0 && !g.given(c) {
			return pattern(c, args, typed)
		}
		return nil, cobra.ShellCompDirectiveDefault
	}
	c.RunE = func(c *cobra.Command, args []string) error { return g.run(a, c, args) }
	return c
}

// given reports whether a flag says what to find, so that all arguments are files.
func (g *grepFlags) given(c *cobra.Command) bool {
	return slices.ContainsFunc([]string{"pattern", "file", "any", "type", "scope", "iid", "embeds", "vendor", "ipv4", "ipv6"}, c.Flags().Changed)
}

func (g *grepFlags) run(a *cli.App, c *cobra.Command, args []string) error {
	if !g.given(c) {
		if len(args) == 0 {
			return cli.Usage(c, "give a PATTERN to find, a criterion such as --type, or --any")
		}
		g.patterns, args = args[:1], args[1:]
		if err := g.isFile(c, len(args)); err != nil {
			return err
		}
	}
	if len(args) == 0 && !g.recursive && a.InTerminal {
		return errors.New("nothing to read: name files, or give input through a pipe (- reads the terminal)")
	}
	cfg, err := g.config(a, c, len(args))
	if err != nil {
		return err
	}
	g.criteria.Patterns.Unlabeled = cfg.Mode != grep.Matches && cfg.Mode != grep.Records
	if cfg.Query, err = g.query(a, c); err != nil {
		return err
	}
	status, err := grep.Run(cfg, g.inputs(args))
	if err != nil {
		return err
	}
	return cli.Exit(status)
}

// inputs returns the files to search. The names of those in "." begin with "./", as in
// grep.
func (g *grepFlags) inputs(args []string) iter.Seq[files.File] {
	args = slices.Clone(args)
	for i, arg := range args {
		if arg == "." {
			args[i] += string(filepath.Separator)
		}
	}
	return files.Named(args, files.Options{Recursive: g.recursive, All: true})
}

// isFile returns an error if the first argument was meant as a file.
func (g *grepFlags) isFile(c *cobra.Command, files int) error {
	pattern := g.patterns[0]
	if new(grep.Patterns).Add(pattern, "") == nil {
		return nil
	}
	if _, err := os.Stat(pattern); err == nil && files == 0 {
		return cli.Usage(c, "%q is a file: the pattern comes first, or --any finds every address", pattern)
	}
	return nil
}

// query returns the query that the flags describe.
func (g *grepFlags) query(a *cli.App, c *cobra.Command) (*grep.Query, error) {
	switch {
	case g.family4 && !g.family6:
		g.criteria.Family = find.Only4
	case g.family6 && !g.family4:
		g.criteria.Family = find.Only6
	}
	for _, p := range g.criteria.Embeds {
		if !p.Addr().Is4() {
			return nil, cli.Usage(c, "--embeds %v: an IPv4 prefix is required", p)
		}
	}
	for i, p := range g.criteria.Embeds {
		g.criteria.Embeds[i] = p.Masked()
	}
	patterns := &g.criteria.Patterns
	for _, text := range g.patterns {
		if err := patterns.Add(text, ""); err != nil {
			return nil, cli.Usage(c, "%w", err)
		}
	}
	for _, path := range g.files {
		if err := readPatterns(a, patterns, path); err != nil {
			return nil, err
		}
	}
	return grep.NewQuery(g.criteria), nil
}

// readPatterns adds the patterns of a file; "-" is standard input.
func readPatterns(a *cli.App, p *grep.Patterns, path string) error {
	if path == "-" {
		if err := p.Read(a.In); err != nil {
			return cli.Placed("standard input", err)
		}
		return nil
	}
	_, err := cli.ReadFile(path, func(r io.Reader) (struct{}, error) { return struct{}{}, p.Read(r) })
	return err
}

// config returns the configuration for searching n files.
func (g *grepFlags) config(a *cli.App, c *cobra.Command, n int) (grep.Config, error) {
	o := g.options
	format, records := a.Format(), a.Format() != record.Plain || a.Fields() != ""
	if err := a.CheckFormat(c); err != nil {
		return grep.Config{}, err
	}
	for _, name := range []string{"max-count", "after-context", "before-context", "context"} {
		if v, _ := c.Flags().GetInt(name); v < 0 && c.Flags().Changed(name) {
			return grep.Config{}, cli.Usage(c, "--%s %d: a number of lines is required", name, v)
		}
	}
	switch {
	case g.quiet:
		o.Mode = grep.Quiet
	case g.names != grep.Lines:
		o.Mode = g.names
	case g.count:
		o.Mode = grep.Counts
	case records:
		o.Mode = grep.Records
	case g.only:
		o.Mode = grep.Matches
	}
	if records && (o.Mode == grep.Counts || g.names != grep.Lines) {
		return grep.Config{}, cli.Usage(c, "records are of addresses: -c, -l and -L cannot be combined with --output, --json or --fields")
	}
	o.ShowNames = g.showNames > 0 || g.showNames == 0 && (n > 1 || g.recursive && !oneFile(c.Flags().Args(), n))
	o.Null = a.Null() || g.nullData
	for _, name := range []string{"after-context", "before-context", "context"} {
		o.Context = o.Context || c.Flags().Changed(name)
	}
	if c.Flags().Changed("context") {
		if !c.Flags().Changed("after-context") {
			o.After = g.context
		}
		if !c.Flags().Changed("before-context") {
			o.Before = g.context
		}
	}
	if o.Mode == grep.Records {
		o.Context = false
	}
	out, errs := a.Palettes()
	if out.On() {
		o.Colors = grep.Colors{On: true, Match: out.Found, Name: out.Path, Number: out.Place, Separator: out.Mark}
	}
	cfg := grep.Config{
		Options: o,
		Find:    a.FindOptions(),
		Stdin:   a.In,
		Out:     a.Out,
		Say: func(name, message string) {
			fmt.Fprintf(a.Err, "%s%s: %s\n", errs.Strong("hextet: "), files.AppendName(nil, name), message)
		},
	}
	cfg.Complain = func(name string, err error) {
		if g.noMessages {
			return
		}
		message := err.Error()
		if reason.NoFile(err) && new(grep.Patterns).Add(name, "") == nil {
			message += "; with criteria, -e or -f all arguments are files: give this pattern with -e"
		}
		fmt.Fprintf(a.Err, "%s%s: %s\n", errs.Strong("hextet: "), files.AppendName(nil, name), errs.Bad(message))
	}
	if o.Mode != grep.Records {
		return cfg, nil
	}
	end := byte('\n')
	if o.Null {
		end = 0
	}
	names := a.Fields()
	if names == "" {
		names = grepDefault
	}
	enc, err := record.NewEncoder(grepTable(), format, names, end)
	if err != nil {
		return cfg, cli.Usage(c, "%w", err)
	}
	cfg.Array = format == record.JSON
	if !a.NoHeader() {
		cfg.Header = enc.AppendHeader(nil)
	}
	var known *classes.Cache // for fields other than the default ones
	if a.Fields() != "" {
		known = new(classes.Cache)
	}
	bind := fields.Binder(classify.Options{})
	cfg.Record = func() func([]byte, *grep.Record) []byte {
		r := new(grepRecord)
		return func(dst []byte, found *grep.Record) []byte {
			if r.Record != found {
				r.Record = found
				bind(&r.classified, &found.Find.Item)
			}
			if known != nil {
				r.classified.Classify(known)
			}
			return enc.Append(dst, &record.Input{}, r)
		}
	}
	return cfg, nil
}

// oneFile reports whether n is 1 and the last of args is not a folder.
func oneFile(args []string, n int) bool {
	if n != 1 {
		return false
	}
	st, err := os.Stat(args[len(args)-1])
	return err == nil && !st.IsDir()
}

// A grepRecord is an address found.
type grepRecord struct {
	*grep.Record
	classified fields.Classified
}

// grepDefault lists the default fields of a record.
const grepDefault = "file,line,start,end,text,address,zone,prefix_length,port,label"

func grepTable() record.Table[*grepRecord] {
	number := func(name, doc string, get func(r *grepRecord) int) record.Field[*grepRecord] {
		return record.Number(name, doc, func(b []byte, r *grepRecord) []byte {
			if n := get(r); n >= 0 {
				return strconv.AppendInt(b, int64(n), 10)
			}
			return b
		})
	}
	text := func(name, doc string, get func(b []byte, r *grepRecord) []byte) record.Field[*grepRecord] {
		return record.Text(name, doc, get)
	}
	t := record.Table[*grepRecord]{
		NoInput: true,
		Default: grepDefault,
		Fields: []record.Field[*grepRecord]{
			text("file", "the name of the file; absent for standard input", func(b []byte, r *grepRecord) []byte { return append(b, r.File...) }),
			number("line", "the number of the line, from 1", func(r *grepRecord) int { return r.Line }),
			number("start", "where it begins in the line, in bytes from 0", func(r *grepRecord) int { return r.Start }),
			number("end", "where it ends: the first byte after it", func(r *grepRecord) int { return r.End }),
			text("text", "the bytes from start to end", func(b []byte, r *grepRecord) []byte { return append(b, r.Find.Text...) }),
			text("address", "the address in RFC 5952 text", func(b []byte, r *grepRecord) []byte { return r.Find.AppendAddr(b) }),
			text("zone", "its zone", func(b []byte, r *grepRecord) []byte { return append(b, r.Find.Zone...) }),
			number("prefix_length", "its prefix length", func(r *grepRecord) int { return r.Find.Length }),
			number("port", "the port after it", func(r *grepRecord) int { return r.Find.Port }),
			text("label", "the label of the pattern that it matches", func(b []byte, r *grepRecord) []byte { return append(b, r.Label...) }),
			text("form", "how it is written, where that is a spelling of --forms", func(b []byte, r *grepRecord) []byte {
				if r.Find.Form == find.Plain {
					return b
				}
				return append(b, r.Find.Form.String()...)
			}),
		},
	}
	classified := fields.ClassifiedTable()
	t.Key = func(r *grepRecord) int { return classified.Key(&r.classified) }
	t.Keys = classified.Keys
	for _, f := range record.AllOf(classified.Fields, func(r *grepRecord) *fields.Classified { return &r.classified }) {
		if !slices.ContainsFunc(t.Fields, func(own record.Field[*grepRecord]) bool { return own.Name == f.Name }) {
			t.Fields = append(t.Fields, f)
		}
	}
	return t
}
