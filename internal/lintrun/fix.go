package lintrun

import (
	"bytes"
	"os"
	"path/filepath"

	"github.com/hextet/hextet/internal/lint"
	"github.com/hextet/hextet/internal/reason"
)

// maxPasses limits how often a text is fixed. One pass is enough, and the second finds
// nothing to fix; needing more would mean a bug in a rule.
const maxPasses = 4

// whole checks a file that has been read whole, and fixes it if asked to. bom is the
// byte order mark that precedes text in the file.
func (w *worker) whole(j *job, text []byte, bom string) error {
	fixed, n := text, 0
	var err error
	if w.run.Mode == Report {
		w.check(&j.File, lint.Text{Name: j.Name, Bytes: text})
	} else {
		fixed, n, err = w.fix(j, text, bom)
	}
	<-j.turn
	defer func() { j.turn <- struct{}{} }()
	r := w.run
	if r.write(&w.checkState) {
		r.done.Files++
	}
	r.done.Fixed += n
	if !bytes.Equal(fixed, text) {
		r.done.Changed++
	}
	if err != nil {
		r.trouble(j.Name, reason.Of(err))
	}
	return nil
}

// fix fixes a file, or shows how, and renders the remaining findings. It returns the
// new text, and the number of findings fixed.
func (w *worker) fix(j *job, text []byte, bom string) (fixed []byte, n int, err error) {
	fixed = text
	for range maxPasses {
		next, mended := w.mend(j, fixed)
		if fixed = next; mended == 0 {
			break
		}
		n += mended
	}
	again := func() { w.check(&j.File, lint.Text{Name: j.Name, Bytes: text}) }
	switch {
	case w.run.Mode == Diff:
		if n > 0 {
			again() // report the findings of the original text
		}
		w.out = appendDiff(w.out[:0], j.Name, text, fixed)
		return fixed, n, nil
	case n == 0:
		return fixed, n, nil
	case bom == utf16:
		err = ErrUTF16
	default:
		err = replace(j.Name, bom, text, fixed)
	}
	if err != nil {
		again()
		return text, 0, err
	}
	return fixed, n, nil
}

// mend checks a text as check does, and returns the fixed text.
func (w *worker) mend(j *job, text []byte) (fixed []byte, n int) {
	w.out, w.tally = w.out[:0], tally{}
	at := 0
	w.checker.Check(lint.Text{Name: j.Name, Bytes: text}, func(f *lint.Finding) {
		w.tally.add(f)
		w.out = w.append(w.out, &j.File, text, f)
		if f.Fix == nil {
			return
		}
		n++
		if f.Start >= at { // otherwise another rule has fixed it
			if fixed == nil {
				fixed = make([]byte, 0, len(text))
			}
			fixed = append(append(fixed, text[at:f.Start]...), f.Fix...)
			at = f.End
		}
	})
	return append(fixed, text[at:]...), n
}

// replace replaces the text of a file atomically: it writes a new file of the same mode
// and owner and renames it. A symbolic link is kept, and its target is replaced.
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
	if err = tmp.Chmod(st.Mode()); err != nil { // after keepOwner, which clears mode bits
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
