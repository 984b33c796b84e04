package cmd_test

import (
	"encoding/binary"
	"encoding/json"
	"flag"
	"math/rand/v2"
	"net/netip"
	"reflect"
	"strings"
	"testing"
)

var agree = flag.Int("agree", 4000, "how many addresses the commands must agree about")

// judged are addresses about which commands could think differently.
var judged = []string{
	"2001:db8::c0de:cafe", "fe80::c0de:cafe", "2002:c000:251::c000:251", "2002:c0de:cafe::c0de:cafe", "2002:8080:1::8080:1",
	"2600:1f18::abcd:ef01", "fe80::c000:201", "fe80:0:0:1::c000:201", "2001:db8::192:0:2:1", "2001:db8::443", "2001:db8::1:80", "2001:db8::80:1",
	"fe80::5efe:10.0.0.1", "fe80::200:5efe:8.8.8.8", "2001:db8::5efe:192.0.2.1", "fe80::ff:fe00:1234", "fe80::ff:fe00:ffff", "fe80::a8cd:ff:fe00:1234",
	"fe80::200:5eff:fe00:203", "fe80::200:5eff:fe00:5301", "2001:db8::21b:38ff:fe83:883c", "2001:db8::", "2001:db8::fdff:ffff:ffff:fffe",
	"2001:0:4136:e378:8000:63bf:3fff:fdd2", "3ffe:831f:4136:e378:0:63bf:3fff:fdd2", "64:ff9b::7f00:1", "64:ff9b:1::192.0.2.33", "64:ff9b:1:c000:2:2100::",
	"::ffff:127.0.0.1", "::10.1.1.1", "::ffff:0:192.0.2.1", "4000::c000:201", "5f00::c000:201", "5f01::c000:201", "100::c000:201", "2001:10::c000:201",
	"2001:20::5efe:192.0.2.1", "2001:1::1", "2001:1::4", "fec0::c000:201", "fd12:3456:789a::5efe:10.0.0.1", "ff02::1:ff00:5301", "ff02::5efe:10.0.0.1",
	"2001:db8::1", "2001:db8::1234:5678:9abc:def0", "2001:db8::a4c1:7d3e:92b0:5f68", "::", "::1",
}

// judgedAddrs returns n addresses: those above, those above with bits changed, and
// random ones, half of them with the first half of one above.
func judgedAddrs(n int) []netip.Addr {
	r := rand.New(rand.NewPCG(14, 1))
	var list []netip.Addr
	seen := map[netip.Addr]bool{}
	for _, s := range judged {
		a := netip.MustParseAddr(s)
		seen[a] = true
		list = append(list, a)
	}
	for len(list) < n {
		b := list[r.IntN(len(judged))].As16()
		switch r.IntN(4) {
		case 0:
			binary.BigEndian.PutUint64(b[8:], r.Uint64())
		case 1:
			c := list[r.IntN(len(judged))].As16()
			copy(b[8:], c[8:])
		case 2:
			binary.BigEndian.PutUint64(b[:8], r.Uint64())
		}
		for range r.IntN(4) {
			b[r.IntN(16)] ^= 1 << r.IntN(8)
		}
		if a := netip.AddrFrom16(b); !seen[a] {
			seen[a] = true
			list = append(list, a)
		}
	}
	return list
}

// A judgement is what a command says of an address.
type judgement struct {
	Input  string
	Kind   string // of identify
	MAC    string // likewise
	Detail string
	IID    struct{ Value, Kind, MAC string }
	IPv4   []inside

	inside // of extract
}

type inside struct {
	Mechanism, Role, Address, Certainty, Prefix string
	Port                                        int
}

// TestAgree: classify, explain, extract and privacy identify say the same of an
// address.
func TestAgree(t *testing.T) {
	addrs := judgedAddrs(*agree)
	var src strings.Builder
	for _, a := range addrs {
		src.WriteString(a.String() + "\n")
	}
	run := func(args string) []judgement {
		t.Helper()
		out, _, _ := hextet(t, src.String(), strings.Fields(args)...)
		out = strings.ReplaceAll(out, `"iid":"`, `"identifier":"`) // of identify: text
		var list []judgement
		for line := range strings.Lines(out) {
			var j judgement
			if err := json.Unmarshal([]byte(line), &j); err != nil {
				t.Fatalf("%s: %v: %s", args, err, line)
			}
			list = append(list, j)
		}
		return list
	}
	classified, explained := run("classify -j"), run("explain -j")
	extracted, identified := run("extract --likely -j"), run("privacy identify -j -q")
	if len(classified) != len(addrs) || len(explained) != len(addrs) {
		t.Fatalf("%d and %d records for %d addresses", len(classified), len(explained), len(addrs))
	}
	for i := range classified {
		c, e := &classified[i], &explained[i]
		if e.Input != c.Input || e.Detail != c.Detail || e.IID != c.IID || !reflect.DeepEqual(e.IPv4, c.IPv4) {
			t.Errorf("%s: classify %+v, explain %+v", c.Input, c, e)
		}
		var found []inside
		for len(extracted) > 0 && extracted[0].Input == c.Input {
			found = append(found, extracted[0].inside)
			extracted = extracted[1:]
		}
		if !reflect.DeepEqual(found, c.IPv4) {
			t.Errorf("%s: classify %+v, extract %+v", c.Input, c.IPv4, found)
		}
		if a := addrs[i]; a.Is4In6() || a.IsMulticast() {
			continue // identify refuses it
		}
		if len(identified) == 0 || identified[0].Input != c.Input || identified[0].Kind != c.IID.Kind || identified[0].MAC != c.IID.MAC {
			t.Fatalf("%s: classify %+v, identify %+v", c.Input, c.IID, identified[:min(1, len(identified))])
		}
		identified = identified[1:]
	}
	if len(extracted)+len(identified) > 0 {
		t.Errorf("%d records of extract and %d of identify are left", len(extracted), len(identified))
	}
}
