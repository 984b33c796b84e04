package cmd

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/classify"
	"github.com/hextet/hextet/embed4"
	"github.com/hextet/hextet/eui64"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/multicast"
)

// classifyJSON writes whole records of addresses as JSON Lines. It must write what
// the fields of classifyTable would, of which the encoder makes all that
// addresses have in common.
type classifyJSON struct {
	options classify.Options

	kinds [classify.IIDRandom + 1]string // of identifiers
	mac   piece                          // from an identifier to the MAC it is made of

	// Made for those who have many lines.
	vendors  func() *classify.Vendors
	encoders func() (members, policy *record.Encoder[*classifyRecord])

	// members are by Class.Key; behind those, where addresses of a key have
	// several scopes, by what has them and by scope.
	members  [classify.MaxKey + 3*scopes]atomic.Pointer[members]
	byTop    byTop[members]
	groups   [2 * 16 * scopes]atomic.Pointer[piece] // up to the group, by family, flags and scope
	warnings [1024]atomic.Pointer[warnings]
	carriers [64]atomic.Pointer[carrier]
}

// members are the parts of a record that belong to a key.
type members struct {
	key     int
	scoped  int                           // where those of its scopes begin, 0 for one scope
	head    piece                         // from behind the address to the detail
	tail    piece                         // from behind the detail on, where varies is set
	end     piece                         // the policy
	value   int                           // what leads to an identifier is so long, at the end of head or tail
	ends    [classify.IIDRandom + 1]piece // what follows it, by kind
	varies  bool                          // the detail is another for each address
	quad    quadPlace                     // it is this, between head and tail
	group   bool
	family6 bool
}

// A piece is text that is copied in lumps of one size, which takes less time than a
// copy of just its length: four for a long piece, two for a short one.
type piece struct {
	lumps [4][lump]byte
	n     int    // bytes in them
	rest  string // what they have no room for
}

const lump = 64

func newLong(s string) piece  { return newPiece(s, 4) }
func newShort(s string) piece { return newPiece(s, 2) }

func newPiece(s string, lumps int) (p piece) {
	for i := range lumps {
		n := copy(p.lumps[i][:], s)
		p.n, s = p.n+n, s[n:]
	}
	p.rest = s
	return p
}

func (p *piece) appendLong(dst []byte) []byte {
	dst = slices.Grow(dst, 4*lump)
	b := (*[4 * lump]byte)(dst[len(dst) : len(dst)+4*lump])
	*(*[lump]byte)(b[0*lump:]) = p.lumps[0]
	*(*[lump]byte)(b[1*lump:]) = p.lumps[1]
	*(*[lump]byte)(b[2*lump:]) = p.lumps[2]
	*(*[lump]byte)(b[3*lump:]) = p.lumps[3]
	if dst = dst[:len(dst)+p.n]; p.rest != "" {
		dst = append(dst, p.rest...)
	}
	return dst
}

func (p *piece) appendShort(dst []byte) []byte {
	dst = slices.Grow(dst, 2*lump)
	b := (*[2 * lump]byte)(dst[len(dst) : len(dst)+2*lump])
	*(*[lump]byte)(b[0*lump:]) = p.lumps[0]
	*(*[lump]byte)(b[1*lump:]) = p.lumps[1]
	if dst = dst[:len(dst)+p.n]; p.rest != "" {
		dst = append(dst, p.rest...)
	}
	return dst
}

func newClassifyJSON(o classify.Options) *classifyJSON {
	j := &classifyJSON{
		options: o,
		vendors: sync.OnceValue(func() *classify.Vendors {
			if o.Vendors != nil {
				return o.Vendors.Indexed()
			}
			return classify.BuiltIn().Indexed()
		}),
		encoders: sync.OnceValues(func() (members, policy *record.Encoder[*classifyRecord]) {
			table := classifyTable()
			members, _ = record.NewEncoder(table, record.JSONL, "family,cast,type,scope,detail,deprecated,registry,allocation", '\n')
			policy, _ = record.NewEncoder(table, record.JSONL, "policy", '\n')
			return members, policy
		}),
	}
	for k := range j.kinds {
		j.kinds[k] = `","kind":"` + classify.IIDKind(k).String() + `"`
	}
	j.mac = newShort(j.kinds[classify.IIDEUI64] + `,"mac":"`)
	return j
}

