package main

import (
	"os"
	"path"
	"path/filepath"
)

// tree returns the files to install on a Unix system below prefix ("usr", or "" for a
// tarball that is unpacked in place), with zsh's script in the folder zsh.
func (b *builder) tree(p program, prefix, zsh string) ([]file, error) {
	files := []file{{"bin/hextet", 0o755, p.code}, {"share/doc/hextet/NOTICES", 0o644, p.notices}}
	for from, to := range map[string]string{
		"LICENSE":                 "share/doc/hextet/LICENSE",
		"README.md":               "share/doc/hextet/README.md",
		"completions/hextet.bash": "share/bash-completion/completions/hextet",
		"completions/_hextet":     zsh + "/_hextet",
		"completions/hextet.fish": "share/fish/vendor_completions.d/hextet.fish",
	} {
		data, err := os.ReadFile(filepath.Join(b.root, from))
		if err != nil {
			return nil, err
		}
		files = append(files, file{to, 0o644, data})
	}
	return under(prefix, append(files, b.man...)), nil
}

// windows returns the contents of the zip.
func (b *builder) windows(p program) ([]file, error) {
	files := []file{{"hextet.exe", 0o755, p.code}, {"NOTICES.txt", 0o644, p.notices}}
	for from, to := range map[string]string{
		"LICENSE":                "LICENSE.txt",
		"README.md":              "README.md",
		"completions/hextet.ps1": "hextet.ps1",
	} {
		data, err := os.ReadFile(filepath.Join(b.root, from))
		if err != nil {
			return nil, err
		}
		files = append(files, file{to, 0o644, data})
	}
	for _, page := range b.plain {
		files = append(files, file{"man/" + path.Base(page.path), page.mode, page.data})
	}
	return files, nil
}

// under moves files into a folder.
func under(folder string, files []file) []file {
	moved := make([]file, len(files))
	for i, f := range files {
		f.path = path.Join(folder, f.path)
		moved[i] = f
	}
	return moved
}
