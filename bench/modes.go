package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// modesName is the comparison that is a table: commands by ways of reading and writing.
const modesName = "modes"

// modeLines is how many lines each cell of the table works on.
const modeLines = 600_000

// A mode is a way of reading or writing, for every command alike.
type mode struct {
	name  string
	flags string // {fields} is replaced by some fields of the command

	// dress writes a list of items in the form of the mode.
	dress func(w *bytes.Buffer, i int, item []byte)
}

func plainLine(w *bytes.Buffer, _ int, item []byte) { w.Write(item); w.WriteByte('\n') }

var modes = []mode{
	{"plain", "", plainLine},
	{"-k 4", "-k 4", func(w *bytes.Buffer, _ int, item []byte) {
		fmt.Fprintf(w, "Nov 28 04:00:00 %s GET /index.html HTTP/1.1 200 5123 - curl/8.5.0 (x86_64-linux)\n", item)
	}},
	{"-t", "-t", func(w *bytes.Buffer, _ int, item []byte) {
		fmt.Fprintf(w, "%s - - [28/Nov/2026:04:00:00 +0000] \"GET /index.html HTTP/1.1\" 200 5123\n", item)
	}},
	{"--csv", "--csv --header -k address", func(w *bytes.Buffer, i int, item []byte) {
		if i == 0 {
			w.WriteString("id,host,address,path,agent\n")
		}
		fmt.Fprintf(w, "%d,web-1,%s,\"/index.html?q=\"\"a\"\"\",\"Mozilla/5.0 (X11; Linux) Gecko\"\n", i, item)
	}},
	{"-j", "-j", plainLine},
	{"csv", "-o csv", plainLine},
	{"fields", "--fields {fields}", plainLine},
	{"-0", "-0", func(w *bytes.Buffer, _ int, item []byte) { w.Write(item); w.WriteByte(0) }},
	{"10% bad", "-q", func(w *bytes.Buffer, i int, item []byte) {
		if i%10 == 0 {
			w.WriteString("bad!")
		}
		plainLine(w, i, item)
	}},
}

// modeCommands are the rows: the command, its input set, and the fields to choose.
var modeCommands = []struct{ command, set, fields string }{
	{"expand", "mixed", "input,output"},
	{"compress", "mixed", "input,output"},
	{"convert --to int", "mixed", "input,output"},
	{"convert --to arpa", "mixed", "input,output"},
	{"eui64", "mac", "input,output"},
	{"eui64 --reverse -q", "mixed", "input,output"},
	{"embed nat64 --force", "ipv4", "input,output"},
	{"multicast solicited-node -q", "mixed", "input,output"},
	{"classify", "mixed", "type,scope"},
	{"extract", "mixed", "address,mechanism"},
	{"subnet match --prefix 2001:db8::/32", "mixed", "input,prefix"},
	{"subnet info", "mixed", "first,last"},
	{"subnet sort", "mixed", "input,output"},
	{"privacy identify --mac 00:00:5e:00:53:01 -q", "mixed", "system,mac"},
}

// table prints the processor time (user and system) a line of every command in every
// mode, as multiples of plain expand measured beside each.
func (b *bench) table() error {
	fmt.Printf("\n%s: processor time a line, as multiples of plain expand; %d lines\n\n", modesName, modeLines)
	fmt.Printf("| %-45s |", "command")
	for _, m := range modes {
		fmt.Printf(" %7s |", m.name)
	}
	fmt.Printf("\n|%s|%s\n", strings.Repeat("-", 47), strings.Repeat("--------:|", len(modes)))
	plain, err := b.dressed("mixed", 0)
	if err != nil {
		return err
	}
	for _, c := range modeCommands {
		fmt.Printf("| %-45s |", c.command)
		for i, m := range modes {
			path, err := b.dressed(c.set, i)
			if err != nil {
				return err
			}
			argv := strings.Fields(c.command + " " + strings.ReplaceAll(m.flags, "{fields}", c.fields))
			var base, cell time.Duration
			for run := range b.runs + 1 {
				x, err := b.cpu([]string{"expand"}, plain)
				if err != nil {
					return err
				}
				y, err := b.cpu(argv, path)
				if err != nil {
					return err
				}
				if run == 1 || run > 1 && x < base {
					base = x
				}
				if run == 1 || run > 1 && y < cell {
					cell = y
				}
			}
			fmt.Printf(" %7.2f |", float64(cell)/float64(base))
		}
		fmt.Println()
	}
	return nil
}

// cpu returns the processor time of hextet with argv on the file at path. Bad items
// and "none found" are part of some modes; anything else is an error.
func (b *bench) cpu(argv []string, path string) (time.Duration, error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	k := exec.Command(filepath.Join(b.dir, "hextet"), argv...)
	k.Stdin, k.Stdout = f, nil
	var errs bytes.Buffer
	k.Stderr = &errs
	if err := k.Run(); k.ProcessState == nil || errs.Len() > 0 {
		return 0, fmt.Errorf("hextet %s: %v\n%s", strings.Join(argv, " "), err, errs.Bytes())
	}
	return k.ProcessState.UserTime() + k.ProcessState.SystemTime(), nil
}

// dressed returns the path of an input set in the form of a mode, written if it does
// not exist.
func (b *bench) dressed(set string, m int) (string, error) {
	path := filepath.Join(b.dir, fmt.Sprintf("%s-%d-%d.mode%d", set, b.seed, modeLines, m))
	if _, err := os.Stat(path); err == nil {
		return path, nil
	}
	generate := exec.Command(filepath.Join(b.dir, "generate"), "-kind", set, "-n", fmt.Sprint(modeLines), "-seed", fmt.Sprint(b.seed))
	generate.Stderr = os.Stderr
	items, err := generate.Output()
	if err != nil {
		return "", err
	}
	var w bytes.Buffer
	i := 0
	for item := range bytes.Lines(items) {
		modes[m].dress(&w, i, bytes.TrimSuffix(item, []byte{'\n'}))
		i++
	}
	f, err := os.Create(path + ".part")
	if err != nil {
		return "", err
	}
	if _, err := io.Copy(f, &w); err != nil {
		f.Close()
		return "", err
	}
	if err := f.Close(); err != nil {
		return "", err
	}
	return path, os.Rename(path+".part", path)
}
