package subnet

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hextet/hextet/subnet"
)

// Texts of several pieces and chunks come back, whether some or all are kept.
func TestKept(t *testing.T) {
	it, err := subnet.Parse("::1")
	if err != nil {
		t.Fatal(err)
	}
	const items = 3 * placeChunk
	fill := strings.Repeat("x", 4*pieceSize/items)
	text := func(i int) string { return fmt.Sprint(i, fill) }
	for _, each := range []int{1, 2} {
		var k kept
		for i := range items {
			if i%each == 0 {
				k.addRest(it, text(i))
			} else {
				k.addRest(it, "")
			}
		}
		if len(k.pieces) < 2 || len(k.places.chunks) < 2 {
			t.Fatalf("%d pieces, %d chunks", len(k.pieces), len(k.places.chunks))
		}
		n := 0
		for i, canonical := range k.ahead(k.Texts(subnet.Sorting{})) {
			want := "none"
			if i%each == 0 {
				want = text(i)
			}
			if got := string(k.text(i, []byte("none"))); got != want || i != n || string(canonical) != "::1" {
				t.Fatalf("item %d is %.20q, not that of %d, %.20q", i, got, n, want)
			}
			n++
		}
		if n != items {
			t.Errorf("%d items of %d", n, items)
		}
		for i := range k.ahead(k.indices(subnet.Sorting{Reverse: true})) {
			if i != items-1 {
				t.Error("ahead goes on")
			}
			break
		}
	}
}
