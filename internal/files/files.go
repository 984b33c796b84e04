// Package files has what commands that read text files share: finding the files that a
// command line names, including those in folders, and checking a file before it is
// read.
package files

import (
	"errors"
	"io"
	"iter"
	"os"
	"strconv"
)

// A File is a file to read.
type File struct {
	Name   string // as it is opened and printed
	Stdin  bool   // standard input; Name is [StdinName]
	Walked bool   // found in a folder, so skipped if binary
	Err    error  // why it, or something below it, cannot be read
}

// StdinName is the name shown for standard input.
const StdinName = "(standard input)"

// Options say what to omit in folders.
type Options struct {
	// Recursive makes [Named] yield, for a folder, the files in it and below.
	Recursive bool

	// Ignored includes the files that .gitignore and the like exclude.
	Ignored bool

	// All includes those, and the folders of version control systems.
	All bool

	// Skip, if not nil, excludes the files and folders for which it returns true. name
	// is the last element of the path.
	Skip func(name string, folder bool) bool
}

// Named yields the files that paths name, in order; "-" is standard input. Without
// paths, it yields standard input, or with Recursive the files in the current folder.
func Named(paths []string, o Options) iter.Seq[File] {
	return func(yield func(File) bool) {
		if len(paths) == 0 {
			paths = []string{"-"}
			if o.Recursive {
				paths = []string{"."}
			}
		}
		for _, path := range paths {
			more := false
			switch {
			case path == "-":
				more = yield(File{Name: StdinName, Stdin: true})
			case o.Recursive && isFolder(path):
				more = o.in(path, yield)
			default:
				more = yield(File{Name: path})
			}
			if !more {
				return
			}
		}
	}
}

func isFolder(path string) bool {
	st, err := os.Stat(path)
	return err == nil && st.IsDir()
}

// Errors about files.
var (
	ErrLineTooLong = errors.New("line longer than 4 MiB")
	ErrOutput      = errors.New("input file is also the output")
)

// MaxLine is the length from which a line is [ErrLineTooLong].
const MaxLine = 4 << 20

// Same reports whether in and out are the same regular file, so that output would be
// read as input, endlessly.
func Same(in io.Reader, out io.Writer) bool {
	source, ok1 := in.(*os.File)
	target, ok2 := out.(*os.File)
	if !ok1 || !ok2 {
		return false
	}
	a, err1 := source.Stat()
	b, err2 := target.Stat()
	return err1 == nil && err2 == nil && a.Mode().IsRegular() && os.SameFile(a, b)
}

// Regular reports whether reads from in never wait for data, so that whole blocks can
// be read.
func Regular(in io.Reader) bool {
	f, ok := in.(*os.File)
	if !ok {
		_, ok := in.(interface{ Len() int }) // a buffer in memory
		return ok
	}
	st, err := f.Stat()
	return err == nil && st.Mode().IsRegular()
}

// AppendName appends the name of a file, quoted if it is empty or could control a
// terminal.
func AppendName(dst []byte, name string) []byte {
	if name == "" {
		return append(dst, `""`...)
	}
	start := len(dst)
	for i := range len(name) {
		if c := name[i]; c < ' ' || c >= 0x7f {
			dst = strconv.AppendQuote(dst, name)
			if string(dst[start+1:len(dst)-1]) == name {
				dst = append(dst[:start], name...)
			}
			return dst
		}
	}
	return append(dst, name...)
}
