package privacy

import (
	"encoding/binary"
	"math/bits"
	"net/netip"
)

// linux is ipv6_generate_stable_address of net/ipv6/addrconf.c, since Linux 4.1.
// Its sysctl addr_gen_mode is 2 (with stable_secret) or 3 (with a random secret if
// that is not set; it can be read back and used here).
//
//	offset  length  field
//	0       16      stable_secret
//	16      8       first half of the prefix
//	24      32      permanent hardware address, zeros after it
//	56      1       dad_counter
//	57      7       zeros
//
// The compression function of SHA-1 is applied to that block once, without padding.
// The first two words of the state are stored in the byte order of the host, so
// there are two possible results. u and g are not changed.
//
// The secret is net.ipv6.conf.IF.stable_secret or, if that is not set, the one of
// conf/default in the network namespace, written as an IPv6 address.
//
// Android uses the same function: netd stores one random secret, an IPv6 address in the
// property persist.netd.stable_secret, and writes it to the stable_secret of every
// interface. If the hardware address is randomized for each network, IpClient requests
// EUI-64 of that address instead.
type linux struct {
	block [64]byte
	order ByteOrder
}

func newLinux(sys System, in *Inputs) (scheme, error) {
	if in.Secret.Len() != 16 {
		return nil, &InputError{sys, InputSecret, "is not 16 bytes"}
	}
	if in.DADCounter > 255 {
		return nil, &InputError{sys, InputDADCounter, "is above 255"}
	}
	s := &linux{order: in.ByteOrder}
	copy(s.block[:16], in.Secret.bytes())
	copy(s.block[24:56], in.Hardware)
	return s.address, nil
}

func (s *linux) address(p netip.Prefix, dad uint32, l *layout) (netip.Addr, uint32, error) {
	if p.Bits() != 64 {
		return netip.Addr{}, 0, errNot64
	}
	return s.address64(p.Addr(), dad, l, sha1Block)
}

// address64 is address with the hash function as an argument, for tests that need a
// reserved identifier as its result. It takes the block by value, so that the block
// can stay on the stack.
func (s *linux) address64(prefix netip.Addr, dad uint32, l *layout, hash func([64]byte) (uint32, uint32)) (netip.Addr, uint32, error) {
	block := s.block
	b := prefix.As16()
	copy(block[16:24], b[:8])
	for {
		block[56] = byte(dad)
		h0, h1 := hash(block)
		if s.order == LittleEndian {
			h0, h1 = bits.ReverseBytes32(h0), bits.ReverseBytes32(h1)
		}
		l.linux(&block)
		if !linuxReserved(h0, h1) {
			binary.BigEndian.PutUint32(b[8:], h0)
			binary.BigEndian.PutUint32(b[12:], h1)
			return netip.AddrFrom16(b), dad, nil
		}
		// The kernel's counter is a byte and is compared with the sysctl
		// idgen_retries only here.
		if dad++; dad > idgenRetries {
			return netip.Addr{}, 0, errReserved
		}
	}
}

// linuxReserved is the kernel's ipv6_reserved_interfaceid. Its second test checks
// only the top seven bits of the word, so it also reserves 0200:5eff:ffxx:xxxx,
// which RFC 5453 does not.
func linuxReserved(h0, h1 uint32) bool {
	return h0|h1 == 0 ||
		h0 == 0x02005eff && h1&0xfe000000 == 0xfe000000 ||
		h0 == 0xfdffffff && h1&0xffffff80 == 0xffffff80
}

// linux records the fields of a block.
func (l *layout) linux(block *[64]byte) {
	if l == nil {
		return
	}
	l.begin()
	buf := l.addSecret(nil, "stable_secret", block[:16])
	buf = l.add(buf, "prefix, first half", block[16:24])
	buf = l.add(buf, "permanent MAC, zero-filled", block[24:56])
	buf = l.add(buf, "dad_counter u8", block[56:57])
	l.add(buf, "zeros", block[57:])
}
