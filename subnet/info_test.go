package subnet

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func infoText(in Info) string {
	var b strings.Builder
	put := func(key string, v fmt.Stringer, has bool) {
		if has {
			fmt.Fprintf(&b, "%s %v\n", key, v)
		}
	}
	put("prefix", in.Prefix, in.Prefix.IsValid())
	put("first", in.First, in.First.IsValid())
	put("last", in.Last, in.Last.IsValid())
	put("count", in.Count, true)
	put("subnets_64", in.Subnets64, !in.Subnets64.IsZero())
	put("mask", in.Mask, in.Mask.IsValid())
	put("wildcard", in.Wildcard, in.Wildcard.IsValid())
	put("broadcast", in.Broadcast, in.Broadcast.IsValid())
	put("usable", in.Usable, !in.Usable.IsZero())
	put("usable_first", in.UsableFirst, in.UsableFirst.IsValid())
	put("usable_last", in.UsableLast, in.UsableLast.IsValid())
	put("parent", in.Parent, in.Parent.IsValid())
	for _, r := range in.Remarks {
		put("-", r, true)
	}
	return b.String()
}

func TestDescribe(t *testing.T) {
	cases := []struct{ in, want string }{
		{"192.0.2.9/24", `prefix 192.0.2.0/24
first 192.0.2.0
last 192.0.2.255
count 256
mask 255.255.255.0
wildcard 0.0.0.255
broadcast 192.0.2.255
usable 254
usable_first 192.0.2.1
usable_last 192.0.2.254
parent 192.0.2.0/23
- host bits are set in 192.0.2.9 (RFC 4632 section 3.1)
`},
		{"192.0.2.2/31", `prefix 192.0.2.2/31
first 192.0.2.2
last 192.0.2.3
count 2
mask 255.255.255.254
wildcard 0.0.0.1
usable 2
usable_first 192.0.2.2
usable_last 192.0.2.3
parent 192.0.2.0/30
- point-to-point link: both addresses are usable, there is no broadcast address (RFC 3021 section 2.1)
- classless reverse zone 2/31.2.0.192.in-addr.arpa (RFC 2317 section 4)
`},
		{"192.0.2.2", `prefix 192.0.2.2/32
first 192.0.2.2
last 192.0.2.2
count 1
mask 255.255.255.255
wildcard 0.0.0.0
usable 1
usable_first 192.0.2.2
usable_last 192.0.2.2
parent 192.0.2.2/31
- a single address
`},
		{"2001:db8::/32", `prefix 2001:db8::/32
first 2001:db8::
last 2001:db8:ffff:ffff:ffff:ffff:ffff:ffff
count 79228162514264337593543950336
subnets_64 4294967296
parent 2001:db8::/31
`},
		{"::/0", `prefix ::/0
first ::
last ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff
count 340282366920938463463374607431768211456
subnets_64 18446744073709551616
`},
		{"0.0.0.0/0", `prefix 0.0.0.0/0
first 0.0.0.0
last 255.255.255.255
count 4294967296
mask 0.0.0.0
wildcard 255.255.255.255
broadcast 255.255.255.255
usable 4294967294
usable_first 0.0.0.1
usable_last 255.255.255.254
`},
		{"2001:db8::-2001:db8::2", `first 2001:db8::
last 2001:db8::2
count 3
`},
	}
	for _, c := range cases {
		it, err := Parse(c.in)
		if err != nil {
			t.Fatal(err)
		}
		if got := infoText(Describe(it)); got != c.want {
			t.Errorf("%s:\n%swant:\n%s", c.in, got, c.want)
		}
	}
	if in := Describe(Item{}); in.First.IsValid() || in.Prefix.IsValid() || len(in.Remarks) > 0 || len(slices.Collect(in.ReverseZones())) > 0 {
		t.Errorf("the zero Item is described: %+v", in)
	}
}

func TestRemarks(t *testing.T) {
	cases := []struct {
		in   string
		want string // the RFCs, in order
	}{
		{"2001:db8:0:1::/64", "7421 4291 2526"},
		{"2001:db8:0:1::/80", "4862 7421 4291"},
		{"2001:db8::/48", "6177"},
		{"2001:db8::/56", "6177"},
		{"2001:db8::/50", "3596"},
		{"2001:db8::1:0/127", "6164 3596"},
		{"2001:db8::/127", "6164 6164 3596"}, // the Subnet-Router anycast address
		{"2001:db8::ffff:ffff:ffff:ff7e/127", "6164 3596"},
		{"2001:db8::ffff:ffff:ffff:ff80/127", "6164 6164 3596"},
		{"2001:db8::fdff:ffff:ffff:fffe/127", "6164 6164 3596"},
		{"2001:db8::fdff:ffff:ffff:ff7e/127", "6164 3596"},
		{"2001:db8::1", "0"},
		{"2001:db8::1/64", "4291 7421 4291 2526"},
		{"ff02::/64", ""}, // no interface identifiers there
		{"::/96", ""},
		{"64:ff9b::/96", ""},
		{"192.0.2.0/24", ""},
		{"192.0.2.0/25", "2317"},
		{"192.0.2.0/31", "3021 2317"},
	}
	for _, c := range cases {
		it, err := Parse(c.in)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, r := range Describe(it).Remarks {
			number := "0"
			if f := strings.Fields(r.Reference); len(f) > 1 {
				number = f[1]
			}
			got = append(got, number)
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s has remarks from %s, want %s", c.in, s, c.want)
		}
	}
}
