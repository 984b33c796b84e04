package fields

import (
	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/classify"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/multicast"
)

// Group returns the fields of a multicast address.
func Group() []record.Field[*multicast.Info] {
	return []record.Field[*multicast.Info]{
		record.Text("flags", "the letters of the flags that are set: X, R, P and T (RFC 7371)", func(b []byte, r *multicast.Info) []byte {
			if r.Addr.Is4() {
				return b
			}
			return append(b, r.Flags.String()...)
		}),
		record.Text("scope", "the scope (RFC 7346)", func(b []byte, r *multicast.Info) []byte {
			return append(b, r.Scope.String()...)
		}).OneOf(Words(classify.ScopeInterfaceLocal, classify.ScopeUnassigned)...),
		record.Text("group", "the group ID, a hexadecimal number", func(b []byte, r *multicast.Info) []byte { return r.Group.AppendTo(b) }),
		record.Text("name", "the name in IANA's registry", func(b []byte, r *multicast.Info) []byte { return append(b, r.Name...) }),
		record.Text("prefix", "the prefix of the owner (RFC 3306)", func(b []byte, r *multicast.Info) []byte { return addr.AppendPrefix(b, r.Prefix) }),
		record.Text("rp", "the rendezvous point (RFC 3956)", func(b []byte, r *multicast.Info) []byte { return addr.AppendAddr(b, r.RP) }),
	}
}
