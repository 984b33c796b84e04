// Command bench times hextet side by side with what one would use instead.
//
//	go run ./bench                 every comparison
//	go run ./bench expand startup  some of them
//
// It builds hextet and the rivals kept beside it, writes the seeded input sets
// into bench/data, and runs the contenders of a comparison in turn, A B C A B C
// …, so that changes of the machine's speed affect all of them alike. The table has the
// median, the rate, the ratio to hextet and the peak memory of each. Contenders
// whose program is not installed are left out; slow ones get a part of the
// input, which the table shows.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A contender is one command of a comparison.
type contender struct {
	name  string
	argv  []string // {bin} is where the programs were built
	env   []string
	input string // name of the input set; "" for none
	share int    // the contender gets 1/share of the input; 0 for all
	lines int    // lines written, where there is no input to count
	pipe  bool   // its output is read: GNU grep stops at once where it goes to /dev/null
}

func main() {
	n := flag.Int("n", 10_000_000, "lines of the input sets")
	runs := flag.Int("runs", 5, "counted runs of each contender, after one that is not counted; 40 times as many of what takes a moment")
	seed := flag.Int("seed", 1, "seed of the input sets")
	dir := flag.String("data", "bench/data", "directory for programs and input sets")
	list := flag.Bool("list", false, "list the comparisons and end")
	flag.Parse()
	if *list {
		for _, c := range comparisons {
			fmt.Printf("%-12s %s\n", c.name, c.what)
		}
		fmt.Printf("%-12s %s\n", modesName, "processor time of every command in every way of reading and writing")
		return
	}
	b := &bench{n: *n, runs: *runs, seed: *seed, dir: *dir}
	if err := b.all(flag.Args()); err != nil {
		fmt.Fprintf(os.Stderr, "bench: %v\n", err)
		os.Exit(2)
	}
}

type bench struct {
	n, runs, seed int
	dir           string
}

func (b *bench) all(names []string) error {
	if err := os.MkdirAll(b.dir, 0o755); err != nil {
		return err
	}
	for program, source := range programs {
		if program == beamProgram && len(names) > 0 && !slices.Contains(names, beamName) {
			continue
		}
		out, err := filepath.Abs(filepath.Join(b.dir, program))
		if err != nil {
			return err
		}
		build := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", out, ".")
		build.Env = append(os.Environ(), "CGO_ENABLED=0")
		if program == beamProgram {
			// As its tests build it: with other flags all of Beam is built once more.
			build = exec.Command("go", "build", "-o", out, ".")
		}
		build.Dir = source // some rivals are separate modules, with their own dependencies
		if out, err := build.CombinedOutput(); err != nil {
			return fmt.Errorf("building %s: %v\n%s", source, err, out)
		}
	}
	known := func(name string) bool {
		return name == modesName || slices.ContainsFunc(comparisons, func(c comparison) bool { return c.name == name })
	}
	for _, name := range names {
		if !known(name) {
			return fmt.Errorf("no comparison %q; -list names them", name)
		}
	}
	for _, c := range comparisons {
		if len(names) > 0 && !slices.Contains(names, c.name) {
			continue
		}
		if err := b.compare(c); err != nil {
			return fmt.Errorf("%s: %v", c.name, err)
		}
	}
	if len(names) > 0 && !slices.Contains(names, modesName) {
		return nil
	}
	return b.table()
}

// A result has what was measured of a contender.
type result struct {
	contender
	lines   int
	seconds []float64
	peak    int64 // bytes
}

func (r *result) median() float64 {
	s := slices.Sorted(slices.Values(r.seconds))
	return s[len(s)/2]
}

