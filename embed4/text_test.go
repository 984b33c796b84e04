package embed4

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
	for m := UnknownMechanism + 1; m < numMechanisms; m++ {
		var back Mechanism
		check(m, &back, func() bool { return back == m })
	}
	for r := RoleAddress; r <= RoleClient; r++ {
		var back Role
		check(r, &back, func() bool { return back == r })
	}
	for _, c := range []Certainty{Certain, Likely} {
		var back Certainty
		check(c, &back, func() bool { return back == c })
	}
	for u := UniversalByAddress; u <= UniversalNever; u++ {
		var back Universal
		check(u, &back, func() bool { return back == u })
	}
}
