package privacy

import (
	"crypto/md5"
	"encoding/binary"
	"errors"
	"net/netip"
)

// ISCDhcpdAddress returns the address that ISC dhcpd offers the client from the
// pool if no address in it is taken, and how it was derived: MD5 over
//
//	offset  field
//	0       IAID u32 in the byte order of the server
//	4       DUID
//
// with the network bits replaced by those of the pool, and for a pool of exactly
// /64 with u cleared. If that address is taken or its identifier reserved (0, and
// from fdff:ffff:ffff:ff80 on; not the Ethernet block), the 16 bytes of the address
// are added to the input and it is hashed again, up to 100 times in all. collisions
// is the number of unreserved identifiers to skip this way.
//
// The pool is one CIDR block: dhcpd splits range6 LOW HIGH into such blocks; ::1000
// to ::1fff is one /116.
func ISCDhcpdAddress(pool netip.Prefix, c DHCPClient, order ByteOrder, collisions uint32) (Derivation, error) {
	pool, err := c.check(pool)
	if err != nil {
		return Derivation{}, err
	}
	var buf []byte
	l := &layout{}
	iaid := binary.LittleEndian.AppendUint32(nil, c.IAID)
	if order == BigEndian {
		iaid = binary.BigEndian.AppendUint32(nil, c.IAID)
	}
	buf = l.add(buf, "iaid u32, host order", iaid)
	buf = l.add(buf, "duid", c.DUID)
	passed := uint32(0)
	for range 100 {
		sum := md5.Sum(buf)
		a := compose(pool.Addr(), pool.Bits(), &sum)
		b := a.As16()
		if pool.Bits() == 64 {
			b[8] &^= 0x02
			a = netip.AddrFrom16(b)
		}
		if v := uint64(iidOf(a)); v != 0 && v>>7 != 0xfdff_ffff_ffff_ff80>>7 {
			if passed == collisions {
				return Derivation{System: ISCDhcpd, Address: a, IID: iidOf(a), DADCounter: passed, Input: l.fields}, nil
			}
			passed++
		}
		buf = l.add(buf, "address before", b[:])
	}
	return Derivation{}, errors.New("dhcpd gives up after 100 tries")
}
