package explain

import (
	"net/netip"
	"strings"

	"github.com/hextet/hextet/internal/card"
	"github.com/hextet/hextet/internal/mmdb"
)

// An Answer is the data of a MaxMind database for an address.
type Answer struct {
	Database string       // its database type
	Network  netip.Prefix // the network found
	Looked   netip.Addr   // the embedded IPv4 address, if that was looked up
	Values   []AnswerValue
}

// An AnswerValue is a field of a database and its value.
type AnswerValue struct {
	Field string
	mmdb.Value
}

// Answer adds a record of a database.
func (f *Facts) Answer(database string, r mmdb.Record, fields []mmdb.Field) {
	if !r.Prefix.IsValid() {
		return
	}
	a := Answer{Database: database, Network: r.Prefix}
	if r.Alias {
		a.Looked = r.Looked
	}
	for i, field := range fields {
		if v := r.Value(i); v.Kind != mmdb.Absent {
			a.Values = append(a.Values, AnswerValue{field.String(), v})
		}
	}
	f.Answers = append(f.Answers, a)
}

func (f *Facts) answerFacts(l *list) {
	for _, a := range f.Answers {
		var texts []string
		for _, v := range a.Values {
			texts = append(texts, v.Text)
		}
		remark := a.Database + ", " + prefixText(a.Network)
		if a.Looked.IsValid() {
			remark += ", looked up as " + a.Looked.String()
		}
		value := strings.Join(texts, ", ")
		if value == "" {
			value = "known"
		}
		l.add(card.Core, "database", value, remark)
	}
}
