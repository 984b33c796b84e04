// Package stack gives the first goroutine a large stack at once.
//
// A stack begins with 2 KiB and is copied to one of twice the size whenever it is too
// small. To do that the runtime looks up every frame in tables that are spread over the
// whole program, most of which is not in memory yet; twice before the first answer of a
// short run, which is a tenth of a millisecond. Done once while the stack is all but
// empty it costs next to nothing.
//
// To import the package is enough. It imports nothing itself, since packages that do not
// are initialised first.
package stack

func init() { grow(false) }

// room is more than any command needs on its way to the first item.
const room = 24 << 10

// grow needs room on the stack, whether it uses it or not.
//
//go:noinline
func grow(use bool) byte {
	if !use {
		return 0
	}
	var b [room]byte
	fill(b[:])
	return b[room/2]
}

//go:noinline
func fill(b []byte) {
	for i := range b {
		b[i] = byte(i >> 3)
	}
}
