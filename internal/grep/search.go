package grep

import "bytes"

// found is what was found in a block.
type found struct {
	binary bool // contains a NUL
	count  int  // selected lines
	hits   []hit
	out    []byte // what to print of them, if not just the lines themselves
}

// A hit is a selected line: buf[start:end], newline included.
type hit struct {
	start, end int
	out        int // end of what to print for it
}

// reset returns f emptied, reusing its memory.
func (f *found) reset() found { return found{hits: f.hits[:0], out: f.out[:0]} }

// A searcher searches blocks, one at a time.
type searcher struct {
	run    *run
	rec    Record
	record func(dst []byte, r *Record) []byte

	copied  int // how much of the current line is in out, if matches are colored
	counted int // rec.Line counts the lines up to here
}

func newSearcher(r *run) *searcher {
	s := &searcher{run: r}
	if r.Mode == Records {
		s.record = r.Record()
	}
	return s
}

// work searches b and prints the results when its turn comes.
func (s *searcher) work(b *block) {
	if !s.run.stopped.Load() && !b.file.done.Load() {
		s.search(b)
	}
	<-b.turn
	if !s.run.stopped.Load() {
		s.run.print.block(b)
	}
	b.next <- struct{}{}
}

// search finds the selected lines of b.
func (s *searcher) search(b *block) {
	r := s.run
	if !r.Text && !r.Null && bytes.IndexByte(b.buf, 0) >= 0 {
		b.binary = true
		if b.file.Walked {
			return
		}
		// A NUL ends a line of a binary file, as in GNU grep.
		for i, c := range b.buf {
			if c == 0 {
				b.buf[i] = '\n'
			}
		}
	}
	s.matches(b)
	if r.Invert {
		b.invert(r.eol, r.spans)
	}
}

// matches finds the lines of b that contain a match.
func (s *searcher) matches(b *block) {
	r, it := s.run, &s.rec.Find
	text := b.buf
	s.rec.File, s.rec.Line, s.counted = b.file.label(), b.line, 0
	end := 0 // of the last matching line
	for at := 0; r.finder.Next(text, at, it); {
		at = it.End
		label, ok := r.Query.Match(it)
		if !ok {
			continue
		}
		if it.Start >= end { // the first match in its line
			s.finish(b)
			start := end
			if r.spans {
				start += bytes.LastIndexByte(text[end:it.Start], r.eol) + 1
			}
			end = len(text)
			if i := bytes.IndexByte(text[at:], r.eol); i >= 0 {
				end = at + i + 1
			}
			if b.count++; r.first && !r.Invert {
				return
			}
			if r.spans {
				b.hits = append(b.hits, hit{start: start, end: end})
			}
			s.copied = start
		}
		if !r.each {
			at = end
			continue
		}
		s.piece(b, label)
	}
	s.finish(b)
}

// piece appends what to print for the current find, which is in the last line of
// b.hits.
func (s *searcher) piece(b *block, label string) {
	it, text := &s.rec.Find, b.buf
	switch s.run.Mode {
	case Lines:
		b.out = append(b.out, text[s.copied:it.Start]...)
		b.out = append(b.out, s.run.Colors.Match(it.Text)...)
		s.copied = it.End
	case Matches:
		b.out = append(b.out, s.run.Colors.match(it.Text)...)
		if label != "" {
			b.out = append(append(b.out, '\t'), label...)
		}
		b.out = append(b.out, s.run.eol)
	case Records:
		start := b.hits[len(b.hits)-1].start
		s.rec.Line += bytes.Count(text[s.counted:start], []byte{s.run.eol})
		s.counted = start
		s.rec.Start, s.rec.End, s.rec.Label = it.Start-start, it.End-start, label
		b.out = s.record(b.out, &s.rec)
	}
}

// finish completes what to print for the last line of b.hits.
func (s *searcher) finish(b *block) {
	if !s.run.each || len(b.hits) == 0 {
		return
	}
	h := &b.hits[len(b.hits)-1]
	if s.run.Mode == Lines {
		b.out = append(b.out, b.buf[s.copied:h.end]...)
	}
	h.out = len(b.out)
}

// invert selects the lines that are not selected, and vice versa.
func (b *block) invert(eol byte, spans bool) {
	if !spans {
		lines := bytes.Count(b.buf, []byte{eol})
		if n := len(b.buf); n > 0 && b.buf[n-1] != eol {
			lines++
		}
		b.count = lines - b.count
		return
	}
	matched := b.hits
	var hits []hit
	for at := 0; at < len(b.buf); {
		if len(matched) > 0 && matched[0].start == at {
			at = matched[0].end
			matched = matched[1:]
			continue
		}
		end := len(b.buf)
		if i := bytes.IndexByte(b.buf[at:], eol); i >= 0 {
			end = at + i + 1
		}
		hits = append(hits, hit{start: at, end: end})
		at = end
	}
	b.hits, b.count = hits, len(hits)
}
