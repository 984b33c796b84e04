//go:build !linux

package subnet

func newBlock(size int) []byte { return make([]byte, 0, size) }
