package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/hextet/hextet/cmd"
	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/record"
)

// writeMan writes a manual page for every command and every topic into dir. Their
// content does not depend on this machine or on the current time: the date is
// SOURCE_DATE_EPOCH.
func writeMan(dir, version string) error {
	m := manual{source: "hextet", app: cli.NewApp(cli.Streams{Env: func(string) string { return "" }})}
	if version != "" {
		m.source += " " + version
	}
	if epoch := os.Getenv("SOURCE_DATE_EPOCH"); epoch != "" {
		n, err := strconv.ParseInt(epoch, 10, 64)
		if err != nil {
			return fmt.Errorf("SOURCE_DATE_EPOCH: %v", err)
		}
		m.date = time.Unix(n, 0).UTC().Format("2006-01-02")
	}
	var err error
	if m.examples, err = readExamples(); err != nil {
		return err
	}
	m.root = cmd.New(m.app)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	return m.write(dir)
}

// A manual is the set of pages for one command tree.
type manual struct {
	app          *cli.App
	root         *cobra.Command
	date, source string
	examples     map[string]string // the output of each example
}

func (m *manual) write(dir string) error {
	pages := map[string]string{}
	eachCommand(m.root, func(c *cobra.Command) { pages[pageName(c)+".1"] = m.command(c) })
	for _, t := range cmd.Topics() {
		pages["hextet-"+t.Name+".7"] = m.topic(t)
	}
	for name, text := range pages {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// eachCommand calls f for every command that users see.
func eachCommand(c *cobra.Command, f func(*cobra.Command)) {
	f(c)
	for _, s := range c.Commands() {
		if !s.Hidden {
			eachCommand(s, f)
		}
	}
}

func pageName(c *cobra.Command) string { return strings.ReplaceAll(c.CommandPath(), " ", "-") }

// A page is a manual page under construction, in the man macros.
type page struct{ strings.Builder }

func (p *page) line(format string, args ...any) { fmt.Fprintf(p, format+"\n", args...) }
func (p *page) section(name string)             { p.line(".SH %s", name) }

// term begins a list entry.
func (p *page) term(roff string) {
	p.line(".TP")
	p.line("%s", roff)
}

func (m *manual) head(name string, section int) *page {
	p := &page{}
	p.line(`.\" Written by cmd/gen from hextet's command tree.`)
	p.line(`.TH %s %d %q %q "hextet manual"`, escape(strings.ToUpper(name)), section, m.date, m.source)
	p.line(".ad l\n.nh")
	return p
}

func (m *manual) topic(t cmd.Topic) string {
	p := m.head("hextet-"+t.Name, 7)
	p.section("NAME")
	p.line(`%s \- %s`, escape("hextet-"+t.Name), escape(t.Short))
	p.section("DESCRIPTION")
	p.text(t.Text)
	p.section("SEE ALSO")
	see := []string{"hextet(1)"}
	for _, other := range cmd.Topics() {
		if other.Name != t.Name {
			see = append(see, "hextet-"+other.Name+"(7)")
		}
	}
	p.see(see)
	return p.String()
}

func (m *manual) command(c *cobra.Command) string {
	path := c.CommandPath()
	p := m.head(pageName(c), 1)
	p.section("NAME")
	p.line(`%s \- %s`, escape(pageName(c)), escape(c.Short))
	p.section("SYNOPSIS")
	m.synopsis(p, c)
	p.section("DESCRIPTION")
	text := c.Long
	if text == "" {
		text = strings.ToUpper(c.Short[:1]) + c.Short[1:] + "."
	}
	p.text(text)
	m.commands(p, c)
	m.options(p, c)
	if fields := m.app.Records(c); len(fields) > 0 {
		p.section("RECORDS")
		p.line("The fields of a record in order: the names for %s and the keys of JSON.", `\fB\-\-fields\fR`)
		p.line("%s prints their JSON Schema.", bold(strings.Replace(path, "hextet ", "hextet schema ", 1)))
		p.fields(fields)
	}
	m.printed(p, c)
	m.exitStatus(p, c)
	m.environment(p, c)
	if s := files[path]; s != "" {
		p.section("FILES")
		p.text(s)
	}
	p.section("SEE ALSO")
	p.see(m.related(c))
	return p.String()
}

func (m *manual) synopsis(p *page, c *cobra.Command) {
	if len(m.app.Records(c)) == 0 && c.HasAvailableSubCommands() && c.HasParent() {
		p.line(`%s \fICOMMAND\fR [\fIflags\fR]`, bold(c.CommandPath()))
		return
	}
	_, args, _ := strings.Cut(c.Use, " ")
	words := []string{bold(c.CommandPath()), `[\fIflags\fR]`}
	for _, w := range strings.Fields(args) {
		words = append(words, metavariable(w))
	}
	p.line("%s", strings.Join(words, " "))
	if c == m.root {
		p.line(".br")
		p.line(`%s \fICOMMAND\fR [\fIflags\fR] [\fIITEM\fR...]`, bold("hextet"))
	}
}

// metavariable formats a word of a usage line: capitals in italics, other letters in
// bold.
func metavariable(w string) string {
	var b strings.Builder
	for i := 0; i < len(w); {
		j := i
		letter := func(c byte) bool {
			return c == '-' || c == '_' || c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9'
		}
		for j < len(w) && letter(w[j]) == letter(w[i]) {
			j++
		}
		switch s := w[i:j]; {
		case !letter(w[i]):
			b.WriteString(escape(s))
		case s == strings.ToUpper(s):
			b.WriteString(italic(s))
		default:
			b.WriteString(bold(s))
		}
		i = j
	}
	return b.String()
}

func (m *manual) commands(p *page, c *cobra.Command) {
	if !c.HasAvailableSubCommands() {
		return
	}
	p.section("COMMANDS")
	list := func(group string) {
		for _, s := range c.Commands() {
			if s.GroupID == group && s.IsAvailableCommand() {
				p.term(fmt.Sprintf(`\fB%s\fR(1)`, escape(pageName(s))))
				p.prose(s.Short)
			}
		}
	}
	for _, g := range c.Groups() {
		if !slices.ContainsFunc(c.Commands(), func(s *cobra.Command) bool { return s.GroupID == g.ID }) {
			continue
		}
		p.line(".SS %s", escape(strings.TrimSuffix(g.Title, ":")))
		list(g.ID)
	}
	if len(c.Groups()) == 0 {
		list("")
	}
	if c == m.root {
		p.line(".SS Topics")
		for _, t := range cmd.Topics() {
			p.term(fmt.Sprintf(`\fB%s\fR(7)`, escape("hextet-"+t.Name)))
			p.prose(t.Short)
		}
	}
}

func (m *manual) options(p *page, c *cobra.Command) {
	c.InitDefaultHelpFlag()
	p.section("OPTIONS")
	own, shared := m.app.FlagsOf(c)
	own.VisitAll(p.flag)
	if len(m.app.Records(c)) == 0 && c.HasParent() || !m.app.TakesShared(c) {
		return
	}
	p.line(".SS Global options")
	p.line(`See %s(7) and %s(7).`, bold("hextet-input"), bold("hextet-output"))
	shared.VisitAll(p.flag)
}

func (p *page) flag(f *pflag.Flag) {
	if f.Hidden {
		return
	}
	meta, usage := pflag.UnquoteUsage(f)
	t := bold("--" + f.Name)
	if f.Shorthand != "" {
		t = bold("-"+f.Shorthand) + ", " + t
	}
	if meta != "" {
		t += " " + italic(meta)
	}
	p.term(t)
	if usage != "" {
		usage = strings.ToUpper(usage[:1]) + usage[1:]
	}
	if d := f.DefValue; d != "" && d != "false" && d != "0" && d != "[]" {
		usage += " (default " + d + ")"
	}
	p.prose(usage + ".")
}

// types maps JSON types to words.
var types = map[record.Type]string{
	record.String: "a string", record.Big: "a string of decimal digits", record.Integer: "a number",
	record.Decimal: "a number, with a fraction", record.Decimals: "a list of numbers",
	record.Boolean: "true, false or null", record.Strings: "a list of strings",
	record.Object: "an object", record.List: "a list of objects",
}

func (p *page) fields(fields []record.Info) {
	for _, f := range fields {
		p.term(bold(f.Name))
		kind := types[f.Type]
		if len(f.Words) > 0 {
			kind += ", one of " + strings.Join(f.Words, ", ")
		}
		p.prose(strings.ToUpper(f.Doc[:1]) + f.Doc[1:] + ": " + kind + ".")
		if len(f.Fields) > 0 {
			p.line(".RS")
			p.fields(f.Fields)
			p.line(".RE")
		}
	}
}

// mostLines is the maximum number of output lines shown for an example.
const mostLines = 16

// printed writes the examples of c with their output.
func (m *manual) printed(p *page, c *cobra.Command) {
	if c.Example == "" {
		return
	}
	p.section("EXAMPLES")
	p.line(".EX")
	for line := range strings.Lines(c.Example) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		if strings.HasPrefix(line, "#") {
			p.line("%s", literal(line))
			continue
		}
		p.line(`$ \fB%s\fR`, literal(line))
		out := slices.Collect(strings.Lines(m.examples[line]))
		if len(out) > mostLines {
			out = append(out[:mostLines-1:mostLines-1], "...\n")
		}
		for _, l := range out {
			p.line("%s", literal(strings.TrimSuffix(l, "\n")))
		}
	}
	p.line(".EE")
}

func (m *manual) exitStatus(p *page, c *cobra.Command) {
	p.section("EXIT STATUS")
	p.term("0")
	p.line("Success.")
	if no := answersNo[c.CommandPath()]; no != "" {
		p.term("1")
		p.prose(no)
	}
	p.term("2")
	if len(m.app.Records(c)) > 0 || c == m.root {
		p.prose("Trouble: a bad item, a usage error, a file that cannot be read, output that cannot be written.")
	} else {
		p.line("Trouble: a usage error, or output that cannot be written.")
	}
	p.line(`See %s(7).`, bold("hextet-exit-status"))
}

func (m *manual) environment(p *page, c *cobra.Command) {
	p.section("ENVIRONMENT")
	if c.Flags().Lookup("secret-file") != nil {
		p.term(bold("HEXTET_SECRET"))
		p.prose("The secret, if neither --secret-file nor --secret is given.")
	}
	if c.Flags().Lookup("mmdb") != nil {
		p.term(bold("HEXTET_MMDB"))
		p.prose("The MaxMind database to use where --mmdb names none; several have the separator of PATH between them.")
	}
	if c.Name() == "completion" {
		p.text(completionEnvironment)
	}
	p.text(environment)
}

// related returns the pages for "see also": those of the same parent, and the topics.
func (m *manual) related(c *cobra.Command) []string {
	var list []string
	if c.HasParent() {
		list = append(list, pageName(c.Parent())+"(1)")
		for _, s := range c.Parent().Commands() {
			if s != c && c.Parent() != m.root && s.IsAvailableCommand() {
				list = append(list, pageName(s)+"(1)")
			}
		}
	}
	for _, t := range cmd.Topics() {
		list = append(list, "hextet-"+t.Name+"(7)")
	}
	return list
}

func (p *page) see(list []string) {
	for i, s := range list {
		name, section, _ := strings.Cut(s, "(")
		comma := ","
		if i == len(list)-1 {
			comma = ""
		}
		p.line(".BR %s (%s%s", escape(name), section, comma)
	}
}
