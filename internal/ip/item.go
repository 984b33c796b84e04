package ip

import (
	"encoding/binary"
	"math/bits"
	"net/netip"
	"slices"
)

// An Item is an address or prefix as it was read. The engine reuses one Item for all
// lines of a worker: anything kept must be copied, including Text and Zone.
type Item struct {
	Text   string // as it was given
	Zone   string // RFC 4007 zone, "" without one
	Length int    // prefix length, -1 without one

	// Known reports whether Text is an address or prefix in the strict grammar. If not,
	// the rest of the Item is meaningless.
	Known bool

	is4   bool
	words [16]uint32 // as ScanAddr leaves them
}

// lineOut is enough for the text of an item and for the bytes overwritten after it.
const lineOut = 2 * TextRoom

// Scan is ScanAddr for an address or prefix.
func (it *Item) Scan(p *[Window]byte) (end int) {
	end = it.ScanAddr(p)
	if p[end] == '/' && end > 0 {
		return it.scanLength(p, end)
	}
	return end
}

// ScanLine reads src up to its first newline, if that line is only an address or
// prefix, without zone, brackets and whitespace. It also sets Text, and returns the
// length of the line including its end; 0 for any other line.
func (it *Item) ScanLine(src []byte) int {
	if len(src) < Window {
		return it.scanLast(src)
	}
	p := (*[Window]byte)(src)
	end := it.ScanAddr(p)
	if p[end] != '\n' || end == 0 {
		return it.scanRest(src, p, end)
	}
	it.Text = Alias(src[:end])
	return end + 1
}

// scanLast is ScanLine for the last lines of an input.
func (it *Item) scanLast(src []byte) int {
	var tail [Window]byte
	p := WindowAt(src, &tail)
	return it.scanRest(src, p, it.ScanAddr(p))
}

// scanRest continues with a line after its address, which ends at end.
func (it *Item) scanRest(src []byte, p *[Window]byte, end int) int {
	if p[end] == '/' && end > 0 {
		end = it.scanLength(p, end)
	}
	next := LineEnd(p, end)
	if end == 0 || next == 0 {
		it.Known = false
		return 0
	}
	it.Text = Alias(src[:end])
	return next
}

// ScanBytes is ScanText for bytes, which may be part of a line: if their capacity
// allows, they are read in place.
func (it *Item) ScanBytes(text []byte) bool {
	if n := len(text); n > 0 && cap(text) >= Window && it.Scan((*[Window]byte)(text[:Window])) == n {
		it.Text = Alias(text)
		return true
	}
	return it.ScanText(Alias(text))
}

// ScanText reads all of text, as ScanLine reads a line, and reports whether it
// succeeded.
func (it *Item) ScanText(text string) bool {
	it.Text = text
	var p [Window]byte
	if len(text) > Window-8 || text == "" {
		it.Known = false
		return false
	}
	copy(p[:], text)
	p[len(text)] = '\n'
	if it.Scan(&p) != len(text) {
		it.Known = false
	}
	return it.Known
}

// WindowAt returns the beginning of src; if src is too short, a copy in tail followed
// by zeros.
func WindowAt(src []byte, tail *[Window]byte) *[Window]byte {
	if len(src) >= Window {
		return (*[Window]byte)(src)
	}
	clear(tail[copy(tail[:], src):])
	return tail
}

// LineEnd returns the offset after the line whose text ends at end, 0 if the line
// continues.
func LineEnd(p *[Window]byte, end int) int {
	if p[end] == '\r' {
		end++
	}
	if p[end] != '\n' {
		return 0
	}
	return end + 1
}

// scanLength reads the prefix length after an address, whose slash is p[slash], and
// returns its end; 0 if it is invalid.
func (it *Item) scanLength(p *[Window]byte, slash int) (end int) {
	limit := 128
	if it.is4 {
		limit = 32
	}
	length := 0
	i := slash + 1
	for i < slash+4 && p[i]-'0' <= 9 {
		length = length*10 + int(p[i]-'0')
		i++
	}
	if i == slash+1 || length > limit || p[slash+1] == '0' && i > slash+2 {
		it.Known = false
		return 0
	}
	it.Length = length
	return i
}

// Set sets it to the address a, without its zone, with the given zone and prefix length
// (-1 for none). Text is unchanged.
func (it *Item) Set(a netip.Addr, zone string, length int) {
	hi, lo := Halves(a)
	it.SetBits(hi, lo, a.Is4())
	it.Zone, it.Length, it.Known = zone, length, a.IsValid()
}

