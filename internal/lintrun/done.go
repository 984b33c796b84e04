package lintrun

import (
	"strconv"
	"strings"

	"github.com/hextet/hextet/internal/lint"
)

// Done is the result of a run.
type Done struct {
	Counts  [lint.Error + 1]int // findings that were written, by severity
	Files   int                 // files with findings
	Fixable int                 // findings that could be fixed
	Fixed   int                 // findings that were fixed
	Changed int                 // files that were changed, or would be
	Failed  bool                // a finding was of severity Config.Least or above
	Trouble []Trouble           // what could not be read or written
}

// Trouble is a file that could not be read or written.
type Trouble struct {
	Name string
	Err  error
}

// Findings returns the number of findings that were written.
func (d *Done) Findings() (n int) {
	for _, c := range d.Counts {
		n += c
	}
	return n
}

// Summary returns the numbers of findings: "2 errors, 1 note in 3 files".
func (d *Done) Summary() string {
	var counts []string
	for _, s := range lint.Severities() {
		if n := d.Counts[s]; n > 0 {
			counts = append(counts, Number(n, s.String(), s.String()+"s"))
		}
	}
	return strings.Join(counts, ", ") + " in " + Number(d.Files, "file", "files")
}

// Mended says what was fixed: "fixed 2 faults in 1 file".
func (d *Done) Mended() string {
	return "fixed " + Number(d.Fixed, "fault", "faults") + " in " + Number(d.Changed, "file", "files")
}

// Number returns a number with the noun it counts: "1 file", "2 files".
func Number(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}
