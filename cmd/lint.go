package cmd

import (
	"errors"
	"fmt"
	"iter"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/lint"
	"github.com/hextet/hextet/internal/lintrun"
	"github.com/hextet/hextet/internal/reason"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
	"github.com/hextet/hextet/internal/walk"
)

// lintFlags are the flags of hextet lint.
type lintFlags struct {
	check   *lint.Config
	least   lint.Severity // of what is written
	failOn  lint.Severity
	public  bool
	fix     bool
	diff    bool
	rules   bool
	quiet   bool
	output  string
	folders bool // -r
	tests   bool
	ignored bool

	skipped int // test files and folders
}

// sarif is a format of lint alone.
const sarif = "sarif"

func newLint(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "lint [FILE...]",
		Short: "report what is wrong with the addresses in configs and code",
		Long: `Read configuration files, zone files, access lists, documents and source code
as text, and report what is wrong with the addresses in them, as compilers do:
PATH:LINE:COLUMN: severity: message [rule]. Columns are bytes, from 1. Without
files, read standard input. A terminal shows the line, too.

'hextet lint --rules' lists the rules, 'hextet lint --rules NAME' explains one,
'hextet help lint-rules' all of them. They report only what is certain: times,
MACs, versions and code that look like addresses are left alone, and so are
addresses in comments, sentences and documents, which are examples.

A comment silences rules, on its own line or on a line by itself right before;
near the top of a file, hextet:ignore-file does so for all of it:

  allow 2001:db8::/32;   # hextet:ignore documentation

-r walks folders as ripgrep does: without what .gitignore (or .ignore, or
.hextetignore) excludes, binary files, .git and, unless --tests is given, test
code and its data.

--fix rewrites what has one right answer: canonical text, and host bits. Nothing
else in a file changes, and a second run changes nothing.`,
		Example: `  hextet lint nginx.conf named.zone
  # what --fix would change
  hextet lint --diff nginx.conf
  # a file that is public
  hextet lint --public named.zone
  # prefixes that repeat or cover each other
  hextet lint --disable all --enable overlap,duplicate acl.txt
  # a record for each fault
  hextet lint -j --severity error named.zone
  # the rules, and one of them
  hextet lint --rules | head -3
  hextet lint --rules ula-pattern | head -6
  # a whole tree, for code scanning
  hextet lint -r . -o sarif > hextet.sarif`,
	}
	l := &lintFlags{check: lint.NewConfig(), failOn: lint.Warning, output: record.Plain.String()}
	f := c.Flags()
	f.SortFlags = false
	f.BoolVarP(&l.folders, "recursive", "r", false, "check the files in folders and below")
	f.BoolVar(&l.fix, "fix", false, "rewrite what has one right answer, and report the rest")
	f.BoolVar(&l.diff, "diff", false, "print what --fix would change, and change nothing")
	addEach(c, "enable", "RULE", "enable `RULE`, or all (repeatable)", l.check.Enable)
	addEach(c, "disable", "RULE", "disable `RULE`, or all (repeatable)", l.check.Disable)
	addEach(c, "severity", "LEVEL", "report nothing below `LEVEL`: error, warning or note; RULE=LEVEL sets that of a rule (repeatable)", l.setSeverity)
	cli.AddValue(c, &l.failOn, true, "fail-on", "", "LEVEL", "exit 1 for faults of this `LEVEL` and above; none for never", lint.ParseSeverity, lint.Severity.String)
	f.BoolVar(&l.public, "public", false, "the files are public: report addresses that are not globally reachable")
	f.BoolVar(&l.check.Comments, "comments", false, "check comments and sentences too")
	f.BoolVar(&l.tests, "tests", false, "with -r: check test code and its data too")
	f.BoolVar(&l.ignored, "no-ignore", false, "with -r: check what .gitignore excludes too")
	f.BoolVar(&l.rules, "rules", false, "list the rules, or explain those named instead of files")
	cli.AddWord(c, &l.output, "output", "o", "output format", append(formatWords(), cli.Word{Name: sarif, Doc: "SARIF 2.1.0, for code scanning"}))
	f.BoolVarP(&l.quiet, "quiet", "q", false, "print nothing: the exit status tells")
	a.Own(c, func() []record.Info { return lintTable().Infos() }, "json", "fields", "no-header", "color")
	completeRules := func(extra ...cli.Word) cli.Completer {
		return func([]string, string) ([]cli.Word, string) { return append(lintRuleWords(), extra...), "" }
	}
	every := cli.Word{Name: lint.All, Doc: "every rule"}
	cli.CompleteFlag(c, "enable", completeRules(every))
	cli.CompleteFlag(c, "disable", completeRules(every))
	cli.CompleteFlag(c, "fail-on", func([]string, string) ([]cli.Word, string) {
		return append(severityWords(""), cli.Word{Name: lint.None.String(), Doc: "never"}), ""
	})
	cli.CompleteFlag(c, "severity", func(_ []string, typed string) ([]cli.Word, string) {
		if rule, _, found := strings.Cut(typed, "="); found {
			return severityWords(rule + "="), ""
		}
		words := severityWords("")
		for _, w := range lintRuleWords() {
			words = append(words, cli.Word{Name: w.Name + "=", Doc: w.Doc})
		}
		return words, ""
	})
	c.Args = cobra.ArbitraryArgs
	c.ValidArgsFunction = func(c *cobra.Command, _ []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
		if l.rules {
			return cli.Completions(lintRuleWords()), cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveKeepOrder
		}
		return nil, cobra.ShellCompDirectiveDefault
	}
	c.RunE = func(c *cobra.Command, args []string) error { return l.run(a, c, args) }
	return c
}

