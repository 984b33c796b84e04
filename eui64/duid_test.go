package eui64

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/hextet/hextet/addr"
)

func TestDUID(t *testing.T) {
	tests := []struct {
		in, want string // want is the canonical text
		typ      DUIDType
		mac      string
		describe string
	}{
		{"00:01:00:01:1c:39:cf:88:08:00:27:fe:8f:95", "", DUIDLLT, "08:00:27:fe:8f:95",
			"link-layer address 08:00:27:fe:8f:95 (Ethernet), made 2015-01-02 21:52:08 UTC"},
		// The example of RFC 8415 section 11.3.
		{"0002000000090cc084d303000912", "00:02:00:00:00:09:0c:c0:84:d3:03:00:09:12", DUIDEN, "",
			"enterprise 9, identifier 0cc084d303000912"},
		{"00-03-00-01-00-00-5E-00-53-01", "00:03:00:01:00:00:5e:00:53:01", DUIDLL, "00:00:5e:00:53:01",
			"link-layer address 00:00:5e:00:53:01 (Ethernet)"},
		{"0:3:0:1b:0:0:5e:ef:10:0:0:0", "00:03:00:1b:00:00:5e:ef:10:00:00:00", DUIDLL, "00:00:5e:ef:10:00:00:00",
			"link-layer address 00:00:5e:ef:10:00:00:00 (EUI-64)"},
		{"00 03 00 20 01 02 03", "00:03:00:20:01:02:03", DUIDLL, "", "link-layer address 01:02:03 (InfiniBand)"},
		{"0x0004f81d4fae7dec11d0a76500a0c91e6bf6", "00:04:f8:1d:4f:ae:7d:ec:11:d0:a7:65:00:a0:c9:1e:6b:f6", DUIDUUID, "",
			"UUID f81d4fae-7dec-11d0-a765-00a0c91e6bf6"},
		{"00:09:ff", "", 9, "", "type 9, not assigned"},
		{"00:01:00:01:ff:ff:ff:ff:02:00:5e:00:53:01", "", DUIDLLT, "02:00:5e:00:53:01",
			"link-layer address 02:00:5e:00:53:01 (Ethernet), made 2136-02-07 06:28:15 UTC"},
		{"00:03:00:0f:aa", "", DUIDLL, "", "link-layer address aa (hardware type 15)"},
	}
	for _, tt := range tests {
		if tt.want == "" {
			tt.want = tt.in
		}
		d, err := ParseDUID(tt.in)
		if err != nil || d.String() != tt.want || d.Type() != tt.typ {
			t.Errorf("ParseDUID(%q) = %v of type %v, %v; want %s", tt.in, d, d.Type(), err, tt.want)
		}
		if m, ok := d.MAC(); ok != (tt.mac != "") || ok && m.String() != tt.mac {
			t.Errorf("%s: MAC %v, %v", tt.in, m, ok)
		}
		if got := string(d.AppendDescription(nil)); got != tt.describe {
			t.Errorf("%s: %q, want %q", tt.in, got, tt.describe)
		}
		if again, err := DUIDFrom(d.Octets()); err != nil || again != d {
			t.Errorf("%s: from octets %v, %v", tt.in, again, err)
		}
		var text DUID
		if b, _ := d.MarshalText(); text.UnmarshalText(b) != nil || text != d {
			t.Errorf("%s comes back as %v", tt.in, text)
		}
	}
	if at, ok := mustDUID(t, tests[0].in).Time(); !ok || !at.Equal(time.Date(2015, 1, 2, 21, 52, 8, 0, time.UTC)) {
		t.Errorf("%v", at)
	}
	var zero DUID
	if zero.IsValid() || zero.Type() != 0 || zero.String() != "" || zero.LinkAddr() != nil {
		t.Error("the zero DUID is one")
	}
}

func mustDUID(t *testing.T, s string) DUID {
	d, err := ParseDUID(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestParseDUIDError(t *testing.T) {
	for _, tt := range []struct {
		in     string
		offset int
		want   string
	}{
		{"", -1, "empty"},
		{"0x", 1, "unexpected"},
		{"00:01", -1, "2 octets, too short"},
		{"00:01:00:01:1c", -1, "DUID-LLT of 5 octets, expected 9"},
		{"00:02:00:00:00:09", -1, "expected 7"},
		{"00:03:00:01", -1, "expected 5"},
		{"00:04:00:01:1c", -1, "DUID-UUID of 5 octets, expected 18"},
		{"00:01:00g", 8, "unexpected character 'g'"},
		{"00:01-00", 5, "unexpected character '-'"},
		{"00:01:0001", 8, "unexpected"},
		{"000100010", -1, "one digit"},
		{"00:01:00:", -1, "nothing after"},
		{"00-1-00", 4, "unexpected"},
		{"zz", 0, "unexpected"},
		{strings.Repeat("ab", 131), 260, "too long"},
	} {
		d, err := ParseDUID(tt.in)
		var e *addr.Error
		if !errors.As(err, &e) || e.Offset != tt.offset || !strings.Contains(e.Reason, tt.want) || e.Input != tt.in {
			t.Errorf("ParseDUID(%q) = %v, %v; want %q at %d", tt.in, d, err, tt.want, tt.offset)
		}
	}
	if _, err := DUIDFrom(make([]byte, 131)); err == nil {
		t.Error("131 octets are a DUID")
	}
}

func TestDUIDType(t *testing.T) {
	for typ := DUIDLLT; typ <= DUIDUUID; typ++ {
		b, _ := typ.MarshalText()
		var back DUIDType
		if err := back.UnmarshalText(b); err != nil || back != typ {
			t.Errorf("%s comes back as %v, %v", b, back, err)
		}
	}
	var typ DUIDType
	if typ.UnmarshalText([]byte("unknown")) == nil || DUIDType(99).String() != "unknown" {
		t.Error("unknown is a type")
	}
}

func FuzzParseDUID(f *testing.F) {
	for _, s := range []string{"00:01:00:01:1c:39:cf:88:08:00:27:fe:8f:95", "0002000000090cc084d303000912", "0x00 04"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := ParseDUID(s)
		if err != nil {
			return
		}
		again, err := ParseDUID(d.String())
		if err != nil || again != d {
			t.Fatalf("%q: %v comes back as %v, %v", s, d, again, err)
		}
		d.AppendDescription(nil)
		d.MAC()
	})
}
