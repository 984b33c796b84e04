package privacy

import (
	"testing"

	"github.com/hextet/hextet/internal/wordtest"
)

func TestWords(t *testing.T) {
	wordtest.RoundTrip(t, Truncate, CryptoPAn)
	wordtest.RoundTrip(t, KeepSpecial, KeepNone)
	wordtest.RoundTrip(t, CollisionWalk, CollisionPin)
	wordtest.RoundTrip(t, PurposeRA, PurposeRADV)
	wordtest.RoundTrip(t, LittleEndian, BigEndian)
	if _, err := ParseMethod("unknown"); err == nil {
		t.Error("ParseMethod accepts unknown")
	}
	for _, m := range Methods() {
		if m.Doc() == "" {
			t.Errorf("%v has no description", m)
		}
	}
}
