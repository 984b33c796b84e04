package eui64

import (
	"math/bits"
	"net/netip"
	"strconv"

	"github.com/hextet/hextet/internal/ip"
)

// A Kind is the apparent kind of an interface identifier. The zero Kind is unknown.
type Kind uint8

// The kinds, in the order in which they are tested.
const (
	KindUnknown             Kind = iota
	KindSubnetRouterAnycast      // all zeros, RFC 4291 section 2.6.1
	KindReservedAnycast          // RFC 2526
	KindISATAP                   // RFC 5214 section 6.1
	KindShortAddress             // RFC 4944 section 6 without a PAN identifier
	KindEUI64                    // RFC 4291 appendix A
	KindWordy                    // RFC 7707 section 4.1.3
	KindEmbeddedPort             // RFC 7707 section 4.1.3
	KindLowByte                  // RFC 7707 section 4.1.3
	KindEmbeddedIPv4             // RFC 7707 section 4.1.3
	KindPattern                  // too regular to be random
	KindRandom                   // none of the above
	numKinds
)

var kindNames = [numKinds]string{
	KindUnknown:             "unknown",
	KindSubnetRouterAnycast: "subnet-router-anycast",
	KindReservedAnycast:     "reserved-anycast",
	KindISATAP:              "isatap",
	KindShortAddress:        "short-address",
	KindEUI64:               "eui64",
	KindWordy:               "wordy",
	KindEmbeddedPort:        "embedded-port",
	KindLowByte:             "low-byte",
	KindEmbeddedIPv4:        "embedded-ipv4",
	KindPattern:             "pattern",
	KindRandom:              "random",
}

// String returns the word for k: "low-byte".
func (k Kind) String() string { return ip.Word(kindNames[:], k) }

