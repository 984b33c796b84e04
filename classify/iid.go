package classify

import (
	"encoding/binary"
	"math/bits"
	"net/netip"
	"slices"
	"strconv"

	"github.com/hextet/hextet/eui64"
)

// An IIDKind is what an interface identifier looks like. The zero kind is unknown.
type IIDKind uint8

// The kinds, in the order they are looked for.
const (
	IIDUnknown             IIDKind = iota
	IIDSubnetRouterAnycast         // all zero, RFC 4291 section 2.6.1
	IIDReservedAnycast             // RFC 2526
	IIDISATAP                      // RFC 5214 section 6.1
	IIDEUI64                       // RFC 4291 appendix A
	IIDWordy                       // RFC 7707 section 4.1.3
	IIDEmbeddedPort                // likewise
	IIDLowByte                     // likewise
	IIDEmbeddedIPv4                // likewise
	IIDPattern                     // too regular for chance
	IIDRandom                      // nothing of the above
)

var iidKindNames = [...]string{
	"unknown", "subnet-router-anycast", "reserved-anycast", "isatap", "eui64", "wordy",
	"embedded-port", "low-byte", "embedded-ipv4", "pattern", "random",
}

// String returns the word.
func (k IIDKind) String() string {
	if int(k) < len(iidKindNames) {
		return iidKindNames[k]
	}
	return iidKindNames[IIDUnknown]
}

