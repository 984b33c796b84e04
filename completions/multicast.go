package completions

import (
	"net/netip"
	"strconv"

	"github.com/hextet/hextet/multicast"
)

// Scopes returns the scopes of multicast groups, by name and then by number.
func Scopes() []Word {
	docs := [...]string{
		multicast.InterfaceLocal:    "1: this interface only, for loopback of multicast (RFC 4291)",
		multicast.LinkLocal:         "2: this link (RFC 4291)",
		multicast.RealmLocal:        "3: this network technology's realm, such as a mesh (RFC 7346)",
		multicast.AdminLocal:        "4: the smallest scope that must be configured (RFC 4291)",
		multicast.SiteLocal:         "5: this site (RFC 4291)",
		multicast.OrganizationLocal: "8: all sites of an organization (RFC 4291)",
		multicast.Global:            "14: everywhere (RFC 4291)",
	}
	var names, numbers []Word
	for s, doc := range docs {
		if doc == "" {
			continue
		}
		name := multicast.Scope(s).String()
		names = append(names, Word{name, doc})
		numbers = append(numbers, Word{strconv.Itoa(s), name})
	}
	return append(names, numbers...)
}

// Groups returns the link-local IPv6 groups that have a name in IANA's registry,
// and the most common interface-local, site-local and global ones.
func Groups() []Word {
	var list []Word
	add := func(a netip.Addr) {
		if info, err := multicast.Decode(a); err == nil && info.Name != "" {
			doc := info.Name
			if info.Scope != multicast.LinkLocal {
				doc += ", " + info.Scope.String()
			}
			list = append(list, Word{a.String(), doc})
		}
	}
	group := func(scope byte, id uint32) netip.Addr {
		return netip.AddrFrom16([16]byte{0xff, scope, 12: byte(id >> 24), byte(id >> 16), byte(id >> 8), byte(id)})
	}
	for _, base := range []uint32{0, 0x1_0000} {
		for id := base + 1; id < base+0x100; id++ {
			add(group(2, id))
		}
	}
	add(group(1, 1))
	add(group(1, 2))
	add(group(5, 2))
	add(group(5, 0x1_0003)) // DHCPv6 servers
	for _, id := range []uint32{0xfb, 0x101} {
		add(group(5, id)) // mDNS, NTP
		add(group(14, id))
	}
	return list
}
