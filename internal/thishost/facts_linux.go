package thishost

import (
	"cmp"
	"encoding/binary"
	"encoding/hex"
	"net/netip"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/hextet/hextet/classify/selection"
)

// facts are the tables of /proc/net.
type facts struct {
	addresses map[owned]uint32 // flags of if_inet6
	known     []selection.Route
}

type owned struct {
	addr netip.Addr
	link string
}

func readFacts() facts {
	var f facts
	if text, err := os.ReadFile("/proc/net/if_inet6"); err == nil {
		f.addresses = parseIfInet6(string(text))
	}
	four, err4 := os.ReadFile("/proc/net/route")
	six, err6 := os.ReadFile("/proc/net/ipv6_route")
	if err4 == nil {
		f.known = parseRoutes4(string(four))
	}
	if err6 == nil {
		f.known = append(f.known, parseRoutes6(string(six))...)
	}
	if f.known == nil && err4 == nil && err6 == nil {
		f.known = []selection.Route{} // none, as opposed to not known
	}
	return f
}

// Flags of include/uapi/linux/if_addr.h.
const (
	ifaTemporary  = 0x01
	ifaOptimistic = 0x04
	ifaDADFailed  = 0x08
	ifaHome       = 0x10
	ifaDeprecated = 0x20
	ifaTentative  = 0x40
)

// flags returns the attributes of an address; usable is false unless duplicate address
// detection is done and found no duplicate.
func (f facts) flags(a netip.Addr, link string) (flags selection.Flags, usable bool) {
	v := f.addresses[owned{a, link}]
	if v&ifaTemporary != 0 && a.Is6() {
		flags |= selection.Temporary
	}
	if v&ifaDeprecated != 0 {
		flags |= selection.Deprecated
	}
	if v&ifaHome != 0 {
		flags |= selection.Home
	}
	return flags, v&ifaDADFailed == 0 && (v&ifaTentative == 0 || v&ifaOptimistic != 0)
}

// useTempAddr returns the use_tempaddr sysctl of an interface, or 0 if it has none.
func (f facts) useTempAddr(link string) int {
	text, err := os.ReadFile("/proc/sys/net/ipv6/conf/" + link + "/use_tempaddr")
	if err != nil {
		return 0
	}
	n, _ := strconv.Atoi(strings.TrimSpace(string(text)))
	return n
}

func (f facts) routes() []selection.Route { return f.known }

// parseIfInet6 reads /proc/net/if_inet6: 32 hex digits, then index, length, scope and
// flags in hex, and the interface.
func parseIfInet6(text string) map[owned]uint32 {
	m := map[owned]uint32{}
	for line := range strings.Lines(text) {
		f := strings.Fields(line)
		if len(f) != 6 {
			continue
		}
		a, ok := hexAddr(f[0])
		flags, err := strconv.ParseUint(f[4], 16, 32)
		if ok && err == nil {
			m[owned{a, f[5]}] = uint32(flags)
		}
	}
	return m
}

// hexAddr reads an IPv6 address of 32 hex digits.
func hexAddr(text string) (netip.Addr, bool) {
	b, err := hex.DecodeString(text)
	if err != nil || len(b) != 16 {
		return netip.Addr{}, false
	}
	return netip.AddrFrom16([16]byte(b)), true
}

// Flags of include/uapi/linux/route.h and ipv6_route.h.
const (
	rtfUp      = 0x1
	rtfReject  = 0x200
	rtfAnycast = 0x100000
	rtfCache   = 0x1000000
	rtfLocal   = 0x80000000
)

// metered is a route with its metric: of two for the same prefix, the lower metric
// wins.
type metered struct {
	selection.Route
	metric uint64
}

func byMetric(list []metered) []selection.Route {
	slices.SortStableFunc(list, func(a, b metered) int { return cmp.Compare(a.metric, b.metric) })
	var out []selection.Route
	for _, r := range list {
		out = append(out, r.Route)
	}
	return out
}

// parseRoutes4 parses /proc/net/route: the interface, then destination, gateway and
// flags in hex, and in the eighth column the mask. Addresses are words in the byte order
// of the host.
func parseRoutes4(text string) []selection.Route {
	var list []metered
	for line := range strings.Lines(text) {
		f := strings.Fields(line)
		if len(f) < 8 {
			continue
		}
		dst, err1 := strconv.ParseUint(f[1], 16, 32)
		flags, err2 := strconv.ParseUint(f[3], 16, 32)
		metric, err3 := strconv.ParseUint(f[6], 10, 32)
		mask, err4 := strconv.ParseUint(f[7], 16, 32)
		if cmp.Or(err1, err2, err3, err4) != nil || flags&rtfUp == 0 || flags&rtfReject != 0 {
			continue
		}
		a := netip.AddrFrom4(hostOrder(uint32(dst)))
		m := hostOrder(uint32(mask))
		bits := 0
		for _, b := range m {
			for ; b&0x80 != 0; b <<= 1 {
				bits++
			}
		}
		list = append(list, metered{selection.Route{Prefix: netip.PrefixFrom(a, bits), Interface: f[0]}, metric})
	}
	return byMetric(list)
}

// hostOrder returns the octets of an address that the kernel prints as a word.
func hostOrder(v uint32) (b [4]byte) {
	binary.NativeEndian.PutUint32(b[:], v)
	return b
}

// parseRoutes6 reads /proc/net/ipv6_route: destination, length, source, length, next
// hop, metric, two counters, flags, all in hex, and the interface. It omits the machine's
// addresses, multicast, and routes that depend on the source.
func parseRoutes6(text string) []selection.Route {
	var list []metered
	for line := range strings.Lines(text) {
		f := strings.Fields(line)
		if len(f) != 10 {
			continue
		}
		dst, ok := hexAddr(f[0])
		bits, err1 := strconv.ParseUint(f[1], 16, 8)
		from, err2 := strconv.ParseUint(f[3], 16, 8)
		metric, err3 := strconv.ParseUint(f[5], 16, 32)
		flags, err4 := strconv.ParseUint(f[8], 16, 32)
		if !ok || cmp.Or(err1, err2, err3, err4) != nil || bits > 128 || from != 0 {
			continue
		}
		if flags&rtfUp == 0 || flags&(rtfReject|rtfAnycast|rtfCache|rtfLocal) != 0 || dst.IsMulticast() {
			continue
		}
		list = append(list, metered{selection.Route{Prefix: netip.PrefixFrom(dst, int(bits)), Interface: f[9]}, metric})
	}
	return byMetric(list)
}