// MarshalText returns what String returns.
func (k Kind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// UnmarshalText accepts the words that String returns.
func (k *Kind) UnmarshalText(text []byte) error {
	return ip.UnmarshalWord(k, kindNames[:], "kind of interface identifier", text)
}

// An Analysis is what the bits of an interface identifier suggest. It is comparable.
type Analysis struct {
	Value IID
	Kind  Kind
	MAC   MAC        // of a KindEUI64, else zero
	IPv4  netip.Addr // of a KindISATAP or KindEmbeddedIPv4, else zero
	Port  uint16     // of a KindEmbeddedPort, else 0
	Short uint16     // of a KindShortAddress
	hint  hint
}

// A hint is the pattern within a kind.
type hint uint8

const (
	hintNone     hint = iota
	hintHex           // the number itself
	hintDecimal       // hexadecimal digits that read as decimal
	hintRouter        // the IPv4 address of the 6to4 router
	hintRepeat        // one unit, repeated
	hintSequence      // digits count up or down
	hintRun           // one digit many times in a row
	hintZeros         // mostly zero octets
)

// InAddr returns the interface identifier of a, its last 64 bits; ok is false if these
// are something else. Addresses that begin with 000 need not have an identifier (RFC
// 4291 section 2.5.1); Teredo addresses have a port and an address there (RFC 4380
// section 4), ORCHIDs and drone tags a hash, SRv6 segment identifiers a function and
// arguments (RFC 8986 section 3.1); the anycast addresses in 2001:1::/32 are assigned
// as a whole; the format of reserved space is unknown, and multicast addresses do not
// identify an interface.
func InAddr(a netip.Addr) (id IID, ok bool) {
	if !a.Is6() {
		return 0, false
	}
	hi, lo := ip.Halves(a)
	return IID(lo), hasIID(hi, lo)
}

// hasIID is InAddr for the halves of an address.
func hasIID(hi, lo uint64) bool {
	switch top := uint32(hi >> 32); {
	case top>>16 == 0x2001:
		switch {
		case top == 0x2001_0000, // Teredo, RFC 4380
			top >= 0x2001_0010 && top < 0x2001_0040, // RFC 4843, RFC 7343, RFC 9374
			hi == 0x2001_0001<<32 && lo-1 < 3:       // RFC 7723, RFC 8155, RFC 9665
			return false
		}
		return true
	case top == 0x3ffe_831f: // Teredo before RFC 4380
		return false
	case top>>29 == 1: // 2000::/3
		return true
	case top>>24 == 0x5f: // the first 6bone, without RFC 9602's segment identifiers
		return top>>16 != 0x5f00
	}
	return hi>>57 == 0xfc>>1 || hi>>55 == 0xfe80>>7 // fc00::/7, fe80::/9
}

// AnalyzeAddr analyzes the interface identifier of a; ok is false if a has none, see
// [InAddr]. It takes the prefix into account: 2002:c000:251::c000:251 repeats the IPv4
// address of its 6to4 router, as Windows does.
func AnalyzeAddr(a netip.Addr) (r Analysis, ok bool) {
	id, ok := InAddr(a)
	if !ok {
		return Analysis{}, false
	}
	hi, lo := ip.Halves(a)
	if v := uint32(lo); hi>>48 == 0x2002 && lo>>32 == 0 && v == uint32(hi>>16) && hostAddress(v) {
		return Analysis{Value: id, Kind: KindEmbeddedIPv4, IPv4: ip.Addr4(v), hint: hintRouter}, true
	}
	return id.Analyze(), true
}

// Kind returns the Kind that [IID.Analyze] finds, but faster: most identifiers are low
// numbers, made from a MAC, or random.
func (id IID) Kind() Kind {
	v := uint64(id)
	wordOnce.Do(findWords)
	first := v >> 48
	if v>>16 == 0 && v != 0 { // a low number
		at, bit := v>>6, uint64(1)<<(v&63)
		switch {
		case lastWords[at]&bit != 0:
			return KindWordy
		case portWords[at]&bit != 0:
			return KindEmbeddedPort
		}
		return KindLowByte
	}
	if v>>32 == 0 || first == 0 || id >= reservedAnycast || (id&^uBit)>>32 == isatapHead>>32 ||
		v>>3&(v>>2|v>>1)&nibbleOnes == 0 || wordStarts[first>>6]>>(first&63)&1 != 0 {
		return id.Analyze().Kind
	}
	switch r := (Analysis{}); {
	case id.isModifiedEUI64():
		return KindEUI64
	case r.regular(v):
		return KindPattern
	}
	return KindRandom
}

// Analyze returns what kind of identifier id looks like (RFC 7707 section 4.1). Only
// the anycast identifiers are certain; anything else may be chance, and "random" only
// means that no pattern was found: RFC 7217, RFC 8981, DHCPv6 and CGA identifiers
// cannot be distinguished. It does not allocate. For the identifier of an address use
// [AnalyzeAddr].
func (id IID) Analyze() Analysis {
	v := uint64(id)
	r := Analysis{Value: id}
	switch {
	case v == 0:
		r.Kind = KindSubnetRouterAnycast
		return r
	case id >= reservedAnycast && id <= reservedAnycast|0x7f:
		r.Kind = KindReservedAnycast
		return r
	case v>>32&^uint64(uBit>>32) == uint64(isatapHead>>32):
		r.Kind, r.IPv4 = KindISATAP, ip.Addr4(uint32(v))
		return r
	}
	if pan, short, ok := id.Short(); ok && pan == 0 {
		r.Kind, r.Short = KindShortAddress, short
		return r
	}
	if id.isModifiedEUI64() {
		if m, err := id.MAC(); err == nil {
			r.Kind, r.MAC = KindEUI64, m
			return r
		}
	}
	var buf [24]byte
	if _, ok := wordy(v, buf[:0]); ok {
		r.Kind = KindWordy
		return r
	}
	if r.manual(v) || r.regular(v) {
		return r
	}
	r.Kind = KindRandom
	return r
}

// manual recognizes identifiers that people type (RFC 7707 section 4.1.3).
func (r *Analysis) manual(v uint64) bool {
	w6, w7 := uint16(v>>16), uint16(v)
	if v>>32 == 0 {
		// 2001:db8::80, 2001:db8::1:80 and 2001:db8::80:1
		if w6 <= 0xff {
			if port, h := servicePort(w7); port != 0 {
				r.Kind, r.Port, r.hint = KindEmbeddedPort, port, h
				return true
			}
		}
		if w6 != 0 && w7 != 0 && w7 <= 0xff {
			if port, h := servicePort(w6); port != 0 {
				r.Kind, r.Port, r.hint = KindEmbeddedPort, port, h
				return true
			}
		}
		if w6 <= 0xff && w7 != 0 {
			r.Kind = KindLowByte
			return true
		}
		// 2001:db8::c000:201, which is 2001:db8::192.0.2.1
		if a := ip.Addr4(uint32(v)); w7 != 0 && hostAddress(uint32(v)) {
			r.Kind, r.IPv4, r.hint = KindEmbeddedIPv4, a, hintHex
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
		return false // 1:1:1:1 is a pattern, 1:0:0:1 is no evidence
	}
	r.Kind, r.IPv4, r.hint = KindEmbeddedIPv4, ip.Addr4(a), hintDecimal
	return true
}

// hostAddress reports whether v can be the IPv4 address of a host.
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

// regular recognizes identifiers that are too regular to be random: it accepts fewer
// than one in 10,000 random ones.
func (r *Analysis) regular(v uint64) bool {
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
	r.Kind = KindPattern
	return true
}

// The next functions work on all 16 digits, nibbles of 4 bits, in parallel.
const (
	nibbleOnes = 0x1111_1111_1111_1111 // 1 in each nibble
	nibbleTops = 0x8888_8888_8888_8888 // the top bit of each
	octetOnes  = 0x0101_0101_0101_0101
)

// zeroNibbles returns 1 in each nibble of x that is zero.
func zeroNibbles(x uint64) uint64 {
	return ^(x | x>>1 | x>>2 | x>>3) & nibbleOnes
}

// fourInRow returns 1 in the lowest nibble of each run of four that are 1 in z.
func fourInRow(z uint64) uint64 {
	z &= z >> 4
	return z & (z >> 8)
}

// sequence reports whether eight digits in a row count up or down by one.
func sequence(v uint64) bool {
	const pairs = nibbleOnes >> 4
	left := v >> 4
	// In a sequence, one digit of each adjacent pair is odd and one even; seven random
	// pairs seldom are.
	if odd := fourInRow((v ^ left) & pairs); odd&(odd>>12) == 0 {
		return false
	}
	// Subtract from each nibble its left neighbor, without borrowing from the next.
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

// servicePorts are the ports that people put into addresses, sorted.
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

// servicePort returns the port that w means, in decimal digits or as a number; 0 for
// none. Numbers below 0x20 are low bytes: ::10 to ::1f are more often numbered hosts
// than ports.
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

// AppendReason appends the reason for the kind as a phrase: "likely port 80 in decimal
// digits".
func (r Analysis) AppendReason(dst []byte) []byte {
	switch r.Kind {
	case KindSubnetRouterAnycast:
		return append(dst, "all zero: any router of the subnet (RFC 4291 section 2.6.1)"...)
	case KindReservedAnycast:
		n := uint8(r.Value & 0x7f)
		dst = append(dst, "reserved subnet anycast, identifier "...)
		dst = strconv.AppendUint(dst, uint64(n), 10)
		if row, ok := r.Value.Anycast(); ok && n != 0 {
			dst = append(append(dst, ": "...), row.Name...)
		}
		return append(dst, " (RFC 2526)"...)
	case KindISATAP:
		dst = append(dst, "0000:5efe before an IPv4 address: ISATAP of "...)
		return r.IPv4.AppendTo(dst)
	case KindShortAddress:
		dst = append(dst, "0000:00ff:fe00: the 16-bit short address "...)
		dst = appendHex16(dst, r.Short)
		return append(dst, " of a low-power link (RFC 4944 section 6)"...)
	case KindEUI64:
		if row, ok := r.Value.Reserved(); ok {
			dst = append(append(dst, "reserved: "...), row.Name...)
			dst = append(dst, " (RFC 5453), "...)
		}
		if v, ok := r.MAC.VRRP(); ok {
			dst = v.AppendTo(append(dst, "made from the MAC of "...))
			return append(dst, " (RFC 9568 section 7.3)"...)
		}
		return append(dst, "ff:fe in the middle: likely made from the MAC of the interface (RFC 4291 appendix A)"...)
	case KindWordy:
		dst = append(dst, "likely typed by hand: the digits spell "...)
		var buf [24]byte
		words, _ := wordy(uint64(r.Value), buf[:0])
		return append(dst, words...)
	case KindEmbeddedPort:
		dst = append(dst, "likely port "...)
		dst = strconv.AppendUint(dst, uint64(r.Port), 10)
		if r.hint == hintDecimal {
			return append(dst, " in decimal digits"...)
		}
		return append(dst, " in hexadecimal"...)
	case KindLowByte:
		return append(dst, "low-byte: likely assigned by hand or by DHCPv6"...)
	case KindEmbeddedIPv4:
		dst = append(dst, "likely "...)
		dst = r.IPv4.AppendTo(dst)
		switch r.hint {
		case hintDecimal:
			return append(dst, ", one group per decimal octet"...)
		case hintRouter:
			return append(dst, ", the address of the 6to4 router again, as Windows does"...)
		}
		return append(dst, " in the last 32 bits"...)
	case KindPattern:
		switch r.hint {
		case hintRepeat:
			return append(dst, "one unit repeated: too regular for chance"...)
		case hintSequence:
			return append(dst, "digits in sequence: too regular for chance"...)
		case hintRun:
			return append(dst, "one digit many times in a row: too regular for chance"...)
		}
		return append(dst, "mostly zero octets: too regular for chance"...)
	case KindRandom:
		return append(dst, "no pattern: looks random (RFC 7217, RFC 8981 or DHCPv6)"...)
	}
	return dst
}
