package cmd

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/style"
)

// help writes the help of c: what it does, its usage, examples before flags, and the
// fields of its records.
func help(a *cli.App, c *cobra.Command) error {
	p, _ := a.Palettes()
	var b strings.Builder
	title := func(s string) { fmt.Fprintf(&b, "\n%s\n", p.Strong(s)) }

	text := c.Long
	if text == "" {
		text = capital(c.Short) + "."
	}
	fmt.Fprintln(&b, strings.TrimSpace(text))
	title("Usage:")
	if c.HasAvailableSubCommands() && c.HasParent() {
		fmt.Fprintf(&b, "  %s COMMAND [flags]\n", c.CommandPath())
	} else {
		fmt.Fprintf(&b, "  %s\n", c.UseLine())
	}
	if c.HasExample() {
		title("Examples:")
		fmt.Fprintln(&b, strings.TrimRight(c.Example, "\n"))
	}
	writeCommands(&b, p, c)
	own, shared := a.FlagsOf(c)
	width := max(60, min(100, a.Width()))
	if s := own.FlagUsagesWrapped(width); s != "" {
		title("Flags:")
		b.WriteString(s)
	}
	fields := a.Records(c)
	if (len(fields) > 0 || !c.HasParent()) && a.TakesShared(c) {
		title("Global flags:")
		b.WriteString(shared.FlagUsagesWrapped(width))
	}
	if len(fields) > 0 {
		title("Fields:")
		writeFields(&b, fields, "  ", width)
	}
	if c.HasAvailableSubCommands() {
		fmt.Fprintf(&b, "\nRun '%s COMMAND --help' for more about a command.\n", c.CommandPath())
	}
	text = b.String()
	if !a.UTF8() {
		text = strings.ReplaceAll(text, "…", "...")
	}
	_, err := fmt.Fprint(a.Out, text)
	return err
}

// writeCommands lists the commands below c, by group if there are groups.
func writeCommands(b *strings.Builder, p style.Palette, c *cobra.Command) {
	list := func(group string) {
		for _, s := range c.Commands() {
			if s.GroupID == group && s.IsAvailableCommand() {
				fmt.Fprintf(b, "  %-*s  %s\n", s.NamePadding(), s.Name(), s.Short)
			}
		}
	}
	if !c.HasAvailableSubCommands() {
		return
	}
	if len(c.Groups()) == 0 {
		fmt.Fprintf(b, "\n%s\n", p.Strong("Commands:"))
		list("")
		return
	}
	for _, g := range c.Groups() {
		fmt.Fprintf(b, "\n%s\n", p.Strong(g.Title))
		list(g.ID)
	}
	if !c.HasParent() {
		fmt.Fprintf(b, "\n%s\n", p.Strong("Help topics:"))
		for _, t := range Topics() {
			fmt.Fprintf(b, "  %-*s  %s\n", c.NamePadding(), t.Name, t.Short)
		}
	}
}

// writeFields lists fields with their descriptions, wrapped at width.
func writeFields(b *strings.Builder, fields []record.Info, indent string, width int) {
	w := 0
	for _, f := range fields {
		w = max(w, len(f.Name))
	}
	for _, f := range fields {
		column := len(indent) + w + 2
		for i, line := range style.Wrap(f.Doc, width-column) {
			if i == 0 {
				fmt.Fprintf(b, "%s%-*s  %s\n", indent, w, f.Name, line)
			} else {
				fmt.Fprintf(b, "%*s%s\n", column, "", line)
			}
		}
		writeFields(b, f.Fields, indent+"  ", width)
	}
}

func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
