package cli

import (
	"errors"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/hextet/hextet/internal/card"
	"github.com/hextet/hextet/internal/find"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
	"github.com/hextet/hextet/internal/style"
)

// An App is one run of the program: its streams, the flags that all commands share, and
// the description of each command's records.
type App struct {
	Streams

	Line      []string       // the words of the command line
	Flags     *pflag.FlagSet // the shared flags
	Unwritten error          // error from writing help, which cobra does not return

	files      []string
	null       bool
	columns    string
	delimiter  string
	csv        bool
	header     bool
	inText     bool
	bare       bool
	forms      []find.Forms
	output     string
	json       bool
	fields     string
	noHeader   bool
	onError    string
	quiet      bool
	color      string
	noProgress bool
	ipv4, ipv6 bool
	noComments bool

	tables map[*cobra.Command]func() []record.Info
	stands map[*cobra.Command]*cobra.Command // see CompleteAs
	own    map[*cobra.Command]bool           // see Own
	root   *cobra.Command
}

// ColorWords are the choices of --color.
var ColorWords = []Word{
	{Name: "auto", Doc: "on a terminal, unless NO_COLOR is set or TERM is dumb"},
	{Name: "always", Doc: "also in a pipe or a file"},
	{Name: "never", Doc: "no color at all"},
}

// FormatWords are the choices of --output.
func FormatWords() []Word {
	var list []Word
	for _, f := range record.Formats() {
		list = append(list, Word{Name: f.String(), Doc: f.Doc()})
	}
	return list
}

// formWordsInText are the choices of --forms.
func formWordsInText() []Word {
	var list []Word
	for _, f := range find.FurtherForms() {
		list = append(list, Word{Name: f.String(), Doc: f.Doc()})
	}
	return append(list, Word{Name: "all", Doc: "all of them"})
}

// parseForms parses a value of --forms.
func parseForms(s string) (set find.Forms, err error) {
	for word := range strings.SplitSeq(s, ",") {
		f, err := find.ParseForm(word)
		switch {
		case word == "all":
			set = find.AllForms
			continue
		case err != nil || f == find.Plain:
			return 0, errors.New("must be " + choice(formWordsInText()))
		}
		set = set.With(f)
	}
	return set, nil
}

func onErrorWords() []Word {
	var list []Word
	for _, o := range stream.OnErrors() {
		list = append(list, Word{Name: o.String(), Doc: o.Doc()})
	}
	return list
}

// NewApp returns an App that uses s.
func NewApp(s Streams) *App {
	return &App{
		Streams: s,
		output:  "text", onError: "skip", color: "auto",
		tables: map[*cobra.Command]func() []record.Info{},
		stands: map[*cobra.Command]*cobra.Command{},
		own:    map[*cobra.Command]bool{},
	}
}

