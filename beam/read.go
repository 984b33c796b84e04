package hextet

import (
	"bufio"
	"bytes"
	"compress/bzip2"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"path"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/core/sdf"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/fileio"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/rtrackers/offsetrange"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"

	"github.com/hextet/hextet/internal/stream"
)

func init() {
	register.DoFn4x1[context.Context, *sdf.LockRTracker, fileio.FileMetadata, func(Block), error](&readFn{})
	register.Emitter1[Block]()
}

// ReadFiles reads the files that match the globs, in any file system that the program
// has registered with Beam, and returns a PCollection<Block>. A glob that matches
// nothing fails the pipeline.
//
// gzip, bzip2 and UTF-16 with a byte order mark are recognized by their content. Such
// files are read as a whole, all others in parts of 64 MiB, which runners assign to
// different workers and may split further.
//
// textio.Read is not suitable for compressed files: as of Beam 2.77, it takes the size
// of the compressed file for that of the text, and drops all lines beyond that.
func ReadFiles(s beam.Scope, globs ...string) beam.PCollection {
	s = s.Scope("hextet.ReadFiles")
	for _, glob := range globs {
		filesystem.ValidateScheme(glob)
	}
	files := fileio.MatchAll(s, beam.CreateList(s, globs), fileio.MatchEmptyDisallow())
	return beam.ParDo(s, &readFn{}, beam.Reshuffle(s, files))
}

// A readFn reads the lines that begin in a range of a file. A block of lines is claimed
// by the offset of its last line, so that a split can only come after it.
type readFn struct{}

const (
	partSize  = 64 << 20
	blockSize = 128 << 10
)

func (*readFn) CreateInitialRestriction(f fileio.FileMetadata) offsetrange.Restriction {
	return offsetrange.Restriction{End: f.Size}
}

func (*readFn) SplitRestriction(f fileio.FileMetadata, r offsetrange.Restriction) []offsetrange.Restriction {
	switch path.Ext(f.Path) {
	case ".gz", ".bz2": // read as a whole anyway
		return []offsetrange.Restriction{r}
	}
	return r.SizedSplits(partSize)
}

func (*readFn) RestrictionSize(_ fileio.FileMetadata, r offsetrange.Restriction) float64 {
	return r.Size()
}

func (*readFn) CreateTracker(r offsetrange.Restriction) *sdf.LockRTracker {
	return sdf.NewLockRTracker(offsetrange.NewTracker(r))
}

func (*readFn) ProcessElement(ctx context.Context, rt *sdf.LockRTracker, f fileio.FileMetadata, emit func(Block)) error {
	if err := readPart(ctx, rt, f, emit); err != nil {
		return fmt.Errorf("%s: %w", f.Path, err)
	}
	return nil
}

func readPart(ctx context.Context, rt *sdf.LockRTracker, f fileio.FileMetadata, emit func(Block)) error {
	part := func() offsetrange.Restriction { return rt.GetRestriction().(offsetrange.Restriction) }
	start := part().Start
	if part().End <= start {
		return nil // an empty file
	}
	text, file, whole, closeFile, err := open(ctx, f.Path)
	if err != nil {
		return err
	}
	defer closeFile()
	lines := lineReader{in: text, file: f.Path, line: 1}
	if whole {
		if start > 0 {
			rt.TryClaim(part().End) // the first part contains everything
			return nil
		}
		if !rt.TryClaim(start) {
			return nil
		}
		for {
			b, err := lines.next()
			if err != nil {
				return err
			}
			if b.Text == nil {
				rt.TryClaim(f.Size)
				return nil
			}
			emit(b)
		}
	}
	if start > 0 {
		// The line that contains the byte before the part belongs to the previous part.
		if err := skip(file, text, start-1); err != nil {
			return err
		}
		lines.line, lines.offset = 0, start-1
		if err := lines.finishLine(); err != nil {
			return err
		}
	}
	for {
		b, err := lines.next()
		if err != nil {
			return err
		}
		if b.Text == nil {
			rt.TryClaim(max(f.Size, part().End))
			return nil
		}
		// Lines that begin beyond the part are left to the next part.
		for {
			text, last := before(b, part().End)
			if len(text) == 0 {
				rt.TryClaim(b.Offset)
				return nil
			}
			if rt.TryClaim(last) {
				cut := len(text) < len(b.Text)
				b.Text = text
				emit(b)
				if cut {
					rt.TryClaim(b.Offset + int64(len(text)))
					return nil
				}
				break
			}
			// The part was just split, below the claim. Lines that begin before the
			// split are still ours, but the tracker accepts no further claim.
			if b.Text, _ = before(b, part().End); len(b.Text) > 0 {
				emit(b)
			}
			return nil
		}
	}
}

