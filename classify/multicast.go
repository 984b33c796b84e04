package classify

import (
	"encoding/binary"
	"fmt"
	"net/netip"
	"strconv"

	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/multicast"
)

// appendMulticast6 appends the owner, as far as it is known, and the scope of the group
// with the halves hi and lo.
func appendMulticast6(dst []byte, hi, lo uint64) []byte {
	if hi == 0xff02<<48 && lo>>24 == 0x1_ff { // the most common
		dst = ip.AppendDigits(append(dst, "solicited-node of ..."...), lo&0xff_ffff, 6)
		return append(dst, ", link-local scope"...)
	}
	return appendMulticast(dst, ip.Addr6(hi, lo), multicastScopes[hi>>48&0xf])
}

func appendMulticast(dst []byte, a netip.Addr, s Scope) []byte {
	info, err := multicast.Decode(a)
	if err != nil {
		return dst
	}
	return appendScope(append(appendGroup(dst, &info), ", "...), s)
}

func appendScope(dst []byte, s Scope) []byte {
	if s == ScopeMixed {
		return append(dst, "several scopes"...)
	}
	return append(append(dst, s.String()...), " scope"...)
}

// appendGroup appends the owner of the group or groups.
func appendGroup(dst []byte, info *multicast.Info) []byte {
	switch {
	case info.Kind == multicast.KindSolicitedNode && info.Bits == 128:
		return ip.AppendDigits(append(dst, "solicited-node of ..."...), uint64(info.Group.Uint32()), 6)
	case info.Kind == multicast.KindSolicitedNode:
		return append(dst, "solicited-node"...)
	case info.Name != "":
		return append(dst, info.Name...)
	case info.RP.IsValid():
		return info.RP.AppendTo(append(dst, "rendezvous point "...))
	case info.Prefix.IsValid() && info.Prefix.Bits() > 0:
		return info.Prefix.AppendTo(append(dst, "group of "...))
	case info.AS != 0:
		return strconv.AppendUint(append(dst, "GLOP of AS "...), uint64(info.AS), 10)
	case info.Block != "":
		return append(dst, info.Block...)
	}
	return append(dst, info.Kind.String()...)
}

// multicast6 divides a group by RFC 4291 section 2.7, RFC 7371 section 2, RFC 3306
// section 4, RFC 3956 section 3 and RFC 4489 section 3.
func (k *knife) multicast6() {
	info, err := multicast.Decode(k.addr)
	if err != nil {
		return
	}
	k.prefix(8, "multicast")
	p := k.take(4, PartFlags, "flags")
	p.Meaning = info.Flags.String()
	k.bit(8, "X", "no meaning yet", "no meaning yet")
	k.bit(9, "R", "rendezvous point", "no rendezvous point")
	k.bit(10, "P", "prefix-based", "not prefix-based")
	k.bit(11, "T", "transient", "permanent")
	k.take(4, PartScope, "scope").Meaning = k.class.Scope.String()
	if info.Flags&(multicast.FlagP|multicast.FlagT) != multicast.FlagP|multicast.FlagT {
		switch info.Kind {
		case multicast.KindSolicitedNode:
			k.take(88, PartMark, "solicited-node")
			k.take(24, PartHost, "low bits").Meaning = "of the unicast address"
		case multicast.KindNodeInformation:
			k.take(88, PartMark, "node information")
			k.take(24, PartHash, "hash").Meaning = "of the host name"
		default:
			p := k.take(112, PartGroup, "group")
			p.Value, p.Meaning = info.Group.String(), info.Name
		}
		return
	}
	rp := info.Flags&multicast.FlagR != 0
	k.zero(4, "ff2")
	if rp {
		k.take(4, PartFlags, "RIID").Meaning = "last digit of the RP"
	} else {
		k.zero(4, "reserved")
	}
	plen := k.field(24, 8)
	p = k.decimal(8, PartLength, "plen")
	p.Meaning = "length of the prefix"
	switch {
	case plen == 0xff && !rp:
		p.Meaning = "an identifier follows"
		q := k.take(64, PartHost, "IID")
		q.Value = info.IID.String()
	case plen == 0 && !rp:
		p.Meaning = "none: source-specific"
		k.zero(64, "prefix")
	default:
		q := k.take(64, PartNetwork, "prefix")
		switch {
		case info.RP.IsValid():
			q.Value, q.Meaning = info.Prefix.String(), "rendezvous point "+info.RP.String()
		case info.Prefix.IsValid():
			q.Value, q.Meaning = info.Prefix.String(), "of the owner"
		}
	}
	p = k.take(32, PartGroup, "group")
	if info.Class != multicast.ClassUnknown {
		p.Meaning = info.Class.String()
	}
}

// multicast4 divides an IPv4 group by RFC 5771, RFC 3180, RFC 6034 and RFC 2365.
func (k *knife) multicast4() {
	info, err := multicast.Decode(k.addr)
	if err != nil {
		return
	}
	v := uint32(k.hi >> 32)
	rest := func(name string) {
		n := 32 - k.at
		value := dotted(k.field(k.at, n), n)
		p := k.take(n, PartGroup, name)
		p.Value, p.Meaning = value, info.Name
	}
	switch {
	case v>>8 == 0xe00000: // 224.0.0.0/24
		k.prefix(24, info.Block)
		rest("group")
	case v>>24 == 232: // RFC 4607
		k.prefix(8, info.Block)
		rest("group")
	case v>>24 == 233 && v>>16 < 0xe9fc: // RFC 3180
		k.prefix(8, info.Block)
		k.decimal(16, PartNetwork, "AS").Meaning = "autonomous system of the owner"
		rest("group")
	case v>>24 == 234: // RFC 6034: the first 24 bits of a unicast prefix
		k.prefix(8, info.Block)
		var b [4]byte
		binary.BigEndian.PutUint32(b[:], v<<8)
		p := k.take(24, PartNetwork, "prefix")
		p.Value, p.Meaning = fmt.Sprint(netip.AddrFrom4(b)), "of the owner, then the group"
	case v>>16 == 0xefff: // RFC 2365 section 6.1
		k.prefix(16, "local scope")
		rest("group")
	case v>>18 == 0xefc0>>2: // RFC 2365 section 6.2
		k.prefix(14, "organization-local scope")
		rest("group")
	case v>>24 == 239:
		k.prefix(8, info.Block)
		rest("group")
	default:
		k.prefix(4, "multicast")
		rest("group")
		if p := &k.parts[len(k.parts)-1]; p.Meaning == "" {
			p.Meaning = info.Block
		}
	}
}
