package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"io"
	"slices"
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
	one, err := tarball(someFiles, someDate, "./")
	if err != nil {
		t.Fatal(err)
	}
	reversed := slices.Clone(someFiles)
	slices.Reverse(reversed)
	if two, _ := tarball(reversed, someDate, "./"); !bytes.Equal(one, two) {
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
		if exec := h.Mode&0o111 != 0; exec != (strings.HasSuffix(h.Name, "/") || h.Name == "./usr/bin/x") {
			t.Errorf("%s: mode %o", h.Name, h.Mode)
		}
	}
	want := "./usr/ ./usr/bin/ ./usr/bin/x ./usr/share/ ./usr/share/doc/ ./usr/share/doc/x/ ./usr/share/doc/x/a ./usr/share/doc/x/b"
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
