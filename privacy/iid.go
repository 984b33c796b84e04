package privacy

import (
	"encoding/binary"
	"net/netip"
	"strings"

	"github.com/hextet/hextet/addr"
)

// IID is an interface identifier: the last 64 bits of an address, in network
// byte order. The zero value is the subnet-router anycast identifier.
type IID [8]byte

// IIDOf returns the last 64 bits of the IPv6 address a; of an IPv4 address or
// the zero Addr it returns the zero IID.
func IIDOf(a netip.Addr) IID {
	if !a.Is6() {
		return IID{}
	}
	b := a.As16()
	return IID(b[8:])
}

// Uint64 returns the identifier as a number.
func (i IID) Uint64() uint64 { return binary.BigEndian.Uint64(i[:]) }

// Addr returns the address of i below the first 64 bits of prefix.
func (i IID) Addr(prefix netip.Prefix) netip.Addr {
	b := prefix.Masked().Addr().As16()
	copy(b[8:], i[:])
	return netip.AddrFrom16(b)
}

// AppendTo appends i as four groups of four digits, "02a0:ccff:fe24:b0e4".
func (i IID) AppendTo(dst []byte) []byte {
	for k := 0; k < 8; k++ {
		if k > 0 && k%2 == 0 {
			dst = append(dst, ':')
		}
		dst = append(dst, hexDigits[i[k]>>4], hexDigits[i[k]&15])
	}
	return dst
}

// String returns i as four groups of four digits.
func (i IID) String() string {
	var buf [19]byte
	return string(i.AppendTo(buf[:0]))
}

// AppendText implements [encoding.TextAppender] with AppendTo.
func (i IID) AppendText(dst []byte) ([]byte, error) { return i.AppendTo(dst), nil }

// MarshalText implements [encoding.TextMarshaler] with AppendTo.
func (i IID) MarshalText() ([]byte, error) { return i.AppendTo(nil), nil }

const hexDigits = "0123456789abcdef"

// ParseIID reads an identifier as four groups of one to four hexadecimal
// digits ("2a0:ccff:fe24:b0e4"), as 16 digits, or as the last half of an IPv6
// address ("::2a0:ccff:fe24:b0e4"). The error is an [*addr.Error].
func ParseIID(s string) (IID, error) {
	fail := func(at int, reason string) (IID, error) {
		return IID{}, &addr.Error{Input: strings.Clone(s), Offset: at, Reason: reason}
	}
	if s == "" {
		return fail(-1, "empty interface identifier")
	}
	if strings.Contains(s, "::") || strings.Count(s, ":") == 7 {
		a, err := netip.ParseAddr(s)
		if err != nil || a.Zone() != "" {
			return fail(-1, "not an IPv6 address")
		}
		return IIDOf(a), nil
	}
	var v uint64
	if !strings.Contains(s, ":") {
		for k := 0; k < len(s); k++ {
			d := hexValue(s[k])
			if d < 0 {
				return fail(k, "not a hexadecimal digit")
			}
			if k == 16 {
				return fail(k, "more than 16 digits")
			}
			v = v<<4 | uint64(d)
		}
		if len(s) < 16 {
			return fail(-1, "four groups or 16 digits wanted")
		}
		return iidFrom(v), nil
	}
	groups, digits, g := 0, 0, uint64(0)
	for k := 0; k <= len(s); k++ {
		if k == len(s) || s[k] == ':' {
			if digits == 0 {
				return fail(min(k, len(s)-1), "empty group")
			}
			v, g, digits = v<<16|g, 0, 0
			if groups++; groups == 4 && k < len(s) {
				return fail(k, "more than four groups")
			}
			continue
		}
		d := hexValue(s[k])
		if d < 0 {
			return fail(k, "not a hexadecimal digit")
		}
		if digits++; digits > 4 {
			return fail(k, "more than four digits in a group")
		}
		g = g<<4 | uint64(d)
	}
	if groups < 4 {
		return fail(-1, "fewer than four groups")
	}
	return iidFrom(v), nil
}

func iidFrom(v uint64) (i IID) {
	binary.BigEndian.PutUint64(i[:], v)
	return i
}

// hexValue returns the value of the digit c, or -1.
func hexValue(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'a' <= c && c <= 'f':
		return int(c-'a') + 10
	case 'A' <= c && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}
