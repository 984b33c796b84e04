package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/apache/beam/sdks/v2/go/pkg/beam/runners"

	"github.com/hextet/hextet/addr"
	hextet "github.com/hextet/hextet/beam"
)

// A job is what the command line asks for.
type job struct {
	command *command

	inputs       []string
	output, bad  string
	format       hextet.Format
	inText       bool
	only4, only6 bool
	quiet        bool
	verbose      bool

	approximate, distinct bool
	by, byIPv4            int
	tables                []string
	matched               bool
	anonymize             hextet.AnonymizeOptions
	secretFile            string
	secretEnv             string
}

func (j *job) family() int {
	switch {
	case j.only4:
		return 4
	case j.only6:
		return 6
	}
	return 0
}

// A command is one of the subcommands; flags adds its own flags.
type command struct {
	name, short, long string
	flags             func(j *job, f *flagSet)
}

var commands = []*command{
	{
		name: "classify", short: "classify addresses: type, scope, registry entry, identifier",
		long: `Write a record for each address or prefix, as 'hextet classify' does: its type,
scope and a short description as text, everything known about it as JSON Lines.`,
	},
	{
		name: "stats", short: "show what all addresses together are made of",
		long: `Draw what the addresses are, or write it as one JSON object, as 'hextet stats' does.
The different addresses are gathered on one worker in the end, 17 bytes each; with
--approximate they are counted in fixed memory instead.`,
		flags: func(j *job, f *flagSet) {
			f.bool(&j.approximate, "approximate", "count different addresses in fixed memory, about")
		},
	},
	{
		name: "count", short: "count addresses by prefix",
		long: `Write a record for each prefix that has addresses, as 'hextet stats --by' does, in no
order: the prefix, how many addresses it has, how many different ones with
--distinct, and its share of all.`,
		flags: func(j *job, f *flagSet) {
			f.number(&j.by, 64, 128, "by", "LENGTH", "count IPv6 addresses by prefixes of LENGTH bits")
			f.number(&j.byIPv4, 32, 32, "by-ipv4", "LENGTH", "count IPv4 addresses by prefixes of LENGTH bits")
			f.bool(&j.distinct, "distinct", "count different addresses, too: each travels between workers")
		},
	},
	{
		name: "anonymize", short: "replace addresses, so that a log can be shared",
		long: `Replace each address or prefix, the same one always by the same one, as 'hextet
privacy anonymize' does: see its help for what the methods hide and what they leak.
With --in-text every address in a line is replaced, and nothing else of it.

A key never travels with the pipeline. --secret-file and --secret-env say where each
worker finds it; on this machine HEXTET_SECRET is used when neither is given.`,
		flags: func(j *job, f *flagSet) {
			o := &j.anonymize
			f.text(&o.Method, "method", "METHOD", "truncate, ipcrypt-pfx, cryptopan or ipcrypt-deterministic (default truncate)")
			f.number(&o.KeepV6, 48, 128, "keep-v6", "LENGTH", "truncate: bits of an IPv6 address to keep")
			f.number(&o.KeepV4, 24, 32, "keep-v4", "LENGTH", "truncate: bits of an IPv4 address to keep")
			f.text(&j.secretFile, "secret-file", "PATH", "each worker reads the key from PATH, which it must have")
			f.text(&j.secretEnv, "secret-env", "NAME", "each worker has the key in the environment variable NAME")
			f.text(&o.Keep, "keep", "WHICH", "which addresses stay: special or none (default special)")
			f.list("preserve", "PREFIX", "leave the addresses in PREFIX as they are (repeatable)", func(s string) error {
				p, err := addr.ParsePrefix(s)
				o.Preserve = append(o.Preserve, p.Masked())
				return err
			})
			f.text(&o.Collisions, "collisions", "HOW", "what if a pseudonym is an address that stays: walk or pin (default walk)")
			f.bool(&o.Reverse, "reverse", "items are pseudonyms: write the addresses")
		},
	},
	{
		name: "match", short: "look items up in a table of prefixes",
		long: `Write each item with the longest prefix of the tables that contains all of it and the
other columns of its row, as 'hextet subnet match' does. Each worker reads all of the
tables. The exit status is 1 when nothing matched.`,
		flags: func(j *job, f *flagSet) {
			f.list("table", "GLOB", "a table of prefixes: see 'hextet help tables' (repeatable)", func(s string) error {
				j.tables = append(j.tables, s)
				return nil
			})
			f.bool(&j.matched, "matched", "only items that match")
		},
	},
	{
		name: "collapse", short: "aggregate items into the fewest prefixes",
		long: `Write the fewest prefixes that cover exactly the addresses of all items together,
addresses, prefixes and ranges, as 'hextet subnet collapse' does, in no order. Labels
after the items are not read: a line that has one is bad.`,
	},
}

