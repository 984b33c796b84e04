package cmd

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/files"
	"github.com/hextet/hextet/internal/lint"
	"github.com/hextet/hextet/internal/lintrun"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
)

// lintFlags are the flags of hextet lint.
type lintFlags struct {
	check   *lint.Config
	least   lint.Severity // lowest severity to report
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

// sarif is a format that only lint has.
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
	addEach(c, "severity", "LEVEL", "report nothing below `LEVEL`: error, warning or note; RULE=LEVEL sets the severity of one rule (repeatable)", l.setSeverity)
	cli.AddValue(c, &l.failOn, true, "fail-on", "", "LEVEL", "exit 1 for faults of this `LEVEL` and above; none for never", lint.ParseSeverity, lint.Severity.String)
	f.BoolVar(&l.public, "public", false, "the files are public: report addresses that are not globally reachable")
	f.BoolVar(&l.check.Comments, "comments", false, "check comments and sentences too")
	f.BoolVar(&l.tests, "tests", false, "with -r: check test code and its data too")
	f.BoolVar(&l.ignored, "no-ignore", false, "with -r: check what .gitignore excludes too")
	f.BoolVar(&l.rules, "rules", false, "list the rules, or explain those named instead of files")
	cli.AddWord(c, &l.output, "output", "o", "output format", append(cli.FormatWords(), cli.Word{Name: sarif, Doc: "SARIF 2.1.0, for code scanning"}))
	f.BoolVarP(&l.quiet, "quiet", "q", false, "print nothing, only set the exit status")
	a.Own(c, func() []record.Info { return lintrun.RecordTable().Infos() }, "json", "fields", "no-header", "color")
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

// addEach adds a flag that may be repeated, and takes several values separated by
// commas.
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

// setSeverity parses a value of --severity.
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

func (l *lintFlags) run(a *cli.App, c *cobra.Command, args []string) error {
	if l.rules {
		if a.Fields() != "" || c.Flags().Changed("json") || c.Flags().Changed("output") {
			return cli.Usage(c, "--rules prints text and cannot be combined with --json, --output or --fields")
		}
		return l.printRules(a, c, args)
	}
	switch {
	case l.diff && (a.Fields() != "" || c.Flags().Changed("json") || c.Flags().Changed("output")):
		return cli.Usage(c, "--diff prints a diff and cannot be combined with --json, --output or --fields")
	case l.fix && l.diff:
		return cli.Usage(c, "--diff shows what --fix would do: the two cannot be combined")
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
	done, err := lintrun.Run(cfg, files.Named(args, l.options()))
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

// config returns the configuration of a run, according to the flags.
func (l *lintFlags) config(a *cli.App, c *cobra.Command) (lintrun.Config, error) {
	out, errs := a.Palettes()
	cfg := lintrun.Config{
		Check: l.check, Least: l.failOn, Stdin: a.In, Out: a.Out,
		Complain: func(name string, err error) {
			fmt.Fprintf(a.Err, "%s%s: %s\n", errs.Strong("hextet: "), files.AppendName(nil, name), errs.Bad(err.Error()))
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
			return cfg, cli.Usage(c, "--json is -o jsonl and cannot be combined with -o %s", l.output)
		}
		format, isRecord = record.JSONL, true
	}
	names := a.Fields()
	switch {
	case l.quiet:
		cfg.Format = lintrun.Silent
		cfg.Complain = func(string, error) {}
	case !isRecord && names != "":
		return cfg, cli.Usage(c, "--fields cannot be combined with -o %s", sarif)
	case !isRecord:
		cfg.Format = lintrun.SARIF{Version: build().version}.Format()
	case format == record.Plain && names == "":
		t := lintrun.Text{Palette: out}
		if a.OutTerminal {
			t.Width = a.Width()
		}
		cfg.Format = t.Format()
	default:
		f, err := lintrun.Records(format, names, !a.NoHeader())
		if err != nil {
			return cfg, cli.Usage(c, "%w", err)
		}
		cfg.Format = f
	}
	return cfg, nil
}

// options says which files in folders to check.
func (l *lintFlags) options() files.Options {
	o := files.Options{Recursive: l.folders, Ignored: l.ignored}
	if !l.tests {
		o.Skip = func(name string, folder bool) bool {
			skip := lint.TestName(name, folder)
			if skip {
				l.skipped++
			}
			return skip
		}
	}
	return o
}

// summarize prints what was skipped and fixed and, on a terminal, a summary.
func (l *lintFlags) summarize(a *cli.App, done *lintrun.Done) {
	if l.quiet {
		return
	}
	_, errs := a.Palettes()
	say := func(text string) { fmt.Fprintf(a.Err, "%s%s\n", errs.Strong("hextet: "), text) }
	if l.skipped > 0 {
		say("skipped " + lintrun.Number(l.skipped, "test file or folder", "test files and folders") + " (--tests checks them)")
	}
	if l.diff {
		return
	}
	if done.Fixed > 0 {
		say(done.Mended())
	}
	if a.ErrTerminal && done.Findings() > 0 {
		text := done.Summary()
		if done.Fixable > 0 && !l.fix {
			text += "; --fix can fix " + strconv.Itoa(done.Fixable)
		}
		say(text)
	}
}
