package classify

import (
	"bufio"
	"cmp"
	_ "embed" // the vendor data
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"

	"github.com/hextet/hextet/eui64"
)

//go:generate go run ../internal/gen/oui -dir /usr/share/ieee-data -out .

// ouiData has the IEEE registries in the form below, written by internal/gen/oui.
//
//	"oui1" n24 n28 n36          three numbers of 3 octets: rows of each table
//	n24 x { prefix[3] name[3] } MA-L, sorted
//	n28 x { prefix[4] name[3] } MA-M, sorted, low 4 bits zero
//	n36 x { prefix[5] name[3] } MA-S and IAB, sorted, low 4 bits zero
//	names                       each once, ended by a newline
//
// A name is its offset from the first. The data is searched in place, without any
// unpacking.
//
//go:embed oui.dat
var ouiData string

const ouiMagic = "oui1"

// Vendors is a set of IEEE assignments. The zero Vendors is empty.
type Vendors struct {
	tables [3]vendorTable
	names  string
	nested bool // smaller blocks are in other MA-Ls than those of the authority
	index  *ouiIndex
}

// An ouiIndex speeds up look-ups in the tables.
type ouiIndex struct {
	// by has, for each table, the number of rows before each value of the first
	// indexBits bits.
	by [3][]uint32

	// small is the set of the first 16 bits of blocks smaller than an MA-L.
	small [1 << 16 / 64]uint64
}

var indexBits = [3]int{16, 12, 12}

// A vendorTable has the assignments of one length.
type vendorTable struct {
	rows  string
	width int // octets of a prefix
}

const nameWidth = 3

// prefixBits are the lengths of the tables, in their order.
var prefixBits = [3]int{24, 28, 36}

// Vendor returns the organization to which the IEEE assigned the block of m, by the
// built-in data of [VendorDate]; see [Vendors.Vendor].
func Vendor(m eui64.MAC) (name string, ok bool) { return BuiltIn().Vendor(m) }

// BuiltIn returns the data of [VendorDate].
func BuiltIn() *Vendors {
	builtInOnce.Do(func() { builtIn = decodeVendors(ouiData) })
	return &builtIn
}

var (
	builtInOnce sync.Once
	builtIn     Vendors
)

// Vendor returns the organization to which the IEEE assigned the block of m: the
// longest of MA-S, MA-M and MA-L that contains m. The group bit is ignored. "Private"
// is an undisclosed organization; "IEEE Registration Authority" a block that is
// assigned in parts, none of which contains m. A few blocks from before 1989 have the
// local bit set; other local addresses have no vendor. It does not allocate.
func (v *Vendors) Vendor(m eui64.MAC) (name string, ok bool) {
	if !m.IsValid() {
		return "", false
	}
	key := m.Uint64() >> (8 * (m.Len() - 5)) &^ (1 << 32) // 40 bits, group bit off
	large, ok := v.name(0, key)
	if ok && !v.nested && large != authority {
		return large, true
	}
	if x := v.index; x != nil && x.small[key>>30]>>(key>>24&63)&1 == 0 {
		return large, ok
	}
	for t := len(v.tables) - 1; t > 0; t-- {
		if name, ok := v.name(t, key); ok {
			return name, true
		}
	}
	return large, ok
}

// Indexed returns v with an index. Building it takes as long as a thousand look-ups;
// after that each takes a fraction of the time.
func (v *Vendors) Indexed() *Vendors {
	x := new(ouiIndex)
	for k := range v.tables {
		t := &v.tables[k]
		by := make([]uint32, 1<<indexBits[k]+1)
		next, size := 0, t.width+nameWidth
		for i := range t.len() {
			top := int(number(t.rows[i*size:], 2))
			if k > 0 {
				x.small[top>>6] |= 1 << (top & 63)
			}
			for ; next <= top>>(16-indexBits[k]); next++ {
				by[next] = uint32(i)
			}
		}
		for ; next < len(by); next++ {
			by[next] = uint32(t.len())
		}
		x.by[k] = by
	}
	w := *v
	w.index = x
	return &w
}

// authority is the assignee of the MA-L blocks that contain the smaller ones, so that
// only these need a search for smaller ones.
const authority = "IEEE Registration Authority"

func (v *Vendors) name(t int, key uint64) (string, bool) {
	lo, hi := 0, v.tables[t].len()
	if v.index != nil {
		by := v.index.by[t][key>>(40-indexBits[t])&0xffff:]
		if lo, hi = int(by[0]), int(by[1]); lo == hi {
			return "", false
		}
	}
	off, ok := v.tables[t].find(key&^(1<<(40-prefixBits[t])-1), lo, hi)
	if !ok {
		return "", false
	}
	name := v.names[off:]
	return name[:strings.IndexByte(name, '\n')], true
}

