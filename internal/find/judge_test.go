package find

import (
	"fmt"
	"strings"
	"testing"
)

// rules are the rules, a text each and what is found in it: "text -> address",
// with "zone Z", "port N".
var rules = []struct {
	name string
	text string
	want []string
}{
	// A run is an address as a whole, or not at all.
	{"address", "2001:db8::1", []string{"2001:db8::1"}},
	{"address in words", "from 2001:DB8:0:0::1, to 192.0.2.1; ok", []string{"2001:DB8:0:0::1 = 2001:db8::1", "192.0.2.1"}},
	{"all spellings", "1:2:3:4:5:6:7:8 1:2:3:4:5:6:192.0.2.1 ::ffff:192.0.2.1 1::", []string{
		"1:2:3:4:5:6:7:8", "1:2:3:4:5:6:192.0.2.1 = 1:2:3:4:5:6:c000:201", "::ffff:192.0.2.1", "1::"}},
	{"two gaps", "2001::25de::cade", nil},
	{"nine groups", "1:2:3:4:5:6:7:8:9", nil},
	{"gap and eight groups", "1::2:3:4:5:6:7:8:443", nil},
	{"cut off", "2001:db8:1:2:3:4::60958", nil},
	{"five digits", "2001:db8::12345:1", nil},
	{"octet too large", "300.1.2.3 1.2.3.256", nil},
	{"leading zero", "192.0.2.01", nil},
	{"three parts", "1.2.3", nil},
	{"six parts", "1.2.3.4.5.6", nil},
	{"object identifier", ".1.3.6.1.2.1.1.3.0", nil},
	{"hexadecimal fifth part", "1.2.3.4.ab", nil},
	{"leading colon", ":2001:db8::1 :192.0.2.1", nil},
	{"leading dot", ".192.0.2.1", nil},
	{"hex word", "::abc a::b dead::beef", []string{"::abc", "a::b", "dead::beef"}},

	// ":" and "." at the end that cannot belong to it.
	{"end of a sentence", "at 2001:db8::1. And 192.0.2.1...", []string{"2001:db8::1", "192.0.2.1"}},
	{"colon after", "2001:db8::1: x 192.0.2.1: y", []string{"2001:db8::1", "192.0.2.1"}},
	{"two colons after", "2001:db8::1:: x 192.0.2.1:: y", []string{"2001:db8::1", "192.0.2.1"}},
	{"two colons at the end", "2001:db8::", []string{"2001:db8::"}},
	{"two colons at the end, and one", "2001:db8::: x", []string{"2001:db8::"}},
	{"two colons at the end, and a dot", "2001:db8::. x", []string{"2001:db8::"}},
	{"dot and colons", "192.0.2.1.:. x", []string{"192.0.2.1"}},
	{"colon after eight", "1:2:3:4:5:6:7:8: x", []string{"1:2:3:4:5:6:7:8"}},

	// A letter, a digit or "_" beside it.
	{"C++", "std::cout std:: ::std std::bad", nil},
	{"Rust", "vaultwarden::api login::106 api::add", nil},
	{"letter after", "2001:db8::1g 192.0.2.1x 192.0.2.1:80x", nil},
	{"letter before", "x2001:db8::1 v1.2.3.4", nil},
	{"underscore", "_2001:db8::1 192.0.2.1_ a_::1", nil},
	{"file name", "libfoo-1.2.3.4.tar.gz", nil},
	{"host name", "4.3.2.1.in-addr.arpa 1.2.3.4.example.com", nil},
	{"not ASCII beside", "（2001:db8::1）来自192.0.2.1的", []string{"2001:db8::1", "192.0.2.1"}},
	{"bytes like separators", "2001\xbadb8\xba\xba1 1\xae2\xae3\xae4", nil},
	{"quotes and signs", `'::1' "::2" <::3> =::4= {::5} *::6* +::7 \::8\ |::9|`, []string{
		"::1", "::2", "::3", "::4", "::5", "::6", "::7", "::8", "::9"}},
	{"range", "2001:db8::10-2001:db8::1f", []string{"2001:db8::10", "2001:db8::1f"}},
	{"revision", "1.2.3.4-5", []string{"1.2.3.4"}},

	// Ports.
	{"brackets", "[2001:db8::1]:443 [192.0.2.1]:25 [::]:80", []string{
		"2001:db8::1 port 443", "192.0.2.1 port 25", ":: port 80"}},
	{"brackets, no port", "[2001:db8::1] [2001:db8::1]: [2001:db8::1]:x [::1]:65536 [::1]:80x", []string{
		"2001:db8::1", "2001:db8::1", "2001:db8::1", "::1", "::1"}},
	{"brackets, more after the port", "[::1]:8080:80 [::1]:3300/0 [::1]:22, [::1]:22. [::1]:22:", []string{
		"::1 port 8080", "::1 port 3300", "::1 port 22", "::1 port 22", "::1 port 22"}},
	{"one bracket", "2001:db8::1]:443 [x 2001:db8::1]:443", []string{"2001:db8::1", "2001:db8::1"}},
	{"sign", "2001:db8::1#53 192.0.2.1#53: 192.0.2.1@853 2001:db8::1@853.", []string{
		"2001:db8::1 port 53", "192.0.2.1 port 53", "192.0.2.1 port 853", "2001:db8::1 port 853"}},
	{"sign, no port", "192.0.2.1#x 192.0.2.1@example 192.0.2.1#65536 192.0.2.1#053x", []string{
		"192.0.2.1", "192.0.2.1", "192.0.2.1", "192.0.2.1"}},
	{"sign and address", "2001:db8::1@192.0.2.1 2001:db8::1@2001:db8::2", []string{
		"2001:db8::1", "192.0.2.1", "2001:db8::1", "2001:db8::2"}},
	{"parentheses", "2001:db8::1(443) 192.0.2.1(443)", []string{"2001:db8::1 port 443", "192.0.2.1 port 443"}},
	{"parentheses, no port", "2001:db8::1(eth0) 2001:db8::1(443 2001:db8::1(2001:db8::2)", []string{
		"2001:db8::1", "2001:db8::1", "2001:db8::1", "2001:db8::2"}},
	{"dig", "SERVER: 2001:db8::53#53(2001:db8::53)", []string{"2001:db8::53 port 53", "2001:db8::53"}},
	{"tcpdump", "2001:db8::1.443 > ::.546: 192.0.2.1.53: ::ffff:192.0.2.1.80 ff02::fb.5353", []string{
		"2001:db8::1 port 443", ":: port 546", "192.0.2.1 port 53", "::ffff:192.0.2.1 port 80", "ff02::fb port 5353"}},
	{"tcpdump, too large", "2001:db8::1.65536 192.0.2.1.65536", nil},
	{"after dotted decimal", "192.0.2.1:443 ::ffff:192.0.2.1:21 192.0.2.1:5: 192.0.2.1:0.", []string{
		"192.0.2.1 port 443", "::ffff:192.0.2.1 port 21", "192.0.2.1 port 5", "192.0.2.1 port 0"}},
	{"after dotted decimal, no port", "192.0.2.1:65536 192.0.2.1:ab 192.0.2.1:80:80", nil},
	{"eight groups", "2001:db8:1:2:3:4:5:6:443 0:0:0:0:0:0:0:1:8080", []string{
		"2001:db8:1:2:3:4:5:6 port 443", "0:0:0:0:0:0:0:1 = ::1 port 8080"}},
	{"eight groups, no port", "2001:db8:1:2:3:4:5:6:abc 1:2:3:4:5:6:7:8:9:10", nil},
	{"netstat", ":::80 2001:db8:::22: ::::80 :::x :::abc :::*", []string{":: port 80", "2001:db8:: port 22"}},
	{"five digits after", "2001:db8::1:50522 ::1:60958 1:2:3:4:5:6:7:8:50522", []string{
		"2001:db8::1 port 50522", "::1 port 60958", "1:2:3:4:5:6:7:8 port 50522"}},
	{"five digits after, no port", "2001:db8::1:fffff 2001:db8::1:65536 2001:db8::50522", nil},
	{"four digits after", "2001:db8::1:5060", []string{"2001:db8::1:5060"}},

	// Tags.
	{"tag", "[IPv6:2001:db8::1] ipv6:::1, (IPv6:2001:db8::1:50522)", []string{
		"2001:db8::1", "::1", "2001:db8::1 port 50522"}},
	{"tag in brackets with port", "[IPv6:2001:db8::1]:25", []string{"2001:db8::1 port 25"}},
	{"SPF", "v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 -all", []string{"192.0.2.0/24", "2001:db8::/32"}},
	{"no tag", "xIPv6:2001:db8::1 IPv4:192.0.2.1 v6:2001:db8::1 IPv6::1 IPv6 : ip:192.0.2.1", nil},
	{"tag and no address", "IPv6:00:11:22:33:44:55 IPv6:2001:db8::1g IPv6:", nil},

	// Not addresses.
	{"MAC", "02:00:5e:00:53:01 0200.5e00.5301", nil},
	{"EUI-64", "00:00:5e:ff:fe:00:53:01 00:00:5E:FF:FE:00:53:01: [00:00:5e:ff:fe:00:53:01]:80 00:00:5e:ff:fe:00:53:01/64 00:00:5e:ff:fe:00:53:01:443", nil},
	{"DUID", "00:01:00:01:2a:3b:4c:5d:02:00:5e:00:53:01", nil},
	{"eight groups, one of one digit", "0:11:22:33:44:55:66:77", []string{"0:11:22:33:44:55:66:77"}},
	{"times", "13:42:46.678925 2026-11-20T10:15:30Z 10:15 [20/Nov/2026:10:15:30 +0000] 2026:11:20 20.11.2026 0:00:01.5", nil},

	// A lone "::".
	{"lone", " :: ", nil},
	{"lone with more", "::/0 ::%eth0 [::]:80 ::#53", []string{"::/0", ":: zone eth0", ":: port 80", ":: port 53"}},
	{"zero with digits", "0::0 ::0", []string{"0::0 = ::", "::0 = ::"}},

	// Zones.
	{"zone", "fe80::1%eth0 fe80::1%2, fe80::1%br-lan.10~x_y:", []string{
		"fe80::1 zone eth0", "fe80::1 zone 2", "fe80::1 zone br-lan.10~x_y"}},
	{"zone and port", "[fe80::1%eth0]:22 fe80::1%eth0#53 fe80::1%eth0:546 fe80::1%12(Preferred)", []string{
		"fe80::1 zone eth0 port 22", "fe80::1 zone eth0 port 53", "fe80::1 zone eth0 port 546", "fe80::1 zone 12"}},
	{"zone and length", "fe80::1%eth0/64", []string{"fe80::1/64 zone eth0"}},
	{"zone escaped", "[fe80::1%25eth0] fe80::1%25eth0 [fe80::1%25]", []string{
		"fe80::1 zone eth0", "fe80::1 zone 25eth0", "fe80::1 zone 25"}},
	{"no zone", "fe80::1% fe80::1%% 192.0.2.1%lo", []string{"fe80::1", "fe80::1", "192.0.2.1"}},
	{"zone after a dot", "fe80::1.%eth0", []string{"fe80::1"}},
	{"next after a zone", "fe80::1%eth0 fe80::2%eth0", []string{"fe80::1 zone eth0", "fe80::2 zone eth0"}},
	{"run in a zone", "fe80::1%e::1 fe80::1%a:b", []string{"fe80::1 zone e", "fe80::1 zone a"}},

	// Prefix lengths.
	{"length", "2001:db8::/32, 192.0.2.0/24. 0.0.0.0/0 ::1/128:", []string{
		"2001:db8::/32", "192.0.2.0/24", "0.0.0.0/0", "::1/128"}},
	{"no length", "2001:db8::/129 192.0.2.0/33 192.0.2.0/024 192.0.2.0/+24 192.0.2.0/ 192.0.2.0/24x 192.0.2.0/24_", []string{
		"2001:db8::", "192.0.2.0", "192.0.2.0", "192.0.2.0", "192.0.2.0", "192.0.2.0", "192.0.2.0"}},
	{"mask", "192.0.2.0/255.255.255.0 192.0.2.0/0.0.0.255", []string{
		"192.0.2.0", "255.255.255.0", "192.0.2.0", "0.0.0.255"}},
	{"two addresses", "10.0.0.1/10.0.0.1 2001:db8::1/20::1", []string{"10.0.0.1", "10.0.0.1", "2001:db8::1", "20::1"}},
	{"address and MAC", "192.0.2.1/02:00:5e:00:53:01 192.0.2.1/12:00:5e:00:53:01", []string{"192.0.2.1", "192.0.2.1"}},
	{"brackets and length", "[2001:db8::]/32", []string{"2001:db8::"}},
	{"path", "http://192.0.2.1:8080/24 http://[2001:db8::1]/64", []string{"192.0.2.1 port 8080", "2001:db8::1"}},
}

