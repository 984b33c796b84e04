package embed4

import (
	"io"
	"iter"
	"net/netip"
	"slices"
	"strings"

	"github.com/hextet/hextet/internal/ip"
)

// MAPDomain is a set of mapping rules with a border relay (MAP-E) or a default mapping
// rule (MAP-T) for everything else. Make one with [NewMAPDomain] or [ParseMAPRules]. It
// is safe for concurrent use.
type MAPDomain struct {
	rules []MAPRule
	by6   matcher
	by4   matcher
	br    netip.Addr
	dmr   NAT64
}

const errDMRAndBR constError = "a domain has a border relay (MAP-E) or a default mapping rule (MAP-T), not both"

// NewMAPDomain returns a domain of rules. br is the IPv6 address of the border relay,
// dmr the prefix of the default mapping rule (RFC 7599 section 5.1, in the form of RFC
// 6052); either or both may be zero. Of two rules with the same prefix the first
// applies.
func NewMAPDomain(rules []MAPRule, br netip.Addr, dmr NAT64) (*MAPDomain, error) {
	d := &MAPDomain{br: br, dmr: dmr}
	if br.IsValid() && dmr != (NAT64{}) {
		return nil, errDMRAndBR
	}
	if br.IsValid() && !br.Is6() {
		return nil, errNotIPv6
	}
	if dmr != (NAT64{}) {
		if err := dmr.Validate(); err != nil {
			return nil, err
		}
	}
	for _, r := range rules {
		if err := r.Validate(); err != nil {
			return nil, err
		}
		d.add(r)
	}
	d.ready()
	return d, nil
}

func (d *MAPDomain) add(r MAPRule) {
	n := len(d.rules)
	d.rules = append(d.rules, r)
	d.by6.add(128, ip.FromAddr(r.IPv6.Addr()), r.IPv6.Bits(), n)
	d.by4.add(32, number4(ip.Uint32(r.IPv4.Addr())), r.IPv4.Bits(), n)
}

func (d *MAPDomain) ready() {
	d.by6.ready()
	d.by4.ready()
}

// Rules yields the rules in order, numbered from 0.
func (d *MAPDomain) Rules() iter.Seq2[int, MAPRule] { return slices.All(d.rules) }

// MAPT reports whether the domain has a default mapping rule (MAP-T).
func (d *MAPDomain) MAPT() bool { return d.dmr != NAT64{} }

// ByAddr6 returns the rule with the longest IPv6 prefix that contains a, an address in
// an end-user prefix: the basic mapping rule (RFC 7597 section 5).
func (d *MAPDomain) ByAddr6(a netip.Addr) (MAPRule, bool) {
	if !a.Is6() {
		return MAPRule{}, false
	}
	i, ok := d.by6.lookup(ip.FromAddr(a))
	if !ok {
		return MAPRule{}, false
	}
	return d.rules[i], true
}

// ByAddr4 returns the rule with the longest IPv4 prefix that contains v4.
func (d *MAPDomain) ByAddr4(v4 netip.Addr) (MAPRule, bool) {
	if !v4.Is4() {
		return MAPRule{}, false
	}
	i, ok := d.by4.lookup(number4(ip.Uint32(v4)))
	if !ok {
		return MAPRule{}, false
	}
	return d.rules[i], true
}

// CE returns the customer of the end-user prefix p.
func (d *MAPDomain) CE(p netip.Prefix) (MAPCE, error) {
	if err := checkPrefix6(p); err != nil {
		return MAPCE{}, err
	}
	r, ok := d.ByAddr6(p.Addr())
	if !ok {
		return MAPCE{}, errNoMAPRule6
	}
	return r.CE(p)
}

// ForIPv4 returns the customer with the address v4 and port.
func (d *MAPDomain) ForIPv4(v4 netip.Addr, port uint16) (MAPCE, error) {
	if !v4.Is4() {
		return MAPCE{}, errNotIPv4
	}
	r, ok := d.ByAddr4(v4)
	if !ok {
		return MAPCE{}, errNoMAPRule4
	}
	return r.ForIPv4(v4, port)
}

const (
	errNoMAPRule6 constError = "not below the IPv6 prefix of a rule"
	errNoMAPRule4 constError = "not in the IPv4 prefix of a rule"
	errNoMAPWay   constError = "in no forwarding rule, and the domain has neither a border relay nor a default mapping rule"
)

// Destination returns the IPv6 destination of a packet that a customer edge router
// sends to v4 and port: the customer under a forwarding rule, else the border relay
// (RFC 7597 section 5.4), else v4 below the default mapping rule (RFC 7599 section
// 5.4).
func (d *MAPDomain) Destination(v4 netip.Addr, port uint16) (netip.Addr, error) {
	if !v4.Is4() {
		return netip.Addr{}, errNotIPv4
	}
	if r, ok := d.ByAddr4(v4); ok && r.Forward {
		ce, err := r.ForIPv4(v4, port)
		if err != nil {
			return netip.Addr{}, err
		}
		return ce.Addr(), nil
	}
	switch {
	case d.br.IsValid():
		return d.br, nil
	case d.dmr != NAT64{}:
		return d.dmr.Encode(v4)
	}
	return netip.Addr{}, errNoMAPWay
}

