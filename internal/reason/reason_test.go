package reason

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

func TestOf(t *testing.T) {
	dir := t.TempDir()
	_, err := os.Open(filepath.Join(dir, "nosuch"))
	if got := Of(err); !NoFile(err) || !errors.Is(got, fs.ErrNotExist) || got.Error() != err.(*fs.PathError).Err.Error() {
		t.Errorf("no file: %v", got)
	}
	if _, err := os.Open(filepath.Join(dir, "2001:db8::/32")); !NoFile(err) {
		t.Errorf("a prefix: %v", err)
	}
	f, err := os.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	_, err = f.Read(make([]byte, 1))
	if got := Of(err); NoFile(err) || got.Error() != "is a directory" {
		t.Errorf("a folder: %v", got)
	}
	err = os.Rename(filepath.Join(dir, "nosuch"), filepath.Join(dir, "x"))
	if got := Of(err); got.Error() != err.(*os.LinkError).Err.Error() {
		t.Errorf("rename: %v", got)
	}
	if Of(io.EOF) != io.EOF || Of(nil) != nil || NoFile(io.EOF) {
		t.Error("other errors are changed")
	}
}
