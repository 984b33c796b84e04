package privacy

import (
	"encoding/binary"
	"errors"
	"net/netip"
)

// DnsmasqAddress returns the address that dnsmasq offers the client from the range
// first to last if no address in it is taken. There is no secret. The hash is sdbm
// in 64 bits, starting from the IAID:
//
//	j = IAID; for each byte c of the DUID: j = c + (j<<6) + (j<<16) - j
//
// and the last 64 bits of the address are those of first + (j + epoch) modulo the
// size of the range, which is not reduced for a whole /64. The epoch is 0 when
// dnsmasq starts and increases by one with each decline. If an address is taken,
// dnsmasq tries the next higher one, wrapping around at the end of the range.
//
// First and last must be in one /64, because dnsmasq calculates in 64 bits.
func DnsmasqAddress(first, last netip.Addr, c DHCPClient, epoch uint64) (Derivation, error) {
	if !first.Is6() || !last.Is6() || first.Zone() != "" || last.Zone() != "" {
		return Derivation{}, errors.New("a range of IPv6 addresses is wanted")
	}
	if _, err := c.check(netip.PrefixFrom(first, 64)); err != nil {
		return Derivation{}, err
	}
	a, b := first.As16(), last.As16()
	low, high := binary.BigEndian.Uint64(a[8:]), binary.BigEndian.Uint64(b[8:])
	if [8]byte(a[:8]) != [8]byte(b[:8]) {
		return Derivation{}, errors.New("the ends of the range are not in one /64")
	}
	if low > high {
		return Derivation{}, errors.New("the range ends before it begins")
	}
	var buf []byte
	l := &layout{}
	buf = l.addUint32BE(buf, "iaid, the hash begins with it", c.IAID)
	l.add(buf, "duid", c.DUID)
	j := uint64(c.IAID)
	for _, d := range c.DUID {
		j = uint64(d) + j<<6 + j<<16 - j
	}
	offset := j + epoch
	if size := high - low + 1; size != 0 {
		offset %= size
	}
	binary.BigEndian.PutUint64(a[8:], low+offset)
	at := netip.AddrFrom16(a)
	return Derivation{System: Dnsmasq, Address: at, IID: iidOf(at), Input: l.fields}, nil
}
