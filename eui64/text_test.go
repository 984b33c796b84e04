package eui64

import (
	"encoding"
	"testing"
)

// Words of all kinds there and back.
func TestText(t *testing.T) {
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
	for k := KindUnknown + 1; k < numKinds; k++ {
		var back Kind
		check(k, &back, func() bool { return back == k })
	}
	for l := range Links() {
		var back Link
		check(l, &back, func() bool { return back == l })
	}
	for q := QuadrantAAI; q <= QuadrantSAI; q++ {
		var back Quadrant
		check(q, &back, func() bool { return back == q })
	}
	for _, f := range []Format{Colon, Hyphen, Dot, Bare} {
		var back Format
		check(f, &back, func() bool { return back == f })
	}
}
