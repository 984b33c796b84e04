package hextet

import (
	"bufio"
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"slices"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"
)

func init() {
	register.DoFn3x1[context.Context, string, func(string), error](&writeFn{})
	register.DoFn3x1[context.Context, Block, func(string), error](&writeTextFn{})
	register.DoFn4x1[context.Context, []byte, func(*string) bool, func(string), error](&nameFn{})
	register.Iter1[string]()
}

// WriteLines writes a PCollection<string>, one line per element, or a
// PCollection<Block> to the files PATH-00000-of-00017, PATH-00001-of-00017 and so on,
// and returns a PCollection<string> of their paths. There is one file for each bundle
// of work, and at least one. Use it in the global window.
//
// Bundles are written as they arrive, to temporary files that are renamed at the end. A
// worker that fails may leave a file PATH-temp-... behind.
func WriteLines(s beam.Scope, path string, lines beam.PCollection) beam.PCollection {
	s = s.Scope("hextet.WriteLines")
	filesystem.ValidateScheme(path)
	var written beam.PCollection
	if lines.Type().Type() == blockType {
		written = beam.ParDo(s, &writeTextFn{writer{Path: path}}, lines)
	} else {
		written = beam.ParDo(s, &writeFn{writer{Path: path}}, lines)
	}
	return beam.ParDo(s, &nameFn{Path: path}, beam.Impulse(s), beam.SideInput{Input: written})
}

// A writer writes the elements of a bundle to a temporary file.
type writer struct {
	Path string

	name string
	fs   filesystem.Interface
	file io.WriteCloser
	buf  *bufio.Writer
}

func (w *writer) open(ctx context.Context) (err error) {
	if w.file != nil {
		return nil
	}
	if w.fs, err = filesystem.New(ctx, w.Path); err != nil {
		return err
	}
	w.name = w.Path + "-temp-" + rand.Text()
	if w.file, err = w.fs.OpenWrite(ctx, w.name); err != nil {
		return err
	}
	if w.buf == nil {
		w.buf = bufio.NewWriterSize(nil, 256<<10)
	}
	w.buf.Reset(w.file)
	return nil
}

// finish closes the file and emits its name.
func (w *writer) finish(emit func(string)) error {
	if w.file == nil {
		return nil
	}
	err := w.buf.Flush()
	if e := w.file.Close(); err == nil {
		err = e
	}
	w.file = nil
	w.fs.Close()
	if err == nil {
		emit(w.name)
	}
	return err
}

type writeFn struct{ writer }

func (fn *writeFn) ProcessElement(ctx context.Context, line string, _ func(string)) error {
	if err := fn.open(ctx); err != nil {
		return err
	}
	fn.buf.WriteString(line)
	return fn.buf.WriteByte('\n')
}

func (fn *writeFn) FinishBundle(emit func(string)) error { return fn.finish(emit) }

type writeTextFn struct{ writer }

func (fn *writeTextFn) ProcessElement(ctx context.Context, b Block, _ func(string)) error {
	if err := fn.open(ctx); err != nil {
		return err
	}
	_, err := fn.buf.Write(b.Text)
	if n := len(b.Text); err == nil && n > 0 && b.Text[n-1] != '\n' {
		err = fn.buf.WriteByte('\n') // another block may follow
	}
	return err
}

func (fn *writeTextFn) FinishBundle(emit func(string)) error { return fn.finish(emit) }

// A nameFn gives the temporary files their final names.
type nameFn struct{ Path string }

func (fn *nameFn) ProcessElement(ctx context.Context, _ []byte, names func(*string) bool, emit func(string)) error {
	fs, err := filesystem.New(ctx, fn.Path)
	if err != nil {
		return err
	}
	defer fs.Close()
	var all []string
	for name := ""; names(&name); {
		all = append(all, name)
	}
	slices.Sort(all)
	if len(all) == 0 {
		name := shard(fn.Path, 0, 1)
		if err := filesystem.Write(ctx, fs, name, nil); err != nil {
			return err
		}
		emit(name)
		return nil
	}
	for i, name := range all {
		to := shard(fn.Path, i, len(all))
		if err := filesystem.Rename(ctx, fs, name, to); err != nil {
			// A previous attempt may have renamed it before it failed.
			if _, e := fs.Size(ctx, to); e != nil {
				return err
			}
			if _, e := fs.Size(ctx, name); e == nil {
				return err
			}
		}
		emit(to)
	}
	return nil
}

func shard(path string, i, n int) string { return fmt.Sprintf("%s-%05d-of-%05d", path, i, n) }
