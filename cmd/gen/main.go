// Command gen writes the files that are made from hextet's command tree.
//
//	go run ./cmd/gen -completions completions
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
	flag.Parse()
	if *scripts == "" {
		flag.Usage()
		os.Exit(2)
	}
	for shell, name := range completions.Files {
		var out bytes.Buffer
		s := cli.Streams{In: &out, Out: &out, Err: os.Stderr, Env: func(string) string { return "" }}
		if status := cmd.Main([]string{"completion", shell}, s); status != 0 {
			os.Exit(status)
		}
		if err := os.WriteFile(filepath.Join(*scripts, name), out.Bytes(), 0o644); err != nil {
			fmt.Fprintf(os.Stderr, "gen: %v\n", err)
			os.Exit(2)
		}
	}
}
