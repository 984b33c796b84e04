package classify

import (
	"fmt"
	"net/netip"
	"strconv"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/embed4"
	"github.com/hextet/hextet/eui64"
	"github.com/hextet/hextet/internal/ip"
)

// A PartKind is the purpose of a field of an address, so that fields of the same kind
// can be drawn alike. The zero PartKind is unknown.
type PartKind uint8

// The kinds of parts.
const (
	PartUnknown PartKind = iota
	PartPrefix           // fixed by the type of address or assigned by IANA
	PartNetwork          // chosen by a registry, a provider or at random: global ID, site prefix
	PartSubnet           // chosen by the site
	PartHost             // interface identifier or host number
	PartIPv4             // an embedded IPv4 address
	PartPort             // an embedded port
	PartFlags            // single bits with a meaning
	PartScope            // multicast scope
	PartGroup            // multicast group
	PartLength           // an embedded prefix length
	PartOUI              // the assigned part of a MAC
	PartNIC              // the rest of a MAC
	PartMark             // a constant that marks the format: ff:fe, 0000:5efe
	PartZero             // reserved, must be zero
	PartHash             // the output of a hash
)

var partKindNames = [...]string{
	"unknown", "prefix", "network", "subnet", "host", "ipv4", "port", "flags", "scope",
	"group", "length", "oui", "nic", "mark", "zero", "hash",
}

// String returns the word for k.
func (k PartKind) String() string { return ip.Word(partKindNames[:], k) }

