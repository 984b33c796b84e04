package multicast

import (
	"crypto/md5"
	"encoding/binary"
	"errors"
	"net/netip"
	"strings"

	"github.com/hextet/hextet/internal/ip"
)

// NodeInformation returns the node-information group of a host name (RFC 4620 section
// 5), which the host joins to answer queries. Its last 24 bits are the first of an MD5
// hash:
//
//	|        ff02:0:0:0:0:2:ff00::/104        | 24 bits of the hash |
//
// The hash is of the first label of the name in lower case, in DNS wire format: a
// length octet and the label. Names that differ only in their domain have the same
// group.
func NodeInformation(name string) (netip.Addr, error) {
	sum, err := hashName(name)
	if err != nil {
		return netip.Addr{}, err
	}
	return ip.Addr6(0xff02<<48, 0x2_ff00_0000|uint64(binary.BigEndian.Uint32(sum[:])>>8)), nil
}

// OldNodeInformation returns the group of the drafts before RFC 4620: 32 bits of the
// same hash below ff02::2:0:0/96. KAME and its descendants join it too.
func OldNodeInformation(name string) (netip.Addr, error) {
	sum, err := hashName(name)
	if err != nil {
		return netip.Addr{}, err
	}
	return ip.Addr6(0xff02<<48, 0x2_0000_0000|uint64(binary.BigEndian.Uint32(sum[:]))), nil
}

// InNodeInformation reports whether a host with this name joins the group g, by RFC
// 4620 or the drafts before it. Zones are ignored; it is false for invalid names.
func InNodeInformation(g netip.Addr, name string) bool {
	g = g.WithZone("")
	a, err := NodeInformation(name)
	if err != nil {
		return false
	}
	b, _ := OldNodeInformation(name)
	return g == a || g == b
}

func hashName(name string) (sum [md5.Size]byte, err error) {
	label, _, _ := strings.Cut(name, ".")
	switch {
	case name == "":
		return sum, errNoName
	case label == "":
		return sum, errEmptyLabel
	case len(label) > 63:
		return sum, errLongLabel
	}
	var b [64]byte
	b[0] = byte(len(label))
	copy(b[1:], label)
	for i, c := range b[1 : 1+len(label)] {
		if 'A' <= c && c <= 'Z' {
			b[1+i] = c | 0x20
		}
	}
	return md5.Sum(b[:1+len(label)]), nil
}

var (
	errNoName     = errors.New("no host name")
	errEmptyLabel = errors.New("the first label of the host name is empty (RFC 1035 section 3.1)")
	errLongLabel  = errors.New("the first label of the host name is longer than 63 octets (RFC 1035 section 3.1)")
)
