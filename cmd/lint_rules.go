package cmd

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/lint"
)

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

// printRules lists the rules, or explains those that are named.
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
		t := Topic{Text: string(r.AppendPage(nil))}
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

// lintRules returns the help topic about the rules.
func lintRules() string {
	b := []byte("The rules of 'hextet lint', in the order in which they report on an address.\n")
	for _, r := range lint.Rules() {
		b = r.AppendPage(append(b, '\n'))
	}
	return string(b)
}
