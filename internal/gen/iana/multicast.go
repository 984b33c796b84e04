package main

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"fmt"
	"net/netip"
	"slices"
	"strings"
)

// A groupFile is a generated file of package multicast: tables of named groups, and the
// date of their registry.
type groupFile struct {
	file     string
	constant string // contains the date
	title    string // IANA's name
	elem     string // Go element type
	digits   int    // digits in a number, 0 if it varies; in groups of four
	tables   []groupTable
}

// A groupTable is one variable of a groupFile.
type groupTable struct {
	name, comment string
	from          source
	keep          func(r row) bool
}

var groupFiles = []groupFile{
	{"multicast/groups6.go", "GroupsUpdated6", "IPv6 Multicast Address Space", "group6", 0, []groupTable{
		{"groupsInterface", "in ff01::/16", of("node-local"), inScope("1", "ff01")},
		{"groupsLink", "in ff02::/16", of("link-local"), inScope("2", "ff02")},
		{"groupsSite", "in ff05::/16", of("site-local"), inScope("5", "ff05")},
		{"groupsAny", "in ff00::/16 to ff0f::/16", of("variable"), inScope("x", "ff0x")},
	}},
	{"multicast/groups4.go", "GroupsUpdated4", "IPv4 Multicast Address Space Registry", "group4", 8, []groupTable{
		{"groups4", "in 224.0.0.0/4", source{
			xml: "multicast-addresses",
			sub: []string{"multicast-addresses-1", "multicast-addresses-2", "multicast-addresses-3", "multicast-addresses-4",
				"multicast-addresses-5", "multicast-addresses-6", "multicast-addresses-7",
				"multicast-addresses-9", "multicast-addresses-10", "multicast-addresses-11"},
			csv: []string{"multicast-addresses-1.csv", "multicast-addresses-2.csv", "multicast-addresses-3.csv", "multicast-addresses-4.csv",
				"multicast-addresses-5.csv", "multicast-addresses-6.csv", "multicast-addresses-7.csv",
				"multicast-addresses-9.csv", "multicast-addresses-10.csv", "multicast-addresses-11.csv"},
			plain: "ipv4-multicast-groups.csv",
		}, func(r row) bool {
			// Package multicast recognizes these by their layout; IANA has separate
			// registries for them.
			for _, known := range []string{"DIS ", "GLOP ", "Scoped ", "Relative ", "Unicast-Prefix"} {
				if strings.HasPrefix(r["block"], known) {
					return false
				}
			}
			return true
		}},
	}},
}

// of returns the registry of one kind of scope; IANA's CSV file is named after it.
func of(id string) source {
	return source{
		xml: "ipv6-multicast-addresses", sub: []string{id},
		csv: []string{id + ".csv"}, plain: "ipv6-multicast-groups.csv",
	}
}

// inScope keeps the rows of a scope, for files that have all of them.
func inScope(column, prefix string) func(row) bool {
	return func(r row) bool {
		if s, ok := r["scope"]; ok {
			return s == column
		}
		return strings.HasPrefix(strings.ToLower(r["value"]), prefix)
	}
}

// A group is a range of groups with a name.
type group struct {
	first, last uint64
	name, rfc   string
	prefix      int // prefix length, if the row is a block
}

// generate returns the unformatted Go source, or nil if DIR has none of the files.
func (f groupFile) generate(dir, date string) ([]byte, error) {
	var b bytes.Buffer
	for _, t := range f.tables {
		rows, err := t.from.load(dir)
		if err != nil || rows == nil {
			return nil, err
		}
		if own := t.from.updated(dir); own != "" {
			date = own
		}
		var groups []group
		for _, r := range rows {
			if !t.keep(r) {
				continue
			}
			g, err := groupOf(r)
			if err != nil {
				return nil, err
			}
			groups = append(groups, g)
		}
		fmt.Fprintf(&b, "\n// %s are the groups %s.\nvar %s = [...]%s{\n", t.name, t.comment, t.name, f.elem)
		for _, g := range tidyGroups(groups) {
			fmt.Fprintf(&b, "{%s, %s, %q, %q},\n", f.number(g.first), f.number(g.last), g.name, strings.ReplaceAll(g.rfc, "RFC", "RFC "))
		}
		b.WriteString("}\n")
	}
	head := fmt.Sprintf("%s\npackage multicast\n\n// %s is the date of IANA's registry\n// %q.\nconst %s = %q\n",
		generated, f.constant, f.title, f.constant, date)
	return append([]byte(head), b.Bytes()...), nil
}

