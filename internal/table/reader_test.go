package table

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/hextet/hextet/addr"
)

// dump reads the whole table: its format and columns, then the rows.
func dump(text string, f Format) (string, error) {
	r := NewReader(strings.NewReader(text), f)
	var b strings.Builder
	rows := ""
	for r.Next() {
		var what any = r.Range()
		if p, ok := r.Range().Prefix(); ok {
			what = p
		}
		rows += fmt.Sprintf("%d %v %q\n", r.Line(), what, r.Fields())
	}
	fmt.Fprintf(&b, "%v %q %d\n%s", r.Format(), r.Columns(), r.Label(), rows)
	return b.String(), r.Err()
}

func TestReader(t *testing.T) {
	tests := []struct {
		name   string
		format Format
		text   string
		want   string
	}{
		{"list", Auto,
			"# a table\n2001:db8::/32 documentation, all of it\n\n192.0.2.0/25\tlab\n192.0.2.128-192.0.2.191,upper\r\n" +
				"198.51.100.0/255.255.255.0 , net\n192.0.2.7/24 a\tb\\c\n  3fff::/20  # reserved\n::1",
			`list ["label"] 0
2 2001:db8::/32 ["documentation, all of it"]
4 192.0.2.0/25 ["lab"]
5 192.0.2.128/26 ["upper"]
6 198.51.100.0/24 ["net"]
7 192.0.2.0/24 ["a\tb\\c"]
8 3fff::/20 [""]
9 ::1/128 [""]
`},
		{"ranges and masks in a list", Auto,
			"192.0.2.0 - 192.0.2.9 ten hosts\n192.0.2.0 255.255.255.0 lan\n10.1.0.0 0.0.255.255\n192.0.2.1 10.0.0.5\n2001:db8:: - 2001:db8::2\n192.0.2.1 - dash",
			`list ["label"] 0
1 192.0.2.0-192.0.2.9 ["ten hosts"]
2 192.0.2.0/24 ["lan"]
3 10.1.0.0/16 [""]
4 192.0.2.1/32 ["10.0.0.5"]
5 2001:db8::-2001:db8::2 [""]
6 192.0.2.1/32 ["- dash"]
`},
		{"header of a list", Auto,
			"prefix  site  remark\n2001:db8:1::/48 Graz second floor\n2001:db8:2::/48\n",
			`list ["site" "remark"] 0
2 2001:db8:1::/48 ["Graz" "second floor"]
3 2001:db8:2::/48 ["" ""]
`},
		{"aligned with tabs", Auto,
			"2001:db8::/32\t\tdocs\n192.0.2.0/24\t\tTEST-NET-1\n",
			`list ["label"] 0
1 2001:db8::/32 ["docs"]
2 192.0.2.0/24 ["TEST-NET-1"]
`},
		{"CSV with a header", Auto,
			"\ufeffid,network,Country Code,name\r\n1,192.0.2.0/24,AT,\"Docs, and \"\"more\"\"\"\r\n2,2001:db8::/32,,\"two\nlines\"\r\n3, 198.51.100.7 ,DE\r\n",
			`csv ["id" "Country Code" "name"] 0
2 192.0.2.0/24 ["1" "AT" "Docs, and \"more\""]
3 2001:db8::/32 ["2" "" "two\nlines"]
5 198.51.100.7/32 ["3" "DE" ""]
`},
		{"CSV without a header", Auto,
			"192.0.2.0/24,TEST-NET-1,docs\n2001:db8::/32,\"a,b\",\n",
			`csv ["label" "column_3"] 0
1 192.0.2.0/24 ["TEST-NET-1" "docs"]
2 2001:db8::/32 ["a,b" ""]
`},
		{"CSV with semicolons", Auto,
			"network;label\n192.0.2.0/24;a, b\n",
			`csv ["label"] 0
2 192.0.2.0/24 ["a, b"]
`},
		{"label wins by its name", Auto,
			"network,asn,Label\n192.0.2.0/24,64496,lab\n",
			`csv ["asn" "Label"] 1
2 192.0.2.0/24 ["64496" "lab"]
`},
		{"names twice and none", Auto,
			"network,x,,x\n192.0.2.0/24,1,2,3\n",
			`csv ["x" "column_3" "x_2"] 0
2 192.0.2.0/24 ["1" "2" "3"]
`},
		{"ends of a range in two columns, no header", Auto,
			"1.0.0.0\t1.0.0.255\t13335\tUS\tCLOUDFLARENET\n1.0.1.0\t1.0.3.255\t0\tNone\tNot routed\n",
			`tsv ["label" "column_4" "column_5"] 0
1 1.0.0.0/24 ["13335" "US" "CLOUDFLARENET"]
2 1.0.1.0-1.0.3.255 ["0" "None" "Not routed"]
`},
		{"ends of a range in two columns by name", Auto,
			"start_ip,end_ip,country\n192.0.2.0,192.0.2.255,AT\n2001:db8::,2001:db8::ffff,AT\n",
			`csv ["country"] 0
2 192.0.2.0/24 ["AT"]
3 2001:db8::/112 ["AT"]
`},
		{"a second address that is no end", Auto,
			"address,gateway\n192.0.2.7,192.0.2.254\n",
			`csv ["gateway"] 0
2 192.0.2.7/32 ["192.0.2.254"]
`},
		{"mask in a column", Auto,
			"network,mask,site\n192.0.2.0,255.255.255.0,lab\n10.0.0.0,0.255.255.255,net\n",
			`csv ["site"] 0
2 192.0.2.0/24 ["lab"]
3 10.0.0.0/8 ["net"]
`},
		{"length in a column", Auto,
			"network\tprefix_length\tsite\n192.0.2.0\t24\tlab\n2001:db8::\t32\tdocs\n",
			`tsv ["site"] 0
2 192.0.2.0/24 ["lab"]
3 2001:db8::/32 ["docs"]
`},
		{"range and mask within a column", Auto,
			"192.0.2.0 - 192.0.2.9,a\n192.0.2.0 255.255.255.0,b\n",
			`csv ["label"] 0
1 192.0.2.0-192.0.2.9 ["a"]
2 192.0.2.0/24 ["b"]
`},
		{"registry", Auto,
			"2.3|apnic|20260101|4|19830613|20260101|+1000\napnic|*|asn|*|1|summary\napnic|*|ipv4|*|2|summary\n" +
				"apnic|AU|asn|38016|1|20060502|allocated|A91872ED\n" +
				"apnic|JP|ipv4|1.0.16.0|4096|20110412|allocated|A92D9378\napnic|CN|ipv4|1.0.1.0|768|20110414|assigned|A92E1062|e-stats\n" +
				"apnic|JP|ipv6|2001:200::|35|19990813|allocated|A9162694\napnic||ipv6|2001:201::|32||available\n",
			`rir ["registry" "cc" "date" "status" "opaque_id"] 1
5 1.0.16.0/20 ["apnic" "JP" "20110412" "allocated" "A92D9378"]
6 1.0.1.0-1.0.3.255 ["apnic" "CN" "20110414" "assigned" "A92E1062"]
7 2001:200::/35 ["apnic" "JP" "19990813" "allocated" "A9162694"]
8 2001:201::/32 ["apnic" "" "" "available" ""]
`},
		{"prefix2as", Auto,
			"1.0.0.0\t24\t13335\n1.0.64.0\t18\t2519_18144\n2001:200::\t32\t2500,64496\n",
			`prefix2as ["asn"] 0
1 1.0.0.0/24 ["13335"]
2 1.0.64.0/18 ["2519_18144"]
3 2001:200::/32 ["2500,64496"]
`},
		{"told to be a list", List,
			"192.0.2.0/24,TEST-NET-1, for books\n",
			`list ["label"] 0
1 192.0.2.0/24 ["TEST-NET-1, for books"]
`},
		{"told to be CSV, one column", CSV, "192.0.2.0/24\n", "csv [] -1\n1 192.0.2.0/24 []\n"},
		{"told to be TSV", TSV, "192.0.2.0/24\ta b\n", "tsv [\"label\"] 0\n1 192.0.2.0/24 [\"a b\"]\n"},
		{"empty", Auto, "", "list [\"label\"] 0\n"},
		{"only a header", Auto, "network,asn\n", "csv [\"asn\"] 0\n"},
		{"only comments", Auto, "# nothing\n\n", "list [\"label\"] 0\n"},
		{"stray quotes", Auto, "192.0.2.0/24,5\" pipe,x\n192.0.3.0/24,\"a\" b,\"c\"\n",
			"csv [\"label\" \"column_3\"] 0\n1 192.0.2.0/24 [\"5\\\" pipe\" \"x\"]\n2 192.0.3.0/24 [\"\\\"a\\\" b\" \"c\"]\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := dump(tt.text, tt.format)
			if err != nil || got != tt.want {
				t.Errorf("got %v\n%s\nwant\n%s", err, got, tt.want)
			}
		})
	}
}

