package multicast

import (
	"testing"

	"github.com/hextet/hextet/internal/wordtest"
)

func TestWords(t *testing.T) {
	wordtest.RoundTrip(t, Scope(0), 15)
	wordtest.RoundTrip(t, ClassReserved, ClassSolicitedNode)
	wordtest.RoundTrip(t, KindUnknown+1, KindMixed)
	if text, _ := MixedScope.MarshalText(); string(text) != "mixed" {
		t.Errorf("MixedScope is %q", text)
	}
}
