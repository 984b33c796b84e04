package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"cmp"
	"compress/gzip"
	"path"
	"slices"
	"strings"
	"time"
)

// compressed returns data as gzip -9n writes it: without name and time.
func compressed(data []byte) []byte {
	var b bytes.Buffer
	w, _ := gzip.NewWriterLevel(&b, gzip.BestCompression) // the level is valid
	w.Write(data)                                         // a Buffer never fails
	w.Close()
	return b.Bytes()
}

// tarball returns a tar archive of files, owned by root and sorted, each folder before
// its contents. All times are date.
func tarball(files []file, date time.Time) ([]byte, error) {
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, f := range withFolders(files) {
		h := &tar.Header{
			Name: f.path, Mode: f.mode, Size: int64(len(f.data)), ModTime: date,
			Uname: "root", Gname: "root", Format: tar.FormatGNU, Typeflag: tar.TypeReg,
		}
		if strings.HasSuffix(f.path, "/") {
			h.Typeflag = tar.TypeDir
		}
		if err := w.WriteHeader(h); err != nil {
			return nil, err
		}
		if _, err := w.Write(f.data); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return compressed(b.Bytes()), nil
}

func zipped(files []file, date time.Time) ([]byte, error) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range sorted(files) {
		h := &zip.FileHeader{Name: f.path, Method: zip.Deflate, Modified: date}
		h.SetMode(0o644)
		if f.mode&0o111 != 0 {
			h.SetMode(0o755)
		}
		e, err := w.CreateHeader(h)
		if err != nil {
			return nil, err
		}
		if _, err := e.Write(f.data); err != nil {
			return nil, err
		}
	}
	err := w.Close()
	return b.Bytes(), err
}

func sorted(files []file) []file {
	return slices.SortedFunc(slices.Values(files), func(a, b file) int { return cmp.Compare(a.path, b.path) })
}

// withFolders adds the folders that contain the files.
func withFolders(files []file) []file {
	folders := map[string]bool{}
	all := slices.Clone(files)
	for _, f := range files {
		for d := path.Dir(f.path); d != "." && d != "/" && !folders[d]; d = path.Dir(d) {
			folders[d] = true
			all = append(all, file{d + "/", 0o755, nil})
		}
	}
	return sorted(all)
}
