package embed4

import (
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/hextet/hextet/internal/ip"
)

// classOf against the ranges in order, at every border and next to it.
func TestClassOf(t *testing.T) {
	slow := func(v uint32) class {
		for _, r := range special {
			if v >= r.first && v <= r.last {
				return r.class
			}
		}
		return global
	}
	r := newRand(t)
	vs := []uint32{0, ^uint32(0)}
	for i, row := range special {
		if row.first > row.last || i > 0 && row.first <= special[i-1].last {
			t.Errorf("row %d is out of order", i)
		}
		vs = append(vs, row.first-1, row.first, row.last, row.last+1)
	}
	for range 10000 {
		vs = append(vs, r.Uint32())
	}
	for _, v := range vs {
		if got, want := classOf(v), slow(v); got != want {
			t.Errorf("classOf(%v) = %v, want %v", ip.Addr4(v), got, want)
		}
	}
}

func TestClassOfPrefix(t *testing.T) {
	for p, want := range map[string]class{
		"8.0.0.0/8": global, "10.0.0.0/8": private, "10.1.0.0/16": private, "10.0.0.0/7": several, "0.0.0.0/0": several,
		"172.16.0.0/12": private, "172.0.0.0/8": several, "192.0.2.0/24": documentation1, "192.0.0.0/24": several, "192.0.0.160/28": protocol,
		"192.0.0.170/31": discovery, "224.0.0.0/3": multicast, "240.0.0.0/4": reserved, "255.255.255.255/32": broadcast, "192.0.0.9/32": global,
		"9.0.0.0/8": global, "11.0.0.0/8": global, "128.0.0.0/1": several,
	} {
		if got := classOfPrefix(netip.MustParsePrefix(p)); got != want {
			t.Errorf("classOfPrefix(%s) = %v, want %v", p, got.noun(), want.noun())
		}
	}
}

