package cmd

import (
	"slices"
	"strconv"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/embed4"
	"github.com/hextet/hextet/internal/record"
)

// foundFields are the facts about an IPv4 address inside another address.
func foundFields() []record.Field[embed4.Found] {
	return []record.Field[embed4.Found]{
		record.Text("mechanism", "the way it is carried", func(b []byte, r *embed4.Found) []byte {
			return append(b, r.Mechanism.String()...)
		}).OneOf(words(embed4.MechMapped, embed4.MechIVI)...),
		record.Text("role", "whose address it is", func(b []byte, r *embed4.Found) []byte {
			return append(b, r.Role.String()...)
		}).OneOf(words(embed4.RoleAddress, embed4.RoleClient)...),
		record.Text("address", "the IPv4 address", func(b []byte, r *embed4.Found) []byte { return addr.AppendAddr(b, r.Addr) }),
		record.Number("port", "the UDP port of a Teredo client", func(b []byte, r *embed4.Found) []byte {
			if !r.HasPort {
				return b
			}
			return strconv.AppendUint(b, uint64(r.Port), 10)
		}),
		record.Text("flags", "of a Teredo address", func(b []byte, r *embed4.Found) []byte {
			if !r.HasFlags {
				return b
			}
			return append(b, r.Flags.String()...)
		}),
		record.Text("prefix", "what the mechanism works below", func(b []byte, r *embed4.Found) []byte {
			return addr.AppendPrefix(b, r.Prefix)
		}),
		record.Text("certainty", "whether the prefix proves it", func(b []byte, r *embed4.Found) []byte {
			return append(b, r.Certainty.String()...)
		}).OneOf("certain", "likely"),
		record.Texts("warnings", "what the RFCs have against it", func(r *embed4.Found) []string {
			if r.Remarks == 0 {
				return nil
			}
			return slices.Collect(r.Warnings())
		}),
	}
}
