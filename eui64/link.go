package eui64

import (
	"errors"
	"iter"
	"net/netip"

	"github.com/hextet/hextet/addr"
)

// Link is a type of link, which determines how an interface derives its interface
// identifier from its link-layer address.
type Link uint8

// The link types. U is the u bit of the identifier, SSSS a 16-bit short address, PPPP a
// PAN identifier.
const (
	LinkUnknown Link = iota

	// Ethernet, FDDI, Wi-Fi and similar links (RFC 2464 section 4): 6 octets with ff-fe
	// inserted, or 8; U inverted.
	//
	//	  00:00:5e:00:53:01  ->  0200:5eff:fe00:5301
	Ethernet

	// IEEE 802.15.4 with extended addresses (RFC 4944 section 6): 8 octets, U inverted.
	// Bluetooth Low Energy (RFC 7668 section 3.2.2): 6 octets with ff-fe inserted, U
	// unchanged. 1, 2 or 4 octets are treated as on a Short link.
	//
	//	  00:1b:21:aa:bb:cc:dd:ee  ->  021b:21aa:bbcc:ddee
	SixLoWPAN

	// IEEE 802.15.4 short addresses: 2 octets (RFC 6282 section 3.2.2), U = 0; or 4
	// octets with the PAN identifier first (RFC 4944 section 6), whose U bit is
	// cleared. One octet is the node of a G.9959 (RFC 7428 appendix A) or MS/TP (RFC
	// 8163) network.
	//
	//	  0x1234     ->  0000:00ff:fe00:1234
	//	  abcd:1234  ->  a9cd:00ff:fe00:1234
	Short

	// IEEE 1394 (RFC 3146): the 8 octets of the unique identifier, U inverted. Of the
	// 16 octets that Linux and BSD show, the first 8 are used.
	FireWire

	// IP over InfiniBand (RFC 4391 section 8): the last 8 of 20 octets, which are the
	// GUID of the port, or these 8 alone. U is always set, as in Linux and
	// NetworkManager; systemd-networkd inverts it.
	InfiniBand

	// ARCnet (RFC 2497): one octet. U = 0.
	//
	//	  0x2a  ->  0000:0000:0000:002a
	ARCnet

	// ISATAP (RFC 5214 section 6.1): 00-00-5E, FE and an IPv4 address. U = 1 if the
	// address is global by the list of the Linux kernel.
	//
	//	  198.51.100.7  ->  0200:5efe:c633:6407
	//	  192.168.77.1  ->  0000:5efe:c0a8:4d01
	ISATAP

	// GRE and IPIP tunnels over IPv4: as ISATAP, which is what Linux does.
	GRE
	IPIP

	// IPv6-in-IPv4 tunnels (RFC 4213 section 3.7, Linux "sit"): 32 zero bits and the
	// IPv4 address. U = 0.
	//
	//	  192.0.2.33  ->  0000:0000:c000:0221
	SIT

	// PPP (RFC 5072 section 4.1): an IEEE address of the node, 6 or 8 octets, U
	// inverted. A node without one uses a random identifier, whose U is 0.
	PPP

	// ATM (RFC 2492): a MAC of 6 or 8 octets as on Ethernet; an end system address
	// (AESA) of 20 octets, of which the end system identifier and the selector are
	// used, or these 7 alone; or an E.164 number. U = 0 for the last two.
	//
	//	  47.0005.80ffe1000000f21513eb.0020481513eb.07  ->  0000:2048:1513:eb07
	//	  +358400123456                                 ->  0000:3584:0012:3456
	ATM
)

// rule is how Derive and AppendReverse treat a link.
type rule struct {
	name   string
	ipv4   bool // its addresses are IPv4
	shapes shapes
}

var rules = [...]rule{
	LinkUnknown: {name: "unknown"},
	Ethernet:    {name: "ethernet", shapes: shapes{"a MAC", 1<<6 | 1<<8, shapeOctets | shapePairs | shapeHalves, false}},
	SixLoWPAN:   {name: "6lowpan", shapes: shapes{"a 6LoWPAN address", 1<<1 | 1<<2 | 1<<4 | 1<<6 | 1<<8, shapeOctets | shapePairs | shapeHalves, true}},
	Short:       {name: "short", shapes: shapes{"a short address", 1<<1 | 1<<2 | 1<<4, shapeOctets | shapePairs, true}},
	FireWire:    {name: "firewire", shapes: shapes{"a FireWire address", 1<<8 | 1<<16, shapeOctets | shapePairs | shapeHalves, false}},
	InfiniBand:  {name: "infiniband", shapes: shapes{"an InfiniBand address", 1<<8 | 1<<20, shapeOctets | shapePairs | shapeHalves, false}},
	ARCnet:      {name: "arcnet", shapes: shapes{"an ARCnet node", 1 << 1, shapeOctets, true}},
	ISATAP:      {name: "isatap", ipv4: true},
	GRE:         {name: "gre", ipv4: true},
	IPIP:        {name: "ipip", ipv4: true},
	SIT:         {name: "sit", ipv4: true},
	PPP:         {name: "ppp", shapes: shapes{"a MAC", 1<<6 | 1<<8, shapeOctets | shapePairs | shapeHalves, false}},
	ATM:         {name: "atm", shapes: shapes{"an ATM address", 1<<6 | 1<<7 | 1<<8 | 1<<20, shapeOctets | shapePairs | shapeHalves, false}},
}

