package main

import (
	"encoding/csv"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// A row is one record of a registry: it maps canonical column names to text. The
// columns, if the registry has them, are:
//
//	prefix name rfc date allocated terminated status whois note
//	source destination forwardable globally_reachable reserved_by_protocol
//	first last value scope kind
//
// rfc is a list separated by "; ".
type row map[string]string

// A source says in which files to look for a registry.
type source struct {
	xml   string   // file without .xml
	sub   []string // ids of the nested <registry> elements to read; if none, the top one
	csv   []string // IANA's CSV files, which are concatenated
	plain string   // a CSV file with the column names below
}

// load returns the rows in the order of the files, or nil if DIR has none of them.
func (s source) load(dir string) ([]row, error) {
	rows, err := s.loadXML(filepath.Join(dir, s.xml+".xml"))
	if !errors.Is(err, fs.ErrNotExist) {
		return rows, err
	}
	for _, name := range s.csv {
		more, err := loadCSV(filepath.Join(dir, name))
		if errors.Is(err, fs.ErrNotExist) {
			rows = nil
			break
		}
		if err != nil {
			return nil, err
		}
		rows = append(rows, more...)
	}
	if rows != nil {
		return rows, nil
	}
	rows, err = loadCSV(filepath.Join(dir, s.plain))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return rows, err
}

// An element is any XML element with its text and children, in order.
type element struct {
	XMLName  xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Children []element  `xml:",any"`
	Text     string     `xml:",chardata"`
	Inner    string     `xml:",innerxml"`
}

func (e *element) attr(name string) string {
	for _, a := range e.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func (s source) loadXML(path string) ([]row, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var top element
	if err := xml.Unmarshal(data, &top); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	var rows []row
	found := 0
	var walk func(e *element, in bool)
	walk = func(e *element, in bool) {
		for i := range e.Children {
			c := &e.Children[i]
			switch c.XMLName.Local {
			case "registry":
				want := false
				for _, id := range s.sub {
					want = want || c.attr("id") == id
				}
				if want {
					found++
				}
				walk(c, want)
			case "record":
				if in {
					rows = append(rows, xmlRow(c))
				}
			}
		}
	}
	walk(&top, len(s.sub) == 0)
	if found < len(s.sub) {
		return nil, fmt.Errorf("%s: has %d of the registries %q", path, found, s.sub)
	}
	return rows, nil
}

// updated returns the day on which the registry was last changed according to IANA,
// which only the XML has; "" if unknown.
func (s source) updated(dir string) string {
	data, err := os.ReadFile(filepath.Join(dir, s.xml+".xml"))
	if err != nil {
		return ""
	}
	var top struct {
		Updated string `xml:"updated"`
	}
	if xml.Unmarshal(data, &top) != nil {
		return ""
	}
	return top.Updated
}

// xmlRow reads a <record>. Cross references become the rfc column, whether they are in
// <spec> or in the record itself.
func xmlRow(e *element) row {
	r := row{}
	var refs []string
	if d := e.attr("date"); d != "" {
		r["date"] = d
	}
	for i := range e.Children {
		c := &e.Children[i]
		switch name := c.XMLName.Local; name {
		case "xref":
			if ref := reference(c); ref != "" {
				refs = append(refs, ref)
			}
		case "spec":
			refs = append(refs, specification(c)...)
		case "rdap":
		default:
			col := column(name)
			if _, twice := r[col]; !twice {
				r[col] = tidy(textOf(c))
			}
		}
	}
	r["rfc"] = strings.Join(refs, "; ")
	return r
}

// specification reads <spec>: references, each possibly followed by text (", Section
// 3.2"), which stays with the reference before it.
func specification(e *element) []string {
	var refs []string
	d := xml.NewDecoder(strings.NewReader(e.Inner))
	for {
		tok, err := d.Token()
		if err != nil {
			return refs
		}
		switch t := tok.(type) {
		case xml.StartElement:
			x := element{XMLName: t.Name, Attrs: t.Attr}
			if ref := reference(&x); ref != "" {
				refs = append(refs, ref)
			}
		case xml.CharData:
			text := strings.TrimRight(tidy(string(t)), ",")
			if text != "" && len(refs) > 0 {
				refs[len(refs)-1] += text
			}
		}
	}
}

// reference returns what an <xref> refers to; "" for people, notes and footnotes.
func reference(x *element) string {
	data := x.attr("data")
	switch x.attr("type") {
	case "rfc":
		return strings.ToUpper(data)
	case "rfc-errata":
		return "erratum " + data
	}
	return ""
}

// textOf returns the text of an element, with its references in brackets.
func textOf(e *element) string {
	var b strings.Builder
	d := xml.NewDecoder(strings.NewReader(e.Inner))
	for {
		tok, err := d.Token()
		if err != nil {
			return b.String()
		}
		switch t := tok.(type) {
		case xml.CharData:
			b.Write(t)
		case xml.StartElement:
			x := element{XMLName: t.Name, Attrs: t.Attr}
			if ref := reference(&x); ref != "" {
				b.WriteString("[" + ref + "]")
			}
		}
	}
}

func loadCSV(path string) ([]row, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	c := csv.NewReader(f)
	c.FieldsPerRecord = -1
	head, err := c.Read()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	for i := range head {
		head[i] = column(head[i])
	}
	rows := []row{}
	for {
		rec, err := c.Read()
		if err == io.EOF {
			return rows, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		r := row{}
		for i, cell := range rec {
			if i < len(head) {
				if _, twice := r[head[i]]; !twice {
					r[head[i]] = tidy(cell)
				}
			}
		}
		r["rfc"] = references(r["rfc"])
		rows = append(rows, r)
	}
}

// columns maps the column names in IANA's XML and CSV files, and in ours.
var columns = map[string]string{
	"address": "prefix", "address_block": "prefix", "ipv6_prefix": "prefix",
	"designation": "name", "allocation_name": "name",
	"reference": "rfc", "spec": "rfc",
	"allocation_date": "allocated", "termination_date": "terminated",
	"termination": "terminated", "global": "globally_reachable", "reserved": "reserved_by_protocol",
	"notes": "note", "date_registered": "date", "registration_date": "date",
	"decimal": "value", "id_decimal": "value", "interface_identifier_range": "value",
	"addr": "value", "address(es)": "value",
}

func column(name string) string {
	name = strings.TrimPrefix(name, "\ufeff")
	if i := strings.IndexByte(name, '['); i > 0 {
		name = name[:i]
	}
	name = strings.ToLower(strings.TrimSpace(name))
	name = strings.NewReplacer(" ", "_", "-", "_").Replace(name)
	if c, ok := columns[name]; ok {
		return c
	}
	return name
}

var (
	footnote  = regexp.MustCompile(`\s*\[\d+\]`)
	bracketed = regexp.MustCompile(`\[([^\]]*)\]`)
)

// tidy removes footnote marks and collapses whitespace.
func tidy(s string) string {
	return strings.Join(strings.Fields(footnote.ReplaceAllString(s, "")), " ")
}

// references converts "[RFC4380] [RFC8190]" and "[RFC791, Section 3.2]" to the format
// of the plain files; it drops people and web addresses.
func references(s string) string {
	var refs []string
	items := strings.Split(s, ";")
	if strings.Contains(s, "[") {
		items = nil
		for _, m := range bracketed.FindAllStringSubmatchIndex(s, -1) {
			ref := s[m[2]:m[3]]
			// IANA writes the section outside the brackets: "[RFC791], Section 3.2".
			if rest := s[m[1]:]; strings.HasPrefix(rest, ", Section") {
				if end := strings.IndexByte(rest, '['); end >= 0 {
					rest = rest[:end]
				}
				ref += strings.TrimRight(rest, " ,")
			}
			items = append(items, ref)
		}
	}
	for _, ref := range items {
		ref = strings.TrimSpace(ref)
		ref = strings.Replace(ref, "RFC Errata ", "erratum ", 1)
		if strings.HasPrefix(ref, "RFC") || strings.HasPrefix(ref, "erratum ") {
			refs = append(refs, ref)
		}
	}
	return strings.Join(refs, "; ")
}
