package main

import (
	"fmt"
	"strings"
)

// debian returns the files of a .deb, adding or moving what Debian wants differently.
func (b *builder) debian(files []file, license string) []file {
	const doc = "usr/share/doc/hextet/"
	kept := []file{
		{doc + "copyright", 0o644, []byte(copyright(license))},
		{doc + "changelog.gz", 0o644, compressed([]byte(b.changelog()))},
		{"usr/share/lintian/overrides/hextet", 0o644, []byte(overrides)},
	}
	for _, f := range files {
		if f.path != doc+"LICENSE" { // copyright contains it
			kept = append(kept, f)
		}
	}
	return kept
}

// overrides tells lintian what is intended: Go programs are static, and the MAC vendors
// are compiled in so that the program is a single file.
const overrides = "hextet: embedded-library ieee-data [usr/bin/hextet]\n" +
	"hextet: statically-linked-binary [usr/bin/hextet]\n"

// copyright returns the license in Debian's machine-readable format.
func copyright(license string) string {
	holder := "the hextet authors"
	var text strings.Builder
	for line := range strings.Lines(license) {
		line = strings.TrimSpace(line)
		if rest, ok := strings.CutPrefix(line, "Copyright (c) "); ok {
			holder = rest
			continue
		}
		if line == "MIT License" || line == "" && text.Len() == 0 {
			continue
		}
		if line == "" {
			line = "."
		}
		text.WriteString(" " + line + "\n")
	}
	return "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n" +
		"Upstream-Name: hextet\nSource: " + homepage + "\n" +
		"Comment: The program has parts of other modules, and data of IANA and the IEEE,\n" +
		" in it; their notices are in /usr/share/doc/hextet/NOTICES.\n\n" +
		"Files: *\nCopyright: " + holder + "\nLicense: Expat\n" + text.String()
}

// changelog returns the changelog of the package in Debian's format.
func (b *builder) changelog() string {
	return fmt.Sprintf("hextet (%s) unstable; urgency=low\n\n  * Version %s. See %s/releases\n\n -- %s  %s\n",
		b.version, b.version, homepage, maintainer, b.date.Format("Mon, 02 Jan 2006 15:04:05 -0700"))
}
