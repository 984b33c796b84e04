package find

import (
	"fmt"
	"testing"
)

func TestFurtherForms(t *testing.T) {
	const ptr = "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa"
	for _, test := range []struct {
		form Form
		text string
		want []string
	}{
		{Hex, "20010db8000000000000000000000001 64", []string{"20010db8000000000000000000000001 = 2001:db8::1"}},
		{Hex, "20010DB8000000000000000000000000/32.", []string{"20010DB8000000000000000000000000/32 = 2001:db8::"}},
		{Hex, "d41d8cd98f00b204e9800998ecf8427ex 120010db8000000000000000000000001 x20010db8000000000000000000000001", nil},
		{Hex, "B80D0120000000000000000001000000:01BB", nil},
		{Hex, "2001:db8::1 and 20010db8000000000000000000000002", []string{
			"2001:db8::1", "20010db8000000000000000000000002 = 2001:db8::2"}},
		{ProcNet, "  0: B80D0120000000000000000001000000:01BB 00000000000000000000000000000000:0000 0A 00000000:00000000", []string{
			"B80D0120000000000000000001000000 = 2001:db8::1 port 443", "00000000000000000000000000000000 = :: port 0"}},
		{ProcNet, "  1: 0100007F:0035 00000000:0000 07", []string{
			"0100007F = 127.0.0.1 port 53", "00000000 = 0.0.0.0 port 0"}},
		{ProcNet, "20010db8000100020003000400050006 02 40 00 82       va", []string{
			"20010db8000100020003000400050006 = 2001:db8:1:2:3:4:5:6"}},
		{ProcNet, "0100007F:00356 0100007:0035 xB80D0120000000000000000001000000:01BB", nil},
		{Arpa, ptr + ". 3600 IN PTR", []string{ptr + " = 2001:db8::1"}},
		{Arpa, "x" + ptr + " 0." + ptr, nil},
		{Arpa, "zone 8.B.D.0.1.0.0.2.IP6.ARPA: in-addr.arpa .ip6.arpa", []string{"8.B.D.0.1.0.0.2.IP6.ARPA length 32 = 2001:db8::"}},
		{Arpa, "1.2.0.192.in-addr.arpa 2.0.192.in-addr.arpa", []string{
			"1.2.0.192.in-addr.arpa = 192.0.2.1", "2.0.192.in-addr.arpa length 24 = 192.0.2.0"}},
		{Arpa, "0/25.2.0.192.in-addr.arpa x", []string{"0/25.2.0.192.in-addr.arpa length 25 = 192.0.2.0"}},
		{Arpa, "x0/25.2.0.192.in-addr.arpa 1/25.2.0.192.in-addr.arpa 0/24.2.0.192.in-addr.arpa 00/25.2.0.192.in-addr.arpa", nil},
		{Arpa, "b._dns-sd._udp.0.2.0.192.in-addr.arpa 256.2.0.192.in-addr.arpa 1.1.2.0.192.in-addr.arpa 01.2.0.192.in-addr.arpa", nil},
		{UNC, `\\2001-db8--1s4.ipv6-literal.net\share`, []string{"2001-db8--1s4.ipv6-literal.net = 2001:db8::1 zone 4"}},
		{UNC, `\\0--1.IPv6-Literal.net.`, []string{"0--1.IPv6-Literal.net = ::1"}},
		{UNC, "x.2001-db8--1.ipv6-literal.net 2001-db8--1s.ipv6-literal.net 2001-db8.ipv6-literal.net 192.0.2.1.ipv6-literal.net ipv6-literal.net", nil},
	} {
		if got := all(test.text, Options{}); len(got) > 0 && test.text[:4] != "2001" {
			t.Errorf("%q without forms: %v", test.text, got)
		}
		var got []string
		for _, f := range all(test.text, Options{Forms: Forms(0).With(test.form)}) {
			got = append(got, describe(test.text, f))
		}
		if fmt.Sprint(got) != fmt.Sprint(test.want) {
			t.Errorf("%v: %q\n got %q\nwant %q", test.form, test.text, got, test.want)
		}
	}
}
