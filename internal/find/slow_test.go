package find

import (
	"net/netip"
	"regexp"
	"sort"
	"strconv"
	"strings"

	"github.com/hextet/hextet/addr"
)

// A found is a Find as tests write and compare it.
type found struct {
	start, end int
	address    netip.Addr
	zone       string
	length     int
	port       int
	form       Form
	escaped    bool
}

func foundOf(it *Find) found {
	return found{it.Start, it.End, it.Addr(), it.Zone, it.Length, it.Port, it.Form, it.ZoneEscaped}
}

// slowAll is the oracle: the finds of text by the rules, read as they are written,
// with regular expressions and the parsers of package addr.
func slowAll(text string, o Options) []found {
	var all []found
	for _, r := range slowRun.FindAllStringIndex(text, -1) {
		if f, ok := slowDigits(text, r[0], r[1], o); ok {
			all = append(all, f)
		}
		if f, ok := slowJudge(text, r[0], r[1], o); ok {
			all = append(all, f)
		}
	}
	for _, r := range slowName.FindAllStringIndex(text, -1) {
		if f, ok := slowNameAt(text, r[0], r[1], o); ok {
			all = append(all, f)
		}
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].start < all[j].start })
	kept := all[:0]
	end := 0
	for _, f := range all {
		if f.start < end {
			continue // it begins inside another, in a zone
		}
		end = f.end
		if o.Family == Both || (o.Family == Only4) == f.address.Is4() {
			kept = append(kept, f)
		}
	}
	return kept
}

var (
	slowRun    = regexp.MustCompile(`[0-9a-fA-F:.]+`)
	slowName   = regexp.MustCompile(`[0-9a-zA-Z_.-]+`)
	slowBefore = regexp.MustCompile(`[0-9a-zA-Z_]$`)
	slowAfter  = regexp.MustCompile(`^[0-9a-zA-Z_]`)
	slowTag    = regexp.MustCompile(`(?i)(?:^|[^0-9a-z_])(ipv6:|ip6:|ip4:)$`)
	slowEUI64  = regexp.MustCompile(`^([0-9a-fA-F]{2}:){7}[0-9a-fA-F]{2}$`)
	slowEight  = regexp.MustCompile(`^([0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4}$`)
	slowPort   = regexp.MustCompile(`^(.*)([.:])([0-9]{1,5})$`)
	slowZone   = regexp.MustCompile(`^%([0-9a-zA-Z._~-]+)`)
	slowLength = regexp.MustCompile(`^/(0|[1-9][0-9]*)[.:]*([^0-9a-zA-Z_.:]|$)`)

	// What may follow an address, with the port.
	slowSign    = regexp.MustCompile(`^[#@]([0-9]{1,5})[.:]*([^0-9a-zA-Z_.:]|$)`)
	slowZoned   = regexp.MustCompile(`^:([0-9]{1,5})[.:]*([^0-9a-zA-Z_.:]|$)`)
	slowParen   = regexp.MustCompile(`^\(([0-9]{1,5})\)`)
	slowBracket = regexp.MustCompile(`^\]:([0-9]{1,5})(:|[.:]*([^0-9a-zA-Z_.:]|$))`)

	slowHex     = regexp.MustCompile(`^([0-9a-fA-F]{32})[.:]*$`)
	slowProcNet = regexp.MustCompile(`^([0-9a-fA-F]{32}|[0-9a-fA-F]{8}):([0-9a-fA-F]{4})[.:]*$`)
)

// slowAddress reads x as an address and nothing else.
func slowAddress(x string) (netip.Addr, bool) {
	it, err := addr.ParseItem(x)
	if err != nil || strings.ContainsAny(x, "[]%/") || slowEUI64.MatchString(x) {
		return netip.Addr{}, false
	}
	return it.Addr, true
}

func slowNumber(s string) int {
	n, err := strconv.ParseUint(s, 10, 16)
	if err != nil {
		return -1
	}
	return int(n)
}

func slowJudge(text string, s, e int, o Options) (f found, ok bool) {
	open := s
	if slowBefore.MatchString(text[:s]) {
		m := slowTag.FindStringSubmatchIndex(text[:min(s+2, len(text))])
		if m == nil || e < s+2 {
			return f, false
		}
		open = m[2]
		s += 2
	}
	if slowAfter.MatchString(text[e:]) {
		return f, false
	}
	f = found{start: s, length: -1, port: -1}
	for t := e; ; t-- {
		if t <= s {
			return f, false
		}
		x := text[s:t]
		f.end = t
		if f.address, ok = slowAddress(x); ok {
			if t == e {
				slowFollow(text, open, &f)
			}
			break
		}
		if m := slowPort.FindStringSubmatch(x); m != nil && slowNumber(m[3]) >= 0 {
			a, is := slowAddress(m[1])
			if is && (m[2] == "." || strings.Contains(m[1], ".") || strings.HasSuffix(m[1], "::") ||
				len(m[3]) == 5 || len(m[3]) > 1 && slowEight.MatchString(m[1])) {
				f.address, f.end, f.port = a, s+len(m[1]), slowNumber(m[3])
				break
			}
		}
		if c := x[len(x)-1]; c != '.' && c != ':' {
			return f, false
		}
	}
	lone := text[f.start:f.end] == "::" && f.port < 0
	return f, !lone || o.Bare
}

