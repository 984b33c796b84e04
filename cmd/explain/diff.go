package explain

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/classify"
	"github.com/hextet/hextet/internal/explain"
	"github.com/hextet/hextet/internal/record"
)

// pairsOf makes each two arguments one item; on standard input, a pair is on one line.
func pairsOf(args []string) ([]string, error) {
	if len(args) == 0 || len(args) == 1 && args[0] == "-" {
		return args, nil
	}
	if len(args)%2 != 0 {
		return nil, fmt.Errorf("--diff compares two items, not %d", len(args))
	}
	var pairs []string
	for i := 0; i < len(args); i += 2 {
		pairs = append(pairs, args[i]+"\t"+args[i+1])
	}
	return pairs, nil
}

// compare parses a pair and compares its items.
func compare(pair, form string, o classify.Options) (*explain.Comparison, error) {
	first, second, ok := strings.Cut(pair, "\t")
	if !ok {
		two := strings.Fields(pair)
		if len(two) != 2 {
			return nil, &addr.Error{Input: pair, Offset: -1, Reason: "two items are needed to compare"}
		}
		first, second = two[0], two[1]
	}
	read := func(s, which string) (*explain.Facts, error) {
		t, err := explain.Parse(s, form)
		var e *addr.Error
		if errors.As(err, &e) {
			return nil, &addr.Error{Input: pair, Offset: -1, Reason: which + " item: " + string(e.AppendReason(nil))}
		}
		if err != nil {
			return nil, err
		}
		return explain.Of(t, o), nil
	}
	a, err := read(first, "first")
	if err != nil {
		return nil, err
	}
	b, err := read(second, "second")
	if err != nil {
		return nil, err
	}
	return explain.Compare(a, b)
}

func comparisonFields() []record.Field[*explain.Comparison] {
	type pair = explain.Comparison
	return []record.Field[*pair]{
		record.TextOf("first", "the first item", func(c *pair) string { return c.A.Title() }),
		record.TextOf("second", "the second item", func(c *pair) string { return c.B.Title() }),
		record.Flag("same", "whether they are the same item", func(c *pair) bool { return c.Same }),
		record.Number("common_bits", "the number of equal leading bits", func(b []byte, c *pair) []byte {
			return strconv.AppendInt(b, int64(c.Common), 10)
		}),
		record.Text("common_prefix", "the longest common prefix", func(b []byte, c *pair) []byte { return addr.AppendPrefix(b, c.Prefix) }),
		record.TextOf("distance", "the second minus the first, in decimal", func(c *pair) string { return c.Distance }),
		record.Subs("fields", "the fields of both, in order", func(c *pair) []explain.Difference { return c.Fields }, differenceFields()),
		record.Texts("remarks", "explanations of the difference", func(c *pair) []string { return c.Remarks }),
	}
}

func differenceFields() []record.Field[*explain.Difference] {
	type field = explain.Difference
	return []record.Field[*field]{
		record.Int("first", "its first bit, 0 being the most significant", func(d *field) int { return d.First }),
		record.Int("last", "its last bit", func(d *field) int { return d.Last }),
		record.TextOf("name", "the name", func(d *field) string { return d.Name }),
		record.TextOf("a", "its value in the first item", func(d *field) string { return d.A }),
		record.TextOf("b", "its value in the second item", func(d *field) string { return d.B }),
		record.Flag("same", "whether both values are equal", func(d *field) bool { return d.Same }),
		record.TextOf("meaning", "what the difference means", func(d *field) string { return d.Meaning }),
	}
}
