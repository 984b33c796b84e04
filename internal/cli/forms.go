package cli

import "github.com/hextet/hextet/addr"

// AnyForm is the word of --from for whichever form an item has.
const AnyForm = "auto"

// Forms are the words of --to, and of --from without the one for any form.
func Forms(list []addr.Form) []Word {
	var words []Word
	for _, f := range list {
		words = append(words, Word{Name: f.String(), Doc: f.Doc()})
	}
	return words
}
