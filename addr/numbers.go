package addr

import (
	"encoding/binary"
	"iter"
	"net/netip"
	"slices"
)

// A Number is an address as a number: the halves of an IPv6 address, high bits
// first; an IPv4 address is in the low 32 bits of Lo. For who has millions of
// them; it takes a processor longer to put them into a netip.Addr and out again
// than to read them.
type Number struct {
	Hi, Lo uint64
	Is4    bool
}

// Addr returns the address.
func (n Number) Addr() netip.Addr {
	var b [16]byte
	if n.Is4 {
		binary.BigEndian.PutUint32(b[:], uint32(n.Lo))
		return netip.AddrFrom4([4]byte(b[:]))
	}
	binary.BigEndian.PutUint64(b[:8], n.Hi)
	binary.BigEndian.PutUint64(b[8:], n.Lo)
	return netip.AddrFrom16(b)
}

// NumberLines yields the addresses that the leading lines of src are, of either
// family, each with the number of bytes of src up to the line behind it. It
// takes lines that are an address alone, without length, zone, brackets or
// blanks, and end in "\n" or "\r\n", and ends before the first other one, which
// is then for [ParseItem] to judge.
func NumberLines(src []byte) iter.Seq2[Number, int] {
	return func(yield func(Number, int) bool) {
		var tail [lineRoom]byte
		for i := 0; i < len(src); {
			p := lineAt(src[i:], &tail)
			n, end := lineNumber(p)
			if end == 0 {
				return
			}
			next := lineEnd(p, end)
			if next == 0 {
				return
			}
			i += next
			if !yield(n, i) {
				return
			}
		}
	}
}

// lineNumber reads the address at the beginning of p and returns the end of its
// text, 0 where there is none.
func lineNumber(p *[lineRoom]byte) (n Number, end int) {
	// With a dot among its first four bytes it is most likely IPv4.
	dot := binary.LittleEndian.Uint32(p[:]) ^ 0x2e2e2e2e
	if (dot-0x01010101)&^dot&0x80808080 != 0 {
		if v, end := quadValue(p, 0); end > 0 {
			return Number{0, uint64(v), true}, end
		}
	}
	var words [16]uint32
	end, is4 := scanWords(p, &words)
	if end <= 0 || is4 {
		return Number{}, 0
	}
	return Number{wordsValue((*[4]uint32)(words[0:4])), wordsValue((*[4]uint32)(words[4:8])), false}, end
}

// MapQuads appends to dst, for each leading line of src that is an IPv4 address
// alone, the RFC 5952 text of the IPv6 address that f makes of it, as
// [AppendCanonical] with [MixedAuto] has it, and a newline. It returns how many
// bytes of src those lines were, and stops before the first other one, or one
// for which f reports false. Addresses are numbers: the IPv4 one, and the halves
// of the IPv6 one. With a length that is not negative the results are prefixes.
// Bytes between the length and the capacity of dst may be overwritten.
func MapQuads(dst, src []byte, length int, f func(v4 uint32) (hi, lo uint64, ok bool)) (out []byte, n int) {
	i := 0
	var tail [lineRoom]byte
	var head [textRoom]byte // text before a quad
	var headHi, headLo uint64
	headSize := 0
	for i < len(src) {
		if cap(dst)-len(dst) < lineOut {
			dst = slices.Grow(dst, max(2*(len(src)-i), lineOut))
		}
		p := lineAt(src[i:], &tail)
		v, end := quadValue(p, 0)
		if end == 0 {
			break
		}
		next := lineEnd(p, end)
		if next == 0 {
			break
		}
		hi, lo, ok := f(v)
		if !ok {
			break
		}
		b := (*[lineOut]byte)(dst[len(dst) : len(dst)+lineOut])
		size := 0
		quad := MixedAuto.quad(hi, lo, length)
		if quad && uint32(lo) == v {
			// The quad is the line itself, below a prefix that seldom changes.
			if headSize == 0 || hi != headHi || lo>>32 != headLo {
				headHi, headLo = hi, lo>>32
				g := groupWords(hi, lo)
				headSize = putCompressed(&head, &g, true, 0) - len("0.0.0.0")
			}
			*(*[16]byte)(b[:]) = [16]byte(head[:])
			*(*[16]byte)(b[headSize:]) = [16]byte(p[:])
			size = headSize + end
		} else {
			g := groupWords(hi, lo)
			size = putCompressed((*[textRoom]byte)(b[:]), &g, quad, uint32(lo))
		}
		if length >= 0 {
			size += putLength(b[size:], length)
		}
		b[size] = '\n'
		dst = dst[:len(dst)+size+1]
		i += next
	}
	return dst, i
}
