package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"
)

var targets = []target{
	{
		file: "classify/registries.go", pkg: "classify", constant: true,
		comment: "// RegistryDate is the date, YYYY-MM-DD, of IANA's registries in this package.",
		registries: []registry{
			{"special6", "IPv6 Special-Purpose Address Space",
				source{xml: "iana-ipv6-special-registry", sub: []string{"iana-ipv6-special-registry-1"},
					csv: []string{"iana-ipv6-special-registry-1.csv"}, plain: "ipv6-special-purpose.csv"},
				"special", byPrefix, specialRow},
			{"special4", "IPv4 Special-Purpose Address Space",
				source{xml: "iana-ipv4-special-registry", sub: []string{"iana-ipv4-special-registry-1"},
					csv: []string{"iana-ipv4-special-registry-1.csv"}, plain: "ipv4-special-purpose.csv"},
				"special", byPrefix, specialRow},
			{"space6", "IPv6 Address Space",
				source{xml: "ipv6-address-space", sub: []string{"ipv6-address-space-1"},
					csv: []string{"ipv6-address-space-1.csv"}, plain: "ipv6-address-space.csv"},
				"assignment", byPrefix, assignmentRow},
			{"assigned6", "IPv6 Global Unicast Address Space",
				source{xml: "ipv6-unicast-address-assignments",
					csv: []string{"ipv6-unicast-address-assignments.csv"}, plain: "ipv6-unicast-assignments.csv"},
				"assignment", byPrefix, assignmentRow},
			{"space4", "IPv4 Address Space",
				source{xml: "ipv4-address-space",
					csv: []string{"ipv4-address-space.csv"}, plain: "ipv4-address-space.csv"},
				"assignment", byPrefix, assignmentRow},
		},
	},
	{
		file: "eui64/registries.go", pkg: "eui64",
		registries: []registry{
			{"anycastIDs", "IPv6 Anycast Address Space",
				source{xml: "ipv6-anycast-addresses", sub: []string{"ipv6-anycast-addresses-1", "ipv6-anycast-addresses-2"},
					csv: []string{"ipv6-anycast-addresses-1.csv", "ipv6-anycast-addresses-2.csv"}, plain: "ipv6-anycast-ids.csv"},
				"anycastID", byRange(10), anycastRow},
			{"reservedIIDs", "Reserved IPv6 Interface Identifiers",
				source{xml: "ipv6-interface-ids", sub: []string{"ipv6-interface-ids-1"},
					csv: []string{"ipv6-interface-ids-1.csv"}, plain: "ipv6-reserved-iids.csv"},
				"reservedIID", byRange(16), reservedRow},
		},
	},
}

// byPrefix spells out lists and short forms ("192.0.0.170/32, 192.0.0.171/32",
// "000/8") and sorts by first address, wider blocks first.
func byPrefix(rows []row) ([]row, error) {
	type keyed struct {
		p netip.Prefix
		r row
	}
	var out []keyed
	for _, r := range rows {
		for text := range strings.SplitSeq(r["prefix"], ",") {
			p, err := parsePrefix(strings.TrimSpace(text))
			if err != nil {
				return nil, err
			}
			c := row{}
			for k, v := range r {
				c[k] = v
			}
			c["prefix"] = p.String()
			out = append(out, keyed{p, c})
		}
	}
	slices.SortStableFunc(out, func(a, b keyed) int {
		if c := a.p.Addr().Compare(b.p.Addr()); c != 0 {
			return c
		}
		return a.p.Bits() - b.p.Bits()
	})
	sorted := make([]row, len(out))
	for i, k := range out {
		sorted[i] = k.r
	}
	return sorted, nil
}

func parsePrefix(s string) (netip.Prefix, error) {
	if octet, ok := strings.CutSuffix(s, "/8"); ok && len(octet) == 3 && !strings.Contains(s, ":") {
		n, err := strconv.ParseUint(octet, 10, 8)
		if err != nil {
			return netip.Prefix{}, err
		}
		s = strconv.FormatUint(n, 10) + ".0.0.0/8"
	}
	p, err := netip.ParsePrefix(s)
	if err == nil && p != p.Masked() {
		err = fmt.Errorf("prefix %s has bits set behind its length", s)
	}
	return p, err
}