// describe writes a find as rules has it.
func describe(text string, f found) string {
	s := text[f.start:f.end]
	if f.zone != "" {
		a, rest, _ := strings.Cut(s, "%")
		s = a
		if _, length, ok := strings.Cut(rest, "/"); ok {
			s += "/" + length
		}
	}
	a, length, ok := strings.Cut(s, "/")
	if ok != (f.length >= 0) || ok && length != fmt.Sprint(f.length) {
		s += fmt.Sprintf(" length %d", f.length)
	}
	if canonical := f.address.String(); a != canonical {
		s += " = " + canonical
	}
	if f.zone != "" {
		s += " zone " + f.zone
	}
	if f.port >= 0 {
		s += fmt.Sprintf(" port %d", f.port)
	}
	return s
}

func TestRules(t *testing.T) {
	for _, r := range rules {
		for _, find := range []struct {
			name string
			all  func(string, Options) []found
		}{{"fast", all}, {"slow", slowAll}} {
			var got []string
			for _, f := range find.all(r.text, Options{}) {
				got = append(got, describe(r.text, f))
			}
			if fmt.Sprint(got) != fmt.Sprint(r.want) {
				t.Errorf("%s, %s: %q\n got %q\nwant %q", r.name, find.name, r.text, got, r.want)
			}
		}
	}
}

func TestBare(t *testing.T) {
	for _, text := range []string{":: x", "[::]", "from ::, to", ":::*", "::. "} {
		if got := all(text, Options{}); got != nil {
			t.Errorf("%q: %v", text, got)
		}
		got := all(text, Options{Bare: true})
		if len(got) != 1 || text[got[0].start:got[0].end] != "::" {
			t.Errorf("%q, bare: %v", text, got)
		}
	}
	for _, text := range []string{"std::", "::x", "a:: ::b"} {
		if got := all(text, Options{Bare: true}); len(got) > 0 && text != "a:: ::b" {
			t.Errorf("%q, bare: %v", text, got)
		}
	}
}
