package cli

import (
	"bytes"
	"errors"
	"io"
	"os"
	"strconv"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/internal/reason"
	"github.com/hextet/hextet/internal/stream"
)

// A FileError is an error about a file named by a flag, which cannot be read or used:
// trouble, but not a usage error.
type FileError struct {
	Place string // the path, followed by ":12" if the line is known
	Err   error
}

func (e *FileError) Error() string {
	place := e.Place
	if place == "" {
		place = `""`
	}
	return place + ": " + e.Err.Error()
}

// Unwrap returns the error without the place.
func (e *FileError) Unwrap() error { return e.Err }

// ReadFile parses the file at path, which may be UTF-16 with a byte order mark. The
// error is a [*FileError]: the one that parse returned, or one that names the line of
// an [*addr.LineError].
func ReadFile[T any](path string, parse func(io.Reader) (T, error)) (T, error) {
	var none T
	f, err := os.Open(path)
	if err == nil {
		defer f.Close()
		var in io.Reader
		if in, err = decoded(f); err == nil {
			var v T
			if v, err = parse(in); err == nil {
				return v, nil
			}
		}
	}
	return none, Placed(path, err)
}

// decoded returns a reader that converts f to UTF-8.
func decoded(f *os.File) (io.Reader, error) {
	var mark [2]byte
	n, err := io.ReadFull(f, mark[:])
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return nil, err
	}
	if in, ok := stream.Decode(mark[:n], f, nil); ok {
		return in, nil
	}
	return io.MultiReader(bytes.NewReader(mark[:n]), f), nil
}

// Placed returns an error about a file as a [*FileError]: err itself if it is one.
func Placed(place string, err error) error {
	var placed *FileError
	if errors.As(err, &placed) {
		return err
	}
	var line *addr.LineError
	if errors.As(err, &line) {
		return &FileError{place + ":" + strconv.Itoa(line.Line), line.Err}
	}
	return &FileError{place, reason.Of(err)}
}