// Register defines the shared flags on the root command, with their completions.
func (a *App) Register(root *cobra.Command) {
	a.root = root
	f := root.PersistentFlags()
	f.SortFlags = false
	path := func(s string) (string, error) { return s, nil }
	f.VarP(&repeated[string]{list: &a.files, meta: "PATH", parse: path}, "file", "f", "read items from PATH (repeatable)")
	f.BoolVarP(&a.null, "null", "0", false, "items and output records end in NUL, not newline")
	f.StringVarP(&a.columns, "column", "k", "", "items are in column `N` of each line: 2; 1,3; -1 is the last; a name with --header")
	f.StringVarP(&a.delimiter, "delimiter", "d", "", "column separator `C` (default: any run of whitespace)")
	f.BoolVar(&a.csv, "csv", false, "read and write lines as CSV records (RFC 4180)")
	f.BoolVar(&a.header, "header", false, "the first line of each input is a header")
	f.BoolVarP(&a.inText, "in-text", "t", false, "find addresses anywhere in each line, or in the columns of -k")
	f.BoolVar(&a.bare, "bare", false, "with -t, also find a lone ::")
	f.Var(&repeated[find.Forms]{list: &a.forms, meta: "FORM", parse: parseForms}, "forms", "with -t, also find this spelling: "+choice(formWordsInText())+" (repeatable)")
	addWord(f, &a.output, "output", "o", "FORMAT", "output format", FormatWords())
	f.BoolVarP(&a.json, "json", "j", false, "one JSON object per line (-o jsonl)")
	f.StringVar(&a.fields, "fields", "", "select and order the output fields, `A,B,...`")
	f.BoolVar(&a.noHeader, "no-header", false, "omit the header line of csv and tsv")
	addWord(f, &a.onError, "on-error", "", "ACTION", "what to do with a bad item", onErrorWords())
	f.BoolVarP(&a.quiet, "quiet", "q", false, "suppress messages about bad items")
	addWord(f, &a.color, "color", "", "WHEN", "when to use color", ColorWords)
	f.BoolVar(&a.noProgress, "no-progress", false, "do not show progress on a terminal")
	f.VisitAll(onlyOnce)
	a.Flags = f
	complete(root, "forms", formWordsInText())
	complete(root, "output", FormatWords())
	complete(root, "on-error", onErrorWords())
	complete(root, "color", ColorWords)
	Suggest(root, "delimiter", Word{Name: ",", Doc: "comma"}, Word{Name: ";", Doc: "semicolon"}, Word{Name: "|", Doc: "bar"}, Word{Name: ":", Doc: "colon"}, Word{Name: `\t`, Doc: "tab"})
	root.RegisterFlagCompletionFunc("fields", a.completeFields)
}

// CompleteAs makes --fields of c complete with the fields of other, the command that c
// runs.
func (a *App) CompleteAs(c, other *cobra.Command) { a.stands[c] = other }

// completeFields completes the last name of a list of fields.
func (a *App) completeFields(c *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	before := typed[:strings.LastIndexByte(typed, ',')+1]
	taken := strings.Split(before, ",")
	var list []cobra.Completion
	var add func(prefix string, fields []record.Info)
	add = func(prefix string, fields []record.Info) {
	next:
		for _, f := range fields {
			if f.Name == record.OthersName {
				continue
			}
			name := prefix + f.Name
			for _, t := range taken {
				if t == name {
					continue next
				}
			}
			list = append(list, cobra.CompletionWithDesc(before+name, f.Doc))
			if strings.HasPrefix(typed[len(before):], name+".") {
				add(name+".", f.Fields)
			}
		}
	}
	if other := a.stands[c]; other != nil {
		c = other
	}
	records := a.Records(c)
	if len(records) == 0 {
		return cobra.AppendActiveHelp(nil, "this command has no output fields"), cobra.ShellCompDirectiveNoFileComp
	}
	add("", records)
	return list, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace | cobra.ShellCompDirectiveKeepOrder
}

// Records describes the fields of the records that c writes; nil if it writes none.
func (a *App) Records(c *cobra.Command) []record.Info {
	if f := a.tables[c]; f != nil {
		return f()
	}
	return nil
}

// AddFamily adds -4 and -6 to c, a command for items of both families.
func (a *App) AddFamily(c *cobra.Command) {
	c.Flags().BoolVarP(&a.ipv4, "ipv4", "4", false, "only IPv4 items")
	c.Flags().BoolVarP(&a.ipv6, "ipv6", "6", false, "only IPv6 items")
}

// Family returns 4 or 6 if only items of that family are wanted, else 0.
func (a *App) Family() int {
	switch {
	case a.ipv4 && !a.ipv6:
		return 4
	case a.ipv6 && !a.ipv4:
		return 6
	}
	return 0
}

// KeepHash makes "#" an ordinary character, for items that may contain one.
func (a *App) KeepHash() { a.noComments = true }

// Palettes returns the palettes of stdout and stderr.
func (a *App) Palettes() (out, err style.Palette) { return a.palettes(a.color) }

