package embed4

import (
	"net/netip"
	"strings"

	"github.com/hextet/hextet/internal/ip"
)

// Teredo is what a Teredo address says besides the client (RFC 4380 section 4):
//
//	0               32              64      80      96              127
//	|2001:0         |Server         |Flags  |~Port  |~client v4     |
//
// Port and client are those the server saw, after the client's NAT, with every
// bit inverted so that no NAT rewrites them.
type Teredo struct {
	Server netip.Addr // IPv4, the primary address of the server
	Port   uint16     // the client's UDP port, as it is: not inverted
	Flags  TeredoFlags
	Old    bool // below 3ffe:831f::/32, which Teredo had before RFC 4380
}

const (
	teredoTop    = 0x20010000
	oldTeredoTop = 0x3ffe831f
)

// TeredoFlags are bits 64 to 79 of a Teredo address. RFC 5991 section 3.1 fills
// twelve of them with random bits, against guessing:
//
//	 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5
//	+-+-+-------+-+-+---------------+
//	|C|z|random |U|G|    random     |
//	+-+-+-------+-+-+---------------+
type TeredoFlags uint16

// The flags with a name; what is none of them is random.
const (
	TeredoCone      TeredoFlags = 0x8000 // the client is behind a cone NAT
	TeredoReserved  TeredoFlags = 0x4000 // z, must be zero
	TeredoUniversal TeredoFlags = 0x0200 // U, must be zero
	TeredoGroup     TeredoFlags = 0x0100 // G, must be zero
	teredoNamed                 = TeredoCone | TeredoReserved | TeredoUniversal | TeredoGroup
)

// Random returns the twelve RFC 5991 random bits, in their places.
func (f TeredoFlags) Random() TeredoFlags { return f &^ teredoNamed }

// String names the bits that are set, joined by "+": cone, reserved, universal,
// group, random. For no bits it is "".
func (f TeredoFlags) String() string {
	var names []string
	for _, n := range [...]struct {
		bits TeredoFlags
		name string
	}{
		{TeredoCone, "cone"},
		{TeredoReserved, "reserved"},
		{TeredoUniversal, "universal"},
		{TeredoGroup, "group"},
		{^teredoNamed, "random"},
	} {
		if f&n.bits != 0 {
			names = append(names, n.name)
		}
	}
	return strings.Join(names, "+")
}

// SecondaryServer returns the address from which the server tests what kind of
// NAT the client is behind (RFC 4380 section 5.2.1): by custom, and miredo's
// default, the one after the primary. It is no part of the Teredo address.
func (t Teredo) SecondaryServer() netip.Addr { return t.Server.Next() }

const errTeredoServer constError = "the Teredo server is not an IPv4 address"

// Encode returns the address of a client whom the server sees as client and
// t.Port. It does not allocate.
func (t Teredo) Encode(client netip.Addr) (netip.Addr, error) {
	if !t.Server.Is4() {
		return netip.Addr{}, errTeredoServer
	}
	if !client.Is4() {
		return netip.Addr{}, errNotIPv4
	}
	top := uint64(teredoTop)
	if t.Old {
		top = oldTeredoTop
	}
	return ip.Uint128{Hi: top<<32 | uint64(ip.Uint32(t.Server)), Lo: uint64(t.Flags)<<48 | uint64(^t.Port)<<32 | uint64(^ip.Uint32(client))}.
		Addr6(), nil
}

// EncodePrefix returns an error unless client is one address, whose /128 it
// returns: a Teredo address has the client in its last bits.
func (t Teredo) EncodePrefix(client netip.Prefix) (netip.Prefix, error) {
	return hostPrefix(client, t.Encode)
}

const errNoPrefix constError = "a prefix has no counterpart where the IPv4 address is in the interface identifier"

func hostPrefix(v4 netip.Prefix, encode func(netip.Addr) (netip.Addr, error)) (netip.Prefix, error) {
	if err := checkPrefix4(v4); err != nil {
		return netip.Prefix{}, err
	}
	if v4.Bits() != 32 {
		return netip.Prefix{}, errNoPrefix
	}
	a, err := encode(v4.Addr())
	if err != nil {
		return netip.Prefix{}, err
	}
	return netip.PrefixFrom(a, 128), nil
}

// DecodeTeredo takes an address of 2001::/32 or 3ffe:831f::/32 apart.
func DecodeTeredo(a netip.Addr) (t Teredo, client netip.Addr, ok bool) {
	if !a.Is6() {
		return t, client, false
	}
	u := ip.FromAddr(a)
	switch u.Hi >> 32 {
	case teredoTop:
	case oldTeredoTop:
		t.Old = true
	default:
		return t, client, false
	}
	t.Server = ip.Addr4(uint32(u.Hi))
	t.Port = ^uint16(u.Lo >> 32)
	t.Flags = TeredoFlags(u.Lo >> 48)
	return t, ip.Addr4(^uint32(u.Lo)), true
}

// Check holds server, client and flags to RFC 4380 section 4: both addresses
// must be global unicast and the bits z, U and G zero. A documentation address
// as the client brings a warning.
func (t Teredo) Check(client netip.Prefix) Verdict {
	v := verdictFor(client)
	v.wantGlobal(ruleTeredoClientNotGlobal)
	if t.Server.Is4() {
		s := Verdict{class: classOf(ip.Uint32(t.Server))}
		s.wantGlobal(ruleTeredoServerNotGlobal)
		v.must |= s.must
	}
	if t.Flags&(TeredoReserved|TeredoUniversal|TeredoGroup) != 0 {
		v.must.add(ruleTeredoReservedFlag)
	}
	if t.Old {
		v.should.add(ruleTeredoOldPrefix)
	}
	return v
}

// Obfuscate returns port and address as Teredo writes them, every bit inverted
// (RFC 4380 sections 4 and 5.1.1); it is its own inverse. The address must be
// IPv4.
func Obfuscate(port uint16, v4 netip.Addr) (uint16, netip.Addr) {
	return ^port, ip.Addr4(^ip.Uint32(v4))
}

// OriginIndication returns the eight bytes that a server puts before a packet
// to tell the client how it sees it (RFC 4380 section 5.1.1): two zero bytes,
// then port and address inverted.
func OriginIndication(port uint16, v4 netip.Addr) [8]byte {
	p, a := Obfuscate(port, v4)
	b := a.As4()
	return [8]byte{2: byte(p >> 8), 3: byte(p), 4: b[0], 5: b[1], 6: b[2], 7: b[3]}
}
