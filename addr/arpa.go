package addr

import (
	"errors"
	"iter"
	"net/netip"
	"strings"

	"github.com/hextet/hextet/internal/ip"
)

const (
	ip6Arpa = "ip6.arpa"     // RFC 3596 section 2.5
	ip6Int  = "ip6.int"      // RFC 1886 section 2.5, obsolete
	inAddr  = "in-addr.arpa" // RFC 1035 section 3.5
)

// labelBits returns the number of bits in one label of the reverse name of a.
func labelBits(a netip.Addr) int {
	if a.Is4() {
		return 8
	}
	return 4
}

// ReverseZones yields the reverse DNS zones that make up p, in order: p itself if its
// length is a multiple of a label (4 bits for IPv6, 8 for IPv4), otherwise the 2 to 128
// blocks of p of the next such length. So 2001:db8::/30 gives four zones of length 32.
// An invalid p gives none. [AppendZone] writes their names.
func ReverseZones(p netip.Prefix) iter.Seq[netip.Prefix] {
	return func(yield func(netip.Prefix) bool) {
		if !p.IsValid() {
			return
		}
		step := labelBits(p.Addr())
		bits := (p.Bits() + step - 1) / step * step
		a := p.Masked().Addr()
		for range 1 << (bits - p.Bits()) {
			if !yield(netip.PrefixFrom(a, bits)) {
				return
			}
			// Advance to the next block. After the last one this may wrap around to ::,
			// which is not used.
			b := a.As16()
			at := (bits - 1) / 8
			one := byte(1) << (7 - (bits-1)%8)
			if a.Is4() {
				at += 12
			}
			for ; at >= 0; at-- {
				b[at] += one
				if b[at] >= one {
					break
				}
				one = 1
			}
			if a.Is4() {
				a = netip.AddrFrom4([4]byte(b[12:]))
			} else {
				a = netip.AddrFrom16(b)
			}
		}
	}
}

// AppendZone appends the name of the reverse DNS zone p, without a trailing dot:
// 8.b.d.0.1.0.0.2.ip6.arpa for 2001:db8::/32, and the name of the PTR record for a
// prefix of one address.
//
// With an origin, it appends only the labels to the left of that name, as they are
// written in the origin's zone file, and "@" for the origin itself. The origin may be
// in either case, with or without a trailing dot, and may be an RFC 2317 zone such as
// 0/25.2.0.192.in-addr.arpa.
//
// It fails if p consists of several zones (see [ReverseZones]) or is not below origin.
func AppendZone(dst []byte, p netip.Prefix, origin string) ([]byte, error) {
	if !p.IsValid() {
		return dst, errInvalid
	}
	if p.Bits()%labelBits(p.Addr()) != 0 {
		return dst, errManyZones
	}
	base := ip6Arpa
	if p.Addr().Is4() {
		base = inAddr
	}
	n := len(dst)
	dst = appendLabels(dst, p)
	dst = append(dst, base...)
	if origin == "" {
		return dst, nil
	}
	origin = strings.TrimSuffix(origin, ".")
	if strings.IndexByte(origin, '/') >= 0 {
		zone, err := parseArpa(origin)
		if err != nil {
			return dst[:n], err
		}
		if !p.IsSingleIP() || !zone.Prefix().Contains(p.Addr()) {
			return dst[:n], errNotInZone
		}
		last := p.Addr().As4()[3]
		return appendOctet(dst[:n], last), nil
	}
	cut := len(dst) - len(origin)
	switch {
	case cut == n && strings.EqualFold(string(dst[n:]), origin):
		return append(dst[:n], '@'), nil
	case cut > n && dst[cut-1] == '.' && strings.EqualFold(string(dst[cut:]), origin):
		return dst[:cut-1], nil
	}
	return dst[:n], errNotInZone
}

