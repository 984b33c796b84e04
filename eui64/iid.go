package eui64

import (
	"encoding/binary"
	"errors"
	"net/netip"
	"slices"
	"strconv"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/internal/ip"
)

// IID is a 64-bit IPv6 interface identifier (RFC 4291 section 2.5.1), as a big-endian
// number: the last 64 bits of an address. Every value is valid; zero is the identifier
// of the subnet-router anycast address.
//
// The first octet of an identifier that was made from a MAC (Modified EUI-64):
//
//	bit 63                          56
//	    x   x   x   x   x   x   u   g
//
// with g as in the MAC and u the inverse of its U/L bit: 1 is universal. In other
// identifiers the two bits have no meaning (RFC 7136).
type IID uint64

// The two bits of the first octet of a Modified EUI-64 identifier.
const (
	uBit IID = localBit << 56
	gBit IID = groupBit << 56
)

// FromMAC returns the Modified EUI-64 identifier of an interface with the
// address m on an Ethernet-like link (RFC 2464 section 4, RFC 4291 appendix
// A): a MAC-48 gets ff-fe in its middle, and the U/L bit is inverted.
//
//	00:00:5e:00:53:01  ->  0200:5eff:fe00:5301
//
// A group address is an error, because it identifies no interface. Addresses that are
// merely unusual, such as all zeros, are accepted; see [MAC.AppendRemarks].
func FromMAC(m MAC) (IID, error) {
	if err := unicast(m); err != nil {
		return 0, err
	}
	return IID(m.EUI64().bits) ^ uBit, nil
}

// unicast returns an error unless m can be the address of one interface.
func unicast(m MAC) error {
	switch {
	case !m.IsValid():
		return errInvalid
	case m.IsBroadcast():
		return errBroadcast
	case m.IsGroup():
		return errGroup
	}
	return nil
}

var (
	errBroadcast = errors.New("the broadcast address does not identify an interface (IEEE 802, I/G bit set)")
	errGroup     = errors.New("a multicast MAC does not identify an interface (IEEE 802, I/G bit set)")
)

// FromMACDevID returns the identifier that Linux derives if several interfaces share a
// MAC-48 and the driver distinguishes them by a number (dev_id, as for s390 OSA cards):
// the number replaces ff-fe, and the U/L bit is not inverted, so that u means local. A
// devID of 0 is the same as [FromMAC].
func FromMACDevID(m MAC, devID uint16) (IID, error) {
	if devID == 0 {
		return FromMAC(m)
	}
	if err := unicast(m); err != nil {
		return 0, err
	}
	if m.len != 6 {
		return 0, errors.New("a device number needs a MAC of 6 octets")
	}
	return IID(m.bits>>24<<40 | uint64(devID)<<24 | m.bits&0xff_ffff), nil
}

// isModifiedEUI64 reports whether id looks like the identifier of a MAC-48: ff-fe in
// the middle and an individual address. One opaque identifier in 131072 has this form
// by chance.
func (id IID) isModifiedEUI64() bool { return uint64(id)&markerMask == marker && id&gBit == 0 }

// MAC reverses [FromMAC] for a MAC-48. An identifier that has no ff-fe in the middle,
// or whose MAC would be a group address, is an error: it was not made from a MAC.
// [IID.EUI64] is the reverse for an EUI-64, which leaves no such mark.
func (id IID) MAC() (MAC, error) {
	m, ok := MAC{uint64(id ^ uBit), 8}.MAC48()
	switch {
	case !ok && id>>24&0xffff == 0xffff:
		return MAC{}, errOldMarker
	case !ok:
		return MAC{}, errNoMarker
	case m.IsGroup():
		return MAC{}, errReverseGroup
	}
	return m, nil
}

var (
	errNoMarker     = errors.New("not made from a MAC: no ff:fe in the middle of the interface identifier (RFC 4291 appendix A)")
	errOldMarker    = errors.New("not made from a MAC: ff:ff in the middle of the interface identifier where RFC 4291 appendix A has ff:fe")
	errReverseGroup = errors.New("not made from a MAC: the group bit of the interface identifier is set (RFC 4291 appendix A)")
)