// Len returns the number of assignments.
func (v *Vendors) Len() (n int) {
	for _, t := range v.tables {
		n += t.len()
	}
	return n
}

func (t *vendorTable) len() int {
	if t.width == 0 {
		return 0
	}
	return len(t.rows) / (t.width + nameWidth)
}

// find searches the rows lo to hi-1 for a prefix in the top of 40 bits.
func (t *vendorTable) find(key uint64, lo, hi int) (name int, ok bool) {
	key >>= 40 - 8*t.width
	size := t.width + nameWidth
	// Invariant: the last row that is not above key is in lo to hi-1, if there is one.
	for n := hi - lo; n > 1; {
		half := n / 2
		if t.prefix(lo+half) <= key {
			lo += half
		}
		n -= half
	}
	if lo == hi || t.prefix(lo) != key {
		return 0, false
	}
	return int(number(t.rows[lo*size+t.width:], nameWidth)), true
}

// prefix returns the prefix of row i.
func (t *vendorTable) prefix(i int) uint64 {
	row := t.rows[i*(t.width+nameWidth):]
	if t.width == 3 { // the compiler makes one load of four octets
		row = row[:4]
		return uint64(uint32(row[0])<<24|uint32(row[1])<<16|uint32(row[2])<<8|uint32(row[3])) >> 8
	}
	return number(row, t.width)
}

// number reads n octets, most significant first.
func number(s string, n int) (v uint64) {
	for i := range n {
		v = v<<8 | uint64(s[i])
	}
	return v
}

func appendNumber(dst []byte, v uint64, n int) []byte {
	for i := n - 1; i >= 0; i-- {
		dst = append(dst, byte(v>>(8*i)))
	}
	return dst
}

// decodeVendors reads what AppendBinary writes. Anything else gives the empty set.
func decodeVendors(data string) (v Vendors) {
	rest, ok := strings.CutPrefix(data, ouiMagic)
	if !ok || len(rest) < 9 {
		return v
	}
	head := rest
	rest = rest[9:]
	for t := range v.tables {
		width := (prefixBits[t] + 7) / 8
		size := int(number(head[3*t:], 3)) * (width + nameWidth)
		if size > len(rest) {
			return Vendors{}
		}
		v.tables[t] = vendorTable{rest[:size], width}
		rest = rest[size:]
	}
	v.names = rest
	return v
}

// AppendBinary appends the form of the built-in data.
func (v *Vendors) AppendBinary(dst []byte) ([]byte, error) {
	dst = append(dst, ouiMagic...)
	for _, t := range v.tables {
		dst = appendNumber(dst, uint64(t.len()), 3)
	}
	for _, t := range v.tables {
		dst = append(dst, t.rows...)
	}
	return append(dst, v.names...), nil
}

// An ouiRow is a row of a file.
type ouiRow struct {
	prefix uint64 // in the top of 40 bits
	table  int
	name   string
}

// maxOUIFile is the limit of ParseOUI, ten times the current files.
const maxOUIFile = 128 << 20

// ParseOUI reads the IEEE registries in any published form: CSV (oui.csv, mam.csv,
// oui36.csv, iab.csv) and text (such as oui.txt, and the files in /usr/share/ieee-data
// and /usr/share/hwdata). r may be a concatenation of files. Lines without an
// assignment are skipped; it is an error if there are no others. If a block has several
// assignees, all are named.
func ParseOUI(r io.Reader) (*Vendors, error) {
	b := bufio.NewReaderSize(io.LimitReader(r, maxOUIFile), 1<<16)
	var rows []ouiRow
	var first uint64 // block of the last "(hex)" line of a text file
	for line := 1; ; line++ {
		text, err := b.ReadString('\n')
		if err != nil && err != io.EOF {
			return nil, fmt.Errorf("line %d: %w", line, err)
		}
		row, ok := parseOUILine(text, &first)
		if ok {
			rows = append(rows, row)
		}
		if err == io.EOF {
			break
		}
	}
	if len(rows) == 0 {
		return nil, errors.New("contains no IEEE assignments, unlike oui.csv and oui.txt")
	}
	return newVendors(rows)
}

