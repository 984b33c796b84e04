package table

import (
	"errors"
	"math"
	"net/netip"
	"strconv"
	"strings"

	"go4.org/netipx"

	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/subnet"
)

// The extended statistics files of the regional registries
// (delegated-REGISTRY-extended-DATE), one record per line:
//
//	2.3|apnic|20260101|7|19830613|20260101|+1000        version
//	apnic|*|ipv4|*|3|summary                            number of records of a type
//	apnic|JP|ipv4|1.0.16.0|4096|20110412|allocated|A92D9378
//	apnic|JP|ipv6|2001:200::|35|19990813|allocated|A9162694
//	apnic|AU|asn|38016|1|20060502|allocated|A91872ED
//
// The value is a count of addresses for IPv4, which need not be a power of two,
// and a prefix length for IPv6.
const (
	rirRegistry = iota
	rirCountry
	rirType
	rirStart
	rirValue
	rirDate
	rirStatus
	rirID
)

func rirLayout() layout {
	return layout{
		format: RIR, sep: '|', key: rirType, columns: rirID + 1,
		names: []string{"registry", "cc", "date", "status", "opaque_id"}, label: 1,
	}
}

// isRIR reports whether the rows are from a registry: they begin with a version line,
// or with a record of one of its types.
func isRIR(rows []string) bool {
	if len(rows) == 0 {
		return false
	}
	f := strings.Split(rows[0], "|")
	if len(f) < 6 {
		return false
	}
	if _, err := strconv.ParseFloat(f[0], 64); err == nil {
		return true
	}
	return isRIRType(f[rirType])
}

func isRIRType(s string) bool { return s == "ipv4" || s == "ipv6" || s == "asn" }

// parseRIR parses a row; ok is false if the row has no addresses.
func parseRIR(f []string) (r netipx.IPRange, ok bool, err error) {
	if len(f) > rirType && isRIRType(f[rirType]) {
		if f[len(f)-1] == "summary" || f[rirType] == "asn" {
			return r, false, nil
		}
	} else if len(f) >= 6 && len(f[0]) > 0 && f[0][0] >= '0' && f[0][0] <= '9' {
		return r, false, nil // the version
	}
	if len(f) < rirStatus+1 {
		return r, false, errors.New("not a record of delegated-extended statistics: " + plural(len(f), "column"))
	}
	if !isRIRType(f[rirType]) {
		return r, false, errors.New("not a record of delegated-extended statistics: type " + strconv.Quote(f[rirType]))
	}
	it, err := subnet.Parse(f[rirStart])
	if err != nil {
		return r, false, err
	}
	a := it.Addr
	if !it.IsAddr() || a.Is4() != (f[rirType] == "ipv4") {
		return r, false, errors.New(strconv.Quote(f[rirStart]) + " is not an address of type " + f[rirType])
	}
	if a.Is6() {
		return withLength(a, f[rirValue])
	}
	n, err := strconv.ParseUint(f[rirValue], 10, 33)
	first := uint64(ip.Uint32(a))
	if err != nil || n == 0 || first+n-1 > math.MaxUint32 {
		return r, false, errors.New("count of addresses " + strconv.Quote(f[rirValue]) + " does not fit")
	}
	return netipx.IPRangeFrom(a, ip.Addr4(uint32(first+n-1))), true, nil
}

// withLength returns the block of a with the prefix length in text.
func withLength(a netip.Addr, text string) (r netipx.IPRange, ok bool, err error) {
	n, err := strconv.ParseUint(text, 10, 8)
	if err != nil || int(n) > a.BitLen() {
		return r, false, errors.New("prefix length " + strconv.Quote(text) + " is not a number from 0 to " + strconv.Itoa(a.BitLen()))
	}
	return netipx.RangeOfPrefix(netip.PrefixFrom(a, int(n))), true, nil
}

func plural(n int, unit string) string {
	if n == 1 {
		return "1 " + unit
	}
	return strconv.Itoa(n) + " " + unit + "s"
}