// EUI64 returns the EUI-64 that id comes from if it was made from one, as on FireWire
// and IEEE 802.15.4 links: the same octets with the u bit inverted. An identifier does
// not show whether it was.
func (id IID) EUI64() MAC { return MAC{uint64(id ^ uBit), 8} }

// Octets returns the eight octets of id.
func (id IID) Octets() (b [8]byte) {
	for i := range b {
		b[i] = byte(id >> (56 - 8*i))
	}
	return b
}

// String returns id as four groups of four digits: "0200:5eff:fe00:5301".
func (id IID) String() string {
	var b [19]byte
	return string(id.AppendTo(b[:0]))
}

// AppendTo appends what String returns. It does not allocate if dst has room.
func (id IID) AppendTo(dst []byte) []byte {
	// Directly into dst: reading in one piece what was just written in several stalls
	// the processor.
	dst = slices.Grow(dst, 20)
	b := dst[len(dst):][:20]
	for i := range 4 {
		binary.LittleEndian.PutUint32(b[5*i:], hexDigits(uint16(id>>(48-16*i))))
		b[5*i+4] = ':'
	}
	return dst[:len(dst)+19]
}

// AppendText implements [encoding.TextAppender].
func (id IID) AppendText(dst []byte) ([]byte, error) { return id.AppendTo(dst), nil }

// MarshalText implements [encoding.TextMarshaler].
func (id IID) MarshalText() ([]byte, error) { return id.AppendTo(nil), nil }

// UnmarshalText implements [encoding.TextUnmarshaler]; it takes what
// [ParseIID] takes.
func (id *IID) UnmarshalText(text []byte) error {
	v, err := ParseIID(string(text))
	if err != nil {
		return err
	}
	*id = v
	return nil
}

// ParseIID reads an interface identifier:
//
//	0200:5eff:fe00:5301   four groups of one to four digits
//	::5eff:fe00:5301      "::" and up to four groups, as "ip token" accepts it
//	02005efffe005301      16 digits, also after 0x
//
// Only a leading "::" is accepted, so that text which is also an address means its last
// 64 bits. The error is an *[addr.Error]; its Offset is the first byte that cannot be
// part of any identifier, -1 if the text ends too early. ParseIID does not retain s.
func ParseIID(s string) (IID, error) {
	if len(s) >= 2 && s[0] == '0' && s[1]|0x20 == 'x' {
		return bareIID(s)
	}
	i, groups, compressed := 0, 0, false
	if s == "" {
		return 0, &addr.Error{Input: s, Offset: -1, Reason: "empty text"}
	}
	if s[0] == ':' {
		if len(s) == 1 {
			return 0, &addr.Error{Input: s, Offset: -1, Reason: "single ':', expected \"::\""}
		}
		if s[1] != ':' {
			return 0, unexpected(s, 1)
		}
		if len(s) == 2 {
			return 0, nil
		}
		i, compressed = 2, true
	}
	id := IID(0)
	for {
		at := i
		for ; i < len(s) && hexValue[s[i]] != xx; i++ {
			if i-at == 4 {
				if groups == 0 && !compressed {
					return bareIID(s)
				}
				return 0, &addr.Error{Input: s, Offset: i, Reason: "more than 4 digits in a group"}
			}
			id = id<<4 | IID(hexValue[s[i]])
		}
		switch {
		case i < len(s) && s[i] != ':':
			return 0, unexpected(s, i)
		case i == at && i == len(s):
			return 0, &addr.Error{Input: s, Offset: -1, Reason: "nothing after the last ':'"}
		case i == at && !compressed && groups > 0:
			return 0, &addr.Error{Input: s, Offset: i, Reason: "\"::\" is allowed only at the start of an interface identifier"}
		case i == at:
			return 0, &addr.Error{Input: s, Offset: i, Reason: "empty group"}
		}
		// A short group was shifted too little: shift by whole groups.
		v := id & (1<<(4*(i-at)) - 1)
		id = id>>(4*(i-at))<<16 | v
		groups++
		if i == len(s) {
			break
		}
		if groups == 4 {
			return 0, &addr.Error{Input: s, Offset: i, Reason: "more than 4 groups: too long for an interface identifier"}
		}
		i++
	}
	if groups < 4 && !compressed {
		return 0, &addr.Error{Input: s, Offset: -1, Reason: count(groups, "group") + ", expected 4 for an interface identifier"}
	}
	return id, nil
}

