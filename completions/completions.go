// Package completions provides the completion candidates for hextet's command line:
// prefixes, lengths, scopes, groups, and the interfaces, MACs and addresses of this
// machine, each with a one-line description. It queries the machine, never the
// network.
//
// The folder also holds the scripts that make bash, zsh, fish and PowerShell call
// hextet. They are generated from the command tree; a test fails if they are stale.
//
//	for _, w := range completions.Lengths([]string{"2001:db8::/48"}) {
//		fmt.Println(w.Name, w.Doc) // 52 16 blocks, …
//	}
package completions

import "strings"

//go:generate go run ../cmd/gen -completions .

// Files lists the shells and the file name of each one's script, here and on an
// installed system.
var Files = [...]struct{ Shell, Name string }{
	{"bash", "hextet.bash"},
	{"zsh", "_hextet"},
	{"fish", "hextet.fish"},
	{"powershell", "hextet.ps1"},
}

// A Word is a candidate and a one-line description of it.
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
