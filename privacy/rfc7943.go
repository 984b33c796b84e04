package privacy

import (
	"crypto/sha256"
	"errors"
	"net/netip"
	"strings"

	"github.com/hextet/hextet/addr"
)

// DHCPClient identifies a client to a DHCPv6 server.
type DHCPClient struct {
	DUID []byte // as it is sent, including the type; 1 to 130 bytes
	IAID uint32
}

// maxDUID is the longest DUID with its type (RFC 8415 section 11.1).
const maxDUID = 130

// ParseDUID reads a DUID as hexadecimal digits, with or without colons or dashes
// between the bytes. The error is an [*addr.Error].
func ParseDUID(s string) ([]byte, error) {
	fail := func(at int, reason string) ([]byte, error) {
		return nil, &addr.Error{Input: strings.Clone(s), Offset: at, Reason: reason}
	}
	b := make([]byte, 0, len(s)/2)
	for k := 0; k < len(s); {
		if len(b) > 0 && (s[k] == ':' || s[k] == '-') {
			if k++; k == len(s) {
				return fail(k-1, "separator at the end")
			}
		}
		hi := hexValue(s[k])
		if hi < 0 {
			return fail(k, "not a hexadecimal digit")
		}
		if k+1 == len(s) || hexValue(s[k+1]) < 0 {
			return fail(k, "half a byte; two hexadecimal digits make one")
		}
		b = append(b, byte(hi<<4|hexValue(s[k+1])))
		k += 2
	}
	if len(b) == 0 || len(b) > maxDUID {
		return fail(-1, "a DUID has 1 to 130 bytes")
	}
	return b, nil
}

// check returns the pool as a prefix for unicast addresses.
func (c *DHCPClient) check(pool netip.Prefix) (netip.Prefix, error) {
	if len(c.DUID) == 0 || len(c.DUID) > maxDUID {
		return netip.Prefix{}, errors.New("a DUID has 1 to 130 bytes (RFC 8415 section 11.1)")
	}
	return unicastPrefix(pool)
}

// RFC7943Address returns the address for the client from the pool and how it was
// derived. RFC 7943 section 3 concatenates the fields and leaves their widths open;
// here it is SHA-256 over
//
//	offset  field
//	0       first address of the pool, 16 bytes
//	16      DUID, n bytes
//	16+n    IAID u32 BE
//	20+n    counter u32 BE
//	24+n    secret
//
// and the address has the last bits of the digest after those of the pool. A
// reserved identifier in a pool of /64 or wider is skipped by incrementing the
// counter; to skip an address in use, pass a higher counter.
func RFC7943Address(pool netip.Prefix, c DHCPClient, counter uint32, secret Secret) (Derivation, error) {
	pool, err := c.check(pool)
	if err != nil {
		return Derivation{}, err
	}
	if secret.Len() < 16 {
		return Derivation{}, &InputError{RFC7943, InputSecret, "is shorter than 16 bytes (RFC 7943 section 3)"}
	}
	first := pool.Addr().As16()
	for end := counter + 100; counter != end; counter++ {
		var buf []byte
		l := &layout{}
		buf = l.add(buf, "pool, first address", first[:])
		buf = l.add(buf, "duid", c.DUID)
		buf = l.addUint32BE(buf, "iaid u32 BE", c.IAID)
		buf = l.addUint32BE(buf, "counter u32 BE", counter)
		buf = l.addSecret(buf, "secret", secret.bytes())
		sum := sha256.Sum256(buf)
		a := compose(pool.Addr(), pool.Bits(), (*[16]byte)(sum[16:]))
		if pool.Bits() > 64 || !isReserved(iidOf(a)) {
			return Derivation{System: RFC7943, Address: a, IID: iidOf(a), DADCounter: counter, Input: l.fields}, nil
		}
	}
	return Derivation{}, errReserved
}
