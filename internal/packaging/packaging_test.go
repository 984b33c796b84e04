package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

var (
	someFiles = []file{
		{"usr/share/doc/x/b", 0o644, []byte("b")},
		{"usr/bin/x", 0o755, []byte("program")},
		{"usr/share/doc/x/a", 0o644, nil},
	}
	someDate = time.Unix(1_700_000_000, 0).UTC()
)

func TestTarball(t *testing.T) {
	one, err := tarball(someFiles, someDate)
	if err != nil {
		t.Fatal(err)
	}
	reversed := slices.Clone(someFiles)
	slices.Reverse(reversed)
	if two, _ := tarball(reversed, someDate); !bytes.Equal(one, two) {
		t.Error("the order of the files shows")
	}
	z, err := gzip.NewReader(bytes.NewReader(one))
	if err != nil || z.Name != "" || !z.ModTime.IsZero() {
		t.Errorf("gzip: %v, name %q, time %v", err, z.Name, z.ModTime)
	}
	var names []string
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, h.Name)
		if !h.ModTime.Equal(someDate) || h.Uid != 0 || h.Gid != 0 || h.Uname != "root" {
			t.Errorf("%s: %+v", h.Name, h)
		}
		if exec := h.Mode&0o111 != 0; exec != (strings.HasSuffix(h.Name, "/") || h.Name == "usr/bin/x") {
			t.Errorf("%s: mode %o", h.Name, h.Mode)
		}
	}
	want := "usr/ usr/bin/ usr/bin/x usr/share/ usr/share/doc/ usr/share/doc/x/ usr/share/doc/x/a usr/share/doc/x/b"
	if got := strings.Join(names, " "); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestZip(t *testing.T) {
	b, err := zipped(someFiles, someDate)
	if err != nil {
		t.Fatal(err)
	}
	r, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil || len(r.File) != 3 || r.File[0].Name != "usr/bin/x" || !r.File[0].Modified.Equal(someDate) {
		t.Errorf("%v: %+v", err, r)
	}
}

func TestCopyright(t *testing.T) {
	got := copyright("MIT License\n\nCopyright (c) 2026 Somebody\n\nPermission\ngranted.\n\nAS IS\n")
	if !strings.Contains(got, "\nCopyright: 2026 Somebody\nLicense: Expat\n Permission\n granted.\n .\n AS IS\n") {
		t.Errorf("got %s", got)
	}
}

// TestNotices: the texts that Go's own license and those of the modules ask to be
// passed on are there, and the sources of the data.
func TestNotices(t *testing.T) {
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip("no go on this machine")
	}
	b := &builder{root: "../.."}
	for system, more := range map[string]string{"linux": "golang.org/x/sys v", "windows": "github.com/inconshreveable/mousetrap v"} {
		text, err := b.notices(system, "amd64")
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{
			"\nGo and its standard library 1.", "\ngithub.com/spf13/cobra v", "\ngithub.com/spf13/pflag v", "\ngithub.com/mattn/go-isatty v", "\n" + more,
			"IEEE Registration Authority", "CC0 1.0", "Apache License", "Redistribution and use in source and binary forms", "Permission is hereby granted, free of charge",
		} {
			if !strings.Contains(string(text), want) {
				t.Errorf("%s: no %q", system, want)
			}
		}
		for _, not := range []string{"go-internal", "jsonschema"} {
			if strings.Contains(string(text), not) {
				t.Errorf("%s: %s is for tests only", system, not)
			}
		}
	}
}