var iidShapes = shapes{what: "an interface identifier", sizes: 1 << 8}

func bareIID(s string) (IID, error) {
	var b [8]byte
	if _, err := parseOctets(s, b[:], &iidShapes); err != nil {
		return 0, err
	}
	return IID(be64(b[:])), nil
}

// FromAddr returns the last 64 bits of a; ok is false unless a is an IPv6 unicast
// address. The zone is ignored.
func FromAddr(a netip.Addr) (id IID, ok bool) {
	if !a.Is6() || a.Is4In6() || a.IsMulticast() {
		return 0, false
	}
	_, low := ip.Halves(a)
	return IID(low), true
}

// Address returns the address with the network bits of p and the identifier id. p is a
// prefix that [UnicastPrefix] accepts, of at most 64 bits, because a longer one leaves
// no room for an identifier (RFC 4291 section 2.5.1). Bits between its length and the
// identifier are zero, so fe80::/10 and fe80::/64 give the same address. It does not
// allocate.
func Address(p netip.Prefix, id IID) (netip.Addr, error) {
	p, err := UnicastPrefix(p)
	switch {
	case err != nil:
		return netip.Addr{}, err
	case p.Bits() > 64:
		return netip.Addr{}, errors.New("a prefix of " + strconv.Itoa(p.Bits()) + " bits leaves no room for a 64-bit interface identifier (RFC 4291 section 2.5.1)")
	}
	hi, _ := ip.Halves(p.Addr())
	return ip.Addr6(hi, uint64(id)), nil
}

// UnicastPrefix returns p, with host bits cleared, as a prefix for unicast addresses. A
// multicast prefix is an error (RFC 4291 section 2.7). Link-local addresses exist only
// in fe80::/64, because their bits 10 to 63 are zero (RFC 4291 section 2.5.6):
// fe80::/10 is returned as fe80::/64. Every function that makes addresses uses this
// check.
func UnicastPrefix(p netip.Prefix) (netip.Prefix, error) {
	switch {
	case !p.IsValid():
		return netip.Prefix{}, errNoPrefix
	case p.Addr().Is4():
		return netip.Prefix{}, errPrefix4
	}
	p = p.Masked()
	switch hi, _ := ip.Halves(p.Addr()); {
	case p.Bits() >= 8 && hi>>56 == 0xff:
		return netip.Prefix{}, errPrefixMulticast
	case p.Bits() < 10 || hi>>54 != linkLocal>>54:
	case hi != linkLocal:
		return netip.Prefix{}, errPrefixLinkLocal
	case p.Bits() < 64:
		return netip.PrefixFrom(p.Addr(), 64), nil
	}
	return p, nil
}

// linkLocal is fe80::/64.
const linkLocal uint64 = 0xfe80 << 48

var (
	errNoPrefix        = errors.New("no prefix")
	errPrefix4         = errors.New("an IPv4 prefix; interface identifiers need an IPv6 prefix")
	errPrefixMulticast = errors.New("no unicast address has a multicast prefix (RFC 4291 section 2.7)")
	errPrefixLinkLocal = errors.New("link-local addresses are in fe80::/64 only: their bits 10 to 63 are zero (RFC 4291 section 2.5.6)")
)

// ParseAddrOrIID reads an interface identifier, as [ParseIID] does, or an IPv6 unicast
// address, whose identifier it returns, ignoring zone and prefix length. Four groups
// without "::" and 16 digits are an identifier, anything else is an address. The error
// is an *[addr.Error], or says that the address has no identifier.
func ParseAddrOrIID(s string) (IID, error) {
	colons, plain := 0, true
	for i := range len(s) {
		switch s[i] {
		case ':':
			colons++
			plain = plain && (i == 0 || s[i-1] != ':')
		case '%', '/', '[', '.':
			plain = false
		}
	}
	if plain && colons <= 3 {
		return ParseIID(s)
	}
	it, err := addr.ParseItem(s)
	if err != nil {
		return 0, err
	}
	id, ok := FromAddr(it.Addr)
	if !ok {
		return 0, errNoIID
	}
	return id, nil
}

var errNoIID = errors.New("no interface identifier: not an IPv6 unicast address (RFC 4291 section 2.5.1)")