// SetBits sets it to the address with the halves hi and lo, without zone and length; an
// IPv4 address is the low 32 bits of lo.
func (it *Item) SetBits(hi, lo uint64, is4 bool) {
	it.Zone, it.Length, it.Known, it.is4 = "", -1, true, is4
	if is4 {
		it.words[quadWord] = uint32(lo)
		return
	}
	GroupWords((*[8]uint32)(it.words[:]), hi, lo)
}

// Is4 reports whether it is an IPv4 address.
func (it *Item) Is4() bool { return it.is4 }

// IsPrefix reports whether it has a prefix length.
func (it *Item) IsPrefix() bool { return it.Length >= 0 }

// BitLen returns 32 or 128.
func (it *Item) BitLen() int {
	if it.is4 {
		return 32
	}
	return 128
}

// Top returns the first 32 bits of an address of either family.
func (it *Item) Top() uint32 {
	if it.is4 {
		return it.words[quadWord]
	}
	return bits.ReverseBytes32(uint32(pairValue(it.pair(0))))
}

// Hi returns the upper half of an IPv6 address, 0 for IPv4.
func (it *Item) Hi() uint64 {
	if it.is4 {
		return 0
	}
	return pairsValue(it.pair(0), it.pair(1))
}

// Lo returns the lower half of an IPv6 address, or the IPv4 address.
func (it *Item) Lo() uint64 {
	if it.is4 {
		return uint64(it.words[quadWord])
	}
	return pairsValue(it.pair(2), it.pair(3))
}

func (it *Item) pair(i int) uint64 {
	return uint64(it.words[2*i]) | uint64(it.words[2*i+1])<<32
}

// Addr returns the address without its zone.
func (it *Item) Addr() netip.Addr { return AddrOf(it.Hi(), it.Lo(), it.is4) }

// Prefix returns the address with its prefix length, host bits kept; without a length,
// the prefix of that one address.
func (it *Item) Prefix() netip.Prefix {
	if it.Length < 0 {
		return netip.PrefixFrom(it.Addr(), it.BitLen())
	}
	return netip.PrefixFrom(it.Addr(), it.Length)
}

// HasHostBits reports whether it has a prefix length and bits set after it: an
// address on its network, as interfaces are configured, rather than a block.
func (it *Item) HasHostBits() bool {
	if it.Length < 0 || it.Length == it.BitLen() {
		return false
	}
	free := uint(it.BitLen() - it.Length)
	if free >= 64 {
		return it.Lo() != 0 || it.Hi()<<(128-free) != 0 && free > 64
	}
	return it.Lo()<<(64-free) != 0
}

// IsBlock reports whether it is a block of addresses: a prefix shorter than an address
// that has no bits set after it.
func (it *Item) IsBlock() bool {
	return it.Length >= 0 && it.Length < it.BitLen() && !it.HasHostBits()
}

// Quad says when the last 32 bits are written in dotted decimal.
type Quad uint8

// The choices.
const (
	QuadAuto   Quad = iota // below the well-known prefixes of RFC 5952 section 5
	QuadAlways             // in every IPv6 address
	QuadNever              // never
)

// wellKnownNAT64 is the upper half of the addresses below 64:ff9b::/96.
const wellKnownNAT64 = 0x0064_ff9b_0000_0000

// Writes reports whether the address hi:lo with that prefix length (-1 for
// none) is written with a dotted quad.
func (q Quad) Writes(hi, lo uint64, length int) bool {
	if q != QuadAuto {
		return q == QuadAlways
	}
	if length >= 0 && length <= 96 && uint32(lo) == 0 {
		return false
	}
	switch hi {
	case 0:
		return lo>>32 == 0xffff || lo>>32 == 0xffff_0000
	case wellKnownNAT64:
		return lo>>32 == 0
	}
	return false
}

// may is a quick test: if it reports false for the words of an address, so does Writes.
func (q Quad) may(g *[8]uint32) bool {
	// The well-known prefixes begin with 0 or 64:, and groups 2 and 3 of all of them
	// are zero.
	return q == QuadAlways || q == QuadAuto && g[2]|g[3] == 0 && (g[0] == 0 || g[0] == 0x04060000)
}

// AppendCanonical appends the RFC 5952 text of it, zone and prefix length
// included. Bytes between the length and the capacity of dst may be
// overwritten, here and in the other Append methods.
func (it *Item) AppendCanonical(dst []byte, q Quad) []byte {
	dst = slices.Grow(dst, lineOut)
	b := (*[TextRoom]byte)(dst[len(dst) : len(dst)+TextRoom])
	g := (*[8]uint32)(it.words[:])
	var n int
	switch {
	case it.is4:
		n = putQuad((*[16]byte)(b[:]), it.words[quadWord])
	case q.may(g):
		hi, lo := it.Hi(), it.Lo()
		n = putCompressed(b, g, q.Writes(hi, lo, it.Length), uint32(lo))
	default:
		n = putGroups(b, g)
	}
	dst = dst[:len(dst)+n]
	if it.Zone == "" && it.Length < 0 {
		return dst
	}
	return it.appendRest(dst)
}

