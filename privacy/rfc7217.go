package privacy

import (
	"net/netip"
	"strings"
)

// rfc7217 is RFC 7217 section 5 with a function of our choice, since the RFC leaves
// it open:
//
//	RID = HMAC-SHA-256(key = secret, message)
//
//	offset      message
//	0           prefix length u8
//	1           prefix, 16 bytes, the bits after its length zero
//	17          n u16 BE ‖ interface name, n bytes
//	19+n        m u16 BE ‖ hardware address, m bytes
//	21+n+m      k u16 BE ‖ network ID, k bytes
//	23+n+m+k    DAD counter u32 BE
//
// Net_Iface is the name, the hardware address or both; inputs that are not given
// have length 0. The identifier is the last 128-length bits of RID, since the RFC
// takes them starting from the least significant bit; reserved identifiers of a /64
// count as duplicates, and it gives up after counter 3 (IDGEN_RETRIES), or after
// the given counter if that is higher.
//
// The function is keyed because a Merkle-Damgård hash with the secret merely
// appended is only as strong as its collision resistance, and HMAC-SHA-256 is in
// every library, so that others can reproduce an address in five lines. Lengths
// precede the texts because with the concatenation in the RFC's example, eth1 on
// network "0x" and eth10 on network "x" would be the same host.
type rfc7217 struct {
	mac       hmac256
	keyLen    int
	name      string
	hardware  string
	networkID string
}

// idgenRetries is the default IDGEN_RETRIES of RFC 7217 section 7, and the value
// of Linux' sysctl of that name.
const idgenRetries = 3

func newRFC7217(in *Inputs) (scheme, error) {
	if in.Interface == "" && len(in.Hardware) == 0 {
		return nil, &InputError{RFC7217, InputInterface, "is required, or mac (Net_Iface of RFC 7217 section 5)"}
	}
	if len(in.NetworkID) > 0xffff || len(in.Interface) > 0xffff {
		return nil, &InputError{RFC7217, InputNetworkID, "is longer than 65535 bytes"}
	}
	if in.Secret.Len() < 16 {
		return nil, &InputError{RFC7217, InputSecret, "is shorter than 16 bytes (RFC 7217 section 5)"}
	}
	s := &rfc7217{
		mac: newHMAC256(in.Secret.bytes()), keyLen: in.Secret.Len(),
		name: strings.Clone(in.Interface), hardware: string(in.Hardware), networkID: strings.Clone(in.NetworkID),
	}
	return s.address, nil
}

func (s *rfc7217) address(p netip.Prefix, dad uint32, l *layout) (netip.Addr, uint32, error) {
	bits := p.Bits()
	prefix := p.Addr().As16()
	for first := dad; ; dad++ {
		if dad > max(first, idgenRetries) {
			return netip.Addr{}, 0, errReserved
		}
		var store [192]byte
		l.begin()
		buf := store[:0]
		l.key("secret, the key of the HMAC", s.keyLen)
		buf = l.addByte(buf, "prefix length u8", byte(bits))
		buf = l.add(buf, "prefix", prefix[:])
		buf = l.addCounted(buf, "interface name", s.name)
		buf = l.addCounted(buf, "hardware address", s.hardware)
		buf = l.addCounted(buf, "network id", s.networkID)
		buf = l.addUint32BE(buf, "dad_counter u32 BE", dad)
		rid := s.mac.sum(buf)
		a := compose(p.Addr(), bits, (*[16]byte)(rid[16:]))
		if bits == 64 && isReserved(iidOf(a)) {
			continue
		}
		return a, dad, nil
	}
}
