package subnet

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
	"github.com/hextet/hextet/subnet"
)

func newExclude(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "exclude --minus ITEM [ITEM...]",
		Short: "subtract addresses from items",
		Long: `Write what is left of each item without the addresses of --minus and
--minus-file, as the fewest prefixes in address order: nothing for an item that
they cover entirely.

Items are processed one by one, in their order; to aggregate overlapping ones,
use "subnet collapse" before or after.`,
		Example: `  hextet subnet exclude --minus 2001:db8:8000::/34 2001:db8::/32
  hextet subnet exclude --minus-file used.txt 2001:db8::/44`,
	}
	other := setFlag{name: "minus"}
	other.add(c, "subtract the addresses of `ITEM`")
	return setCommand(a, c, &other, "one of the prefixes that remain of the item", subnet.Set.Exclude)
}

func newIntersect(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "intersect --with ITEM [ITEM...]",
		Short: "keep the addresses that are also in other prefixes",
		Long: `Write the addresses of each item that are also in --with or --with-file, as the
fewest prefixes in address order: nothing for an item that has none of them.

Items are processed one by one, in their order; to aggregate overlapping ones,
use "subnet collapse" before or after.`,
		Example: `  hextet subnet intersect --with 2001:db8:ff00::/40 2001:db8::/32 192.0.2.0/24
  hextet subnet intersect --with-file used.txt 2001:db8::/44`,
	}
	other := setFlag{name: "with"}
	other.add(c, "keep the addresses of `ITEM`")
	return setCommand(a, c, &other, "one of the prefixes that the item has in common with --with", subnet.Set.Intersect)
}

// setCommand makes c write the result of do for each item and the set named by a flag.
func setCommand(a *cli.App, c *cobra.Command, other *setFlag, doc string, do func(item, other subnet.Set) subnet.Set) *cobra.Command {
	return cli.Items(a, c,
		func() record.Table[*prefixRecord] { return prefixTable(doc) },
		func() (op stream.Op[*prefixRecord], err error) {
			set, err := other.set()
			op.Takes = stream.Loose
			op.Each = each(func(it subnet.Item, in *ip.Item, out *stream.Out[*prefixRecord]) error {
				var one subnet.Builder
				one.Add(it.Range())
				emitPrefixes(out, in.Text, do(one.Set(), set).Prefixes())
				return nil
			})
			return op, err
		})
}

// A setFlag is a pair of flags that name addresses: items, and files of items.
type setFlag struct {
	name  string
	items []subnet.Item
	files []string
}

// add adds --name ITEM and --name-file PATH to c.
func (f *setFlag) add(c *cobra.Command, usage string) {
	cli.AddList(c, &f.items, f.name, "ITEM", usage, parseKept)
	c.Flags().StringArrayVar(&f.files, f.name+"-file", nil, "the same, with the items in the file `PATH`, one per line (repeatable)")
}

// set returns what the flags name.
func (f *setFlag) set() (subnet.Set, error) {
	if len(f.items) == 0 && len(f.files) == 0 {
		return subnet.Set{}, fmt.Errorf("--%s or --%s-file is required", f.name, f.name)
	}
	var b subnet.Builder
	for _, it := range f.items {
		b.Add(it.Range())
	}
	for _, path := range f.files {
		if err := readItems(path, func(it subnet.Item, _ string) { b.Add(it.Range()) }); err != nil {
			return subnet.Set{}, err
		}
	}
	return b.Set(), nil
}

// readItems calls add for each item of a file, one per line, with its text. What
// follows an item after whitespace or a comma is ignored.
func readItems(path string, add func(it subnet.Item, text string)) error {
	_, err := cli.ReadFile(path, func(r io.Reader) (struct{}, error) {
		in := bufio.NewScanner(r)
		in.Buffer(nil, 1<<20)
		line := 0
		for in.Scan() {
			line++
			text := in.Text()
			if line == 1 {
				text = strings.TrimPrefix(text, "\ufeff")
			}
			text, _ = cutLabel(strings.Trim(text, " \t\r"), " \t,")
			if text == "" || text[0] == '#' {
				continue
			}
			it, err := subnet.Parse(text)
			if err != nil {
				return struct{}{}, &addr.LineError{Line: line, Err: err}
			}
			add(it, text)
		}
		err := in.Err()
		if errors.Is(err, bufio.ErrTooLong) {
			err = &addr.LineError{Line: line + 1, Err: errors.New("line longer than 1 MiB")}
		}
		return struct{}{}, err
	})
	return err
}
