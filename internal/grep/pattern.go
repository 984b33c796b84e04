package grep

import (
	"bytes"
	"io"
	"net/netip"
	"runtime"
	"strings"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/eui64"
	"github.com/hextet/hextet/internal/files"
	"github.com/hextet/hextet/internal/find"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/table"
	"github.com/hextet/hextet/subnet"
)

// Patterns are what to look for, each with an optional label; an address matches if it
// matches any of them. The zero Patterns are ready to use.
type Patterns struct {
	Given     bool // patterns were given, possibly none at all
	Unlabeled bool // labels are not needed, so they are dropped

	v4, v6 rows
	labels labels
	zoned  []zoned
	macs   map[eui64.MAC]uint32 // labels, by EUI-64
	ouis   map[uint32]uint32
	eui64  bool // at least one of macs is not a MAC-48
}

// A zoned pattern matches only in its zone (RFC 4007 section 6).
type zoned struct {
	row  row
	is4  bool
	zone string
}

// Add adds a pattern: an address, a prefix, a range, a MAC, or the first three octets
// of a MAC. Eight groups of two digits are taken as an EUI-64, as in text. The error is
// an [*addr.Error].
func (p *Patterns) Add(text, label string) error {
	it, err := subnet.Parse(text)
	if err == nil && !find.IsEUI64([]byte(text)) {
		place := p.label(label)
		for prefix := range subnet.Prefixes(it.Range()) {
			p.addPrefix(prefix, it.Zone, place)
		}
		return nil
	}
	if mac, macErr := eui64.ParseMAC(text); macErr == nil {
		p.addMAC(mac.EUI64(), p.label(label))
		return nil
	}
	if oui, ok := parseOUI(text); ok {
		p.addOUI(oui, p.label(label))
		return nil
	}
	return err
}

// label returns the offset of a pattern's label.
func (p *Patterns) label(text string) uint32 {
	if p.Unlabeled {
		text = ""
	}
	return p.labels.add(text)
}

func (p *Patterns) addPrefix(prefix netip.Prefix, zone string, label uint32) {
	prefix = prefix.Masked()
	hi, lo := ip.Halves(prefix.Addr())
	is4 := prefix.Addr().Is4()
	if is4 {
		hi, lo = lo<<32, 0
	}
	r := row{hi, lo, label, uint8(prefix.Bits())}
	switch {
	case zone != "":
		p.zoned = append(p.zoned, zoned{r, is4, strings.Clone(zone)})
	case is4:
		p.v4.add(r)
	default:
		p.v6.add(r)
	}
}

