package lintrun

import (
	"bytes"
	"os"
	"path/filepath"

	"github.com/hextet/hextet/internal/lint"
)

// maxPasses is how often a text is put right at most. Once is enough, and the second
// time finds nothing; more would be a mistake in a rule.
const maxPasses = 4

// whole checks a file that has been read whole, and puts it right where that is
// wanted. bom is what stands before text in the file.
func (w *worker) whole(j *job, text []byte, bom string) error {
	if w.run.Mode == Report {
		w.check(&j.File, lint.Text{Name: j.Name, Bytes: text})
		<-j.turn
		if w.run.write(&w.checkState) {
			w.run.done.Files++
		}
		j.turn <- struct{}{}
		return nil
	}
	fixed, n := w.fixed(j, text)
	changed := !bytes.Equal(fixed, text)
	var err error
	switch {
	case w.run.Mode == Diff:
		w.out, w.tally = appendDiff(w.out[:0], j.Name, text, fixed), tally{}
		w.checker.Check(lint.Text{Name: j.Name, Bytes: text}, w.tally.add)
	default:
		if changed && !j.Stdin {
			if bom == utf16 {
				err = ErrUTF16
			} else {
				err = replace(j.Name, bom, text, fixed)
			}
			if err != nil {
				fixed, n, changed = text, 0, false
			}
		}
		w.check(&j.File, lint.Text{Name: j.Name, Bytes: fixed})
	}

	<-j.turn
	defer func() { j.turn <- struct{}{} }()
	r := w.run
	if w.run.write(&w.checkState) {
		r.done.Files++
	}
	r.done.Fixed += n
	if changed {
		r.done.Changed++
	}
	if err != nil {
		r.trouble(j.Name, bare(err))
	}
	return nil
}

// fixed returns the text put right, and how many findings that mends.
func (w *worker) fixed(j *job, text []byte) (_ []byte, n int) {
	for range maxPasses {
		var next []byte
		at := 0
		w.checker.Check(lint.Text{Name: j.Name, Bytes: text}, func(f *lint.Finding) {
			if f.Fix == nil {
				return
			}
			n++
			if f.Start >= at { // else another rule has put it right
				next = append(append(next, text[at:f.Start]...), f.Fix...)
				at = f.End
			}
		})
		if at == 0 {
			return text, n
		}
		text = append(next, text[at:]...)
	}
	return text, n
}

// replace gives the file with a name a new text, by way of a new file that takes its
// place whole, with the same mode and owner. A link stays, and what it points to
// changes.
func replace(name, bom string, old, text []byte) (err error) {
	path, err := filepath.EvalSymlinks(name)
	if err != nil {
		return err
	}
	st, err := os.Stat(path)
	if err != nil {
		return err
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			tmp.Close()
			os.Remove(tmp.Name())
		}
	}()
	if _, err = tmp.WriteString(bom); err != nil {
		return err
	}
	if _, err = tmp.Write(text); err != nil {
		return err
	}
	if err = keepOwner(tmp, st); err != nil {
		return err
	}
	if err = tmp.Chmod(st.Mode()); err != nil { // after the owner: a new one clears bits
		return err
	}
	if err = tmp.Sync(); err != nil {
		return err
	}
	if err = tmp.Close(); err != nil {
		return err
	}
	now, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if len(now) != len(bom)+len(old) || !bytes.Equal(now[len(bom):], old) {
		return ErrChanged
	}
	return os.Rename(tmp.Name(), path)
}
