// Package completions holds the scripts that make bash, zsh, fish and
// PowerShell ask hextet for completions, and knows their names. The scripts are
// written from the command tree; a test fails when they are stale.
package completions

//go:generate go run ../cmd/gen -completions .

// Files maps each shell to the name its script has here and on an installed
// system.
var Files = map[string]string{
	"bash":       "hextet.bash",
	"zsh":        "_hextet",
	"fish":       "hextet.fish",
	"powershell": "hextet.ps1",
}
