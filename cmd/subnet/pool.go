package subnet

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"
	"go4.org/netipx"

	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/subnet"
)

// A pool is a value of --in: addresses that a plan may use.
type pool struct {
	netipx.IPRange
	text string // as given
}

func parsePool(s string) (pool, error) {
	it, err := parseKept(s)
	return pool{it.Range(), strings.Clone(s)}, err
}

type pools []pool

// addPools adds --in to c.
func addPools(c *cobra.Command, list *pools, usage string) {
	cli.AddList(c, (*[]pool)(list), "in", "POOL", usage, parsePool)
}

func (l pools) need() error {
	if len(l) == 0 {
		return errors.New("--in POOL is required")
	}
	return nil
}

// set returns the addresses of all pools.
func (l pools) set() subnet.Set {
	var b subnet.Builder
	for _, p := range l {
		b.Add(p.IPRange)
	}
	return b.Set()
}

// of returns the text of the pool that contains r. Pools may be adjacent, so part of r
// may be in another one.
func (l pools) of(r netipx.IPRange) string {
	for _, p := range l {
		if p.Overlaps(r) {
			return p.text
		}
	}
	return ""
}
