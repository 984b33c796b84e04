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

// EAM is one explicit address mapping (RFC 7757 section 3.1): the addresses of
// an IPv4 prefix and those of an IPv6 prefix, whose bits after the prefix are
// the same; the IPv6 ones that are left over are zero.
//
//	     |IPv4 prefix         |s      |           s: 32 - n4 bits
//	|IPv6 prefix              |s      |0 ...      |
type EAM struct {
	IPv4 netip.Prefix
	IPv6 netip.Prefix
}

// Validate returns an error where the IPv4 suffix has no room in the IPv6 one (RFC
// 7757 section 3.2).
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

// EAMTable is an explicit address mapping table with the RFC 6052 prefix that
// takes what no row does. Make one with [NewEAMTable] or [ParseEAM]. It is not
// changed by its use.
type EAMTable struct {
	rows   []EAM
	by4    matcher
	by6    matcher
	prefix NAT64
}

// NewEAMTable makes a table of rows. prefix is the translator's RFC 6052
// prefix, the zero value for none.
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

// WithPrefix returns the same table with another RFC 6052 prefix.
func (t *EAMTable) WithPrefix(prefix NAT64) (*EAMTable, error) {
	if err := prefix.Validate(); err != nil {
		return nil, err
	}
	u := *t
	u.prefix = prefix
	return &u, nil
}

// To6 translates v4 by the row with the longest IPv4 prefix around it (RFC 7757
// section 3.3.1), which it returns too. Where no row has one it is the RFC 6052
// prefix's turn, and the row is the zero value; ok is false without one.
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

// To4 is the other way (RFC 7757 section 3.3.2): the longest IPv6 prefix counts.
// Bits of a after the IPv4 suffix have no effect.
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

// Hairpin is a packet between two nodes of one translator: as it comes in, as
// IPv4, and as it goes out.
type Hairpin struct {
	Src4, Dst4 netip.Addr
	Src, Dst   netip.Addr
}

// Hairpin returns what becomes of a packet from src to dst, when dst is an RFC
// 6052 address of an IPv4 address that a row serves (RFC 7757 section 4.2). The
// source goes out below the RFC 6052 prefix, so that the answer comes back
// through the translator. ok is false where the packet makes no turn.
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

// Overlap is a pair of rows that share addresses of one family, so that
// translation there and back does not always meet the same address (RFC 7757
// section 5). A row is named by its place in the table, from 0.
type Overlap struct {
	A, B  int  // A's prefix is the shorter one, or the same and earlier in the table
	IPv6  bool // the IPv6 prefixes overlap; else the IPv4 ones
	Equal bool // they are the same: which row counts RFC 7757 does not say
}

// String returns the pair as a phrase with rows counted from 1.
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

// Overlaps yields the overlapping pairs, each prefix with the smallest one
// around it.
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
			var around []int // the rows whose prefixes hold the one before
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

// Rows yields the rows in their order, numbered from 0. Their prefixes have no
// bits after their length.
func (t *EAMTable) Rows() iter.Seq2[int, EAM] { return slices.All(t.rows) }

// ParseEAM reads a table from text, a row a line: an IPv4 and an IPv6 prefix in
// either order, with blanks or a comma between them. An address is a prefix of
// its full length. Blank lines and what follows a # are passed over:
//
//	192.0.2.1       2001:db8:aaaa::
//	192.0.2.16/28   2001:db8:cccc::/124
//
// The error is a [*addr.LineError] but for one of the reader's own.
func ParseEAM(r io.Reader) (*EAMTable, error) {
	t := new(EAMTable)
	for l, err := range lines(r) {
		if err != nil {
			return nil, err
		}
		ws := l.words()
		if len(ws) < 2 {
			return nil, l.fault(len(l.text), "expected an IPv4 and an IPv6 prefix")
		}
		if len(ws) > 2 {
			return nil, l.fault(ws[2].at, "expected the end of the line")
		}
		p, err := l.prefix(ws[0], true)
		if err != nil {
			return nil, err
		}
		q, err := l.prefix(ws[1], true)
		if err != nil {
			return nil, err
		}
		if p.Addr().Is4() == q.Addr().Is4() {
			return nil, l.fault(ws[1].at, "expected one IPv4 and one IPv6 prefix")
		}
		e := EAM{p, q}
		if p.Addr().Is6() {
			e = EAM{q, p}
		}
		if err := e.Validate(); err != nil {
			return nil, l.fault(-1, err.Error())
		}
		t.add(e)
	}
	t.ready()
	return t, nil
}
