package embed4

import (
	"testing"

	"github.com/hextet/hextet/internal/wordtest"
)

func TestText(t *testing.T) {
	wordtest.RoundTrip(t, UnknownMechanism+1, numMechanisms-1)
	wordtest.RoundTrip(t, UnknownRole+1, numRoles-1)
	wordtest.RoundTrip(t, Certain, Likely)
	wordtest.RoundTrip(t, UniversalByAddress, UniversalNever)
}