// addItem adds a pattern that the scanner accepted.
func (p *Patterns) addItem(it *ip.Item, label uint32) {
	length := it.Length
	if length < 0 {
		length = it.BitLen()
	}
	if it.Is4() {
		v := it.Lo() << 32
		p.v4.add(row{v & (^uint64(0) << (64 - length)), 0, label, uint8(length)})
		return
	}
	hi, lo := it.Hi(), it.Lo()
	if length < 64 {
		hi &= ^uint64(0) << (64 - length)
	}
	if length < 128 {
		lo &= ^uint64(0) << min(128-length, 64)
	}
	p.v6.add(row{hi, lo, label, uint8(length)})
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

// Read adds the patterns of a file: one per line, followed by whitespace or a comma and
// a label, which is the rest of the line and may be missing. Blank lines and lines that
// begin with # are skipped. A table in another format that package table can read is
// read as a table. The error is a [*addr.LineError], or that of r.
func (p *Patterns) Read(r io.Reader) error {
	p.Given = true
	first := make([]byte, partSize)
	n, err := io.ReadFull(r, first)
	first = first[:n]
	switch {
	case err == nil:
		r = io.MultiReader(bytes.NewReader(first), r)
	case err == io.EOF || err == io.ErrUnexpectedEOF:
		r = bytes.NewReader(first)
	default:
		return err
	}
	if isTable(first[:min(n, sniffed)]) {
		return p.readTable(r)
	}
	return p.readList(r)
}

// sniffed is how much of a file is examined to detect its format.
const sniffed = 16 << 10

// isTable reports whether a file that begins with text is a table that readList cannot
// read: one with other columns, or with a header.
func isTable(text []byte) bool {
	if end := bytes.LastIndexByte(text, '\n'); len(text) == sniffed && end > 0 {
		text = text[:end]
	}
	rows := table.NewReader(bytes.NewReader(text), table.Auto)
	if !rows.Next() {
		return false
	}
	if rows.Format() != table.List {
		return true
	}
	// In a list, it may have taken a first MAC for a header.
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	for line := 1; line < rows.Line(); line++ {
		row, rest, _ := bytes.Cut(text, []byte{'\n'})
		text = rest
		row = bytes.TrimLeft(row, " \t\r")
		if len(row) == 0 || row[0] == '#' {
			continue
		}
		size := 0
		for size < len(row) && !ends(row[size]) {
			size++
		}
		return new(Patterns).Add(string(bytes.TrimRight(row[:size], "\r")), "") != nil
	}
	return false
}

func (p *Patterns) readTable(r io.Reader) error {
	rows := table.NewReader(r, table.Auto)
	for rows.Next() {
		label := ""
		if i := rows.Label(); i >= 0 && i < len(rows.Fields()) {
			label = rows.Fields()[i]
		}
		place := p.label(strings.ReplaceAll(label, "\n", " "))
		for prefix := range rows.Prefixes() {
			p.addPrefix(prefix, "", place)
		}
	}
	return rows.Err()
}

func (p *Patterns) readList(r io.Reader) error {
	// One part of the file is read while those before it are parsed.
	var parts []*part
	free := make(chan []byte, runtime.GOMAXPROCS(0)+1)
	for range cap(free) {
		free <- nil
	}
	var rest []byte
	for eof := false; !eof; {
		buf := <-free
		if size := max(partSize, 2*len(rest)); cap(buf) < size {
			buf = make([]byte, 0, size)
		}
		buf = append(buf[:0], rest...)
		n, err := io.ReadFull(r, buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		if eof = err == io.EOF || err == io.ErrUnexpectedEOF; err != nil && !eof {
			return err
		}
		end := len(buf)
		if !eof {
			end = bytes.LastIndexByte(buf, '\n') + 1
			rest = append(rest[:0], buf[end:]...)
		}
		next := &part{done: make(chan error, 1)}
		next.Unlabeled = p.Unlabeled
		switch text := buf[:end]; {
		case end > 0 || eof:
			if len(parts) == 0 {
				text = bytes.TrimPrefix(text, []byte("\ufeff"))
			}
			go func() {
				next.done <- next.lines(text)
				free <- buf
			}()
		case len(rest) < files.MaxLine:
			free <- buf
			continue
		default:
			next.done <- &addr.LineError{Line: 1, Err: files.ErrLineTooLong}
			eof = true
		}
		parts = append(parts, next)
	}
	line := 0
	for _, next := range parts {
		err := <-next.done
		if e, ok := err.(*addr.LineError); ok {
			e.Line += line
			return e
		}
		line += next.count
		p.merge(&next.Patterns)
	}
	return nil
}

// partSize is how much of a file of patterns is parsed at a time.
const partSize = 256 << 10

// A part is a piece of a file of patterns.
type part struct {
	Patterns
	count int // lines
	done  chan error
}

// merge adds all patterns of o, which must not be used afterwards.
func (p *Patterns) merge(o *Patterns) {
	if len(p.labels.text) == 0 && p.macs == nil && p.ouis == nil {
		given := p.Given
		*p = *o
		p.Given = given
		return
	}
	by := p.labels.addAll(&o.labels)
	p.v4.addAll(&o.v4, by)
	p.v6.addAll(&o.v6, by)
	for _, z := range o.zoned {
		z.row.label += by
		p.zoned = append(p.zoned, z)
	}
	for mac, label := range o.macs {
		p.addMAC(mac, label+by)
	}
	for oui, label := range o.ouis {
		p.addOUI(oui, label+by)
	}
	p.eui64 = p.eui64 || o.eui64
}

func (p *Patterns) addMAC(mac eui64.MAC, label uint32) {
	if p.macs == nil {
		p.macs = map[eui64.MAC]uint32{}
	}
	p.macs[mac] = label
	if _, ok := mac.MAC48(); !ok {
		p.eui64 = true
	}
}

func (p *Patterns) addOUI(oui, label uint32) {
	if p.ouis == nil {
		p.ouis = map[uint32]uint32{}
	}
	p.ouis[oui] = label
}

// lines adds the patterns in text, which is whole lines.
func (p *part) lines(text []byte) error {
	var it ip.Item
	var window [ip.Window]byte
	for at := 0; at < len(text); {
		p.count++
		for at < len(text) && isBlank(text[at]) {
			at++
		}
		rest := text[at:]
		size := 0 // of the pattern, if the scanner accepted it
		if len(rest) > 0 {
			size = it.Scan(ip.WindowAt(rest, &window))
		}
		if find.IsEUI64(rest[:size]) {
			size = 0
		}
		if size < len(rest) && rest[size] == '\n' && size > 0 { // most
			p.addItem(&it, p.label(""))
			at += size + 1
			continue
		}
		end := bytes.IndexByte(rest, '\n')
		if end < 0 {
			end = len(rest)
		}
		at += end + 1
		for end > 0 && isBlank(rest[end-1]) {
			end--
		}
		rest = rest[:end]
		if len(rest) == 0 || rest[0] == '#' {
			continue
		}
		if size == 0 || size < len(rest) && !ends(rest[size]) {
			size = 0
			for size < len(rest) && !ends(rest[size]) {
				size++
			}
			if err := p.Add(string(rest[:size]), labelOf(rest[size:])); err != nil {
				return &addr.LineError{Line: p.count, Err: err}
			}
			continue
		}
		p.addItem(&it, p.label(labelOf(rest[size:])))
	}
	return nil
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\r' }

// ends reports whether c ends the first column.
func ends(c byte) bool { return c == ' ' || c == '\t' || c == ',' }

// labelOf returns the label in text, which is what follows the first column. It aliases
// text.
func labelOf(text []byte) string {
	i := 0
	for i < len(text) && isBlank(text[i]) {
		i++
	}
	if i < len(text) && text[i] == ',' {
		i++
		for i < len(text) && isBlank(text[i]) {
			i++
		}
	}
	return ip.Alias(text[i:])
}
