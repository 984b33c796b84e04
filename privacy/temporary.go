package privacy

import (
	"crypto/md5"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"io"
	"net/netip"
	"time"

	"github.com/hextet/hextet/eui64"
)

// History is the value that RFC 3041 and RFC 4941 carry over from one temporary
// identifier to the next. Anyone who knows it and the stable identifier knows all
// that follow.
type History [8]byte

// ParseHistory reads 16 hexadecimal digits. The error is an [*addr.Error].
func ParseHistory(s string) (h History, err error) {
	err = parseHex(h[:], s)
	return h, err
}

// RandomHistory reads the initial history value (RFC 4941 section 3.2.1) from rand.
func RandomHistory(rand io.Reader) (h History, err error) {
	_, err = io.ReadFull(rand, h[:])
	return h, err
}

// AppendTo appends h as 16 hexadecimal digits.
func (h History) AppendTo(dst []byte) []byte { return hex.AppendEncode(dst, h[:]) }

// String returns h as 16 hexadecimal digits.
func (h History) String() string { return string(h.AppendTo(nil)) }

// MarshalText implements [encoding.TextMarshaler] with AppendTo.
func (h History) MarshalText() ([]byte, error) { return h.AppendTo(nil), nil }

// NextTemporary returns the temporary identifier that follows from a history value
// and the stable identifier of the interface, and the history value for the one
// after it. Of MD5(history ‖ stable) the first 8 bytes with u cleared are the
// identifier, the last 8 the next history (RFC 3041 section 3.2.1).
//
// If as is RFC4941, a reserved identifier is skipped, continuing with the history
// that came with it (RFC 4941 section 3.2.1 step 4); if it is RFC3041, reserved
// identifiers are returned, as on the BSDs. Any other system gives zeros.
func NextTemporary(as System, stable eui64.IID, h History) (eui64.IID, History) {
	if as != RFC3041 && as != RFC4941 {
		return 0, History{}
	}
	for {
		var seed [16]byte
		copy(seed[:8], h[:])
		binary.BigEndian.PutUint64(seed[8:], uint64(stable))
		d := md5.Sum(seed[:])
		tmp := iidFrom(d[:8]) &^ (0x02 << 56)
		h = History(d[8:])
		if as == RFC3041 || !isReserved(tmp) {
			return tmp, h
		}
	}
}

// TemporaryInput returns what NextTemporary hashes.
func TemporaryInput(stable eui64.IID, h History) []Field {
	var buf []byte
	l := &layout{}
	buf = l.add(buf, "history", h[:])
	octets := stable.Octets()
	l.add(buf, "stable identifier", octets[:])
	return l.fields
}

// RandomTemporary returns a temporary identifier of RFC 8981 section 3.3.1: 64 bits
// from rand, drawn again while they are reserved. It fails only if rand fails or
// keeps giving reserved identifiers.
func RandomTemporary(rand io.Reader) (eui64.IID, error) {
	for range 100 {
		var octets [8]byte
		if _, err := io.ReadFull(rand, octets[:]); err != nil {
			return 0, err
		}
		if id := iidFrom(octets[:]); !isReserved(id) {
			return id, nil
		}
	}
	return 0, errors.New("the random source gives reserved identifiers only")
}

// TemporaryHash is RFC 8981 section 3.3.2: identifiers that look random but can be
// reproduced by anyone who has the secret. The RFC leaves the function and the
// encoding open; here RID = HMAC-SHA-256(key = secret, message) with
//
//	offset      message
//	0           prefix length u8
//	1           prefix, 16 bytes
//	17          n u16 BE ‖ interface name, n bytes
//	19+n        m u16 BE ‖ hardware address, m bytes
//	21+n+m      k u16 BE ‖ network ID, k bytes
//	23+n+m+k    time, seconds since 1970-01-01 UTC, i64 BE
//	31+n+m+k    DAD counter u32 BE
//
// which is the layout of rfc7217 with the time before the counter. The
// identifier is the last 8 bytes of RID.
type TemporaryHash struct {
	Secret     Secret // 16 bytes or more (RFC 8981 section 3.3.2: at least 128 bits)
	Interface  string
	Hardware   []byte
	NetworkID  string
	Time       time.Time // in whole seconds
	DADCounter uint32
}

// Derive returns the address with the identifier below the /64 prefix and how it
// was derived.
func (t TemporaryHash) Derive(prefix netip.Prefix) (Derivation, error) {
	prefix, err := unicastPrefix(prefix)
	switch {
	case err != nil:
		return Derivation{}, err
	case prefix.Bits() != 64:
		return Derivation{}, errNot64
	case t.Secret.Len() < 16:
		return Derivation{}, &InputError{RFC8981, InputSecret, "is shorter than 16 bytes (RFC 8981 section 3.3.2)"}
	case len(t.Interface) > 0xffff || len(t.NetworkID) > 0xffff || len(t.Hardware) > maxHardware:
		return Derivation{}, &InputError{RFC8981, InputInterface, "is too long"}
	}
	mac := newHMAC256(t.Secret.bytes())
	b := prefix.Addr().As16()
	for dad := t.DADCounter; ; dad++ {
		if dad > max(t.DADCounter, idgenRetries) {
			return Derivation{}, errReserved
		}
		var buf []byte
		l := &layout{}
		l.key("secret, the key of the HMAC", t.Secret.Len())
		buf = l.addByte(buf, "prefix length u8", 64)
		buf = l.add(buf, "prefix", b[:])
		buf = l.addCounted(buf, "interface name", t.Interface)
		buf = l.addCounted(buf, "hardware address", string(t.Hardware))
		buf = l.addCounted(buf, "network id", t.NetworkID)
		buf = l.add(buf, "time i64 BE", binary.BigEndian.AppendUint64(nil, uint64(t.Time.Unix())))
		buf = l.addUint32BE(buf, "dad_counter u32 BE", dad)
		rid := mac.sum(buf)
		if iid := iidFrom(rid[24:]); !isReserved(iid) {
			return Derivation{System: RFC8981, Address: below(prefix, iid), IID: iid, DADCounter: dad, Input: l.fields}, nil
		}
	}
}
