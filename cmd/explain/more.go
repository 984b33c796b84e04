package explain

import (
	"github.com/spf13/cobra"

	"github.com/hextet/hextet/classify"
	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/explain"
	"github.com/hextet/hextet/internal/mmdb"
)

// sidFlags hold the lengths of the parts of SRv6 segment identifiers.
type sidFlags struct{ classify.SIDFormat }

func (f *sidFlags) add(c *cobra.Command) {
	c.Flags().IntVar(&f.Locator, "locator", 0, "read SRv6 segment identifiers with a locator of `LENGTH` bits")
	c.Flags().IntVar(&f.Function, "function", 16, "length of the SRv6 function in `BITS`")
	c.Flags().IntVar(&f.Argument, "argument", 0, "length of the SRv6 argument in `BITS`")
}

func (f *sidFlags) check(c *cobra.Command) error {
	given := c.Flags().Changed
	if !given("locator") {
		if given("function") || given("argument") {
			return cli.Usage(c, "--function and --argument require --locator")
		}
		return nil
	}
	if err := f.Validate(); err != nil {
		return cli.Usage(c, "--locator: %w", err)
	}
	return nil
}

// moreFacts returns a function that adds the facts requested by flags.
func moreFacts(sid sidFlags, databases *cli.MMDBFlags) (func(f *explain.Facts) error, error) {
	databases.Default()
	m, err := databases.Open()
	if err != nil {
		return nil, err
	}
	return func(f *explain.Facts) error {
		if sid.Locator > 0 {
			f.ReadAsSID(sid.SIDFormat)
		}
		if m == nil || f.Kind != explain.Address {
			return nil
		}
		var list [4]mmdb.Record
		found, err := m.Append(list[:0], f.Item.Addr)
		if err != nil {
			return err
		}
		for i, r := range found {
			f.Answer(m.DB(i).Type(), r, m.Fields)
		}
		return nil
	}, nil
}