// addEach adds a flag that may be repeated, and takes several values with commas
// between them.
func addEach(c *cobra.Command, name, meta, usage string, do func(string) error) {
	var last string
	cli.AddValue(c, &last, false, name, "", meta, usage, func(s string) (string, error) {
		for one := range strings.SplitSeq(s, ",") {
			if err := do(one); err != nil {
				return "", err
			}
		}
		return s, nil
	}, func(s string) string { return s })
}

// setSeverity reads a value of --severity.
func (l *lintFlags) setSeverity(s string) error {
	rule, word, found := strings.Cut(s, "=")
	if !found {
		word = rule
	}
	level, err := lint.ParseSeverity(word)
	switch {
	case err != nil:
		return err
	case found:
		return l.check.SetSeverity(rule, level)
	}
	l.least = level
	return nil
}

func lintRuleWords() (list []cli.Word) {
	for _, r := range lint.Rules() {
		list = append(list, cli.Word{Name: r.Name, Doc: r.Doc})
	}
	return list
}

func severityWords(before string) (list []cli.Word) {
	for _, s := range lint.Severities() {
		list = append(list, cli.Word{Name: before + s.String(), Doc: s.Doc()})
	}
	return list
}

func (l *lintFlags) run(a *cli.App, c *cobra.Command, args []string) error {
	if l.rules {
		if a.Fields() != "" || c.Flags().Changed("json") || c.Flags().Changed("output") {
			return cli.Usage(c, "--rules prints text: --json, --output and --fields do not go with it")
		}
		return l.printRules(a, c, args)
	}
	switch {
	case l.diff && (a.Fields() != "" || c.Flags().Changed("json") || c.Flags().Changed("output")):
		return cli.Usage(c, "--diff prints a diff: --json, --output and --fields do not go with it")
	case l.fix && l.diff:
		return cli.Usage(c, "--diff shows what --fix would do: give one of them")
	case l.fix && (len(args) == 0 && !l.folders || slices.Contains(args, "-")):
		return cli.Usage(c, "--fix rewrites files: name them; --diff reads a pipe, too")
	case len(args) == 0 && !l.folders && a.InTerminal:
		return errors.New("nothing to read: name files, or folders with -r, or give input through a pipe (- reads the terminal)")
	}
	if l.public {
		l.check.Enable("not-global")
	}
	l.check.AtLeast(max(l.least, lint.Note))
	cfg, err := l.config(a, c)
	if err != nil {
		return err
	}
	done, err := lintrun.Run(cfg, l.files(args))
	if err != nil {
		return err
	}
	l.summarize(a, done)
	switch {
	case len(done.Trouble) > 0:
		return cli.Exit(stream.Trouble)
	case done.Failed:
		return cli.Exit(stream.No)
	}
	return nil
}

