package grep

import (
	"iter"
	"os"
	"path/filepath"
	"strings"
)

// An Input is a file to search.
type Input struct {
	Name   string // as it is printed
	Path   string // as it is opened
	Stdin  bool   // standard input, of which Name is StdinName
	Walked bool   // found in a folder: passed over where it is binary
	Err    error  // why it cannot be read
}

// label is the name in records: none for standard input.
func (in *Input) label() string {
	if in.Stdin {
		return ""
	}
	return in.Name
}

// Inputs returns the inputs that paths name, in order; "-" is standard input, and so
// are no paths at all. With recursive, a folder stands for the regular files in it
// and below, by name, and no paths for the folder at hand.
func Inputs(paths []string, recursive bool) iter.Seq[Input] {
	return func(yield func(Input) bool) {
		if len(paths) == 0 && recursive {
			walk("", ".", yield)
			return
		}
		if len(paths) == 0 {
			paths = []string{"-"}
		}
		for _, path := range paths {
			switch {
			case path == "-":
				if !yield(Input{Name: StdinName, Stdin: true}) {
					return
				}
				continue
			case recursive:
				if st, err := os.Stat(path); err == nil && st.IsDir() {
					name := path
					if !os.IsPathSeparator(name[len(name)-1]) {
						name += string(filepath.Separator)
					}
					if !walk(name, path, yield) {
						return
					}
					continue
				}
			}
			if !yield(Input{Name: path, Path: path}) {
				return
			}
		}
	}
}

// walk yields the files in folder and below; name is what goes before their names.
// Symbolic links in a folder are not followed, nor is anything read that is no
// regular file. It reports whether to go on.
func walk(name, folder string, yield func(Input) bool) bool {
	entries, err := os.ReadDir(folder)
	for _, e := range entries {
		path := filepath.Join(folder, e.Name())
		switch {
		case e.IsDir():
			if !walk(name+e.Name()+string(filepath.Separator), path, yield) {
				return false
			}
		case e.Type().IsRegular():
			if !yield(Input{Name: name + e.Name(), Path: path, Walked: true}) {
				return false
			}
		}
	}
	if err != nil {
		name = strings.TrimSuffix(name, string(filepath.Separator))
		if name == "" {
			name = folder
		}
		return yield(Input{Name: name, Path: folder, Walked: true, Err: err})
	}
	return true
}
