package stream

import (
	"strings"
	"testing"
)

func TestAdvice(t *testing.T) {
	for text, want := range map[string]string{
		"00:a0:cc:24:b0:e4":                 `a MAC? "hextet eui64" takes those`,
		"00a0.cc24.b0e4":                    `a MAC? "hextet eui64" takes those`,
		"02-a0-cc-ff-fe-24-b0-e4":           `a MAC? "hextet eui64" takes those`,
		"2001:db8::1/ffff:ffff::":           "a netmask? write 2001:db8::1/32",
		"2001:db8::1/ffff:ffff:8000::":      "a netmask? write 2001:db8::1/33",
		"2001:db8::1/::":                    "a netmask? write 2001:db8::1/0",
		"2001:db8::1/ffff:0:ffff::":         "",
		"eth0%fe80::1":                      "the zone comes after the address: fe80::1%eth0",
		"eth0%fe80::1/64":                   "the zone comes after the address: fe80::1%eth0/64",
		"%fe80::1":                          "",
		"a b%fe80::1":                       "",
		"010.0.0.1":                         "write 10.0.0.1, or 8.0.0.1 where that is octal",
		"192.168.001.009/24":                "write 192.168.1.9/24",
		"192.168.01.1":                      "write 192.168.1.1",
		"01.02.03":                          "",
		"0300.1.1.1":                        "",
		":::22":                             ":: with a port? write [::]:22",
		":::":                               "",
		":::99999":                          "",
		"2001db8000000000000000000000001":   "31 hexadecimal digits; an IPv6 address has 32",
		"2001db800000000000000000000000001": "33 hexadecimal digits; an IPv6 address has 32",
		"20010db8000000000000000000000001":  `"hextet convert --from hex" reads that`,
		"3221225985":                        `"hextet convert --from int" reads that`,
		"[2001:db8::1]:443":                 `"hextet convert --from url" reads that`,
		"http://192.0.2.1/":                 `"hextet convert --from url" reads that`,
		"example.com":                       "a host name? hextet does not look names up",
		"www.example.com.":                  "a host name? hextet does not look names up",
		"1.2.3":                             "",
		"nonsense":                          "",
		"12345678":                          "", // ambiguous
		"":                                  "",
		strings.Repeat("a.", 200) + "com":   "",
	} {
		if got := adviceOn(text); got != want {
			t.Errorf("adviceOn(%q) = %q, want %q", text, got, want)
		}
	}
}

// Whatever the text, what is advised can be printed.
func FuzzAdvice(f *testing.F) {
	for _, s := range []string{"eth0%fe80::1", "010.0.0.1/8", "2001:db8::1/ffff::", ":::22", "\x1b[31m%::1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, r := range adviceOn(s) {
			if r < ' ' || r == 0x7f || r == 0xfffd {
				t.Fatalf("adviceOn(%q) = %q", s, adviceOn(s))
			}
		}
	})
}
