package cmd_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"mvdan.cc/sh/v3/interp"
	"mvdan.cc/sh/v3/syntax"
)

// shellMain is the sh of the scripts, the same on every system: `sh 'SCRIPT'`, or
// `sh -c SCRIPT` as README's readers have it. The shell is mvdan.cc/sh; of other
// programs it has those in tools, with what the scripts need of them.
func shellMain() {
	args := os.Args[1:]
	if len(args) == 2 && args[0] == "-c" {
		args = args[1:]
	}
	if len(args) != 1 {
		fmt.Fprintln(os.Stderr, "usage: sh [-c] SCRIPT")
		os.Exit(2)
	}
	os.Exit(runShell(args[0], os.Stdin, os.Stdout, os.Stderr))
}

// runShell runs a script and returns its exit status.
func runShell(script string, stdin io.Reader, stdout, stderr io.Writer) int {
	file, err := syntax.NewParser().Parse(strings.NewReader(script), "")
	if err == nil {
		var r *interp.Runner
		if r, err = interp.New(interp.StdIO(stdin, stdout, stderr), interp.ExecHandlers(withTools)); err == nil {
			err = r.Run(context.Background(), file)
		}
	}
	var status interp.ExitStatus
	switch {
	case err == nil:
		return 0
	case errors.As(err, &status):
		return int(status)
	}
	fmt.Fprintf(stderr, "sh: %v\n", err)
	return 2
}

// withTools looks for a command among the tools first.
func withTools(next interp.ExecHandlerFunc) interp.ExecHandlerFunc {
	return func(ctx context.Context, args []string) error {
		run, ok := tools[args[0]]
		if !ok {
			return next(ctx, args)
		}
		h := interp.HandlerCtx(ctx)
		t := &tool{args: args[1:], dir: h.Dir, stdin: h.Stdin, out: bufio.NewWriter(h.Stdout)}
		err := run(t)
		for _, f := range t.opened {
			f.Close() // Windows does not remove open files
		}
		// Like everything at the head of a pipe, a tool ends quietly when nobody reads.
		t.out.Flush()
		switch {
		case errors.Is(err, errNo):
			return interp.ExitStatus(1)
		case err != nil:
			fmt.Fprintf(h.Stderr, "%s: %v\n", args[0], err)
			return interp.ExitStatus(2)
		}
		return nil
	}
}

// A tool is one of tools at work.
type tool struct {
	args  []string // without flags after a call of flags
	dir   string
	stdin io.Reader
	out   *bufio.Writer

	opened []io.Closer
}

// errNo is the answer no: status 1 without a message.
var errNo = errors.New("no")

var tools = map[string]func(*tool) error{
	"cat": cat, "cmp": compare, "cp": copyFile, "grep": grepLines, "head": head, "sed": pick, "seq": count,
	"sort": sortLines, "ss": sockets, "tail": tail, "tr": translate, "wc": countLines, "yes": yes,
}

// flags takes the flags at the front of the arguments, each a letter of known; a
// letter before ":" has a value. It returns the values by letter.
func (t *tool) flags(known string) (map[byte][]string, error) {
	values := map[byte][]string{}
	for len(t.args) > 0 && len(t.args[0]) > 1 && t.args[0][0] == '-' {
		arg := t.args[0][1:]
		t.args = t.args[1:]
		for arg != "" {
			letter := arg[0]
			i := strings.IndexByte(known, letter)
			if i < 0 {
				return nil, fmt.Errorf("this sh does not know -%c", letter)
			}
			arg = arg[1:]
			if !strings.HasPrefix(known[i+1:], ":") {
				values[letter] = append(values[letter], "")
				continue
			}
			if arg == "" {
				if len(t.args) == 0 {
					return nil, fmt.Errorf("-%c wants a value", letter)
				}
				arg, t.args = t.args[0], t.args[1:]
			}
			values[letter] = append(values[letter], arg)
			arg = ""
		}
	}
	return values, nil
}

// open opens a file; - is stdin, and /dev/zero is there on every system.
func (t *tool) open(name string) (io.Reader, error) {
	switch name {
	case "-":
		return t.stdin, nil
	case "/dev/zero":
		return zeros{}, nil
	}
	if !filepath.IsAbs(name) {
		name = filepath.Join(t.dir, name)
	}
	f, err := os.Open(name)
	if err == nil {
		t.opened = append(t.opened, f)
	}
	return f, err
}

// zeros is an input of NULs without end.
type zeros struct{}

func (zeros) Read(b []byte) (int, error) { clear(b); return len(b), nil }

// input is the files in the arguments, or stdin.
func (t *tool) input() (io.Reader, error) {
	if len(t.args) == 0 {
		return t.stdin, nil
	}
	var all []io.Reader
	for _, name := range t.args {
		f, err := t.open(name)
		if err != nil {
			return nil, err
		}
		all = append(all, f)
	}
	return io.MultiReader(all...), nil
}

