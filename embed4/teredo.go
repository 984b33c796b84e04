package embed4

import (
	"net/netip"
	"strings"

	"github.com/hextet/hextet/internal/ip"
)

// Teredo has the parts of a Teredo address other than the client (RFC 4380 section 4):
//
//	0               32              64      80      96              127
//	|2001:0         |Server         |Flags  |~Port  |~client v4     |
//
// Port and client are those that the server sees, outside the NAT of the client, with
// every bit inverted so that NATs do not rewrite them.
type Teredo struct {
	Server netip.Addr // IPv4, the primary address of the server
	Port   uint16     // the UDP port of the client, not inverted
	Flags  TeredoFlags
	Old    bool // below 3ffe:831f::/32, the prefix before RFC 4380
}

const (
	teredoTop    = 0x20010000
	oldTeredoTop = 0x3ffe831f
)

// TeredoFlags are bits 64 to 79 of a Teredo address. RFC 5991 section 3.1 makes twelve
// of them random, so that addresses are harder to guess:
//
//	 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5
//	+-+-+-------+-+-+---------------+
//	|C|z|random |U|G|    random     |
//	+-+-+-------+-+-+---------------+
type TeredoFlags uint16

// The flags with a name; the other bits are random.
const (
	TeredoCone      TeredoFlags = 0x8000 // the client is behind a cone NAT
	TeredoReserved  TeredoFlags = 0x4000 // z, must be zero
	TeredoUniversal TeredoFlags = 0x0200 // U, must be zero
	TeredoGroup     TeredoFlags = 0x0100 // G, must be zero
	teredoNamed                 = TeredoCone | TeredoReserved | TeredoUniversal | TeredoGroup
)

// Random returns the twelve random bits of RFC 5991, in place.
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

// SecondaryServer returns the address from which the server tests the type of NAT (RFC
// 4380 section 5.2.1): by convention, and by default in miredo, the one after the
// primary. It is not part of the Teredo address.
func (t Teredo) SecondaryServer() netip.Addr { return t.Server.Next() }

const errTeredoServer constError = "the Teredo server is not an IPv4 address"

// Encode returns the address of the client that the server sees as client and t.Port.
// It does not allocate.
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

// EncodePrefix returns a /128 if client is a /32, otherwise an error, because the
// client is in the last bits.
func (t Teredo) EncodePrefix(client netip.Prefix) (netip.Prefix, error) {
	return hostPrefix(client, t.Encode)
}

const errNoPrefix constError = "a prefix of several addresses: the IPv4 address is in the interface identifier, so they have no common prefix"

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

// DecodeTeredo returns the parts of an address in 2001::/32 or 3ffe:831f::/32.
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

// Check applies RFC 4380 section 4: server and client must be global unicast addresses
// and the bits z, U and G zero. It warns about documentation addresses.
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
