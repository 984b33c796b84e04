package completions_test

import (
	"fmt"
	"net/netip"
	"slices"
	"testing"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/completions"
	"github.com/hextet/hextet/eui64"
	"github.com/hextet/hextet/multicast"
)

func names(words []completions.Word) (list []string) {
	for _, w := range words {
		list = append(list, w.Name)
	}
	return list
}

func ExampleLengths() {
	for _, w := range completions.Lengths([]string{"2001:db8::/48"}) {
		fmt.Println(w.Name, w.Doc)
	}
	// Output:
	// 52 16 blocks
	// 56 256 blocks
	// 60 4096 blocks
	// 64 65536 blocks
}

func TestLengths(t *testing.T) {
	for _, test := range []struct {
		items []string
		want  []string
	}{
		{[]string{"2001:db8::/32"}, []string{"36", "40", "44", "48", "64"}},
		{[]string{"2001:db8::/30"}, []string{"32", "36", "40", "44", "64"}},
		{[]string{"2001:db8::/63"}, []string{"64"}},
		{[]string{"2001:db8::/64"}, []string{"68", "72", "76", "80", "96", "112", "127", "128"}},
		{[]string{"2001:db8::/127"}, []string{"128"}},
		{[]string{"2001:db8::/128"}, nil},
		{[]string{"192.0.2.0/24"}, []string{"25", "26", "27", "28", "29", "30", "31", "32"}},
		{[]string{"10.0.0.0/8"}, []string{"9", "10", "11", "12", "13", "14", "15", "16", "24", "30", "31", "32"}},
		{[]string{"2001:db8::/32", "2001:db8:1::/48"}, []string{"52", "56", "60", "64"}},
		{[]string{"nonsense", "2001:db8::/56"}, []string{"60", "64"}},
	} {
		if got := names(completions.Lengths(test.items)); !slices.Equal(got, test.want) {
			t.Errorf("%v: %v, want %v", test.items, got, test.want)
		}
	}
	if len(completions.Lengths(nil)) == 0 {
		t.Error("no lengths without a prefix")
	}
	// Every length below every prefix is one that can be asked for.
	for bits := range 129 {
		p := netip.PrefixFrom(netip.MustParseAddr("2001:db8::"), bits).String()
		last := bits
		for _, n := range names(completions.Lengths([]string{p})) {
			var v int
			if _, err := fmt.Sscan(n, &v); err != nil || v <= last || v > 128 {
				t.Errorf("below %s: %s", p, n)
			}
			last = v
		}
	}
}

// TestWords: what is offered can be read by what it is offered to, has a line
// about it, and comes once.
func TestWords(t *testing.T) {
	m := machine()
	for name, test := range map[string]struct {
		words []completions.Word
		parse func(string) error
	}{
		"prefixes":    {completions.Prefixes(), isPrefix},
		"translators": {completions.Translators(), isPrefix},
		"scopes":      {completions.Scopes(), func(s string) error { _, err := multicast.ParseScope(s); return err }},
		"groups": {completions.Groups(), func(s string) error {
			a, err := addr.ParseAddr(s)
			if err == nil && !a.IsMulticast() {
				err = fmt.Errorf("not multicast")
			}
			return err
		}},
		"MACs":       {m.MACs(), func(s string) error { _, err := eui64.ParseMAC(s); return err }},
		"addresses":  {m.Addresses(0), isItem},
		"networks":   {m.Prefixes(), isPrefix},
		"interfaces": {m.Interfaces(), func(string) error { return nil }},
		"our MACs":   {completions.ThisMachine().MACs(), func(string) error { return nil }},
		"our own":    {completions.ThisMachine().Addresses(0), isItem},
	} {
		seen := map[string]bool{}
		for _, w := range test.words {
			if err := test.parse(w.Name); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			if w.Doc == "" || seen[w.Name] {
				t.Errorf("%s: %q has no line or comes twice", name, w.Name)
			}
			seen[w.Name] = true
		}
		if len(test.words) == 0 && name[:3] != "our" {
			t.Errorf("no %s", name)
		}
	}
}

func isPrefix(s string) error { _, err := addr.ParsePrefix(s); return err }
func isItem(s string) error   { _, err := addr.ParseItem(s); return err }

func machine() completions.Machine {
	p := netip.MustParsePrefix
	return completions.Machine{
		{Name: "lo", Up: true, Loopback: true, Prefixes: []netip.Prefix{p("127.0.0.1/8"), p("::1/128")}},
		{Name: "eth0", MAC: "00:00:5e:00:53:01", Up: true, Prefixes: []netip.Prefix{p("192.0.2.7/24"), p("fe80::1/64"), p("2001:db8::7/64")}},
		{Name: "eth0.5", MAC: "00:00:5e:00:53:01", Up: true, Prefixes: []netip.Prefix{p("fe80::1/64"), p("2001:db8::8/64")}},
		{Name: "wlan0", MAC: "00:00:5e:00:53:02"},
		{Name: "tun0", Up: true, Prefixes: []netip.Prefix{p("198.51.100.1/32")}},
		{Name: "sit0"},
	}
}

// list makes words of names and lines in turn.
func list(texts ...string) (words []completions.Word) {
	for i := 0; i < len(texts); i += 2 {
		words = append(words, completions.Word{Name: texts[i], Doc: texts[i+1]})
	}
	return words
}

func TestMachine(t *testing.T) {
	m := machine()
	for _, test := range []struct {
		name string
		got  []completions.Word
		want []completions.Word
	}{
		{"interfaces", m.Interfaces(), list("lo", "::1/128", "eth0", "2001:db8::7/64", "eth0.5", "2001:db8::8/64", "wlan0", "00:00:5e:00:53:02, down", "tun0", "198.51.100.1/32", "sit0", "no address, down")},
		{"MACs", m.MACs(), list("00:00:5e:00:53:01", "of eth0", "00:00:5e:00:53:02", "of wlan0")},
		{"IPv4", m.Addresses(4), list("192.0.2.7", "of eth0", "198.51.100.1", "of tun0")},
		{"IPv6", m.Addresses(6), list("fe80::1%eth0", "of eth0", "2001:db8::7", "of eth0", "fe80::1%eth0.5", "of eth0.5", "2001:db8::8", "of eth0.5")},
		{"networks", m.Prefixes(), list("192.0.2.0/24", "on eth0", "2001:db8::/64", "on eth0")},
	} {
		if !slices.Equal(test.got, test.want) {
			t.Errorf("%s: %v, want %v", test.name, test.got, test.want)
		}
	}
}

func TestStarting(t *testing.T) {
	words := list("2001:db8::", "", "fe80::", "", "2", "")
	if got := names(completions.Starting(words, "2001:DB8")); !slices.Equal(got, []string{"2001:db8::"}) {
		t.Errorf("got %v", got)
	}
	if got := completions.Starting(words, ""); len(got) != 3 {
		t.Errorf("got %v", got)
	}
}
