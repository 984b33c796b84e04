package fields

import (
	"strconv"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/record"
)

// Item returns the fields of the zone and prefix length of an item.
func Item() []record.Field[*ip.Item] {
	return []record.Field[*ip.Item]{
		record.Text("zone", "the zone, if the item has one", func(b []byte, it *ip.Item) []byte {
			return append(b, it.Zone...)
		}),
		record.Number("prefix_length", "the prefix length, if the item has one", func(b []byte, it *ip.Item) []byte {
			if !it.IsPrefix() {
				return b
			}
			return strconv.AppendInt(b, int64(it.Length), 10)
		}),
	}
}

// ItemOf returns it as an addr.Item; its zone is valid until the cursor moves.
func ItemOf(it *ip.Item) addr.Item {
	return addr.Item{Addr: it.Addr(), Zone: it.Zone}.WithBits(it.Length)
}