// lines is Op.Objects.
func (j *classifyJSON) lines(dst, src []byte) ([]byte, int) {
	var room [4]embed4.Found
	byTop := &j.byTop
	var l addr.Line
	done := 0
	for done < len(src) {
		text, n := l.Read(src[done:])
		if n == 0 {
			break
		}
		const input, address = `{"input":"`, `","address":"`
		dst = slices.Grow(dst, 256)
		dst = append(dst, input...)
		if line := src[done:]; len(line) >= inputRoom { // in one piece of one size
			*(*[inputRoom]byte)(dst[len(dst):][:inputRoom]) = [inputRoom]byte(line)
			dst = dst[:len(dst)+text]
		} else {
			dst = append(dst, line[:text]...)
		}
		dst = append(dst, address...)
		dst = l.AppendTo(dst, addr.MixedAuto)
		done += n

		top := l.Top()
		m := byTop.slot(&l, top).Load()
		if m == nil || m == &byTop.several {
			known := m != nil
			m = j.membersOf(&l, top)
			if !known && m.scoped == 0 {
				byTop.learn(&l, top, m)
			}
		}
		dst = m.head.appendLong(dst)
		lo := l.Lo()
		if m.varies {
			if m.quad != noQuad {
				dst = addr.AppendQuad(dst, m.quad.of(&l))
			} else {
				at := len(dst)
				dst = appendDetail(dst, m.key, addr.Number{Hi: l.Hi(), Lo: lo, Is4: l.Is4()})
				if m.group { // names may be anything
					dst = record.CloseQuote(dst, at)
					dst = dst[:len(dst)-1]
				}
			}
			dst = m.tail.appendLong(dst)
		}
		if m.family6 && !j.options.Sites.None(top, lo) {
			if found := j.options.Sites.AppendNumber(room[:0], l.Hi(), lo); len(found) > 0 {
				dst = dst[:len(dst)-m.value]
				dst = j.appendFound(dst, found)
				if m.value > 0 {
					dst = append(dst, iidValue...)
				}
			}
		}
		switch {
		case m.value > 0:
			dst = l.AppendLow(dst)
			kind := classify.KindOf(eui64.IID(lo))
			if kind == classify.IIDEUI64 {
				dst = append(j.appendMAC(dst, eui64.IID(lo)), '}')
				break
			}
			dst = m.ends[kind].appendShort(dst)
			continue
		case m.group:
			dst = j.appendGroup(dst, addr.Number{Hi: l.Hi(), Lo: lo, Is4: l.Is4()})
		}
		dst = m.end.appendShort(dst)
	}
	return dst, done
}

// iidValue leads to an identifier.
const iidValue = `,"iid":{"value":"`

// inputRoom holds any address.
const inputRoom = 48

// membersOf returns the members of the addresses like l, which begins with top.
func (j *classifyJSON) membersOf(l *addr.Line, top uint32) *members {
	key, at := keyOf(l, top)
	m := j.members[at].Load()
	if m == nil {
		m = j.learn(key, l.Number())
		j.members[at].Store(m)
	}
	if m.scoped == 0 {
		return m
	}
	at = m.scoped + int(numberClass(key, l.Number()).Scope)
	if m = j.members[at].Load(); m == nil {
		m = j.learn(key, l.Number())
		j.members[at].Store(m)
	}
	return m
}

// learn makes the members of the addresses of a key, of which a is one.
func (j *classifyJSON) learn(key int, a addr.Number) *members {
	r := new(classifyRecord)
	r.set(addr.ItemOf(a.Addr()), j.options)
	c := r.class
	m := &members{key: key, family6: c.Family == 6, group: c.Type == classify.Multicast, varies: c.DetailVaries()}
	switch {
	case m.group && !m.family6:
		m.scoped = classify.MaxKey + scopes
	case c.Type == classify.IPv4Mapped:
		m.scoped = classify.MaxKey + 2*scopes
	}
	// {"family":6,…}\n becomes ","family":6,…
	first, last := j.encoders()
	object := string(first.Append(nil, "", r))
	head, tail, end := `",`+object[1:len(object)-2], "", "}\n"
	if p := string(last.Append(nil, "", r)); len(p) > len("{}\n") {
		end = "," + p[1:]
	}
	if c.HasIID() {
		m.value = len(iidValue)
		head += iidValue
		for kind := range m.ends {
			m.ends[kind] = newShort(j.kinds[kind] + "}" + end)
		}
	}
	if m.varies {
		const name = `,"detail":`
		detail := r.appendDetail(nil)
		head, tail, _ = strings.Cut(head, name+string(record.AppendQuoted(nil, string(detail))))
		head += name + `"`
		tail = `"` + tail
		if c.Type != classify.IPv4Mapped { // whose type differs as well
			var before, after []byte
			before, after, m.quad = cutQuad(detail, c, a)
			head, tail = head+string(before), string(after)+tail
		}
	}
	m.head, m.tail, m.end = newLong(head), newLong(tail), newShort(end)
	return m
}

func (j *classifyJSON) appendFound(dst []byte, found []embed4.Found) []byte {
	dst = append(dst, `,"ipv4":[`...)
	for i := range found {
		f := &found[i]
		if i > 0 {
			dst = append(dst, ',')
		}
		w := j.carrierOf(f)
		dst = w.head.appendShort(dst)
		dst = append(appendFound(dst, f), '"')
		if f.HasPort {
			dst = strconv.AppendUint(append(dst, `,"port":`...), uint64(f.Port), 10)
		}
		if f.HasFlags {
			dst = append(appendTeredoFlags(append(dst, `,"flags":"`...), f.Flags), '"')
		}
		if f.Prefix == w.prefix {
			dst = w.tail.appendShort(dst)
		} else {
			dst = appendCarrier(dst, f)
		}
		if f.Remarks != 0 {
			dst = append(dst, j.warningsOf(f)...)
		}
		dst = append(dst, '}')
	}
	return append(dst, ']')
}

