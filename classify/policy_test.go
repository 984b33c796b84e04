package classify

import (
	"net/netip"
	"testing"
)

func TestPolicy(t *testing.T) {
	for _, tt := range []struct {
		table             PolicyTable
		in                string
		prefix            string
		precedence, label uint8
	}{
		{RFC6724, "::1", "::1/128", 50, 0}, // RFC 6724 section 2.1, all rows
		{RFC6724, "2a00::1", "::/0", 40, 1},
		{RFC6724, "::ffff:192.0.2.1", "::ffff:0:0/96", 35, 4},
		{RFC6724, "192.0.2.1", "::ffff:0:0/96", 35, 4},
		{RFC6724, "2002:c000:201::1", "2002::/16", 30, 2},
		{RFC6724, "2001::1", "2001::/32", 5, 5},
		{RFC6724, "2001:1::1", "::/0", 40, 1},
		{RFC6724, "fd00::1", "fc00::/7", 3, 13},
		{RFC6724, "::2", "::/96", 1, 3},
		{RFC6724, "fec0::1", "fec0::/10", 1, 11},
		{RFC6724, "3ffe::1", "3ffe::/16", 1, 12},
		{RFC6724, "fe80::1%eth0", "::/0", 40, 1},
		{RFC3484, "::1", "::1/128", 50, 0},
		{RFC3484, "2002::1", "2002::/16", 30, 2},
		{RFC3484, "::2", "::/96", 20, 3},
		{RFC3484, "192.0.2.1", "::ffff:0:0/96", 10, 4},
		{RFC3484, "fd00::1", "::/0", 40, 1},
		{DraftUpdate, "fd00::1", "fc00::/7", 30, 13},
		{DraftUpdate, "192.0.2.1", "::ffff:0:0/96", 20, 4},
		{DraftUpdate, "2002::1", "2002::/16", 5, 2},
	} {
		want := Policy{netip.MustParsePrefix(tt.prefix), tt.precedence, tt.label}
		if got := tt.table.Lookup(netip.MustParseAddr(tt.in)); got != want {
			t.Errorf("%v.Lookup(%s) = %v, want %v", tt.table, tt.in, got, want)
		}
	}
	if got := RFC6724.Lookup(netip.Addr{}); got != (Policy{}) {
		t.Errorf("Lookup(zero) = %v", got)
	}
	if got := PolicyTable(9).Rows(); got != nil {
		t.Errorf("PolicyTable(9).Rows() = %v", got)
	}
	for table, n := range map[PolicyTable]int{RFC6724: 9, RFC3484: 5, DraftUpdate: 9} {
		rows := table.Rows()
		if len(rows) != n {
			t.Errorf("%v has %d rows, want %d", table, len(rows), n)
		}
		for i, r := range rows {
			if i > 0 && r.Prefix.Bits() > rows[i-1].Prefix.Bits() {
				t.Errorf("%v: %v after %v", table, r.Prefix, rows[i-1].Prefix)
			}
			if got := table.Lookup(r.Prefix.Addr()); r.Prefix.Bits() != 96 && r.Prefix.Bits() != 0 && got != r {
				t.Errorf("%v.Lookup(%v) = %v", table, r.Prefix.Addr(), got)
			}
		}
	}
}
