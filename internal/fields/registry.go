package fields

import (
	"strconv"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/classify"
	"github.com/hextet/hextet/eui64"
	"github.com/hextet/hextet/internal/record"
)

// Registry returns the fields of a row of a special-purpose registry.
func Registry() []record.Field[*classify.Row] {
	flag := func(name, doc string, get func(*classify.Row) classify.Flag) record.Field[*classify.Row] {
		return record.Bool(name, doc, func(b []byte, r *classify.Row) []byte { return append(b, get(r).String()...) })
	}
	return []record.Field[*classify.Row]{
		record.Text("prefix", "the registered block", func(b []byte, r *classify.Row) []byte { return addr.AppendPrefix(b, r.Prefix) }),
		record.Text("name", "the name in the registry", func(b []byte, r *classify.Row) []byte { return append(b, r.Name...) }),
		record.Texts("rfc", "the defining documents", func(r *classify.Row) []string { return r.RFC }),
		record.Text("allocated", "the allocation date, YYYY-MM", func(b []byte, r *classify.Row) []byte { return append(b, r.Date...) }),
		flag("source", "valid as a source address", func(r *classify.Row) classify.Flag { return r.Source }),
		flag("destination", "valid as a destination address", func(r *classify.Row) classify.Flag { return r.Destination }),
		flag("forwardable", "routers may forward it", func(r *classify.Row) classify.Flag { return r.Forwardable }),
		flag("globally_reachable", "routers may forward it beyond an administrative domain", func(r *classify.Row) classify.Flag { return r.GloballyReachable }),
		flag("reserved_by_protocol", "reserved by the protocol itself", func(r *classify.Row) classify.Flag { return r.ReservedByProtocol }),
	}
}

func allocationFields() []record.Field[*classify.Allocation] {
	return []record.Field[*classify.Allocation]{
		record.Text("prefix", "the block", func(b []byte, r *classify.Allocation) []byte { return addr.AppendPrefix(b, r.Prefix) }),
		record.Text("registry", "the regional registry, or the holder of a legacy block", func(b []byte, r *classify.Allocation) []byte { return append(b, r.Registry...) }),
	}
}

func iidFields() []record.Field[*iid] {
	return []record.Field[*iid]{
		record.Text("value", "four groups of four digits", func(b []byte, r *iid) []byte { return r.value.AppendTo(b) }).Tame(),
		record.Text("kind", "the apparent kind", func(b []byte, r *iid) []byte {
			return append(b, r.kind.String()...)
		}).OneOf(Words(eui64.KindSubnetRouterAnycast, eui64.KindRandom)...).Tame(),
		record.Text("mac", "the MAC it was derived from", func(b []byte, r *iid) []byte { return r.mac.AppendTo(b) }).Tame(),
		record.Text("vendor", "the vendor of that MAC (IEEE registry)", func(b []byte, r *iid) []byte { return append(b, r.vendor...) }),
	}
}

func policyFields() []record.Field[*classify.Policy] {
	return []record.Field[*classify.Policy]{
		record.Number("precedence", "higher values are preferred as destinations", func(b []byte, r *classify.Policy) []byte {
			return strconv.AppendUint(b, uint64(r.Precedence), 10)
		}),
		record.Number("label", "sources and destinations with the same label are preferred", func(b []byte, r *classify.Policy) []byte {
			return strconv.AppendUint(b, uint64(r.Label), 10)
		}),
	}
}
