package cli

import (
	"io"

	"github.com/spf13/cobra"

	tables "github.com/hextet/hextet/internal/table"
)

// TableFlags are --table and --table-format.
type TableFlags struct {
	Files  []string
	format string
}

// Add adds the flags to c. usage says what the tables are for: "match the
// prefixes of".
func (f *TableFlags) Add(c *cobra.Command, usage string) {
	f.format = tables.Auto.String()
	c.Flags().StringArrayVar(&f.Files, "table", nil, usage+" the table in `FILE`: see 'hextet help tables' (repeatable)")
	AddWord(c, &f.format, "table-format", "", "how the tables are written", tableFormats())
}

func tableFormats() []Word {
	var list []Word
	for f := range tables.Formats() {
		list = append(list, Word{Name: f.String(), Doc: f.Doc()})
	}
	return list
}

// Read adds the tables to b. The error is a [*FileError].
func (f *TableFlags) Read(b *tables.Builder) error {
	format, err := tables.ParseFormat(f.format)
	if err != nil {
		return err
	}
	for _, path := range f.Files {
		_, err := ReadFile(path, func(r io.Reader) (struct{}, error) {
			return struct{}{}, b.Read(r, format)
		})
		if err != nil {
			return err
		}
	}
	return nil
}
