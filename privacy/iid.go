package privacy

import (
	"encoding/binary"
	"net/netip"
	"strconv"
	"strings"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/eui64"
	"github.com/hextet/hextet/internal/ip"
)

// iidOf returns the last 64 bits of the IPv6 address a.
func iidOf(a netip.Addr) eui64.IID {
	_, lo := ip.Halves(a)
	return eui64.IID(lo)
}

// iidFrom returns the identifier with the first 8 octets of b.
func iidFrom(b []byte) eui64.IID { return eui64.IID(binary.BigEndian.Uint64(b)) }

// below returns the address of id below the first 64 bits of prefix.
func below(prefix netip.Prefix, id eui64.IID) netip.Addr {
	hi, _ := ip.Halves(prefix.Masked().Addr())
	return ip.Addr6(hi, uint64(id))
}

// isReserved reports whether RFC 5453 reserves id: the test that RFC 7217 section 5
// step 3 requires, and that NetworkManager, dhcpcd and FreeBSD make. It is
// [eui64.IID.IsReserved] in three comparisons.
func isReserved(id eui64.IID) bool {
	return id == 0 || id>>24 == 0x0200_5eff_fe || id>>7 == 0xfdff_ffff_ffff_ff80>>7
}

// parseHex reads exactly as many hexadecimal digits as fill dst. The error is an
// [*addr.Error].
func parseHex(dst []byte, s string) error {
	fail := func(at int, reason string) error {
		clear(dst)
		return &addr.Error{Input: strings.Clone(s), Offset: at, Reason: reason}
	}
	n := 2 * len(dst)
	for k := range len(s) {
		d := hexValue(s[k])
		switch {
		case d < 0:
			return fail(k, "not a hexadecimal digit")
		case k == n:
			return fail(k, "more than "+strconv.Itoa(n)+" digits")
		}
		dst[k/2] = dst[k/2]<<4 | byte(d)
	}
	if len(s) < n {
		return fail(-1, "expected "+strconv.Itoa(n)+" hexadecimal digits")
	}
	return nil
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