// AppendAddr appends the RFC 5952 text of the address alone.
func (it *Item) AppendAddr(dst []byte) []byte {
	dst = slices.Grow(dst, lineOut)
	b := (*[TextRoom]byte)(dst[len(dst) : len(dst)+TextRoom])
	g := (*[8]uint32)(it.words[:])
	var n int
	switch {
	case it.is4:
		n = putQuad((*[16]byte)(b[:]), it.words[quadWord])
	case QuadAuto.may(g):
		hi, lo := it.Hi(), it.Lo()
		n = putCompressed(b, g, QuadAuto.Writes(hi, lo, -1), uint32(lo))
	default:
		n = putGroups(b, g)
	}
	return dst[:len(dst)+n]
}

// AppendFull appends eight groups of four digits, or an IPv4 address in dotted
// decimal, with zone and prefix length.
func (it *Item) AppendFull(dst []byte) []byte {
	dst = slices.Grow(dst, lineOut)
	b := (*[TextRoom]byte)(dst[len(dst) : len(dst)+TextRoom])
	n := 39
	if it.is4 {
		n = putQuad((*[16]byte)(b[:]), it.words[quadWord])
	} else {
		putFull(b, (*[8]uint32)(it.words[:]))
	}
	dst = dst[:len(dst)+n]
	if it.Zone == "" && it.Length < 0 {
		return dst
	}
	return it.appendRest(dst)
}

// AppendNibbles appends the 32 digits of an IPv6 address from the last to the first,
// with a dot after each, as in names below ip6.arpa (RFC 3596 section 2.5); nothing for
// IPv4.
func (it *Item) AppendNibbles(dst []byte) []byte {
	if it.is4 {
		return dst
	}
	dst = slices.Grow(dst, 64)
	putNibbles((*[64]byte)(dst[len(dst):len(dst)+64]), (*[8]uint32)(it.words[:]))
	return dst[:len(dst)+64]
}

// Nibbles sets b to what [Item.AppendNibbles] appends for the address hi:lo.
func Nibbles(b *[64]byte, hi, lo uint64) {
	var g [8]uint32
	GroupWords(&g, hi, lo)
	putNibbles(b, &g)
}

func putNibbles(b *[64]byte, g *[8]uint32) {
	for i := range 8 {
		x := uint64(bits.ReverseBytes32(g[7-i] + ZeroGroup))
		x = (x | x<<16) & 0x0000ffff_0000ffff
		x = (x | x<<8) & 0x00ff00ff_00ff00ff
		binary.LittleEndian.PutUint64(b[8*i:], x|'.'<<8|'.'<<24|'.'<<40|'.'<<56)
	}
}

// appendRest appends the zone and the prefix length.
func (it *Item) appendRest(dst []byte) []byte {
	if it.Zone != "" {
		dst = append(append(dst, '%'), it.Zone...)
	}
	if it.Length >= 0 {
		var b [8]byte
		dst = append(dst, b[:PutLength(b[:], it.Length)]...)
	}
	return dst
}

// AppendAddr appends the RFC 5952 text of the address hi:lo, as [Item.AppendCanonical]
// does with that prefix length, -1 for none. It grows dst by no more than the text.
func AppendAddr(dst []byte, hi, lo uint64, is4 bool, length int, q Quad) []byte {
	var b [TextRoom]byte
	n := 0
	if is4 {
		n = putQuad((*[16]byte)(b[:]), uint32(lo))
	} else {
		var g [8]uint32
		GroupWords(&g, hi, lo)
		n = putCompressed(&b, &g, q.Writes(hi, lo, length), uint32(lo))
	}
	if length >= 0 {
		n += PutLength(b[n:], length)
	}
	return append(dst, b[:n]...)
}

// AppendFull appends the address hi:lo as [Item.AppendFull] does, without zone.
func AppendFull(dst []byte, hi, lo uint64, is4 bool, length int) []byte {
	var b [TextRoom]byte
	n := 39
	if is4 {
		n = putQuad((*[16]byte)(b[:]), uint32(lo))
	} else {
		var g [8]uint32
		GroupWords(&g, hi, lo)
		putFull(&b, &g)
	}
	if length >= 0 {
		n += PutLength(b[n:], length)
	}
	return append(dst, b[:n]...)
}
