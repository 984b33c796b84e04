// Command probe finds out whether the tests can run on a platform: it removes a folder
// that contains a file, and starts itself, as the tests start hextet.
package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
)

func main() {
	if len(os.Args) > 1 {
		return // started by itself
	}
	if err := probe(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	fmt.Println(runtime.GOOS + "/" + runtime.GOARCH)
}

func probe() error {
	dir, err := os.MkdirTemp("", "probe")
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "file"), nil, 0o600); err != nil {
		return err
	}
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	return exec.Command(self, "again").Run()
}
