package fields

import (
	"net/netip"
	"strconv"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/classify/stats"
	"github.com/hextet/hextet/internal/record"
)

// A Stats is a summary of addresses, or the count of one prefix.
type Stats struct {
	Sum     *stats.Summary
	Partial bool                      // the input was interrupted
	LabelOf func(netip.Prefix) string // nil without labels

	Prefix stats.PrefixCount
	Label  string
	Total  uint64 // addresses, in all prefixes

	// The share of the last prefix. Many prefixes have the same one, and they come
	// sorted by count.
	lastCount uint64
	lastShare []byte
}

// A statsRow is a row of a breakdown, or a prefix.
type statsRow struct {
	name            string
	prefix          netip.Prefix
	label           string
	count, distinct uint64
	missed          uint64
	total           uint64
}

// breakdown returns rows for JSON.
func (r *Stats) breakdown(rows []stats.Row) []statsRow {
	list := make([]statsRow, len(rows))
	for i, row := range rows {
		list[i] = statsRow{name: row.Name, count: row.Count, total: r.Sum.Total()}
	}
	return list
}

// top returns the top prefixes of a length.
func (r *Stats) top(f *stats.Family, bits int) []statsRow {
	var list []statsRow
	for _, p := range f.Prefixes {
		if p.Bits != bits {
			continue
		}
		for _, c := range p.Top {
			row := statsRow{prefix: c.Prefix, count: c.Count, distinct: c.Distinct, missed: p.Missed, total: r.Sum.Total()}
			if r.LabelOf != nil {
				row.label = r.LabelOf(c.Prefix)
			}
			list = append(list, row)
		}
	}
	return list
}

func appendShare(b []byte, n, total uint64) []byte {
	return strconv.AppendFloat(b, float64(n)/float64(total), 'g', 6, 64)
}

// appendOwnShare appends the share of a prefix.
func (r *Stats) appendOwnShare(b []byte) []byte {
	if r.Prefix.Count != r.lastCount || r.lastShare == nil {
		r.lastCount = r.Prefix.Count
		r.lastShare = appendShare(r.lastShare[:0], r.Prefix.Count, r.Total)
	}
	return append(b, r.lastShare...)
}

// AppendColumns appends the default fields of a prefix.
func (r *Stats) AppendColumns(b []byte) []byte {
	b = append(addr.AppendPrefix(b, r.Prefix.Prefix), '\t')
	b = append(strconv.AppendUint(b, r.Prefix.Count, 10), '\t')
	if r.Prefix.Distinct > 0 {
		b = strconv.AppendUint(b, r.Prefix.Distinct, 10)
	}
	return r.appendOwnShare(append(b, '\t'))
}

// StatsByTable returns the record table of --by.
func StatsByTable(labels bool) record.Table[*Stats] {
	t := record.Table[*Stats]{
		Whole:   true,
		Default: "prefix,count,distinct,share",
		Fields: []record.Field[*Stats]{
			record.Text("prefix", "the prefix", func(b []byte, r *Stats) []byte { return addr.AppendPrefix(b, r.Prefix.Prefix) }),
			record.Number("count", "addresses in it", func(b []byte, r *Stats) []byte { return strconv.AppendUint(b, r.Prefix.Count, 10) }),
			record.Number("distinct", "different ones; not with --approximate", func(b []byte, r *Stats) []byte {
				return appendSome(b, r.Prefix.Distinct)
			}),
			record.Real("share", "the part of all addresses that it has, 0 to 1", func(b []byte, r *Stats) []byte { return r.appendOwnShare(b) }),
		},
	}
	if labels {
		t.Default += ",label"
		t.Fields = append(t.Fields, record.Text("label", "the label of the longest prefix in the table that holds it", func(b []byte, r *Stats) []byte {
			return append(b, r.Label...)
		}))
	}
	return t
}

func appendSome(b []byte, n uint64) []byte {
	if n == 0 {
		return b
	}
	return strconv.AppendUint(b, n, 10)
}

