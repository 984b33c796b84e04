package hextet_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"

	hextet "github.com/hextet/hextet/beam"
)

// compare runs a pipeline on every way of writing some lines, and compares what it
// gives with what the command does.
func compare(t *testing.T, lines []string, build func(s beam.Scope, blocks beam.PCollection) (records, bad beam.PCollection), args ...string) {
	t.Helper()
	in := inputs(t, lines)
	want := hextetLines(t, append(args, "-q", "-f", in.whole)...)
	var bad []string
	if hextetStatus(t, append(args, "-q", "-f", in.whole)...) == 2 {
		bad = hextetErrors(t, append(args, "-f", in.whole)...)
	}
	for name, globs := range in.globs {
		t.Run(name, func(t *testing.T) {
			run(t, func(s beam.Scope) {
				records, bads := build(s, hextet.ReadFiles(s, globs...))
				collect(t, s, "records", records)
				collect(t, s, "bad", beam.ParDo(s, messageOf, bads))
			})
			same(t, "records", gathered(t, "records"), want)
			same(t, "bad", gathered(t, "bad"), bad)
		})
	}
}

// logs are lines of text with addresses in them.
func logs(seed uint64, n int) []string {
	list := sample(seed, n)
	for i, item := range list {
		item = strings.TrimSpace(strings.NewReplacer("#", "", "comment", "").Replace(item))
		switch i % 5 {
		case 0:
			item = item + ` - - "GET / HTTP/1.1" 200`
		case 1:
			item = "connect from [" + item + "]:443, answered by " + list[0]
		case 2:
			item = "nothing here: 12:30:59, 1.2.3"
		case 3:
			item = "src=" + item + " dst=" + item
		}
		list[i] = item
	}
	return list
}

func TestClassify(t *testing.T) {
	for _, format := range []hextet.Format{hextet.Text, hextet.JSONL} {
		t.Run(string(format), func(t *testing.T) {
			compare(t, sample(2, 3000), func(s beam.Scope, blocks beam.PCollection) (records, bad beam.PCollection) {
				items, bad := hextet.ParseLines(s, blocks, hextet.ParseOptions{})
				// Other workers classify anew: the reshuffle encodes and decodes.
				return hextet.ClassifiedRecords(s, beam.Reshuffle(s, hextet.Classify(s, items)), format), bad
			}, "classify", "-o", string(format))
		})
	}
}

func TestClassifyInText(t *testing.T) {
	lines := logs(3, 2000)
	in := inputs(t, lines)
	for name, globs := range in.globs {
		t.Run(name, func(t *testing.T) {
			args := []string{"classify", "-t", "-j"}
			for _, glob := range globs {
				names, _ := filepath.Glob(glob)
				for _, name := range names {
					args = append(args, "-f", ungzipped(t, name))
				}
			}
			run(t, func(s beam.Scope) {
				items, bad := hextet.ParseLines(s, hextet.ReadFiles(s, globs...), hextet.ParseOptions{InText: true})
				collect(t, s, "records", hextet.ClassifiedRecords(s, hextet.Classify(s, beam.Reshuffle(s, items)), hextet.JSONL))
				collect(t, s, "bad", hextet.BadRecords(s, bad))
			})
			same(t, "records", gathered(t, "records"), hextetLines(t, args...))
			same(t, "bad", gathered(t, "bad"), nil)
		})
	}
}

func TestStats(t *testing.T) {
	compare(t, sample(4, 5000), func(s beam.Scope, blocks beam.PCollection) (records, bad beam.PCollection) {
		items, bad := hextet.ParseLines(s, blocks, hextet.ParseOptions{})
		return hextet.StatsRecords(s, hextet.Stats(s, items, hextet.StatsOptions{}), hextet.JSONL), bad
	}, "stats", "-j")
	// The picture is one element of many lines.
	in := inputs(t, sample(5, 500))
	run(t, func(s beam.Scope) {
		items, _ := hextet.ParseLines(s, hextet.ReadFiles(s, in.whole), hextet.ParseOptions{Family: 6})
		collect(t, s, "picture", hextet.StatsRecords(s, hextet.Stats(s, items, hextet.StatsOptions{}), hextet.Text))
		none, _ := hextet.ParseLines(s, beam.Create(s, "# nothing"), hextet.ParseOptions{})
		collect(t, s, "nothing", hextet.StatsRecords(s, hextet.Stats(s, none, hextet.StatsOptions{Approximate: true}), hextet.JSONL))
	})
	if got := gathered(t, "picture"); len(got) != 1 || !strings.Contains(got[0], "addresses") {
		t.Errorf("the picture is %q", got)
	}
	if got := gathered(t, "nothing"); len(got) != 1 || !strings.HasPrefix(got[0], `{"total":0,"distinct":0`) {
		t.Errorf("statistics of nothing are %q", got)
	}
}

