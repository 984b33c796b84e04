package embed4

import (
	"net/netip"

	"github.com/hextet/hextet/internal/ip"
)

// class is the kind of an IPv4 address, as far as it matters for embedding.
type class uint8

const (
	global class = iota
	thisNetwork
	private
	shared
	loopback
	linkLocal
	protocol
	discovery
	documentation
	documentation1
	relay
	benchmarking
	multicast
	reserved
	broadcast
	several // a prefix with global addresses and others
	numClasses
)

// noun returns the phrase for an address of the class.
func (c class) noun() string {
	return [numClasses]string{
		global:         "a global address",
		thisNetwork:    "an address of 0.0.0.0/8",
		private:        "a private address",
		shared:         "a shared (carrier-grade NAT) address",
		loopback:       "a loopback address",
		linkLocal:      "a link-local address",
		protocol:       "an IETF protocol address",
		discovery:      "a NAT64 discovery address",
		documentation:  "a documentation address",
		documentation1: "a documentation address",
		relay:          "a 6to4 relay anycast address",
		benchmarking:   "a benchmarking address",
		multicast:      "a multicast address",
		reserved:       "a reserved address",
		broadcast:      "the broadcast address",
		several:        "a prefix with non-global addresses in it",
	}[c]
}

// special are the ranges of the IANA IPv4 Special-Purpose Address Registry (as of
// 2025-10-09) that are not globally reachable, and multicast (RFC 5771), in order and
// without overlaps. The globally reachable ones (192.0.0.9, 192.0.0.10,
// 192.31.196.0/24, 192.52.193.0/24, 192.175.48.0/24) are left out. 192.88.99.0/24, the
// former 6to4 relays (RFC 7526), is "N/A" there.
var special = [...]struct {
	first, last uint32
	class       class
}{
	{0x00000000, 0x00ffffff, thisNetwork},    // 0.0.0.0/8, RFC 791
	{0x0a000000, 0x0affffff, private},        // 10.0.0.0/8, RFC 1918
	{0x64400000, 0x647fffff, shared},         // 100.64.0.0/10, RFC 6598
	{0x7f000000, 0x7fffffff, loopback},       // 127.0.0.0/8, RFC 1122
	{0xa9fe0000, 0xa9feffff, linkLocal},      // 169.254.0.0/16, RFC 3927
	{0xac100000, 0xac1fffff, private},        // 172.16.0.0/12, RFC 1918
	{0xc0000000, 0xc0000008, protocol},       // 192.0.0.0/24 up to .8, RFC 6890
	{0xc000000b, 0xc00000a9, protocol},       // 192.0.0.11 to .169
	{0xc00000aa, 0xc00000ab, discovery},      // 192.0.0.170 and .171, RFC 7050
	{0xc00000ac, 0xc00000ff, protocol},       // 192.0.0.172 to .255
	{0xc0000200, 0xc00002ff, documentation1}, // 192.0.2.0/24, RFC 5737
	{0xc0586300, 0xc05863ff, relay},          // 192.88.99.0/24, RFC 7526
	{0xc0a80000, 0xc0a8ffff, private},        // 192.168.0.0/16, RFC 1918
	{0xc6120000, 0xc613ffff, benchmarking},   // 198.18.0.0/15, RFC 2544
	{0xc6336400, 0xc63364ff, documentation},  // 198.51.100.0/24, RFC 5737
	{0xcb007100, 0xcb0071ff, documentation},  // 203.0.113.0/24, RFC 5737
	{0xe0000000, 0xefffffff, multicast},      // 224.0.0.0/4, RFC 5771
	{0xf0000000, 0xfffffffe, reserved},       // 240.0.0.0/4, RFC 1112
	{0xffffffff, 0xffffffff, broadcast},      // RFC 919
}

// rowFor returns the index of the first row that does not end before v.
func rowFor(v uint32) int {
	lo, hi := 0, len(special)
	for lo < hi {
		if mid := (lo + hi) / 2; special[mid].last < v {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// octets has a bit for each first octet in special. Most addresses have a different one
// and need no search.
var octets = [4]uint64{ // 0, 64, 128 and 192 in their first bits
	1<<0 | 1<<10,
	1<<(100-64) | 1<<(127-64),
	1<<(169-128) | 1<<(172-128),
	1<<0 | 1<<(198-192) | 1<<(203-192) | 0xffffffff<<(224-192),
}

// hasSpecial reports whether special has a row with the first octet of v.
func hasSpecial(v uint32) bool { return octets[v>>30]>>(v>>24&63)&1 != 0 }

func classOf(v uint32) class {
	if !hasSpecial(v) {
		return global
	}
	if r := &special[rowFor(v)]; v >= r.first {
		return r.class
	}
	return global
}

// classOfPrefix returns the class of all addresses of p: several if only some are
// global, and the class of the first one if they differ but none is global.
func classOfPrefix(p netip.Prefix) class {
	first := ip.Uint32(p.Addr()) & leading32(p.Bits())
	last := first | ^leading32(p.Bits())
	i := rowFor(first)
	if first < special[i].first {
		if last < special[i].first {
			return global
		}
		return several
	}
	c := special[i].class
	for special[i].last < last {
		if special[i+1].first != special[i].last+1 {
			return several
		}
		i++
	}
	return c
}

// unique reports whether an address of the class is globally unique, as RFC 5214
// section 6.1 requires. Relay anycast addresses are not.
func (c class) unique() bool { return c == global }
