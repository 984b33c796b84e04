package cmd

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"net/netip"
	"strings"
	"testing"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/classify"
	"github.com/hextet/hextet/internal/fields"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
)

// zoo returns addresses of every kind: the edges of every row of every table,
// seeded ones between, and what people and machines make.
func zoo() []string {
	var list []string
	add := func(a netip.Addr) { list = append(list, a.String()) }
	r := rand.New(rand.NewPCG(9, 10))
	for _, family := range []int{6, 4} {
		for row := range classify.Rows(family) {
			first := row.Prefix.Masked().Addr()
			b := first.AsSlice()
			for n := range 4 {
				for i := range b {
					host := byte(0xff)
					if n > 0 {
						host = byte(r.Uint32())
					}
					keep := max(0, min(8, row.Prefix.Bits()-8*i))
					b[i] = first.AsSlice()[i] | host&(0xff>>keep)
				}
				a, _ := netip.AddrFromSlice(b)
				add(a)
			}
			add(first)
			add(first.Prev())
		}
	}
	groups := []string{"::1", "::2", "::101", "::fb", "::1:2", "::1:3", "::1:ff00:5301", "::2:ff00:5301", "::4000:1", "::8000:1",
		":140:2001:db8::1", ":20:2001:db8::1", ":ff:200:5eff:fe00:5301:1", ":0:1::1"}
	for flags := range 16 {
		for scope := range 16 {
			for _, g := range groups {
				list = append(list, string("ff"+hexDigit(flags)+hexDigit(scope)+g))
			}
		}
	}
	hosts := []string{"::", "::1", "::80", "::50", "::1:80", "::443", "::192:0:2:1", "::5efe:192.0.2.1", "::200:5efe:8.8.8.8", "::192.0.2.1",
		"::200:5eff:fe00:5301", "::21b:38ff:fe83:883c", "::fdff:ffff:ffff:fffe", "::fdff:ffff:ffff:ff80", "::dead:beef", "::cafe:1", "::a4c1:7d3e:92b0:5f68",
		"::1111:1111:1111:1111", "::ffff:ffff:ffff:ffff", "::200:5eff:fe00:5213"}
	for _, net := range []string{"2001:db8:0:1", "fe80", "fe80:0:0:1", "fd12:3456:789a:1", "fc00:1:2:3", "2a00:1450:4001:81b", "2002:c000:204:1", "2002:a00:1:1", "fec0", "3ffe:1:2:3", "64:ff9b:1:2", "5f00:1:2:3"} {
		for _, h := range hosts {
			list = append(list, strings.Replace(net+h, ":0:0:1::", ":0:0:1:", 1))
		}
	}
	for _, q := range []string{"0.0.0.0", "10.1.2.3", "127.0.0.1", "192.0.2.1", "8.8.8.8", "224.0.0.1", "255.255.255.255", "100.64.0.1", "169.254.1.2"} {
		list = append(list, q, "::"+q, "::ffff:"+q, "::ffff:0:"+q, "64:ff9b::"+q)
	}
	list = append(list, "224.0.0.1", "224.0.1.1", "232.1.2.3", "233.1.2.3", "233.252.0.1", "234.192.0.2", "239.0.0.1", "239.192.0.1", "239.253.0.1", "239.255.255.250")
	for range 3000 {
		var b [16]byte
		for i := range b {
			if r.IntN(3) > 0 {
				b[i] = byte(r.Uint32())
			}
		}
		copy(b[:], [][]byte{nil, {0x20, 1}, {0x20, 1, 0, 0}, {0x20, 2}, {0x2a}, {0xfd}, {0xfe, 0x80}, {0xff, 2}, {0xff}, {0, 0, 0, 0}}[r.IntN(10)])
		add(netip.AddrFrom16(b))
		add(netip.AddrFrom4([4]byte(b[:])))
	}
	keep := list[:0]
	for _, s := range list {
		if _, err := addr.ParseItem(s); err == nil {
			keep = append(keep, s)
		}
	}
	return keep
}

func hexDigit(n int) string { return "0123456789abcdef"[n : n+1] }

// items adds to addresses what only some ways of reading take: other spellings,
// zones, prefixes, brackets, and what is wrong.
func items(addresses []string) []string {
	r := rand.New(rand.NewPCG(11, 12))
	var list []string
	for _, s := range addresses {
		a := netip.MustParseAddr(s)
		list = append(list, s, strings.ToUpper(a.StringExpanded()))
		switch r.IntN(8) {
		case 0:
			list = append(list, fmt.Sprintf("%s/%d", s, r.IntN(a.BitLen()+1)))
		case 1:
			if a.Is6() {
				list = append(list, s+"%eth0", s+"%eth0/64", s+`%a\b`, "["+s+"]")
			}
		case 2:
			list = append(list, s+"/129", "x"+s, s+"%", s+":")
		}
	}
	return list
}

