package cli

import (
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/hextet/hextet/classify"
)

// AddOUIFiles adds --oui-file to c. The function it returns reads the files
// once flags are parsed; nil means the built-in vendors.
func AddOUIFiles(c *cobra.Command) func() (*classify.Vendors, error) {
	var paths []string
	c.Flags().StringArrayVar(&paths, "oui-file", nil,
		"read vendor names from the IEEE registry in `PATH` (oui.csv, oui.txt, ...; repeatable)")
	return func() (*classify.Vendors, error) {
		if len(paths) == 0 {
			return nil, nil
		}
		return readOUIFiles(paths)
	}
}

// readOUIFiles reads the files as one: a registry is split into several, and small
// blocks are parts of large ones. Each file must contain assignments.
func readOUIFiles(paths []string) (*classify.Vendors, error) {
	var all []io.Reader
	for _, path := range paths {
		if len(paths) > 1 {
			if _, err := ReadFile(path, classify.ParseOUI); err != nil {
				return nil, err
			}
		}
		f, err := os.Open(path)
		if err != nil {
			return ReadFile(path, classify.ParseOUI) // to return its error
		}
		defer f.Close()
		all = append(all, f, strings.NewReader("\n"))
	}
	return ReadFile(paths[0], func(io.Reader) (*classify.Vendors, error) {
		return classify.ParseOUI(io.MultiReader(all...))
	})
}
