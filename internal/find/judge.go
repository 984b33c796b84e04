package find

import "github.com/hextet/hextet/internal/ip"

// maxAddress is the length of the longest possible address: six groups of four digits
// and a dotted quad.
const maxAddress = len("ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255")

// judge decides whether the run that starts at s is an address, of either family, sets
// out to it and returns the end of the run. A run of hexadecimal digits, ":" and "."
// can be any of these:
//
//	2001:db8::1          an address
//	2001:db8::1:50522    with a port: five digits cannot be a group
//	2001:db8:::80        with a port after "::", as netstat writes it
//	1:2:3:4:5:6:7:8:443  with a port after eight groups
//	2001:db8::1.443      with a port, as tcpdump writes it
//	192.0.2.1:443        with a port, also after an IPv6 address in dotted decimal
//	192.0.2.1.443        with a port, as tcpdump writes it
//
// or any of them with a trailing ":" or "." that cannot belong to it. Nothing else is
// an address, and neither is any of these with a letter, a digit or "_" next to the
// run. What may follow a run that is just an address is left to [Find.follow].
func (f *Finder) judge(text []byte, s int, out *Find) (end int, ok bool) {
	open := s // where a bracket would end
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

// tag returns the length of the tag before an address if its last two bytes are in the
// run that starts at s: "IPv6:" of RFC 5321 section 4.1.3, and "ip4:" and "ip6:" of RFC
// 7208 section 5.6. It returns 0 if there is none, or if it is the end of another word.
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

// part sets it to the address in run, which is more than an address: it also has a
// port, or bytes that end a sentence. Only two pieces of run are possible: run without
// all ":" and "." at its end, and that plus "::", because no address or port ends in
// any other way.
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

// whole sets it to the address if it is all of x.
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

// withPort sets it to the address and port if they are all of x.
func (it *Find) withPort(x []byte) bool {
	at := len(x) - 1 // end of what precedes the port
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

// portColon reports whether ":" and a number of that many digits after the address x
// can be a port rather than a group of x.
func portColon(x []byte, digits int) bool {
	if digits == 5 || len(x) > 0 && x[len(x)-1] == ':' { // no group is that long; ":::" is in no address
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
	return colons == 7 && !gap && digits > 1 // one digit: more likely a list of nine numbers
}

// zoneEscape is the escape of "%" before a zone in a URL, without the "%" itself (RFC
// 6874 section 2).
const zoneEscape = "25"

// follow reads what may follow an address that is a whole run: the zone and prefix
// length, which belong to it, then a port. A bracket would be before text[open].
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
		// Another ":" may follow: 127.0.0.1 and [::1]:8080:80 in Docker.
		if ByteAt(text, end) != ':' && !alone(text, end) {
			return
		}
	}
	it.Port = port
}

// length reads the prefix length after text[it.End], a slash.
func (it *Find) length(text []byte) {
	i := it.End + 1
	n, end := decimal(text, i)
	if n < 0 || n > it.BitLen() || end > i+1 && text[i] == '0' || !alone(text, end) {
		return
	}
	it.Length = n
	it.End = end
}

// decimal reads a number below 2^16 of one to five decimal digits at text[i:], and
// returns it and where it ends; the number is -1 if there is none.
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

// alone reports whether the number that ends at text[end] ends its run, apart from ":"
// and "." that end a sentence, and is not followed by a letter.
func alone(text []byte, end int) bool {
	for classAt(text, end)&isDot != 0 {
		end++
	}
	return classAt(text, end)&inWord == 0
}
