package table

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"net/netip"
	"strings"

	"go4.org/netipx"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/subnet"
)

// Reader reads the rows of a table in order, in memory independent of the table's size.
type Reader struct {
	src    io.Reader
	format Format
	layout
	cur    cursor
	buf    []byte // read after the last newline of cur.text
	eof    bool
	begun  bool
	err    error
	item   ip.Item        // for scan
	prefix netip.Prefix   // the addresses of the row, if scan accepted them
	rng    netipx.IPRange // otherwise these
	text   string
	fields []string // the columns that are not part of the address
	split  []string // all columns
}

// NewReader returns a Reader of the table in r, which has the format f.
func NewReader(r io.Reader, f Format) *Reader { return &Reader{src: r, format: f} }

const (
	blockSize = 1 << 18
	maxRow    = 1 << 20 // limits memory for a file without newlines
)

// Next advances to the next row. It returns false at the end or after an error, which
// Err returns.
func (r *Reader) Next() bool {
	if !r.begun && !r.begin() {
		return false
	}
	for {
		row, ok := r.cur.next()
		if !ok {
			if !r.more() {
				return false
			}
			continue
		}
		use, err := r.parse(row)
		if err != nil {
			r.err = &addr.LineError{Line: r.cur.first, Err: err}
			return false
		}
		if use {
			return true
		}
	}
}

// Err returns the error that ended reading: an [*addr.LineError], or that of the
// underlying reader.
func (r *Reader) Err() error { return r.err }

// Format returns the format of the table, which is known after the first call of Next.
func (r *Reader) Format() Format { return r.layout.format }

// Columns returns the names of the columns other than the address, after the first call
// of Next. Do not modify the slice.
func (r *Reader) Columns() []string { return r.names }

// Label returns the index of the column that is the label, -1 if there is none.
func (r *Reader) Label() int { return r.label }

// Line returns the line number of the row, counted from 1.
func (r *Reader) Line() int { return r.cur.first }

// Range returns the addresses of the row.
func (r *Reader) Range() netipx.IPRange {
	if r.prefix.IsValid() {
		return netipx.RangeOfPrefix(r.prefix)
	}
	return r.rng
}

// Prefixes returns the addresses of the row as prefixes; host bits may be set.
func (r *Reader) Prefixes() iter.Seq[netip.Prefix] {
	return func(yield func(netip.Prefix) bool) {
		if r.prefix.IsValid() {
			yield(r.prefix)
			return
		}
		subnet.Prefixes(r.rng)(yield)
	}
}

// scan parses text if it is a plain address or prefix, as nearly all of them are.
func (r *Reader) scan(text string) bool {
	if !r.item.ScanText(text) || r.item.Zone != "" {
		return false
	}
	r.prefix = r.item.Prefix()
	return true
}

// Text returns the address column of the row as written, or the first of two.
func (r *Reader) Text() string { return r.text }

// Fields returns the values of Columns in the row. The slice is valid until the next call
// of Next; the strings share memory with a block of the table.
func (r *Reader) Fields() []string { return r.fields }

// begin reads the first block and detects the layout.
func (r *Reader) begin() bool {
	r.begun = true
	r.label = -1
	r.buf = make([]byte, 0, blockSize)
	if !r.fill() {
		return false
	}
	r.cur.text = strings.TrimPrefix(r.cur.text, "\ufeff")
	r.layout = sniff(r.cur.text, r.format)
	r.cur.sep, r.cur.quotes = r.sep, r.quotes
	if r.header {
		for {
			if _, ok := r.cur.next(); ok || !r.more() {
				break
			}
		}
	}
	r.fields = make([]string, len(r.names))
	return r.err == nil
}

// more reads more text for a row that next could not complete.
func (r *Reader) more() bool {
	if r.eof {
		if r.cur.pos < len(r.cur.text) {
			r.err = &addr.LineError{Line: r.cur.line + 1, Err: errors.New("the quotes of a field are never closed")}
		}
		return false
	}
	return r.fill()
}

// fill sets cur.text to its unread rest, plus the next block of whole lines.
func (r *Reader) fill() bool {
	left := r.cur.text[r.cur.pos:]
	for {
		n, err := io.ReadFull(r.src, r.buf[len(r.buf):cap(r.buf)])
		r.buf = r.buf[:len(r.buf)+n]
		switch {
		case err == io.EOF || err == io.ErrUnexpectedEOF:
			r.eof = true
		case err != nil:
			r.err = err
			return false
		}
		end := len(r.buf)
		if !r.eof {
			for end > 0 && r.buf[end-1] != '\n' {
				end--
			}
		}
		if len(left)+len(r.buf) > maxRow && (end == 0 || left != "") {
			r.err = &addr.LineError{Line: r.cur.line + 1, Err: errors.New("the row is too long")}
			return false
		}
		if end == 0 && !r.eof {
			r.buf = append(make([]byte, 0, 2*cap(r.buf)), r.buf...)
			continue
		}
		r.cur.text, r.cur.pos = left+string(r.buf[:end]), 0
		r.buf = r.buf[:copy(r.buf, r.buf[end:])]
		return true
	}
}

