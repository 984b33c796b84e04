package main

import (
	"bytes"
	"crypto/md5"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

const (
	maintainer = "The hextet authors <hextet@users.noreply.github.com>"
	homepage   = "https://github.com/hextet/hextet"
	summary    = "IPv6 address tool: what an address is, every way to write it"
)

var description = []string{
	"hextet classifies, compresses, expands, converts, subnets and embeds IPv6",
	"addresses, derives interface identifiers as real systems make them, and maps",
	"addresses to solicited-node groups and multicast MACs. It takes arguments,",
	"pipes, files and columns, and writes text, JSON, CSV and TSV.",
}

// overrides says to lintian what is meant to be so: Go programs are static, and
// the vendors of MACs are compiled in, so that one file is all.
const overrides = "hextet: embedded-library ieee-data [usr/bin/hextet]\n" +
	"hextet: statically-linked-binary [usr/bin/hextet]\n"

// deb is a Debian package: an ar archive of its format, control.tar.gz and
// data.tar.gz (deb(5)).
func (b *builder) deb(program []byte, arch string) ([]byte, error) {
	files, err := b.tree(program, "usr", "share/zsh/vendor-completions")
	if err != nil {
		return nil, err
	}
	license, err := os.ReadFile(filepath.Join(b.root, "LICENSE"))
	if err != nil {
		return nil, err
	}
	const doc = "usr/share/doc/hextet/"
	kept := files[:0]
	for _, f := range files {
		if f.path != doc+"LICENSE" { // Debian has it as copyright
			kept = append(kept, f)
		}
	}
	files = append(kept,
		file{doc + "copyright", 0o644, []byte(copyright(string(license)))},
		file{doc + "changelog.gz", 0o644, compressed([]byte(b.changelog()))},
		file{"usr/share/lintian/overrides/hextet", 0o644, []byte(overrides)},
	)
	size := 0
	var sums strings.Builder
	for _, f := range sorted(files) {
		size += (len(f.data) + 1023) / 1024
		fmt.Fprintf(&sums, "%x  %s\n", md5.Sum(f.data), f.path)
	}
	var control strings.Builder
	fmt.Fprintf(&control, "Package: hextet\nVersion: %s\nArchitecture: %s\nMaintainer: %s\n", b.version, arch, maintainer)
	fmt.Fprintf(&control, "Installed-Size: %d\nRecommends: bash-completion\nSection: net\nPriority: optional\nHomepage: %s\n", size, homepage)
	fmt.Fprintf(&control, "Description: %s\n %s\n", summary, strings.Join(description, "\n "))
	controls, err := tarball([]file{
		{"control", 0o644, []byte(control.String())},
		{"md5sums", 0o644, []byte(sums.String())},
	}, b.date, "./")
	if err != nil {
		return nil, err
	}
	data, err := tarball(files, b.date, "./")
	if err != nil {
		return nil, err
	}
	var ar bytes.Buffer
	ar.WriteString("!<arch>\n")
	for _, m := range []struct {
		name string
		data []byte
	}{{"debian-binary", []byte("2.0\n")}, {"control.tar.gz", controls}, {"data.tar.gz", data}} {
		fmt.Fprintf(&ar, "%-16s%-12d%-6d%-6d%-8o%-10d`\n", m.name, b.date.Unix(), 0, 0, 0o100644, len(m.data))
		ar.Write(m.data)
		if len(m.data)%2 == 1 {
			ar.WriteByte('\n')
		}
	}
	return ar.Bytes(), nil
}

// copyright is the licence in Debian's machine-readable form.
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
		"Upstream-Name: hextet\nSource: " + homepage + "\n\n" +
		"Files: *\nCopyright: " + holder + "\nLicense: Expat\n" + text.String()
}

// changelog is that of the package, in Debian's form.
func (b *builder) changelog() string {
	return fmt.Sprintf("hextet (%s) unstable; urgency=low\n\n  * Version %s. See %s/releases\n\n -- %s  %s\n",
		b.version, b.version, homepage, maintainer, b.date.Format("Mon, 02 Jan 2006 15:04:05 -0700"))
}
