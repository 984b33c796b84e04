package subnet

import (
	"errors"
	"fmt"
	"net/netip"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/eui64"
	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
	"github.com/hextet/hextet/subnet"
)

// An anycastRecord is an anycast address of a subnet.
type anycastRecord struct {
	address netip.Addr
	id      int // -1 for the subnet-router anycast address
	name    string
}

func newAnycast(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "anycast [PREFIX...]",
		Short: "the anycast addresses of a subnet (RFC 2526)",
		Long: `List the anycast addresses of each subnet that have a meaning: that of its
routers, with an interface identifier of zero (RFC 4291 section 2.6.1), and the
assigned ones of the 128 that RFC 2526 reserves. --id writes those with the
identifiers given, 0 to 127, or "all".

A subnet is a /64; its reserved identifiers are ones but for the u bit and the
last 7 bits. Longer prefixes have all ones in its place. A prefix with host bits
is the subnet of that address.`,
		Example: `  hextet subnet anycast 2001:db8:1:2::/64
  hextet subnet anycast --id 126 2001:db8:1:2::5/64
  hextet subnet anycast --id 0,125..127 -j 2001:db8::/64`,
	}
	ids := ""
	c.Flags().StringVar(&ids, "id", "", "only the identifiers in `LIST`: 126, 0,5,120..127, or all")
	cli.Suggest(c, "id", cli.Word{Name: "126", Doc: "Mobile IPv6 Home-Agents"}, cli.Word{Name: "all", Doc: "0 to 127"})
	return cli.Items(a, c,
		func() record.Table[*anycastRecord] {
			t := record.Table[*anycastRecord]{
				Default: "address,id,name",
				Fields: []record.Field[*anycastRecord]{
					record.Text("address", "the anycast address", func(b []byte, r *anycastRecord) []byte { return addr.AppendAddr(b, r.address) }),
					record.Number("id", "its identifier, 0 to 127 (RFC 2526)", func(b []byte, r *anycastRecord) []byte {
						if r.id < 0 {
							return b
						}
						return strconv.AppendInt(b, int64(r.id), 10)
					}),
					record.Text("name", "what it is for, where it is assigned", func(b []byte, r *anycastRecord) []byte { return append(b, r.name...) }),
				},
			}
			if ids != "" {
				t.Default = "address"
			}
			return t
		},
		func() (op stream.Op[*anycastRecord], err error) {
			list, err := anycastIDs(ids)
			if err != nil {
				return op, err
			}
			op.Each = func(in *ip.Item, out *stream.Out[*anycastRecord]) error {
				if !in.IsPrefix() {
					return errors.New("an address without a length is not a subnet")
				}
				p := in.Prefix()
				r := out.Rec
				for _, id := range list {
					if r.id = id; id < 0 {
						r.name = "Subnet-Router Anycast"
						r.address, err = subnet.RouterAnycast(p)
					} else {
						r.name = anycastName(id)
						r.address, err = subnet.Anycast(p, uint8(id))
					}
					if err != nil {
						return err
					}
					if !out.Emit() {
						break
					}
				}
				return nil
			}
			return op, nil
		})
}

// anycastName returns the name of an identifier, "" if it is not assigned.
func anycastName(id int) string {
	row, ok := eui64.AnycastIID(uint8(id)).Anycast()
	if !ok || id == 0 || row.First != row.Last {
		return ""
	}
	return row.Name
}

// anycastIDs parses --id. The default is -1, for the subnet-router anycast address, and
// all assigned identifiers.
func anycastIDs(s string) (list []int, err error) {
	switch s {
	case "":
		list = append(list, -1)
		for id := range subnet.MaxAnycastID + 1 {
			if name := anycastName(id); name != "" && !strings.EqualFold(name, "reserved") {
				list = append(list, id)
			}
		}
		return list, nil
	case "all":
		s = "0.." + strconv.Itoa(subnet.MaxAnycastID)
	}
	for part := range strings.SplitSeq(s, ",") {
		from, to, ranged := strings.Cut(part, "..")
		first, err := anycastID(from)
		last := first
		if err == nil && ranged {
			last, err = anycastID(to)
		}
		if err != nil || last < first {
			return nil, fmt.Errorf("--id %q: not identifiers from 0 to %d (RFC 2526 section 3)", part, subnet.MaxAnycastID)
		}
		for ; first <= last; first++ {
			list = append(list, first)
		}
	}
	return list, nil
}

// anycastID parses an identifier.
var anycastID = cli.Number(0, subnet.MaxAnycastID)
