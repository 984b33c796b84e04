package find

import "github.com/hextet/hextet/internal/ip"

// maxAddress is the length of the longest text of an address: six groups of
// four digits and a dotted quad.
const maxAddress = len("ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255")

// judge decides whether the run that starts at s is an address, of any family,
// sets out to it and returns the end of the run. All that a run of hexadecimal digits, ":" and
// "." can be is here:
//
//	2001:db8::1          an address
//	2001:db8::1:50522    with a port: five digits cannot be a group
//	2001:db8:::80        with a port after "::", as netstat writes it
//	1:2:3:4:5:6:7:8:443  with a port after eight groups
//	2001:db8::1.443      with a port, as tcpdump writes it
//	192.0.2.1:443        with a port, after IPv6 in dotted decimal too
//	192.0.2.1.443        with a port, as tcpdump writes it
//
// any of them with ":" and "." at the end that cannot belong to it. Nothing else
// is an address, and nothing is where a letter, a digit or "_" is beside the run.
// What may follow an address alone is for [Find.follow].
func (f *Finder) judge(text []byte, s int, out *Find) (end int, ok bool) {
	open := s // where a bracket would be before
	if s > 0 && class[text[s-1]]&inWord != 0 {
		n := tag(text, s)
		if n == 0 {
			return RunEnd(text, s), false
		}
		open = s + 2 - n
		s += 2
	}
	out.Port, out.Form, out.ZoneEscaped = -1, Plain, false
	out.Start = s
	var tail [ip.Window]byte
	p := ip.WindowAt(text[s:], &tail)
	n := out.ScanAddr(p)
	if n > 0 && class[p[n]]&(inRun|inWord) == 0 {
		end = s + n
		out.End = end
		if IsEUI64(p[:n]) {
			return end, false
		}
		out.follow(text, open)
	} else {
		end = RunEnd(text, s)
		if classAt(text, end)&inWord != 0 || !out.part(text[s:end]) {
			return end, false
		}
	}
	if out.End-out.Start == len("::") && out.Port < 0 && !f.opts.Bare {
		return end, false
	}
	out.Text = ip.Alias(text[out.Start:out.End])
	return end, true
}

// tag returns the length of the tag before an address whose last two bytes are
// in the run that starts at s: "IPv6:" of RFC 5321 section 4.1.3, and "ip4:" and
// "ip6:" of RFC 7208 section 5.6. It returns 0 where there is none, or where it
// is the end of another word.
func tag(text []byte, s int) int {
	if ByteAt(text, s+1) != ':' {
		return 0
	}
	n := 0
	switch text[s-1] | 0x20 {
	case 'v':
		if text[s] == '6' && s >= 3 && text[s-2]|0x20 == 'p' && text[s-3]|0x20 == 'i' {
			n = 3
		}
	case 'p':
		if (text[s] == '6' || text[s] == '4') && s >= 2 && text[s-2]|0x20 == 'i' {
			n = 2
		}
	}
	if n == 0 || classAt(text, s-n-1)&inWord != 0 {
		return 0
	}
	return n + 2
}

// part sets it to the address in run, which is not one alone: a port is in it, or
// bytes that end a sentence. Only two pieces of it can be: run without all ":"
// and "." at its end, and that with a "::", since no address or port ends in
// another way.
func (it *Find) part(run []byte) bool {
	n := len(run)
	for n > 0 && class[run[n-1]]&isDot != 0 {
		n--
	}
	if n > maxAddress+len(":65535") {
		return false
	}
	if n+2 <= len(run) && run[n] == ':' && run[n+1] == ':' && it.whole(run[:n+2]) {
		return true
	}
	return n > 0 && (n < len(run) && it.whole(run[:n]) || it.withPort(run[:n]))
}

// whole sets it to the address that is all of x.
func (it *Find) whole(x []byte) bool {
	if len(x) == 0 || len(x) > maxAddress {
		return false
	}
	var p [ip.Window]byte
	copy(p[:], x)
	if it.ScanAddr(&p) != len(x) || IsEUI64(x) {
		return false
	}
	it.End = it.Start + len(x)
	return true
}

