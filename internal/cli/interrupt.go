package cli

import (
	"os"
	"os/signal"
	"sync"
	"syscall"
)

// Interrupt returns a channel that is closed when the user interrupts the program, or
// when it is asked to terminate: for commands that then print what they have so far.
// The next interrupt ends the program as usual, and so does any after release is
// called.
func Interrupt() (interrupted <-chan struct{}, release func()) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	c := make(chan struct{})
	done := make(chan struct{})
	go func() {
		select {
		case <-signals:
			close(c)
		case <-done:
		}
		signal.Stop(signals)
	}()
	return c, sync.OnceFunc(func() { close(done) })
}
