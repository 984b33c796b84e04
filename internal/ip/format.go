package ip

import (
	"encoding/binary"
	"math/bits"
	"slices"
)

// TextRoom is enough bytes for any address with a prefix length.
const TextRoom = 72

// A group is written as a little-endian word: its four lower-case digits minus '0', the
// first in the lowest byte. So the word of a zero group is 0, leading zeros are
// trailing zero bytes, and adding ZeroGroup gives the text.
//
//	0db8 -> 0x08_32_34_00    ('d'-'0' = 0x34, 'b'-'0' = 0x32)
const ZeroGroup = 0x30303030

// GroupWords sets g to the words of the eight groups of hi:lo. It takes a pointer since
// an array that is returned is copied, right after it has been written in smaller parts.
func GroupWords(g *[8]uint32, hi, lo uint64) {
	a, b := hexWords(uint32(hi>>32)), hexWords(uint32(hi))
	c, d := hexWords(uint32(lo>>32)), hexWords(uint32(lo))
	g[0], g[1], g[2], g[3] = uint32(a), uint32(a>>32), uint32(b), uint32(b>>32)
	g[4], g[5], g[6], g[7] = uint32(c), uint32(c>>32), uint32(d), uint32(d>>32)
}

// hexWords returns the words of two groups, with that of the high group in the low
// half.
func hexWords(v uint32) uint64 {
	x := uint64(bits.RotateLeft32(v, 16))
	x = (x | x<<16) & 0x0000ffff_0000ffff
	x = x>>8&0x000000ff_000000ff | x<<16&0x00ff0000_00ff0000
	x = x>>4&0x000f000f_000f000f | x<<8&0x0f000f00_0f000f00
	// 'a'-'0' is 10+39: add 39 if the nibble is over 9.
	over := (x + 0x0606060606060606) >> 4 & 0x0101010101010101
	return x + over*39
}

// zeroRun maps each set of zero groups (bit i: group i is zero) to the run that "::"
// replaces: the longest of at least two, the leftmost of equals (RFC 5952 sections
// 4.2.1 to 4.2.3), as start<<4 | length; 0x80, an empty run after the last group, if
// there is none.
var zeroRun = [256]uint8{
	0x80, 0x80, 0x80, 0x02, 0x80, 0x80, 0x12, 0x03, 0x80, 0x80, 0x80, 0x02, 0x22, 0x22, 0x13, 0x04,
	0x80, 0x80, 0x80, 0x02, 0x80, 0x80, 0x12, 0x03, 0x32, 0x32, 0x32, 0x02, 0x23, 0x23, 0x14, 0x05,
	0x80, 0x80, 0x80, 0x02, 0x80, 0x80, 0x12, 0x03, 0x80, 0x80, 0x80, 0x02, 0x22, 0x22, 0x13, 0x04,
	0x42, 0x42, 0x42, 0x02, 0x42, 0x42, 0x12, 0x03, 0x33, 0x33, 0x33, 0x33, 0x24, 0x24, 0x15, 0x06,
	0x80, 0x80, 0x80, 0x02, 0x80, 0x80, 0x12, 0x03, 0x80, 0x80, 0x80, 0x02, 0x22, 0x22, 0x13, 0x04,
	0x80, 0x80, 0x80, 0x02, 0x80, 0x80, 0x12, 0x03, 0x32, 0x32, 0x32, 0x02, 0x23, 0x23, 0x14, 0x05,
	0x52, 0x52, 0x52, 0x02, 0x52, 0x52, 0x12, 0x03, 0x52, 0x52, 0x52, 0x02, 0x22, 0x22, 0x13, 0x04,
	0x43, 0x43, 0x43, 0x43, 0x43, 0x43, 0x43, 0x03, 0x34, 0x34, 0x34, 0x34, 0x25, 0x25, 0x16, 0x07,
	0x80, 0x80, 0x80, 0x02, 0x80, 0x80, 0x12, 0x03, 0x80, 0x80, 0x80, 0x02, 0x22, 0x22, 0x13, 0x04,
	0x80, 0x80, 0x80, 0x02, 0x80, 0x80, 0x12, 0x03, 0x32, 0x32, 0x32, 0x02, 0x23, 0x23, 0x14, 0x05,
	0x80, 0x80, 0x80, 0x02, 0x80, 0x80, 0x12, 0x03, 0x80, 0x80, 0x80, 0x02, 0x22, 0x22, 0x13, 0x04,
	0x42, 0x42, 0x42, 0x02, 0x42, 0x42, 0x12, 0x03, 0x33, 0x33, 0x33, 0x33, 0x24, 0x24, 0x15, 0x06,
	0x62, 0x62, 0x62, 0x02, 0x62, 0x62, 0x12, 0x03, 0x62, 0x62, 0x62, 0x02, 0x22, 0x22, 0x13, 0x04,
	0x62, 0x62, 0x62, 0x02, 0x62, 0x62, 0x12, 0x03, 0x32, 0x32, 0x32, 0x02, 0x23, 0x23, 0x14, 0x05,
	0x53, 0x53, 0x53, 0x53, 0x53, 0x53, 0x53, 0x03, 0x53, 0x53, 0x53, 0x53, 0x53, 0x53, 0x13, 0x04,
	0x44, 0x44, 0x44, 0x44, 0x44, 0x44, 0x44, 0x44, 0x35, 0x35, 0x35, 0x35, 0x26, 0x26, 0x17, 0x08,
}

