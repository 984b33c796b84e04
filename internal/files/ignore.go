package files

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// ignoreFiles are the names of rule files, in increasing order of precedence.
var ignoreFiles = [...]string{".gitignore", ".ignore", ".hextetignore"}

// rules are those of the current folder and the ones above, in increasing order of
// precedence.
type rules []rule

// A rule is a line of .gitignore (gitignore(5), "PATTERN FORMAT").
type rule struct {
	base    string // folder of the rule file, "" or ending in "/"
	glob    string // in doublestar syntax
	literal bool   // glob is not a pattern: it matches only itself
	keep    bool   // began with "!"
	folders bool   // ended in "/": matches only folders
	path    bool   // had another "/": matches the path from base, not the last element
}

// match reports whether the last rule that matches path excludes it.
func (rs rules) match(path string, folder bool) bool {
	for i := len(rs) - 1; i >= 0; i-- {
		if r := &rs[i]; r.match(path, folder) {
			return !r.keep
		}
	}
	return false
}

func (r *rule) match(path string, folder bool) bool {
	if r.folders && !folder {
		return false
	}
	path, below := strings.CutPrefix(path, r.base)
	if !below {
		return false
	}
	if !r.path {
		path = path[strings.LastIndexByte(path, '/')+1:]
	}
	if r.literal {
		return path == r.glob
	}
	ok, _ := doublestar.Match(r.glob, path)
	return ok
}

// read appends the rules of the rule files in a folder; at is the folder's path from
// where the rules apply.
func (rs rules) read(folder, at string) rules {
	for _, name := range ignoreFiles {
		rs = rs.add(filepath.Join(folder, name), at)
	}
	return rs
}

// add appends the rules of one file, if it exists. A file that cannot be read excludes
// nothing.
func (rs rules) add(file, at string) rules {
	text, err := os.ReadFile(file)
	if err != nil {
		return rs
	}
	for line := range strings.Lines(strings.TrimPrefix(string(text), "\ufeff")) {
		if r, ok := parse(line); ok {
			r.base = at
			rs = append(rs, r)
		}
	}
	return rs
}

// parse reads a line of .gitignore; ok is false if it contains no rule.
func parse(line string) (r rule, ok bool) {
	line = strings.TrimRight(line, "\r\n")
	for strings.HasSuffix(line, " ") && !strings.HasSuffix(line, `\ `) {
		line = line[:len(line)-1]
	}
	if line == "" || line[0] == '#' {
		return rule{}, false
	}
	line, r.keep = strings.CutPrefix(line, "!")
	line, r.folders = strings.CutSuffix(line, "/")
	r.path = strings.Contains(line, "/")
	line = strings.TrimPrefix(line, "/")
	if line == "" {
		return rule{}, false
	}
	if strings.HasSuffix(line, "/**") {
		line += "/*" // everything in the folder, but not the folder itself
	}
	r.literal = !strings.ContainsAny(line, `*?[{\`)
	r.glob = escapeBraces(line)
	return r, doublestar.ValidatePattern(r.glob)
}

// escapeBraces converts a git pattern, in which braces are ordinary characters, to a
// doublestar pattern, in which they are alternatives.
func escapeBraces(s string) string {
	if !strings.ContainsAny(s, "{}") {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\' && i+1 < len(s):
			b.WriteByte('\\')
			i++
		case s[i] == '{', s[i] == '}':
			b.WriteByte('\\')
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// above reads the rules of the folders above folder, from the top of its repository,
// and returns the path from there: "" or ending in "/".
func (w *walker) above(folder string) string {
	abs, err := filepath.Abs(folder)
	if err != nil {
		return ""
	}
	top := abs
	for {
		if _, err := os.Lstat(filepath.Join(top, ".git")); err == nil {
			break
		}
		up := filepath.Dir(top)
		if up == top {
			return ""
		}
		top = up
	}
	w.ignore = w.ignore.add(filepath.Join(top, ".git", "info", "exclude"), "")
	rel, err := filepath.Rel(top, abs)
	if err != nil || rel == "." {
		return ""
	}
	at := ""
	for elem := range strings.SplitSeq(filepath.ToSlash(rel), "/") {
		w.ignore = w.ignore.read(top, at)
		top = filepath.Join(top, elem)
		at += elem + "/"
	}
	return at
}