// parse parses the row. use is false if the row is valid but has no addresses.
func (r *Reader) parse(row string) (use bool, err error) {
	r.prefix = netip.Prefix{}
	if r.layout.format == List {
		return true, r.parseList(trim(row))
	}
	r.split = r.cur.split(r.split[:0], row)
	f := r.split
	if r.layout.format == RIR {
		if r.rng, use, err = parseRIR(f); use {
			r.text = f[rirStart]
			id := ""
			if len(f) > rirID {
				id = f[rirID]
			}
			copy(r.fields, []string{f[rirRegistry], f[rirCountry], f[rirDate], f[rirStatus], id})
		}
		return use, err
	}
	if len(f) > r.columns {
		return false, fmt.Errorf("%s, expected %d", plural(len(f), "column"), r.columns)
	}
	for len(f) < r.columns {
		f = append(f, "")
	}
	r.split = f
	r.text = f[r.key]
	n := copy(r.fields, f[:r.key])
	copy(r.fields[n:], f[r.key+r.keyWidth():])
	if r.span == spanNone && r.scan(r.text) {
		return true, nil
	}
	it, err := parseKey(r.text)
	if err != nil {
		return false, err
	}
	r.rng = it.Range()
	switch {
	case r.span == spanNone:
	case !it.IsAddr():
		return false, &addr.Error{Input: r.text, Offset: -1, Reason: "not an address, which the next column needs"}
	case r.span == spanLength:
		if r.rng, _, err = withLength(it.Addr, f[r.key+1]); err != nil {
			return false, err
		}
	default:
		last, err := parseKey(f[r.key+1])
		if err != nil {
			return false, err
		}
		if !last.IsAddr() {
			return false, &addr.Error{Input: f[r.key+1], Offset: -1, Reason: "neither the last address of a range nor a mask"}
		}
		if r.rng, err = between(it.Addr, last.Addr); err != nil {
			return false, err
		}
	}
	return true, nil
}

// parseKey parses s, the address of a row.
func parseKey(s string) (subnet.Item, error) {
	if s == "" {
		return subnet.Item{}, errors.New("no address in this row")
	}
	it, rest, err := cutKey(s)
	if err == nil && rest != "" {
		return it, &addr.Error{Input: s, Offset: len(s) - len(rest), Reason: "unexpected text after the address"}
	}
	return it, err
}

// cutKey parses the address at the start of s: an address, prefix or range accepted by
// [subnet.Parse], "FIRST - LAST", or an IPv4 network and its mask. rest is what follows
// the whitespace or comma after it.
func cutKey(s string) (it subnet.Item, rest string, err error) {
	word, rest := cutWord(s)
	if it, err = subnet.Parse(word); err != nil {
		return it, rest, err
	}
	if it.Zone != "" {
		return it, rest, &addr.Error{Input: word, Offset: strings.IndexByte(word, '%'), Reason: "a prefix cannot have a zone"}
	}
	if rest == "" || rest[0] > '9' || !it.IsAddr() {
		return it, rest, nil
	}
	if len(rest) > 1 && rest[0] == '-' && isBlank(rest[1]) {
		word, after := cutWord(trim(rest[1:]))
		last, ok := isAddr(word)
		if !ok {
			return it, rest, nil
		}
		if _, err = rangeFrom(it.Addr, last); err != nil {
			err = &addr.Error{Input: s, Offset: -1, Reason: err.Error()}
		}
		it.Last = last
		return it, after, err
	}
	if it.Addr.Is4() {
		word, after := cutWord(rest)
		if mask, ok := isAddr(word); ok {
			if n, ok := maskOf(it.Addr, mask); ok {
				it.Item = it.WithBits(n)
				return it, after, nil
			}
		}
	}
	return it, rest, nil
}

// maskOf returns the prefix length if b is the mask of a rather than an address: a
// netmask, or a wildcard mask less than a.
func maskOf(a, b netip.Addr) (length int, ok bool) {
	if !a.Is4() || !b.Is4() {
		return 0, false
	}
	n, wildcard, ok := subnet.MaskLength(b)
	if wildcard {
		return n, ok && b.Less(a)
	}
	return n, ok && b.As4()[0] == 255 && a.As4()[0] != 255
}

// between returns the range from a to b, or the block of a if b is its mask.
func between(a, b netip.Addr) (netipx.IPRange, error) {
	if n, ok := maskOf(a, b); ok {
		return netipx.RangeOfPrefix(netip.PrefixFrom(a, n)), nil
	}
	return rangeFrom(a, b)
}

// rangeFrom returns the range from a to b.
func rangeFrom(a, b netip.Addr) (netipx.IPRange, error) {
	switch {
	case a.Is4() != b.Is4():
		return netipx.IPRange{}, errors.New("the range mixes IPv4 and IPv6")
	case b.Less(a):
		return netipx.IPRange{}, errors.New("the range is reversed")
	}
	return netipx.IPRangeFrom(a, b), nil
}

// parseList parses a line of a list: the address, then the label, which is the rest of
// the line and may be missing. With a header, every column is a word except the last.
func (r *Reader) parseList(row string) error {
	word, rest := cutWord(row)
	// If rest can continue the address, it begins with a digit or a dash.
	if r.text = word; rest != "" && rest[0] <= '9' && rest[0] != '#' || !r.scan(word) {
		var it subnet.Item
		var err error
		if it, rest, err = cutKey(row); err != nil {
			return err
		}
		r.rng, r.text = it.Range(), trim(row[:len(row)-len(rest)])
	}
	if rest != "" && rest[0] == '#' {
		rest = ""
	}
	for k := range r.fields {
		if k == len(r.fields)-1 {
			r.fields[k] = rest
			break
		}
		r.fields[k], rest = cutWord(rest)
	}
	return nil
}

// cutWord returns the first word of s and what follows the whitespace or comma after it.
func cutWord(s string) (word, rest string) {
	for i := range len(s) {
		if c := s[i]; isBlank(c) || c == ',' {
			return s[:i], trim(strings.TrimPrefix(trim(s[i:]), ","))
		}
	}
	return s, ""
}
