// Command gen writes the files that are generated from hextet's command tree.
//
//	go run ./cmd/gen -completions completions
//	SOURCE_DATE_EPOCH=0 go run ./cmd/gen -man man -version 1.0
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"github.com/hextet/hextet/cmd"
	"github.com/hextet/hextet/completions"
	"github.com/hextet/hextet/internal/cli"
)

func main() {
	scripts := flag.String("completions", "", "write the completion scripts into this `directory`")
	man := flag.String("man", "", "write the manual pages into this `directory`")
	version := flag.String("version", "", "the `version` that the manual pages name")
	flag.Parse()
	if *scripts == "" && *man == "" {
		flag.Usage()
		os.Exit(2)
	}
	var err error
	if *scripts != "" {
		err = writeScripts(*scripts)
	}
	if *man != "" && err == nil {
		err = writeMan(*man, *version)
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "gen: %v\n", err)
		os.Exit(2)
	}
}

// writeScripts writes the completion script of every shell into dir.
func writeScripts(dir string) error {
	for _, f := range completions.Files {
		shell, name := f.Shell, f.Name
		var out bytes.Buffer
		s := cli.Streams{In: &out, Out: &out, Err: os.Stderr, Env: func(string) string { return "" }}
		if status := cmd.Main([]string{"completion", shell}, s); status != 0 {
			return fmt.Errorf("completion %s: exit status %d", shell, status)
		}
		if err := os.WriteFile(filepath.Join(dir, name), out.Bytes(), 0o644); err != nil {
			return err
		}
	}
	return nil
}
