package lint

import (
	"github.com/hextet/hextet/classify"
)

const pageNotGlobal = `A public file (a zone, an SPF record, a published list) should not contain
addresses that mean something only inside a network: private, unique local,
link-local, loopback, shared, benchmarking, multicast below global scope, and
whatever else IANA's special-purpose registries list as not globally reachable.

The rule is enabled by --public: anywhere else these addresses are fine.`

// checkNotGlobal finds addresses that are not globally reachable.
func checkNotGlobal(b []byte, s *subject) []byte {
	switch t := s.class.Type; t {
	case classify.GlobalUnicast, classify.Reserved, classify.Mixed, classify.Broadcast:
		return b
	case classify.Documentation:
		if s.config.on.has(ruleDocumentation) {
			return b // already reported
		}
	case classify.Multicast:
		if s.class.Scope == classify.ScopeGlobal {
			return b
		}
	case classify.ThisNetwork:
		if s.Top() != 0 && s.Length < 0 { // a wildcard, a version
			return b
		}
	case classify.IPv4Compatible:
		if s.Top() != 0 || s.Lo() <= 0xffff {
			return b
		}
	default:
		row, ok := s.class.Row()
		if (!ok || row.GloballyReachable != classify.False) && t != classify.SiteLocal && t != classify.Unspecified {
			return b
		}
	}
	if s.Is4() && s.Length < 0 && s.sense().line&senseVersion != 0 {
		return b
	}
	b = append(b, s.Text...)
	if s.class.Type == classify.Multicast {
		b = append(b, " has "...)
		b = append(b, s.class.Scope.String()...)
		return append(b, " scope (RFC 4291 section 2.7)"...)
	}
	b = append(b, " is not globally reachable: "...)
	b = append(b, s.class.Type.String()...)
	return append(b, " (RFC 6890)"...)
}
