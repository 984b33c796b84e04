package privacy

import (
	"errors"
	"net/netip"

	"github.com/hextet/hextet/eui64"
)

// Generator makes the addresses of one system from one set of inputs. It is
// immutable and safe for concurrent use.
type Generator struct {
	sys System
	dad uint32
	how scheme
}

// scheme is RFC 7217 section 5: a function from prefix and DAD counter to an
// address; it contains all other inputs. used is the counter of that address, which
// is above dad if the system skipped reserved identifiers; l, if not nil, receives
// the fields of the last input that was hashed. It is a function so that printing a
// Generator reveals no secret, as in [Secret].
type scheme func(p netip.Prefix, dad uint32, l *layout) (a netip.Addr, used uint32, err error)

// New returns a generator of the addresses that sys makes from in. It fails with an
// [*InputError] if an input is missing, not used by that system or not in the right
// form; sys must be of the group [Stable]. It copies what it keeps.
func New(sys System, in Inputs) (*Generator, error) {
	if sys.Info().Group != Stable {
		return nil, errors.New(sys.String() + " makes no stable identifiers")
	}
	if err := in.check(sys); err != nil {
		return nil, err
	}
	how, err := newScheme(sys, &in)
	if err != nil {
		return nil, err
	}
	return &Generator{sys: sys, dad: in.DADCounter, how: how}, nil
}

func newScheme(sys System, in *Inputs) (scheme, error) {
	switch sys {
	case RFC7217:
		return newRFC7217(in)
	case Linux, Android:
		return newLinux(sys, in)
	case NetworkManager:
		return newNetworkManager(in)
	case Networkd:
		return newNetworkd(in)
	case Dhcpcd:
		return newDhcpcd(in)
	case OpenBSD:
		return newOpenBSD(in)
	case KAME:
		return newKAME(in)
	default:
		return newFreeBSD(in)
	}
}

// System returns the system of g.
func (g *Generator) System() System { return g.sys }

// Addr returns the address of the system in prefix, which must be a /64 except for
// systems that also accept other lengths (rfc7217, systemd-networkd, dhcpcd,
// openbsd). It does not allocate, except for inputs of unusual length.
func (g *Generator) Addr(prefix netip.Prefix) (netip.Addr, error) {
	a, _, err := g.at(prefix, g.dad, nil)
	return a, err
}

func (g *Generator) at(prefix netip.Prefix, dad uint32, l *layout) (netip.Addr, uint32, error) {
	prefix, err := unicastPrefix(prefix)
	if err != nil {
		return netip.Addr{}, 0, err
	}
	return g.how(prefix, dad, l)
}

// unicastPrefix is [eui64.UnicastPrefix] for IPv6 only.
func unicastPrefix(p netip.Prefix) (netip.Prefix, error) {
	if !p.IsValid() || !p.Addr().Is6() {
		return netip.Prefix{}, errNotPrefix
	}
	return eui64.UnicastPrefix(p)
}

// Derivation is an address and how it was derived.
type Derivation struct {
	System  System
	Address netip.Addr
	IID     eui64.IID

	// DADCounter is the counter that gave the address. It is above that of the
	// inputs if the system skipped reserved identifiers.
	DADCounter uint32

	// Input is what was hashed, field by field. For secrets it has only the offset
	// and the length. [Generator.Derive] leaves it empty.
	Input []Field
}

// Derive is Addr that also returns how the address was derived, except for the
// bytes that were hashed. It does not allocate unless Addr does.
func (g *Generator) Derive(prefix netip.Prefix) (Derivation, error) {
	a, used, err := g.at(prefix, g.dad, nil)
	if err != nil {
		return Derivation{}, err
	}
	return Derivation{System: g.sys, Address: a, IID: iidOf(a), DADCounter: used}, nil
}

// Explain is Derive, including the bytes that were hashed.
func (g *Generator) Explain(prefix netip.Prefix) (Derivation, error) {
	var l layout
	a, used, err := g.at(prefix, g.dad, &l)
	if err != nil {
		return Derivation{}, err
	}
	return Derivation{System: g.sys, Address: a, IID: iidOf(a), DADCounter: used, Input: l.fields}, nil
}

var (
	errNoCounter = errors.New("the system has no DAD counter")
	errNotPrefix = errors.New("an IPv6 prefix is wanted")
	errNot64     = errors.New("the prefix length is not 64")
	errReserved  = errors.New("the identifiers of every DAD counter left are reserved (RFC 5453)")
)

// compose returns the address with the first bits bits of prefix and the remaining
// bits of rid.
func compose(prefix netip.Addr, bits int, rid *[16]byte) netip.Addr {
	b := prefix.As16()
	for k := range b {
		n := min(max(bits-8*k, 0), 8)
		mask := byte(0xff) >> n
		b[k] = b[k]&^mask | rid[k]&mask
	}
	return netip.AddrFrom16(b)
}

// compose64 is compose for a /64.
func compose64(prefix netip.Addr, iid *[8]byte) netip.Addr {
	b := prefix.As16()
	copy(b[8:], iid[:])
	return netip.AddrFrom16(b)
}
