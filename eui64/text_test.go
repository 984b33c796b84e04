package eui64

import (
	"testing"

	"github.com/hextet/hextet/internal/wordtest"
)

func TestText(t *testing.T) {
	wordtest.RoundTrip(t, KindUnknown+1, numKinds-1)
	wordtest.RoundTrip(t, Ethernet, ATM)
	wordtest.RoundTrip(t, QuadrantAAI, QuadrantSAI)
	wordtest.RoundTrip(t, Colon, Bare)
}