func TestReaderError(t *testing.T) {
	tests := []struct {
		name   string
		format Format
		text   string
		line   int
		want   string
	}{
		{"bad item", Auto, "::/0\nnonsense here\n", 2, `"nonsense": `},
		{"bad first item is no header", Auto, "2001:db8:::/48 lab\n", 1, "unexpected"},
		{"bad item of a CSV", Auto, "network,a\n192.0.2.0/24,1\n192.0.2.0/33,2\n192.0.3.0/24,3\n", 3, "prefix length"},
		{"too many columns", CSV, "network,a\n192.0.2.0/24,1\n192.0.3.0/24,1,2\n", 3, "3 columns, expected 2"},
		{"no address", Auto, "network,a\n192.0.2.0/24,1\n,2\n192.0.3.0/24,1\n", 3, "no address"},
		{"zone", Auto, "fe80::/64%eth0 lan\n", 1, "unexpected"},
		{"zone of an address", Auto, "::1\nfe80::1%eth0 lan\n", 2, "zone"},
		{"reversed", Auto, "::1\n192.0.2.9 - 192.0.2.1\n", 2, "reversed"},
		{"reversed columns", Auto, "first,last,x\n192.0.2.1,192.0.2.2,a\n192.0.2.9,192.0.2.1,b\n", 3, "reversed"},
		{"open quotes", CSV, "network,a\n192.0.2.0/24,\"x\n192.0.3.0/24,y\n", 2, "never closed"},
		{"count", Auto, "apnic|JP|ipv4|255.255.255.0|257|20110412|allocated|X\n", 1, "257"},
		{"count 0", RIR, "apnic|JP|ipv4|192.0.2.0|0|20110412|allocated|X\n", 1, `"0"`},
		{"length", Prefix2AS, "1.0.0.0\t24\t1\n1.0.0.0\t33\t1\n", 2, `"33"`},
		{"family", RIR, "apnic|JP|ipv4|2001:db8::|32|20110412|allocated|X\n", 1, "ipv4"},
		{"not RIR", RIR, "192.0.2.0/24 lab\n", 1, "delegated-extended"},
		{"rubbish", Auto, strings.Repeat("\x00", 2<<20), 1, "too long"},
		{"endless quotes", CSV, "network,a\n192.0.2.0/24,\"" + strings.Repeat("x\n", 2<<20), 2, "too long"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := dump(tt.text, tt.format)
			var e *addr.LineError
			if !errors.As(err, &e) || e.Line != tt.line || !strings.Contains(e.Error(), tt.want) {
				t.Errorf("error %.200q, want %q in line %d", fmt.Sprint(err), tt.want, tt.line)
			}
		})
	}
	r := NewReader(iotest.ErrReader(io.ErrClosedPipe), Auto)
	if r.Next() || r.Err() != io.ErrClosedPipe {
		t.Errorf("error of the reader: %v", r.Err())
	}
	_, err := dump("::1\n2001:db8::g x", Auto)
	var e *addr.Error
	if !errors.As(err, &e) || e.Input != "2001:db8::g" || e.Offset != 10 {
		t.Errorf("place of the error: %+v", e)
	}
}

