package find

import (
	"encoding/binary"
	"math/bits"
	"strings"

	"github.com/hextet/hextet/internal/ip"
)

// The domains of names that contain an address.
const (
	ip6Domain = ".ip6.arpa"     // RFC 3596 section 2.5
	ip4Domain = ".in-addr.arpa" // RFC 1035 section 3.5
	uncDomain = ".ipv6-literal.net"
)

// nextForm is Next with further forms. It examines every byte: the host name or run
// that starts there is judged as a whole.
func (f *Finder) nextForm(text []byte, from int, out *Find) bool {
	before := classAt(text, from-1)
	for i := max(from, 0); i < len(text); i++ {
		c := class[text[i]]
		ok := c&inName > before&inName && f.name(text, i, from, out)
		if !ok && c&inRun > before&inRun {
			ok = f.digits(text, i, out)
			if !ok {
				_, ok = f.judge(text, i, out)
			}
		}
		if ok {
			if f.wants(out) {
				return true
			}
			from = out.End // no name begins in what is left out
			i = from - 1
			c = class[text[i]]
		}
		before = c
	}
	return false
}

// name judges the host name that starts at s: all of it must be an address, which
// starts at from or later.
func (f *Finder) name(text []byte, s, from int, out *Find) bool {
	end := s
	for classAt(text, end)&inName != 0 {
		end++
	}
	for end > s && (text[end-1] == '.' || text[end-1] == '-') {
		end--
	}
	name := ip.Alias(text[s:end])
	out.Start, out.End = s, end
	out.Port, out.Form, out.ZoneEscaped = -1, Plain, false
	switch forms := f.opts.Forms; {
	case forms.Has(UNC) && out.unc(name):
		out.Form = UNC
	case forms.Has(Arpa) && out.arpa(name, text):
		out.Form = Arpa
	}
	if out.Form == Plain || out.Start < from {
		return false
	}
	out.Text = ip.Alias(text[out.Start:out.End])
	return true
}

// cutDomain returns the labels of name to the left of domain, and whether there are
// any.
func cutDomain(name, domain string) (labels string, ok bool) {
	n := len(name) - len(domain)
	if n < 1 || !strings.EqualFold(name[n:], domain) {
		return "", false
	}
	return name[:n], true
}

// arpa sets it to the address or prefix whose reverse DNS name is name, which is at
// text[it.Start:]. An RFC 2317 name contains a slash, so its prefix begins before name.
func (it *Find) arpa(name string, text []byte) bool {
	if labels, ok := cutDomain(name, ip6Domain); ok {
		return it.nibbles(labels)
	}
	labels, ok := cutDomain(name, ip4Domain)
	if !ok {
		return false
	}
	var v uint32
	n := 0
	first := 0 // the first label
	for ; labels != ""; n++ {
		label, rest, more := strings.Cut(labels, ".")
		o, end := decimal([]byte(label), 0)
		if n == 4 || o < 0 || o > 255 || end != len(label) || label[0] == '0' && len(label) > 1 || more && rest == "" {
			return false
		}
		if n == 0 {
			first = o
		}
		v |= uint32(o) << (8 * n)
		labels = rest
	}
	if s := it.Start; s > 0 && text[s-1] == '/' && n == 4 {
		return it.classless(text, v&^0xff, first)
	}
	v <<= 8 * (4 - n)
	it.SetBits(0, uint64(v), true)
	if n < 4 {
		it.Length = 8 * n
	}
	return true
}

// classless sets it to the prefix of an RFC 2317 section 4 name, such as 0/25.2.0.192
// and its domain; network and length come from the part after the slash.
func (it *Find) classless(text []byte, network uint32, length int) bool {
	s := it.Start - 1
	for s > 0 && text[s-1]-'0' <= 9 {
		s--
	}
	o, end := decimal(text, s)
	if o < 0 || o > 255 || end != it.Start-1 || text[s] == '0' && end > s+1 ||
		classAt(text, s-1)&(inName|inRun) != 0 || length < 25 || length > 32 {
		return false
	}
	it.Start = s
	it.SetBits(0, uint64(network|uint32(o)), true)
	it.Length = length
	return !it.HasHostBits()
}