// config is how the flags want a run to go.
func (l *lintFlags) config(a *cli.App, c *cobra.Command) (lintrun.Config, error) {
	out, errs := a.Palettes()
	cfg := lintrun.Config{
		Check: l.check, Least: l.failOn, Stdin: a.In, Out: a.Out,
		Complain: func(name string, err error) {
			fmt.Fprintf(a.Err, "%s%s: %s\n", errs.Strong("hextet: "), lintrun.AppendPrintable(nil, name), errs.Bad(err.Error()))
		},
	}
	if l.failOn == lint.None {
		cfg.Least = lint.Error + 1
	}
	switch {
	case l.diff:
		cfg.Mode = lintrun.Diff
	case l.fix:
		cfg.Mode = lintrun.Fix
	}
	format, isRecord := record.ParseFormat(l.output)
	json, _ := c.Flags().GetBool("json")
	if json {
		if c.Flags().Changed("output") && format != record.JSONL {
			return cfg, cli.Usage(c, "--json is -o jsonl; it does not go with -o %s", l.output)
		}
		format, isRecord = record.JSONL, true
	}
	names := a.Fields()
	switch {
	case l.quiet:
		cfg.Format = lintrun.Silent
		cfg.Complain = func(string, error) {}
	case !isRecord && names != "":
		return cfg, cli.Usage(c, "--fields does not go with -o %s", sarif)
	case !isRecord:
		cfg.Format = lintrun.SARIF{Version: build().version}.Format()
	case format == record.Plain && names == "":
		t := lintrun.Text{Palette: out}
		if a.OutTerminal {
			t.Width = a.Width()
		}
		cfg.Format = t.Format()
	default:
		f, err := lintRecords(format, names, !a.NoHeader())
		if err != nil {
			return cfg, cli.Usage(c, "%w", err)
		}
		cfg.Format = f
	}
	return cfg, nil
}

// files yields the files that args name.
func (l *lintFlags) files(args []string) iter.Seq[lintrun.File] {
	if len(args) == 0 {
		args = []string{"-"}
		if l.folders {
			args = []string{"."}
		}
	}
	o := walk.Options{Ignored: l.ignored}
	if !l.tests {
		o.Skip = func(name string, folder bool) bool {
			skip := lint.TestName(name, folder)
			if skip {
				l.skipped++
			}
			return skip
		}
	}
	return func(yield func(lintrun.File) bool) {
		for _, arg := range args {
			if arg == "-" {
				if !yield(lintrun.File{Name: lintrun.StdinName, Stdin: true}) {
					return
				}
				continue
			}
			st, err := os.Stat(arg)
			if err != nil || !l.folders || !st.IsDir() {
				if !yield(lintrun.File{Name: arg}) {
					return
				}
				continue
			}
			for f := range walk.Files(arg, o) {
				if !yield(lintrun.File{Name: f.Name, Walked: true, Err: reason.Of(f.Err)}) {
					return
				}
			}
		}
	}
}

// summarize says on a terminal what came of the run.
func (l *lintFlags) summarize(a *cli.App, done *lintrun.Done) {
	if l.quiet {
		return
	}
	_, errs := a.Palettes()
	var parts []string
	if l.skipped > 0 {
		parts = append(parts, "skipped "+number(l.skipped, "test file or folder", "test files and folders")+" (--tests checks them)")
	}
	if done.Fixed > 0 && !l.diff {
		parts = append(parts, "fixed "+number(done.Fixed, "fault", "faults")+" in "+number(done.Changed, "file", "files"))
	}
	if a.ErrTerminal && !l.diff && done.Findings() > 0 {
		var counts []string
		for _, s := range lint.Severities() {
			if n := done.Counts[s]; n > 0 {
				counts = append(counts, number(n, s.String(), s.String()+"s"))
			}
		}
		text := strings.Join(counts, ", ") + " in " + number(done.Files, "file", "files")
		if done.Fixable > 0 && !l.fix {
			text += "; --fix can fix " + strconv.Itoa(done.Fixable)
		}
		parts = append(parts, text)
	}
	for _, text := range parts {
		fmt.Fprintf(a.Err, "%s%s\n", errs.Strong("hextet: "), text)
	}
}

