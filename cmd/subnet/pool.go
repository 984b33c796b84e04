package subnet

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"
	"go4.org/netipx"

	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/subnet"
)

// A pool is what a plan may use, as --in names it.
type pool struct {
	netipx.IPRange
	text string // as it was given
}

func parsePool(s string) (pool, error) {
	it, err := subnet.Parse(s)
	return pool{it.Range(), strings.Clone(s)}, err
}

type pools []pool

// addPools adds --in to c.
func addPools(c *cobra.Command, list *pools, usage string) {
	cli.AddList(c, (*[]pool)(list), "in", "POOL", usage, parsePool)
}

func (l pools) need() error {
	if len(l) == 0 {
		return errors.New("--in POOL is needed")
	}
	return nil
}

// set returns the addresses of all of them.
func (l pools) set() subnet.Set {
	var b subnet.Builder
	for _, p := range l {
		b.Add(p.IPRange)
	}
	return b.Set()
}

// of returns the text of the pool that r lies in. Pools may touch, so that a
// part of r may lie in another.
func (l pools) of(r netipx.IPRange) string {
	for _, p := range l {
		if p.Overlaps(r) {
			return p.text
		}
	}
	return ""
}
