package table

import "testing"

func TestFormat(t *testing.T) {
	n := 0
	for f := range Formats() {
		text, _ := f.MarshalText()
		var back Format
		if err := back.UnmarshalText(text); err != nil || back != f || f.Doc() == "" {
			t.Errorf("%v comes back as %v, %v", f, back, err)
		}
		n++
	}
	if n != 6 || Format(200).String() != "unknown" {
		t.Errorf("%d formats, %v", n, Format(200))
	}
	if _, err := ParseFormat("xls"); err == nil {
		t.Error("xls is a format")
	}
}
