package subnet

import (
	"testing"

	"github.com/hextet/hextet/internal/card"
)

// TestTreeLabels: on a terminal a label stands beside its item or wraps below it, past
// the branches, and cannot drive the terminal.
func TestTreeLabels(t *testing.T) {
	tree := newBranches(card.Look{Width: 40, UTF8: true})
	var b []byte
	for _, line := range []struct {
		depth        int
		more, parent bool
		item, label  string
	}{
		{0, true, true, "2001:db8::/32", "the whole allocation of the provider"},
		{1, true, true, "2001:db8:1::/48", "lab of the second floor, then the next one"},
		{2, false, false, "2001:db8:1:a::/64", "a\x1b[31mb"},
		{1, false, false, "2001:db8:2::/48", ""},
		{0, false, false, "192.0.2.0/24", "office"},
	} {
		b = tree.item(tree.to(b, line.depth, line.more), line.item, line.label, line.parent)
		b = append(b, '\n')
	}
	const want = `2001:db8::/32
│  the whole allocation of the provider
├─ 2001:db8:1::/48
│  │  lab of the second floor, then the
│  │  next one
│  └─ 2001:db8:1:a::/64  a\x1b[31mb
└─ 2001:db8:2::/48
192.0.2.0/24  office
`
	if got := string(b); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}
