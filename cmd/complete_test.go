package cmd_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/hextet/hextet/internal/cli"
)

// complete asks for the completions of the last word.
func complete(t *testing.T, words ...string) (list []string, directive cobra.ShellCompDirective) {
	t.Helper()
	out, errs, status := hextet(t, "", append([]string{"__complete"}, words...)...)
	i := strings.LastIndexByte(out, ':')
	if status != 0 || i < 0 {
		t.Fatalf("__complete %q: status %d, %q, %q", words, status, out, errs)
	}
	n, err := strconv.Atoi(strings.TrimSpace(out[i+1:]))
	if err != nil {
		t.Fatalf("__complete %q: %q", words, out)
	}
	if s := strings.TrimSuffix(out[:i], "\n"); s != "" {
		list = strings.Split(s, "\n")
	}
	return list, cobra.ShellCompDirective(n)
}

// TestCompleteEverything walks every argument and every flag of every command:
// files are offered where the flag takes a file and nowhere else, every word
// that is offered has a line about it, and where nothing can be offered the user
// is told what is wanted.
func TestCompleteEverything(t *testing.T) {
	walk(tree(), func(c *cobra.Command) {
		path := strings.Fields(c.CommandPath())[1:]
		ask := func(what string, file, silent bool, words ...string) {
			t.Helper()
			list, directive := complete(t, append(slices.Clone(path), words...)...)
			what = strings.TrimSpace(c.CommandPath() + " " + what)
			if directive&cobra.ShellCompDirectiveError != 0 {
				t.Errorf("%s: the completion fails", what)
			}
			if noFiles := directive&cobra.ShellCompDirectiveNoFileComp != 0; noFiles == file {
				t.Errorf("%s: files are offered: %v", what, !noFiles)
			}
			if len(list) == 0 && !file && !silent {
				t.Errorf("%s: neither a word nor a line about what is wanted", what)
			}
			for _, line := range list {
				if strings.Contains(line, "`") {
					t.Errorf("%s: a backtick in %q", what, line)
				}
				word, doc, _ := strings.Cut(line, "\t")
				if help, ok := strings.CutPrefix(word, "_activeHelp_ "); ok {
					doc = help
				}
				if doc == "" || strings.HasSuffix(doc, ".") && !strings.HasSuffix(doc, "...") {
					t.Errorf("%s: %q has no line about it, or one that ends in a stop", what, line)
				}
			}
		}
		// Commands without arguments have nothing to say.
		ask("ARGUMENT", strings.HasSuffix(c.Use, "lint [FILE...]"), !strings.Contains(c.Use, "...") && !c.HasAvailableSubCommands(), "")
		seen := map[string]bool{}
		flag := func(f *pflag.Flag) {
			if f.Hidden || f.NoOptDefVal != "" || seen[f.Name] {
				return
			}
			seen[f.Name] = true
			ask("--"+f.Name, cli.IsFile(f), false, "--"+f.Name, "")
			ask("--"+f.Name+"=", cli.IsFile(f), false, "--"+f.Name+"=")
			if f.Shorthand != "" {
				ask("-"+f.Shorthand, cli.IsFile(f), false, "-"+f.Shorthand, "")
			}
		}
		c.LocalFlags().VisitAll(flag)
		c.InheritedFlags().VisitAll(flag)
		// Flags themselves are offered with their meaning.
		list, _ := complete(t, append(slices.Clone(path), "--")...)
		if !slices.ContainsFunc(list, func(s string) bool { return strings.HasPrefix(s, "--color\t") }) || strings.Contains(strings.Join(list, ""), "`") {
			t.Errorf("%s --: %q", c.CommandPath(), list)
		}
	})
}

// TestCompleteWords is what somebody presses Tab at.
func TestCompleteWords(t *testing.T) {
	for _, test := range []struct {
		words string // the last one is being typed
		want  string // the words offered that begin so, with blanks between
	}{
		{"compr", "compress"},
		{"compress --mi", "--mixed"},
		{"compress --mixed ", "auto always never"},
		{"compress --mixed=a", "auto always"},
		{"compress --fields ", "input output zone prefix_length place"},
		{"compress --fields output,z", "output,zone"},
		{"compress --fields output,zone,", "output,zone,input output,zone,prefix_length output,zone,place"},
		{"compress -o j", "json jsonl"},
		{"compress -oj", "-ojson -ojsonl"},
		{"compress -qot", "-qotext -qotsv"},
		{"-oc", "-ocsv"},
		{"compress -ox", ""},
		{"compress -qz", ""},
		{"subnet allocate --in 2001:db8::/60 -ojs", "-ojson -ojsonl"},
		{"compress -d", "-d"},
		{"subnet help spl", "split"},
		{"compress --color ", "auto always never"},
		{"convert --to ar", "arpa"},
		{"classify --fields registry.gl", "registry.globally_reachable"},
		{"eui64 --prefix 2001:db", "2001:db8::/32"},
		{"help exit", "exit-status"},
		{"grep --type link", "link-local"},
		{"grep --type unique", "unique-local"},
		{"grep --scope rea", "realm-local"},
		{"grep --iid low", "low-byte"},
		{"grep --forms u", "unc"},
		{"grep --output js", "json jsonl"},
		{"grep --fields fi", "file"},
		{"grep --fields file,iid.k", "file,iid.kind"},
		{"lint --rules host", "host-bits"},
		{"lint --enable over", "overlap"},
		{"lint --disable al", "all"},
		{"lint --severity ", "error warning note malformed= non-canonical= host-bits= documentation= deprecated= reserved= not-global= link-local-without-zone= embedded-private= multicast-flags= ula-pattern= privacy= overlap= duplicate= odd-length="},
		{"lint --severity privacy=w", "privacy=warning"},
		{"lint --fail-on ", "error warning note none"},
		{"lint -o s", "sarif"},
		{"lint --fields fi", "file fix"},
		{"help lint-r", "lint-rules"},
		{"multicast from-prefix --scope ", "interface-local link-local realm-local admin-local site-local organization-local global 1 2 3 4 5 8 14"},
		{"multicast decode ff02::1:", "ff02::1:1 ff02::1:2 ff02::1:3 ff02::1:4 ff02::1:5 ff02::1:6 ff02::1:7"},
		{"subnet split 2001:db8::/48 --to ", "52 56 60 64"},
		{"subnet split --to 5 2001:db8::/48", ""},
		{"subnet allocate --in 2001:db8::/60 --size ", "64"},
		{"subnet free --in 3ff", "3fff::/20"},
		{"subnet split 192.168", "192.168.0.0/16"},
		{"privacy stable 192.168", ""},
		{"embed nat64 --nat64-prefix ", "64:ff9b::/96 64:ff9b:1::/48"},
		{"schema embed na", "nat64"},
		{"completion ", "bash zsh fish powershell"},
	} {
		words := strings.Split(test.words, " ")
		list, _ := complete(t, words...)
		var got []string
		for _, line := range list {
			word, _, _ := strings.Cut(line, "\t")
			if strings.HasPrefix(word, words[len(words)-1]) || strings.Contains(words[len(words)-1], "=") {
				got = append(got, word)
			}
		}
		if s := strings.Join(got, " "); s != test.want {
			t.Errorf("hextet %s<Tab>: %q, want %q", test.words, s, test.want)
		}
	}
}
