package completions_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hextet/hextet/cmd"
	"github.com/hextet/hextet/completions"
	"github.com/hextet/hextet/internal/cli"
)

// TestMain makes the test binary hextet itself where it is called so.
func TestMain(m *testing.M) {
	if filepath.Base(os.Args[0]) == "hextet" {
		os.Exit(cmd.Main(os.Args[1:], cli.System()))
	}
	os.Exit(m.Run())
}

// A press is a line that somebody types, and what is there after the Tab key.
type press struct {
	name, typed, want string
	shows             []string // what is on the screen after a second Tab, besides
}

// presses are the same for every shell. A word with colons is one word, whatever
// the shell thinks of colons.
var presses = []press{
	{name: "command", typed: "hextet compr", want: "hextet compress "},
	{name: "command below a group", typed: "hextet subnet spl", want: "hextet subnet split "},
	{name: "flag", typed: "hextet compress --mix", want: "hextet compress --mixed "},
	{name: "flag value", typed: "hextet compress --mixed alw", want: "hextet compress --mixed always "},
	{name: "colons in a flag", typed: "hextet eui64 --prefix 2001:db", want: "hextet eui64 --prefix 2001:db8::/32 "},
	{name: "colons in an item", typed: "hextet multicast decode ff02::1:3", want: "hextet multicast decode ff02::1:3 "},
	{name: "colons at the end", typed: "hextet subnet split 2001:db8:", want: "hextet subnet split 2001:db8::/32 "},
	{name: "list of fields", typed: "hextet compress --fields output,z", want: "hextet compress --fields output,zone"},
	{name: "longer list of fields", typed: "hextet compress --fields output,zone,in", want: "hextet compress --fields output,zone,input"},
	{name: "value right after its flag", typed: "hextet compress -ots", want: "hextet compress -otsv "},
	{name: "topic", typed: "hextet help exit", want: "hextet help exit-status "},
}

var described = press{
	name: "values with descriptions", typed: "hextet compress --mixed ", want: "hextet compress --mixed a",
	shows: []string{"always", "auto", "never", "hexadecimal throughout"},
}

// install makes a folder with the scripts in the places where the shells look,
// and hextet in bin, and returns it with an environment.
func install(t *testing.T) (dir string, env []string) {
	t.Helper()
	dir = t.TempDir()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, "bin"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(self, filepath.Join(dir, "bin", "hextet")); err != nil {
		t.Fatal(err)
	}
	for _, f := range completions.Files {
		name := f.Name
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir, []string{
		"PATH=" + filepath.Join(dir, "bin") + ":" + os.Getenv("PATH"),
		"HOME=" + dir, "TERM=dumb", "LANG=C.UTF-8", "INPUTRC=/dev/null", "HISTFILE=",
	}
}

func need(t *testing.T, program string) {
	t.Helper()
	if testing.Short() {
		t.Skip("starts a shell")
	}
	if _, err := exec.LookPath(program); err != nil {
		t.Skipf("no %s on this machine", program)
	}
}

// pressTab types p and the Tab key on a shell that writes its line between
// LINE< and > at Ctrl-X Ctrl-P.
func (term *terminal) pressTab(p press) {
	t := term.t
	t.Helper()
	term.send(p.typed + "\t")
	shown := ""
	if p.shows != nil {
		term.send("\t")
		// The shell lists words, and only then answers the next key.
	}
	term.send("\x18\x10")
	shown = term.expect("LINE<")
	got := strings.TrimSuffix(term.expect(">"), ">")
	if got != p.want && p.shows == nil {
		t.Errorf("%s: %q and Tab gives %q, want %q", p.name, p.typed, got, p.want)
	}
	for _, s := range p.shows {
		if !strings.Contains(shown, s) {
			t.Errorf("%s: %q and Tab does not show %q: %q", p.name, p.typed, s, shown)
		}
	}
	// No key that a terminal has its own mind about, as it has of Ctrl-U.
	term.send("\x18\x0b")
}

func TestBash(t *testing.T) {
	need(t, "bash")
	const library = "/usr/share/bash-completion/bash_completion"
	if _, err := os.Stat(library); err != nil {
		t.Skip("no bash-completion on this machine")
	}
	dir, env := install(t)
	term := interact(t, env, "bash", "--norc", "--noprofile", "-i")
	term.send("bind 'set enable-bracketed-paste off'; PS1=; set +o history; . " + library + "; . " + dir + "/hextet.bash\n")
	term.send(`bind -x '"\C-x\C-p": printf "LINE<%s>\n" "$READLINE_LINE"'; bind '"\C-x\C-k": kill-whole-line'; echo rea''dy` + "\n")
	term.expect("\nready")
	for _, p := range presses {
		term.pressTab(p)
	}
	term.pressTab(described)
	// Without descriptions the script goes another way.
	term.send("export HEXTET_COMPLETION_DESCRIPTIONS=0; echo plain''ly\n")
	term.expect("\nplainly")
	for _, p := range presses {
		term.pressTab(p)
	}
}

func TestZsh(t *testing.T) {
	need(t, "zsh")
	dir, env := install(t)
	term := interact(t, env, "zsh", "-f", "-i")
	term.send("PS1= RPS1= PROMPT_EOL_MARK=; unsetopt prompt_cr prompt_sp zle_bracketed_paste 2>/dev/null; unset zle_bracketed_paste; fpath=(" + dir + " $fpath); autoload -U compinit; compinit -u -d " + dir + "/zcompdump\n")
	term.send(`line() { zle -I; print -r -- "LINE<$BUFFER>" }; zle -N line; bindkey '^X^P' line; bindkey '^X^K' kill-whole-line; echo rea''dy` + "\n")
	term.expect("\nready")
	for _, p := range presses {
		term.pressTab(p)
	}
	term.pressTab(described)
}

func TestFish(t *testing.T) {
	need(t, "fish")
	dir, env := install(t)
	ask := func(line string) []string {
		c := exec.Command("fish", "--no-config", "-c", `source $argv[1]; complete -C $argv[2]`, dir+"/hextet.fish", line)
		c.Env = env
		out, err := c.CombinedOutput()
		if err != nil {
			t.Fatalf("fish: %v\n%s", err, out)
		}
		return strings.Split(strings.TrimSuffix(string(out), "\n"), "\n")
	}
	for _, p := range presses {
		before := p.typed[:strings.LastIndexByte(p.typed, ' ')+1]
		want := strings.TrimSpace(strings.TrimPrefix(p.want, before))
		list := ask(p.typed)
		word, _, _ := strings.Cut(list[0], "\t")
		if len(list) == 2 && list[1] == list[0]+"." {
			list = list[:1] // the script's way to say that no blank follows
		}
		if len(list) != 1 || word != want {
			t.Errorf("%s: %q gives %q, want %q alone", p.name, p.typed, list, want)
		}
	}
	list := ask(described.typed)
	if len(list) != 3 || !strings.HasPrefix(list[0], "auto\t") || !strings.Contains(strings.Join(list, "\n"), "hexadecimal throughout") {
		t.Errorf("%s: %q", described.name, list)
	}
}
