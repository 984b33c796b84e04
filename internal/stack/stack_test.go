package stack

import "testing"

// TestOnStack: what is to make the stack grow must not be moved to the heap.
func TestOnStack(t *testing.T) {
	if grow(true) != byte(room/2>>3&0xff) {
		t.Error("not filled")
	}
	if n := testing.AllocsPerRun(10, func() { grow(true) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