// String returns the word for l: "ethernet", "6lowpan", "short", "firewire",
// "infiniband", "arcnet", "isatap", "gre", "ipip", "sit", "ppp" or "atm";
// "unknown" for LinkUnknown and other values.
func (l Link) String() string {
	if int(l) >= len(rules) {
		l = LinkUnknown
	}
	return rules[l].name
}

// ParseLink is the inverse of [Link.String]. The error is an *[addr.Error].
func ParseLink(word string) (Link, error) {
	for l := Ethernet; int(l) < len(rules); l++ {
		if rules[l].name == word {
			return l, nil
		}
	}
	return LinkUnknown, &addr.Error{Input: word, Offset: -1, Reason: "not a link type"}
}

// MarshalText returns what String returns.
func (l Link) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// UnmarshalText accepts the words that String returns.
func (l *Link) UnmarshalText(text []byte) (err error) {
	*l, err = ParseLink(string(text))
	return err
}

// Links yields the link types in the order of the constants.
func Links() iter.Seq[Link] {
	return func(yield func(Link) bool) {
		for l := Ethernet; int(l) < len(rules) && yield(l); l++ {
		}
	}
}

// IsIPv4 reports whether link-layer addresses on l are IPv4 addresses.
func (l Link) IsIPv4() bool { return int(l) < len(rules) && rules[l].ipv4 }

// Derive returns the identifier of an interface with the link-layer address text on a
// link of type l. The text is octets in the spellings that [ParseMAC] takes, in the
// sizes of the link (a single octet may have one digit), or an IPv4 address in dotted
// decimal.
//
// Text that cannot be parsed is an *[addr.Error], as from ParseMAC. An address that no
// interface can have, such as a group or broadcast address, is another error. Derive
// does not allocate unless it fails.
func Derive(l Link, text string) (IID, error) {
	if l == LinkUnknown || int(l) >= len(rules) {
		return 0, errUnknownLink
	}
	if l == Ethernet {
		m, err := ParseMAC(text)
		if err != nil {
			return 0, err
		}
		return FromMAC(m)
	}
	r := &rules[l]
	if r.ipv4 {
		a, err := addr.ParseAddr(text)
		if err != nil {
			return 0, err
		}
		if !a.Is4() {
			return 0, &addr.Error{Input: text, Offset: -1, Reason: "not an IPv4 address; " + r.name + " needs one"}
		}
		return fromIPv4(l, a)
	}
	if l == ATM && text != "" && text[0] == '+' {
		return fromE164(text)
	}
	var b [20]byte
	n, err := parseOctets(text, b[:], &r.shapes)
	if l == ATM && err != nil {
		n, err = parseAESA(text, b[:], err)
	}
	if err != nil {
		return 0, err
	}
	return FromLinkAddr(l, b[:n])
}

var errUnknownLink = errors.New("unknown link type")

