package cmd_test

import (
	"strings"
	"testing"

	"github.com/hextet/hextet/cmd"
)

// TestVersion: what the linker sets is what users see, for people and for scripts.
func TestVersion(t *testing.T) {
	version, commit, date := cmd.Version, cmd.Commit, cmd.Date
	defer func() { cmd.Version, cmd.Commit, cmd.Date = version, commit, date }()
	cmd.Version, cmd.Commit, cmd.Date = "1.2.3", "0123456789abcdef", "2026-11-20T10:00:00Z"
	for _, args := range [][]string{{"version"}, {"--version"}, {"-V"}} {
		out, errs, status := hextet(t, "", args...)
		if !strings.HasPrefix(out, "hextet 1.2.3\ncommit 0123456789abcdef of 2026-11-20T10:00:00Z\ngo1.") || errs != "" || status != 0 {
			t.Errorf("%q: %q, %q, status %d", args, out, errs, status)
		}
	}
	out, _, _ := hextet(t, "", "version", "-j")
	if want := `{"version":"1.2.3","commit":"0123456789abcdef","date":"2026-11-20T10:00:00Z","modified":false,"go":"go1.`; !strings.HasPrefix(out, want) {
		t.Errorf("version -j: %q, want %q", out, want)
	}
	cmd.Commit += "+modified"
	if out, _, _ := hextet(t, "", "version"); !strings.Contains(out, "\ncommit 0123456789abcdef of 2026-11-20T10:00:00Z, modified\n") {
		t.Errorf("modified: %q", out)
	}
}
