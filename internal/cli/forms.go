package cli

import "github.com/hextet/hextet/addr"

// AnyForm is the value of --from that accepts any form.
const AnyForm = "auto"

// Forms returns the values of --to, which are also those of --from except AnyForm.
func Forms(list []addr.Form) []Word {
	var words []Word
	for _, f := range list {
		words = append(words, Word{Name: f.String(), Doc: f.Doc()})
	}
	return words
}