// FromLinkAddr is Derive for binary link-layer addresses: 6 or 8 octets for Ethernet
// and PPP, 6, 7, 8 or 20 for ATM, 1, 2, 4, 6 or 8 for 6LoWPAN, 1, 2 or 4 for Short, 8
// or 16 for FireWire, 8 or 20 for InfiniBand, 1 for ARCnet, 4 (the IPv4 address) for
// the others.
func FromLinkAddr(l Link, b []byte) (IID, error) {
	if l == LinkUnknown || int(l) >= len(rules) {
		return 0, errUnknownLink
	}
	if l.IsIPv4() {
		if len(b) != 4 {
			return 0, errNotIPv4
		}
		return fromIPv4(l, netip.AddrFrom4([4]byte(b)))
	}
	if sh := &rules[l].shapes; len(b) > sh.max() || sh.sizes>>len(b)&1 == 0 {
		return 0, errors.New(count(len(b), "octet") + ", expected " + sh.list(1) + " for " + sh.what)
	}
	switch l {
	case ATM:
		if len(b) == 7 || len(b) == 20 {
			return fromESI(b[len(b)-len(b)%13:]), nil
		}
	case InfiniBand:
		guid := macFrom8([8]byte(b[len(b)-8:]))
		if err := unicast(guid); err != nil {
			return 0, err
		}
		return IID(guid.bits) | uBit, nil
	case FireWire:
		return FromMAC(macFrom8([8]byte(b)))
	case ARCnet:
		if b[0] == 0 {
			return 0, errors.New("node 0 is the broadcast address of ARCnet (RFC 2497)")
		}
		return IID(b[0]), nil
	}
	switch len(b) {
	case 1:
		if b[0] == 0 || b[0] == 0xff {
			return 0, errors.New("nodes 0 and 255 do not identify an interface (RFC 7428, RFC 8163)")
		}
		return FromShort(0, uint16(b[0]))
	case 2:
		return FromShort(0, uint16(be64(b)))
	case 4:
		return FromShort(uint16(be64(b[:2])), uint16(be64(b[2:])))
	case 6:
		m := MACFrom6([6]byte(b))
		if l == SixLoWPAN {
			// RFC 7668 section 3.2.2 copies every bit: random Bluetooth device
			// addresses have no U/L and I/G bits.
			return IID(m.EUI64().bits), nil
		}
		return FromMAC(m)
	}
	return FromMAC(macFrom8([8]byte(b)))
}

// FromShort returns the identifier of an IEEE 802.15.4 interface with the
// 16-bit address short:
//
//	 pan (U = 0)      ff-fe          short
//	|PPPP PPPP PPPP PPPP|0000 0000 1111 1111|1111 1110 0000 0000|SSSS ...|
//
// pan is 0 in RFC 6282 section 3.2.2 and if the PAN identifier is unknown; by RFC 4944
// section 6 it comes first, with the U/L bit cleared. The short addresses 0xffff
// (broadcast) and 0xfffe (none assigned) are errors.
func FromShort(pan, short uint16) (IID, error) {
	if short >= 0xfffe {
		return 0, errShort
	}
	return IID(pan)<<48&^uBit | IID(marker) | IID(short), nil
}

var errShort = errors.New("short addresses 0xfffe (none assigned) and 0xffff (broadcast) do not identify an interface (IEEE 802.15.4)")

// fromIPv4 returns the identifier of an ISATAP, GRE, IPIP or SIT interface with the
// local IPv4 address a.
func fromIPv4(l Link, a netip.Addr) (IID, error) {
	if !a.Is4() {
		return 0, errNotIPv4
	}
	b := a.As4()
	v := IID(be64(b[:]))
	switch {
	case l == SIT:
		return v, nil
	case !l.IsIPv4():
		return 0, errUnknownLink
	case globalOnISATAP(a):
		return v | isatapHead | uBit, nil
	}
	return v | isatapHead, nil
}

var errNotIPv4 = errors.New("not an IPv4 address")

// isatapHead is 00-00-5E, FE: the block of RFC 9542 for EUI-64s with an IPv4 address.
const isatapHead IID = 0x0000_5efe_0000_0000

// notGlobal lists the IPv4 blocks that Linux treats as not globally unique for the u
// bit of ISATAP identifiers (observed on 6.1). It differs from IANA's list:
// 100.64.0.0/10, 198.51.100.0/24, 203.0.113.0/24 and 240.0.0.0/4 are global, and of
// 0.0.0.0/8 only 0.0.0.0 is not.
var notGlobal = [...]struct {
	net  uint32
	bits uint8
}{
	{0x00000000, 32},
	{0x0a000000, 8},  // 10.0.0.0/8
	{0x7f000000, 8},  // 127.0.0.0/8
	{0xa9fe0000, 16}, // 169.254.0.0/16
	{0xac100000, 12}, // 172.16.0.0/12
	{0xc0000200, 24}, // 192.0.2.0/24
	{0xc0586300, 24}, // 192.88.99.0/24
	{0xc0a80000, 16}, // 192.168.0.0/16
	{0xc6120000, 15}, // 198.18.0.0/15
	{0xe0000000, 4},  // 224.0.0.0/4
	{0xffffffff, 32},
}

// globalOnISATAP reports whether Linux treats the IPv4 address a as globally unique, so
// that the identifier of an ISATAP, GRE or IPIP interface with it has the u bit set.
// RFC 5214 section 6.1 has no list; this is the kernel's.
func globalOnISATAP(a netip.Addr) bool {
	if !a.Is4() {
		return false
	}
	b := a.As4()
	v := uint32(be64(b[:]))
	for _, n := range notGlobal {
		if (v^n.net)>>(32-n.bits) == 0 {
			return false
		}
	}
	return true
}

