package embed

import (
	"io"

	"github.com/hextet/hextet/embed4"
)

// parseTable reads the MAP rules or the explicit address mappings in r.
func parseTable(r io.Reader) (s embed4.Sites, err error) {
	s.EAM, s.MAP, err = embed4.ParseTable(r)
	return s, err
}