// StatsTable returns the table of a summary, which is a single record.
func StatsTable() record.Table[*Stats] {
	number := func(name, doc string, get func(r *Stats) uint64) record.Field[*Stats] {
		return record.Number(name, doc, func(b []byte, r *Stats) []byte { return strconv.AppendUint(b, get(r), 10) })
	}
	breakdown := func(name, doc string, get func(r *Stats) []stats.Row) record.Field[*Stats] {
		return record.Subs(name, doc, func(r *Stats) []statsRow { return r.breakdown(get(r)) }, statsRowFields())
	}
	six := func(r *Stats) *stats.Family { return &r.Sum.IPv6 }
	four := func(r *Stats) *stats.Family { return &r.Sum.IPv4 }
	return record.Table[*Stats]{
		Whole:   true,
		Default: "total,distinct",
		Fields: []record.Field[*Stats]{
			number("total", "addresses", func(r *Stats) uint64 { return r.Sum.Total() }),
			number("distinct", "different addresses", func(r *Stats) uint64 { return r.Sum.Distinct() }),
			record.Real("error", "with --approximate: the standard error of the numbers of different addresses and prefixes, as a part of them", func(b []byte, r *Stats) []byte {
				if r.Sum.Error == 0 {
					return b
				}
				return strconv.AppendFloat(b, r.Sum.Error, 'g', 3, 64)
			}),
			record.Flag("partial", "the input was interrupted", func(r *Stats) bool { return r.Partial }).
				When(func(r *Stats) bool { return r.Partial }),
			breakdown("families", "by family, the most first: ipv6, ipv4", func(r *Stats) []stats.Row { return r.Sum.Families() }),
			breakdown("types", "by the type that classify gives", func(r *Stats) []stats.Row { return r.Sum.Types() }),
			breakdown("scopes", "by scope; none for the unspecified address", func(r *Stats) []stats.Row { return r.Sum.Scopes() }),
			breakdown("iids", "by kind of interface identifier; none for addresses without one", func(r *Stats) []stats.Row { return r.Sum.IIDs() }),
			breakdown("vendors", "by vendor of the MAC in the identifier; none without one", func(r *Stats) []stats.Row { return r.Sum.Vendors() }),
			breakdown("ipv4", "by mechanism of the IPv4 address inside, the most certain one; none without one", func(r *Stats) []stats.Row { return r.Sum.Embedded() }),
			breakdown("labels", "by label of the table; none for addresses without one", func(r *Stats) []stats.Row { return r.Sum.Labels() }),
			record.Sub("prefixes", "how many prefixes there are of each length", six, prefixFields(32, 48, 56, 64)).When(hasIPv6),
			record.Sub("prefixes4", "the same of IPv4", four, prefixFields(8, 16, 24)).When(hasIPv4),
			entropies("nybble_entropy", "the entropy of each of the 32 digits of the different IPv6 addresses, 0 to 1", six),
			entropies("octet_entropy", "the entropy of each octet of the different IPv4 addresses, 0 to 1", four),
			record.Sub("top", "the prefixes of each length that most addresses are in", func(r *Stats) *Stats { return r }, topFields(six, 32, 48, 56, 64)).When(hasIPv6),
			record.Sub("top4", "the same of IPv4", func(r *Stats) *Stats { return r }, topFields(four, 8, 16, 24)).When(hasIPv4),
		},
	}
}

func hasIPv6(r *Stats) bool { return r.Sum.IPv6.Total > 0 }
func hasIPv4(r *Stats) bool { return r.Sum.IPv4.Total > 0 }

func statsRowFields() []record.Field[*statsRow] {
	return []record.Field[*statsRow]{
		record.Text("name", "which part", func(b []byte, r *statsRow) []byte { return append(b, r.name...) }),
		record.Number("count", "addresses in it", func(b []byte, r *statsRow) []byte { return strconv.AppendUint(b, r.count, 10) }),
		record.Real("share", "the part of all addresses, 0 to 1", func(b []byte, r *statsRow) []byte { return appendShare(b, r.count, r.total) }),
	}
}

// prefixFields returns the fields with the number of prefixes of some lengths.
func prefixFields(lengths ...int) []record.Field[*stats.Family] {
	var list []record.Field[*stats.Family]
	for _, bits := range lengths {
		list = append(list, record.Number(strconv.Itoa(bits), "the number of /"+strconv.Itoa(bits), func(b []byte, f *stats.Family) []byte {
			for _, p := range f.Prefixes {
				if p.Bits == bits {
					b = strconv.AppendUint(b, p.Distinct, 10)
				}
			}
			return b
		}))
	}
	return list
}

func topFields(family func(*Stats) *stats.Family, lengths ...int) []record.Field[*Stats] {
	var list []record.Field[*Stats]
	for _, bits := range lengths {
		list = append(list, record.Subs(strconv.Itoa(bits), "of /"+strconv.Itoa(bits)+", the most first",
			func(r *Stats) []statsRow { return r.top(family(r), bits) },
			[]record.Field[*statsRow]{
				record.Text("prefix", "the prefix", func(b []byte, r *statsRow) []byte { return addr.AppendPrefix(b, r.prefix) }),
				record.Text("label", "its label in the table", func(b []byte, r *statsRow) []byte { return append(b, r.label...) }),
				record.Number("count", "addresses in it", func(b []byte, r *statsRow) []byte { return strconv.AppendUint(b, r.count, 10) }),
				record.Number("missed", "with --approximate: how many more there may be", func(b []byte, r *statsRow) []byte { return appendSome(b, r.missed) }),
				record.Number("distinct", "different ones; not with --approximate", func(b []byte, r *statsRow) []byte { return appendSome(b, r.distinct) }),
				record.Real("share", "the part of all addresses, 0 to 1", func(b []byte, r *statsRow) []byte { return appendShare(b, r.count, r.total) }),
			}))
	}
	return list
}

func entropies(name, doc string, family func(*Stats) *stats.Family) record.Field[*Stats] {
	return record.Reals(name, doc, func(b []byte, r *Stats, i int) ([]byte, bool) {
		digits := family(r).Digits
		if i >= len(digits) {
			return b, false
		}
		return appendEntropy(b, digits[i].Entropy), true
	})
}

// appendEntropy appends v with six decimals, without trailing zeros.
func appendEntropy(b []byte, v float64) []byte {
	at := len(b)
	b = strconv.AppendFloat(b, v, 'f', 6, 64)
	for b[len(b)-1] == '0' && len(b)-at > 1 {
		b = b[:len(b)-1]
	}
	if b[len(b)-1] == '.' {
		b = b[:len(b)-1]
	}
	return b
}