// ParseZone parses a name from the zone file of origin, as [AppendZone] writes it with
// that origin: the labels to the left of origin, "@" for origin itself, or a full name.
// The error is an [*Error].
func ParseZone(s, origin string) (Item, error) {
	name := s + "." + origin
	switch {
	case s == "@":
		name = origin
	case strings.HasSuffix(s, "."), below(s, ip6Arpa), below(s, inAddr):
		name = s
	}
	it, err := parseArpa(name)
	var e *Error
	if errors.As(err, &e) {
		bad := *e
		bad.Input = s
		if bad.Offset >= len(s) {
			bad.Offset = -1
			bad.Reason += " with the origin " + origin
		}
		return Item{}, &bad
	}
	return it, err
}

// AppendClassless appends the name that RFC 2317 section 4 gives the zone of an
// IPv4 prefix of 25 to 32 bits: 128/26.2.0.192.in-addr.arpa for 192.0.2.128/26. It
// fails for every other prefix.
func AppendClassless(dst []byte, p netip.Prefix) ([]byte, error) {
	if !p.Addr().Is4() || p.Bits() < 25 {
		return dst, errClassless
	}
	p = p.Masked()
	b := p.Addr().As4()
	dst = appendOctet(dst, b[3])
	dst = appendLength(dst, p.Bits())
	dst = append(dst, '.')
	dst = appendLabels(dst, netip.PrefixFrom(p.Addr(), 24))
	return append(dst, inAddr...), nil
}

// appendOctet appends v in decimal.
func appendOctet(dst []byte, v byte) []byte {
	if v >= 100 {
		dst = append(dst, '0'+v/100)
	}
	if v >= 10 {
		dst = append(dst, '0'+v/10%10)
	}
	return append(dst, '0'+v%10)
}

// appendLabels appends the labels of p's bits, the last ones first, with a dot
// after each.
func appendLabels(dst []byte, p netip.Prefix) []byte {
	if p.Addr().Is4() {
		b := p.Addr().As4()
		for i := p.Bits()/8 - 1; i >= 0; i-- {
			dst = append(appendOctet(dst, b[i]), '.')
		}
		return dst
	}
	var b [64]byte
	hi, lo := ip.Halves(p.Addr())
	ip.Nibbles(&b, hi, lo)
	return append(dst, b[len(b)-2*(p.Bits()/4):]...)
}

func appendArpa(dst []byte, it Item) ([]byte, error) {
	return AppendZone(dst, it.Prefix(), "")
}

func appendIP6Int(dst []byte, it Item) ([]byte, error) {
	p := it.Prefix()
	switch {
	case p.Addr().Is4():
		return dst, errNot6
	case p.Bits()%4 != 0:
		return dst, errManyZones
	}
	return append(appendLabels(dst, p), ip6Int...), nil
}

// cutZone returns the length of the labels of s to the left of the name base, including
// their last dot, and whether s is at or below base.
func cutZone(s, base string) (n int, found bool) {
	s = strings.TrimSuffix(s, ".")
	n = len(s) - len(base)
	if n < 0 || !strings.EqualFold(s[n:], base) || n > 0 && s[n-1] != '.' {
		return 0, false
	}
	return n, true
}

// parseArpa reads a name below ip6.arpa or in-addr.arpa.
func parseArpa(s string) (Item, error) {
	if n, found := cutZone(s, ip6Arpa); found {
		return parseNibbles(s, n)
	}
	if n, found := cutZone(s, inAddr); found {
		return parseOctets(s, n)
	}
	return Item{}, reasonError(s, "not below ip6.arpa or in-addr.arpa")
}

func parseIP6Int(s string) (Item, error) {
	if n, found := cutZone(s, ip6Int); found {
		return parseNibbles(s, n)
	}
	return Item{}, reasonError(s, "not below ip6.int")
}

// parseNibbles reads the labels s[:end], each a digit and a dot, starting with the last
// nibble of the address.
func parseNibbles(s string, end int) (Item, error) {
	var v bitField
	for i := 0; i < end; i += 2 {
		d := ip.HexValue[s[i]]
		switch {
		case d > 15:
			return Item{}, charError(s, i)
		case s[i+1] != '.':
			return Item{}, &Error{Input: s, Offset: i, Reason: "label longer than one digit"}
		case !v.above(0, uint64(d), 4):
			return Item{}, &Error{Input: s, Offset: i, Reason: "more than 32 nibbles"}
		}
	}
	return v.item(), nil
}

