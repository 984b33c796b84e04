package embed4

import (
	"cmp"
	"fmt"
	"io"
	"iter"
	"net/netip"
	"slices"

	"github.com/hextet/hextet/internal/ip"
)

// EAM is an explicit address mapping (RFC 7757 section 3.1) between the addresses of an
// IPv4 prefix and those of an IPv6 prefix with the same bits after the prefix; the
// remaining IPv6 bits are zero.
//
//	     |IPv4 prefix         |s      |           s: 32 - n4 bits
//	|IPv6 prefix              |s      |0 ...      |
type EAM struct {
	IPv4 netip.Prefix
	IPv6 netip.Prefix
}

// Validate returns an error if the IPv4 suffix is longer than the IPv6 one (RFC 7757
// section 3.2).
func (e EAM) Validate() error {
	if err := checkPrefix4(e.IPv4); err != nil {
		return err
	}
	if err := checkPrefix6(e.IPv6); err != nil {
		return err
	}
	if s4, s6 := 32-e.IPv4.Bits(), 128-e.IPv6.Bits(); s4 > s6 {
		return fmt.Errorf("%d bits after the IPv4 prefix do not fit the %d after the IPv6 one (RFC 7757 section 3.2)", s4, s6)
	}
	return nil
}

// to6 and to4 translate an address of the row.
func (e EAM) to6(v uint32) ip.Uint128 {
	n4, n6 := e.IPv4.Bits(), e.IPv6.Bits()
	return ip.FromAddr(e.IPv6.Addr()).And(ip.Mask(uint(n6))).WithField(uint(n6), uint(32-n4), uint64(v&^leading32(n4)))
}

func (e EAM) to4(u ip.Uint128) uint32 {
	n4, n6 := e.IPv4.Bits(), e.IPv6.Bits()
	return ip.Uint32(e.IPv4.Addr())&leading32(n4) | uint32(u.Field(uint(n6), uint(32-n4)))
}

// EAMTable is an explicit address mapping table, with an optional RFC 6052 prefix for
// addresses that no row maps. Make one with [NewEAMTable] or [ParseEAM]. It is safe for
// concurrent use.
type EAMTable struct {
	rows   []EAM
	by4    matcher
	by6    matcher
	prefix NAT64
}

// NewEAMTable returns a table of rows. prefix is the RFC 6052 prefix of the translator,
// the zero value for none.
func NewEAMTable(rows []EAM, prefix NAT64) (*EAMTable, error) {
	t := &EAMTable{prefix: prefix}
	if prefix != (NAT64{}) {
		if err := prefix.Validate(); err != nil {
			return nil, err
		}
	}
	for _, r := range rows {
		if err := r.Validate(); err != nil {
			return nil, err
		}
		t.add(r)
	}
	t.ready()
	return t, nil
}

func (t *EAMTable) add(e EAM) {
	e = EAM{e.IPv4.Masked(), e.IPv6.Masked()}
	n := len(t.rows)
	t.rows = append(t.rows, e)
	t.by4.add(32, number4(ip.Uint32(e.IPv4.Addr())), e.IPv4.Bits(), n)
	t.by6.add(128, ip.FromAddr(e.IPv6.Addr()), e.IPv6.Bits(), n)
}

func (t *EAMTable) ready() {
	t.by4.ready()
	t.by6.ready()
}

// WithPrefix returns the table with another RFC 6052 prefix.
func (t *EAMTable) WithPrefix(prefix NAT64) (*EAMTable, error) {
	if err := prefix.Validate(); err != nil {
		return nil, err
	}
	u := *t
	u.prefix = prefix
	return &u, nil
}

// To6 translates v4 by the row with the longest matching IPv4 prefix (RFC 7757 section
// 3.3.1), which it also returns. If no row matches, it uses the RFC 6052 prefix, and
// row is zero; ok is false if there is none.
func (t *EAMTable) To6(v4 netip.Addr) (a netip.Addr, row EAM, ok bool) {
	if !v4.Is4() {
		return a, row, false
	}
	v := ip.Uint32(v4)
	if i, ok := t.by4.lookup(number4(v)); ok {
		return t.rows[i].to6(v).Addr6(), t.rows[i], true
	}
	a, err := t.prefix.Encode(v4)
	return a, row, err == nil
}

// To4 is the reverse of To6 (RFC 7757 section 3.3.2), by the longest matching IPv6
// prefix. Bits of a after the IPv4 suffix are ignored.
func (t *EAMTable) To4(a netip.Addr) (v4 netip.Addr, row EAM, ok bool) {
	if !a.Is6() {
		return v4, row, false
	}
	u := ip.FromAddr(a)
	if i, ok := t.by6.lookup(u); ok {
		return ip.Addr4(t.rows[i].to4(u)), t.rows[i], true
	}
	v4, ok = t.prefix.Decode(a)
	return v4, row, ok
}

