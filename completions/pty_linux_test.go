package completions_test

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
	"unsafe"
)

// A terminal is an interactive program on a pseudo-terminal, and what it has
// written that nobody has asked for yet.
type terminal struct {
	t      *testing.T
	master *os.File
	output chan []byte
	seen   bytes.Buffer
}

// interact starts a program on a terminal of its own. A machine without
// pseudo-terminals skips the test.
func interact(t *testing.T, env []string, argv ...string) *terminal {
	t.Helper()
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skipf("no pseudo-terminal: %v", err)
	}
	var n, unlock int32
	ioctl := func(request uintptr, p *int32) {
		if _, _, e := syscall.Syscall(syscall.SYS_IOCTL, master.Fd(), request, uintptr(unsafe.Pointer(p))); e != 0 {
			t.Skipf("no pseudo-terminal: %v", e)
		}
	}
	ioctl(syscall.TIOCSPTLCK, &unlock)
	ioctl(syscall.TIOCGPTN, &n)
	// Wide enough that no line is broken.
	size := [4]uint16{50, 200}
	syscall.Syscall(syscall.SYS_IOCTL, master.Fd(), syscall.TIOCSWINSZ, uintptr(unsafe.Pointer(&size)))
	slave, err := os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Skipf("no pseudo-terminal: %v", err)
	}
	defer slave.Close()
	c := exec.Command(argv[0], argv[1:]...)
	c.Env = env
	c.Stdin, c.Stdout, c.Stderr = slave, slave, slave
	c.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	term := &terminal{t: t, master: master, output: make(chan []byte, 1024)}
	go func() {
		defer close(term.output)
		for {
			b := make([]byte, 4096)
			n, err := master.Read(b)
			if n > 0 {
				term.output <- b[:n]
			}
			if err != nil {
				return
			}
		}
	}()
	t.Cleanup(func() {
		c.Process.Kill()
		c.Wait()
		master.Close()
	})
	return term
}

// send types text.
func (term *terminal) send(text string) {
	if _, err := io.WriteString(term.master, text); err != nil {
		term.t.Fatal(err)
	}
}

// expect returns what the program writes up to the end of text.
func (term *terminal) expect(text string) string {
	term.t.Helper()
	late := time.After(20 * time.Second)
	for {
		if i := strings.Index(term.seen.String(), text); i >= 0 {
			return string(term.seen.Next(i + len(text)))
		}
		select {
		case b, ok := <-term.output:
			if !ok {
				term.t.Fatalf("the shell ended instead of writing %q; it wrote %q", text, term.seen.String())
			}
			term.seen.Write(b)
		case <-late:
			term.t.Fatalf("the shell never wrote %q; it wrote %q", text, term.seen.String())
		}
	}
}
