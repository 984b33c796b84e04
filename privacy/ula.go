package privacy

import (
	"crypto/sha1"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"io"
	"net/netip"
	"time"
)

// ULA returns the unique local /48 of RFC 4193 section 3.2.2 and what was hashed
// for it: SHA-1 over
//
//	offset  field
//	0       NTP time (RFC 5905): seconds since 1900, fraction, u32 BE each
//	8       EUI-64, 8 bytes
//
// whose last 40 bits follow fd00::/8. The hardware address is an EUI-64, or a MAC
// of 6 bytes, which is converted with ff:fe in its middle. For that RFC 4193 refers
// to the addressing architecture, and implementations differ on whether to invert
// the u bit as well: modified does so; without it the EUI-64 is as IEEE defines it.
func ULA(t time.Time, hardware []byte, modified bool) (netip.Prefix, []Field, error) {
	var eui [8]byte
	switch len(hardware) {
	case 6:
		copy(eui[:3], hardware)
		eui[3], eui[4] = 0xff, 0xfe
		copy(eui[5:], hardware[3:])
	case 8:
		copy(eui[:], hardware)
	default:
		return netip.Prefix{}, nil, errors.New("a MAC or an EUI-64 is wanted (RFC 4193 section 3.2.2)")
	}
	if modified {
		eui[0] ^= 0x02
	}
	var buf []byte
	l := &layout{}
	buf = l.add(buf, "time, NTP u32.u32 BE", binary.BigEndian.AppendUint64(nil, ntpTime(t)))
	buf = l.add(buf, "eui64", eui[:])
	sum := sha1.Sum(buf)
	return globalID([5]byte(sum[15:])), l.fields, nil
}

// ntpTime returns t as the 64-bit timestamp of NTP, in the era it falls in.
func ntpTime(t time.Time) uint64 {
	const from1900to1970 = 2208988800
	fraction := uint64(t.Nanosecond()) << 32 / 1e9
	return uint64(t.Unix()+from1900to1970)<<32 | fraction
}

// RandomULA returns a unique local /48 of 40 bits from rand.
func RandomULA(rand io.Reader) (netip.Prefix, error) {
	var id [5]byte
	if _, err := io.ReadFull(rand, id[:]); err != nil {
		return netip.Prefix{}, err
	}
	return globalID(id), nil
}

// DockerULA returns the /48 from which Docker takes networks on the host with this
// id, in the engine's text form: bytes 3 to 7 of its SHA-256.
func DockerULA(hostID string) (netip.Prefix, []Field) {
	var buf []byte
	l := &layout{}
	buf = l.addString(buf, "host id", hostID)
	sum := sha256.Sum256(buf)
	return globalID([5]byte(sum[3:8])), l.fields
}

// globalID returns fd00::/8 with a global ID, as a /48.
func globalID(id [5]byte) netip.Prefix {
	b := [16]byte{0: 0xfd}
	copy(b[1:], id[:])
	return netip.PrefixFrom(netip.AddrFrom16(b), 48)
}