// A flagSet adds flags to those of Beam in flag.CommandLine, which Beam sends to the
// workers.
type flagSet struct {
	set   *flag.FlagSet
	lines []flagLine
}

// A flagLine is a flag in help.
type flagLine struct{ name, value, doc string }

func (f *flagSet) add(name, value, doc string) {
	f.lines = append(f.lines, flagLine{name, value, doc})
}

func (f *flagSet) bool(p *bool, name, doc string) {
	f.set.BoolVar(p, name, false, doc)
	f.add(name, "", doc)
}

func (f *flagSet) text(p *string, name, value, doc string) {
	f.set.StringVar(p, name, *p, doc)
	f.add(name, value, doc)
}

func (f *flagSet) number(p *int, preset, most int, name, value, doc string) {
	*p = preset
	f.set.Func(name, doc, func(s string) error {
		digits := strings.TrimPrefix(s, "/")
		n, err := strconv.Atoi(digits)
		if err != nil || n < 0 || n > most || strconv.Itoa(n) != digits {
			return fmt.Errorf("must be a number from 0 to %d", most)
		}
		*p = n
		return nil
	})
	f.add(name, value, fmt.Sprintf("%s (default %d)", doc, preset))
}

func (f *flagSet) list(name, value, doc string, add func(string) error) {
	f.set.Func(name, doc, add)
	f.add(name, value, doc)
}

// common adds the flags that all commands share.
func (j *job) common(f *flagSet) {
	f.list("input", "GLOB", "read the files that GLOB names, compressed ones too (repeatable)", func(s string) error {
		if strings.TrimSpace(s) == "" {
			return errors.New("must not be empty")
		}
		j.inputs = append(j.inputs, s)
		return nil
	})
	j.output = "-"
	f.text(&j.output, "output", "PATH", "write to PATH-00000-of-00004 and so on (default: standard output; needed on a cluster)")
	f.text(&j.bad, "bad", "PATH", "write bad items as JSON Lines to PATH-00000-of-00001 and so on (default: standard error; on a cluster the output's path with -bad)")
	j.format = hextet.Text
	f.list("format", "FORMAT", "text or jsonl (default text)", func(s string) (err error) {
		j.format, err = hextet.ParseFormat(s)
		return err
	})
	f.bool(&j.inText, "in-text", "find addresses anywhere in each line")
	f.bool(&j.only4, "ipv4", "only IPv4 items")
	f.bool(&j.only6, "ipv6", "only IPv6 items")
	f.bool(&j.quiet, "quiet", "suppress messages about bad items")
	f.bool(&j.verbose, "verbose", "show what Beam says")
}

// parse parses the command line. If the error is flag.ErrHelp, the job has the command
// to show help for, or nil for all.
func parse(args []string) (*job, error) {
	j := new(job)
	if len(args) == 0 {
		return j, usage("missing command: %s", names())
	}
	switch args[0] {
	case "help", "-h", "-help", "--help":
		if len(args) > 1 {
			j.command = find(args[1])
			if j.command == nil && args[1] != "flags" {
				return j, usage("no command %q: %s", args[1], names())
			}
			if args[1] == "flags" {
				j.command = &command{name: "flags"}
			}
		}
		return j, flag.ErrHelp
	}
	if j.command = find(args[0]); j.command == nil {
		if strings.HasPrefix(args[0], "-") {
			return j, usage("a command comes before the flags: %s", names())
		}
		return j, usage("no command %q: %s", args[0], names())
	}
	set := flag.CommandLine
	set.Init("hextet-beam "+j.command.name, flag.ContinueOnError)
	set.SetOutput(io.Discard)
	set.Usage = func() {}
	j.define(&flagSet{set: set})
	if err := set.Parse(args[1:]); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return j, err
		}
		return j, usage("%s", flagMessage(err))
	}
	if set.NArg() > 0 {
		// The argument is not shown: it may be a key that was meant for --secret-file.
		return j, usage("argument %d is not a flag; use --input to name files", len(args)-set.NArg()+1)
	}
	return j, nil
}