// bitField is an n-bit number that grows at its most significant end.
type bitField struct {
	hi, lo uint64
	n      int
}

// above adds the low bits bits of hi:lo above those of v. It reports false, and does
// nothing, if that would exceed 128 bits.
func (v *bitField) above(hi, lo uint64, bits int) bool {
	if v.n+bits > 128 {
		return false
	}
	hi, lo = shiftLeft(hi, lo, v.n)
	v.hi |= hi
	v.lo |= lo
	v.n += bits
	return true
}

// item returns v as an address if it has 128 bits, otherwise as a prefix.
func (v *bitField) item() Item {
	var r scanned
	r.hi, r.lo = shiftLeft(v.hi, v.lo, 128-v.n)
	if v.n == 128 {
		return Item{Addr: r.addr()}
	}
	return Item{Addr: r.addr()}.WithBits(v.n)
}

// shiftLeft shifts hi:lo left by n bits, 0 to 128.
func shiftLeft(hi, lo uint64, n int) (uint64, uint64) {
	if n >= 64 {
		return lo << (n - 64), 0
	}
	return hi<<n | lo>>(64-n), lo << n
}

// parseOctets reads the labels s[:end] of an in-addr.arpa name: up to four octets,
// starting with the last of the address. If the fourth from the right is OCTET/LENGTH,
// it names the zone of a prefix longer than /24, and one more octet is an address in
// that zone (RFC 2317 section 4).
func parseOctets(s string, end int) (Item, error) {
	var v uint32
	n := 0
	classless := -1
	var zone netip.Prefix
	for end > 0 {
		stop := end - 1 // the dot after the label
		start := strings.LastIndexByte(s[:stop], '.') + 1
		end = start
		slash := strings.IndexByte(s[start:stop], '/')
		if slash >= 0 && (n != 3 || classless >= 0) {
			return Item{}, charError(s, start+slash)
		}
		to := stop
		if slash >= 0 {
			to = start + slash
		}
		o, e := labelOctet(s, start, to)
		if e != nil {
			return Item{}, e
		}
		if slash >= 0 {
			bits, at, f := scanLength(s[:stop], to+1, 32)
			if f != noFault {
				return Item{}, faultError(s, f, at, 0)
			}
			addr := scanned{lo: uint64(v)<<8 | uint64(o), is4: true}
			zone = netip.PrefixFrom(addr.addr(), bits)
			if bits < 25 || zone.Masked() != zone {
				return Item{}, &Error{Input: s, Offset: start, Reason: "not a prefix inside one octet"}
			}
			classless = start
			continue
		}
		if n == 4 {
			return Item{}, &Error{Input: s, Offset: start, Reason: faultText[faultManyOctets]}
		}
		v = v<<8 | uint32(o)
		n++
	}
	r := scanned{lo: uint64(v) << (8 * (4 - n)), is4: true}
	a := r.addr()
	switch {
	case n == 4 && classless >= 0 && !zone.Contains(a):
		return Item{}, &Error{Input: s, Offset: 0, Reason: "octet outside the zone it is in"}
	case n == 4:
		return Item{Addr: a}, nil
	case classless >= 0:
		return ItemOfPrefix(zone), nil
	}
	return Item{Addr: a}.WithBits(8 * n), nil
}

// labelOctet reads the octet s[start:end].
func labelOctet(s string, start, end int) (byte, *Error) {
	if start == end {
		return 0, &Error{Input: s, Offset: start, Reason: "empty label"}
	}
	v := 0
	for i := start; i < end; i++ {
		d := s[i] - '0'
		if d > 9 {
			return 0, charError(s, i)
		}
		v = v*10 + int(d)
		if v > 255 {
			return 0, &Error{Input: s, Offset: start, Reason: faultText[faultOctetRange]}
		}
	}
	if s[start] == '0' && end > start+1 {
		return 0, &Error{Input: s, Offset: start, Reason: faultText[faultOctetZero]}
	}
	return byte(v), nil
}
