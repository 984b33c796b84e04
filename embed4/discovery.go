package embed4

import (
	"iter"
	"net/netip"

	"github.com/hextet/hextet/internal/ip"
)

// Discovered is a NAT64 prefix that DNS64 answers reveal.
type Discovered struct {
	NAT64     NAT64
	Certainty Certainty // Likely if the answers fit several prefixes
}

// Discover finds the NAT64 prefixes of AAAA answers for ipv4only.arpa (RFC 7050 section
// 3). That name has the IPv4 addresses 192.0.0.170 and 192.0.0.171 and no AAAA record,
// so an answer was synthesized by a DNS64, and the position of one of the two in it
// reveals the length of the prefix.
//
// If an answer contains one of them at several of the six positions, the right one is
// where another answer has the other address below the same prefix; if there is none,
// or several, all that fit are yielded as likely. Each prefix is yielded once, in the
// order of the answers; answers without either address, and IPv4 answers, are skipped.
func Discover(answers ...netip.Addr) iter.Seq[Discovered] {
	return func(yield func(Discovered) bool) {
		var seen []NAT64
		for _, a := range answers {
			fits, n := places(a)
			certain := n == 1
			if n > 1 {
				// Keep the prefixes that the sibling confirms, if there are any.
				var kept [len(nat64Lengths)]NAT64
				k := 0
				for _, f := range fits[:n] {
					if confirmed(f, a, answers) {
						kept[k] = f
						k++
					}
				}
				if k > 0 {
					fits, n = kept, k
				}
				certain = k == 1
			}
			for _, f := range fits[:n] {
				if contains(seen, f) {
					continue
				}
				seen = append(seen, f)
				d := Discovered{f, Likely}
				if certain {
					d.Certainty = Certain
				}
				if !yield(d) {
					return
				}
			}
		}
	}
}

var nat64Lengths = [6]int{96, 64, 56, 48, 40, 32}

const wellKnownIPv4 = 0xc00000aa // 192.0.0.170; .171 differs in the last bit

// places returns the prefixes below which a is a well-known IPv4 address.
func places(a netip.Addr) (fits [len(nat64Lengths)]NAT64, n int) {
	if !a.Is6() {
		return fits, 0
	}
	u := ip.FromAddr(a)
	for _, pl := range nat64Lengths {
		if take(u, pl)|1 == wellKnownIPv4|1 && (pl == 96 || u.Lo>>56 == 0) {
			fits[n] = NAT64{prefixOf(u.And(ip.Mask(uint(pl))), pl)}
			n++
		}
	}
	return fits, n
}

// confirmed reports whether an answer is the sibling of a below n's prefix.
func confirmed(n NAT64, a netip.Addr, answers []netip.Addr) bool {
	here, _ := n.Decode(a)
	for _, b := range answers {
		if there, ok := n.Decode(b); ok && ip.Uint32(there) == ip.Uint32(here)^1 {
			return true
		}
	}
	return false
}

func contains(list []NAT64, n NAT64) bool {
	for _, l := range list {
		if l == n {
			return true
		}
	}
	return false
}
