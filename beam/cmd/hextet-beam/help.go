package main

import (
	"flag"
	"fmt"
	"strings"

	"github.com/hextet/hextet/internal/style"
)

const helpWidth = 79

const intro = `Run hextet on Apache Beam: the same pipeline on this machine and on a cluster,
for more addresses than one machine can take.

Usage:
  hextet-beam COMMAND --input GLOB [flags]

Commands:
`

const outro = `
'hextet-beam help COMMAND' has the flags of a command, 'hextet-beam help flags'
all of Beam's.

A bad item does not stop the pipeline: it is reported with its place and the
reason. The exit status is 0 when all went well and 2 when there was a bad item or
the pipeline failed; 1 when match matched nothing. With --async, or a runner that
does not report counters, it says nothing about items.

Examples:
  hextet-beam count --by 48 --in-text --input 'logs/*.gz'
  hextet-beam classify --format jsonl --input addresses.txt --output classified
  hextet-beam count --by 48 --input 'gs://logs/*.gz' --output gs://results/networks \
    --runner flink --endpoint jobs.example:8099
`

const runnerHelp = `
Where it runs:
  --runner RUNNER         prism (this machine, the default), flink, spark,
                          dataflow or universal
  --endpoint HOST:PORT    the job service of flink, spark and universal
  --environment_type TYPE how workers run: docker, process, external or loopback
  --environment_config C  the image, or the program, of the workers
  --parallelism N         flink: how many workers at once

Of Beam's other flags see 'hextet-beam help flags'.
`

// help returns the help for the command of j, or for all commands.
func help(j *job) string {
	var b strings.Builder
	switch c := j.command; {
	case c == nil:
		b.WriteString(intro)
		for _, c := range commands {
			fmt.Fprintf(&b, "  %-10s %s\n", c.name, c.short)
		}
		b.WriteString(outro)
	case c.name == "flags":
		b.WriteString("Flags of Beam, for every command:\n")
		flag.VisitAll(func(f *flag.Flag) {
			if strings.HasPrefix(f.Name, "test.") {
				return
			}
			writeFlag(&b, flagLine{f.Name, "", f.Usage})
		})
	default:
		fmt.Fprintf(&b, "%s\n\nUsage:\n  hextet-beam %s --input GLOB [flags]\n\nFlags:\n", c.long, c.name)
		f := flagSet{set: flag.NewFlagSet("", flag.ContinueOnError)}
		(&job{command: c}).define(&f)
		for _, line := range f.lines {
			writeFlag(&b, line)
		}
		b.WriteString(runnerHelp)
	}
	return b.String()
}

func writeFlag(b *strings.Builder, line flagLine) {
	const column = 26
	head := "  --" + line.name
	if line.value != "" {
		head += " " + line.value
	}
	if len(head) > column-2 {
		b.WriteString(head + "\n")
		head = ""
	}
	for i, text := range style.Wrap(strings.Join(strings.Fields(line.doc), " "), helpWidth-column) {
		if i > 0 {
			head = ""
		}
		fmt.Fprintf(b, "%-*s%s\n", column, head, text)
	}
}
