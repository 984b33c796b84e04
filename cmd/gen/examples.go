package main

import (
	_ "embed"
	"fmt"
	"strings"
)

// examples.txt contains every example in the help of every command, with its output as
// shown on a terminal. A test of package cmd runs and compares them; UPDATE_SCRIPTS=1
// rewrites the file. Three dots instead of output mean that it varies from run to run,
// or from machine to machine.
//
//go:embed examples.txt
var examplesText string

// readExamples returns the output of each example.
func readExamples() (map[string]string, error) {
	list, command := map[string]string{}, ""
	for line := range strings.Lines(examplesText) {
		if c, ok := strings.CutPrefix(line, "$ "); ok {
			command = strings.TrimSuffix(c, "\n")
			continue
		}
		if command == "" {
			return nil, fmt.Errorf("examples.txt: %q comes before any command", line)
		}
		list[command] += line
	}
	for c, out := range list {
		if out == "...\n" {
			delete(list, c)
		}
	}
	return list, nil
}
