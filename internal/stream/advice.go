package stream

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/eui64"
)

// longestAdvised is the length of the longest text to guess about.
const longestAdvised = 256

// adviceOn says what text that is not an address may have been meant as, and what to do
// about it; "" if it cannot tell.
func adviceOn(text string) string {
	if len(text) > longestAdvised || text == "" {
		return ""
	}
	if m, err := eui64.ParseMAC(text); err == nil && (m.Len() == 6 || strings.ContainsAny(text, ":-.")) {
		return `a MAC? "hextet eui64" takes those`
	}
	for _, advise := range []func(string) string{mask, zoneFirst, leadingZero, gapAndPort, digits, otherForm, hostName} {
		if advice := advise(text); advice != "" {
			return advice
		}
	}
	return ""
}

// mask recognizes 2001:db8::1/ffff:ffff::.
func mask(text string) string {
	address, m, ok := strings.Cut(text, "/")
	if !ok {
		return ""
	}
	a, err := addr.ParseAddr(m)
	if err != nil || !a.Is6() {
		return ""
	}
	b, n := a.As16(), 0
	for n < 128 && b[n/8]<<(n%8)&0x80 != 0 {
		n++
	}
	if netip.PrefixFrom(a, n).Masked().Addr() != a {
		return ""
	}
	prefix := address + "/" + strconv.Itoa(n)
	if _, err := addr.ParseItem(prefix); err != nil {
		return ""
	}
	return "a netmask? write " + prefix
}

// zoneFirst recognizes eth0%fe80::1.
func zoneFirst(text string) string {
	zone, address, ok := strings.Cut(text, "%")
	if !ok || zone == "" {
		return ""
	}
	if it, err := addr.ParseItem(address); err != nil || it.Zone != "" || !it.Addr.Is6() {
		return ""
	} else if it.Zone = zone; it.IsPrefix() {
		return "the zone comes after the address: " + it.String()
	} else if _, err := addr.ParseItem(it.String()); err == nil {
		return "the zone comes after the address: " + it.String()
	}
	return ""
}

// leadingZero recognizes 010.0.0.1.
func leadingZero(text string) string {
	quad, length, _ := strings.Cut(text, "/")
	if length != "" {
		length = "/" + length
	}
	octets := strings.Split(quad, ".")
	if len(octets) != 4 {
		return ""
	}
	decimal, octal := slices.Clone(octets), slices.Clone(octets)
	isOctal := true
	for i, o := range octets {
		d, err := strconv.ParseUint(o, 10, 8)
		if err != nil {
			return ""
		}
		decimal[i], octal[i] = strconv.FormatUint(d, 10), strconv.FormatUint(d, 10)
		if len(o) > 1 && o[0] == '0' {
			d, err := strconv.ParseUint(o, 8, 8)
			isOctal = isOctal && err == nil
			octal[i] = strconv.FormatUint(d, 10)
		}
	}
	a, b := strings.Join(decimal, ".")+length, strings.Join(octal, ".")+length
	switch _, err := addr.ParseItem(a); {
	case a == text || err != nil:
		return ""
	case !isOctal, a == b:
		return "write " + a
	}
	return "write " + a + ", or " + b + " where that is octal"
}

// gapAndPort recognizes :::22.
func gapAndPort(text string) string {
	port, ok := strings.CutPrefix(text, ":::")
	if n, err := strconv.ParseUint(port, 10, 16); !ok || err != nil || n == 0 {
		return ""
	}
	return ":: with a port? write [::]:" + port
}

// digits recognizes 31 hexadecimal digits.
func digits(text string) string {
	n := len(text)
	if n < 28 || n > 39 || n == 32 || strings.Trim(text, "0123456789abcdefABCDEF") != "" || strings.Trim(text, "0123456789") == "" {
		return ""
	}
	return strconv.Itoa(n) + " hexadecimal digits; an IPv6 address has 32"
}

// otherForm recognizes what the convert command reads.
func otherForm(text string) string {
	_, f, err := addr.Detect(text)
	if err != nil || f == addr.FormCanonical {
		return ""
	}
	return `"hextet convert --from ` + f.String() + `" reads that`
}

// hostName recognizes example.com.
func hostName(text string) string {
	name := strings.TrimSuffix(strings.ToLower(text), ".")
	labels := strings.Split(name, ".")
	if len(labels) < 2 || strings.Trim(labels[len(labels)-1], "abcdefghijklmnopqrstuvwxyz-") != "" {
		return ""
	}
	for _, l := range labels {
		if l == "" || strings.Trim(l, "abcdefghijklmnopqrstuvwxyz0123456789-_") != "" {
			return ""
		}
	}
	return "a host name? hextet does not look names up"
}