func TestCheck(t *testing.T) {
	server := netip.MustParseAddr("65.54.227.120")
	p := netip.MustParsePrefix
	link := p("fe80::/64")
	for _, tt := range []struct {
		e      Encoder
		v4     string
		must   string // part of the error, "" for none
		should string // part of the only warning, "" for none
	}{
		{WellKnown(), "8.8.8.8", "", ""},
		{WellKnown(), "10.0.0.1", "a private address must not be used under the well-known prefix 64:ff9b::/96 (RFC 6052 section 3.1)", ""},
		{WellKnown(), "172.31.255.255", "RFC 6052 section 3.1", ""},
		{WellKnown(), "100.64.0.1", "a shared (carrier-grade NAT) address must not be used", ""},
		{WellKnown(), "100.64.0.0/10", "RFC 6052 section 3.1", ""},
		{Multicast64{p("ff3e:0:8000::/96")}, "232.1.2.3", "", ""},
		{Multicast64{p("ff3e:0:8000::/96")}, "239.1.2.3", "not a source-specific IPv4 group", ""},
		{Multicast64{p("ff3e:0:8000::/96")}, "232.0.0.0/7", "not a source-specific IPv4 group", ""},
		{Multicast64{p("ff0e:db8::/96")}, "232.1.2.3", "ff3x::/32", ""},
		{Multicast64{p("ff0e:db8::/96")}, "224.0.0.0/4", "ff3x::/32", ""},
		{Multicast64{p("ff0e:db8::/96")}, "233.252.0.0/16", "", ""},
		{WellKnown(), "127.0.0.1", "loopback", ""},
		{WellKnown(), "224.0.0.1", "multicast", ""},
		{WellKnown(), "255.255.255.255", "broadcast", ""},
		{WellKnown(), "240.0.0.1", "reserved", ""},
		{WellKnown(), "198.51.100.7", "documentation", "RFC 5737"},
		{WellKnown(), "192.0.2.33", "", "RFC 5737"}, // RFC 6052 section 2.4 writes it so
		{WellKnown(), "192.0.0.170", "", ""},        // RFC 7050 section 3.4 writes it so
		{WellKnown(), "192.0.0.1", "IETF protocol", ""},
		{WellKnown(), "10.0.0.0/8", "private", ""},
		{WellKnown(), "0.0.0.0/0", "", "a prefix with non-global addresses"},
		{LocalUse(), "10.0.0.1", "", ""}, // RFC 8215 section 5
		{NAT64{p("64:ff9b:1::/96")}, "10.0.0.1", "", ""},
		{NAT64{p("2001:db8::/32")}, "10.0.0.1", "", ""},
		{NAT64{p("2001:db8::/32")}, "224.0.0.1", "", "multicast"},
		{NAT64{p("64:ff9b::/64")}, "8.8.8.8", "", "length 96 only"},
		{NAT64{p("64:ff9b::/32")}, "8.8.8.8", "", "length 96 only"},
		{NAT64{p("2001:db8:1:2:300::/96")}, "8.8.8.8", "bits 64 to 71", ""},
		{SixToFour{}, "8.8.8.8", "", ""},
		{SixToFour{}, "192.168.1.1", "a private address must not be used in a 6to4 prefix (RFC 3056 section 2)", ""},
		{SixToFour{}, "127.0.0.1", "RFC 3056 section 9", ""},
		{SixToFour{}, "100.64.0.1", "RFC 3056 section 9", ""},
		{SixToFour{}, "239.0.0.1", "RFC 3056 section 9", ""},
		{SixToFour{}, "192.88.99.1", "", "RFC 7526"},
		{SixToFour{}, "192.0.2.0/24", "", "RFC 5737"},
		{SixToFour{}, "192.0.0.0/8", "", "RFC 3056 section 9"},
		{Teredo{Server: server}, "8.8.8.8", "", ""},
		{Teredo{Server: server}, "192.168.0.1", "a private address must not be used as a Teredo client (RFC 4380 section 4)", ""},
		{Teredo{Server: netip.MustParseAddr("10.0.0.1")}, "8.8.8.8", "server", ""},
		{Teredo{Server: server, Flags: 0xbcff}, "8.8.8.8", "", ""},
		{Teredo{Server: server, Flags: TeredoGroup}, "8.8.8.8", "flags", ""},
		{Teredo{Server: server, Old: true}, "8.8.8.8", "", "3ffe:831f::/32"},
		{Teredo{Server: server}, "203.0.113.1", "", "RFC 5737"},
		{ISATAP{Prefix: link}, "10.0.0.1", "", ""},
		{ISATAP{Prefix: link}, "224.0.0.1", "RFC 1122 section 3.2.1.3", ""},
		{ISATAP{Prefix: link}, "127.0.0.1", "", "RFC 1122"},
		{ISATAP{link, UniversalAlways}, "10.0.0.1", "", "RFC 5214 section 6.1"},
		{ISATAP{link, UniversalNever}, "8.8.8.8", "", "RFC 5214 section 6.1"},
		{ISATAP{Prefix: p("2001:db8::/72")}, "8.8.8.8", "", "longer than /64"},
		{SixOverFour{link}, "255.255.255.255", "RFC 1122", ""},
		{SixOverFour{link}, "10.0.0.1", "", ""},
		{SixRD{Prefix: p("2001:db8::/32")}, "10.0.0.1", "", ""},
		{SixRD{Prefix: p("2001:db8::/40")}, "10.0.0.1", "", "longer than /64"},
		{SixRD{Prefix: p("2001:db8::/32")}, "224.0.0.1", "RFC 1122", ""},
		{Compatible{}, "10.0.0.1", "", "RFC 4291 section 2.5.5.1"},
		{Compatible{}, "8.8.8.8", "", ""},
		{Mapped{}, "10.0.0.1", "", ""},
		{Mapped{}, "224.0.0.1", "", "multicast"},
		{Translated{}, "10.0.0.1", "", ""},
		{IVI{p("2001:db8::/32")}, "10.0.0.1", "", ""},
	} {
		v4, err := netip.ParsePrefix(tt.v4)
		if err != nil {
			v4 = netip.PrefixFrom(netip.MustParseAddr(tt.v4), 32)
		}
		v := tt.e.Check(v4)
		must := ""
		if err := v.Err(); err != nil {
			must = err.Error()
		}
		if (must == "") != (tt.must == "") || !strings.Contains(must, tt.must) {
			t.Errorf("%T%v: Check(%v).Err() = %q, want %q", tt.e, tt.e, v4, must, tt.must)
		}
		should := slices.Collect(v.Warnings())
		if (len(should) == 0) != (tt.should == "") || tt.should != "" && (len(should) != 1 || !strings.Contains(should[0].String(), tt.should)) {
			t.Errorf("%T%v: Check(%v) warns %q, want %q", tt.e, tt.e, v4, should, tt.should)
		}
		f := v.Forced()
		if f.Err() != nil || f.should != v.must|v.should {
			t.Errorf("%T: Forced = %+v", tt.e, f)
		}
		if must != "" { // forced, the address is made all the same
			if _, err := tt.e.EncodePrefix(v4); err != nil {
				t.Errorf("%T: EncodePrefix(%v): %v", tt.e, v4, err)
			}
		}
	}
}

