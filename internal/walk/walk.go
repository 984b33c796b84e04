// Package walk finds the files in a folder and below, without those that
// .gitignore leaves out. Folders are read in order of name, symbolic links are
// not followed, and nothing but regular files is found.
package walk

import (
	"iter"
	"os"
	"path/filepath"
	"strings"
)

// A File is a file in the folder.
type File struct {
	Name string // the folder as it was named, and the path from there
	Err  error  // why it, or what is below it, cannot be read
}

// Options say what is left out.
type Options struct {
	// Ignored keeps the files that .gitignore and its kin leave out.
	Ignored bool

	// Skip, where it is not nil, leaves out the files and folders that it reports
	// true of. name is the last element of the path.
	Skip func(name string, folder bool) bool
}

// metadata are the folders of version control systems, which are never looked
// into.
func metadata(name string) bool {
	return name == ".git" || name == ".hg" || name == ".svn" || name == ".jj"
}

// Files yields the files in folder and below. With the name "." their names have
// no folder in front.
//
// The rules are those of .gitignore (and, stronger, .ignore and .hextetignore) in
// the folder of a file and in those above it, up to the top of the repository that folder is in,
// or up to folder where it is in none; .git/info/exclude is the weakest. What
// they say of folder itself does not count: it was asked for.
func Files(folder string, o Options) iter.Seq[File] {
	return func(yield func(File) bool) {
		w := walker{Options: o, yield: yield}
		var at string // folder, from the top of the repository
		if !o.Ignored {
			at = w.above(folder)
		}
		name := folder + string(filepath.Separator)
		switch {
		case folder == ".":
			name = ""
		case os.IsPathSeparator(folder[len(folder)-1]):
			name = folder
		}
		w.folder(name, folder, at)
	}
}

type walker struct {
	Options
	yield  func(File) bool
	ignore rules
}

// folder yields what is below the folder at path. Its name and a separator are
// name, and at is its path with "/" from where the rules count, "" or with a "/"
// at its end. It reports whether to go on.
func (w *walker) folder(name, path, at string) bool {
	before := len(w.ignore)
	if !w.Ignored {
		w.ignore = w.ignore.read(path, at)
		defer func() { w.ignore = w.ignore[:before] }()
	}
	entries, err := os.ReadDir(path)
	for _, e := range entries {
		base := e.Name()
		folder := e.IsDir()
		switch {
		case folder && metadata(base),
			!folder && !e.Type().IsRegular(),
			w.Skip != nil && w.Skip(base, folder),
			w.ignore.match(at+base, folder):
		case folder:
			if !w.folder(name+base+string(filepath.Separator), filepath.Join(path, base), at+base+"/") {
				return false
			}
		default:
			if !w.yield(File{Name: name + base}) {
				return false
			}
		}
	}
	if err != nil {
		name = strings.TrimSuffix(name, string(filepath.Separator))
		if name == "" {
			name = path
		}
		return w.yield(File{Name: name, Err: err})
	}
	return true
}
