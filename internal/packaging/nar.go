package main

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"hash"
	"io"
	"os"
	"os/exec"
	"path/filepath"
)

// vendored returns the hash of the dependencies in the form Nix compares: that of the
// output of "go mod vendor".
func (b *builder) vendored() (string, error) {
	dir, err := os.MkdirTemp("", "hextet-vendor")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(dir)
	dir = filepath.Join(dir, "vendor")
	c := exec.Command("go", "mod", "vendor", "-o", dir)
	c.Dir = b.root
	c.Env = append(os.Environ(), "GOFLAGS=")
	if out, err := c.CombinedOutput(); err != nil {
		return "", fmt.Errorf("go mod vendor: %v\n%s", err, out)
	}
	h := sha256.New()
	if err := hashNAR(h, dir); err != nil {
		return "", err
	}
	return "sha256-" + base64.StdEncoding.EncodeToString(h.Sum(nil)), nil
}

// hashNAR writes the contents of a folder to a hash, in the format that Nix hashes
// (NAR): sorted by name, without times, and with only the executable bit of the mode.
func hashNAR(h hash.Hash, dir string) error {
	writeNAR(h, "nix-archive-1")
	return archive(h, dir)
}

// archive writes the file or folder at path, without the magic number.
func archive(w io.Writer, path string) error {
	st, err := os.Stat(path)
	if err != nil {
		return err
	}
	if !st.IsDir() {
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		writeNAR(w, "(", "type", "regular")
		if st.Mode()&0o100 != 0 {
			writeNAR(w, "executable", "")
		}
		writeNAR(w, "contents", string(text), ")")
		return nil
	}
	writeNAR(w, "(", "type", "directory")
	entries, err := os.ReadDir(path) // sorted
	if err != nil {
		return err
	}
	for _, e := range entries {
		writeNAR(w, "entry", "(", "name", e.Name(), "node")
		if err := archive(w, filepath.Join(path, e.Name())); err != nil {
			return err
		}
		writeNAR(w, ")")
	}
	writeNAR(w, ")")
	return nil
}

// writeNAR writes strings: the length in eight bytes, then the string padded with zeros
// to a multiple of eight.
func writeNAR(w io.Writer, texts ...string) {
	for _, s := range texts {
		b := binary.LittleEndian.AppendUint64(nil, uint64(len(s)))
		b = append(b, s...)
		b = append(b, make([]byte, -len(s)&7)...)
		w.Write(b)
	}
}
