package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/hextet/hextet/completions"
	"github.com/hextet/hextet/internal/spell"
)

// A Word is one of the allowed values of a flag.
type Word = completions.Word

// wordValue is a pflag.Value that takes only the words it lists.
type wordValue struct {
	value *string
	words []Word
	meta  string
}

func (v *wordValue) String() string { return *v.value }

func (v *wordValue) Set(s string) error {
	for _, w := range v.words {
		if w.Name == s {
			*v.value = s
			return nil
		}
	}
	return fmt.Errorf("must be %s", choice(v.words))
}

// Type is the metavariable that help shows.
func (v *wordValue) Type() string { return v.meta }

func choice(words []Word) string {
	names := make([]string, len(words))
	for i, w := range words {
		names[i] = w.Name
	}
	return spell.Alternatives(names, "")
}

// AddWord adds a flag to c that takes one of words, with value as the default, and
// completes them with their meanings.
func AddWord(c *cobra.Command, value *string, name, short, usage string, words []Word) {
	meta := strings.ToUpper(name[strings.LastIndexByte(name, '-')+1:])
	addWord(c.Flags(), value, name, short, meta, usage, words)
	complete(c, name, words)
}

func addWord(f *pflag.FlagSet, value *string, name, short, meta, usage string, words []Word) {
	f.VarP(&wordValue{value, words, meta}, name, short, usage+": "+choice(words))
}
