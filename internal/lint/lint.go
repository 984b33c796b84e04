// Package lint finds what is wrong with the addresses in a text: a configuration, a
// zone file, an access list, a program or a document.
//
// A [Rule] is one kind of fault. A [Config] says which rules are on and how
// serious each is; a [Checker] made of it finds the faults of a text, in order.
//
//	c := lint.NewChecker(lint.NewConfig())
//	c.Check(lint.Text{Name: "nginx.conf", Bytes: text}, func(f *lint.Finding) {
//		fmt.Printf("%d:%d: %s\n", f.Line, f.Column, f.Message)
//	})
//
// Text that only mentions addresses is skipped: comments, messages in programs,
// the examples of documents. A rule that cannot be sure reports nothing.
package lint

import (
	"bytes"
	"cmp"
	"slices"

	"github.com/hextet/hextet/classify"
	"github.com/hextet/hextet/internal/classes"
	"github.com/hextet/hextet/internal/find"
)

// A Text is a piece of a file.
type Text struct {
	Name string // of the file: decides what is a comment
	Line int    // the number of the line at From; 0 means 1

	// Bytes is the text. What precedes From has been checked already and serves as
	// context; its beginning may be cut off, at a line boundary.
	Bytes []byte
	From  int

	// Silence is what the beginning of the file asks for; see [SilenceOf].
	Silence Silence
}

// A Finding is a fault. What it holds is valid until the function that it was
// passed to returns.
type Finding struct {
	Rule     *Rule
	Severity Severity
	Message  []byte // a phrase

	// Start and End are its offsets in Text.Bytes. It is within one line.
	Start, End int

	// Line and Column locate Start for people: both count from 1, Column in bytes.
	Line, Column int

	// Fix is what to write instead of the bytes from Start to End; nil if there is no
	// single right answer. It fixes everything that can be fixed there, not only this
	// fault.
	Fix []byte
}

// A Checker finds the faults of texts. It is for one goroutine; [Checker.Fork]
// makes others.
type Checker struct {
	config Config
	finder *find.Finder
	bare   *find.Finder      // finds a lone "::" too
	types  [maxTypes]ruleSet // the rules that look at addresses of a type
	known  *classes.Cache

	// State of the text being checked.
	text    block
	yield   func(*Finding)
	seen    prefixes
	fired   []fired
	message []byte
	fix     []byte
	subject subject
	finding Finding
	near    []byte    // the surroundings in which a fixed text is looked for
	again   find.Find // what is found there
}

// maxTypes is greater than every address type.
const maxTypes = int(classify.Mixed) + 1

// fired is a rule that found a fault, described by message[start:end].
type fired struct{ rule, start, end int }

// NewChecker returns a Checker. Later changes to config do not affect it.
func NewChecker(config *Config) *Checker {
	c := &Checker{config: *config, finder: find.New(find.Options{}), bare: find.New(find.Options{Bare: true}), known: new(classes.Cache)}
	for i := range rules {
		r := &rules[i]
		if r.check == nil || !config.on.has(i) {
			continue
		}
		for _, t := range r.types {
			c.types[t] |= 1 << i
		}
		for t := range c.types {
			if r.types == nil {
				c.types[t] |= 1 << i
			}
		}
	}
	return c
}

// Fork returns another Checker with the same configuration, for another goroutine.
func (c *Checker) Fork() *Checker {
	return &Checker{config: c.config, finder: c.finder, bare: c.bare, types: c.types, known: c.known}
}

// Check calls yield for each fault of t after t.From, in order of position.
//
// If [Config.Whole] is true, t must be a whole file.
func (c *Checker) Check(t Text, yield func(*Finding)) {
	c.text.reset(t)
	c.yield = yield
	if c.config.Whole() {
		c.whole()
		return
	}
	c.scan()
}