// nibbles sets it to the IPv6 address or prefix with these labels, which are in reverse
// order.
func (it *Find) nibbles(labels string) bool {
	n := (len(labels) + 1) / 2
	if len(labels)%2 == 0 || n > 32 {
		return false
	}
	var hi, lo uint64
	for i := len(labels) - 1; i >= 0; i -= 2 {
		d := ip.HexValue[labels[i]]
		if d > 15 || i > 0 && labels[i-1] != '.' {
			return false
		}
		hi = hi<<4 | lo>>60
		lo = lo<<4 | uint64(d)
	}
	if n < 32 {
		for range 32 - n {
			hi = hi<<4 | lo>>60
			lo <<= 4
		}
	}
	it.SetBits(hi, lo, false)
	if n < 32 {
		it.Length = 4 * n
	}
	return true
}

// unc sets it to the address that Windows reads name as: "-" is a colon, and "s" begins
// the zone.
func (it *Find) unc(name string) bool {
	labels, ok := cutDomain(name, uncDomain)
	if !ok {
		return false
	}
	zone := ""
	n := strings.IndexAny(labels, "sS")
	if n >= 0 {
		labels, zone = labels[:n], labels[n+1:]
		if zone == "" || strings.IndexByte(zone, '.') >= 0 {
			return false
		}
	}
	if len(labels) > maxAddress {
		return false
	}
	var p [ip.Window]byte
	for i := range len(labels) {
		switch c := labels[i]; c {
		case '-':
			p[i] = ':'
		case '.':
			return false
		default:
			p[i] = c
		}
	}
	if labels == "" || it.ScanAddr(&p) != len(labels) || it.Is4() {
		return false
	}
	it.Zone = zone
	return true
}

// The lengths of what the kernel prints.
const (
	hex4    = 8
	hex6    = 32
	hexPort = 4
)

// digits judges the run that starts at s as hexadecimal digits without colons. Alone,
// they are an address in network byte order; with a port, one in the byte order of the
// machine (taken to be little-endian in the files of /proc/net):
//
//	20010db8000000000000000000000001            in if_inet6, igmp6, ipv6_route
//	B80D0120000000000000000001000000:01BB       in tcp6, udp6, raw6
//	0100007F:0035                               in tcp, udp, raw
func (f *Finder) digits(text []byte, s int, out *Find) bool {
	end := RunEnd(text, s)
	if classAt(text, s-1)&inWord != 0 || classAt(text, end)&inWord != 0 {
		return false
	}
	n := s
	for n < end && ip.HexValue[text[n]] < 16 {
		n++
	}
	rest := text[n:end]
	for len(rest) > 0 && class[rest[len(rest)-1]]&isDot != 0 {
		rest = rest[:len(rest)-1]
	}
	out.Start, out.End = s, n
	out.Port, out.ZoneEscaped = -1, false
	forms := f.opts.Forms
	switch size := n - s; {
	case len(rest) == 0 && size == hex6 && (forms.Has(Hex) || forms.Has(ProcNet)):
		out.Form = Hex
		if !forms.Has(Hex) {
			out.Form = ProcNet
		}
		out.SetBits(hexValue(text[s:s+16]), hexValue(text[s+16:n]), false)
		if n == end && ByteAt(text, n) == '/' {
			out.length(text)
		}
	case len(rest) == 1+hexPort && rest[0] == ':' && forms.Has(ProcNet) && (size == hex6 || size == hex4):
		for _, c := range rest[1:] {
			if ip.HexValue[c] > 15 {
				return false
			}
		}
		out.Form = ProcNet
		if size == hex4 {
			out.SetBits(0, uint64(bits.ReverseBytes32(uint32(hexValue(text[s:n])))), true)
		} else {
			out.SetBits(wordsValue(text[s:s+16]), wordsValue(text[s+16:n]), false)
		}
		out.Port = int(hexValue(rest[1:]))
	default:
		return false
	}
	out.Text = ip.Alias(text[out.Start:out.End])
	return true
}

// hexValue returns the value of up to 16 hexadecimal digits.
func hexValue(x []byte) (v uint64) {
	for _, c := range x {
		v = v<<4 | uint64(ip.HexValue[c])
	}
	return v
}

// wordsValue returns the eight bytes of two 32-bit words that were printed as
// little-endian numbers.
func wordsValue(x []byte) uint64 {
	var b [8]byte
	binary.LittleEndian.PutUint32(b[:], uint32(hexValue(x[:8])))
	binary.LittleEndian.PutUint32(b[4:], uint32(hexValue(x[8:])))
	return binary.BigEndian.Uint64(b[:])
}
