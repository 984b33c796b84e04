package selection

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/hextet/hextet/addr"
)

// Flags are the attributes of an address of a host.
type Flags uint8

// The flags.
const (
	Deprecated Flags = 1 << iota // its preferred lifetime is over (RFC 4862 section 5.5.4)
	Temporary                    // a privacy address (RFC 8981)
	Home                         // the home address of a mobile node (RFC 6275)
)

var flagNames = [...]string{"deprecated", "temporary", "home"}

// An Address is an address of a host.
type Address struct {
	Prefix    netip.Prefix // the address with the length of its network
	Interface string       // "" if there is only one
	Flags     Flags
}

// A Route sends a prefix out of an interface.
type Route struct {
	Prefix    netip.Prefix
	Interface string // "" if there is only one
}

// A Host is what address selection knows of a machine: its addresses in the order
// that its system lists them (`ip address` on Linux), its routes, and settings.
// The zero Host has nothing but its loopback addresses.
type Host struct {
	Addresses []Address

	// Routes are the routes other than those to the networks of the addresses. If it is
	// nil, each family with an address that is neither link-local nor loopback has a
	// default route over the interface of the first such address.
	Routes []Route

	// UseTempAddr is Linux's sysctl use_tempaddr: temporary addresses are preferred if
	// it is 2 or more, which for FreeBSD stands for prefer_tempaddr. It has no effect
	// on the RFCs, which have a rule.
	UseTempAddr int

	// Labels are labels of the Linux kernel besides the built-in ones (ip addrlabel).
	Labels []Entry
}

// DefaultBits returns the prefix length for an address that is given without one: 64
// for IPv6 addresses whose last half is an interface identifier (RFC 4291 section
// 2.5.1), else the length of the address.
func DefaultBits(a netip.Addr) int {
	if a.Is6() && !a.Is4In6() && a.As16()[0]>>5 != 0 && !a.IsMulticast() {
		return 64
	}
	return a.BitLen()
}

// ParseAddress parses ADDRESS[/LENGTH] and its attributes, each after a comma:
// interface=NAME, deprecated, temporary, home. A zone is the interface.
func ParseAddress(text string) (Address, error) {
	var out Address
	first, rest, more := strings.Cut(text, ",")
	p, zone, err := parsePrefix(text, first)
	if err != nil {
		return out, err
	}
	switch a := p.Addr(); {
	case a.IsMulticast(), a.IsUnspecified(), a == netip.AddrFrom4([4]byte{255, 255, 255, 255}):
		return out, &addr.Error{Input: text, Offset: -1, Reason: "no host has this address as its own"}
	}
	out = Address{Prefix: p, Interface: zone}
	for at := len(first) + 1; more; at = len(text) - len(rest) {
		var word string
		word, rest, more = strings.Cut(rest, ",")
		if name, ok := strings.CutPrefix(word, "interface="); ok {
			if !isInterface(name) {
				return Address{}, &addr.Error{Input: text, Offset: at + len("interface="), Reason: "expected the name of an interface"}
			}
			if zone != "" && name != zone {
				return Address{}, &addr.Error{Input: text, Offset: at, Reason: "the zone names another interface"}
			}
			out.Interface = name
			continue
		}
		i := slices.Index(flagNames[:], word)
		if i < 0 {
			return Address{}, &addr.Error{Input: text, Offset: at, Reason: "expected interface=NAME, deprecated, temporary or home"}
		}
		out.Flags |= 1 << i
	}
	return out, nil
}

// ParseRoute parses PREFIX[,interface=NAME]. It does not accept "default", which has no
// family.
func ParseRoute(text string) (Route, error) {
	var out Route
	first, rest, more := strings.Cut(text, ",")
	p, zone, err := parsePrefix(text, first)
	switch {
	case err != nil:
		return out, err
	case zone != "":
		return out, &addr.Error{Input: text, Offset: strings.IndexByte(text, '%'), Reason: "a route has no zone: use interface=NAME"}
	case !strings.Contains(first, "/"):
		p = netip.PrefixFrom(p.Addr(), p.Addr().BitLen())
	case p != p.Masked():
		return out, &addr.Error{Input: text, Offset: strings.IndexByte(text, '/'), Reason: "host bits are set"}
	}
	out.Prefix = p
	if more {
		name, ok := strings.CutPrefix(rest, "interface=")
		if !ok || !isInterface(name) {
			return Route{}, &addr.Error{Input: text, Offset: len(first) + 1, Reason: "expected interface=NAME"}
		}
		out.Interface = name
	}
	return out, nil
}

// isInterface reports whether name can be the name of an interface in the text of an
// address or a route.
func isInterface(name string) bool { return name != "" && !strings.ContainsAny(name, "/%, \t\r\n") }

// parsePrefix parses the part of text that holds ADDRESS[%ZONE][/LENGTH].
func parsePrefix(text, part string) (p netip.Prefix, zone string, err error) {
	fail := func(at int, reason string) (netip.Prefix, string, error) {
		return netip.Prefix{}, "", &addr.Error{Input: text, Offset: at, Reason: reason}
	}
	head, length, hasLength := strings.Cut(part, "/")
	a, e := netip.ParseAddr(head)
	if e != nil {
		return fail(0, "expected an address")
	}
	zone = a.Zone()
	if zone != "" && !isInterface(zone) {
		return fail(strings.IndexByte(head, '%')+1, "expected the name of an interface")
	}
	a = a.WithZone("")
	bits := DefaultBits(a)
	if hasLength {
		n, e := strconv.ParseUint(length, 10, 8)
		if e != nil || len(length) > 1 && length[0] == '0' || int(n) > a.BitLen() {
			return fail(len(head)+1, "expected a prefix length up to "+strconv.Itoa(a.BitLen()))
		}
		bits = int(n)
	}
	return netip.PrefixFrom(a, bits), zone, nil
}

// AppendTo appends the form that [ParseAddress] takes.
func (a Address) AppendTo(b []byte) []byte {
	b = a.Prefix.AppendTo(b)
	if a.Interface != "" {
		b = append(append(b, ",interface="...), a.Interface...)
	}
	for i, name := range flagNames {
		if a.Flags>>i&1 != 0 {
			b = append(append(b, ','), name...)
		}
	}
	return b
}

// String returns the form that [ParseAddress] takes.
func (a Address) String() string { return string(a.AppendTo(nil)) }

// AppendTo appends the form that [ParseRoute] takes.
func (r Route) AppendTo(b []byte) []byte {
	b = r.Prefix.AppendTo(b)
	if r.Interface != "" {
		b = append(append(b, ",interface="...), r.Interface...)
	}
	return b
}

// String returns the form that [ParseRoute] takes.
func (r Route) String() string { return string(r.AppendTo(nil)) }
