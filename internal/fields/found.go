package fields

import (
	"net/netip"
	"strconv"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/embed4"
	"github.com/hextet/hextet/internal/record"
)

// Found are the facts about an IPv4 address inside an IPv6 address.
func Found() []record.Field[*embed4.Found] {
	return []record.Field[*embed4.Found]{
		record.Text("mechanism", "how it is carried", func(b []byte, r *embed4.Found) []byte {
			return append(b, r.Mechanism.String()...)
		}).OneOf(Words(embed4.MechMapped, embed4.MechIVI)...).Tame(record.Always),
		record.Text("role", "whose address it is", func(b []byte, r *embed4.Found) []byte {
			return append(b, r.Role.String()...)
		}).OneOf(Words(embed4.RoleAddress, embed4.RoleClient)...).Tame(record.Always),
		record.Text("address", "the IPv4 address; of a prefix that holds but its first bits, an IPv4 prefix", appendFound).Tame(record.Always),
		record.Number("port", "the UDP port of a Teredo client", func(b []byte, r *embed4.Found) []byte {
			if !r.HasPort {
				return b
			}
			return strconv.AppendUint(b, uint64(r.Port), 10)
		}),
		record.Text("flags", "the Teredo flags, as embed teredo --flags takes them", func(b []byte, r *embed4.Found) []byte {
			if !r.HasFlags {
				return b
			}
			return AppendTeredoFlags(b, r.Flags)
		}),
		record.Text("prefix", "what the mechanism works below: its own prefix, the site's, or the /64 of an identifier", func(b []byte, r *embed4.Found) []byte {
			return addr.AppendPrefix(b, r.Prefix)
		}).Tame(record.Always),
		record.Text("certainty", "certain where the prefix proves it, likely where only a pattern speaks", func(b []byte, r *embed4.Found) []byte {
			return append(b, r.Certainty.String()...)
		}).OneOf(Words(embed4.Certain, embed4.Likely)...).Tame(record.Always),
		record.AppendTexts("warnings", "rules of RFCs that it breaks", func(b []byte, r *embed4.Found, i int) ([]byte, bool) {
			return r.AppendWarning(b, i)
		}),
	}
}

func appendFound(b []byte, f *embed4.Found) []byte {
	if f.Open > 0 {
		return addr.AppendPrefix(b, netip.PrefixFrom(f.Addr, 32-int(f.Open)))
	}
	return addr.AppendAddr(b, f.Addr)
}