// withPort sets it to the address and the port that are all of x.
func (it *Find) withPort(x []byte) bool {
	at := len(x) - 1 // of what is before the port
	for at >= 0 && class[x[at]]&isDot == 0 {
		at--
	}
	if at < 0 {
		return false
	}
	port, end := decimal(x, at+1)
	if port < 0 || end != len(x) || x[at] == ':' && !portColon(x[:at], end-at-1) || !it.whole(x[:at]) {
		return false
	}
	it.Port = port
	return true
}

// portColon reports whether ":" and a number of so many digits can be a port
// after the address x, and not a group of it.
func portColon(x []byte, digits int) bool {
	if digits == 5 || len(x) > 0 && x[len(x)-1] == ':' { // no group has so many; ":::" is in no address
		return true
	}
	colons, gap := 0, false
	for i, c := range x {
		switch c {
		case '.': // dotted decimal ends the address
			return true
		case ':':
			colons++
			gap = gap || i > 0 && x[i-1] == ':'
		}
	}
	return colons == 7 && !gap && digits > 1 // with one digit it is rather a list of nine numbers
}

// zoneEscape is "%" of a zone in a URL, less itself (RFC 6874 section 2).
const zoneEscape = "25"

// follow reads what may follow an address that is a whole run. Zone and prefix
// length belong to it; then a port may follow. A bracket would be before open.
func (it *Find) follow(text []byte, open int) {
	i := it.End
	c := ByteAt(text, i)
	if c == ' ' || c == '"' { // most
		return
	}
	bracket := ByteAt(text, open-1) == '['
	zoned := false
	if c == '%' && !it.Is4() {
		end := i + 1
		for classAt(text, end)&inZone != 0 {
			end++
		}
		if zone := text[i+1 : end]; len(zone) > 0 {
			c = ByteAt(text, end)
			if bracket && c == ']' && len(zone) > len(zoneEscape) && string(zone[:len(zoneEscape)]) == zoneEscape {
				zone = zone[len(zoneEscape):]
				it.ZoneEscaped = true
			}
			it.Zone = ip.Alias(zone)
			zoned = true
			i = end
			it.End = end
		}
	}
	if c == '/' {
		it.length(text)
		return
	}
	port, end := -1, 0
	switch {
	case c == '#', c == '@', c == ':' && zoned:
		port, end = decimal(text, i+1)
		if !alone(text, end) {
			return
		}
	case c == '(':
		port, end = decimal(text, i+1)
		if ByteAt(text, end) != ')' {
			return
		}
	case c == ']' && bracket && ByteAt(text, i+1) == ':':
		port, end = decimal(text, i+2)
		// Another ":" may follow: 127.0.0.1 and [::1]:8080:80 of Docker.
		if ByteAt(text, end) != ':' && !alone(text, end) {
			return
		}
	}
	it.Port = port
}

// length reads the prefix length that text[it.End:] begins with.
func (it *Find) length(text []byte) {
	i := it.End + 1
	n, end := decimal(text, i)
	if n < 0 || n > it.BitLen() || end > i+1 && text[i] == '0' || !alone(text, end) {
		return
	}
	it.Length = n
	it.End = end
}

// decimal reads a number of one to five decimal digits at text[i:], below 2^16,
// and returns it and its end; -1 where there is none.
func decimal(text []byte, i int) (n, end int) {
	end = i
	for end < len(text) && text[end]-'0' <= 9 {
		n = n*10 + int(text[end]-'0')
		end++
		if end-i > 5 {
			return -1, i
		}
	}
	if end == i || n > 0xffff {
		return -1, i
	}
	return n, end
}

// alone reports whether the number that ends at text[end] is all of its run, less
// ":" and "." that end a sentence, and no letter is beside it.
func alone(text []byte, end int) bool {
	for classAt(text, end)&isDot != 0 {
		end++
	}
	return classAt(text, end)&inWord == 0
}