func TestMatchTable(t *testing.T) {
	dir := t.TempDir()
	list := write(t, dir, "list.txt", []string{
		"2000::/3 unicast", "2001:db8::/32 documentation, and more", "2606:4700::/32 cdn", "192.0.0.0/22 some",
		"192.0.2.0-192.0.2.99 range", "fe80::/10", "2001:db8::/33 again", "2606:4700::/32 the last row counts",
	})
	csv := write(t, dir, "csv.csv.gz", []string{"network,label,prefix,asn", "2002::/16,6to4,\"a \"\"quoted\"\" one\",64496", "192.0.3.0/24,three,,64497"})
	for _, test := range []struct {
		name   string
		format hextet.Format
		tables []string
	}{{"list", hextet.Text, []string{list}}, {"csv", hextet.JSONL, []string{csv}}, {"both", hextet.JSONL, []string{csv, list}}} {
		t.Run(test.name, func(t *testing.T) {
			args := []string{"subnet", "match", "-o", string(test.format)}
			for _, table := range test.tables {
				args = append(args, "--table", ungzipped(t, table))
			}
			compare(t, sample(6, 2000), func(s beam.Scope, blocks beam.PCollection) (records, bad beam.PCollection) {
				items, bad := hextet.ParseLines(s, blocks, hextet.ParseOptions{Ranges: true})
				matches := beam.Reshuffle(s, hextet.MatchTable(s, items, hextet.ReadTables(s, test.tables...)))
				return hextet.MatchRecords(s, matches, test.format), bad
			}, args...)
		})
	}
}

func TestCollapse(t *testing.T) {
	lines := sample(7, 4000)
	for i := range lines {
		if i%40 == 0 {
			lines[i] = fmt.Sprintf("2001:db8:%x::-2001:db8:%x::%x", i, i+3, i)
		}
		if i%41 == 0 {
			lines[i] = fmt.Sprintf("10.%d.0.0/255.255.0.0", i%256)
		}
	}
	for _, format := range []hextet.Format{hextet.Text, hextet.JSONL} {
		t.Run(string(format), func(t *testing.T) {
			compare(t, lines, func(s beam.Scope, blocks beam.PCollection) (records, bad beam.PCollection) {
				items, bad := hextet.ParseLines(s, blocks, hextet.ParseOptions{Ranges: true})
				return hextet.PrefixRecords(s, hextet.Collapse(s, items), format), bad
			}, "subnet", "collapse", "-o", string(format), "--fields", "prefix")
		})
	}
}

const testKey = "2b7e151628aed2a6abf7158809cf4f3ca9f5ba40db214c3798f2e1c23456789a"

func TestAnonymize(t *testing.T) {
	dir := t.TempDir()
	key := write(t, dir, "key", []string{testKey})
	short := write(t, dir, "short", []string{testKey[:32]})
	t.Setenv("HEXTET_BEAM_TEST_KEY", testKey)
	for _, test := range []struct {
		name  string
		o     hextet.AnonymizeOptions
		flags []string
	}{
		{"truncate", hextet.AnonymizeOptions{}, nil},
		{"lengths", hextet.AnonymizeOptions{KeepV6: 32, KeepV4: -1, Keep: "none"}, []string{"--keep-v6", "32", "--keep-v4", "0", "--keep", "none"}},
		{"pfx", hextet.AnonymizeOptions{Method: "ipcrypt-pfx", Key: hextet.KeySource{File: key}}, []string{"--method", "ipcrypt-pfx", "--secret-file", key}},
		{"cryptopan", hextet.AnonymizeOptions{Method: "cryptopan", Collisions: "pin", Key: hextet.KeySource{Env: "HEXTET_BEAM_TEST_KEY"}}, []string{"--method", "cryptopan", "--collisions", "pin", "--secret", testKey}},
		{"deterministic", hextet.AnonymizeOptions{Method: "ipcrypt-deterministic", Key: hextet.KeySource{File: short}}, []string{"--method", "ipcrypt-deterministic", "--secret-file", short}},
		{"reverse", hextet.AnonymizeOptions{Method: "ipcrypt-pfx", Reverse: true, Key: hextet.KeySource{File: key}}, []string{"--method", "ipcrypt-pfx", "--reverse", "--secret-file", key}},
	} {
		os.Chmod(key, 0o600)
		os.Chmod(short, 0o600)
		t.Run(test.name, func(t *testing.T) {
			compare(t, sample(8, 1500), func(s beam.Scope, blocks beam.PCollection) (records, bad beam.PCollection) {
				items, bad := hextet.ParseLines(s, blocks, hextet.ParseOptions{})
				items, wrong := hextet.Anonymize(s, items, test.o)
				return hextet.ItemRecords(s, items), beam.Flatten(s, bad, wrong)
			}, append([]string{"privacy", "anonymize"}, test.flags...)...)
		})
		t.Run(test.name+" in text", func(t *testing.T) {
			out := filepath.Join(t.TempDir(), "out")
			in := inputs(t, logs(9, 1500))
			for name, globs := range in.globs {
				run(t, func(s beam.Scope) {
					text, _ := hextet.AnonymizeText(s, hextet.ReadFiles(s, globs...), test.o)
					hextet.WriteLines(s, out, text)
				})
				same(t, name, written(t, out), hextetLines(t, append([]string{"privacy", "anonymize", "-q", "-t", "-f", in.whole}, test.flags...)...))
			}
		})
	}
}