// flagMessage returns an error of package flag, with flags as they are written here.
func flagMessage(err error) string {
	text := err.Error()
	if name, ok := strings.CutPrefix(text, "flag provided but not defined: -"); ok {
		if name == "secret" {
			return "no flag --secret: a key is never in a command line, which others can see; use --secret-file or --secret-env"
		}
		return "no flag --" + name
	}
	return strings.Replace(text, "flag -", "flag --", 1)
}

func (j *job) define(f *flagSet) {
	j.common(f)
	if j.command.flags != nil {
		j.command.flags(j, f)
	}
}

func find(name string) *command {
	i := slices.IndexFunc(commands, func(c *command) bool { return c.name == name })
	if i < 0 {
		return nil
	}
	return commands[i]
}

func names() string {
	var list []string
	for _, c := range commands {
		list = append(list, c.name)
	}
	return strings.Join(list, ", ")
}

// check completes j and reports what is missing or cannot be combined. here says
// whether the pipeline runs in this process.
func (j *job) check(ctx context.Context, here bool) error {
	switch {
	case len(j.inputs) == 0:
		return usage("missing --input GLOB: the files to read")
	case !here && j.output == "-":
		return usage("missing --output PATH: with --runner %s the workers are elsewhere, standard output is here", *runners.Runner)
	case j.only4 && j.only6:
		return usage("--ipv4 and --ipv6 cannot be combined")
	case j.command.name == "match" && len(j.tables) == 0:
		return usage("missing --table GLOB")
	case j.command.name == "anonymize" && j.format != hextet.Text:
		return usage("anonymize writes text only")
	}
	if here {
		for _, glob := range slices.Concat(j.inputs, j.tables) {
			if strings.Contains(glob, "://") {
				continue
			}
			if names, err := filepath.Glob(glob); err != nil {
				return fmt.Errorf("%s: %w", glob, err)
			} else if len(names) == 0 {
				return fmt.Errorf("%s: no such file", glob)
			}
		}
	}
	if j.command.name != "anonymize" {
		return nil
	}
	o := &j.anonymize
	if truncates := o.Method == "" || o.Method == "truncate"; !truncates {
		o.KeepV6, o.KeepV4 = 0, 0
		o.Key = hextet.KeySource{File: j.secretFile, Env: j.secretEnv}
		if o.Key == (hextet.KeySource{}) && here {
			o.Key.Env = "HEXTET_SECRET"
		}
		for _, name := range []string{"keep-v6", "keep-v4"} {
			if isSet(name) {
				return usage("--%s requires --method truncate", name)
			}
		}
	} else {
		o.Key = hextet.KeySource{File: j.secretFile, Env: j.secretEnv}
		for _, n := range []*int{&o.KeepV6, &o.KeepV4} {
			if *n == 0 {
				*n = -1 // in the options, 0 means the default
			}
		}
	}
	if err := o.Check(); err != nil {
		return usageError{err}
	}
	if !here {
		return nil
	}
	_, err := o.Pseudonymizer(ctx)
	if err != nil && j.secretFile == "" && j.secretEnv == "" {
		return usage("%s needs a key: --secret-file PATH, --secret-env NAME or HEXTET_SECRET: %w", o.Method, err)
	}
	return err
}

func isSet(name string) (set bool) {
	flag.Visit(func(f *flag.Flag) { set = set || f.Name == name })
	return set
}
