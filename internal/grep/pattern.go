package grep

import (
	"bufio"
	"io"
	"net/netip"
	"strconv"
	"strings"

	"github.com/hextet/hextet/eui64"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/subnet"
)

// Patterns are what to look for, each with a label or without; an address that
// matches one of them matches. The zero Patterns are ready to use.
type Patterns struct {
	Given bool // there are patterns, even if their number is 0

	rows   subnet.TableBuilder
	zoned  []zoned
	macs   map[eui64.MAC]string // as EUI-64
	ouis   map[uint32]string
	eui64  bool // one of macs is no MAC-48
	n      int
	v4, v6 []top // of the rows and the zoned
}

// A zoned pattern matches in its zone alone (RFC 4007 section 6).
type zoned struct {
	prefix netip.Prefix
	zone   string
	label  string
}

// Add adds a pattern: an address, a prefix, a range, a MAC, or the first three
// octets of one. Eight groups of two digits are an EUI-64, as they are in text. The
// error is an [*addr.Error].
func (p *Patterns) Add(text, label string) error {
	if it, err := subnet.Parse(text); err == nil && !isEUI64(text) {
		p.add(it, strings.Clone(label))
		return nil
	} else if mac, macErr := eui64.ParseMAC(text); macErr == nil {
		if p.macs == nil {
			p.macs = map[eui64.MAC]string{}
		}
		p.macs[mac.EUI64()] = strings.Clone(label)
		if _, ok := mac.MAC48(); !ok {
			p.eui64 = true
		}
	} else if oui, ok := parseOUI(text); ok {
		if p.ouis == nil {
			p.ouis = map[uint32]string{}
		}
		p.ouis[oui] = strings.Clone(label)
	} else {
		return err
	}
	p.n++
	return nil
}

// AddRange adds the addresses of a row of a table. The label is not copied.
func (p *Patterns) AddRange(r subnet.Range, label string) {
	p.n++
	for prefix := range r.Prefixes() {
		p.rows.Add(prefix, label)
		p.seen(prefix)
	}
}

func (p *Patterns) add(it subnet.Item, label string) {
	if it.Zone == "" {
		p.AddRange(it.Range, label)
		return
	}
	p.n++
	for prefix := range it.Prefixes() {
		p.zoned = append(p.zoned, zoned{prefix, strings.Clone(it.Zone), label})
		p.seen(prefix)
	}
}

// seen takes note of where a prefix is.
func (p *Patterns) seen(prefix netip.Prefix) {
	prefix = prefix.Masked()
	hi, lo := ip.Halves(prefix.Addr())
	if prefix.Addr().Is4() {
		p.v4 = append(p.v4, top{lo << 32, uint8(prefix.Bits())})
	} else {
		p.v6 = append(p.v6, top{hi, uint8(min(prefix.Bits(), 64))})
	}
}

// Len returns how many patterns there are.
func (p *Patterns) Len() int { return p.n }

// isEUI64 reports whether text is eight groups of two digits.
func isEUI64(text string) bool {
	if len(text) != len("00:00:00:00:00:00:00:00") {
		return false
	}
	for i := range len(text) {
		if (text[i] == ':') != (i%3 == 2) {
			return false
		}
	}
	return true
}

// parseOUI reads the first three octets of a MAC: 00:a0:cc, 0-a0-cc or 00a0cc.
func parseOUI(text string) (oui uint32, ok bool) {
	octets := []string{text}
	switch {
	case strings.Contains(text, ":"):
		octets = strings.Split(text, ":")
	case strings.Contains(text, "-"):
		octets = strings.Split(text, "-")
	case len(text) == 6:
		octets = []string{text[:2], text[2:4], text[4:]}
	}
	if len(octets) != 3 {
		return 0, false
	}
	for _, o := range octets {
		if len(o) < 1 || len(o) > 2 {
			return 0, false
		}
		n := uint32(0)
		for i := range len(o) {
			d := ip.HexValue[o[i]]
			if d > 15 {
				return 0, false
			}
			n = n<<4 | uint32(d)
		}
		oui = oui<<8 | n
	}
	return oui, true
}

// A LineError is an error in a line of a file of patterns.
type LineError struct {
	Line int // from 1
	Err  error
}

// Error returns "line 3: " and the error of the line.
func (e *LineError) Error() string { return "line " + strconv.Itoa(e.Line) + ": " + e.Err.Error() }

// Unwrap returns the error of the line.
func (e *LineError) Unwrap() error { return e.Err }

// Read adds the patterns of a file, a line each: a pattern, then whitespace or a
// comma, then its label, which is the rest of the line and may be missing. Blank lines
// and lines that begin with # are skipped. The error is a [*LineError], or that of r.
func (p *Patterns) Read(r io.Reader) error {
	p.Given = true
	in := bufio.NewScanner(r)
	in.Buffer(make([]byte, 0, 64<<10), maxPattern)
	for line := 1; in.Scan(); line++ {
		text := ip.Alias(in.Bytes())
		if line == 1 {
			text = strings.TrimPrefix(text, "\ufeff")
		}
		text = strings.Trim(text, " \t\r")
		if text == "" || text[0] == '#' {
			continue
		}
		label := ""
		if i := strings.IndexAny(text, " \t,"); i >= 0 {
			label = strings.Trim(strings.TrimPrefix(strings.Trim(text[i:], " \t"), ","), " \t")
			text = text[:i]
		}
		if err := p.Add(text, label); err != nil {
			return &LineError{line, err}
		}
	}
	return in.Err()
}

// maxPattern bounds the length of a line of a file of patterns.
const maxPattern = 1 << 20