// scan finds the faults of single addresses.
func (c *Checker) scan() {
	text := c.text.bytes
	s := &c.subject
	s.text, s.config = &c.text, &c.config
	at := c.text.from
	for c.finder.Next(text, at, &s.Find) {
		if c.config.on.has(ruleMalformed) {
			c.suspects(at, s.Start)
		}
		end := c.address(s)
		// The rest of a run is a port, or punctuation that ends a sentence.
		at = find.RunEnd(text, end)
	}
	if c.config.on.has(ruleMalformed) {
		c.suspects(at, len(text))
	}
}

// address reports the faults of an address that was found, and returns its end.
func (c *Checker) address(s *subject) (end int) {
	if !s.sure() {
		return s.End
	}
	c.fired, c.message = c.fired[:0], c.message[:0]
	if c.config.on.has(ruleMalformed) {
		if end, c.message = s.spoiled(c.message); end > s.End {
			c.report(ruleMalformed, s.Start, end, c.message)
			return end
		}
	}
	s.class = c.known.Of(&s.Item)
	if s.Length >= 0 {
		s.asBlock()
	}
	if c.config.Whole() {
		c.seen.add(s, c.config.Comments)
	}
	for set := c.types[s.class.Type]; set != 0; set &= set - 1 {
		rule := set.first()
		start := len(c.message)
		c.message = rules[rule].check(c.message, s)
		if len(c.message) > start {
			c.fired = append(c.fired, fired{rule, start, len(c.message)})
		}
	}
	if len(c.fired) == 0 {
		return s.End
	}
	c.fired = c.text.heard(c.fired, s.Start, s.End, c.config.Comments)
	c.fired = slices.DeleteFunc(c.fired, func(f fired) bool { return rules[f.rule].use && s.spared() })
	if len(c.fired) == 0 {
		return s.End
	}
	f := &c.finding
	f.Start, f.End = s.Start, s.End
	f.Line, f.Column = c.text.place(s.Start)
	var m mend
	for _, x := range c.fired {
		m |= rules[x.rule].mend
	}
	c.fix = c.fix[:0]
	if m != 0 {
		if c.fix = s.appendFixed(c.fix, m); !c.stays(s, c.fix, m) {
			m = 0
		}
	}
	for _, x := range c.fired {
		f.Rule, f.Severity, f.Message, f.Fix = &rules[x.rule], c.config.severity[x.rule], c.message[x.start:x.end], nil
		if m&f.Rule.mend != 0 {
			f.Fix = c.fix
		}
		c.yield(f)
	}
	return s.End
}

// report reports a fault of a rule, unless it is silenced.
func (c *Checker) report(rule, start, end int, message []byte) {
	c.fired = append(c.fired[:0], fired{rule: rule})
	if len(c.text.heard(c.fired, start, end, c.config.Comments)) == 0 {
		return
	}
	f := &c.finding
	*f = Finding{Rule: &rules[rule], Severity: c.config.severity[rule], Message: message, Start: start, End: end}
	f.Line, f.Column = c.text.place(start)
	c.yield(f)
}

// whole finds all faults of a file, including those between addresses.
func (c *Checker) whole() {
	var all []Finding
	keep := func(f *Finding) {
		g := *f
		g.Message, g.Fix = bytes.Clone(f.Message), bytes.Clone(f.Fix)
		all = append(all, g)
	}
	yield := c.yield
	c.yield = keep
	c.seen.list = c.seen.list[:0]
	c.scan()
	for _, r := range c.seen.relations(c.config.on) {
		if silent := c.text.silence(r.start); silent.has(r.rule) {
			continue
		}
		keep(&Finding{
			Rule: &rules[r.rule], Severity: c.config.severity[r.rule],
			Message: r.appendMessage(c.message[:0], c.text.bytes[r.start:r.end]),
			Start:   r.start, End: r.end,
			Line: r.line, Column: r.start - c.text.lineStart(r.start) + 1,
		})
	}
	slices.SortStableFunc(all, func(a, b Finding) int { return cmp.Compare(a.Start, b.Start) })
	for i := range all {
		yield(&all[i])
	}
}
