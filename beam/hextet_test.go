package hextet_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/binary"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem/local"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/runners/prism"

	hextet "github.com/hextet/hextet/beam"
)

// command is the path of the program that the transforms are compared with.
var command string

func TestMain(m *testing.M) {
	flag.Parse()
	beam.Init()
	dir, err := os.MkdirTemp("", "hextet")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	command = filepath.Join(dir, "hextet")
	build := exec.Command("go", "build", "-o", command, "./cmd/hextet")
	build.Dir = ".."
	if out, err := build.CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "building hextet: %v\n%s", err, out)
		os.Exit(1)
	}
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

// collect is where tests find what a pipeline made. Prism runs in the process of the test.
var collected struct {
	sync.Mutex
	lines map[string][]string
}

type collectFn struct{ Name string }

func (fn *collectFn) ProcessElement(line string) {
	collected.Lock()
	defer collected.Unlock()
	if collected.lines == nil {
		collected.lines = make(map[string][]string)
	}
	collected.lines[fn.Name] = append(collected.lines[fn.Name], line)
}

func init() { register.DoFn1x0[string](&collectFn{}) }

// collect keeps the strings of col under the name of the test and another.
func collect(t testing.TB, s beam.Scope, name string, col beam.PCollection) {
	beam.ParDo0(s, &collectFn{t.Name() + "/" + name}, col)
}

// gathered returns what collect kept, sorted.
func gathered(t testing.TB, name string) []string {
	collected.Lock()
	defer collected.Unlock()
	return slices.Sorted(slices.Values(collected.lines[t.Name()+"/"+name]))
}

