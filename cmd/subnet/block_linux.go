package subnet

import (
	"syscall"
	"unsafe"
)

// newBlock returns an empty slice with room for size bytes, in huge pages where the
// system has them to give: large blocks are read all over, and each page is a fault at
// first and a miss of the TLB later on.
func newBlock(size int) []byte {
	const huge = 2 << 20
	if size < huge {
		return make([]byte, 0, size)
	}
	b := make([]byte, size+huge) // of what is cut off nothing is touched
	b = b[-uintptr(unsafe.Pointer(&b[0]))%huge:][:0:size]
	_ = syscall.Madvise(b[:size], syscall.MADV_HUGEPAGE)
	return b
}
