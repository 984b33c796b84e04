// Package privacy contains the commands for opaque interface identifiers.
package privacy

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/style"
	"github.com/hextet/hextet/privacy"
)

func New(a *cli.App) *cobra.Command {
	c := cli.Group(&cobra.Command{
		Use:   "privacy",
		Short: "generate opaque addresses as real systems do, and identify them",
		Long: `Generate the interface identifiers, addresses and prefixes that are not derived
from a MAC, exactly as real systems do, and identify the system that generated
an address. Replace the addresses of a log so that it can be shared (anonymize).

Secrets come from --secret-file PATH, from --secret-file - (standard input), or
from the environment variable HEXTET_SECRET. --secret is for experiments: other
users of the machine can see it. No secret is ever printed.`,
	})
	c.AddCommand(
		newStable(a),
		newTemporary(a),
		newDHCPv6(a),
		newCGA(a),
		newULA(a),
		newIdentify(a),
		newAnonymize(a),
	)
	return c
}

// addSystem adds --as with the systems of a group; the default is word, or else the
// first one.
func addSystem(c *cobra.Command, word *string, g privacy.Group) {
	if *word == "" {
		*word = privacy.Systems(g)[0].String()
	}
	var words []cli.Word
	for _, s := range privacy.Systems(g) {
		words = append(words, cli.Word{Name: s.String(), Doc: s.Info().Doc})
	}
	cli.AddWord(c, word, "as", "", "the system to imitate", words)
}

// systemNames returns the names of a group's systems.
func systemNames(g privacy.Group) (list []string) {
	for _, s := range privacy.Systems(g) {
		list = append(list, s.String())
	}
	return list
}

// withSystems appends to a help text what is known about every system of a group: since
// when it exists, where its secret is, how it was verified.
func withSystems(long string, g privacy.Group) string {
	b := append([]byte(long), "\n\nSystems:"...)
	for _, s := range privacy.Systems(g) {
		i := s.Info()
		b = append(b, "\n  "...)
		b = append(b, i.Name...)
		b = append(b, '\n')
		doc := i.Doc
		if i.Since != "" {
			doc += "; since " + i.Since
		}
		b = appendWrapped(b, doc, "      ")
		if i.SecretForm != "" {
			b = appendWrapped(b, "secret: "+i.SecretForm, "      ")
		}
		if i.SecretFile != "" {
			b = appendWrapped(b, "kept in "+i.SecretFile, "      ")
		}
		if len(i.Required)+len(i.Optional) > 0 {
			b = appendWrapped(b, inputList(i), "      ")
		}
		checked := "verified: "
		if !i.Verified {
			checked = "not verified: "
		}
		b = appendWrapped(b, checked+i.Evidence, "      ")
	}
	return strings.TrimRight(string(b), "\n")
}

func inputList(i *privacy.Info) string {
	var b strings.Builder
	list := func(verb string, inputs []privacy.Input) {
		for k, in := range inputs {
			switch {
			case k > 0:
				b.WriteString(", ")
			case b.Len() > 0:
				b.WriteString("; ")
			}
			if k == 0 {
				b.WriteString(verb)
			}
			b.WriteString(inputFlag(in))
		}
	}
	list("needs ", i.Required)
	list("takes ", i.Optional)
	return b.String()
}

// inputFlag returns the name of an input in messages.
func inputFlag(in privacy.Input) string {
	if in == privacy.InputSecret {
		return "a secret"
	}
	return "--" + in.String()
}

// appendWrapped appends text in lines of at most 80 columns, each beginning with
// indent.
func appendWrapped(b []byte, text, indent string) []byte {
	for _, line := range style.Wrap(text, 80-len(indent)) {
		b = append(append(append(b, indent...), line...), '\n')
	}
	return b
}