// MarshalText returns the word.
func (k IIDKind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// An IID is an interface identifier and what its bits suggest. It is a comparable
// value; the zero IID has no kind.
type IID struct {
	Value eui64.IID
	Kind  IIDKind
	MAC   eui64.MAC  // of an IIDEUI64, else zero
	IPv4  netip.Addr // of an IIDISATAP or IIDEmbeddedIPv4, else zero
	Port  uint16     // of an IIDEmbeddedPort, else 0
	hint  hint
}

// A hint is which of the ways to see a kind it was.
type hint uint8

const (
	hintNone     hint = iota
	hintHex           // the number as it is
	hintDecimal       // hexadecimal digits that read as decimal
	hintRepeat        // one unit over and over
	hintSequence      // digits count up or down
	hintRun           // one digit many times in a row
	hintZeros         // most octets zero
)

// HasIID reports whether the last 64 bits of the addresses of a class are an
// interface identifier: those outside 000/3 (RFC 4291 section 2.5.1) whose format is
// not another one. Teredo addresses hold a port and an address there (RFC 4380
// section 4), ORCHIDs and drone tags a hash, segment identifiers a function and
// arguments (RFC 8986 section 3.1); anycast addresses of one service are assigned
// whole; of reserved space nothing is known yet.
func (c Class) HasIID() bool {
	switch c.Type {
	case GlobalUnicast, UniqueLocal, LinkLocal, SiteLocal, SixToFour, Documentation,
		SixBone, Benchmarking, AMT, AS112, IETFProtocol:
		return c.Family == 6
	}
	return false
}

// IIDOf returns the interface identifier of a; ok is false where a has none, see
// [Class.HasIID].
func IIDOf(a netip.Addr) (id IID, ok bool) {
	if !Classify(a).HasIID() {
		return IID{}, false
	}
	_, lo := halves6(a)
	return AnalyzeIID(eui64.IID(lo)), true
}

// AnalyzeIID says what the bits of an identifier look like (RFC 7707 section 4.1).
// Only the anycast identifiers are certain; everything else may be chance, and
// "random" only means that nothing was seen: RFC 7217, RFC 8981, DHCPv6 and CGA
// identifiers cannot be told apart. It does not allocate.
func AnalyzeIID(id eui64.IID) IID {
	v := uint64(id)
	r := IID{Value: id}
	if v == 0 {
		r.Kind = IIDSubnetRouterAnycast
		return r
	}
	if v >= reservedAnycast && v <= reservedAnycast|0x7f {
		r.Kind = IIDReservedAnycast
		return r
	}
	if v>>32&^0x0200_0000 == 0x0000_5efe {
		r.Kind, r.IPv4 = IIDISATAP, addr4(uint32(v))
		return r
	}
	if id.IsModifiedEUI64() {
		if m, err := id.MAC(); err == nil {
			r.Kind, r.MAC = IIDEUI64, m
			return r
		}
	}
	var buf [24]byte
	if _, ok := wordy(v, buf[:0]); ok {
		r.Kind = IIDWordy
		return r
	}
	if r.manual(v) || r.regular(v) {
		return r
	}
	r.Kind = IIDRandom
	return r
}

// KindOf is the Kind that [AnalyzeIID] finds, for those who have millions of
// identifiers to look at.
func KindOf(id eui64.IID) IIDKind {
	v := uint64(id)
	wordOnce.Do(findWords)
	// Most are made by machines: from a MAC, or by chance.
	first := v >> 48
	if v>>16 == 0 && v != 0 { // or counted
		at, bit := v>>6, uint64(1)<<(v&63)
		switch {
		case lastWords[at]&bit != 0:
			return IIDWordy
		case portWords[at]&bit != 0:
			return IIDEmbeddedPort
		}
		return IIDLowByte
	}
	if v>>32 == 0 || first == 0 || v >= reservedAnycast || v>>32&^0x0200_0000 == 0x0000_5efe ||
		v>>3&(v>>2|v>>1)&nibbleOnes == 0 {
		return AnalyzeIID(id).Kind
	}
	switch r := (IID{}); {
	case id.IsModifiedEUI64():
		return IIDEUI64
	case wordStarts[first>>6]>>(first&63)&1 != 0:
		return AnalyzeIID(id).Kind
	case r.regular(v):
		return IIDPattern
	}
	return IIDRandom
}

// reservedAnycast is the first of the 128 reserved subnet anycast identifiers: ones
// but for the u bit, then a 7-bit anycast identifier (RFC 2526 section 2).
//
//	| 6 bits | u | 1 bit | 49 bits |  7 bits  |
//	| 111111 | 0 |   1   | 1 ... 1 |    ID    |
const reservedAnycast = 0xfdff_ffff_ffff_ff80

// manual recognises what people type (RFC 7707 section 4.1.3).
func (r *IID) manual(v uint64) bool {
	w6, w7 := uint16(v>>16), uint16(v)
	if v>>32 == 0 {
		// 2001:db8::80, 2001:db8::1:80 and 2001:db8::80:1
		if w6 <= 0xff {
			if port, h := servicePort(w7); port != 0 {
				r.Kind, r.Port, r.hint = IIDEmbeddedPort, port, h
				return true
			}
		}
		if w6 != 0 && w7 != 0 && w7 <= 0xff {
			if port, h := servicePort(w6); port != 0 {
				r.Kind, r.Port, r.hint = IIDEmbeddedPort, port, h
				return true
			}
		}
		if w6 <= 0xff && w7 != 0 {
			r.Kind = IIDLowByte
			return true
		}
		// 2001:db8::c000:201, what 2001:db8::192.0.2.1 comes out as
		if a := addr4(uint32(v)); w7 != 0 && hostAddress(uint32(v)) {
			r.Kind, r.IPv4, r.hint = IIDEmbeddedIPv4, a, hintHex
			return true
		}
		return false
	}
	// 2001:db8::192:0:2:1, which has no digit over 9
	if v>>3&(v>>2|v>>1)&nibbleOnes != 0 {
		return false
	}
	var a uint32
	big := false
	for shift := 48; shift >= 0; shift -= 16 {
		n, ok := asDecimal(uint16(v >> shift))
		if !ok || n > 255 {
			return false
		}
		big = big || n >= 10
		a = a<<8 | uint32(n)
	}
	if v == v<<16|v>>48 || !big || !hostAddress(a) {
		return false // 1:1:1:1 is a pattern, 1:0:0:1 says nothing
	}
	r.Kind, r.IPv4, r.hint = IIDEmbeddedIPv4, addr4(a), hintDecimal
	return true
}

// hostAddress reports whether v can be the address of a host.
func hostAddress(v uint32) bool {
	first := v >> 24
	return first != 0 && first != 127 && first < 224
}

// asDecimal reads the hexadecimal digits of w as decimal ones, 0x192 as 192.
func asDecimal(w uint16) (n uint16, ok bool) {
	if w>>3&(w>>2|w>>1)&0x1111 != 0 {
		return 0, false
	}
	return w>>12*1000 + w>>8&0xf*100 + w>>4&0xf*10 + w&0xf, true
}

// regular recognises identifiers that are too regular for chance: fewer than one in
// 10,000 random ones are.
func (r *IID) regular(v uint64) bool {
	switch {
	case v == v<<32|v>>32:
		r.hint = hintRepeat
	case sequence(v):
		r.hint = hintSequence
	case zeroOctets(v) >= 3:
		r.hint = hintZeros
	case sixInRow(v):
		r.hint = hintRun
	default:
		return false
	}
	r.Kind = IIDPattern
	return true
}

// The next functions look at all digits, nibbles of 4 bits, at once.
const (
	nibbleOnes = 0x1111_1111_1111_1111 // 1 in each nibble
	nibbleTops = 0x8888_8888_8888_8888 // the top bit of each
	octetOnes  = 0x0101_0101_0101_0101
)

// zeroNibbles returns 1 in each nibble of x that is zero.
func zeroNibbles(x uint64) uint64 {
	return ^(x | x>>1 | x>>2 | x>>3) & nibbleOnes
}

// fourInRow returns 1 in the lowest of each four nibbles in a row that are 1 in z.
func fourInRow(z uint64) uint64 {
	z &= z >> 4
	return z & (z >> 8)
}

// sequence reports whether eight digits in a row count up or down by one.
func sequence(v uint64) bool {
	const pairs = nibbleOnes >> 4
	left := v >> 4
	// Neighbours in it are one odd and one even, which seven pairs seldom are.
	if odd := fourInRow((v ^ left) & pairs); odd&(odd>>12) == 0 {
		return false
	}
	// Each nibble less its left neighbour, without borrowing from the next.
	d := (v | nibbleTops - left&^nibbleTops) ^ (v^^left)&nibbleTops
	up, down := fourInRow(zeroNibbles(d^nibbleOnes)&pairs), fourInRow(zeroNibbles(^d)&pairs)
	return up&(up>>12)|down&(down>>12) != 0
}

func zeroOctets(v uint64) int {
	v |= v >> 4
	v |= v >> 2
	v |= v >> 1
	return 8 - bits.OnesCount64(v&octetOnes)
}

// sixInRow reports whether six digits in a row are one digit.
func sixInRow(v uint64) bool {
	same := fourInRow(zeroNibbles(v^v>>4) & (nibbleOnes >> 4))
	return same&(same>>4) != 0
}

// servicePorts are ports that people put into addresses, sorted.
var servicePorts = [...]uint16{
	21, 22, 23, 25, 49, 53, 67, 69, 80, 88, 110, 119, 123, 143, 161, 162, 179, 194, 220,
	389, 443, 445, 465, 514, 546, 547, 554, 587, 631, 636, 853, 873, 989, 990, 993, 995,
	1080, 1194, 1433, 1521, 1701, 1723, 1812, 1813, 1883, 2049, 2181, 2375, 2376, 2379,
	3000, 3128, 3268, 3306, 3389, 3478, 4500, 5060, 5061, 5222, 5269, 5353, 5432, 5672,
	5900, 5984, 6379, 6443, 6446, 6514, 6667, 6697, 8000, 8008, 8080, 8081, 8086, 8443,
	8883, 8888, 9000, 9042, 9090, 9092, 9100, 9200, 9418, 10050, 11211, 25565, 27017, 51820,
}

// portBits has bit n&1023 set for each service port n, so that most other numbers need
// no search.
var portBits = [16]uint64{
	0x0122000002e00002, 0x0880404001010028, 0x0008040600208020, 0x08000e0010000414,
	0x2100480000000000, 0x0004000000000980, 0x2800000002500220, 0x0002000000020000,
	0x0000070c00000804, 0x1080100000000800, 0x0908002000000000, 0x0000000000000000,
	0x0000010000301000, 0x0000020108240105, 0x0100000000431014, 0x0001000a60000830,
}

// servicePort returns the port that w spells in decimal digits or is as a number;
// 0 for none. Numbers below 0x20 are left to the low bytes: ::10 to ::1f count
// hosts more often than they mean ports.
func servicePort(w uint16) (port uint16, h hint) {
	if n, ok := asDecimal(w); ok && isServicePort(n) {
		return n, hintDecimal
	}
	if w >= 0x20 && isServicePort(w) {
		return w, hintHex
	}
	return 0, hintNone
}

func isServicePort(n uint16) bool {
	if portBits[n>>6&15]>>(n&63)&1 == 0 {
		return false
	}
	lo, hi := 0, len(servicePorts)
	for lo < hi {
		mid := (lo + hi) / 2
		switch {
		case servicePorts[mid] == n:
			return true
		case servicePorts[mid] < n:
			lo = mid + 1
		default:
			hi = mid
		}
	}
	return false
}

// A reservedIID is a row of IANA's registry of reserved identifiers (RFC 5453).
type reservedIID struct {
	first, last uint64
	name        string
	rfc         []string
}

// An anycastID is a row of IANA's registry of anycast identifiers (RFC 2526).
type anycastID struct {
	first, last uint8
	name        string
	rfc         []string
}

// A Reservation is a row of a registry of identifiers.
type Reservation struct {
	First, Last uint64
	Name        string
	RFC         []string // belongs to the tables: read only
}

// ReservedIID returns the row of IANA's registry of reserved interface identifiers
// that has id (RFC 5453); ok is false when id is free to use.
func ReservedIID(id eui64.IID) (r Reservation, ok bool) {
	for i := range reservedIIDs {
		if row := &reservedIIDs[i]; uint64(id) >= row.first && uint64(id) <= row.last {
			return Reservation{row.first, row.last, row.name, row.rfc}, true
		}
	}
	return Reservation{}, false
}

// AnycastID returns the row of IANA's registry for an anycast identifier, 0 to 127:
// the last seven bits of a reserved subnet anycast address (RFC 2526 section 3).
// Identifier 0 there is none of RFC 2526's: its row is the subnet-router anycast
// address. Where rows overlap the narrower one counts.
func AnycastID(id uint8) (r Reservation, ok bool) {
	best := -1
	for i := range anycastIDs {
		row := &anycastIDs[i]
		if id >= row.first && id <= row.last &&
			(best < 0 || row.last-row.first < anycastIDs[best].last-anycastIDs[best].first) {
			best = i
		}
	}
	if best < 0 {
		return Reservation{}, false
	}
	row := &anycastIDs[best]
	return Reservation{uint64(row.first), uint64(row.last), row.name, row.rfc}, true
}

// AppendReason appends why the identifier is of its kind, as a phrase for people,
// to dst: "looks like port 80 in decimal digits".
func (id IID) AppendReason(dst []byte) []byte {
	switch id.Kind {
	case IIDSubnetRouterAnycast:
		return append(dst, "all zero: any router of the subnet (RFC 4291 section 2.6.1)"...)
	case IIDReservedAnycast:
		n := uint8(id.Value & 0x7f)
		dst = append(dst, "reserved subnet anycast, identifier "...)
		dst = strconv.AppendUint(dst, uint64(n), 10)
		if row, ok := AnycastID(n); ok && n != 0 {
			dst = append(append(dst, ": "...), row.Name...)
		}
		return append(dst, " (RFC 2526)"...)
	case IIDISATAP:
		dst = append(dst, "0000:5efe before an IPv4 address: ISATAP of "...)
		return id.IPv4.AppendTo(dst)
	case IIDEUI64:
		if row, ok := ReservedIID(id.Value); ok {
			dst = append(append(dst, "reserved: "...), row.Name...)
			dst = append(dst, " (RFC 5453), "...)
		} else if pan, short, ok := id.Value.Short(); ok && pan == 0 {
			dst = append(dst, "0000:00ff:fe00: the 16-bit short address "...)
			dst = appendHex(dst, uint64(short), 4)
			return append(dst, " of a low-power link (RFC 4944 section 6)"...)
		}
		return append(dst, "ff:fe in the middle: likely made from the MAC of the interface (RFC 4291 appendix A)"...)
	case IIDWordy:
		dst = append(dst, "likely typed by hand: the digits spell "...)
		var buf [24]byte
		words, _ := wordy(uint64(id.Value), buf[:0])
		return append(dst, words...)
	case IIDEmbeddedPort:
		dst = append(dst, "likely port "...)
		dst = strconv.AppendUint(dst, uint64(id.Port), 10)
		if id.hint == hintDecimal {
			return append(dst, " in decimal digits"...)
		}
		return append(dst, " in hexadecimal"...)
	case IIDLowByte:
		return append(dst, "low-byte: likely assigned by hand or by DHCPv6"...)
	case IIDEmbeddedIPv4:
		dst = append(dst, "likely "...)
		dst = id.IPv4.AppendTo(dst)
		if id.hint == hintDecimal {
			return append(dst, ", one group per decimal octet"...)
		}
		return append(dst, " in the last 32 bits"...)
	case IIDPattern:
		switch id.hint {
		case hintRepeat:
			return append(dst, "one unit repeated: too regular for chance"...)
		case hintSequence:
			return append(dst, "digits in sequence: too regular for chance"...)
		case hintRun:
			return append(dst, "one digit many times in a row: too regular for chance"...)
		}
		return append(dst, "mostly zero octets: too regular for chance"...)
	case IIDRandom:
		return append(dst, "no pattern: looks random (RFC 7217, RFC 8981 or DHCPv6)"...)
	}
	return dst
}

// appendHex appends v in n lower case digits, 1 to 16.
func appendHex(dst []byte, v uint64, n int) []byte {
	dst = slices.Grow(dst, 16)
	b := dst[len(dst):][:16]
	if n > 8 {
		binary.BigEndian.PutUint64(b, hexDigits8(uint32(v>>32))<<(8*(16-n)&63))
		binary.BigEndian.PutUint64(b[n-8:], hexDigits8(uint32(v)))
	} else {
		binary.BigEndian.PutUint64(b, hexDigits8(uint32(v))<<(8*(8-n)&63))
	}
	return dst[:len(dst)+n]
}

// hexDigits8 returns the eight digits of v, the first in the highest byte.
func hexDigits8(v uint32) uint64 {
	x := uint64(v)
	x = (x | x<<16) & 0x0000ffff_0000ffff
	x = (x | x<<8) & 0x00ff00ff_00ff00ff
	x = (x | x<<4) & 0x0f0f0f0f_0f0f0f0f
	letter := (x + 0x0606060606060606) >> 4 & 0x0101010101010101
	return x + 0x3030303030303030 + letter*('a'-'0'-10)
}
