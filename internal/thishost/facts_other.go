//go:build !linux

package thishost

import (
	"net/netip"

	"github.com/hextet/hextet/classify/selection"
)

// facts are what is known about this system besides its addresses: nothing, as reading
// more would take a library.
type facts struct{}

func readFacts() facts { return facts{} }

func (facts) flags(netip.Addr, string) (flags selection.Flags, usable bool) { return 0, true }

func (facts) useTempAddr(string) int { return 0 }

func (facts) routes() []selection.Route { return nil }