// Blocks may end anywhere: within rows, quotes and line ends.
func TestReaderBlocks(t *testing.T) {
	var b strings.Builder
	b.WriteString("network,name,n\n")
	const rows = 30_000
	for i := range rows {
		fmt.Fprintf(&b, "10.%d.%d.0/24,\"row\n%d, of many\",%d\r\n", i>>8, i&255, i, i)
	}
	for _, src := range []io.Reader{strings.NewReader(b.String()), iotest.OneByteReader(strings.NewReader(b.String())), iotest.HalfReader(strings.NewReader(b.String()))} {
		r := NewReader(src, Auto)
		n := 0
		for ; r.Next(); n++ {
			want := []string{fmt.Sprintf("row\n%d, of many", n), fmt.Sprint(n)}
			if !slices.Equal(r.Fields(), want) || r.Line() != 2+2*n || r.Text() != fmt.Sprintf("10.%d.%d.0/24", n>>8, n&255) {
				t.Fatalf("row %d: line %d, %q %q", n, r.Line(), r.Text(), r.Fields())
			}
		}
		if r.Err() != nil || n != rows {
			t.Errorf("%d rows, %v", n, r.Err())
		}
	}
}

func FuzzReader(f *testing.F) {
	for _, s := range []string{
		"2001:db8::/32 a\n192.0.2.0 - 192.0.2.9 b", "network,a\n192.0.2.0/24,\"x\ny\"\n", "1.0.0.0\t24\t1\n",
		"apnic|JP|ipv4|1.0.16.0|4096|20110412|allocated|A92D9378\n", "a;b\n\"::1\";\"\"\n", "1.0.0.0\t1.0.0.255\tUS\n",
	} {
		f.Add(s, uint8(0))
	}
	f.Fuzz(func(t *testing.T, text string, format uint8) {
		r := NewReader(strings.NewReader(text), Format(format%uint8(len(formatTable))))
		line := 0
		for r.Next() {
			if !r.Range().IsValid() || r.Line() <= line || len(r.Fields()) != len(r.Columns()) {
				t.Fatalf("line %d after %d: %v %q of %q", r.Line(), line, r.Range(), r.Fields(), r.Columns())
			}
			line = r.Line()
		}
		if r.Label() >= len(r.Columns()) {
			t.Fatalf("label %d of %q", r.Label(), r.Columns())
		}
		// What is written as a CSV with quotes reads back.
		if r.Err() != nil || r.Format() != CSV {
			return
		}
		again := NewReader(strings.NewReader(text), CSV)
		var b strings.Builder
		var want [][]string
		for again.Next() {
			fmt.Fprintf(&b, "%v", again.Range())
			for _, v := range again.Fields() {
				fmt.Fprintf(&b, `,"%s"`, strings.ReplaceAll(v, `"`, `""`))
			}
			b.WriteByte('\n')
			want = append(want, slices.Clone(again.Fields()))
		}
		if len(want) == 0 || len(want[0]) == 0 {
			return
		}
		c := cursor{text: b.String(), sep: ',', quotes: true}
		for _, w := range want {
			row, ok := c.next()
			if got := c.split(nil, row); !ok || !slices.Equal(got[1:], w) {
				t.Fatalf("%q reads back as %q", w, got)
			}
		}
	})
}