func slowFollow(text string, open int, f *found) {
	rest := text[f.end:]
	bracket := strings.HasSuffix(text[:open], "[")
	zoned := false
	if m := slowZone.FindStringSubmatch(rest); m != nil && !f.address.Is4() {
		f.zone = m[1]
		f.end += len(m[0])
		rest = text[f.end:]
		if bracket && strings.HasPrefix(rest, "]") && len(f.zone) > 2 && strings.HasPrefix(f.zone, "25") {
			f.zone = f.zone[2:]
			f.escaped = true
		}
		zoned = true
	}
	if m := slowLength.FindStringSubmatch(rest); m != nil {
		if n := slowNumber(m[1]); n >= 0 && n <= f.address.BitLen() {
			f.length = n
			f.end += 1 + len(m[1])
			return
		}
	}
	m := slowSign.FindStringSubmatch(rest)
	if m == nil {
		m = slowParen.FindStringSubmatch(rest)
	}
	if m == nil && zoned {
		m = slowZoned.FindStringSubmatch(rest)
	}
	if m == nil && bracket {
		m = slowBracket.FindStringSubmatch(rest)
	}
	if m != nil {
		f.port = slowNumber(m[1])
	}
}

func slowNameAt(text string, s, e int, o Options) (f found, ok bool) {
	name := strings.TrimRight(text[s:e], ".-")
	f = found{start: s, end: s + len(name), length: -1, port: -1}
	lower := strings.ToLower(name)
	switch {
	case o.Forms.Has(UNC) && strings.HasSuffix(lower, ".ipv6-literal.net"):
		f.form = UNC
		it, err := addr.ParseAs(name, addr.FormUNC)
		if err != nil {
			return f, false
		}
		f.address, f.zone = it.Addr, it.Zone
		return f, true
	case o.Forms.Has(Arpa) && (strings.HasSuffix(lower, ".ip6.arpa") || strings.HasSuffix(lower, ".in-addr.arpa")):
		f.form = Arpa
		if m := slowClassless.FindStringSubmatchIndex(text[:f.end]); m != nil && strings.HasSuffix(text[:s], "/") {
			f.start = m[2]
		} else if strings.HasSuffix(text[:s], "/") && strings.Count(name, ".") == 5 && !strings.HasSuffix(lower, ".ip6.arpa") {
			return f, false
		}
		it, err := addr.ParseAs(text[f.start:f.end], addr.FormArpa)
		if err != nil {
			return f, false
		}
		f.address, f.length = it.Addr, it.Bits()
		return f, true
	}
	return f, false
}

var slowClassless = regexp.MustCompile(`(?i)(?:^|[^0-9a-z_.:-])([0-9]+/[0-9]+(?:\.[0-9]+){3}\.in-addr\.arpa)$`)

func slowDigits(text string, s, e int, o Options) (f found, ok bool) {
	if slowBefore.MatchString(text[:s]) || slowAfter.MatchString(text[e:]) {
		return f, false
	}
	f = found{start: s, length: -1, port: -1}
	if m := slowHex.FindStringSubmatch(text[s:e]); m != nil && (o.Forms.Has(Hex) || o.Forms.Has(ProcNet)) {
		it, err := addr.ParseAs(m[1], addr.FormHex)
		if err != nil {
			return f, false
		}
		f.address = it.Addr
		f.end = s + 32
		f.form = Hex
		if !o.Forms.Has(Hex) {
			f.form = ProcNet
		}
		if m := slowLength.FindStringSubmatch(text[f.end:]); m != nil && e == f.end {
			if n := slowNumber(m[1]); n >= 0 && n <= 128 {
				f.length = n
				f.end += 1 + len(m[1])
			}
		}
		return f, true
	}
	if m := slowProcNet.FindStringSubmatch(text[s:e]); m != nil && o.Forms.Has(ProcNet) {
		var b []byte
		for i := 0; i < len(m[1]); i += 8 {
			for j := 6; j >= 0; j -= 2 {
				n, _ := strconv.ParseUint(m[1][i+j:i+j+2], 16, 8)
				b = append(b, byte(n))
			}
		}
		f.address, _ = netip.AddrFromSlice(b)
		f.end = s + len(m[1])
		f.form = ProcNet
		n, _ := strconv.ParseUint(m[2], 16, 16)
		f.port = int(n)
		return f, true
	}
	return f, false
}