// TestAnonymizeTextDropsLines: what cannot be encrypted is in no output, and is reported.
func TestAnonymizeTextDropsLines(t *testing.T) {
	dir := t.TempDir()
	key, out := write(t, dir, "key", []string{testKey[:32]}), filepath.Join(dir, "out")
	os.Chmod(key, 0o600)
	o := hextet.AnonymizeOptions{Method: "ipcrypt-deterministic", Key: hextet.KeySource{File: key}}
	run(t, func(s beam.Scope) {
		lines := beam.Create(s, "one\n::1 10.0.0.0/8 ::2 fc00::/7 ::3\ntwo", "three\n::1 fc00::/8", "fc00::/9 alone", "no address")
		text, bad := hextet.AnonymizeText(s, lines, o)
		hextet.WriteLines(s, out, text)
		collect(t, s, "bad", beam.ParDo(s, badText, bad))
	})
	same(t, "kept", written(t, out), []string{"no address", "one", "three", "two"})
	same(t, "bad", gathered(t, "bad"), []string{"10.0.0.0/8", "fc00::/7", "fc00::/8", "fc00::/9"})
}

func badText(b hextet.Bad) string { return b.Text }

func init() { register.Function1x1(badText) }

// TestKeysStaySecret: neither the pipeline nor an error has any of a key.
func TestKeysStaySecret(t *testing.T) {
	t.Setenv("HEXTET_BEAM_TEST_KEY", testKey)
	o := hextet.AnonymizeOptions{Method: "ipcrypt-pfx", Key: hextet.KeySource{Env: "HEXTET_BEAM_TEST_KEY"}}
	ctx := context.Background()
	by, err := o.Pseudonymizer(ctx)
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	p, s := beam.NewPipelineWithRoot()
	items, _ := hextet.ParseLines(s, beam.Create(s, "2001:db8::1"), hextet.ParseOptions{})
	hextet.Anonymize(s, items, o)
	edges, _, err := p.Build()
	if err != nil {
		t.Fatal(err)
	}
	said := []string{string(text), p.String(), fmt.Sprintf("%v %+v %#v", edges, o, by)}
	for _, bad := range []hextet.AnonymizeOptions{
		{Method: "ipcrypt-pfx", Key: hextet.KeySource{File: testKey}},
		{Method: "ipcrypt-pfx", Key: hextet.KeySource{Env: testKey}},
		{Method: "ipcrypt-pfx", Key: hextet.KeySource{File: "/nowhere/" + testKey}},
		{Method: "ipcrypt-deterministic", Key: hextet.KeySource{Env: "HEXTET_BEAM_TEST_KEY"}},
		{Method: "truncate", Key: hextet.KeySource{Env: "HEXTET_BEAM_TEST_KEY"}},
	} {
		_, e := bad.Pseudonymizer(ctx)
		c := bad.Check()
		if e == nil && c == nil {
			t.Errorf("%s with that key is no error", bad.Method)
		}
		said = append(said, fmt.Sprint(e, c))
	}
	for _, text := range said {
		if strings.Contains(text, testKey[:16]) || strings.Contains(text, testKey[48:]) {
			t.Errorf("the key is in %q", text)
		}
	}
}

// written returns the lines that WriteLines wrote, sorted, and removes the files. None
// may have kept a temporary name.
func written(t testing.TB, path string) []string {
	t.Helper()
	names, err := filepath.Glob(path + "*")
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, name := range names {
		if !strings.HasPrefix(name, path+"-0") {
			t.Errorf("%s was left behind", name)
		}
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			list = append(list, strings.TrimSuffix(line, "\n"))
		}
		os.Remove(name)
	}
	slices.Sort(list)
	return list
}

func TestWriteLinesOfNothing(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out")
	run(t, func(s beam.Scope) {
		items, bad := hextet.ParseLines(s, beam.Create(s, "# nothing"), hextet.ParseOptions{})
		hextet.WriteLines(s, out, hextet.BadRecords(s, bad))
		_ = items
	})
	if text, err := os.ReadFile(out + "-00000-of-00001"); err != nil || len(text) != 0 {
		t.Errorf("%q, %v", text, err)
	}
}
