package embed

import (
	"io"

	"github.com/hextet/hextet/embed4"
)

// parseTable parses MAP rules or explicit address mappings.
func parseTable(r io.Reader) (s embed4.Sites, err error) {
	s.EAM, s.MAP, err = embed4.ParseTable(r)
	return s, err
}
