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

// nfpm writes .rpm packages. It has a hundred modules of its own and is in no
// go.mod; the version is one that the module proxy serves.
const nfpm = "github.com/goreleaser/nfpm/v2/cmd/nfpm@v2.43.4"

var rpmArch = map[string]string{"amd64": "x86_64", "arm64": "aarch64"}

// rpm is an RPM package.
func (b *builder) rpm(program []byte, arch string) ([]byte, error) {
	files, err := b.tree(program, "usr", "share/zsh/site-functions")
	if err != nil {
		return nil, err
	}
	dir := filepath.Join(b.temp, "rpm-"+arch)
	date := b.date.Format(time.RFC3339)
	var config strings.Builder
	fmt.Fprintf(&config, "name: hextet\narch: %s\nplatform: linux\nversion: %q\nversion_schema: none\nrelease: \"1\"\nmtime: %s\n", arch, b.version, date)
	fmt.Fprintf(&config, "maintainer: %q\nhomepage: %s\nlicense: MIT\nsection: net\n", maintainer, homepage)
	fmt.Fprintf(&config, "description: |\n  %s\n\n  %s\n", summary, strings.Join(description, "\n  "))
	fmt.Fprintf(&config, "recommends: [bash-completion]\nrpm:\n  summary: %q\n  group: Applications/Internet\n  buildhost: hextet\ncontents:\n", summary)
	for _, f := range sorted(files) {
		src := filepath.Join(dir, f.path)
		if err := os.MkdirAll(filepath.Dir(src), 0o755); err != nil {
			return nil, err
		}
		if err := os.WriteFile(src, f.data, os.FileMode(f.mode)); err != nil {
			return nil, err
		}
		kind := ""
		switch filepath.Base(f.path) {
		case "LICENSE":
			kind = "\n    type: license"
		case "README.md":
			kind = "\n    type: doc"
		}
		fmt.Fprintf(&config, "  - src: %s\n    dst: /%s%s\n    file_info: {mode: 0%o, mtime: %s, owner: root, group: root}\n", src, f.path, kind, f.mode, date)
	}
	yaml, out := filepath.Join(dir, "nfpm.yaml"), filepath.Join(dir, "hextet.rpm")
	if err := os.WriteFile(yaml, []byte(config.String()), 0o644); err != nil {
		return nil, err
	}
	command := []string{"go", "run", nfpm}
	if path, err := exec.LookPath("nfpm"); err == nil {
		command = []string{path}
	}
	argv := append(command, "pkg", "-f", yaml, "-p", "rpm", "-t", out)
	c := exec.Command(argv[0], argv[1:]...)
	c.Env = append(os.Environ(), "SOURCE_DATE_EPOCH="+strconv.FormatInt(b.date.Unix(), 10), "GOFLAGS=")
	if text, err := c.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("nfpm: %v\n%s", err, text)
	}
	return os.ReadFile(out)
}
