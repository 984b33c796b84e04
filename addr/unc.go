package addr

import (
	"bytes"
	"strings"

	"github.com/hextet/hextet/internal/ip"
)

// uncDomain is the domain under which Windows recognizes IPv6 addresses as host names,
// without DNS, since a path cannot contain a colon.
const uncDomain = ".ipv6-literal.net"

// appendUNC appends it as a host name for a Windows path: "-" for each colon, "s" for
// the "%" of the zone. A host name cannot begin or end with a dash, so a zero group is
// written there: 0--1 for ::1.
func appendUNC(dst []byte, it Item) ([]byte, error) {
	if it.IsPrefix() {
		return dst, errLength
	}
	if it.Addr.Is4() {
		return AppendCanonical(dst, it, MixedNever), nil
	}
	for i := range len(it.Zone) {
		if c := it.Zone[i]; !isAlnum(c) && (c != '-' || i == len(it.Zone)-1) && c != '_' {
			return dst, errZoneLabel
		}
	}
	var b [ip.TextRoom]byte
	text := AppendCanonical(b[:0], Item{Addr: it.Addr}, MixedNever)
	if text[0] == ':' {
		dst = append(dst, '0')
	}
	for _, c := range text {
		if c == ':' {
			c = '-'
		}
		dst = append(dst, c)
	}
	if bytes.HasSuffix(text, []byte("::")) {
		dst = append(dst, '0')
	}
	if it.Zone != "" {
		dst = append(dst, 's')
		dst = append(dst, it.Zone...)
	}
	return append(dst, uncDomain...), nil
}

// uncHost returns the offsets of the host in s, which may be a path: \\host\share or
// //host/share.
func uncHost(s string) (start, end int) {
	if strings.HasPrefix(s, `\\`) || strings.HasPrefix(s, "//") {
		start = 2
	}
	end = len(s)
	if n := strings.IndexAny(s[start:], `\/`); n >= 0 {
		end = start + n
	}
	return start, end
}

// isUNC reports whether s is a host below ipv6-literal.net, or a path with one.
func isUNC(s string) bool {
	start, end := uncHost(s)
	host := strings.TrimSuffix(s[start:end], ".")
	n := len(host) - len(uncDomain)
	return n >= 0 && strings.EqualFold(host[n:], uncDomain)
}

func parseUNC(s string) (Item, error) {
	start, end := uncHost(s)
	if !isUNC(s) {
		// Windows accepts IPv4 addresses in plain form.
		r := scanQuad(s[:end], start)
		if r.fault != noFault || r.end != end {
			return Item{}, reasonError(s, "neither below ipv6-literal.net nor an IPv4 address")
		}
		return Item{Addr: r.addr()}, nil
	}
	end = start + len(strings.TrimSuffix(s[start:end], ".")) - len(uncDomain)
	stop := end
	zone := ""
	if n := strings.IndexAny(s[start:end], "sS"); n >= 0 {
		stop = start + n
		zone = s[stop+1 : end]
		if zone == "" {
			return Item{}, &Error{Input: s, Offset: stop, Reason: faultText[faultZoneEmpty]}
		}
		for i := stop + 1; i < end; i++ {
			if c := s[i]; !isAlnum(c) && c != '-' && c != '_' {
				return Item{}, zoneError(s, faultZoneChar, i)
			}
		}
	}
	// Replace dashes with colons in a copy, so that every byte keeps its offset.
	var b [ip.TextRoom]byte
	if stop > len(b) {
		return Item{}, reasonError(s, "host name longer than an address")
	}
	n := copy(b[:], s[:stop])
	for i := start; i < n; i++ {
		switch b[i] {
		case '-':
			b[i] = ':'
		case ':', '.':
			return Item{}, charError(s, i)
		}
	}
	r := scanAddr(string(b[:n]), start)
	if r.fault == noFault && r.end < n {
		r.fault = faultChar
	}
	if r.fault != noFault {
		e := faultError(string(b[:n]), r.fault, r.end, r.have)
		if r.fault == faultChar && r.end < stop {
			e.Reason = unexpected(s, r.end)
		}
		e.Input = s
		return Item{}, e
	}
	return Item{Addr: r.addr(), Zone: zone}, nil
}
