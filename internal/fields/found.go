package fields

import (
	"net/netip"
	"slices"
	"strconv"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/classify"
	"github.com/hextet/hextet/embed4"
	"github.com/hextet/hextet/internal/record"
)

// Found returns the fields of an IPv4 address embedded in an IPv6 address.
func Found() []record.Field[*embed4.Found] {
	return []record.Field[*embed4.Found]{
		record.Text("mechanism", "the embedding mechanism", func(b []byte, r *embed4.Found) []byte {
			return append(b, r.Mechanism.String()...)
		}).OneOf(Words(embed4.MechMapped, embed4.MechIVI)...).Tame(),
		record.Text("role", "the role of the address", func(b []byte, r *embed4.Found) []byte {
			return append(b, r.Role.String()...)
		}).OneOf(Words(embed4.RoleAddress, embed4.RoleClient)...).Tame(),
		record.Text("address", "the IPv4 address; an IPv4 prefix if the item is a prefix", appendFound).Tame(),
		record.Number("port", "the UDP port of a Teredo client", func(b []byte, r *embed4.Found) []byte {
			if !r.HasPort {
				return b
			}
			return strconv.AppendUint(b, uint64(r.Port), 10)
		}),
		record.Text("flags", "the Teredo flags, in the form of embed teredo --flags", func(b []byte, r *embed4.Found) []byte {
			if !r.HasFlags {
				return b
			}
			return AppendTeredoFlags(b, r.Flags)
		}),
		record.Text("prefix", "the prefix that the mechanism uses", func(b []byte, r *embed4.Found) []byte {
			return addr.AppendPrefix(b, r.Prefix)
		}).Tame(),
		record.Text("certainty", "certain if the prefix proves it, likely if only a pattern suggests it", func(b []byte, r *embed4.Found) []byte {
			return append(b, r.Certainty.String()...)
		}).OneOf(Words(embed4.Certain, embed4.Likely)...).Tame(),
		record.AppendTexts("warnings", "RFC rules that the result violates", func(b []byte, r *embed4.Found, i int) ([]byte, bool) {
			return r.AppendWarning(b, i)
		}),
	}
}

// Inner returns the fields of Found, with the type of the IPv4 address.
func Inner() []record.Field[*embed4.Found] {
	fields := Found()
	at := slices.IndexFunc(fields, func(f record.Field[*embed4.Found]) bool { return f.Name == "address" }) + 1
	return slices.Insert(fields, at,
		record.Text("type", "the type of the IPv4 address", func(b []byte, r *embed4.Found) []byte {
			return append(b, innerClass(r).Type.String()...)
		}).OneOf(Words(classify.Unspecified, classify.Mixed)...).Tame(),
		record.Bool("globally_reachable", "whether it is globally reachable by IANA's special-purpose registry", func(b []byte, r *embed4.Found) []byte {
			return append(b, innerClass(r).GloballyReachable().String()...)
		}),
	)
}

func innerClass(f *embed4.Found) classify.Class {
	if f.Open > 0 {
		return classify.ClassifyPrefix(netip.PrefixFrom(f.Addr, 32-int(f.Open)))
	}
	return classify.Classify(f.Addr)
}

func appendFound(b []byte, f *embed4.Found) []byte {
	if f.Open > 0 {
		return addr.AppendPrefix(b, netip.PrefixFrom(f.Addr, 32-int(f.Open)))
	}
	return addr.AppendAddr(b, f.Addr)
}
