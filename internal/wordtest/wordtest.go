// Package wordtest tests the words of kinds.
package wordtest

import (
	"encoding"
	"testing"
)

// RoundTrip checks that the kinds from first to last marshal to text which unmarshals to
// them, and that other text is an error.
func RoundTrip[K interface {
	~uint8
	encoding.TextMarshaler
}, P interface {
	*K
	encoding.TextUnmarshaler
}](t *testing.T, first, last K) {
	t.Helper()
	for k := first; k <= last; k++ {
		var back K
		text, err := k.MarshalText()
		if err != nil || P(&back).UnmarshalText(text) != nil || back != k {
			t.Errorf("%v marshals to %q, %v, which unmarshals to %v", k, text, err, back)
		}
	}
	var k K
	if err := P(&k).UnmarshalText([]byte("another word")); err == nil {
		t.Errorf("%T accepts another word", k)
	}
}