// TestNFPM: each package says where it is from, which files are what, and when.
func TestNFPM(t *testing.T) {
	b := &builder{version: "1.2.3", date: someDate}
	files := []file{{"usr/bin/hextet", 0o755, nil}, {"usr/share/doc/hextet/LICENSE", 0o644, nil}}
	if arm := b.nfpmConfig("deb", "arm", "/tmp/x", files); !strings.Contains(arm, "arch: arm7\n") {
		t.Errorf("armhf: %s", arm)
	}
	deb, rpm := b.nfpmConfig("deb", "arm64", "/tmp/x", files), b.nfpmConfig("rpm", "amd64", "/tmp/x", files)
	for _, want := range []string{
		"name: hextet\narch: arm64\n", `version: "1.2.3"`, "recommends: [bash-completion]", "description: |\n  " + summary + "\n  hextet ",
		"dst: /usr/bin/hextet\n    file_info: {mode: 0755, mtime: 2023-11-14T22:13:20Z, owner: root, group: root}",
	} {
		if !strings.Contains(deb, want) {
			t.Errorf("deb: no %q in\n%s", want, deb)
		}
	}
	for _, want := range []string{"arch: amd64", `release: "1"`, "dst: /usr/share/doc/hextet/LICENSE\n    type: license", summary + "\n\n  hextet "} {
		if !strings.Contains(rpm, want) {
			t.Errorf("rpm: no %q in\n%s", want, rpm)
		}
	}
	if strings.Contains(deb, "type: ") {
		t.Errorf("deb: types of files in\n%s", deb)
	}
}

// TestChannels: the files in the tree are what the generator writes for the release
// that they are of. UPDATE_SCRIPTS=1 rewrites them, as is needed when go.mod changes.
func TestChannels(t *testing.T) {
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip("no go on this machine")
	}
	b := &builder{root: "../.."}
	update := os.Getenv("UPDATE_SCRIPTS") == "1"
	r, err := inTree(b.root)
	if err != nil && !update {
		t.Fatal(err)
	}
	vendor, err := b.vendored()
	if err != nil {
		t.Fatal(err)
	}
	files, err := channels(r, vendor)
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range files {
		path := filepath.Join(b.root, path)
		if update {
			if err := os.WriteFile(path, want, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is stale (error %v): UPDATE_SCRIPTS=1 go test ./internal/packaging", path, err)
		}
	}
}

// TestRelease: the files of a release name its packages with their checksums, and
// what they say is read back.
func TestRelease(t *testing.T) {
	r := release{version: "1.2.3", sums: map[string]string{}}
	for i, name := range []string{"darwin-amd64.tar.gz", "darwin-arm64.tar.gz", "linux-amd64.tar.gz", "linux-arm64.tar.gz", "windows-amd64.zip", "windows-arm64.zip"} {
		r.sums["hextet-1.2.3-"+name] = strings.Repeat(strconv.Itoa(i), 64)
	}
	files, err := channels(r, "sha256-x")
	if err != nil {
		t.Fatal(err)
	}
	root := t.TempDir()
	for path, text := range files {
		path = filepath.Join(root, path)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := inTree(root)
	if err != nil || got.version != r.version || !maps.Equal(got.sums, r.sums) {
		t.Errorf("%+v, %v, want %+v", got, err, r)
	}
	if nix := string(files[nixPath]); !strings.Contains(nix, `version = "1.2.3";`) || !strings.Contains(nix, `vendorHash = "sha256-x";`) {
		t.Errorf("%s", nix)
	}
	for name := range r.sums {
		some := maps.Clone(r.sums)
		delete(some, name)
		if _, err := channels(release{r.version, some}, ""); err == nil {
			t.Errorf("no error without %s", name)
		}
	}
	for version, want := range map[string]bool{"1.2.3": true, "0.0.0+g0123456": false, "1.2.3+4.g0123456": false, "": false} {
		if isRelease(version) != want {
			t.Errorf("isRelease(%q) is %v", version, !want)
		}
	}
}

// TestNAR: the hash of a folder is the one that nix-hash --type sha256 prints.
func TestNAR(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("files have no modes on Windows")
	}
	dir := t.TempDir()
	for name, mode := range map[string]os.FileMode{"a": 0o644, "b": 0o755} {
		text := map[string]string{"a": "hextet\n", "b": "#!\n"}[name]
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), mode); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "c"), 0o755); err != nil {
		t.Fatal(err)
	}
	h := sha256.New()
	if err := hashNAR(h, dir); err != nil {
		t.Fatal(err)
	}
	const want = "2b978cd4b0a4b86efa84a47ff62e672830150f75b9eabd067b180fed039b6bf4"
	if got := fmt.Sprintf("%x", h.Sum(nil)); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