// open opens a file. whole means that text, its decoded content, can only be read from
// the beginning; otherwise text is that of file, in which it is possible to seek.
func open(ctx context.Context, path string) (text *bufio.Reader, file io.Reader, whole bool, closeFile func(), err error) {
	fs, err := filesystem.New(ctx, path)
	if err != nil {
		return nil, nil, false, nil, err
	}
	f, err := fs.OpenRead(ctx, path)
	if err != nil {
		fs.Close()
		return nil, nil, false, nil, err
	}
	closeFile = func() {
		f.Close()
		fs.Close()
	}
	text, whole, err = decode(bufio.NewReaderSize(f, 64<<10))
	if err != nil {
		closeFile()
		return nil, nil, false, nil, err
	}
	return text, f, whole, closeFile, nil
}

// before returns the lines of b that begin before end, an offset in the file, and the
// offset of the last of them.
func before(b Block, end int64) (text []byte, last int64) {
	text = b.Text
	if b.TooLong {
		if b.Offset >= end {
			return nil, 0
		}
		return text, b.Offset
	}
	if n := end - b.Offset; n <= 0 {
		return nil, 0
	} else if n < int64(len(text)) {
		// The line that contains the byte at end-1 is the last to begin before end.
		if i := bytes.IndexByte(text[n-1:], '\n'); i >= 0 {
			text = text[:n+int64(i)]
		}
	}
	return text, b.Offset + int64(bytes.LastIndexByte(text[:len(text)-1], '\n')+1)
}

// skip moves to an offset of a file that so far was only read from its beginning
// through r.
func skip(file io.Reader, r *bufio.Reader, offset int64) error {
	if s, ok := file.(io.Seeker); ok {
		if _, err := s.Seek(offset, io.SeekStart); err != nil {
			return err
		}
		r.Reset(file)
		return nil
	}
	_, err := io.CopyN(io.Discard, r, offset)
	return err
}

// decode returns a reader of the text in r, and whether it must be read from its
// beginning.
func decode(r *bufio.Reader) (text *bufio.Reader, whole bool, err error) {
	first, err := r.Peek(3)
	if err != nil && err != io.EOF {
		return nil, false, err
	}
	var inner io.Reader
	switch {
	case bytes.HasPrefix(first, []byte{0x1f, 0x8b}):
		if inner, err = gzip.NewReader(r); err != nil {
			return nil, false, err
		}
	case bytes.HasPrefix(first, []byte("BZh")):
		inner = bzip2.NewReader(r)
	default:
		// Decode needs the byte order mark of UTF-16 to have been read already.
		mark := bytes.Clone(first[:min(len(first), 2)])
		if _, ok := stream.Decode(mark, nil, nil); !ok {
			return r, false, nil
		}
		r.Discard(len(mark))
		inner, _ = stream.Decode(mark, r, nil)
		return bufio.NewReader(inner), true, nil
	}
	text, _, err = decode(bufio.NewReaderSize(inner, 64<<10))
	return text, true, err
}

// A lineReader cuts text into blocks of whole lines.
type lineReader struct {
	in     io.Reader
	file   string
	line   int64 // of the first line of held; 0 if unknown
	offset int64 // of the first line of held
	held   []byte
	eof    bool
}

// next returns the next block; its Text is nil at the end.
func (l *lineReader) next() (Block, error) {
	size := min(max(blockSize, len(l.held)+blockSize/2), stream.MaxLine)
	buf := append(make([]byte, 0, size), l.held...)
	l.held = nil
	for {
		for !l.eof && len(buf) < cap(buf) {
			n, err := l.in.Read(buf[len(buf):cap(buf)])
			buf = buf[:len(buf)+n]
			if err == io.EOF {
				l.eof = true
			} else if err != nil {
				return Block{}, err
			}
		}
		b := Block{File: l.file, Line: l.line, Offset: l.offset}
		n := bytes.LastIndexByte(buf, '\n') + 1
		switch {
		case n > 0:
			b.Text, l.held = buf[:n:n], buf[n:]
		case l.eof && len(buf) == 0:
			return Block{}, nil
		case l.eof:
			b.Text = buf
		case len(buf) == stream.MaxLine:
			b.Text, b.TooLong = bytes.Clone(buf[:longShown]), true
			l.offset += int64(len(buf))
			return b, l.finishLine()
		default:
			buf = append(make([]byte, 0, min(4*cap(buf), stream.MaxLine)), buf...)
			continue
		}
		l.pass(b.Text)
		return b, nil
	}
}

// longShown is how much is kept of a line that is too long.
const longShown = 96

// pass advances line and offset past text.
func (l *lineReader) pass(text []byte) {
	l.offset += int64(len(text))
	if l.line > 0 {
		l.line += int64(bytes.Count(text, []byte{'\n'}))
	}
}

// finishLine skips the rest of a line, newline included.
func (l *lineReader) finishLine() error {
	buf := make([]byte, 4<<10)
	for !l.eof {
		n, err := l.in.Read(buf)
		if i := bytes.IndexByte(buf[:n], '\n'); i >= 0 {
			l.held = bytes.Clone(buf[i+1 : n])
			l.offset += int64(i + 1)
			if l.line > 0 {
				l.line++
			}
			return nil
		}
		l.offset += int64(n)
		if err == io.EOF {
			l.eof = true
		} else if err != nil {
			return err
		}
	}
	return nil
}
