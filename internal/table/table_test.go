package table

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/subnet"
)

func TestTable(t *testing.T) {
	var b Builder
	b.Add(netip.MustParsePrefix("::/0"))
	for _, text := range []string{
		"network,asn,name\n2001:db8::/32,64496,docs\n192.0.2.0/24,64497,net\n192.0.2.8-192.0.2.12,64498,part\n",
		"2001:db8:1::/48 Graz\n192.0.2.0/24 again\n",
		"network,name,label,asn\n198.51.100.0/24,n,l,64499\n",
	} {
		if err := b.Read(strings.NewReader(text), Auto); err != nil {
			t.Fatal(err)
		}
	}
	tb := b.Table()
	if want := []string{"asn", "name", "label"}; !slices.Equal(tb.Columns(), want) {
		t.Errorf("columns %q, want %q", tb.Columns(), want)
	}
	if tb.Len() != 7 {
		t.Errorf("%d rows", tb.Len())
	}
	for _, c := range [][6]string{
		{"2001:db8:2::1", "2001:db8::/32", "64496", "docs", "", "64496"},
		{"2001:db8:1::1", "2001:db8:1::/48", "", "", "Graz", "Graz"},
		{"2001:db8:1::/47", "2001:db8::/32", "64496", "docs", "", "64496"},
		{"3fff::1", "::/0", "", "", "", ""},
		{"192.0.2.1", "192.0.2.0/24", "", "", "again", "again"},
		{"192.0.2.9", "192.0.2.8/30", "64498", "part", "", "64498"},
		{"192.0.2.12", "192.0.2.12/32", "64498", "part", "", "64498"},
		{"198.51.100.1", "198.51.100.0/24", "64499", "n", "l", "l"},
	} {
		it, err := subnet.Parse(c[0])
		if err != nil {
			t.Fatal(err)
		}
		row := tb.Range(it.Range())
		got := [6]string{c[0], row.Prefix().String(), row.Column(0), row.Column(1), row.Column(2), row.Label()}
		if all := row.AppendColumns(nil); !row.Found() || got != c || !slices.Equal(all, c[2:5]) {
			t.Errorf("got %q and %q, want %q", got, all, c)
		}
		if text := string(row.AppendPrefix(nil)); text != c[1] {
			t.Errorf("%s: prefix %q, want %q", c[0], text, c[1])
		}
		if it.IsRange() {
			continue
		}
		var item ip.Item
		var same Row
		item.Set(it.Addr, "", it.Bits())
		if tb.Item(&item, &same); same.Prefix() != row.Prefix() || same.Label() != row.Label() {
			t.Errorf("%s as an item matches %v, as a range %v", c[0], same, row)
		}
	}
	if row := tb.Addr(netip.MustParseAddr("203.0.113.1")); row.Found() || row.Column(0) != "" || row.Label() != "" {
		t.Errorf("203.0.113.1 matches %v", row)
	}
	a := netip.MustParseAddr("2001:db8:1::1")
	if n := testing.AllocsPerRun(100, func() {
		row := tb.Addr(a)
		_, _ = row.Column(2), row.Label()
	}); n != 0 {
		t.Errorf("a look-up allocates %v times", n)
	}
}

// Long values need lengths of several bytes, and more rows than the cache of rows.
func TestTableLong(t *testing.T) {
	var text strings.Builder
	value := func(i int) string { return strings.Repeat("x", i%600) + fmt.Sprint(i) }
	const rows = 3 * recentRows
	for i := range rows {
		fmt.Fprintf(&text, "10.%d.%d.0/24\t%s\t%d\n", i>>8, i&255, value(i), i)
	}
	var b Builder
	if err := b.Read(strings.NewReader(text.String()), Auto); err != nil {
		t.Fatal(err)
	}
	tb := b.Table()
	for i := range rows {
		row := tb.Addr(netip.AddrFrom4([4]byte{10, byte(i >> 8), byte(i), 1}))
		if all := row.AppendColumns(nil); all[0] != value(i) || row.Column(0) != value(i) || row.Column(1) != fmt.Sprint(i) {
			t.Fatalf("row %d has %q, %q", i, row.Column(0), row.Column(1))
		}
	}
}

func ExampleBuilder_Read() {
	var b Builder
	_ = b.Read(strings.NewReader("network,asn,site\n2001:db8::/32,64496,Vienna\n2001:db8:1::/48,64497,Graz\n"), Auto)
	t := b.Table()
	row := t.Addr(netip.MustParseAddr("2001:db8:1::25"))
	for i, name := range t.Columns() {
		fmt.Println(row.Prefix(), name, row.Column(i))
	}
	// Output:
	// 2001:db8:1::/48 asn 64497
	// 2001:db8:1::/48 site Graz
}
