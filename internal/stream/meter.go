package stream

import (
	"fmt"
	"io"
	"time"
)

// A meter shows the progress of a long run on a terminal.
type meter struct {
	start, last time.Time
	read        int64
	shown       bool
	off         bool
}

// add counts n bytes of src as processed and shows the progress, at most a few times a
// second and not during the first second.
func (m *meter) add(n int, src *source, w io.Writer) {
	m.read += int64(n)
	src.read += int64(n)
	now := time.Now()
	if m.off || now.Sub(m.start) < time.Second || now.Sub(m.last) < 200*time.Millisecond {
		return
	}
	m.last, m.shown = now, true
	mb := float64(m.read) / 1e6
	rate := mb / now.Sub(m.start).Seconds()
	if src.total > 0 {
		fmt.Fprintf(w, "\r\x1b[Khextet: %d%%, %.0f MB, %.0f MB/s", 100*src.read/src.total, mb, rate)
		return
	}
	fmt.Fprintf(w, "\r\x1b[Khextet: %.0f MB, %.0f MB/s", mb, rate)
}

// stop ends the display.
func (m *meter) stop(w io.Writer) {
	m.off = true
	m.erase(w)
}

// erase removes the progress line.
func (m *meter) erase(w io.Writer) {
	if m.shown {
		io.WriteString(w, "\r\x1b[K")
		m.shown = false
	}
}
