package explain

import (
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		in    string
		kind  Kind
		form  string
		title string
	}{
		{"2001:DB8::1", Address, "canonical", "2001:db8::1"},
		{"fe80::1/64", Address, "canonical", "fe80::1/64"}, // host bits: on its network
		{"2001:db8::/32", Prefix, "canonical", "2001:db8::/32"},
		{"2001:db8::1/128", Address, "canonical", "2001:db8::1/128"},
		{"192.0.2.0/255.255.255.0", Prefix, "canonical", "192.0.2.0/24"},
		{"192.0.2.7/0.0.0.255", Address, "canonical", "192.0.2.7/24"},
		{"192.0.2.5-192.0.2.77", Range, "range", "192.0.2.5-192.0.2.77"},
		{"2001:db8:: - 2001:db8::ff", Range, "range", "2001:db8::-2001:db8::ff"},
		{"00-00-5E-00-53-01", MAC, "mac", "00:00:5e:00:53:01"},
		{"00:00:5e:00:53:01:00:01", MAC, "mac", "00:00:5e:00:53:01:00:01"},
		{"0:0:5e:0:53:1:0:1", Address, "canonical", "::5e:0:53:1:0:1"},

		{"00:01:00:01:2a:2b:2c:2d:52:54:00:12:34:56", DUID, "duid", "00:01:00:01:2a:2b:2c:2d:52:54:00:12:34:56"},
		{"000100012a2b2c2d525400123456", DUID, "duid", "00:01:00:01:2a:2b:2c:2d:52:54:00:12:34:56"},
		{"00-03-00-01-00-00-5E-00-53-01", DUID, "duid", "00:03:00:01:00:00:5e:00:53:01"},
		{"00:02:00:00:ab:11:f9:2a:c2:77:29:2e:f1:04", DUID, "duid", "00:02:00:00:ab:11:f9:2a:c2:77:29:2e:f1:04"},
		{"0004000102030405060708090a0b0c0d0e0f", DUID, "duid", "00:04:00:01:02:03:04:05:06:07:08:09:0a:0b:0c:0d:0e:0f"},
		{"00020000000000000000000000000001", Address, "hex", "2::1"}, // 32 digits

		// What copying brings with it.
		{`"2001:db8::1",`, Address, "canonical", "2001:db8::1"},
		{"'2001:db8::1'", Address, "canonical", "2001:db8::1"},
		{"“2001:db8::1”", Address, "canonical", "2001:db8::1"},
		{"(fe80::1)", Address, "canonical", "fe80::1"},
		{"(see_also=fe80::1)", Address, "canonical", "fe80::1"},
		{"<192.0.2.1>", Address, "canonical", "192.0.2.1"},
		{"SRC=2001:db8::1", Address, "canonical", "2001:db8::1"},
		{`src="2001:db8::1";`, Address, "canonical", "2001:db8::1"},
		{"2001:db8::.", Address, "canonical", "2001:db8::"},
		{"2001:db8::", Address, "canonical", "2001:db8::"},
		{"2001:db8::1:", Address, "canonical", "2001:db8::1"},
		{"192.0.2.1.", Address, "canonical", "192.0.2.1"},
		{"192.0.2.0/24,", Prefix, "canonical", "192.0.2.0/24"},
		{"(192.0.2.0/255.255.255.0),", Prefix, "canonical", "192.0.2.0/24"},
		{"HWaddr=00:00:5e:00:53:01,", MAC, "mac", "00:00:5e:00:53:01"},
		{"  2001:db8::1\t", Address, "canonical", "2001:db8::1"},
		{`"2001:db8::1`, Address, "canonical", "2001:db8::1"}, // cut off
	} {
		th, err := Parse(tt.in, Auto)
		if err != nil || th.Kind != tt.kind || th.FormName() != tt.form {
			t.Errorf("Parse(%q) = %v %q, %v; want %v %q", tt.in, th.Kind, th.FormName(), err, tt.kind, tt.form)
			continue
		}
		if title := Of(th, options).Title(); title != tt.title {
			t.Errorf("Parse(%q) is %q, want %q", tt.in, title, tt.title)
		}
	}
}

func TestParseAs(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		in, form string
		kind     Kind
	}{
		{"0:0:5e:0:53:1:0:1", MACForm, MAC},
		{"000300010000005301", DUIDForm, DUID},
		{"192.0.2.1-192.0.2.2", RangeForm, Range},
		{"12345678", "int", Address},
		{"(12345678)", "hex", Address},
		{"192.0.2.1", RangeForm, KindUnknown},
		{"0003", DUIDForm, KindUnknown},
		{"2001:db8::1", MACForm, KindUnknown},
		{"::1", "nonsense", KindUnknown},
	} {
		th, err := Parse(tt.in, tt.form)
		if (err == nil) != (tt.kind != KindUnknown) || err == nil && th.Kind != tt.kind {
			t.Errorf("Parse(%q, %q) = %v, %v; want %v", tt.in, tt.form, th.Kind, err, tt.kind)
		}
	}
}

// TestParseErrors: an error is about what was meant, at its place in the whole text.
func TestParseErrors(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ in, want string }{
		{"2001:db8::g", `"2001:db8::g": unexpected character 'g' at byte 10`},
		{`("2001:db8::g"),`, `"(\"2001:db8::g\"),": unexpected character 'g' at byte 12`},
		{"SRC=2001:db8::g", `"SRC=2001:db8::g": unexpected character 'g' at byte 14`},
		{"00-00-5e-00-53-0g", `"00-00-5e-00-53-0g": as a MAC: unexpected character 'g' at byte 16`},
		{"", `"": empty text`},
		{`""`, "unexpected"},
		{"192.0.2.9-192.0.2.1", "192.0.2.9-192.0.2.1"},
		{"))))))", "unexpected"},
	} {
		if _, err := Parse(tt.in, Auto); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("Parse(%q): %v, want %s", tt.in, err, tt.want)
		}
	}
}

// FuzzParse: whatever is read, its title reads back as the same thing.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"(fe80::1%eth0)", `k="192.0.2.0/255.255.255.0",`, "::1-::5", "00:03:00:01:00:00:5e:00:53:01", "0:0:5e:0:53:1:0:1", "[::1]:80", "=:=;\"'"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 200 {
			return
		}
		th, err := Parse(s, Auto)
		if err != nil {
			return
		}
		facts := Of(th, options)
		back, err := Parse(facts.Title(), facts.FormName())
		if facts.Kind == Address || facts.Kind == Prefix {
			back, err = Parse(facts.Title(), "canonical")
		}
		if err != nil || Of(back, options).Title() != facts.Title() {
			t.Errorf("Parse(%q) is %q, which reads as %v, %v", s, facts.Title(), back, err)
		}
	})
}