// MarshalText returns what String returns.
func (k PartKind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// UnmarshalText accepts the words that String returns.
func (k *PartKind) UnmarshalText(text []byte) error {
	return ip.UnmarshalWord(k, partKindNames[:], "kind of field", text)
}

// A Part is a field of an address: the bits First to Last, inclusive; bit 0 is the most
// significant of 128 or, for IPv4, of 32.
type Part struct {
	First, Last int
	Kind        PartKind
	Name        string // "server"
	Value       string // "65.54.227.120"
	Meaning     string // "stored inverted"; may be ""
	Likely      bool   // only suggested by the bits
	Bits        []Bit  // the named bits of the part
}

// A Bit is a named bit.
type Bit struct {
	At      int // as in Part
	Name    string
	Set     bool
	Meaning string
}

// Anatomy returns the fields of a, in order, without gaps or overlaps. The interface
// identifier is divided as far as its bits suggest. Vendor names are those of o. It
// returns nil for an invalid address.
func Anatomy(a netip.Addr, o Options) []Part {
	c := Classify(a)
	if c.Family == 0 {
		return nil
	}
	k := &knife{addr: a, class: c, end: a.BitLen(), options: o}
	k.hi, k.lo = halves(a)
	if c.Family == 4 {
		k.cut4()
	} else {
		k.cut6()
	}
	return k.parts
}

// AnatomyPrefix returns the fields of the block p: those of its addresses up to the
// prefix length, and the rest as a part named "free".
func AnatomyPrefix(p netip.Prefix) []Part {
	if !p.IsValid() {
		return nil
	}
	if p.IsSingleIP() {
		return Anatomy(p.Addr(), Options{})
	}
	n := p.Bits()
	k := &knife{addr: p.Masked().Addr(), class: ClassifyPrefix(p), end: p.Addr().BitLen()}
	k.hi, k.lo = halves(k.addr)
	if k.class.Type != Mixed {
		c := *k
		if c.class.seg == noSegment {
			c.class.seg = Classify(k.addr).seg
		}
		if c.class.Family == 4 {
			c.cut4()
		} else {
			c.cut6()
		}
		for _, q := range c.parts {
			if q.First >= n {
				break
			}
			if q.Last < n {
				k.parts = append(k.parts, q)
				k.at = q.Last + 1
				continue
			}
			// The prefix length is inside this part.
			part := k.take(n-q.First, q.Kind, q.Name)
			if q.Kind == PartPrefix {
				part.Value = prefixText(p)
			}
			if p.Addr().Is4() && q.Kind != PartPrefix {
				// Octets as in the address, with zeros for the missing bits.
				missing := (8 - part.Last%8 - 1) % 8
				size := n - q.First + missing
				part.Value = dotted(k.field(q.First, n-q.First)<<missing, size)
				if q.Kind == PartHost {
					part.Kind, part.Name = PartSubnet, "subnet"
				}
			}
			if size := n - q.First; p.Addr().Is6() && q.Kind != PartPrefix && q.First%4 == 0 && size >= 4 {
				// Digits as in the address, likewise.
				c := knife{hi: k.hi, lo: k.lo, at: q.First}
				part.Value = c.take((size+3)&^3, q.Kind, "").Value
			}
			part.Meaning = fmt.Sprintf("%d of %d bits", n-q.First, q.Last-q.First+1)
		}
	}
	if k.at < n {
		k.prefix(n, "of several types")
	}
	free := k.take(k.end-n, PartHost, "free")
	free.Value = ""
	free.Meaning = fmt.Sprintf("%d free bits", k.end-n)
	if k.end-n == 1 {
		free.Meaning = "1 free bit"
	}
	return k.parts
}

// A knife divides an address from left to right.
type knife struct {
	addr   netip.Addr
	class  Class
	hi, lo uint64
	at     int // the next bit
	end    int // 32 or 128
	parts  []Part

	options Options
}

// field returns n bits, at most 64, from bit at.
func (k *knife) field(at, n int) uint64 {
	if n == 0 {
		return 0
	}
	v := k.lo << (max(at, 64) - 64)
	if at < 64 {
		v = k.hi<<at | k.lo>>(64-at)
	}
	return v >> (64 - n)
}

// take makes a part of the next n bits. Its value is in hexadecimal, or in binary if
// the bits are not whole digits.
func (k *knife) take(n int, kind PartKind, name string) *Part {
	p := Part{First: k.at, Last: k.at + n - 1, Kind: kind, Name: name}
	switch {
	case n > 64:
		p.Value = string(ip.AppendDigits(ip.AppendDigits(nil, k.field(k.at, n-64), (n-61)/4), k.field(k.at+n-64, 64), 16))
	case n < 4:
		p.Value = fmt.Sprintf("%0*b", n, k.field(k.at, n))
	default:
		p.Value = string(ip.AppendDigits(nil, k.field(k.at, n), (n+3)/4))
	}
	k.at += n
	k.parts = append(k.parts, p)
	return &k.parts[len(k.parts)-1]
}

// prefixText returns the text of the block p, ::ffff:0:0/96 without dots.
func prefixText(p netip.Prefix) string { return string(addr.AppendPrefix(nil, p.Masked())) }

// prefix makes a part of the bits up to n, the prefix of that length.
func (k *knife) prefix(n int, meaning string) *Part {
	p := k.take(n-k.at, PartPrefix, "prefix")
	p.Value = prefixText(netip.PrefixFrom(k.addr.WithZone(""), n))
	p.Meaning = meaning
	return p
}

// ipv4 makes a part of 32 bits, an IPv4 address, possibly inverted.
func (k *knife) ipv4(name string, invert uint32) *Part {
	v := uint32(k.field(k.at, 32)) ^ invert
	p := k.take(32, PartIPv4, name)
	p.Value = ip.Addr4(v).String()
	if invert != 0 {
		p.Meaning = "stored inverted"
	}
	return p
}

// zero makes a part of bits that must be zero.
func (k *knife) zero(n int, name string) *Part {
	p := k.take(n, PartZero, name)
	p.Meaning = "must be zero"
	return p
}

// bit names a bit of the last part.
func (k *knife) bit(at int, name, set, clear string) {
	p := &k.parts[len(k.parts)-1]
	b := Bit{At: at, Name: name, Set: k.field(at, 1) == 1, Meaning: clear}
	if b.Set {
		b.Meaning = set
	}
	p.Bits = append(p.Bits, b)
}

// subnetTo makes a part of the bits before bit n, the subnet, if there are any.
func (k *knife) subnetTo(n int, name string) {
	if k.at < n {
		k.take(n-k.at, PartSubnet, name)
	}
}

func (k *knife) cut6() {
	switch k.class.Type {
	case Unspecified:
		k.take(128, PartZero, "all zeros").Meaning = "no address"
	case Loopback:
		k.prefix(128, "this host itself")
	case IPv4Mapped:
		k.prefix(96, "IPv4-mapped")
		k.ipv4("IPv4", 0)
	case IPv4Compatible:
		k.prefix(96, "IPv4-compatible, deprecated")
		k.ipv4("IPv4", 0)
	case IPv4Translated:
		k.prefix(96, "IPv4-translated")
		k.ipv4("IPv4", 0)
	case NAT64:
		//	| 64:ff9b::/96 | IPv4 |   RFC 6052 section 2.1; the u octet is in the prefix
		k.prefix(96, "well-known prefix")
		k.ipv4("IPv4", 0)
	case NAT64Local:
		k.prefix(48, "local-use NAT64")
		k.take(16, PartSubnet, "subprefix")
		k.zero(8, "u octet")
		k.take(24, PartSubnet, "subprefix")
		p := k.ipv4("IPv4", 0)
		p.Likely, p.Meaning = true, "if the prefix is a /96"
	case DiscardOnly:
		k.prefix(64, "discard-only")
		k.take(64, PartHost, "any")
	case Dummy:
		k.prefix(64, "dummy")
		k.take(64, PartHost, "any")
	case Teredo:
		k.teredo("Teredo")
	case PortControlAnycast, TURNAnycast, DNSSDAnycast:
		k.prefix(128, k.class.segment().typ.detail)
	case ORCHID:
		k.prefix(28, "ORCHID, deprecated")
		k.take(100, PartHash, "hash").Meaning = "of a host identity"
	case ORCHIDv2:
		//	| 2001:20::/28 | OGA 4 | hash 96 |   RFC 7343 section 2
		k.prefix(28, "ORCHIDv2")
		k.take(4, PartFlags, "OGA ID").Meaning = "which hash"
		k.take(96, PartHash, "hash").Meaning = "of a host identity"
	case DroneID:
		//	| 2001:30::/28 | RAA 14 | HDA 14 | HHSI 8 | hash 64 |   RFC 9374 section 3
		k.prefix(28, "drone remote ID")
		k.decimal(14, PartNetwork, "RAA").Meaning = "registered assigning authority"
		k.decimal(14, PartNetwork, "HDA").Meaning = "domain authority"
		k.decimal(8, PartFlags, "suite").Meaning = "hash and signature"
		k.take(64, PartHash, "hash").Meaning = "of the drone's host identity"
	case SRv6SID:
		k.prefix(16, "SRv6 segment identifiers")
		k.take(112, PartHost, "SID").Meaning = "locator, function and arguments"
	case SixToFour:
		k.prefix(16, "6to4")
		k.ipv4("router", 0)
		k.subnetTo(64, "subnet")
		k.iid()
	case UniqueLocal:
		//	| 1111110 | L | global ID 40 | subnet 16 | IID 64 |   RFC 4193 section 3.1
		k.prefix(7, "unique local")
		l := k.take(1, PartFlags, "L")
		l.Meaning = "locally assigned"
		if k.hi>>56&1 == 0 {
			l.Meaning = "undefined"
		}
		id := k.take(40, PartNetwork, "global ID")
		if why := globalIDPattern(k.field(8, 40)); why != "" {
			id.Meaning = why
		}
		k.subnetTo(64, "subnet")
		k.iid()
	case LinkLocal:
		k.prefix(10, "link-local")
		k.zero(54, "zero")
		k.iid()
	case SiteLocal:
		k.prefix(10, "site-local, deprecated")
		k.subnetTo(64, "subnet")
		k.iid()
	case Multicast:
		k.multicast6()
	case SixBone:
		if k.hi>>32 == 0x3ffe_831f {
			k.teredo("Teredo before 2006")
			return
		}
		k.prefix(int(k.class.segment().typ.bits), "6bone, returned")
		k.subnetTo(64, "subnet")
		k.iid()
	case Reserved:
		s := k.class.segment()
		n := 3
		if s.assigned != nil {
			n = int(s.assigned.bits)
		}
		k.prefix(n, "reserved")
		k.take(128-n, PartUnknown, "undefined")
	case GlobalUnicast:
		s := k.class.segment()
		if s.allocated() {
			k.prefix(int(s.assigned.bits), s.assigned.name)
		} else {
			k.prefix(int(s.assigned.bits), "not allocated")
		}
		k.subnetTo(64, "network")
		if p := &k.parts[len(k.parts)-1]; p.Name == "network" {
			p.Kind = PartNetwork
		}
		k.iid()
	default: // documentation, benchmarking, AS112, AMT, the rest of 2001::/23
		k.prefix(int(k.class.segment().typ.bits), k.class.segment().typ.detail)
		k.subnetTo(64, "subnet")
		k.iid()
	}
}

// decimal makes a part of bits whose value is a number.
func (k *knife) decimal(n int, kind PartKind, name string) *Part {
	v := k.field(k.at, n)
	p := k.take(n, kind, name)
	p.Value = strconv.FormatUint(v, 10)
	return p
}

// teredo divides a Teredo address (RFC 4380 section 4):
//
//	| prefix 32 | server 32 | flags 16 | port 16 | client 32 |
func (k *knife) teredo(meaning string) {
	k.prefix(32, meaning)
	k.ipv4("server", 0)
	p := k.take(16, PartFlags, "flags")
	p.Meaning = embed4.TeredoFlags(k.field(64, 16)).String()
	k.bit(64, "C", "cone NAT", "no cone NAT seen")
	k.bit(65, "z", "must be zero", "reserved")
	k.bit(70, "U", "must be zero", "not universal")
	k.bit(71, "G", "must be zero", "individual")
	port := k.field(80, 16) ^ 0xffff
	p = k.take(16, PartPort, "port")
	p.Value, p.Meaning = strconv.FormatUint(port, 10), "stored inverted"
	k.ipv4("client", ^uint32(0))
}

// iid divides the last 64 bits as far as they suggest.
func (k *knife) iid() {
	id, _ := eui64.AnalyzeAddr(k.addr)
	reason := string(id.AppendReason(nil))
	switch id.Kind {
	case eui64.KindShortAddress:
		//	| 0000:00ff:fe00 | short address 16 |   RFC 4944 section 6
		k.take(48, PartMark, "marker").Likely = true
		k.take(16, PartNIC, "short").Likely = true
	case eui64.KindEUI64:
		//	| OUI with u inverted 24 | ff:fe | NIC 24 |   RFC 4291 appendix A
		mac := id.MAC.String()
		p := k.take(24, PartOUI, "OUI")
		p.Value, p.Likely = mac[:8], true
		if name, ok := k.options.Vendor(id.MAC); ok {
			p.Meaning = name
		} else if id.MAC.IsLocal() {
			p.Meaning = "locally administered"
		}
		k.bit(70, "u", "universal, inverted", "local, inverted")
		k.bit(71, "g", "group", "individual")
		p = k.take(16, PartMark, "ff:fe")
		p.Value, p.Meaning, p.Likely = "ff:fe", "inserted into a MAC-48", true
		p = k.take(24, PartNIC, "NIC")
		p.Value, p.Likely = mac[9:], true
	case eui64.KindISATAP:
		//	| 000000ug00000000 5efe | IPv4 |   RFC 5214 section 6.1
		p := k.take(32, PartMark, "ISATAP")
		p.Likely = true
		k.bit(70, "u", "IPv4 address is globally unique", "IPv4 address may be local")
		k.bit(71, "g", "group", "individual")
		k.ipv4("IPv4", 0).Likely = true
	case eui64.KindEmbeddedIPv4:
		if k.lo>>32 == 0 {
			k.take(32, PartHost, "IID").Meaning = "zero"
			p := k.ipv4("IPv4", 0)
			p.Likely, p.Meaning = true, "likely"
			return
		}
		p := k.take(64, PartIPv4, "IPv4")
		p.Value, p.Meaning, p.Likely = id.IPv4.String(), "likely, one group per octet", true
	case eui64.KindReservedAnycast:
		p := k.take(57, PartMark, "anycast")
		p.Value, p.Meaning = "fdff:ffff:ffff:ff80/57", "reserved subnet anycast"
		p = k.decimal(7, PartGroup, "anycast ID")
		if row, ok := id.Value.Anycast(); ok && k.lo&0x7f != 0 {
			p.Meaning = row.Name
		}
	case eui64.KindSubnetRouterAnycast:
		k.take(64, PartHost, "IID").Meaning = reason
	default:
		p := k.take(64, PartHost, "IID")
		p.Meaning, p.Likely = reason, true
	}
}

func (k *knife) cut4() {
	s := k.class.segment()
	switch k.class.Type {
	case Multicast:
		k.multicast4()
		return
	case GlobalUnicast:
		meaning := string(s.appendAllocation(nil))
		k.take(8, PartNetwork, "block").Meaning = meaning
		k.take(24, PartHost, "network and host").Meaning = "boundary unknown"
	default:
		n := int(s.typ.bits)
		k.prefix(n, s.typ.detail)
		if n < 32 {
			k.take(32-n, PartHost, "host")
		}
	}
	for i := range k.parts {
		if p := &k.parts[i]; p.Kind != PartPrefix {
			p.Value = dotted(k.field(p.First, p.Last-p.First+1), p.Last-p.First+1)
		}
	}
}

// dotted returns the last bits of an IPv4 address as decimal octets.
func dotted(v uint64, n int) string {
	var b []byte
	for shift := (n - 1) / 8 * 8; shift >= 0; shift -= 8 {
		if len(b) > 0 {
			b = append(b, '.')
		}
		b = strconv.AppendUint(b, v>>shift&0xff, 10)
	}
	return string(b)
}
