package hextet

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"os"
	"strings"
	"sync"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/internal/find"
	"github.com/hextet/hextet/internal/stream"
	"github.com/hextet/hextet/privacy"
	"github.com/hextet/hextet/subnet"
)

func init() {
	register.DoFn4x1[context.Context, Item, func(Item), func(Bad), error](&anonymizeFn{})
	register.DoFn4x1[context.Context, Block, func(Block), func(Bad), error](&anonymizeTextFn{})
}

// AnonymizeOptions say how addresses are replaced, with the same names as the command's
// flags. They become part of the pipeline, which runners store and display, so they
// never contain a key.
type AnonymizeOptions struct {
	Method string // truncate, ipcrypt-pfx, cryptopan or ipcrypt-deterministic; "" is truncate

	KeepV6, KeepV4 int            // truncate: bits to keep, 0 for 48 and 24, negative for none
	Keep           string         // special or none: which addresses are kept; "" is special
	Preserve       []netip.Prefix // addresses in these prefixes are kept, too
	Collisions     string         // walk or pin; "" is walk
	Reverse        bool           // items are pseudonyms: recover the addresses

	Key KeySource // for methods other than truncate
}

// A KeySource says where each worker reads the key, as hexadecimal digits. The key
// itself is never part of the pipeline, an error or a log. Every worker must find the
// same key; providing it is up to the cluster: a Kubernetes Secret as a variable or a
// mounted file, or a file in a bucket that only the workers can read. Nothing checks
// that the keys are the same.
type KeySource struct {
	File string // a path in any file system registered by the program
	Env  string // or an environment variable of the worker
}

// keyLimit is how much of a key file is read; no key is longer.
const keyLimit = 4 << 10

// read returns the text of the key. Its errors do not contain the path, which may be
// the key itself by mistake.
func (k KeySource) read(ctx context.Context) ([]byte, error) {
	switch {
	case k.File != "" && k.Env != "":
		return nil, errors.New("both a key file and a key variable are set; use only one")
	case k.File != "":
		fs, err := filesystem.New(ctx, k.File)
		if err != nil {
			return nil, errors.New("the key file is in a file system that this program does not know")
		}
		defer fs.Close()
		f, err := fs.OpenRead(ctx, k.File)
		if err != nil {
			return nil, errors.New("the key file cannot be opened on this worker")
		}
		defer f.Close()
		b, err := io.ReadAll(io.LimitReader(f, keyLimit))
		if err != nil {
			return nil, errors.New("the key file cannot be read on this worker")
		}
		return b, nil
	case k.Env != "":
		v := os.Getenv(k.Env)
		if v == "" {
			return nil, errors.New("the environment variable of the key is not set on this worker")
		}
		return []byte(v), nil
	}
	return nil, errors.New("the method needs a key: a file or an environment variable that has it")
}

// Check reports what is wrong with o, as far as it can be checked without the key.
func (o AnonymizeOptions) Check() error {
	m, e, err := o.parse()
	switch {
	case err != nil:
		return err
	case isDigits(o.Key.File) || isDigits(o.Key.Env):
		return errors.New("a key was given instead of the path or variable that contains it; stop using this key: it may have been logged")
	case m != privacy.Truncate && o.Key == KeySource{}:
		return fmt.Errorf("%v needs a key: a file or an environment variable that has it", m)
	case m != privacy.Truncate && (o.KeepV6 != 0 || o.KeepV4 != 0):
		return fmt.Errorf("bits to keep are for truncate, not for %v", m)
	case m != privacy.Truncate:
		return nil
	case o.Reverse:
		return privacy.ErrNotInvertible
	case o.Key != KeySource{}:
		return errors.New("truncate takes no key")
	}
	_, err = o.truncator(e)
	return err
}

// mustCheck panics if o is invalid, as Beam does if a pipeline is constructed wrongly.
func (o AnonymizeOptions) mustCheck() {
	if err := o.Check(); err != nil {
		panic("hextet: anonymize: " + err.Error())
	}
}

// isDigits reports whether a word given as a path or a name is really a key.
func isDigits(word string) bool {
	return len(word) >= 32 && strings.Trim(word, "0123456789abcdefABCDEF") == ""
}