// putFull writes the 39 bytes of eight full groups. Each store includes part of the
// next group, which the next store overwrites: the compiler would split a value that it
// knows to be short into single-byte stores.
func putFull(b *[TextRoom]byte, g *[8]uint32) {
	const text = ZeroGroup | ':'<<32
	next := uint64(g[0])
	for i := range 7 {
		w := next
		next = uint64(g[i+1])
		binary.LittleEndian.PutUint64(b[5*i:], w+next<<40+text)
	}
	binary.LittleEndian.PutUint32(b[35:], uint32(next)+ZeroGroup)
}

// How much is left of the word of a zero group and the colon after it: a bit at the
// position up to which they are cut off.
const (
	has = 1 << 24 // "0:" is left
	run = 1 << 32 // ":" is left: a run begins
	out = 0       // nothing is left: the run goes on
)

// runs has, for each run of zeroRun, how much is left of each group.
var runs = [...][8]uint64{
	0x02: {run, out, has, has, has, has, has, has},
	0x03: {run, out, out, has, has, has, has, has},
	0x04: {run, out, out, out, has, has, has, has},
	0x05: {run, out, out, out, out, has, has, has},
	0x06: {run, out, out, out, out, out, has, has},
	0x07: {run, out, out, out, out, out, out, has},
	0x08: {run, out, out, out, out, out, out, out},
	0x12: {has, run, out, has, has, has, has, has},
	0x13: {has, run, out, out, has, has, has, has},
	0x14: {has, run, out, out, out, has, has, has},
	0x15: {has, run, out, out, out, out, has, has},
	0x16: {has, run, out, out, out, out, out, has},
	0x17: {has, run, out, out, out, out, out, out},
	0x22: {has, has, run, out, has, has, has, has},
	0x23: {has, has, run, out, out, has, has, has},
	0x24: {has, has, run, out, out, out, has, has},
	0x25: {has, has, run, out, out, out, out, has},
	0x26: {has, has, run, out, out, out, out, out},
	0x32: {has, has, has, run, out, has, has, has},
	0x33: {has, has, has, run, out, out, has, has},
	0x34: {has, has, has, run, out, out, out, has},
	0x35: {has, has, has, run, out, out, out, out},
	0x42: {has, has, has, has, run, out, has, has},
	0x43: {has, has, has, has, run, out, out, has},
	0x44: {has, has, has, has, run, out, out, out},
	0x52: {has, has, has, has, has, run, out, has},
	0x53: {has, has, has, has, has, run, out, out},
	0x62: {has, has, has, has, has, has, run, out},
	0x80: {has, has, has, has, has, has, has, has},
}

// putCompressed writes RFC 5952 text and returns its length. If quad is set, the last
// two groups are lo32 in dotted decimal.
func putCompressed(b *[TextRoom]byte, g *[8]uint32, quad bool, lo32 uint32) int {
	if !quad {
		return putGroups(b, g)
	}
	const one = 1 << 24
	n := putGroups(b, &[8]uint32{g[0], g[1], g[2], g[3], g[4], g[5], one, one}) - len("1:1")
	return n + putQuad((*[16]byte)(b[n:]), lo32)
}

// putGroups is putCompressed without quad. It has no branches that depend on the
// address, because addresses vary too much for branch prediction.
func putGroups(b *[TextRoom]byte, g *[8]uint32) int {
	// Words are below 1<<31, so subtracting 1 sets the highest bit only of a zero.
	zero := (g[0]-1)>>31 | (g[1]-1)>>31<<1 | (g[2]-1)>>31<<2 | (g[3]-1)>>31<<3 |
		(g[4]-1)>>31<<4 | (g[5]-1)>>31<<5 | (g[6]-1)>>31<<6 | (g[7]-1)>>31<<7
	cut := &runs[zeroRun[zero&0xff]]
	b[0] = ':' // stays if the run comes first
	n := int(cut[0] / run & 1)
	n = putGroup(b, n, g[0], cut[0])
	n = putGroup(b, n, g[1], cut[1])
	n = putGroup(b, n, g[2], cut[2])
	n = putGroup(b, n, g[3], cut[3])
	n = putGroup(b, n, g[4], cut[4])
	n = putGroup(b, n, g[5], cut[5])
	n = putGroup(b, n, g[6], cut[6])
	n = putGroup(b, n, g[7], cut[7])
	return n - int(cut[7]/has&1) // the colon after the last group
}

