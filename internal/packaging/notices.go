package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/hextet/hextet/classify"
)

// A module is one that is linked into the program, as "go list -json" prints it.
type module struct {
	Path, Version, Dir string
	Main               bool
}

// data names the sources of the tables in the program.
var data = fmt.Sprintf(`Vendor names of MACs
  The public listings of the IEEE Registration Authority (MA-L, MA-M, MA-S and
  IAB, https://regauth.standards.ieee.org/), of %s, as Debian's package
  ieee-data has them.

Address registries
  IANA's registries (https://www.iana.org/protocols), of %s, which IANA
  publishes under CC0 1.0.
`, classify.VendorDate, classify.RegistryDate)

// notices returns the license texts of everything linked into the program for a system;
// those licenses require them to accompany a binary.
func (b *builder) notices(system, arch string) ([]byte, error) {
	c := exec.Command("go", "list", "-deps", "-json=Module", "./cmd/hextet")
	c.Dir = b.root
	c.Env = b.env(system, arch)
	out, err := c.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	modules := map[string]module{}
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p struct{ Module *module }
		if err := d.Decode(&p); err == io.EOF {
			break
		} else if err != nil {
			return nil, err
		}
		if p.Module != nil && !p.Module.Main {
			modules[p.Module.Path] = *p.Module
		}
	}
	goroot, err := exec.Command("go", "env", "GOROOT", "GOVERSION").Output()
	if err != nil {
		return nil, err
	}
	dir, version, _ := strings.Cut(strings.TrimSpace(string(goroot)), "\n")
	modules["Go and its standard library"] = module{Path: "Go and its standard library", Version: strings.TrimPrefix(version, "go"), Dir: dir}

	paths := make([]string, 0, len(modules))
	for path := range modules {
		paths = append(paths, path)
	}
	slices.Sort(paths)
	var text strings.Builder
	text.WriteString("hextet is under the license in the file LICENSE. Below are the notices of what is\nlinked into the program, and the sources of the data in it.\n\n")
	text.WriteString(data)
	for _, path := range paths {
		m := modules[path]
		license, err := licenses(m.Dir)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		rule := strings.Repeat("=", 80)
		fmt.Fprintf(&text, "\n%s\n%s %s\n%s\n\n%s", rule, m.Path, m.Version, rule, license)
	}
	return []byte(text.String()), nil
}

// licenses returns the license and notice texts of the module in dir.
func licenses(dir string) (string, error) {
	var text strings.Builder
	entries, err := os.ReadDir(dir) // sorted
	if err != nil {
		return "", err
	}
	for _, e := range entries {
		name, _, _ := strings.Cut(strings.ToUpper(e.Name()), ".")
		if e.IsDir() || !slices.Contains([]string{"LICENSE", "LICENCE", "COPYING", "NOTICE", "PATENTS"}, name) {
			continue
		}
		b, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			return "", err
		}
		if text.Len() > 0 {
			text.WriteString("\n")
		}
		text.WriteString(strings.TrimSpace(strings.ReplaceAll(string(b), "\r\n", "\n")) + "\n")
	}
	if text.Len() == 0 {
		return "", errors.New("no license in " + dir)
	}
	return text.String(), nil
}