// A carrier is what IPv4 addresses have in common that are found in one way below
// one prefix.
type carrier struct {
	mechanism embed4.Mechanism
	role      embed4.Role
	prefix    netip.Prefix
	head      piece // up to the address
	tail      piece // prefix and certainty
}

// carrierOf returns the carrier of f, or of another prefix than f's.
func (j *classifyJSON) carrierOf(f *embed4.Found) *carrier {
	slot := &j.carriers[(uint(f.Mechanism)<<2+uint(f.Role))%uint(len(j.carriers))]
	if w := slot.Load(); w != nil && w.mechanism == f.Mechanism && w.role == f.Role {
		return w
	}
	w := &carrier{
		f.Mechanism, f.Role, f.Prefix,
		newShort(`{"mechanism":"` + f.Mechanism.String() + `","role":"` + f.Role.String() + `","address":"`),
		newShort(string(appendCarrier(nil, f))),
	}
	slot.Store(w)
	return w
}

func appendCarrier(dst []byte, f *embed4.Found) []byte {
	dst = addr.AppendPrefix(append(dst, `,"prefix":"`...), f.Prefix)
	dst = append(dst, `","certainty":"`...)
	return append(append(dst, f.Certainty.String()...), '"')
}

// warnings is the member of that name for the remarks on an IPv4 address with a
// key.
type warnings struct {
	remarks embed4.Remarks
	key     int
	member  string
}

func (j *classifyJSON) warningsOf(f *embed4.Found) string {
	key, _ := classify.Classify(f.Addr).Key()
	hash := uint32(f.Remarks)*0x9e3779b1 ^ uint32(key)*0x85ebca6b
	var slot *atomic.Pointer[warnings]
	for i := range uint32(8) {
		slot = &j.warnings[(hash>>16+i)%uint32(len(j.warnings))]
		w := slot.Load()
		if w == nil {
			break
		}
		if w.remarks == f.Remarks && w.key == key {
			return w.member
		}
	}
	b := []byte(`,"warnings":[`)
	for i, text := range slices.Collect(f.Warnings()) {
		if i > 0 {
			b = append(b, ',')
		}
		b = record.AppendQuoted(b, text)
	}
	w := &warnings{f.Remarks, key, string(append(b, ']'))}
	slot.Store(w)
	return w.member
}

// appendMAC appends the members of an identifier made from a MAC that follow its
// value.
func (j *classifyJSON) appendMAC(dst []byte, id eui64.IID) []byte {
	mac, err := id.MAC()
	if err != nil {
		return append(dst, j.kinds[classify.IIDEUI64]...)
	}
	dst = mac.AppendTo(j.mac.appendShort(dst))
	dst = append(dst, '"')
	if vendor, ok := j.vendors().Vendor(mac); ok {
		dst = record.AppendQuoted(append(dst, `,"vendor":`...), vendor)
	}
	return dst
}

func (j *classifyJSON) appendGroup(dst []byte, a addr.Number) []byte {
	var g multicast.Info
	if flags := multicast.Flags(a.Hi >> 52 & 15); !a.Is4 && flags&(multicast.FlagR|multicast.FlagP) == 0 {
		g.Flags, g.Scope = flags, multicast.Scope(a.Hi>>48&15)
		_, g.Group, g.Name = multicast.NameOf(a.Hi, a.Lo)
	} else {
		g, _ = multicast.Decode(a.Addr())
	}
	at := int(g.Flags)*scopes + int(g.Scope)
	if a.Is4 {
		at += len(j.groups) / 2
	}
	head := j.groups[at].Load()
	if head == nil {
		p := newShort(groupHead(g, a.Is4))
		head = &p
		j.groups[at].Store(head)
	}
	dst = head.appendShort(dst)
	dst = append(g.Group.AppendTo(dst), '"')
	if g.Name != "" {
		dst = record.AppendQuoted(append(dst, `,"name":`...), g.Name)
	}
	if g.Prefix.IsValid() {
		dst = append(addr.AppendPrefix(append(dst, `,"prefix":"`...), g.Prefix), '"')
	}
	if g.RP.IsValid() {
		dst = append(addr.AppendAddr(append(dst, `,"rp":"`...), g.RP), '"')
	}
	return append(dst, '}')
}

// groupHead is the member multicast up to the group.
func groupHead(g multicast.Info, is4 bool) string {
	flags := `"flags":"` + g.Flags.String() + `",`
	if is4 {
		flags = ""
	}
	return `,"multicast":{` + flags + `"scope":"` + g.Scope.String() + `","group":"`
}