func (o AnonymizeOptions) parse() (m privacy.Method, e privacy.Exceptions, err error) {
	m = privacy.Truncate
	if o.Method != "" {
		if m, err = privacy.ParseMethod(o.Method); err != nil {
			return m, e, err
		}
	}
	if o.Keep != "" {
		if e.Keep, err = privacy.ParseKeep(o.Keep); err != nil {
			return m, e, err
		}
	}
	if o.Collisions != "" {
		if e.Collision, err = privacy.ParseCollision(o.Collisions); err != nil {
			return m, e, err
		}
	}
	e.Preserve = o.Preserve
	return m, e, nil
}

func (o AnonymizeOptions) truncator(e privacy.Exceptions) (*privacy.Pseudonymizer, error) {
	v6, v4 := max(cmp.Or(o.KeepV6, 48), 0), max(cmp.Or(o.KeepV4, 24), 0)
	return privacy.NewTruncator(v6, v4, e)
}

// pseudonymizers holds those of this process, by options and key: each has a cache of
// up to 66 MB, and a worker runs several copies of a DoFn.
var pseudonymizers struct {
	sync.Mutex
	by map[string]*privacy.Pseudonymizer
}

// Pseudonymizer reads the key on this machine, and returns the Pseudonymizer that a
// worker uses.
func (o AnonymizeOptions) Pseudonymizer(ctx context.Context) (*privacy.Pseudonymizer, error) {
	name, err := json.Marshal(o)
	if err != nil {
		return nil, err
	}
	m, e, err := o.parse()
	if err != nil {
		return nil, err
	}
	if m == privacy.Truncate {
		return o.truncator(e)
	}
	pseudonymizers.Lock()
	defer pseudonymizers.Unlock()
	text, err := o.Key.read(ctx)
	if err != nil {
		return nil, err
	}
	id := string(name) + "\x00" + string(text) // the key may have changed since the last call
	if p := pseudonymizers.by[id]; p != nil {
		return p, nil
	}
	key, err := privacy.ParseKey(m, text)
	if err != nil {
		return nil, err
	}
	p, err := privacy.NewEncrypter(m, key, e)
	if err == nil && o.Reverse {
		p, err = p.Inverse()
	}
	if err != nil {
		return nil, err
	}
	if pseudonymizers.by == nil {
		pseudonymizers.by = make(map[string]*privacy.Pseudonymizer)
	}
	pseudonymizers.by[id] = p
	return p, nil
}

// replace returns the replacement of an address or a prefix, with its zone.
func replace(p *privacy.Pseudonymizer, it addr.Item) (addr.Item, error) {
	var out addr.Item
	if it.IsPrefix() {
		q, err := p.Prefix(it.Prefix())
		if err != nil {
			return it, err
		}
		out = addr.ItemOfPrefix(q)
	} else {
		out = addr.ItemOf(p.Addr(it.Addr))
	}
	if out.Addr.Is6() {
		out.Zone = it.Zone
	}
	return out, nil
}

// Anonymize replaces the addresses and prefixes of a PCollection<Item>, equal ones by
// equal ones, and returns a PCollection<Item>. Items that the method cannot replace go
// to the second output, a PCollection<Bad>: ranges, and prefixes if it encrypts only
// addresses. It panics if o does not pass [AnonymizeOptions.Check].
func Anonymize(s beam.Scope, items beam.PCollection, o AnonymizeOptions) (replaced, bad beam.PCollection) {
	s = s.Scope("hextet.Anonymize")
	o.mustCheck()
	return beam.ParDo2(s, &anonymizeFn{AnonymizeOptions: o}, items)
}

type anonymizeFn struct {
	AnonymizeOptions

	by *privacy.Pseudonymizer
}

func (fn *anonymizeFn) Setup(ctx context.Context) (err error) {
	fn.by, err = fn.Pseudonymizer(ctx)
	return err
}

