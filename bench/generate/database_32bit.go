//go:build 386 || arm || mips || mipsle

package main

import (
	"errors"
	"io"
)

// networks is for 64 bits: the module that writes databases does not compile for 32.
func networks(io.Writer, int, uint64) error {
	return errors.New("databases can only be written by a 64-bit build")
}
