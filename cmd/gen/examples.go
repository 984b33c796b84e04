package main

import (
	_ "embed"
	"fmt"
	"strings"
)

// examples.txt has every example of every command's help with what it prints,
// as a terminal shows them. A test of package cmd runs them and compares;
// UPDATE_SCRIPTS=1 writes the file anew. Three dots for output mean that it
// differs from run to run, or from machine to machine.
//
//go:embed examples.txt
var examplesText string

// readExamples returns what each example prints.
func readExamples() (map[string]string, error) {
	list, command := map[string]string{}, ""
	for line := range strings.Lines(examplesText) {
		if c, ok := strings.CutPrefix(line, "$ "); ok {
			command = strings.TrimSuffix(c, "\n")
			continue
		}
		if command == "" {
			return nil, fmt.Errorf("examples.txt: %q stands before any command", line)
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
