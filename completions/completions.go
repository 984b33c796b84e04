// Package completions has the candidates for the words of hextet's command line:
// prefixes, lengths, scopes, groups, and the interfaces, MACs and addresses of
// this machine, each with a line about it. It looks at the machine, never at the
// network.
//
// The folder also holds the scripts that make bash, zsh, fish and PowerShell
// ask hextet. They are written from the command tree; a test fails when they
// are stale.
//
//	for _, w := range completions.Lengths([]string{"2001:db8::/48"}) {
//		fmt.Println(w.Name, w.Doc) // 52 16 blocks, …
//	}
package completions

import "strings"

//go:generate go run ../cmd/gen -completions .

// Files are the shells, and the name that the script of each has here and on an
// installed system.
var Files = [...]struct{ Shell, Name string }{
	{"bash", "hextet.bash"},
	{"zsh", "_hextet"},
	{"fish", "hextet.fish"},
	{"powershell", "hextet.ps1"},
}

// A Word is one candidate and a line about it.
type Word struct{ Name, Doc string }

// Starting returns the words that begin with typed, in either case.
func Starting(words []Word, typed string) []Word {
	var list []Word
	for _, w := range words {
		if len(w.Name) >= len(typed) && strings.EqualFold(w.Name[:len(typed)], typed) {
			list = append(list, w)
		}
	}
	return list
}
