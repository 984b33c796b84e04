package addr

import (
	"strconv"
	"strings"

	"github.com/hextet/hextet/internal/ip"
)

// The KAME stack, and the BSD systems that adopted it, keep the zone index in the
// second group of an address of link-local scope while it is in the kernel, and old
// tools print it there: fe80:4::1 is fe80::1%4. (RFC 4007 section 11 defines the
// textual form; RFC 4291 section 2.5.6 requires that group to be zero.) Site-local
// addresses, deprecated by RFC 3879, have the index of the site in the same position:
// fec0:4::1.

// embeds reports whether KAME embeds the zone index in the address whose high
// half is hi: link-local and site-local unicast, interface-local and link-local multicast.
func embeds(hi uint64) bool {
	return hi>>55 == 0xfe80>>7 || hi>>56 == 0xff && (hi>>48&15 == 1 || hi>>48&15 == 2)
}

// embedded is the mask of the index in the high half.
const embedded = 0xffff << 32

func appendKAME(dst []byte, it Item) ([]byte, error) {
	if it.Addr.Is4() {
		return dst, errNot6
	}
	hi, lo := ip.Halves(it.Addr)
	switch {
	case !embeds(hi):
		if it.Zone != "" {
			return dst, errKAMEScope
		}
	case hi&embedded != 0:
		return dst, errKAMEGroup
	case it.Zone != "":
		index, f := zoneIndex(it.Zone)
		if !f {
			return dst, errKAMEZone
		}
		hi |= index << 32
	}
	r := scanned{hi: hi, lo: lo}
	return AppendCanonical(dst, Item{Addr: r.addr(), length: it.length}, MixedAuto), nil
}

// zoneIndex returns zone as an index if it is a number from 1 to 65535 without leading
// zeros.
func zoneIndex(zone string) (uint64, bool) {
	if len(zone) > 5 || zone[0] == '0' {
		return 0, false
	}
	v := uint64(0)
	for i := range len(zone) {
		d := zone[i] - '0'
		if d > 9 {
			return 0, false
		}
		v = v*10 + uint64(d)
	}
	return v, v <= 0xffff
}

func parseKAME(s string) (Item, error) {
	it, err := ParseItem(s)
	if err != nil {
		return Item{}, err
	}
	if it.Addr.Is4() {
		return Item{}, reasonError(s, string(errNot6))
	}
	hi, lo := ip.Halves(it.Addr)
	index := hi & embedded >> 32
	if !embeds(hi) || index == 0 {
		return it, nil
	}
	if it.Zone != "" {
		return Item{}, &Error{Input: s, Offset: strings.IndexByte(s, '%'), Reason: "zone beside an embedded zone index"}
	}
	r := scanned{hi: hi &^ embedded, lo: lo}
	it.Addr = r.addr()
	it.Zone = strconv.Itoa(int(index))
	return it, nil
}
