package privacy

import (
	"crypto/md5"
	"net/netip"
	"strings"
)

// kame is get_rand_ifid of in6_ifattach.c, in KAME and its descendants, today
// FreeBSD and NetBSD: the last resort of a host without any MAC.
//
//	MD5 over    the host name, whole, no NUL
//	identifier  its first 8 bytes, g cleared, u set and then inverted: 0
//
// Neither the prefix nor the interface nor a counter is an input; after a duplicate
// the system gives up.
//
// Read from the source, never checked on a running system.
type kame struct{ hostname string }

func newKAME(in *Inputs) (scheme, error) {
	if len(in.Hostname) > 255 { // MAXHOSTNAMELEN, with its NUL
		return nil, &InputError{KAME, InputHostname, "is longer than 255 bytes"}
	}
	s := &kame{strings.Clone(in.Hostname)}
	return s.address, nil
}

func (s *kame) address(p netip.Prefix, dad uint32, l *layout) (netip.Addr, uint32, error) {
	if p.Bits() != 64 {
		return netip.Addr{}, 0, errNot64
	}
	if dad != 0 {
		return netip.Addr{}, 0, errNoCounter
	}
	var store [256]byte
	l.begin()
	buf := l.addString(store[:0], "host name", s.hostname)
	sum := md5.Sum(buf)
	sum[0] &^= 0x03
	return compose64(p.Addr(), (*[8]byte)(sum[:8])), 0, nil
}
