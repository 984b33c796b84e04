package fields

import (
	"strconv"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/record"
)

// Item are the fields of what an item has beside its address.
func Item() []record.Field[*ip.Item] {
	return []record.Field[*ip.Item]{
		record.Text("zone", "the zone, where the item has one", func(b []byte, it *ip.Item) []byte {
			return append(b, it.Zone...)
		}),
		record.Number("prefix_length", "the length, where the item is a prefix", func(b []byte, it *ip.Item) []byte {
			if !it.IsPrefix() {
				return b
			}
			return strconv.AppendInt(b, int64(it.Length), 10)
		}),
	}
}

// ItemOf returns it as a value that can be kept for as long as the call lasts.
func ItemOf(it *ip.Item) addr.Item {
	return addr.Item{Addr: it.Addr(), Zone: it.Zone}.WithBits(it.Length)
}
