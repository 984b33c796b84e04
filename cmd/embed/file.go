package embed

import (
	"errors"
	"io"
	"strconv"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/embed4"
	"github.com/hextet/hextet/internal/cli"
)

// parseTable reads the MAP rules or the explicit address mappings in r.
func parseTable(r io.Reader) (s embed4.Sites, err error) {
	s.EAM, s.MAP, err = embed4.ParseTable(r)
	return s, err
}

// readTable reads a file of rules or mappings; its errors name the file and line.
func readTable[T any](path string, parse func(io.Reader) (T, error)) (T, error) {
	return cli.ReadFile(path, func(r io.Reader) (T, error) {
		v, err := parse(r)
		var at *addr.LineError
		if errors.As(err, &at) {
			err = &cli.FileError{Place: path + ":" + strconv.Itoa(at.Line), Err: at.Err}
		}
		return v, err
	})
}