// run runs a pipeline on Prism.
func run(t testing.TB, build func(s beam.Scope)) beam.PipelineResult {
	t.Helper()
	p, s := beam.NewPipelineWithRoot()
	build(s)
	result, err := beam.Run(context.Background(), "prism", p)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// hextetLines returns the lines that the command writes, sorted.
func hextetLines(t testing.TB, args ...string) []string {
	t.Helper()
	c := exec.Command(command, args...)
	out, err := c.Output()
	if exit, ok := err.(*exec.ExitError); ok && exit.ExitCode() != 2 || err != nil && !ok {
		t.Fatalf("hextet %q: %v", args, err)
	}
	return slices.Sorted(strings.SplitSeq(strings.TrimSuffix(string(out), "\n"), "\n"))
}

// sample returns lines like those of a real list: every kind of address, repeated ones,
// other spellings, zones and lengths, comments, and one bad line in fifty.
func sample(seed uint64, n int) []string {
	r := rand.New(rand.NewPCG(seed, 0))
	list := make([]string, n)
	for i := range list {
		var a [16]byte
		binary.BigEndian.PutUint64(a[:], r.Uint64())
		binary.BigEndian.PutUint64(a[8:], r.Uint64())
		a[4], a[5], a[6] = 0, a[5]&7, 0
		switch r.IntN(12) {
		case 0:
			copy(a[:], "\x20\x01\x0d\xb8")
			clear(a[8:15])
		case 1:
			copy(a[:], "\xfe\x80\x00\x00\x00\x00\x00\x00")
			a[11], a[12] = 0xff, 0xfe
		case 2:
			copy(a[:], "\x20\x02")
		case 3:
			copy(a[:], "\xff\x02\x00\x00\x00\x00\x00\x00\x00\x00\x00")
		case 4:
			copy(a[:], "\x20\x01\x00\x00")
		case 5:
			copy(a[:], "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\xff\xff")
		case 6:
			copy(a[:], "\xfd\x00")
		case 7:
			copy(a[:], "\x00\x64\xff\x9b\x00\x00\x00\x00\x00\x00\x00\x00")
		default:
			copy(a[:], "\x26\x06\x47\x00")
		}
		ip := netip.AddrFrom16(a)
		text := ip.String()
		switch r.IntN(20) {
		case 0:
			text = ip.StringExpanded()
		case 1:
			text = strings.ToUpper(text)
		case 2:
			text += "/64"
		case 3:
			text = netip.PrefixFrom(ip, 32+r.IntN(33)).Masked().String()
		case 4:
			text = "  " + text + "\t# comment"
		case 5, 6, 7:
			text = netip.AddrFrom4([4]byte{192, byte(r.IntN(4)), a[14] & 15, a[15]}).String()
		case 8:
			text = netip.PrefixFrom(netip.AddrFrom4([4]byte(a[12:])), 8+r.IntN(17)).Masked().String()
		case 9:
			if ip.IsLinkLocalUnicast() {
				text += "%eth0"
			}
		case 10:
			if i > 0 {
				text = list[r.IntN(i)]
			}
		case 11:
			switch r.IntN(6) {
			case 0:
				text = ""
			case 1:
				text = "# " + text
			case 2:
				text += ":1:2:3:4:5:6:7"
			case 3:
				text = "2001:db8::g\x1b[1m"
			case 4:
				text = "host.example"
			}
		}
		list[i] = text
	}
	return list
}

// write writes lines to a file, gzipped where its name says so, and returns its path.
func write(t testing.TB, dir, name string, lines []string) string {
	t.Helper()
	text := []byte(strings.Join(lines, "\n") + "\n")
	if strings.HasSuffix(name, ".gz") {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		z.Write(text)
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		text = b.Bytes()
	}
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, text, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// An input is the same lines written in several ways.
type input struct {
	whole string // one file, for the command
	globs map[string][]string
}

// inputs writes lines as one file, as eight, and compressed.
func inputs(t testing.TB, lines []string) input {
	dir := t.TempDir()
	in := input{whole: write(t, dir, "all.txt", lines)}
	in.globs = map[string][]string{
		"one file":     {in.whole},
		"one gzipped":  {write(t, dir, "all.gz", lines)},
		"eight files":  {filepath.Join(dir, "part-*.txt")},
		"eight, mixed": {filepath.Join(dir, "mixed-[0-3].txt"), filepath.Join(dir, "mixed-?.log.gz")},
	}
	for i := range 8 {
		some := lines[i*len(lines)/8 : (i+1)*len(lines)/8]
		write(t, dir, fmt.Sprintf("part-%d.txt", i), some)
		if i < 4 {
			write(t, dir, fmt.Sprintf("mixed-%d.txt", i), some)
		} else {
			write(t, dir, fmt.Sprintf("mixed-%d.log.gz", i), some)
		}
	}
	return in
}

// same fails the test where two sorted lists differ.
func same(t testing.TB, what string, got, want []string) {
	t.Helper()
	if slices.Equal(got, want) {
		return
	}
	i := 0
	for i < len(got) && i < len(want) && got[i] == want[i] {
		i++
	}
	at := func(list []string) string {
		if i < len(list) {
			return list[i]
		}
		return "nothing"
	}
	t.Errorf("%s: %d records, the command has %d; number %d is\n%s\nand should be\n%s", what, len(got), len(want), i, at(got), at(want))
}

func TestCountByPrefix(t *testing.T) {
	in := inputs(t, sample(1, 8000))
	want := hextetLines(t, "stats", "-q", "--by", "48", "--by-ipv4", "24", "-j", "-f", in.whole)
	text := hextetLines(t, "stats", "-q", "--by", "48", "--by-ipv4", "24", "--fields", "prefix,count", "-f", in.whole)
	bad := hextetErrors(t, "stats", "-f", in.whole)
	if len(bad) < 10 {
		t.Fatalf("only %d bad lines in the sample", len(bad))
	}
	for name, globs := range in.globs {
		t.Run(name, func(t *testing.T) {
			o := hextet.CountOptions{Length6: 48, Length4: 24}
			result := run(t, func(s beam.Scope) {
				items, bad := hextet.ParseLines(s, hextet.ReadFiles(s, globs...), hextet.ParseOptions{})
				collect(t, s, "counts", hextet.CountRecords(s, hextet.CountByPrefix(s, items, o), hextet.Text))
				o.Distinct = true
				collect(t, s, "distinct", hextet.CountRecords(s, hextet.CountByPrefix(s, items, o), hextet.JSONL))
				collect(t, s, "bad", beam.ParDo(s, messageOf, bad))
			})
			same(t, "distinct", gathered(t, "distinct"), want)
			var counts []string
			for _, line := range gathered(t, "counts") {
				columns := strings.Split(line, "\t")
				counts = append(counts, columns[0]+"\t"+columns[1])
			}
			same(t, "counts", counts, text)
			same(t, "bad", gathered(t, "bad"), bad)
			if n := counter(result, "bad_items"); n != int64(len(bad)) {
				t.Errorf("the counter says %d bad items, not %d", n, len(bad))
			}
		})
	}
}

// messageOf is a message without the place.
func messageOf(b hextet.Bad) string {
	b.File = ""
	return b.String()
}

func init() { register.Function1x1(messageOf) }

// hextetErrors returns the messages of the command without their places, sorted.
func hextetErrors(t testing.TB, args ...string) []string {
	t.Helper()
	var errs strings.Builder
	c := exec.Command(command, args...)
	c.Stderr = &errs
	if err := c.Run(); c.ProcessState.ExitCode() != 2 {
		t.Fatalf("hextet %q: %v", args, err)
	}
	var list []string
	for line := range strings.Lines(errs.String()) {
		_, rest, _ := strings.Cut(strings.TrimPrefix(line, "hextet: "), ": ")
		list = append(list, strings.TrimSuffix(rest, "\n"))
	}
	slices.Sort(list)
	return list
}

func counter(r beam.PipelineResult, name string) (n int64) {
	for _, c := range r.Metrics().AllMetrics().Counters() {
		if c.Name() == name {
			n += c.Result()
		}
	}
	return n
}

func hextetStatus(t testing.TB, args ...string) int {
	t.Helper()
	c := exec.Command(command, args...)
	c.Run()
	return c.ProcessState.ExitCode()
}

// ungzipped returns the path of the text in a file.
func ungzipped(t testing.TB, path string) string {
	t.Helper()
	if !strings.HasSuffix(path, ".gz") {
		return path
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	plain := strings.TrimSuffix(path, ".gz") + ".plain"
	if err := os.WriteFile(plain, text, 0o644); err != nil {
		t.Fatal(err)
	}
	return plain
}