// Look returns how to draw cards on standard output, in full unless the caller limits
// their height.
func (a *App) Look() card.Look {
	palette, _ := a.Palettes()
	return card.Look{Palette: palette, Width: a.Width(), UTF8: a.UTF8(), Detail: card.All}
}

// Quiet reports whether messages about items are suppressed.
func (a *App) Quiet() bool { return a.quiet }

// Format returns the output format that the flags ask for.
func (a *App) Format() record.Format {
	if a.json {
		return record.JSONL
	}
	f, _ := record.ParseFormat(a.output)
	return f
}

// CheckFormat returns a usage error if --json contradicts --output.
func (a *App) CheckFormat(c *cobra.Command) error {
	if c.Flags().Changed("json") && c.Flags().Changed("output") && a.output != record.JSONL.String() {
		return Usage(c, "--json is --output jsonl and cannot be combined with --output %s", a.output)
	}
	return nil
}

// PlainText reports whether the output is text with the default fields. It is valid
// once flags are parsed.
func (a *App) PlainText() bool { return a.Format() == record.Plain && a.fields == "" }

// config returns the configuration of a run on args, according to the flags.
func (a *App) config(c *cobra.Command, args []string) (stream.Config, error) {
	cfg := stream.Config{
		Args: args, Files: a.files,
		Null: a.null, Delimiter: a.delimiter, CSV: a.csv, Header: a.header,
		NoComments: a.noComments, Family: a.Family(),
		Format: a.Format(), Fields: a.fields, NoHeader: a.noHeader, Quiet: a.quiet,
		Stdin: a.In, Out: a.Out, Err: a.Err,
		Open: func(path string) (io.ReadCloser, error) { return os.Open(path) },
	}
	cfg.OnError, _ = stream.ParseOnError(a.onError)
	if err := a.CheckFormat(c); err != nil {
		return cfg, err
	}
	if c.Flags().Changed("fields") && strings.Trim(a.fields, ", ") == "" {
		return cfg, Usage(c, "--fields needs at least one name")
	}
	if err := a.place(c, &cfg); err != nil {
		return cfg, err
	}
	_, errs := a.Palettes()
	if errs.On() {
		cfg.Paint = func(part stream.Part, text string) string {
			switch part {
			case stream.PartProgram:
				return errs.Strong(text)
			case stream.PartReason:
				return errs.Bad(text)
			}
			return text
		}
	}
	if a.OutTerminal && cfg.Format == record.Plain && !a.null {
		cfg.Layout = &table{look: a.Look(), header: !a.noHeader}
	}
	cfg.Progress, cfg.Terminal = a.ErrTerminal && !a.noProgress && !a.quiet, a.OutTerminal
	return cfg, nil
}

// place sets where items are in a line, according to the flags.
func (a *App) place(c *cobra.Command, cfg *stream.Config) error {
	if c.Flags().Changed("column") {
		for word := range strings.SplitSeq(a.columns, ",") {
			col, err := a.column(c, strings.TrimSpace(word))
			if err != nil {
				return err
			}
			cfg.Columns = append(cfg.Columns, col)
		}
	} else if (a.csv || a.header) && !a.inText {
		cfg.Columns = []stream.Column{{N: 1}}
	}
	switch {
	case a.inText:
		cfg.Text = find.New(a.FindOptions())
	case a.bare || len(a.forms) > 0:
		return Usage(c, "--bare and --forms require --in-text")
	}
	if !c.Flags().Changed("delimiter") {
		return nil
	}
	if cfg.Columns == nil && !a.csv {
		return Usage(c, "--delimiter requires --column or --csv")
	}
	switch a.delimiter {
	case `\t`:
		cfg.Delimiter = "\t"
	case "", "\n", `"`:
		return Usage(c, "--delimiter is a character that can separate columns within a line, not %q", a.delimiter)
	}
	if n := len([]rune(cfg.Delimiter)); n != 1 || a.csv && len(cfg.Delimiter) != 1 {
		return Usage(c, "--delimiter is one character, not %q", a.delimiter)
	}
	return nil
}

