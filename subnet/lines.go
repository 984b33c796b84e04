package subnet

import (
	"bytes"
	"math/bits"
	"strconv"

	"github.com/hextet/hextet/internal/ip"
)

// AppendLines appends blocks of b to dst in address order, each followed by sep: as
// many whole lines as fit in dst's capacity, or a single one if not even that is sure
// to fit (it may take 56 bytes). It returns the remaining blocks, which are invalid if
// there are none. It does not allocate otherwise.
//
// It is far faster than formatting blocks one by one, since it formats a line once and
// from then on changes only the digits of the group that is counted up (BenchmarkLines:
// over ten times as fast as a bufio.Writer and netip.Prefix.String).
func (b Blocks) AppendLines(dst []byte, sep byte) ([]byte, Blocks) {
	l := lines{b: b, sep: sep, done: b.width == 0}
	for !l.done {
		if cap(dst)-len(dst) < maxLine {
			if l.next != (ip.Uint128{}) || len(dst) > 0 {
				break
			}
			dst = make([]byte, 0, maxLine)
		}
		dst = l.step(dst)
	}
	if l.done {
		return dst, Blocks{}
	}
	return dst, b.from(l.next)
}

// lines are blocks that are being written.
type lines struct {
	b    Blocks
	next ip.Uint128
	done bool
	sep  byte
	line [maxLine + 8]byte
}

// maxLine is more than the longest line: 45 bytes of IPv6 with a dotted quad, "/128"
// and sep.
const maxLine = 56

// step appends at least one line. dst has room for one.
func (l *lines) step(dst []byte) []byte {
	a, length := l.b.at(l.next)
	if l.b.width == width4 {
		return l.octets(dst, uint32(a.Lo), length)
	}
	if length == 0 {
		return l.plain(dst, a, length)
	}
	// The group that is counted up contains the last bit of the prefix.
	group := uint(length-1) / 16
	shift := 112 - 16*group // of the group in the address
	value := uint32(a.Rsh(shift).Lo & 0xffff)
	// If that group is zero, RFC 5952 may put the "::" elsewhere.
	if end := plainHextets(a, shift); value == 0 || end <= value {
		return l.plain(dst, a, length)
	} else {
		return l.hextets(dst, a, length, shift, value, end)
	}
}

// plain appends one line by formatting it.
func (l *lines) plain(dst []byte, a ip.Uint128, length int) []byte {
	dst = append(l.b.AppendBlock(dst, toPrefix(a, l.b.width, length)), l.sep)
	l.advance(1)
	return dst
}

func (l *lines) advance(n uint64) {
	i := l.next.Add(ip.Uint128{Lo: n})
	l.done = l.b.last.Less(i) || i.Less(l.next)
	l.next = i
}

// plainHextets returns the end of the run of values, from that of a, for which the
// group above bit shift gives purely hexadecimal text: in the prefixes whose addresses
// end in dotted decimal (RFC 5952 section 5) the digits are at other positions. A
// result of at most a's own value means none.
func plainHextets(a ip.Uint128, shift uint) uint32 {
	value := uint32(a.Rsh(shift).Lo & 0xffff)
	end := uint32(1 << 16)
	for _, p := range [...]ip.Uint128{
		{Hi: 0, Lo: 0xffff << 32},          // ::ffff:0:0/96
		{Hi: 0, Lo: 0xffff << 48},          // ::ffff:0:0:0/96
		{Hi: 0x0064_ff9b_0000_0000, Lo: 0}, // 64:ff9b::/96
	} {
		if a.Rsh(32) == p.Rsh(32) {
			return value
		}
		v := uint32(p.Rsh(shift).Lo & 0xffff)
		if a.Rsh(shift+16) == p.Rsh(shift+16) && v > value {
			end = min(end, v)
		}
	}
	return end
}

// left returns how many lines have the form of the next one, including it, at most
// most.
func (l *lines) left(most uint64) uint64 {
	end := l.b.last
	if l.next.Less(l.b.large) {
		end = l.b.large.Dec() // from there on lines have another length
	}
	if n := end.Sub(l.next); n.Hi == 0 && n.Lo < most {
		return n.Lo + 1
	}
	return most
}

// template puts the line of block (a, length) into l.line and returns its length.
func (l *lines) template(a ip.Uint128, length int) int {
	return len(append(l.b.AppendBlock(l.line[:0], toPrefix(a, l.b.width, length)), l.sep))
}

// hextets appends the lines for value, value+step, ... of a group, as long as they have
// the same number of digits, there are blocks and they fit.
//
//	2001:db8:0:  1f3  ::/64 \n
//	head         |    tail
//	             where the digits change
func (l *lines) hextets(dst []byte, a ip.Uint128, length int, shift uint, value, end uint32) []byte {
	step := uint32(1) << (uint(128-length) - shift)
	digits := (bits.Len32(value) + 3) / 4
	n := l.template(a, length)
	// The digits are followed by zero groups and the length: "::/56", ":0:0/56".
	at := n - 1
	if !l.b.bare {
		at = bytes.LastIndexByte(l.line[:n], '/')
	}
	if zeros := int(shift / 16); zeros > 0 && l.line[at-1] == ':' {
		at -= 2
	} else {
		at -= 2 * zeros
	}
	at -= digits
	end = min(end, 1<<(4*digits))
	count := l.left(uint64((end - value + step - 1) / step))
	count = min(count, uint64((cap(dst)-len(dst))/n))
	out := dst[len(dst) : len(dst)+int(count)*n]
	line := l.line[:n]
	for i := 0; i < len(out); i += n {
		w := out[i : i+n]
		copy(w, line)
		d := w[at : at+digits]
		v := value
		for j := len(d) - 1; j >= 0; j-- {
			d[j] = "0123456789abcdef"[v&15]
			v >>= 4
		}
		value += step
	}
	l.advance(count)
	return dst[:len(dst)+len(out)]
}

// octets is hextets for IPv4.
func (l *lines) octets(dst []byte, a uint32, length int) []byte {
	if length == 0 {
		return l.plain(dst, ip.Uint128{Lo: uint64(a)}, length)
	}
	octet := uint(length-1) / 8
	shift := 24 - 8*octet
	step := uint32(1) << (uint(32-length) - shift)
	value := a >> shift & 0xff
	head := 0
	for i := range octet {
		head = len(append(strconv.AppendUint(l.line[:head], uint64(a>>(24-8*i)&0xff), 10), '.'))
	}
	var room [maxLine]byte
	tail := room[:0]
	for range 3 - octet {
		tail = append(tail, ".0"...)
	}
	if !l.b.bare {
		tail = append(tail, '/')
		tail = strconv.AppendUint(tail, uint64(length), 10)
	}
	tail = append(tail, l.sep)
	count := l.left(uint64((255-value)/step) + 1)
	count = min(count, uint64((cap(dst)-len(dst))/(head+3+len(tail))))
	for range count {
		dst = append(dst, l.line[:head]...)
		dst = strconv.AppendUint(dst, uint64(value), 10)
		dst = append(dst, tail...)
		value += step
	}
	l.advance(count)
	return dst
}
