package main

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

const (
	asXML = `<?xml version='1.0'?>
<registry xmlns="http://www.iana.org/assignments" id="iana-ipv4-special-registry">
  <updated>2025-10-09</updated>
  <registry id="iana-ipv4-special-registry-1">
    <xref type="rfc" data="rfc6890"/>
    <note>Not a <xref type="rfc" data="rfc8190"/> of a record.</note>
    <record date="2013-02-01">
      <address>192.0.0.170/32, 192.0.0.171/32</address>
      <name>NAT64/DNS64 Discovery</name>
      <spec><xref type="rfc" data="rfc8880"/><xref type="rfc" data="rfc7050"/>, Section 2.2</spec>
      <allocation>2013-02</allocation>
      <source>False</source><destination>False</destination><forwardable>False</forwardable>
      <global>False</global><reserved>True</reserved>
    </record>
    <record>
      <address>10.0.0.0/8</address>
      <name>Private-Use</name>
      <spec><xref type="rfc" data="rfc1918"/></spec>
      <allocation>1996-02</allocation>
      <source>True</source><destination>True</destination><forwardable>True</forwardable>
      <global>N/A<xref type="note" data="2"/></global><reserved>False</reserved>
    </record>
  </registry>
</registry>`
	asCSV = "Address Block,Name,RFC,Allocation Date,Termination Date,Source,Destination,Forwardable,Globally Reachable,Reserved-by-Protocol\r\n" +
		"\"192.0.0.170/32, 192.0.0.171/32\",NAT64/DNS64 Discovery,\"[RFC8880][RFC7050], Section 2.2\",2013-02,N/A,False,False,False,False,True\r\n" +
		"10.0.0.0/8,Private-Use,[RFC1918],1996-02,N/A,True,True,True,N/A [2],False\r\n"
	asPlain = "prefix,name,rfc,allocation_date,termination_date,source,destination,forwardable,globally_reachable,reserved_by_protocol,footnote\n" +
		"10.0.0.0/8,Private-Use,RFC1918,1996-02,n/a,true,true,true,n/a,false,\n" +
		"192.0.0.170/32,NAT64/DNS64 Discovery,\"RFC8880; RFC7050, Section 2.2\",2013-02,n/a,false,false,false,false,true,\n" +
		"192.0.0.171/32,NAT64/DNS64 Discovery,\"RFC8880; RFC7050, Section 2.2\",2013-02,n/a,false,false,false,false,true,\n"
	asGo = `	{ // 10.0.0.0/8
block: block{0xa00000000000000, 0x0, 8}, 
name: "Private-Use",
rfc: []string{"RFC1918"},
allocated: "1996-02",
flags: flags{True, True, True, NotApplicable, False, },
},
	{ // 192.0.0.170/32
block: block{0xc00000aa00000000, 0x0, 32}, 
name: "NAT64/DNS64 Discovery",
rfc: []string{"RFC8880", "RFC7050, Section 2.2"},
allocated: "2013-02",
flags: flags{False, False, False, False, True, },
},
	{ // 192.0.0.171/32
block: block{0xc00000ab00000000, 0x0, 32}, 
name: "NAT64/DNS64 Discovery",
rfc: []string{"RFC8880", "RFC7050, Section 2.2"},
allocated: "2013-02",
flags: flags{False, False, False, False, True, },
},
`
)

// TestForms reads one registry from each of the forms it may come in.
func TestForms(t *testing.T) {
	reg := targets[0].registries[1]
	for name, text := range map[string]string{
		reg.from.xml + ".xml": asXML, reg.from.csv[0]: asCSV, reg.from.plain: asPlain,
	} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		rows, err := reg.from.load(dir)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if rows, err = reg.order(rows); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		var b bytes.Buffer
		for _, r := range rows {
			if err := reg.row(&b, r); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
		if b.String() != asGo {
			t.Errorf("%s gives\n%s, want\n%s", name, b.String(), asGo)
		}
	}
	if rows, err := reg.from.load(t.TempDir()); rows != nil || err != nil {
		t.Errorf("an empty directory gives %v, %v", rows, err)
	}
}

func TestTidyGroups(t *testing.T) {
	got := tidyGroups([]group{
		{first: 9, last: 20, name: "Runs over"},
		{first: 1, last: 2, name: "One", rfc: "RFC1112"},
		{first: 12, last: 13, name: "Unassigned"},
		{first: 30, last: 39, name: "Reserved", rfc: "RFC5771"},
		{first: 40, last: 40, name: "Reserved", rfc: "RFC4607"},
	})
	want := []group{
		{first: 1, last: 2, name: "One", rfc: "RFC1112"},
		{first: 9, last: 11, name: "Runs over"},
		{first: 40, last: 40, name: "Reserved", rfc: "RFC4607"},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("tidyGroups gives %v, want %v", got, want)
	}
}

func TestGroupOf(t *testing.T) {
	for _, tt := range []struct {
		r           row
		first, last uint64
	}{
		{row{"value": "224.0.0.37-224.0.0.68"}, 0xe0000025, 0xe0000044},
		{row{"value": "FF02:0:0:0:0:1:FF00::/104"}, 0x1_ff00_0000, 0x1_ffff_ffff},
		{row{"value": "FF0X:0:0:0:0:0:0:FC-FF0X:0:0:0:0:0:0:FD"}, 0xfc, 0xfd},
		{row{"first": "ff0x::2:0", "last": "ff0x::4:ffff"}, 0x2_0000, 0x4_ffff},
		{row{"first": "ff02::1:ff00:0", "prefix": "ff02::1:ff00:0/104"}, 0x1_ff00_0000, 0x1_ffff_ffff},
	} {
		if g, err := groupOf(tt.r); err != nil || g.first != tt.first || g.last != tt.last {
			t.Errorf("groupOf(%v) = %x-%x, %v; want %x-%x", tt.r, g.first, g.last, err, tt.first, tt.last)
		}
	}
	if _, err := groupOf(row{"value": "224.0.0"}); err == nil {
		t.Error("groupOf takes 224.0.0")
	}
}

// TestGroupFile: a whole file comes out, with the date it is told.
func TestGroupFile(t *testing.T) {
	dir := t.TempDir()
	text := "scope,first,last,prefix,name,kind,reference,date_registered,as_printed\n" +
		"1,ff01::1,,,All Nodes,,RFC4291,,\n2,ff02::1:2,,,Agents,,,,\n5,ff05::2,,,Routers,,RFC4291,,\nx,ff0x::fb,,,mDNSv6,,RFC6762,,\n"
	if err := os.WriteFile(filepath.Join(dir, "ipv6-multicast-groups.csv"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := groupFiles[0].generate(dir, "2026-08-22")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		generated + "\npackage multicast\n", `const GroupsUpdated6 = "2026-08-22"`,
		"var groupsLink = [...]group6{\n{0x1_0002, 0x1_0002, \"Agents\", \"\"},\n}\n",
		"var groupsAny = [...]group6{\n{0xfb, 0xfb, \"mDNSv6\"",
	} {
		if !strings.Contains(string(got), want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	if src, err := groupFiles[1].generate(dir, "2026-08-22"); src != nil || err != nil {
		t.Errorf("without its files: %q, %v", src, err)
	}
}