// parseOUILine reads one line of either form:
//
//	MA-M,741AE09,Private,address          one line of CSV
//	00-22-72   (hex)        Vendor        remembered in oui
//	002272     (base 16)    Vendor        an MA-L
//	900000-9FFFFF (base 16) Vendor        an MA-M in the block remembered
func parseOUILine(line string, oui *uint64) (ouiRow, bool) {
	if left, name, ok := strings.Cut(line, "(base 16)"); ok {
		left = strings.TrimSpace(left)
		if from, to, ok := strings.Cut(left, "-"); ok {
			a, err1 := strconv.ParseUint(from, 16, 24)
			z, err2 := strconv.ParseUint(to, 16, 24)
			if err1 != nil || err2 != nil {
				return ouiRow{}, false
			}
			for t, bits := range prefixBits {
				if z-a == 1<<(48-bits)-1 {
					return ouiRow{(*oui<<24 | a) >> 8, t, cleanName(name)}, true
				}
			}
			return ouiRow{}, false
		}
		return assignmentOf(left, name)
	}
	if left, _, ok := strings.Cut(line, "(hex)"); ok {
		if v, err := strconv.ParseUint(strings.ReplaceAll(strings.TrimSpace(left), "-", ""), 16, 24); err == nil {
			*oui = v
		}
		return ouiRow{}, false
	}
	if !strings.HasPrefix(line, "MA-") && !strings.HasPrefix(line, "IAB,") {
		return ouiRow{}, false
	}
	registry, rest, _ := strings.Cut(line, ",")
	hex, rest, ok := strings.Cut(rest, ",")
	if !ok || len(registry) > 4 {
		return ouiRow{}, false
	}
	name := rest
	if strings.HasPrefix(rest, `"`) {
		name, ok = unquote(rest[1:])
		if !ok {
			return ouiRow{}, false
		}
	} else if i := strings.IndexByte(rest, ','); i >= 0 {
		name = rest[:i]
	}
	return assignmentOf(hex, name)
}

// unquote returns the quoted CSV field at the start of s, whose first quote is
// stripped. Quotes in it are doubled (RFC 4180 section 2.7).
func unquote(s string) (string, bool) {
	var b strings.Builder
	for {
		i := strings.IndexByte(s, '"')
		if i < 0 {
			return "", false
		}
		b.WriteString(s[:i])
		if s = s[i+1:]; !strings.HasPrefix(s, `"`) {
			return b.String(), true
		}
		b.WriteByte('"')
		s = s[1:]
	}
}

// assignmentOf returns the assignment for the digits of a block: 6, 7 or 9.
func assignmentOf(hex, name string) (ouiRow, bool) {
	v, err := strconv.ParseUint(hex, 16, 36)
	if err != nil {
		return ouiRow{}, false
	}
	for t, bits := range prefixBits {
		if len(hex)*4 == bits {
			return ouiRow{v << (40 - bits), t, cleanName(name)}, true
		}
	}
	return ouiRow{}, false
}

// cleanName normalizes whitespace and removes control characters.
func cleanName(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		if !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
	return strings.Join(strings.Fields(s), " ")
}

func newVendors(rows []ouiRow) (*Vendors, error) {
	slices.SortStableFunc(rows, func(a, b ouiRow) int {
		return cmp.Or(cmp.Compare(a.table, b.table), cmp.Compare(a.prefix, b.prefix))
	})
	merged := rows[:0]
	for _, r := range rows {
		if n := len(merged); n > 0 && merged[n-1].table == r.table && merged[n-1].prefix == r.prefix {
			if !slices.Contains(strings.Split(merged[n-1].name, " or "), r.name) {
				merged[n-1].name += " or " + r.name
			}
			continue
		}
		merged = append(merged, r)
	}
	offsets := map[string]int{}
	var names strings.Builder
	var tables [3][]byte
	for _, r := range merged {
		off, ok := offsets[r.name]
		if !ok {
			off = names.Len()
			offsets[r.name] = off
			names.WriteString(r.name)
			names.WriteByte('\n')
		}
		if off>>(8*nameWidth) != 0 {
			return nil, errors.New("more than 16 MB of names")
		}
		width := (prefixBits[r.table] + 7) / 8
		b := appendNumber(tables[r.table], r.prefix>>(40-8*width), width)
		tables[r.table] = appendNumber(b, uint64(off), nameWidth)
	}
	v := &Vendors{names: names.String()}
	for t := range tables {
		v.tables[t] = vendorTable{string(tables[t]), (prefixBits[t] + 7) / 8}
	}
	for _, r := range merged {
		if name, ok := v.name(0, r.prefix); ok && r.table > 0 && name != authority {
			v.nested = true
		}
	}
	return v, nil
}
