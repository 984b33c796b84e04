package selection

import (
	"net/netip"
	"testing"
)

func TestParseGaiConf(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"empty", "", ""},
		{"one precedence replaces them all", "precedence ::ffff:0:0/96 100\n", "::ffff:0.0.0.0/96 100 -, ::/0 40 -"},
		{"one label replaces them all", "label fc00::/7 13\n", "::/0 - 1, fc00::/7 - 13"},
		{"a row for everything stays", "precedence ::/0 7\nlabel ::/0 3\n", "::/0 7 3"},
		{"the first counts", "label fc00::/7 1\nlabel fc00::/7 2\nlabel ::/0 3\nlabel 2001::/0 4\n", "fc00::/7 - 1, ::/0 - 3"},
		{"comments and whitespace", "# label ::/0 5\n \tprecedence\v::1/128\f50 # x\nprecedence ::2/128#\n", "::1/128 50 -, ::/0 40 -, ::2/128 0 -"},
		{"no value is 0", "label fd00::/8\n", "fd00::/8 - 0, ::/0 - 1"},
		{"no digits after the slash are 0", "label fd00::/ 9\n", "::/0 - 9"},
		{"host bits do not count", "label 2001:db8::1/32 9\n", "::/0 - 1, 2001:db8::/32 - 9"},
		{"signs", "precedence fd00::/+8 +41\nprecedence fe00::/8 -1\nprecedence fe00::/8 -0\n", "fd00::/8 41 -, ::/0 40 -, fe00::/8 0 -"},
		{"what it does not understand", "precedence fd00::/129 1\nlabel fd00::/8x 1\nlabel fd00::/8 0x1\nlabel 10.0.0.0/8 1\nlabels ::/0 1\nLABEL ::/0 1\n" +
			"label fd00::/8 2147483648\nlabel fd00::/8 99999999999999999999\nlabel fd00::/8 +\nprecedence\nlabel fe80::1%eth0/64 1\nreload yes\n", ""},
		{"without a length", "label fd00:: 3\n", ""},
		{"nothing after NUL", "label fd00::/8 3\x00\nlabel \x00fe00::/8 4\n", "::/0 - 1, fd00::/8 - 3"},
		{"more fields", "precedence fd00::/8 3 4 5\n", "::/0 40 -, fd00::/8 3 -"},
	} {
		if got := rowsText(ParseGaiConf([]byte(tt.text))); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestParseGaiConfScopes(t *testing.T) {
	p := ParseGaiConf([]byte("scopev4 ::ffff:10.0.0.0/104 5\nscopev4 192.168.0.0/16 5\nscopev4 fd00::/8 3\nscopev4 ::ffff:1.2.3.4/95 3\nscopev4 1.2.3.4/33 3\nscopev4 1.2.3.4 3\n"))
	want := []Entry{
		{netip.MustParsePrefix("192.168.0.0/16"), 5}, {netip.MustParsePrefix("10.0.0.0/8"), 5}, {netip.MustParsePrefix("0.0.0.0/0"), 14},
	}
	got := p.Scopes4()
	if len(got) != len(want) {
		t.Fatalf("scopes %v, want %v", got, want)
	}
	for i := range got {
		if got[i] != want[i] {
			t.Errorf("scope %d is %v, want %v", i, got[i], want[i])
		}
	}
	// With it, a link-local IPv4 destination is global too.
	s := New(hostOf(t, "10.0.0.1/24 2001:db8::1"), Glibc, p)
	if a, b := s.scope(netip.MustParseAddr("169.254.1.1")), s.scope(netip.MustParseAddr("10.1.1.1")); a != 14 || b != 5 {
		t.Errorf("scopes %d and %d", a, b)
	}
}

func FuzzParseGaiConf(f *testing.F) {
	for _, name := range []string{"", "ipv4-first", "rfc6724"} {
		f.Add(gaiConf(f, name))
	}
	f.Add([]byte("label ::1/128 0\nscopev4 ::ffff:10.0.0.0/104 5\nprecedence ::/ 1"))
	f.Fuzz(func(t *testing.T, text []byte) {
		p := ParseGaiConf(text)
		for _, r := range p.Rows() {
			if !r.Prefix.IsValid() || r.Prefix != r.Prefix.Masked() || r.Precedence < 0 || r.Label < 0 {
				t.Errorf("row %v", r)
			}
		}
		for _, list := range [][]Entry{p.labels, p.precedences, p.scopes4} {
			for i := 1; i < len(list); i++ {
				if list[i].Prefix.Bits() > list[i-1].Prefix.Bits() {
					t.Errorf("%v after %v", list[i], list[i-1])
				}
			}
			if len(list) > 0 && list[len(list)-1].Prefix.Bits() != 0 {
				t.Errorf("%v does not end with everything", list)
			}
		}
	})
}