// column parses one column of --column.
func (a *App) column(c *cobra.Command, word string) (stream.Column, error) {
	digits := strings.TrimPrefix(word, "-")
	n, err := strconv.Atoi(digits)
	switch {
	case err == nil && digits[0] >= '1' && digits[0] <= '9':
		if len(digits) < len(word) {
			n = -n
		}
		return stream.Column{N: n}, nil
	case word == "":
		return stream.Column{}, Usage(c, "--column needs a number, or a name with --header")
	case a.header:
		return stream.Column{Name: word}, nil
	case err == nil || errors.Is(err, strconv.ErrRange):
		return stream.Column{}, Usage(c, "--column %q: columns are counted from 1, or from -1 at the end", word)
	}
	return stream.Column{}, Usage(c, "--column %q: not a decimal number; names of columns need --header", word)
}

// Items makes c a command that takes items. table describes its output; op, called once
// flags are parsed, says what to do with an item. An error from op is a usage error.
func Items[R any](a *App, c *cobra.Command, table func() record.Table[R], op func() (stream.Op[R], error)) *cobra.Command {
	a.tables[c] = func() []record.Info { return table().Infos() }
	c.Flags().VisitAll(onlyOnce)
	if c.Args == nil {
		c.Args = cobra.ArbitraryArgs
	}
	c.RunE = func(c *cobra.Command, args []string) error {
		o, err := op()
		if err != nil {
			return asUsage(c, err)
		}
		o.Table = table()
		return RunItems(a, c, args, o)
	}
	return c
}

// RunItems runs o on args, or on what the shared flags and standard input provide.
func RunItems[R any](a *App, c *cobra.Command, args []string, o stream.Op[R]) error {
	cfg, err := a.config(c, args)
	if err != nil {
		return err
	}
	if len(args) == 0 && len(a.files) == 0 && a.InTerminal && !o.Table.NoInput {
		return errors.New("nothing to read: give items as arguments, with -f FILE, or through a pipe (- reads the terminal)")
	}
	if o.Card != nil && a.PlainText() {
		cfg.Layout = nil // a card is already laid out, even for an item in text
	}
	status, err := stream.Run(o, cfg)
	if err != nil {
		return asUsage(c, err)
	}
	return Exit(status)
}

func asUsage(c *cobra.Command, err error) error {
	var usage *UsageError
	var silent errSilent
	var file *FileError
	if errors.As(err, &usage) || errors.As(err, &silent) || errors.As(err, &file) {
		return err
	}
	return &UsageError{c.CommandPath(), err}
}

// Group makes c a command that only contains others: run by itself or with help, it
// shows its help, and an unknown subcommand is an error.
func Group(c *cobra.Command) *cobra.Command {
	c.Args = cobra.ArbitraryArgs
	c.ValidArgsFunction = func(c *cobra.Command, args []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
		var list []cobra.Completion
		for _, s := range c.Commands() {
			if len(args) == 1 && args[0] == "help" && s.IsAvailableCommand() && strings.HasPrefix(s.Name(), typed) {
				list = append(list, cobra.CompletionWithDesc(s.Name(), s.Short))
			}
		}
		return list, cobra.ShellCompDirectiveNoFileComp
	}
	c.RunE = func(c *cobra.Command, args []string) error {
		at := c
		if len(args) > 0 && args[0] == "help" {
			var err error
			if at, args, err = c.Find(args[1:]); err != nil {
				return err
			}
		}
		if len(args) > 0 {
			return &UnknownError{Parent: at, Name: args[0]}
		}
		at.InitDefaultHelpFlag()
		return at.Help()
	}
	return c
}

// Files returns the files of items that --file names.
func (a *App) Files() []string { return a.files }
