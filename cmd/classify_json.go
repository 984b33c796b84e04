package cmd

import (
	"slices"
	"strconv"
	"strings"
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
	encoder *record.Encoder[classifyRecord] // of members that belong to a key
	policy  *record.Encoder[classifyRecord]

	// members are by Class.Key; behind those, where addresses of a key have
	// several scopes, by what has them and by scope.
	members  [classify.MaxKey + 3*scopes]atomic.Pointer[members]
	warnings [256]atomic.Pointer[warnings]
}

const scopes = 16

// members are the parts of a record that belong to a key.
type members struct {
	scoped int    // where those of its scopes begin, 0 for one scope
	head   string // from behind the address to the detail
	tail   string // from behind the detail to the policy; "" where head has it all
	end    string // the policy

	family    uint8
	iid       bool
	multicast bool
}

func newClassifyJSON(o classify.Options) *classifyJSON {
	j := &classifyJSON{options: o}
	table := classifyTable()
	j.encoder, _ = record.NewEncoder(table, record.JSONL, "family,cast,type,scope,detail,deprecated,registry,allocation", '\n')
	j.policy, _ = record.NewEncoder(table, record.JSONL, "policy", '\n')
	return j
}

// lines is Op.Objects.
func (j *classifyJSON) lines(dst, src []byte) ([]byte, int) {
	var room [4]embed4.Found
	done := 0
	for done < len(src) {
		l, text, n := addr.ReadLine(src[done:])
		if n == 0 {
			break
		}
		dst = append(dst, `{"input":"`...)
		dst = append(dst, src[done:done+text]...)
		dst = append(dst, `","address":"`...)
		dst = l.AppendTo(dst, addr.MixedAuto)
		done += n

		key := keyOf(l, l.Top())
		m := j.membersOf(key, l)
		dst = append(dst, m.head...)
		a := l.Number()
		if m.tail != "" {
			at := len(dst)
			dst = appendDetail(dst, key, l)
			if m.multicast { // names may be anything
				dst = record.CloseQuote(dst, at)
				dst = dst[:len(dst)-1]
			}
			dst = append(dst, m.tail...)
		}
		if m.family == 6 {
			if found := j.options.Sites.AppendNumber(room[:0], a.Hi, a.Lo); len(found) > 0 {
				dst = j.appendFound(dst, found)
			}
			if m.iid {
				dst = j.appendIID(dst, eui64.IID(a.Lo))
			}
		}
		if m.multicast {
			dst = appendGroup(dst, a)
		}
		dst = append(dst, m.end...)
	}
	return dst, done
}

// membersOf returns the members of the addresses like l, whose key is key.
func (j *classifyJSON) membersOf(key int, l addr.Line) *members {
	m := j.members[key].Load()
	if m == nil {
		m = j.learn(key, l)
		j.members[key].Store(m)
	}
	if m.scoped == 0 {
		return m
	}
	at := m.scoped + int(lineClass(key, l).Scope)
	if m = j.members[at].Load(); m == nil {
		m = j.learn(key, l)
		j.members[at].Store(m)
	}
	return m
}

func (j *classifyJSON) learn(key int, l addr.Line) *members {
	r := new(classifyRecord)
	r.set(addr.ItemOf(l.Number().Addr()), j.options)
	c := r.class
	m := &members{family: c.Family, iid: c.HasIID(), multicast: c.Type == classify.Multicast}
	switch {
	case m.multicast && c.Family == 6:
		m.scoped = classify.MaxKey
	case m.multicast:
		m.scoped = classify.MaxKey + scopes
	case c.Type == classify.IPv4Mapped:
		m.scoped = classify.MaxKey + 2*scopes
	}
	// {"family":6,…}\n becomes ","family":6,…
	object := string(j.encoder.Append(nil, "", r))
	m.head = `",` + object[1:len(object)-2]
	m.end = "}\n"
	if p := string(j.policy.Append(nil, "", r)); len(p) > len("{}\n") {
		m.end = "," + p[1:]
	}
	if c.DetailVaries() {
		detail := string(record.AppendQuoted(nil, string(r.appendDetail(nil))))
		const name = `,"detail":`
		m.head, m.tail, _ = strings.Cut(m.head, name+detail)
		m.head += name + `"`
		m.tail = `"` + m.tail
	}
	return m
}

func (j *classifyJSON) appendFound(dst []byte, found []embed4.Found) []byte {
	dst = append(dst, `,"ipv4":[{"mechanism":"`...)
	for i := range found {
		f := &found[i]
		if i > 0 {
			dst = append(dst, `,{"mechanism":"`...)
		}
		dst = append(dst, f.Mechanism.String()...)
		dst = append(dst, `","role":"`...)
		dst = append(dst, f.Role.String()...)
		dst = append(dst, `","address":"`...)
		dst = appendFound(dst, f)
		dst = append(dst, '"')
		if f.HasPort {
			dst = strconv.AppendUint(append(dst, `,"port":`...), uint64(f.Port), 10)
		}
		if f.HasFlags {
			dst = append(appendTeredoFlags(append(dst, `,"flags":"`...), f.Flags), '"')
		}
		dst = addr.AppendPrefix(append(dst, `,"prefix":"`...), f.Prefix)
		dst = append(dst, `","certainty":"`...)
		dst = append(dst, f.Certainty.String()...)
		dst = append(dst, '"')
		if f.Remarks != 0 {
			dst = append(dst, j.warningsOf(f)...)
		}
		dst = append(dst, '}')
	}
	return append(dst, ']')
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
	slot := &j.warnings[(uint32(f.Remarks)*0x9e3779b1>>24+uint32(key))&0xff]
	if w := slot.Load(); w != nil && w.remarks == f.Remarks && w.key == key {
		return w.member
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

func (j *classifyJSON) appendIID(dst []byte, value eui64.IID) []byte {
	id := classify.AnalyzeIID(value)
	dst = value.AppendTo(append(dst, `,"iid":{"value":"`...))
	dst = append(dst, `","kind":"`...)
	dst = append(dst, id.Kind.String()...)
	dst = append(dst, '"')
	if id.Kind == classify.IIDEUI64 {
		dst = append(id.MAC.AppendTo(append(dst, `,"mac":"`...)), '"')
		vendor, ok := "", false
		if j.options.Vendors != nil {
			vendor, ok = j.options.Vendors.Vendor(id.MAC)
		} else {
			vendor, ok = classify.Vendor(id.MAC)
		}
		if ok {
			dst = record.AppendQuoted(append(dst, `,"vendor":`...), vendor)
		}
	}
	return append(dst, '}')
}

func appendGroup(dst []byte, a addr.Number) []byte {
	g, err := multicast.Decode(a.Addr())
	if err != nil {
		return dst
	}
	dst = append(dst, `,"multicast":{`...)
	if !a.Is4 {
		dst = append(dst, `"flags":"`...)
		dst = append(append(dst, g.Flags.String()...), `",`...)
	}
	dst = append(dst, `"scope":"`...)
	dst = append(dst, g.Scope.String()...)
	dst = append(dst, `","group":"`...)
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