// ParseMAPRules reads a domain from text, one statement per line; empty lines and
// comments after # are skipped:
//
//	rule ipv6=2001:db8::/40 ipv4=192.0.2.0/24 ea=16 fmr
//	rule ipv6=2001:db8:12:3400::/56 ipv4=192.0.2.18/32 ea=0 offset=6 psid=0x34/8
//	br 2001:db8:ffff::1        # MAP-E, or
//	dmr 2001:db8:ffff::/64     # MAP-T
//
// A rule needs ipv6, ipv4 and ea. offset defaults to [DefaultPSIDOffset], psid is
// VALUE/LENGTH, numbers are decimal or 0x and hexadecimal, and fmr makes the rule a
// forwarding rule. The error is a [*addr.LineError], unless it comes from r.
func ParseMAPRules(r io.Reader) (*MAPDomain, error) {
	d := new(MAPDomain)
	for l, err := range lines(r) {
		if err != nil {
			return nil, err
		}
		if err := d.parseLine(l); err != nil {
			return nil, err
		}
	}
	d.ready()
	return d, nil
}

// isMAP reports whether l begins like a statement of a MAP domain.
func (l line) isMAP() bool {
	ws := l.words()
	return len(ws) > 0 && slices.Contains([]string{"rule", "br", "dmr"}, ws[0].text)
}

func (d *MAPDomain) parseLine(l line) error {
	ws := l.words()
	switch {
	case len(ws) == 0: // only commas
		return l.fault(0, "expected rule, br or dmr")
	case !l.isMAP():
		return l.fault(ws[0].at, "expected rule, br or dmr")
	case ws[0].text == "rule":
		r, err := l.rule(ws[1:])
		if err != nil {
			return err
		}
		d.add(r)
		return nil
	}
	if len(ws) < 2 {
		return l.fault(len(l.text), "expected an IPv6 address or prefix after "+ws[0].text)
	}
	if len(ws) > 2 {
		return l.fault(ws[2].at, "expected the end of the line")
	}
	if d.br.IsValid() || d.dmr != (NAT64{}) {
		return l.fault(ws[0].at, "second br or dmr: "+string(errDMRAndBR))
	}
	if ws[0].text == "br" {
		a, err := l.addr(ws[1])
		if err != nil {
			return err
		}
		if !a.Is6() {
			return l.fault(ws[1].at, string(errNotIPv6))
		}
		d.br = a
		return nil
	}
	p, err := l.prefix(ws[1], false)
	if err != nil {
		return err
	}
	d.dmr = NAT64{p}
	if err := d.dmr.Validate(); err != nil {
		return l.fault(ws[1].at, err.Error())
	}
	return nil
}

func (l line) rule(ws []word) (MAPRule, error) {
	r := MAPRule{Offset: DefaultPSIDOffset}
	var seen [6]bool
	keys := [...]string{"ipv6", "ipv4", "ea", "offset", "psid", "fmr"}
	for _, w := range ws {
		key, value, eq := strings.Cut(w.text, "=")
		i := 0
		for i < len(keys) && keys[i] != key {
			i++
		}
		if i == len(keys) || eq == (key == "fmr") {
			return r, l.fault(w.at, "expected ipv6=, ipv4=, ea=, offset=, psid= or fmr")
		}
		if seen[i] {
			return r, l.fault(w.at, key+" given twice")
		}
		seen[i] = true
		v := word{value, w.at + len(key) + 1}
		var n uint64
		var err error
		switch key {
		case "ipv6":
			if r.IPv6, err = l.prefix(v, false); err == nil && !r.IPv6.Addr().Is6() {
				err = l.fault(v.at, string(errNotIPv6Prefix))
			}
		case "ipv4":
			if r.IPv4, err = l.prefix(v, false); err == nil && !r.IPv4.Addr().Is4() {
				err = l.fault(v.at, string(errNotIPv4Prefix))
			}
		case "ea":
			n, err = l.numberIn(v, 48)
			r.EABits = int(n)
		case "offset":
			n, err = l.numberIn(v, 15)
			r.Offset = int(n)
		case "psid":
			value, length, ok := strings.Cut(value, "/")
			if !ok {
				return r, l.fault(v.at, "expected psid=VALUE/LENGTH")
			}
			if n, err = l.numberIn(word{value, v.at}, 0xffff); err == nil {
				r.PSID = uint16(n)
				n, err = l.numberIn(word{length, v.at + len(value) + 1}, 16)
				r.PSIDLen = int(n)
			}
		case "fmr":
			r.Forward = true
		}
		if err != nil {
			return r, err
		}
	}
	for i, key := range keys[:3] {
		if !seen[i] {
			return r, l.fault(len(l.text), "rule without "+key+"=")
		}
	}
	if err := r.Validate(); err != nil {
		return r, l.fault(-1, err.Error())
	}
	return r, nil
}
