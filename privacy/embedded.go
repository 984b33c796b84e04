package privacy

import "github.com/hextet/hextet/internal/ip"

// The parts of an address that contain a MAC or an IPv4 address. They never
// survive: truncation cuts before them, and if a prefix-preserving method leaves an
// address readable, it still encrypts these bits.
//
//	0       16      32      48      64      80      96      112     127
//	|0                      |0              |0..ffff|v4             |  ::/96, ::ffff:0:0/96, RFC 4291 section 2.5.5
//	|0                              |ffff   |0      |v4             |  ::ffff:0:0:0/96, RFC 2765 section 2.1
//	|64:ff9b        |0                              |v4             |  NAT64, RFC 6052 section 2.1
//	|64:ff9b:1              |v4 somewhere here                      |  NAT64, RFC 8215
//	|2002   |v4             |       |                               |  6to4, RFC 3056 section 2
//	|2001:0         |server v4      |flags  |port   |client v4      |  Teredo, RFC 4380 section 4; 3ffe:831f::/32 before
//	|                               |xxxxxx ff fe xxxxxx            |  MAC, RFC 4291 appendix A; ff ff is an older form
//	|                               |000000ug:5efe  |v4             |  ISATAP, RFC 5214 section 6.1
//	|                               |0              |v4             |  6over4, RFC 2529 section 4; tunnels, RFC 4213 section 3.7
//	|                               |192    |0      |2      |1      |  by custom, RFC 7707 section 4.1.1.3
//	|ff02   |0                              |1      |ff |24 of MAC  |  solicited-node, RFC 4291 section 2.7.1
//	|ff3x   |  plen |prefix of 64 bits              |group          |  RFC 3306 section 4, RFC 3956 section 3
//
// A prefix that a site chose itself, for NAT64, 6rd or MAP, cannot be distinguished
// from others, nor can an EUI-64 that was not made from a MAC-48.

// identifier is the form of an interface identifier.
type identifier uint8

const (
	plain identifier = iota
	fromMAC
	fromISATAP
	lowIPv4
	decimalIPv4
)

// formOf returns the form of the identifier iid. A number below 2^24 is not an IPv4
// address: those begin with at least 1.
func formOf(iid uint64) identifier {
	switch {
	case iid>>25&0x7fff == 0x7fff: // ff:fe and ff:ff
		return fromMAC
	case iid>>32&^isatapBits == 0x5efe:
		return fromISATAP
	case iid>>32 == 0:
		if iid >= 1<<24 {
			return lowIPv4
		}
	case iid&^decimalBits == 0:
		return decimalIPv4
	}
	return plain
}

const (
	isatapBits = 0x03000000 // u and g in the upper half of an identifier
	// decimalBits are the bits of four groups that look decimal, up to 3ff.
	decimalBits = 0x03ff_03ff_03ff_03ff
)

// identifierBits are the bits of an identifier to hide. Whatever they become, the
// form can be recognized as long as it stays the same, which hide checks.
var identifierBits = [...]uint64{
	fromMAC:     0xffffff_0000_ffffff,
	fromISATAP:  isatapBits<<32 | 0xffffffff,
	lowIPv4:     0xffffffff,
	decimalIPv4: decimalBits,
}

// hidden returns which bits of x, a special address, are to be hidden; n is its
// length if it is a prefix, otherwise 128.
func hidden(x ip.Uint128, n int) ip.Uint128 {
	if x.Hi>>54 == linkLocalBlock.Hi>>54 {
		if n < 128 {
			// A prefix that ends within the identifier does not show its form.
			return span(64, max(n, 64))
		}
		return ip.Uint128{Hi: 0, Lo: identifierBits[formOf(x.Lo)]}
	}
	if x.Hi>>56 == multicastBlock.Hi>>56 {
		return hiddenOfGroup(x).And(leading(n))
	}
	return ip.Uint128{}
}

// hiddenOfGroup is hidden for a multicast address.
func hiddenOfGroup(x ip.Uint128) ip.Uint128 {
	const prefixBased = 0x20 // the flag P, RFC 3306 section 4
	switch {
	case x.Hi == 0xff02<<48 && x.Lo>>24 == 0x1_ff:
		return span(104, 128)
	case x.Hi>>48&prefixBased == 0:
	case x.Hi>>16&0xffff == sixToFour:
		return span(48, 80)
	case uint32(x.Hi) == teredo:
		return span(64, 96)
	}
	return ip.Uint128{}
}

// sameForm reports whether x and y, which differ only in hidden bits, hide the same
// bits.
func sameForm(x, y ip.Uint128, n int) bool {
	return n < 128 || x.Hi>>54 != linkLocalBlock.Hi>>54 || formOf(x.Lo) == formOf(y.Lo)
}

const (
	sixToFour    = 0x2002
	teredo       = 0x2001_0000
	oldTeredo    = 0x3ffe_831f
	wellKnown    = 0x0064_ff9b_0000_0000
	localUse     = 0x0064_ff9b_0001
	translatedAt = 0xffff_0000
)

// carried returns the first bit of x that can belong to a MAC or an IPv4 address;
// 128 if there is none. For a prefix of length n, x has no bits after n.
func carried(x ip.Uint128, n int) int {
	switch top := x.Hi >> 32; {
	case x.Hi == 0:
		switch v := x.Lo >> 32; v {
		case 0xffff, translatedAt:
			return 96
		case 0:
			if x.Lo >= 1<<24 {
				return 96
			}
			return 128
		}
	case top>>16 == sixToFour:
		return 16
	case top == teredo, top == oldTeredo:
		return 32
	case x.Hi == wellKnown && x.Lo>>32 == 0:
		return 96
	case x.Hi>>16 == localUse:
		return 48
	case top>>24 == 0xff:
		return firstOne(hiddenOfGroup(x))
	}
	switch {
	case n <= 64:
		return 128
	case n < 128:
		return 64 // the form of the identifier is open
	}
	switch formOf(x.Lo) {
	case plain:
		return 128
	case lowIPv4:
		return 96
	}
	return 64
}