func TestReaderDoesNotAllocate(t *testing.T) {
	text := "network,asn,name\n" + strings.Repeat("2001:db8::/32,64496,\"Example\"\n", 5000)
	r := NewReader(strings.NewReader(text), Auto)
	r.Next()
	if n := testing.AllocsPerRun(1000, func() {
		if !r.Next() {
			t.Fatal(r.Err())
		}
	}); n != 0 {
		t.Errorf("%v allocations a row", n)
	}
}

func bench(b *testing.B, row func(i int) string, head string, read func(io.Reader) error) {
	var s strings.Builder
	s.WriteString(head)
	const rows = 100_000
	for i := range rows {
		s.WriteString(row(i * 7919 % rows))
	}
	b.SetBytes(int64(s.Len()))
	b.ReportAllocs()
	for b.Loop() {
		if err := read(strings.NewReader(s.String())); err != nil {
			b.Fatal(err)
		}
	}
}

func build(r io.Reader) error {
	var b Builder
	err := b.Read(r, Auto)
	b.Table()
	return err
}

func bare(i int) string { return fmt.Sprintf("2001:db8:%x:%x::/64\n", i>>8, i&255) }

func BenchmarkBare(b *testing.B) { bench(b, bare, "", build) }

func BenchmarkCSV4(b *testing.B) {
	bench(b, func(i int) string {
		return fmt.Sprintf("2001:db8:%x:%x::/64,%d,AT,Example network %d\n", i>>8, i&255, 64496+i, i)
	}, "network,asn,country,name\n", build)
}