func (fn *anonymizeFn) ProcessElement(ctx context.Context, it Item, emit func(Item), emitBad func(Bad)) error {
	bad := func(err error) {
		badCounter.Inc(ctx, 1)
		emitBad(Bad{Line: it.Place.Line, Offset: -1, Text: it.Text(), Reason: err.Error()})
	}
	if it.IsRange() {
		bad(errors.New("a range has no pseudonym"))
		return nil
	}
	out, err := replace(fn.by, it.Item.Item)
	if err != nil {
		bad(err)
		return nil
	}
	emit(Item{Item: subnet.Item{Item: out}, Place: it.Place})
	return nil
}

// AnonymizeText replaces every address in the lines of a PCollection<Block> or
// <string>, leaves the rest unchanged, and returns a PCollection<Block>. Lines with an
// address that the method cannot replace are dropped, as by the command, and so are lines
// longer than 1 MiB; the second output, a PCollection<Bad>, reports them. It panics if o
// does not pass [AnonymizeOptions.Check].
func AnonymizeText(s beam.Scope, lines beam.PCollection, o AnonymizeOptions) (replaced, bad beam.PCollection) {
	s = s.Scope("hextet.AnonymizeText")
	o.mustCheck()
	return beam.ParDo2(s, &anonymizeTextFn{AnonymizeOptions: o}, blocks(s, lines))
}

type anonymizeTextFn struct {
	AnonymizeOptions

	by     *privacy.Pseudonymizer
	finder *find.Finder
}

func (fn *anonymizeTextFn) Setup(ctx context.Context) (err error) {
	fn.finder = find.New(find.Options{})
	fn.by, err = fn.Pseudonymizer(ctx)
	return err
}

func (fn *anonymizeTextFn) ProcessElement(ctx context.Context, b Block, emit func(Block), emitBad func(Bad)) error {
	if b.TooLong {
		badCounter.Inc(ctx, 1)
		emitBad(tooLong(b))
		return nil
	}
	out := b
	out.Text = make([]byte, 0, len(b.Text)+len(b.Text)/8)
	copied := 0
	if b.Offset == 0 && bytes.HasPrefix(b.Text, []byte(bom)) {
		copied = len(bom)
	}
	items := int64(0)
	var f find.Find
	for at := copied; fn.finder.Next(b.Text, at, &f); at = f.End {
		items++
		it := addr.Item{Addr: f.Addr(), Zone: f.Zone}.WithBits(f.Length)
		if f.ZoneEscaped {
			it.Zone = f.RawZone() // keep the zone as the URL has it
		}
		replaced, err := replace(fn.by, it)
		if err != nil {
			badCounter.Inc(ctx, 1)
			emitBad(badAt(b, f.Start, string(b.Text[f.Start:f.End]), err))
			if f.Start >= copied { // drop the line, and what of it is already in out
				out.Text = append(out.Text, b.Text[copied:f.Start]...)
				out.Text = out.Text[:bytes.LastIndexByte(out.Text, '\n')+1]
				copied = len(b.Text)
				if i := bytes.IndexByte(b.Text[f.End:], '\n'); i >= 0 {
					copied = f.End + i + 1
				}
			}
			continue
		}
		if f.Start < copied {
			continue // in a line that is dropped
		}
		out.Text = replaced.AppendTo(append(out.Text, b.Text[copied:f.Start]...))
		copied = f.End
	}
	out.Text = append(out.Text, b.Text[copied:]...)
	itemCounter.Inc(ctx, items)
	if len(out.Text) > 0 || len(b.Text) == 0 {
		emit(out)
	}
	return nil
}

func tooLong(b Block) Bad {
	return Bad{b.File, b.Line, b.Offset, string(b.Text), stream.ErrTooLong.Error()}
}

// badAt returns the Bad for an item at an offset in a block.
func badAt(b Block, at int, text string, err error) Bad {
	bad := Bad{File: b.File, Offset: -1, Text: text, Reason: err.Error()}
	if b.Line > 0 {
		bad.Line = b.Line + int64(bytes.Count(b.Text[:at], []byte{'\n'}))
	}
	if b.Offset >= 0 {
		bad.Offset = b.Offset + int64(bytes.LastIndexByte(b.Text[:at], '\n')+1)
	}
	return bad
}
