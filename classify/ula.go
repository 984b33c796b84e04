package classify

import (
	"net/netip"

	"github.com/hextet/hextet/eui64"
	"github.com/hextet/hextet/internal/ip"
)

// globalIDPattern returns why the 40-bit global ID of a unique local address does not
// look random (RFC 4193 section 3.2.1); "" if it does. It flags fewer than one random
// ID in 5,000.
func globalIDPattern(id uint64) string {
	var run, up, down, longest int
	zeros := 0
	for shift := 36; shift >= 0; shift -= 4 {
		d := id >> shift & 0xf
		prev := uint64(0x20) // no digit
		if shift < 36 {
			prev = id >> (shift + 4) & 0xf
		}
		switch (d - prev) & 0xff {
		case 0:
			run, up, down = run+1, 1, 1
		case 1:
			run, up, down = 1, up+1, 1
		case 0xff:
			run, up, down = 1, 1, down+1
		default:
			run, up, down = 1, 1, 1
		}
		longest = max(longest, run, up-1, down-1)
		if shift%8 == 0 && id>>shift&0xff == 0 {
			zeros++
		}
	}
	switch {
	case id == 0:
		return "zero, not random"
	case id == id>>8|id&0xff<<32, id == id>>16|id&0xffff<<24:
		return "one unit repeated, not random"
	case longest >= 5:
		return "a sequence of digits, not random"
	case zeros >= 3:
		return "mostly zero, not random"
	}
	text := string(ip.AppendDigits(nil, id, 10))
	for i := 0; i+8 <= len(text); i++ {
		if eui64.IsWord(text[i:i+4]) && eui64.IsWord(text[i+4:i+8]) {
			return "made of words, not random"
		}
	}
	return ""
}

// ULAPattern returns why the global ID of the unique local address a looks chosen
// rather than drawn (RFC 4193 section 3.2.1): "zero, not random". It returns "" where
// it does not, and for any other address.
func ULAPattern(a netip.Addr) string {
	hi, _ := ip.Halves(a)
	if !a.Is6() || hi>>57 != 0xfc>>1 {
		return ""
	}
	return globalIDPattern(hi >> 16 & 0xff_ffff_ffff)
}