// number writes a count and what is counted.
func number(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

// printRules lists the rules, or explains those with names.
func (l *lintFlags) printRules(a *cli.App, c *cobra.Command, names []string) error {
	p, _ := a.Palettes()
	var b strings.Builder
	for i, name := range names {
		r, err := lint.ParseRule(name)
		if err != nil {
			return cli.Usage(c, "%w", err)
		}
		if i > 0 {
			b.WriteByte('\n')
		}
		t := Topic{Text: string(appendRulePage(nil, r))}
		b.WriteString(t.dressed(p))
	}
	if len(names) == 0 {
		w := 0
		for _, r := range lint.Rules() {
			w = max(w, len(r.Name))
		}
		for _, r := range lint.Rules() {
			state := "off"
			if l.check.Enabled(r.Name) || l.public && r.Name == "not-global" {
				state = l.check.SeverityOf(r.Name).String()
			}
			fmt.Fprintf(&b, "%s%*s  %-7s  %s\n", p.Strong(r.Name), w-len(r.Name), "", state, r.Doc)
		}
	}
	_, err := a.Out.Write([]byte(b.String()))
	return err
}

// appendRulePage appends the page of a rule, as a topic has it.
func appendRulePage(b []byte, r *lint.Rule) []byte {
	b = append(b, r.Name...)
	b = append(b, "\n  "...)
	b = append(b, strings.ToUpper(r.Doc[:1])+r.Doc[1:]...)
	b = append(b, ".\n  "...)
	b = append(b, strings.ToUpper(r.Severity.String()[:1])+r.Severity.String()[1:]...)
	switch {
	case r.Name == "not-global":
		b = append(b, ", with --public"...)
	case !r.Default:
		b = append(b, ", off by default"...)
	}
	if r.Fixable() {
		b = append(b, "; --fix rewrites it"...)
	}
	b = append(b, ". "...)
	b = append(b, r.RFC...)
	b = append(b, ".\n\n"...)
	b = append(b, r.Page...)
	return append(b, '\n')
}

// lintRules is the topic about the rules.
func lintRules() string {
	b := []byte("The rules of 'hextet lint', in the order in which they report on an address.\n")
	for _, r := range lint.Rules() {
		b = appendRulePage(append(b, '\n'), r)
	}
	return string(b)
}

// A lintRecord is a finding.
type lintRecord struct {
	*lint.Finding
	file string
	text []byte
}

// lintRecords is the format of findings as records.
func lintRecords(format record.Format, names string, header bool) (lintrun.Format, error) {
	enc, err := record.NewEncoder(lintTable(), format, names, '\n')
	if err != nil {
		return lintrun.Format{}, err
	}
	f := lintrun.Format{New: func() func([]byte, *lintrun.File, []byte, *lint.Finding) []byte {
		r := new(lintRecord)
		return func(dst []byte, file *lintrun.File, text []byte, x *lint.Finding) []byte {
			*r = lintRecord{x, file.Name, text[x.Start:x.End]}
			return enc.Append(dst, &record.Input{}, r)
		}
	}}
	if header {
		f.Begin = enc.AppendHeader(nil)
	}
	if format == record.JSON {
		f.Begin, f.Joined = []byte{'['}, true
		f.End = func(d *lintrun.Done) []byte {
			if d.Findings() == 0 {
				return []byte("]\n")
			}
			return []byte("\n]\n")
		}
	}
	return f, nil
}

func lintTable() record.Table[*lintRecord] {
	text := func(name, doc string, get func(*lintRecord) string) record.Field[*lintRecord] {
		return record.Text(name, doc, func(b []byte, r *lintRecord) []byte { return append(b, get(r)...) })
	}
	number := func(name, doc string, get func(*lintRecord) int) record.Field[*lintRecord] {
		return record.Number(name, doc, func(b []byte, r *lintRecord) []byte { return strconv.AppendInt(b, int64(get(r)), 10) })
	}
	var names, severities []string
	for _, r := range lint.Rules() {
		names = append(names, r.Name)
	}
	for _, s := range lint.Severities() {
		severities = append(severities, s.String())
	}
	return record.Table[*lintRecord]{
		NoInput: true,
		Default: "file,line,column,severity,rule,message",
		Fields: []record.Field[*lintRecord]{
			text("file", "the name of the file", func(r *lintRecord) string { return r.file }),
			number("line", "the number of the line, from 1", func(r *lintRecord) int { return r.Line }),
			number("column", "where the fault begins in the line, in bytes from 1", func(r *lintRecord) int { return r.Column }),
			number("end_column", "the first byte after it", func(r *lintRecord) int { return r.Column + r.End - r.Start }),
			text("severity", "how grave it is", func(r *lintRecord) string { return r.Severity.String() }).OneOf(severities...),
			text("rule", "the rule that found it", func(r *lintRecord) string { return r.Rule.Name }).OneOf(names...),
			text("message", "what is wrong", func(r *lintRecord) string { return string(r.Message) }),
			text("text", "the bytes from column to end_column", func(r *lintRecord) string { return string(r.text) }),
			text("fix", "what to write instead, where one answer is right", func(r *lintRecord) string { return string(r.Fix) }),
			text("rfc", "what the rule rests on", func(r *lintRecord) string { return r.Rule.RFC }),
		},
	}
}

// formatWords are the formats of records.
func formatWords() (list []cli.Word) {
	for _, f := range record.Formats() {
		list = append(list, cli.Word{Name: f.String(), Doc: f.Doc()})
	}
	return list
}