// Every remark has a text with its RFC, and no message repeats the address.
func TestRules(t *testing.T) {
	for r := ruleNone + 1; r < numRules; r++ {
		if m := ruleRemarks[r]; m.Text == "" || m.Reference == "" && r != ruleTeredoOldPrefix {
			t.Errorf("rule %d says %q", r, m)
		}
	}
	var s rules
	s.add(ruleUOctetNotZero)
	s.add(ruleDocumentation)
	if r, ok := s.nth(1); !s.has(ruleDocumentation) || s.has(ruleNotAHost) || !ok || r != ruleDocumentation {
		t.Errorf("%b: %v, %v", s, r, ok)
	}
	if r, ok := s.nth(2); ok {
		t.Errorf("%b: %v", s, r)
	}
}

func TestEncodeInvalid(t *testing.T) {
	p := netip.MustParsePrefix
	v4, v6 := netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("2001:db8::1")
	all := []Encoder{Mapped{}, Compatible{}, Translated{}, WellKnown(), SixToFour{}, SixRD{Prefix: p("2001:db8::/32")},
		Teredo{Server: v4}, ISATAP{Prefix: p("fe80::/64")}, SixOverFour{p("fe80::/64")}, IVI{p("2001:db8::/32")}}
	for _, e := range all {
		for _, a := range []netip.Addr{{}, v6, netip.MustParseAddr("::ffff:192.0.2.1")} {
			if got, err := e.Encode(a); err == nil || got.IsValid() {
				t.Errorf("%T: Encode(%v) = %v, %v", e, a, got, err)
			}
			e.Check(netip.PrefixFrom(a, 0)) // must not panic
		}
		for _, q := range []netip.Prefix{{}, p("2001:db8::/32")} {
			if got, err := e.EncodePrefix(q); err == nil || got.IsValid() {
				t.Errorf("%T: EncodePrefix(%v) = %v, %v", e, q, got, err)
			}
		}
		_, err := e.EncodePrefix(p("192.0.2.0/24"))
		switch e.(type) {
		case Teredo, ISATAP, SixOverFour:
			if err == nil {
				t.Errorf("%T: EncodePrefix of a /24 works", e)
			}
		default:
			if err != nil {
				t.Errorf("%T: EncodePrefix of a /24: %v", e, err)
			}
		}
	}
	for _, e := range []Encoder{NAT64{}, SixRD{}, Teredo{}, ISATAP{}, SixOverFour{}, IVI{}, IVI{p("2001:db8::/40")}, ISATAP{Prefix: p("10.0.0.0/8")}} {
		if got, err := e.Encode(v4); err == nil {
			t.Errorf("%T%v: Encode = %v", e, e, got)
		}
		e.Check(netip.PrefixFrom(v4, 32))
	}
}