func (f groupFile) number(v uint64) string {
	if f.digits > 0 {
		return fmt.Sprintf("0x%0*x", f.digits, v)
	}
	return grouped(v)
}

// grouped formats a number as in the tables, in groups of four digits: 0x1_0002.
func grouped(v uint64) string {
	s := fmt.Sprintf("%x", v)
	for i := len(s) - 4; i > 0; i -= 4 {
		s = s[:i] + "_" + s[i:]
	}
	return "0x" + s
}

// groupOf parses "224.0.0.37-224.0.0.68", "FF02:0:0:0:0:1:FF00::/104", "FF0X:0:…:FB" or
// the columns first, last and prefix.
func groupOf(r row) (group, error) {
	first, last := r["first"], r["last"]
	if first == "" {
		first, last, _ = strings.Cut(r["value"], "-")
	}
	if p := r["prefix"]; p != "" {
		first, last = p, ""
	}
	g := group{name: r["name"], rfc: r["rfc"]}
	if g.name == "" {
		g.name = r["description"]
	}
	g.name = strings.TrimSuffix(g.name, " (*)") // a footnote
	var err error
	if at, length, ok := strings.Cut(first, "/"); ok {
		if _, err := fmt.Sscan(length, &g.prefix); err != nil {
			return g, err
		}
		if g.first, err = groupID(at); err != nil {
			return g, err
		}
		g.last = g.first | (1<<(128-g.prefix) - 1)
		return g, nil
	}
	if g.first, err = groupID(first); err != nil {
		return g, err
	}
	g.last = g.first
	if last != "" {
		g.last, err = groupID(last)
	}
	return g, err
}

func groupID(s string) (uint64, error) {
	s = strings.ToLower(strings.TrimSpace(s))
	if rest, ok := strings.CutPrefix(s, "ff0x"); ok {
		s = "ff00" + rest
	}
	// IANA prints one range with nine groups, counting the empty one of "::".
	if strings.Contains(s, "::") && strings.Count(s, ":") == 8 {
		s = strings.Replace(s, "::", ":0", 1)
	}
	a, err := netip.ParseAddr(s)
	if err != nil {
		return 0, err
	}
	if a.Is4() {
		b := a.As4()
		return uint64(binary.BigEndian.Uint32(b[:])), nil
	}
	b := a.As16()
	return binary.BigEndian.Uint64(b[8:]), nil
}

// tidyGroups sorts the rows, shortens a row that overlaps the next one, and omits rows
// that name nothing.
func tidyGroups(groups []group) []group {
	groups = slices.DeleteFunc(groups, func(g group) bool { return g.name == "variable scope allocation" })
	slices.SortStableFunc(groups, func(a, b group) int {
		return cmp.Or(cmp.Compare(a.first, b.first), cmp.Compare(b.last, a.last))
	})
	for i := range groups[1:] {
		if a, b := &groups[i], groups[i+1]; a.last >= b.first && a.first < b.first {
			a.last = b.first - 1
		}
	}
	return slices.DeleteFunc(groups, func(g group) bool {
		name := strings.ToLower(g.name)
		// RFC 5771 reserves whole blocks, which have names of their own.
		return strings.HasPrefix(name, "unassigned") || name == "reserved" && (g.rfc == "" || g.rfc == "RFC5771")
	})
}
