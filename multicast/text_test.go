package multicast

import (
	"encoding"
	"testing"
)

// Words of all kinds there and back.
func TestWords(t *testing.T) {
	check := func(v encoding.TextMarshaler, back encoding.TextUnmarshaler, same func() bool) {
		t.Helper()
		text, err := v.MarshalText()
		if err != nil || back.UnmarshalText(text) != nil || !same() {
			t.Errorf("%v is %q, %v; back %v", v, text, err, back)
		}
		if err := back.UnmarshalText([]byte("another word")); err == nil {
			t.Errorf("%T takes another word", back)
		}
	}
	for s := range Scope(16) {
		var back Scope
		check(s, &back, func() bool { return back == s })
	}
	for c := ClassReserved; c <= ClassSolicitedNode; c++ {
		var back Class
		check(c, &back, func() bool { return back == c })
	}
	for k := KindUnknown + 1; k <= KindMixed; k++ {
		var back Kind
		check(k, &back, func() bool { return back == k })
	}
	if text, _ := MixedScope.MarshalText(); string(text) != "mixed" {
		t.Errorf("MixedScope is %q", text)
	}
}
