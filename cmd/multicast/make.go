package multicast

import (
	"net/netip"
	"slices"
	"strconv"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
	"github.com/hextet/hextet/multicast"
)

// A madeRecord is a group, or the prefix of all groups of an owner.
type madeRecord struct {
	made  netip.Prefix // a full-length prefix for a single group
	group groupID
	info  multicast.Info
}

func (r *madeRecord) whole() *multicast.Info { return &r.info }

// single limits a field to records of a single group.
func (r *madeRecord) single() *multicast.Info {
	if r.made.IsSingleIP() {
		return &r.info
	}
	return new(multicast.Info)
}

func madeTable() record.Table[*madeRecord] {
	t := record.Table[*madeRecord]{
		Default: "output",
		Fields: []record.Field[*madeRecord]{
			record.Text("output", "the group; without --group the prefix of all groups", func(b []byte, r *madeRecord) []byte {
				return appendMade(b, r.made)
			}),
		},
	}
	for _, f := range infoFields() {
		switch {
		case f.Name == "group":
			// How long the group ID of an IPv4 group is depends on the length of the
			// owner's prefix.
			t.Fields = append(t.Fields, record.Text(f.Name, f.Doc, func(b []byte, r *madeRecord) []byte {
				if !r.group.set {
					return b
				}
				return strconv.AppendUint(append(b, "0x"...), uint64(r.group.id), 16)
			}))
		case slices.Contains([]string{"kind", "scope", "block", "prefix", "rp", "iid", "asn"}, f.Name):
			t.Fields = append(t.Fields, record.Of(f, (*madeRecord).whole))
		case slices.Contains([]string{"class", "mac", "warnings"}, f.Name):
			t.Fields = append(t.Fields, record.Of(f, (*madeRecord).single))
		}
	}
	return t
}

// appendMade appends a single group without its prefix length.
func appendMade(b []byte, p netip.Prefix) []byte {
	if p.IsSingleIP() {
		return addr.AppendAddr(b, p.Addr())
	}
	return addr.AppendPrefix(b, p)
}

// madeOp writes the groups with the ID g that makeGroup returns for an item; owner is
// the prefix of their owner if the group does not contain all of it.
func madeOp(g groupID, makeGroup func(item string) (made, owner netip.Prefix, err error)) stream.Op[*madeRecord] {
	return stream.Op[*madeRecord]{
		Takes: stream.Words,
		Each: func(in *ip.Item, out *stream.Out[*madeRecord]) error {
			made, owner, err := makeGroup(in.Text)
			if err != nil {
				return err
			}
			r := out.Rec
			r.made, r.group = made, g
			if r.info, err = multicast.Decode(made.Addr()); err != nil {
				return err
			}
			if owner.IsValid() {
				r.info.Prefix = owner.Masked()
			}
			out.Emit()
			return nil
		},
	}
}

// groups returns the group a if --group was given, otherwise the prefix of all groups
// that share its first bits.
func (g groupID) groups(a netip.Addr, bits int) netip.Prefix {
	if g.set {
		bits = a.BitLen()
	}
	return netip.PrefixFrom(a, bits)
}
