package stats

import (
	"bytes"
	"io"
	"time"

	"github.com/hextet/hextet/internal/cli"
)

// A screen is the terminal while stats is live, redrawn every second. It uses the
// alternate screen, so that the previous content is restored. Messages are held back
// until the end. A nil screen does nothing.
type screen struct {
	a     *cli.App
	frame func(width, height int, elapsed time.Duration) []byte
	err   io.Writer // where the held messages go
	held  bytes.Buffer

	began     time.Time
	quit, end chan struct{}
}

func newScreen(a *cli.App, frame func(width, height int, elapsed time.Duration) []byte) *screen {
	s := &screen{a: a, frame: frame, err: a.Err}
	a.Err, a.ErrTerminal = &s.held, false
	return s
}

// Terminal control sequences (ECMA-48, and xterm's private modes).
const (
	enterScreen = "\x1b[?1049h\x1b[?25l" // the alternate screen, no cursor
	leaveScreen = "\x1b[?25h\x1b[?1049l"
	goHome      = "\x1b[H"
	clearLine   = "\x1b[K"
	clearRest   = "\x1b[J"
)

// start begins to draw when first called.
func (s *screen) start() {
	if s.quit != nil {
		return
	}
	s.quit, s.end = make(chan struct{}), make(chan struct{})
	s.began = time.Now()
	io.WriteString(s.a.Out, enterScreen)
	go s.draw()
}

// draw draws until quit. If drawing takes long, it is done less often, to leave most of
// the time for counting.
func (s *screen) draw() {
	defer close(s.end)
	timer := time.NewTimer(200 * time.Millisecond)
	for {
		select {
		case <-s.quit:
			return
		case <-timer.C:
		}
		began := time.Now()
		width, height := s.a.Size()
		text := s.frame(width, height-1, began.Sub(s.began))
		b := []byte(goHome)
		for line := range bytes.Lines(text) {
			b = append(b, bytes.TrimSuffix(line, []byte{'\n'})...)
			b = append(b, clearLine+"\r\n"...)
		}
		s.a.Out.Write(append(b, clearRest...))
		timer.Reset(max(time.Second, 5*time.Since(began)))
	}
}

// stop restores the terminal.
func (s *screen) stop() {
	if s == nil || s.quit == nil {
		return
	}
	close(s.quit)
	<-s.end
	io.WriteString(s.a.Out, leaveScreen)
	s.a.Err = s.err
	s.err.Write(s.held.Bytes())
}
