package files

import (
	"iter"
	"os"
	"path/filepath"
	"strings"
)

// metadata reports whether name is a folder of a version control system.
func metadata(name string) bool {
	return name == ".git" || name == ".hg" || name == ".svn" || name == ".jj"
}

// In yields the files in folder and below, sorted by name. It does not follow symbolic
// links, and yields only regular files. The names begin with that of folder, unless it
// is ".".
//
// The rules are those of .gitignore (and, with higher precedence, .ignore and
// .hextetignore) in the folder of a file and in those above it, up to the top of the
// repository that folder is in, or up to folder if it is not in one; .git/info/exclude
// has the lowest precedence. Rules that exclude folder itself do not count, because it
// was asked for.
func In(folder string, o Options) iter.Seq[File] {
	return func(yield func(File) bool) { o.in(folder, yield) }
}

// in is [In] with a yield that may be called again afterwards. It reports whether to
// continue.
func (o Options) in(folder string, yield func(File) bool) bool {
	w := walker{Options: o, yield: yield}
	var at string // path of folder from the top of the repository
	if w.obeys() {
		at = w.above(folder)
	}
	name := folder + string(filepath.Separator)
	switch {
	case folder == ".":
		name = ""
	case os.IsPathSeparator(folder[len(folder)-1]):
		name = folder
	}
	return w.folder(name, folder, at)
}

// obeys reports whether .gitignore rules apply.
func (o Options) obeys() bool { return !o.Ignored && !o.All }

type walker struct {
	Options
	yield  func(File) bool
	ignore rules
}

// folder yields the files below the folder at path. name is the beginning of their
// names, "" or ending in a separator, and at is the path with "/" from where the rules
// apply, "" or ending in "/". It reports whether to continue.
func (w *walker) folder(name, path, at string) bool {
	before := len(w.ignore)
	if w.obeys() {
		w.ignore = w.ignore.read(path, at)
		defer func() { w.ignore = w.ignore[:before] }()
	}
	entries, err := os.ReadDir(path)
	for _, e := range entries {
		base := e.Name()
		folder := e.IsDir()
		switch {
		case folder && !w.All && metadata(base),
			!folder && !e.Type().IsRegular(),
			w.Skip != nil && w.Skip(base, folder),
			w.ignore.match(at+base, folder):
		case folder:
			if !w.folder(name+base+string(filepath.Separator), filepath.Join(path, base), at+base+"/") {
				return false
			}
		default:
			if !w.yield(File{Name: name + base, Walked: true}) {
				return false
			}
		}
	}
	if err != nil {
		name = strings.TrimSuffix(name, string(filepath.Separator))
		if name == "" {
			name = path
		}
		return w.yield(File{Name: name, Walked: true, Err: err})
	}
	return true
}
