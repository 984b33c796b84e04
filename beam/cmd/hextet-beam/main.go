// Command hextet-beam runs hextet on Apache Beam: on this machine, or on Flink, Spark
// or Google Dataflow.
package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/runners"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/x/beamx"

	hextet "github.com/hextet/hextet/beam"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// The exit statuses, the same as those of hextet.
const (
	done    = 0
	no      = 1 // match: nothing matched
	trouble = 2 // a bad item, a usage error, a pipeline that failed
)

func run(args []string, stdout, stderr io.Writer) int {
	if isWorker(args) {
		// The runner started this as a worker: Beam takes over and never returns.
		flag.Parse()
		beam.Init()
		return trouble
	}
	fail := func(err error) int {
		fmt.Fprintf(stderr, "hextet-beam: %v\n", err)
		if errors.As(err, new(usageError)) {
			fmt.Fprintln(stderr, "Try 'hextet-beam help'.")
		}
		return trouble
	}
	j, err := parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		io.WriteString(stdout, help(j))
		return done
	case err != nil:
		return fail(err)
	}
	beam.Init()
	if !j.verbose {
		// Beam logs a failure four times before it returns it.
		slog.SetDefault(slog.New(slog.DiscardHandler))
	}
	status, err := j.run(context.Background(), stdout, stderr)
	if err != nil {
		return fail(err)
	}
	return status
}

// isWorker reports whether a runner started the program: its boot program passes flags,
// but no command.
func isWorker(args []string) bool {
	for _, a := range args {
		if !strings.HasPrefix(a, "-") {
			return false
		}
		if a == "--worker" || a == "--worker=true" || a == "-worker" || a == "-worker=true" {
			return true
		}
	}
	return false
}

// A usageError is an error in the command line.
type usageError struct{ error }

func usage(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// local reports whether the pipeline runs in this process.
func local() bool {
	switch *runners.Runner {
	case "", "prism", "PrismRunner":
		return flag.Lookup("endpoint").Value.String() == ""
	}
	return false
}

// run runs the pipeline.
func (j *job) run(ctx context.Context, stdout, stderr io.Writer) (status int, err error) {
	here := local()
	if err := j.check(ctx, here); err != nil {
		return 0, err
	}
	output, bad := j.output, j.bad
	if here {
		// Output for this terminal goes through files, so that it does not accumulate
		// in memory.
		temp, err := os.MkdirTemp("", "hextet-beam-")
		if err != nil {
			return 0, err
		}
		defer os.RemoveAll(temp)
		if output == "-" {
			output = filepath.Join(temp, "output")
		}
		if bad == "" {
			bad = filepath.Join(temp, "bad")
		}
	} else if bad == "" {
		bad = j.output + "-bad"
	}
	p, s := beam.NewPipelineWithRoot()
	j.build(s, output, bad)
	result, err := beamx.RunWithMetrics(ctx, p)
	if err != nil {
		return 0, shorten(err)
	}
	if here && j.output == "-" {
		if err := copyShards(stdout, output); err != nil {
			return 0, err
		}
	}
	counts := counters(result)
	if n := counts["bad_items"]; n > 0 {
		status = trouble
		switch {
		case !here || j.bad != "":
			fmt.Fprintf(stderr, "hextet-beam: %d bad items: see %s-*\n", n, bad)
		case !j.quiet:
			if err := complain(stderr, bad, n); err != nil {
				return 0, err
			}
		}
	}
	if _, ok := counts["items"]; ok && j.command.name == "match" && counts["matched"] == 0 && status == done {
		status = no
	}
	return status, nil
}

// counters returns the counters of the transforms by name, or nothing if the runner
// does not report them.
func counters(r beam.PipelineResult) map[string]int64 {
	all := make(map[string]int64)
	if r == nil {
		return all
	}
	for _, c := range r.Metrics().AllMetrics().Counters() {
		if c.Namespace() == "hextet" {
			all[c.Name()] += c.Result()
		}
	}
	return all
}

// copyShards copies the files of WriteLines, one after another.
func copyShards(w io.Writer, path string) error {
	names, err := filepath.Glob(path + "-*-of-*")
	if err != nil {
		return err
	}
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		_, err = io.Copy(w, f)
		f.Close()
		if err != nil {
			return err
		}
	}
	return nil
}

// flood is the maximum number of messages shown; the rest are only counted.
const flood = 1000

// complain writes the messages about bad items.
func complain(w io.Writer, path string, n int64) error {
	r, pw := io.Pipe()
	go func() { pw.CloseWithError(copyShards(pw, path)) }()
	defer r.Close()
	lines := bufio.NewReader(r)
	for shown := 0; shown < flood; shown++ {
		line, err := lines.ReadString('\n')
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintf(w, "hextet-beam: %s", line); err != nil {
			return err
		}
	}
	if n > flood {
		fmt.Fprintf(w, "hextet-beam: %d more bad items\n", n-flood)
	}
	return nil
}

// shorten returns the cause of a Beam error, which otherwise includes many lines about
// where it passed through.
func shorten(err error) error {
	text := err.Error()
	for _, before := range []string{"caused by:", "] failed:"} {
		if i := strings.LastIndex(text, before); i >= 0 {
			text = text[i+len(before):]
		}
	}
	return errors.New(strings.TrimSpace(text))
}

// build constructs the pipeline, with its output and bad items in files at these paths.
func (j *job) build(s beam.Scope, output, bad string) {
	lines := hextet.ReadFiles(s, j.inputs...)
	var records beam.PCollection
	var bads []beam.PCollection
	items := func(ranges bool) beam.PCollection {
		items, bad := hextet.ParseLines(s, lines, hextet.ParseOptions{InText: j.inText, Ranges: ranges, Family: j.family()})
		bads = append(bads, bad)
		return items
	}
	switch j.command.name {
	case "classify":
		records = hextet.ClassifiedRecords(s, hextet.Classify(s, items(false)), j.format)
	case "stats":
		records = hextet.StatsRecords(s, hextet.Stats(s, items(false), hextet.StatsOptions{Approximate: j.approximate}), j.format)
	case "count":
		counts := hextet.CountByPrefix(s, items(false), hextet.CountOptions{Length6: j.by, Length4: j.byIPv4, Distinct: j.distinct})
		records = hextet.CountRecords(s, counts, j.format)
	case "anonymize":
		var wrong beam.PCollection
		if j.inText {
			records, wrong = hextet.AnonymizeText(s, lines, j.anonymize)
		} else {
			records, wrong = hextet.Anonymize(s, items(false), j.anonymize)
			records = hextet.ItemRecords(s, records)
		}
		bads = append(bads, wrong)
	case "match":
		matches := hextet.MatchTable(s, items(true), hextet.ReadTables(s, j.tables...))
		if j.matched {
			matches = hextet.Matched(s, matches)
		}
		records = hextet.MatchRecords(s, matches, j.format)
	case "collapse":
		records = hextet.PrefixRecords(s, hextet.Collapse(s, items(true)), j.format)
	}
	hextet.WriteLines(s, output, records)
	form := hextet.BadRecords
	if local() && j.bad == "" {
		form = hextet.BadMessages
	}
	hextet.WriteLines(s, bad, form(s, beam.Flatten(s, bads...)))
}