// byRange fills in first and last from "A-B" or "A" and sorts; in base 16, the numbers
// are 64-bit identifiers, written as four groups.
func byRange(base int) func([]row) ([]row, error) {
	return func(rows []row) ([]row, error) {
		for _, r := range rows {
			first, last := r["first_iid"], r["last_iid"]
			if first == "" {
				var ok bool
				if first, last, ok = strings.Cut(r["value"], "-"); !ok {
					last = first
				}
			}
			for col, text := range map[string]string{"first": first, "last": last} {
				n, err := strconv.ParseUint(strings.ReplaceAll(text, ":", ""), base, 64)
				if err != nil {
					return nil, err
				}
				r[col] = strconv.FormatUint(n, 10)
			}
		}
		slices.SortFunc(rows, func(a, b row) int {
			x, _ := strconv.ParseUint(a["first"], 10, 64)
			y, _ := strconv.ParseUint(b["first"], 10, 64)
			switch {
			case x < y:
				return -1
			case x > y:
				return 1
			}
			return 0
		})
		return rows, nil
	}
}

// writeBlock writes a block literal: the first address as two uint64, with an IPv4
// address in the upper 32 bits, and the length.
func writeBlock(b *bytes.Buffer, r row) error {
	p, err := netip.ParsePrefix(r["prefix"])
	if err != nil {
		return err
	}
	var hi, lo uint64
	if p.Addr().Is4() {
		a := p.Addr().As4()
		hi = uint64(binary.BigEndian.Uint32(a[:])) << 32
	} else {
		a := p.Addr().As16()
		hi, lo = binary.BigEndian.Uint64(a[:8]), binary.BigEndian.Uint64(a[8:])
	}
	fmt.Fprintf(b, "\t{ // %s\nblock: block{%#x, %#x, %d}, \nname: %q,\n", p, hi, lo, p.Bits(), r["name"])
	return nil
}

func writeRFC(b *bytes.Buffer, r row) {
	if r["rfc"] != "" {
		fmt.Fprintf(b, "rfc: %#v,\n", strings.Split(r["rfc"], "; "))
	}
}

func writeText(b *bytes.Buffer, field, value string) {
	if value != "" && !strings.EqualFold(value, "n/a") {
		fmt.Fprintf(b, "%s: %q,\n", field, value)
	}
}

func specialRow(b *bytes.Buffer, r row) error {
	if err := writeBlock(b, r); err != nil {
		return err
	}
	writeRFC(b, r)
	if r["allocated"] == "" { // the name of the element in IANA's XML
		r["allocated"] = r["allocation"]
	}
	writeText(b, "allocated", r["allocated"])
	writeText(b, "terminated", r["terminated"])
	b.WriteString("flags: flags{")
	for _, col := range []string{"source", "destination", "forwardable", "globally_reachable", "reserved_by_protocol"} {
		switch strings.ToLower(r[col]) {
		case "true":
			b.WriteString("True, ")
		case "false":
			b.WriteString("False, ")
		case "n/a", "":
			b.WriteString("NotApplicable, ")
		default:
			return fmt.Errorf("%s: %s is %q", r["prefix"], col, r[col])
		}
	}
	b.WriteString("},\n},\n")
	return nil
}

func assignmentRow(b *bytes.Buffer, r row) error {
	// The address space registry calls the name a description or an allocation.
	for _, col := range []string{"description", "allocation"} {
		if r["name"] == "" {
			r["name"] = r[col]
		}
	}
	if err := writeBlock(b, r); err != nil {
		return err
	}
	writeRFC(b, r)
	writeText(b, "date", r["date"])
	writeText(b, "status", r["status"])
	writeText(b, "whois", r["whois"])
	b.WriteString("},\n")
	return nil
}

func anycastRow(b *bytes.Buffer, r row) error {
	fmt.Fprintf(b, "\t{first: %s, last: %s, name: %q", r["first"], r["last"], r["description"])
	if r["rfc"] != "" {
		fmt.Fprintf(b, ", rfc: %#v", strings.Split(r["rfc"], "; "))
	}
	b.WriteString("},\n")
	return nil
}

func reservedRow(b *bytes.Buffer, r row) error {
	first, err := strconv.ParseUint(r["first"], 10, 64)
	if err != nil {
		return err
	}
	last, err := strconv.ParseUint(r["last"], 10, 64)
	if err != nil {
		return err
	}
	fmt.Fprintf(b, "\t{first: %#016x, last: %#016x, name: %q, rfc: %#v},\n",
		first, last, r["description"], strings.Split(r["rfc"], "; "))
	return nil
}
