package lint

import "strings"

// A manner says how to read a kind of file: what is a comment, and whether the rest is
// meant literally.
type manner struct {
	prose bool // a document: its addresses are examples
	notes bool // may be a list or a document: see [block.isSentence]

	// quotes, if not empty, are the quotation marks around the string literals of a
	// program: an address counts only inside a literal, in a stretch without
	// whitespace.
	quotes string

	comments []string // what begins a comment that runs to the end of the line
	starts   []string // the same, but only at the beginning of a line
	slashes  bool     // comments between /* and */
	markup   bool     // comments between <!-- and -->
	pod      bool     // comments between =pod and =cut
	triple   bool     // triple-quoted texts
}

// The manners.
var (
	// mannerConfig is for configurations, which is any file not known to be something
	// else: a comment begins in any of the usual ways.
	mannerConfig = manner{comments: []string{"#", "//", ";"}, starts: []string{"! ", "-- ", "% ", "REM "}, slashes: true, markup: true}

	mannerHash   = manner{comments: []string{"#"}}
	mannerMarkup = manner{markup: true}
	mannerProse  = manner{prose: true}
	mannerNotes  = manner{notes: true, comments: []string{"#", "//", ";"}, starts: []string{"! ", "-- ", "% ", "REM "}}
	mannerC      = manner{quotes: "\"`", comments: []string{"//"}, starts: []string{"* "}, slashes: true}
	mannerJS     = manner{quotes: "\"'`", comments: []string{"//"}, starts: []string{"* "}, slashes: true}
	mannerPHP    = manner{quotes: "\"'", comments: []string{"//", "#"}, starts: []string{"* "}, slashes: true}
	mannerScript = manner{quotes: "\"'", comments: []string{"#"}}
	mannerPerl   = manner{quotes: "\"'", comments: []string{"#"}, pod: true}
	mannerPython = manner{quotes: "\"'", comments: []string{"#"}, triple: true}
	mannerVim    = manner{quotes: "\"'", starts: []string{`"`}}
	mannerDashes = manner{quotes: "\"'", comments: []string{"--"}}
	mannerLisp   = manner{quotes: "\"", comments: []string{";"}}
	mannerPlain  = manner{quotes: "\"'"}
)

// mannerOf returns the manner of a file, going by its name.
func mannerOf(name string) *manner {
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	dot := strings.LastIndexByte(name, '.')
	if dot <= 0 {
		switch strings.ToUpper(name) {
		case "README", "CHANGELOG", "CHANGES", "NEWS", "AUTHORS", "COPYING", "LICENSE", "HACKING", "TODO", "INSTALL", "CONTRIBUTING":
			return &mannerProse
		case "DOCKERFILE", "MAKEFILE", "GNUMAKEFILE", "VAGRANTFILE":
			return &mannerHash
		}
		return &mannerConfig
	}
	switch strings.ToLower(name[dot+1:]) {
	case "md", "markdown", "mdx", "rst", "adoc", "asciidoc", "org", "tex", "texi", "pod", "html", "htm", "xhtml",
		"1", "2", "3", "4", "5", "6", "7", "8", "9", "mdoc", "po", "pot", "svg", "ipynb":
		return &mannerProse
	case "go", "c", "h", "cc", "cpp", "cxx", "hh", "hpp", "hxx", "m", "mm", "rs", "java", "kt", "kts", "scala",
		"cs", "swift", "zig", "proto", "s", "v", "sv", "sol", "p4":
		return &mannerC
	case "js", "mjs", "cjs", "jsx", "ts", "mts", "cts", "tsx", "vue", "dart", "groovy", "gradle", "css", "scss", "less":
		return &mannerJS
	case "py", "pyi", "pyx", "jl", "ex", "exs", "nim":
		return &mannerPython
	case "pl", "pm", "t":
		return &mannerPerl
	case "rb", "rake", "r", "cr", "tcl", "awk":
		return &mannerScript
	case "vim":
		return &mannerVim
	case "php":
		return &mannerPHP
	case "hs", "lua", "elm", "adb", "ads", "vhd", "vhdl", "purs":
		return &mannerDashes
	case "lisp", "cl", "el", "scm", "rkt", "clj", "cljs", "asm":
		return &mannerLisp
	case "erl", "hrl", "ml", "mli", "fs", "fsx", "pas", "f90", "vb", "bas", "cob":
		return &mannerPlain
	case "yaml", "yml", "toml", "sh", "bash", "zsh", "fish", "ksh", "env", "mk", "cmake":
		return &mannerHash
	case "txt", "text":
		return &mannerNotes
	case "xml", "xsd", "xsl", "plist":
		return &mannerMarkup
	}
	return &mannerConfig
}

// TestName reports whether a file or folder contains tests, going by the last element
// of its path: addresses in tests are wrong on purpose.
func TestName(name string, folder bool) bool {
	if folder {
		switch name {
		case "testdata", "test", "tests", "__tests__", "spec", "fixtures":
			return true
		}
		return false
	}
	base, ext, found := strings.Cut(name, ".")
	if !found || mannerOf(name).quotes == "" {
		return false
	}
	return strings.HasSuffix(base, "_test") || strings.HasSuffix(base, "_spec") || strings.HasPrefix(base, "test_") ||
		base == "conftest" || strings.HasPrefix(ext, "test.") || strings.HasPrefix(ext, "spec.")
}
