package hextet

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/apache/beam/sdks/v2/go/pkg/beam/core/sdf"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/fileio"
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem/local"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/rtrackers/offsetrange"

	"github.com/hextet/hextet/internal/stream"
)

// readAllParts reads a file in parts that begin and end anywhere, and splits them further
// while they are read, as runners do. It returns the blocks in the order of their offsets.
func readAllParts(t *testing.T, r *rand.Rand, f fileio.FileMetadata) []Block {
	t.Helper()
	todo := (offsetrange.Restriction{End: f.Size}).SizedSplits(1 + r.Int64N(f.Size))
	var all []Block
	for len(todo) > 0 {
		rt := sdf.NewLockRTracker(offsetrange.NewTracker(todo[0]))
		todo = todo[1:]
		err := readPart(context.Background(), rt, f, func(b Block) {
			all = append(all, b)
			if r.IntN(3) > 0 {
				return
			}
			if _, rest, err := rt.TrySplit(r.Float64()); err != nil {
				t.Fatal(err)
			} else if rest != nil {
				todo = append(todo, rest.(offsetrange.Restriction))
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		if !rt.IsDone() {
			t.Fatalf("%v is not done", rt)
		}
	}
	slices.SortFunc(all, func(a, b Block) int { return int(a.Offset - b.Offset) })
	return all
}

// TestParts: whatever the parts, each line is read once, at its place.
func TestParts(t *testing.T) {
	for seed := range uint64(40) {
		r := rand.New(rand.NewPCG(seed, 2))
		var text []byte
		for n := r.IntN(6000); n >= 0; n-- {
			text = fmt.Appendf(text, "%d %s\n", n, strings.Repeat("x", r.IntN(1+r.IntN(1000))))
		}
		if seed%2 == 0 {
			text = text[:len(text)-1]
		}
		path := filepath.Join(t.TempDir(), "text")
		if err := os.WriteFile(path, text, 0o644); err != nil {
			t.Fatal(err)
		}
		var got []byte
		for _, b := range readAllParts(t, r, fileio.FileMetadata{Path: path, Size: int64(len(text))}) {
			if b.Offset != int64(len(got)) {
				t.Fatalf("seed %d: a block at %d, not at %d", seed, b.Offset, len(got))
			}
			if want := int64(1 + bytes.Count(got, []byte{'\n'})); b.Line != 0 && b.Line != want {
				t.Errorf("seed %d: line %d is said to be %d", seed, want, b.Line)
			}
			got = append(got, b.Text...)
		}
		if !bytes.Equal(got, text) {
			t.Errorf("seed %d: %d bytes, not %d", seed, len(got), len(text))
		}
	}
}

// TestLongLines: a line over the limit is one Block that says so, and its neighbors are
// read.
func TestLongLines(t *testing.T) {
	long := strings.Repeat("f", stream.MaxLine+5)
	path := filepath.Join(t.TempDir(), "text")
	if err := os.WriteFile(path, []byte("::1\n"+long+"\n::2\n"+long), 0o644); err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, 2))
	for range 20 {
		var got []string
		for _, b := range readAllParts(t, r, fileio.FileMetadata{Path: path, Size: int64(2*len(long) + 9)}) {
			got = append(got, fmt.Sprintf("%d %v %.6q", b.Offset, b.TooLong, b.Text))
		}
		want := []string{`0 false "::1\n"`, `4 true "ffffff"`, fmt.Sprintf(`%d false "::2\n"`, len(long)+5), fmt.Sprintf(`%d true "ffffff"`, len(long)+9)}
		if !slices.Equal(got, want) {
			t.Fatalf("%q, want %q", got, want)
		}
	}
}

// TestDecode: compressed text and UTF-16 are read whole by the first part.
func TestDecode(t *testing.T) {
	for name, text := range map[string]string{
		"UTF-16": "\xff\xfe:\x00:\x001\x00\n\x00:\x00:\x002\x00\n\x00",
		"UTF-8":  "::1\n::2\n",
		"bzip2":  "\x42\x5a\x68\x39\x31\x41\x59\x26\x53\x59\x1e\xe9\xa6\x80\x00\x00\x03\x48\x00\x00\x10\x30\x10\x20\x00\x30\xcd\x34\x12\x1a\x6c\x82\x71\x77\x24\x53\x85\x09\x01\xee\x9a\x68\x00",
	} {
		path := filepath.Join(t.TempDir(), "text")
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		r := rand.New(rand.NewPCG(3, 2))
		for range 20 {
			var got []byte
			for _, b := range readAllParts(t, r, fileio.FileMetadata{Path: path, Size: int64(len(text))}) {
				got = append(got, b.Text...)
			}
			if string(got) != "::1\n::2\n" {
				t.Fatalf("%s: %q", name, got)
			}
		}
	}
}
