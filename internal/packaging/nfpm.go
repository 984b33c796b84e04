package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// nfpm writes .deb and .rpm packages. It depends on a hundred modules, so it is not in
// go.mod; the version must be one that the module proxy serves.
const nfpm = "github.com/goreleaser/nfpm/v2/cmd/nfpm@v2.43.4"

const (
	maintainer = "The hextet authors <hextet@users.noreply.github.com>"
	homepage   = "https://github.com/hextet/hextet"
	summary    = "IPv6 address tool: what an address is, every way to write it"
	short      = "IPv6 address tool: explain, classify, convert, generate and plan addresses"
)

var description = []string{
	"hextet classifies, compresses, expands, converts, subnets and embeds IPv6",
	"addresses, derives interface identifiers as real systems make them, and maps",
	"addresses to solicited-node groups and multicast MACs. It takes arguments,",
	"pipes, files and columns, and writes text, JSON, CSV and TSV.",
}

// debArch maps Go's names of processors to Debian's where they differ: armhf is ARMv7.
var debArch = map[string]string{"386": "i386", "arm": "armhf"}

var rpmArch = map[string]string{"amd64": "x86_64", "arm64": "aarch64"}

// linux builds a package of a kind, deb or rpm.
func (b *builder) linux(kind string, p program) ([]byte, error) {
	zsh := "share/zsh/site-functions"
	if kind == "deb" {
		zsh = "share/zsh/vendor-completions"
	}
	files, err := b.tree(p, "usr", zsh)
	if err != nil {
		return nil, err
	}
	if kind == "deb" {
		license, err := os.ReadFile(filepath.Join(b.root, "LICENSE"))
		if err != nil {
			return nil, err
		}
		files = b.debian(files, string(license))
	}
	dir := filepath.Join(b.temp, kind+"-"+p.arch)
	for _, f := range files {
		path := filepath.Join(dir, f.path)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return nil, err
		}
		if err := os.WriteFile(path, f.data, os.FileMode(f.mode)); err != nil {
			return nil, err
		}
	}
	config, out := filepath.Join(dir, "nfpm.yaml"), filepath.Join(dir, "hextet."+kind)
	if err := os.WriteFile(config, []byte(b.nfpmConfig(kind, p.arch, dir, files)), 0o644); err != nil {
		return nil, err
	}
	command := []string{"go", "run", nfpm}
	if path, err := exec.LookPath("nfpm"); err == nil {
		command = []string{path}
	}
	command = append(command, "pkg", "-f", config, "-p", kind, "-t", out)
	c := exec.Command(command[0], command[1:]...)
	c.Env = append(os.Environ(), "SOURCE_DATE_EPOCH="+strconv.FormatInt(b.date.Unix(), 10), "GOFLAGS=")
	if text, err := c.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("nfpm: %v\n%s", err, text)
	}
	return os.ReadFile(out)
}

// nfpmConfig returns the configuration of nfpm; the files are in dir.
func (b *builder) nfpmConfig(kind, arch, dir string, files []file) string {
	if arch == "arm" {
		arch = "arm7" // nfpm's name for GOARM=7
	}
	date := b.date.Format(time.RFC3339)
	var c strings.Builder
	fmt.Fprintf(&c, "name: hextet\narch: %s\nplatform: linux\nversion: %q\nversion_schema: none\nmtime: %s\n", arch, b.version, date)
	fmt.Fprintf(&c, "maintainer: %q\nhomepage: %s\nsection: net\npriority: optional\n", maintainer, homepage)
	fmt.Fprintf(&c, "description: |\n  %s\n", summary)
	if kind == "rpm" {
		c.WriteString("\n") // a separate paragraph
	}
	fmt.Fprintf(&c, "  %s\nrecommends: [bash-completion]\n", strings.Join(description, "\n  "))
	if kind == "rpm" {
		fmt.Fprintf(&c, "release: \"1\"\nlicense: MIT\nrpm:\n  summary: %q\n  group: Applications/Internet\n  buildhost: hextet\n", summary)
	}
	c.WriteString("contents:\n")
	for _, f := range sorted(files) {
		of := ""
		switch filepath.Base(f.path) {
		case "LICENSE", "NOTICES":
			of = "\n    type: license"
		case "README.md":
			of = "\n    type: doc"
		}
		if kind == "deb" {
			of = ""
		}
		fmt.Fprintf(&c, "  - src: %q\n    dst: /%s%s\n    file_info: {mode: 0%o, mtime: %s, owner: root, group: root}\n",
			filepath.Join(dir, f.path), f.path, of, f.mode, date)
	}
	return c.String()
}
