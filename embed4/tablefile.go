package embed4

import (
	"bufio"
	"errors"
	"io"
	"iter"
	"net/netip"
	"strconv"
	"strings"

	"github.com/hextet/hextet/addr"
)

// maxLine is the limit on the length of a line, in bytes; a rule has about a hundred.
const maxLine = 4096

// line is a line of a file that is not empty.
type line struct {
	text   string
	number int
}

// lines yields the lines of r that are not empty, without comments. A byte order mark
// is skipped.
func lines(r io.Reader) iter.Seq2[line, error] {
	return func(yield func(line, error) bool) {
		s := bufio.NewScanner(r)
		s.Buffer(make([]byte, 0, maxLine), maxLine)
		n := 0
		for s.Scan() {
			n++
			t := s.Text()
			if n == 1 {
				t = strings.TrimPrefix(t, "\ufeff")
			}
			t, _, _ = strings.Cut(t, "#")
			if t = strings.TrimRight(t, " \t\r"); strings.TrimLeft(t, " \t") == "" {
				continue
			}
			if !yield(line{t, n}, nil) {
				return
			}
		}
		if err := s.Err(); err != nil {
			if errors.Is(err, bufio.ErrTooLong) {
				err = constError("longer than " + strconv.Itoa(maxLine) + " bytes")
			}
			yield(line{}, &addr.LineError{Line: n + 1, Err: err})
		}
	}
}

// ParseTable reads a table of explicit address mappings, as [ParseEAM] does, or of MAP
// rules, as [ParseMAPRules] does: the first statement decides. The other table is nil.
func ParseTable(r io.Reader) (*EAMTable, *MAPDomain, error) {
	var t *EAMTable
	var d *MAPDomain
	for l, err := range lines(r) {
		if err == nil && t == nil && d == nil {
			if l.isMAP() {
				d = new(MAPDomain)
			} else {
				t = new(EAMTable)
			}
		}
		switch {
		case err != nil:
		case d != nil:
			err = d.parseLine(l)
		default:
			err = t.parseLine(l)
		}
		if err != nil {
			return nil, nil, err
		}
	}
	switch {
	case d != nil:
		d.ready()
	case t != nil:
		t.ready()
	}
	return t, d, nil
}

// word is a part of a line between separators.
type word struct {
	text string
	at   int // its first byte in the line
}

// words splits the line at whitespace and commas.
func (l line) words() []word {
	var ws []word
	for i := 0; i < len(l.text); {
		if strings.IndexByte(" \t,", l.text[i]) >= 0 {
			i++
			continue
		}
		n := strings.IndexAny(l.text[i:], " \t,")
		if n < 0 {
			n = len(l.text) - i
		}
		ws = append(ws, word{l.text[i : i+n], i})
		i += n
	}
	return ws
}

// fault returns an error for byte at of the line; -1 means the whole line.
func (l line) fault(at int, reason string) error {
	return &addr.LineError{Line: l.number, Err: &addr.Error{Input: l.text, Offset: at, Reason: reason}}
}

// prefix reads w as a prefix, or as an address if bare is set.
func (l line) prefix(w word, bare bool) (netip.Prefix, error) {
	if bare && !strings.Contains(w.text, "/") {
		a, err := l.addr(w)
		return netip.PrefixFrom(a, a.BitLen()), err
	}
	p, err := netip.ParsePrefix(w.text)
	if err != nil {
		return netip.Prefix{}, l.fault(w.at, "expected a prefix, got "+strconv.Quote(w.text))
	}
	if p != p.Masked() {
		return netip.Prefix{}, l.fault(w.at, "prefix has bits set after its length; expected "+p.Masked().String())
	}
	return p, nil
}

func (l line) addr(w word) (netip.Addr, error) {
	a, err := netip.ParseAddr(w.text)
	if err != nil || a.Zone() != "" {
		return netip.Addr{}, l.fault(w.at, "expected an address, got "+strconv.Quote(w.text))
	}
	return a, nil
}

// numberIn reads w as a number up to most, decimal or 0x and hexadecimal.
func (l line) numberIn(w word, most uint64) (uint64, error) {
	digits, base := w.text, 10
	if d, ok := strings.CutPrefix(digits, "0x"); ok {
		digits, base = d, 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	if err != nil || n > most {
		return 0, l.fault(w.at, "expected a number up to "+strconv.FormatUint(most, 10)+", got "+strconv.Quote(w.text))
	}
	return n, nil
}