// Hairpin is a packet between two nodes of one translator: its IPv4 addresses inside
// the translator, and its IPv6 addresses after it.
type Hairpin struct {
	Src4, Dst4 netip.Addr
	Src, Dst   netip.Addr
}

// Hairpin returns the translation of a packet from src to dst, where dst is below the
// RFC 6052 prefix and its IPv4 address in a row (RFC 7757 section 4.2). The resulting
// source is below the RFC 6052 prefix, so that replies pass through the translator. ok
// is false if the packet is not hairpinned.
func (t *EAMTable) Hairpin(src, dst netip.Addr) (h Hairpin, ok bool) {
	var row EAM
	if h.Src4, _, ok = t.To4(src); !ok {
		return Hairpin{}, false
	}
	if h.Dst4, row, ok = t.To4(dst); !ok || row != (EAM{}) {
		return Hairpin{}, false
	}
	if h.Dst, row, ok = t.To6(h.Dst4); !ok || row == (EAM{}) {
		return Hairpin{}, false
	}
	var err error
	h.Src, err = t.prefix.Encode(h.Src4)
	return h, err == nil
}

// Overlap is a pair of rows that share addresses of one family, so that translating
// there and back does not always give the same address (RFC 7757 section 5). Rows are
// numbered from 0.
type Overlap struct {
	A, B  int  // A has the shorter prefix, or the same and an earlier row
	IPv6  bool // the IPv6 prefixes overlap, not the IPv4 ones
	Equal bool // the prefixes are equal; RFC 7757 does not say which row applies
}

// String describes the pair, with rows numbered from 1.
func (o Overlap) String() string {
	family := 4
	if o.IPv6 {
		family = 6
	}
	if o.Equal {
		return fmt.Sprintf("rows %d and %d have the same IPv%d prefix: which of them counts is unspecified (RFC 7757 section 5)", o.A+1, o.B+1, family)
	}
	return fmt.Sprintf("row %d's IPv%d prefix lies in row %d's: not every address comes back as it went (RFC 7757 section 5)", o.B+1, family, o.A+1)
}

// Overlaps yields the overlapping pairs: each prefix with the longest one that contains
// it.
func (t *EAMTable) Overlaps() iter.Seq[Overlap] {
	return func(yield func(Overlap) bool) {
		for _, six := range [...]bool{false, true} {
			pick := func(i int) netip.Prefix {
				if six {
					return t.rows[i].IPv6
				}
				return t.rows[i].IPv4
			}
			order := make([]int, len(t.rows))
			for i := range order {
				order[i] = i
			}
			slices.SortStableFunc(order, func(a, b int) int {
				p, q := pick(a), pick(b)
				return cmp.Or(p.Addr().Compare(q.Addr()), cmp.Compare(p.Bits(), q.Bits()))
			})
			var around []int // rows whose prefixes contain that of the previous row
			for _, i := range order {
				for len(around) > 0 && !pick(around[len(around)-1]).Contains(pick(i).Addr()) {
					around = around[:len(around)-1]
				}
				if n := len(around); n > 0 {
					out := around[n-1]
					if !yield(Overlap{out, i, six, pick(out) == pick(i)}) {
						return
					}
				}
				around = append(around, i)
			}
		}
	}
}

// Rows yields the rows in order, numbered from 0. Their prefixes have no host bits.
func (t *EAMTable) Rows() iter.Seq2[int, EAM] { return slices.All(t.rows) }

// ParseEAM reads a table from text, one row per line: an IPv4 and an IPv6 prefix in
// either order, separated by whitespace or a comma. An address is a prefix of full
// length. Empty lines and comments after # are skipped:
//
//	192.0.2.1       2001:db8:aaaa::
//	192.0.2.16/28   2001:db8:cccc::/124
//
// The error is a [*addr.LineError], unless it comes from r.
func ParseEAM(r io.Reader) (*EAMTable, error) {
	t := new(EAMTable)
	for l, err := range lines(r) {
		if err != nil {
			return nil, err
		}
		if err := t.parseLine(l); err != nil {
			return nil, err
		}
	}
	t.ready()
	return t, nil
}

func (t *EAMTable) parseLine(l line) error {
	ws := l.words()
	if len(ws) < 2 {
		return l.fault(len(l.text), "expected an IPv4 and an IPv6 prefix")
	}
	if len(ws) > 2 {
		return l.fault(ws[2].at, "expected the end of the line")
	}
	p, err := l.prefix(ws[0], true)
	if err != nil {
		return err
	}
	q, err := l.prefix(ws[1], true)
	if err != nil {
		return err
	}
	if p.Addr().Is4() == q.Addr().Is4() {
		return l.fault(ws[1].at, "expected one IPv4 and one IPv6 prefix")
	}
	e := EAM{p, q}
	if p.Addr().Is6() {
		e = EAM{q, p}
	}
	if err := e.Validate(); err != nil {
		return l.fault(-1, err.Error())
	}
	t.add(e)
	return nil
}
