package embed

import (
	"errors"
	"io"
	"strconv"

	"github.com/hextet/hextet/embed4"
	"github.com/hextet/hextet/internal/cli"
)

// readTable reads a file of rules or rows and names the line that is wrong.
func readTable[T any](path string, parse func(io.Reader) (T, error)) (T, error) {
	return cli.ReadFile(path, func(r io.Reader) (T, error) {
		v, err := parse(r)
		var at *embed4.LineError
		if errors.As(err, &at) {
			err = &cli.FileError{Place: path + ":" + strconv.Itoa(at.Line), Err: at.Err}
		}
		return v, err
	})
}