func (b *bench) compare(c comparison) error {
	var results []*result
	for _, k := range c.contenders {
		k.argv = slices.Clone(k.argv)
		for i := range k.argv {
			k.argv[i] = strings.ReplaceAll(k.argv[i], "{bin}", b.dir)
			if set, ok := strings.CutPrefix(k.argv[i], "{set}"); ok {
				path, _, err := b.set(set, 1)
				if err != nil {
					return err
				}
				k.argv[i] = path
			}
		}
		if _, err := exec.LookPath(k.argv[0]); err != nil {
			continue
		}
		results = append(results, &result{contender: k, lines: k.lines})
	}
	runs := b.runs
	if c.contenders[0].input == "" && c.contenders[0].lines == 0 {
		runs *= 40 // of a millisecond or two each
	}
	for run := range runs + 1 {
		for _, r := range results {
			var in io.Reader
			if r.input != "" {
				path, lines, err := b.set(r.input, max(r.share, 1))
				if err != nil {
					return err
				}
				f, err := os.Open(path)
				if err != nil {
					return err
				}
				defer f.Close()
				in, r.lines = f, lines
			}
			k := exec.Command(r.argv[0], r.argv[1:]...)
			k.Env = append(os.Environ(), r.env...)
			k.Stdin = in
			var errs bytes.Buffer
			k.Stderr = &errs
			if r.pipe {
				k.Stdout = struct{ io.Writer }{io.Discard} // through a pipe
			}
			start := time.Now()
			err := k.Run()
			seconds := time.Since(start).Seconds()
			if err != nil {
				return fmt.Errorf("%s: %v\n%s", r.name, err, errs.Bytes())
			}
			if run > 0 {
				r.seconds = append(r.seconds, seconds)
			}
			r.peak = max(r.peak, peakMemory(k.ProcessState))
		}
	}
	b.print(c, results)
	return nil
}

func (b *bench) print(c comparison, results []*result) {
	fmt.Printf("\n%s: %s\n\n", c.name, c.what)
	fmt.Printf("| %-34s | %10s | %9s | %8s | %9s | %9s |\n", "command", "lines", "seconds", "M lines/s", "× hextet", "peak MB")
	fmt.Printf("| %s | %s: | %s: | %s: | %s: | %s: |\n", strings.Repeat("-", 34), strings.Repeat("-", 9), strings.Repeat("-", 8), strings.Repeat("-", 8), strings.Repeat("-", 8), strings.Repeat("-", 8))
	var first float64 // seconds a line, or a run, of the first contender
	for _, r := range results {
		m := r.median()
		each, rate := m, ""
		if r.lines > 0 {
			each = m / float64(r.lines)
			rate = fmt.Sprintf("%.2f", float64(r.lines)/m/1e6)
		}
		if first == 0 {
			first = each
		}
		fmt.Printf("| %-34s | %10d | %9.4f | %9s | %9.2f | %9.1f |\n", r.name, r.lines, m, rate, each/first, float64(r.peak)/1e6)
	}
}

// set returns the path and the number of lines of the first 1/share of an
// input set, writing it if it does not exist. mixed@1000 is the first 1000 lines of the set
// mixed.
func (b *bench) set(kind string, share int) (path string, lines int, err error) {
	lines = b.n / share
	kind, size, sized := strings.Cut(kind, "@")
	if sized {
		if lines, err = strconv.Atoi(size); err != nil {
			return "", 0, err
		}
	} else if size, ok := fixedSizes[kind]; ok {
		lines = size / share
	}
	path = filepath.Join(b.dir, fmt.Sprintf("%s-%d-%d.txt", kind, b.seed, lines))
	if _, err := os.Stat(path); err == nil {
		return path, lines, nil
	}
	f, err := os.Create(path + ".part")
	if err != nil {
		return "", 0, err
	}
	defer f.Close()
	g := exec.Command(filepath.Join(b.dir, "generate"), "-kind", kind, "-n", fmt.Sprint(lines), "-seed", fmt.Sprint(b.seed))
	g.Stdout, g.Stderr = f, os.Stderr
	if err := g.Run(); err != nil {
		return "", 0, err
	}
	return path, lines, os.Rename(path+".part", path)
}