// AppendReverse appends the link-layer address that id was derived from on a link of
// type l, octets in the format f:
//
//	ethernet          the MAC-48, see IID.MAC
//	6lowpan           the EUI-64, or the short address if id has that form
//	short             "0x1234", or "a9cd:1234" with a PAN identifier
//	firewire          the EUI-64
//	infiniband        the GUID, assumed to be universal
//	arcnet            the node, "0x2a"
//	isatap, gre, ipip, sit   the IPv4 address
//	ppp               the MAC-48 or EUI-64 of a universal identifier
//	atm               the same, or the end system identifier and selector
//
// An identifier that is not derived on such a link is an error, and dst is returned
// unchanged.
func AppendReverse(dst []byte, l Link, id IID, f Format) ([]byte, error) {
	switch l {
	case Ethernet:
		m, err := id.MAC()
		return m.Append(dst, f), err
	case SixLoWPAN, Short:
		if pan, short, ok := id.Short(); ok {
			if pan != 0 {
				return appendHex16(append(appendHex16(dst, pan), ':'), short), nil
			}
			return appendHex16(append(dst, "0x"...), short), nil
		}
		if l == Short {
			return dst, errNotShort
		}
		return appendEUI64(dst, id, f)
	case FireWire:
		return appendEUI64(dst, id, f)
	case InfiniBand:
		if id&uBit == 0 {
			return dst, errNotIB
		}
		return appendEUI64(dst, id, f)
	case ARCnet:
		if id == 0 || id > 0xff {
			return dst, errNotARCnet
		}
		return append(dst, '0', 'x', lowerHex[id>>4], lowerHex[id&15]), nil
	case PPP, ATM:
		return appendPPP(dst, l, id, f)
	case ISATAP, GRE, IPIP, SIT:
		a, err := id.IPv4(l)
		if err != nil {
			return dst, err
		}
		return a.AppendTo(dst), nil
	}
	return dst, errUnknownLink
}

var (
	errNotShort     = errors.New("not made from a short address: no 00ff:fe00 in the middle of the interface identifier (RFC 6282 section 3.2.2)")
	errNotIB        = errors.New("not made from an InfiniBand GUID: the u bit is not set (RFC 4391 section 8)")
	errNotARCnet    = errors.New("not made from an ARCnet node: the first seven octets are not zero, or the last is (RFC 2497)")
	errNotISATAP    = errors.New("not made from an IPv4 address: the interface identifier does not begin with 0000:5efe or 0200:5efe (RFC 5214 section 6.1)")
	errNotSIT       = errors.New("not made from an IPv4 address: the first 32 bits of the interface identifier are not zero (RFC 4213 section 3.7)")
	errReverseMulti = errors.New("not made from an EUI-64: the group bit of the interface identifier is set (RFC 4291 appendix A)")
)

func appendHex16(dst []byte, v uint16) []byte {
	return append(dst, lowerHex[v>>12], lowerHex[v>>8&15], lowerHex[v>>4&15], lowerHex[v&15])
}

func appendEUI64(dst []byte, id IID, f Format) ([]byte, error) {
	if id&gBit != 0 {
		return dst, errReverseMulti
	}
	return id.EUI64().Append(dst, f), nil
}

// Short reverses [FromShort]: it returns the PAN identifier and the short address of an
// identifier PPPP:00ff:fe00:SSSS; ok is false for any other. pan lacks the U/L bit that
// FromShort cleared.
func (id IID) Short() (pan, short uint16, ok bool) {
	pan, short = uint16(id>>48), uint16(id)
	if back, err := FromShort(pan, short); err != nil || back != id {
		return 0, 0, false
	}
	return pan, short, true
}

// IPv4 returns the IPv4 address that id was derived from on an [ISATAP], [GRE], [IPIP]
// or [SIT] link. The u bit is ignored, because systems disagree about which addresses
// are global.
func (id IID) IPv4(l Link) (netip.Addr, error) {
	switch {
	case !l.IsIPv4():
		return netip.Addr{}, errUnknownLink
	case l == SIT && id>>32 != 0:
		return netip.Addr{}, errNotSIT
	case l != SIT && (id&^uBit)>>32 != isatapHead>>32:
		return netip.Addr{}, errNotISATAP
	}
	return netip.AddrFrom4([4]byte{byte(id >> 24), byte(id >> 16), byte(id >> 8), byte(id)}), nil
}