// putGroup writes the word of a group without its leading zeros, and a colon, to b[n:],
// or what cut leaves of them, and returns the offset after it.
func putGroup(b *[TextRoom]byte, n int, w uint32, cut uint64) int {
	zeros := bits.TrailingZeros64(uint64(w)|cut|1<<40) &^ 7 // at most the word and its colon
	// Rotate instead of shifting: the compiler would split a value that it knows to be
	// short into single-byte stores. The bits rotated to the top are overwritten.
	binary.LittleEndian.PutUint64(b[n&63:][:8], bits.RotateLeft64(uint64(w)+(ZeroGroup|':'<<32), -zeros))
	return n + 5 - zeros>>3
}

// AppendQuad appends v in dotted decimal to dst. It does not allocate if dst has
// room for 16 bytes. Bytes between the length and the capacity of dst may be
// overwritten.
func AppendQuad(dst []byte, v uint32) []byte {
	dst = slices.Grow(dst, 16)
	return dst[:len(dst)+putQuad((*[16]byte)(dst[len(dst):len(dst)+16]), v)]
}

// putQuad writes v in dotted decimal and returns its length.
func putQuad(b *[16]byte, v uint32) int {
	n := putOctet(b, 0, byte(v>>24))
	n = putOctet(b, n, byte(v>>16))
	n = putOctet(b, n, byte(v>>8))
	return putOctet(b, n, byte(v)) - 1
}

// putOctet writes o and a dot to b[n:] and returns the offset after it.
func putOctet(b *[16]byte, n int, o byte) int {
	s := octets[4*int(o):][:4]
	w := uint32(s[0]) | uint32(s[1])<<8 | uint32(s[2])<<16 | uint32(s[3])<<24
	binary.LittleEndian.PutUint32(b[n&15:][:4], w)
	// One digit and a dot, plus one digit from 10 and another from 100.
	return n + 2 + int((9-uint32(o))>>31+(99-uint32(o))>>31)
}

// octets has each octet with a dot after it, four bytes long.
const octets = "" +
	"0.  1.  2.  3.  4.  5.  6.  7.  8.  9.  10. 11. 12. 13. 14. 15. " +
	"16. 17. 18. 19. 20. 21. 22. 23. 24. 25. 26. 27. 28. 29. 30. 31. " +
	"32. 33. 34. 35. 36. 37. 38. 39. 40. 41. 42. 43. 44. 45. 46. 47. " +
	"48. 49. 50. 51. 52. 53. 54. 55. 56. 57. 58. 59. 60. 61. 62. 63. " +
	"64. 65. 66. 67. 68. 69. 70. 71. 72. 73. 74. 75. 76. 77. 78. 79. " +
	"80. 81. 82. 83. 84. 85. 86. 87. 88. 89. 90. 91. 92. 93. 94. 95. " +
	"96. 97. 98. 99. 100.101.102.103.104.105.106.107.108.109.110.111." +
	"112.113.114.115.116.117.118.119.120.121.122.123.124.125.126.127." +
	"128.129.130.131.132.133.134.135.136.137.138.139.140.141.142.143." +
	"144.145.146.147.148.149.150.151.152.153.154.155.156.157.158.159." +
	"160.161.162.163.164.165.166.167.168.169.170.171.172.173.174.175." +
	"176.177.178.179.180.181.182.183.184.185.186.187.188.189.190.191." +
	"192.193.194.195.196.197.198.199.200.201.202.203.204.205.206.207." +
	"208.209.210.211.212.213.214.215.216.217.218.219.220.221.222.223." +
	"224.225.226.227.228.229.230.231.232.233.234.235.236.237.238.239." +
	"240.241.242.243.244.245.246.247.248.249.250.251.252.253.254.255."

// PutLength writes a slash and a prefix length, and returns their length.
func PutLength(b []byte, bits int) int {
	b[0] = '/'
	n := 1
	if bits >= 100 {
		b[n] = '1'
		n++
	}
	if bits >= 10 {
		b[n] = '0' + byte(bits/10%10)
		n++
	}
	b[n] = '0' + byte(bits%10)
	return n + 1
}