// run runs op on input and returns what it writes.
func run(t testing.TB, op stream.Op[*fields.Classified], cfg stream.Config, input string) string {
	t.Helper()
	var out bytes.Buffer
	if op.Table.Fields == nil {
		op.Table = fields.ClassifiedTable()
	}
	cfg.Stdin, cfg.Out, cfg.Err = strings.NewReader(input), &out, io.Discard
	if _, err := stream.Run(op, cfg); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// TestClassifyMemo: what encoders remember by key is what the fields say, in every
// format, and the cache of classes makes no difference.
func TestClassifyMemo(t *testing.T) {
	input := strings.Join(items(zoo()), "\n") + "\n"
	for name, o := range map[string]classify.Options{"": {}, "own vendors": {Vendors: someVendors(t)}} {
		op := classifyOp(o)
		slow := op
		slow.Table = fields.ClassifiedTable()
		slow.Table.Key = nil
		slow.Each = func(it *ip.Item, out *stream.Out[*fields.Classified]) error {
			out.Rec.Set(fields.ItemOf(it), o)
			out.Emit()
			return nil
		}
		for _, format := range record.Formats() {
			for _, fields := range []string{"", "type,detail,input", "policy,iid.kind,scope", "registry.name,cast"} {
				cfg := stream.Config{Format: format, Fields: fields}
				want := run(t, slow, cfg, input)
				if n := strings.Count(want, "\n"); n < 10_000 {
					t.Fatalf("only %d lines", n)
				}
				sameLines(t, name, run(t, op, cfg, input), want)
				sameLines(t, name+", CRLF", run(t, op, cfg, strings.ReplaceAll(input, "\n", "\r\n")), want)
			}
		}
	}
}

// someVendors has a name that JSON must escape.
func someVendors(t testing.TB) *classify.Vendors {
	t.Helper()
	v, err := classify.ParseOUI(strings.NewReader("MA-L,00005E,\"A \"\"quoted\"\" näme\",x\nMA-M,001B388,Small,x\n"))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func sameLines(t *testing.T, name, got, want string) {
	t.Helper()
	if got == want {
		return
	}
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			t.Errorf("%s, line %d:\n%q, want\n%q", name, i+1, g[i], w[i])
			return
		}
	}
	t.Errorf("%s: %d lines, want %d", name, len(g), len(w))
}

var raceDetector bool

// TestClassifyNoAllocs compares runs that differ only in their number of lines.
func TestClassifyNoAllocs(t *testing.T) {
	if raceDetector {
		t.Skip("the race detector allocates")
	}
	some := zoo()
	input := strings.Join(some, "\n") + "\n"
	op := classifyOp(classify.Options{})
	for name, test := range map[string]struct {
		op  stream.Op[*fields.Classified]
		cfg stream.Config
	}{
		"text":    {op, stream.Config{}},
		"fields":  {op, stream.Config{Fields: "input,type,iid.kind"}},
		"columns": {op, stream.Config{Columns: []stream.Column{{N: 1}}}},
		"jsonl":   {op, stream.Config{Format: record.JSONL}},
		"csv":     {op, stream.Config{Format: record.CSV}},
	} {
		allocs := func(times int) float64 {
			text := strings.Repeat(input, times)
			test.op.Table = fields.ClassifiedTable()
			return testing.AllocsPerRun(1, func() {
				cfg := test.cfg
				cfg.Stdin, cfg.Out, cfg.Err = strings.NewReader(text), io.Discard, io.Discard
				if _, err := stream.Run(test.op, cfg); err != nil {
					t.Fatal(err)
				}
			})
		}
		few, many := allocs(4), allocs(20)
		if perLine := (many - few) / float64(16*len(some)); perLine > 0.005 { // a few a block
			t.Errorf("%s: %.4f allocations a line", name, perLine)
		}
	}
}

func FuzzClassify(f *testing.F) {
	for _, s := range []string{"2001:db8::1", "::ffff:192.0.2.1", "fe80::1%eth0/64", "ff02::1", "fd00::/8", "192.0.2.1", `fe80::1%a\b`, "2001:0:4136:e378:8000:63bf:3fff:fdd2"} {
		f.Add(s)
	}
	op := classifyOp(classify.Options{})
	slow := op
	slow.Table = fields.ClassifiedTable()
	slow.Table.Key = nil
	f.Fuzz(func(t *testing.T, s string) {
		for _, format := range record.Formats() {
			cfg := stream.Config{Workers: 1, Format: format}
			if got, want := run(t, op, cfg, s+"\n"+s+"\n"), run(t, slow, cfg, s+"\n"+s+"\n"); got != want {
				t.Errorf("%q: %q, want %q", s, got, want)
			}
		}
	})
}