// lines calls f with each line of the input, its end included, until f returns
// false or an error.
func (t *tool) lines(f func(line string) (bool, error)) error {
	in, err := t.input()
	if err != nil {
		return err
	}
	r := bufio.NewReader(in)
	for {
		line, err := r.ReadString('\n')
		if line != "" {
			if more, err := f(line); err != nil || !more {
				return err
			}
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func cat(t *tool) error {
	in, err := t.input()
	if err == nil {
		_, err = io.Copy(t.out, in)
	}
	return err
}

// compare is cmp A B: silent, or status 1.
func compare(t *tool) error {
	if len(t.args) != 2 {
		return errors.New("two files wanted")
	}
	var texts [2][]byte
	for i, name := range t.args {
		f, err := t.open(name)
		if err != nil {
			return err
		}
		if texts[i], err = io.ReadAll(f); err != nil {
			return err
		}
	}
	if !bytes.Equal(texts[0], texts[1]) {
		fmt.Fprintf(t.out, "%s %s differ\n", t.args[0], t.args[1])
		return errNo
	}
	return nil
}

func copyFile(t *tool) error {
	if len(t.args) != 2 {
		return errors.New("two files wanted")
	}
	from, err := t.open(t.args[0])
	if err != nil {
		return err
	}
	to, err := os.Create(filepath.Join(t.dir, t.args[1]))
	if err != nil {
		return err
	}
	if _, err := io.Copy(to, from); err != nil {
		return err
	}
	return to.Close()
}

// grepLines is grep with -c, -v and -e; expressions are Go's.
func grepLines(t *tool) error {
	flags, err := t.flags("cve:")
	if err != nil {
		return err
	}
	patterns := flags['e']
	if len(patterns) == 0 {
		if len(t.args) == 0 {
			return errors.New("a pattern wanted")
		}
		patterns, t.args = t.args[:1], t.args[1:]
	}
	re, err := regexp.Compile("(?:" + strings.Join(patterns, ")|(?:") + ")")
	if err != nil {
		return err
	}
	n := 0
	if err := t.lines(func(line string) (bool, error) {
		if re.MatchString(strings.TrimSuffix(line, "\n")) == (flags['v'] == nil) {
			n++
			if flags['c'] == nil {
				t.out.WriteString(line)
			}
		}
		return true, nil
	}); err != nil {
		return err
	}
	if flags['c'] != nil {
		fmt.Fprintln(t.out, n)
	}
	if n == 0 {
		return errNo
	}
	return nil
}

// amount is the count that head and tail are asked for: -3, -n 3 or -c 3 (bytes).
func (t *tool) amount() (n int, ofBytes, from bool, err error) {
	if len(t.args) > 0 {
		if n, err := strconv.Atoi(t.args[0]); err == nil && n < 0 {
			t.args = t.args[1:]
			return -n, false, false, nil
		}
	}
	flags, err := t.flags("n:c:")
	if err != nil {
		return 0, false, false, err
	}
	values := append(flags['n'], flags['c']...)
	if len(values) != 1 {
		return 0, false, false, errors.New("-n or -c wanted")
	}
	n, err = strconv.Atoi(values[0])
	return n, flags['c'] != nil, strings.HasPrefix(values[0], "+"), err
}

func head(t *tool) error {
	n, ofBytes, _, err := t.amount()
	if err != nil {
		return err
	}
	if ofBytes {
		in, err := t.input()
		if err == nil {
			_, err = io.CopyN(t.out, in, int64(n))
		}
		if err == io.EOF {
			err = nil
		}
		return err
	}
	return t.lines(func(line string) (bool, error) {
		_, err := t.out.WriteString(line)
		n--
		return n > 0, err
	})
}

// tail has -n +3 too: from line 3 on.
func tail(t *tool) error {
	n, ofBytes, from, err := t.amount()
	if err != nil {
		return err
	}
	if from {
		return t.lines(func(line string) (bool, error) {
			if n--; n > 0 {
				return true, nil
			}
			_, err := t.out.WriteString(line)
			return true, err
		})
	}
	if ofBytes {
		in, err := t.input()
		if err != nil {
			return err
		}
		text, err := io.ReadAll(in)
		t.out.Write(text[max(0, len(text)-n):])
		return err
	}
	var last []string
	err = t.lines(func(line string) (bool, error) {
		last = append(last, line)
		last = last[max(0, len(last)-n):]
		return true, nil
	})
	t.out.WriteString(strings.Join(last, ""))
	return err
}

// pick is sed -n with lines to print: sed -n '2p;6p'.
func pick(t *tool) error {
	flags, err := t.flags("n")
	if err != nil {
		return err
	}
	if flags['n'] == nil || len(t.args) == 0 {
		return errors.New("this sh has sed -n NUMBERp alone")
	}
	wanted := map[int]bool{}
	for _, c := range strings.Split(t.args[0], ";") {
		n, err := strconv.Atoi(strings.TrimSuffix(c, "p"))
		if err != nil || !strings.HasSuffix(c, "p") {
			return fmt.Errorf("this sh does not know sed's %q", c)
		}
		wanted[n] = true
	}
	t.args = t.args[1:]
	n := 0
	return t.lines(func(line string) (bool, error) {
		if n++; wanted[n] {
			t.out.WriteString(line)
		}
		return true, nil
	})
}

// count is seq LAST.
func count(t *tool) error {
	if len(t.args) != 1 {
		return errors.New("one number wanted")
	}
	last, err := strconv.Atoi(t.args[0])
	for i := 1; i <= last; i++ {
		fmt.Fprintln(t.out, i)
	}
	return err
}

// sortLines sorts by bytes, as LC_ALL=C does; -u leaves repeated lines out.
func sortLines(t *tool) error {
	flags, err := t.flags("u")
	if err != nil {
		return err
	}
	var all []string
	if err := t.lines(func(line string) (bool, error) {
		all = append(all, strings.TrimSuffix(line, "\n"))
		return true, nil
	}); err != nil {
		return err
	}
	slices.Sort(all)
	if flags['u'] != nil {
		all = slices.Compact(all)
	}
	for _, line := range all {
		t.out.WriteString(line + "\n")
	}
	return nil
}

// sockets stands in for Linux's ss: it shows the file ss.txt.
func sockets(t *tool) error {
	t.args = []string{"ss.txt"}
	return cat(t)
}

// translate is tr FROM TO, of which each character is its own, and tr -d FROM.
func translate(t *tool) error {
	flags, err := t.flags("d")
	if err != nil {
		return err
	}
	if len(t.args) != 2 && (flags['d'] == nil || len(t.args) != 1) {
		return errors.New("two sets wanted, or -d and one")
	}
	var sets [2]string
	for i, set := range t.args {
		// NUL, a tab and so on; Go has them as tr does, but for \0.
		text, err := strconv.Unquote(`"` + nul.ReplaceAllString(set, `\x00`) + `"`)
		if err != nil {
			return fmt.Errorf("this sh does not know tr's %q", set)
		}
		sets[i] = text
	}
	t.args = nil
	in := bufio.NewReader(t.stdin)
	for {
		c, err := in.ReadByte()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if i := strings.IndexByte(sets[0], c); i >= 0 {
			if flags['d'] != nil {
				continue
			}
			c = sets[1][min(i, len(sets[1])-1)]
		}
		if err := t.out.WriteByte(c); err != nil {
			return err
		}
	}
}

var nul = regexp.MustCompile(`\\0(00)?`)

func countLines(t *tool) error {
	if _, err := t.flags("l"); err != nil {
		return err
	}
	n := 0
	err := t.lines(func(line string) (bool, error) {
		n += strings.Count(line, "\n")
		return true, nil
	})
	fmt.Fprintln(t.out, n)
	return err
}

func yes(t *tool) error {
	for {
		if _, err := t.out.WriteString(strings.Join(t.args, " ") + "\n"); err != nil {
			return nil
		}
	}
}

// TestShell: the tools of the scripts do what those of a Unix system do.
func TestShell(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, c := range []struct {
		script, out string
		status      int
	}{
		{`printf 'b\na\nb\n' > f; cat f f | wc -l; sort -u f; sort < f | tail -n 2`, "6\na\nb\nb\nb\n", 0},
		{`seq 5 | head -2; seq 5 | head -n 1; seq 5 | tail -1; seq 5 | tail -n +4`, "1\n2\n1\n5\n4\n5\n", 0},
		{`printf abcdef | head -c 2; printf abcdef | tail -c 3; head -c 3 /dev/zero | tr '\0' x`, "abdefxxx", 0},
		{`printf 'a\tb\000c\r' | tr '\t\000\r' 'T@R'; printf '1 2' | tr -d ' '`, "aTb@cR12", 0},
		{`seq 12 | grep 1; seq 12 | grep -c -e '^1' -e 2; seq 3 | grep -v 2; seq 3 | grep 7`, "1\n10\n11\n12\n5\n1\n3\n", 1},
		{`seq 9 | sed -n '2p;6p'`, "2\n6\n", 0},
		{`echo a > f; cp f g; echo a | cmp - g && echo b | cmp - g`, "- g differ\n", 1},
		{`yes y | head -n 2`, "y\ny\n", 0},
		{`for w in x y; do echo $w; done | while read l; do printf '%s.' $l; done; exit 3`, "x.y.", 3},
		{`cat nosuch`, "", 2},
		{`grep -x a f`, "", 2},
		{`)`, "", 2},
	} {
		var out bytes.Buffer
		if status := runShell(c.script, nil, &out, io.Discard); out.String() != c.out || status != c.status {
			t.Errorf("%s\nprints %q, status %d; want %q, %d", c.script, out.String(), status, c.out, c.status)
		}
	}
}
