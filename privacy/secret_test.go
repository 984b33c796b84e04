package privacy

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/netip"
	"strings"
	"testing"
)

// The secret of these tests, and the ways in which its bytes could come out.
var leakBytes = []byte{0xa1, 0xb2, 0xc3, 0xd4, 0xe5, 0xf6, 0x17, 0x28, 0x39, 0x4a, 0x5b, 0x6c, 0x7d, 0x8e, 0x9f, 0xab}

// leaks reports whether s shows three bytes in a row of b in any usual form.
func leaks(s string, b []byte) (string, bool) {
	low := strings.ToLower(s)
	for k := 0; k+3 <= len(b); k++ {
		w := b[k : k+3]
		forms := []string{
			hex.EncodeToString(w), fmt.Sprintf("% x", w), fmt.Sprintf("%02x:%02x:%02x", w[0], w[1], w[2]),
			fmt.Sprintf("0x%x, 0x%x, 0x%x", w[0], w[1], w[2]), fmt.Sprintf("%d %d %d", w[0], w[1], w[2]), fmt.Sprintf("%d, %d, %d", w[0], w[1], w[2]),
			fmt.Sprintf("%d,%d,%d", w[0], w[1], w[2]), fmt.Sprintf(`\x%02x\x%02x`, w[0], w[1]), fmt.Sprintf("%o %o %o", w[0], w[1], w[2]), fmt.Sprintf("%b %b %b", w[0], w[1], w[2]),
			fmt.Sprintf("%x:%x", uint(w[0])<<8|uint(w[1]), w[2]),
		}
		if strings.Contains(s, string(w)) {
			return "the bytes themselves", true
		}
		for _, f := range forms {
			if strings.Contains(low, f) {
				return f, true
			}
		}
		// Base64 where the window is at the start of a group.
		if strings.Contains(s, base64.StdEncoding.EncodeToString(w)) {
			return base64.StdEncoding.EncodeToString(w), true
		}
	}
	return "", false
}

// usually returns v in the forms that programs print things in.
func usually(v any) string { return fmt.Sprintf("%v %+v %#v %s %x %q", v, v, v, v, v, v) }

// prints returns v in every form that a program might print it in.
func prints(v any) string {
	var b bytes.Buffer
	for _, verb := range "vTtbcdoOqxXUeEfFgGsp" {
		for _, flag := range []string{"", "+", "#", " ", "0", "-", "020", "+#"} {
			fmt.Fprintf(&b, "%"+flag+string(verb)+"\n", v)
		}
	}
	fmt.Fprintln(&b, v)
	if j, err := json.Marshal(v); err == nil {
		b.Write(j)
	}
	return b.String()
}

func TestSecretIsNotPrinted(t *testing.T) {
	s := NewSecret(leakBytes)
	type hidden struct {
		public Secret
		inner  struct{ s Secret }
	}
	h := hidden{public: s}
	h.inner.s = s
	in := Inputs{Secret: s, MachineID: s, HostUUID: s, Hardware: []byte{1, 2, 3, 4, 5, 6}, Interface: "eth0"}
	in2 := Inputs{Secret: s, Hardware: []byte{1, 2, 3, 4, 5, 6}}
	g, err := New(Linux, in2)
	if err != nil {
		t.Fatal(err)
	}
	d, err := g.Explain(netip.MustParsePrefix("2001:db8::/64"))
	if err != nil {
		t.Fatal(err)
	}
	id := NewIdentifier(Candidates{Secrets: []Secret{NewSecret([]byte(hex.EncodeToString(leakBytes)))}})
	for name, v := range map[string]any{
		"value": s, "pointer": &s, "slice": []Secret{s}, "map": map[string]Secret{"k": s}, "unexported fields": h, "pointer to those": &h,
		"inputs": in, "generator": g, "*generator": *g, "derivation": d, "identifier": id, "*identifier": *id, "any": any(s),
		"candidates": Candidates{Secrets: []Secret{s}, MachineIDs: []Secret{s}}, "hash": TemporaryHash{Secret: s},
		"match": Match{Inputs: in},
	} {
		if f, bad := leaks(prints(v), leakBytes); bad {
			t.Errorf("%s: printed %q", name, f)
		}
	}
	if got := fmt.Sprintf("%v %s %x %#v %d", s, s, s, s, s); got != strings.TrimSpace(strings.Repeat("[secret] ", 5)) {
		t.Errorf("printed %q", got)
	}
	if got := fmt.Sprint(Secret{}); got != "" {
		t.Errorf("the zero Secret prints %q", got)
	}
	leakBytes2 := append([]byte{}, leakBytes...)
	s2 := NewSecret(leakBytes2)
	leakBytes2[0] = 0
	if s2.bytes()[0] == 0 || s2.Len() != 16 || s2.IsZero() || !NewSecret(nil).IsZero() {
		t.Error("NewSecret does not copy, or Len or IsZero are off")
	}
}

func TestParseSecret(t *testing.T) {
	const h = "a1b2c3d4e5f61728394a5b6c7d8e9fab"
	const uuid = "a1b2c3d4-e5f6-1728-394a-5b6c7d8e9fab"
	const v6 = "a1b2:c3d4:e5f6:1728:394a:5b6c:7d8e:9fab"
	colons := strings.Join([]string{"a1", "b2", "c3", "d4", "e5", "f6", "17", "28", "39", "4a", "5b", "6c", "7d", "8e", "9f", "ab"}, ":")
	for _, c := range []struct {
		sys System
		in  string
		ok  bool
	}{
		{RFC7217, h, true}, {RFC7217, strings.ToUpper(h), true}, {RFC7217, " " + h + "\r\n", true}, {RFC7217, h + h, true},
		{RFC7217, h[2:], false}, {RFC7217, h + "a", false}, {RFC7217, colons, false}, {RFC7217, "", false}, {RFC7217, "0x" + h, false}, {RFC7217, uuid, false},
		{Linux, h, true}, {Linux, v6, true}, {Linux, v6 + "\n", true}, {Linux, uuid, false}, {Linux, h + "00", false}, {Linux, v6 + "%eth0", false}, {Linux, v6 + ":1", false}, {Linux, "192.0.2.1", false}, {Linux, h[:31], false}, {Linux, "g" + h[1:], false},
		{Android, v6, true}, {Android, h[1:], false},
		{Networkd, h, true}, {Networkd, uuid, true}, {Networkd, v6, true}, {Networkd, strings.ToUpper(uuid), true}, {Networkd, h[1:], false}, {Networkd, uuid + "0", false},
		{Networkd, strings.Replace(uuid, "-", "x", 1), false}, {Networkd, strings.Repeat("0", 32), false}, {Networkd, "::", false}, {Networkd, "a1-" + h, false},
		{Dhcpcd, colons, true}, {Dhcpcd, h, true}, {Dhcpcd, "a1:b2", true}, {Dhcpcd, "a1", false}, {Dhcpcd, "a1:b", false}, {Dhcpcd, "a:b2", false}, {Dhcpcd, colons + "\n" + colons, true}, {Dhcpcd, colons + ":", true}, {Dhcpcd, colons + ".", false},
		{OpenBSD, h, true}, {OpenBSD, h + "\n", true}, {OpenBSD, h[:30], false}, {OpenBSD, v6, false}, {OpenBSD, h + "ab", false},
		{NetworkManager, h, true}, {NetworkManager, h[:15], false}, {NetworkManager, h[:16], true}, {NetworkManager, strings.Repeat("x", 10241), false}, {NetworkManager, strings.Repeat("x", 10240), true},
		{FreeBSD, h, false}, {Docker, h, false},
	} {
		s, err := ParseSecret(c.sys, []byte(c.in))
		if (err == nil) != c.ok {
			t.Errorf("ParseSecret(%v, %q) = %v, want ok %v", c.sys, c.in, err, c.ok)
		}
		if err != nil {
			if f, bad := leaks(err.Error(), leakBytes); bad || !s.IsZero() {
				t.Errorf("ParseSecret(%v, %q): %v holds %q", c.sys, c.in, err, f)
			}
			continue
		}
		if c.sys == NetworkManager {
			if string(s.bytes()) != c.in {
				t.Errorf("ParseSecret(%v, %q) changes it", c.sys, c.in)
			}
		} else if !bytes.HasPrefix(s.bytes(), leakBytes[:2]) {
			t.Errorf("ParseSecret(%v, %q) = %x", c.sys, c.in, s.bytes())
		}
	}
}

// Every error that a system can give, with a secret in every input that holds one.
func TestErrorsHoldNoSecret(t *testing.T) {
	h := hex.EncodeToString(leakBytes)
	secrets := []Secret{{}, NewSecret(leakBytes), NewSecret(leakBytes[:9]), NewSecret([]byte(h)), NewSecret(append([]byte(keyV2Prefix), []byte(h)...)), NewSecret(bytes.Repeat(leakBytes, 200))}
	random := "${RANDOM}" + h
	prefixes := []netip.Prefix{{}, netip.MustParsePrefix("192.0.2.0/24"), netip.MustParsePrefix("::/0"), netip.MustParsePrefix("2001:db8::/64"), netip.MustParsePrefix("2001:db8::/65"), netip.MustParsePrefix("2001:db8::/128")}
	n := 0
	for sys := range System(len(systems)) {
		for _, s := range secrets {
			for _, in := range []Inputs{
				{Secret: s}, {Secret: s, Hardware: leakBytes[:0]}, {Secret: s, Hardware: make([]byte, 6)}, {Secret: s, Hardware: make([]byte, 33)},
				{Secret: s, Hardware: make([]byte, 6), Interface: "eth0"}, {Secret: s, Hardware: make([]byte, 6), Interface: "a/b"},
				{Secret: s, MachineID: s, Hardware: make([]byte, 6), Interface: "eth0"}, {MachineID: s, Hardware: make([]byte, 6), Interface: "eth0", DADCounter: 300},
				{Secret: s, Interface: "eth0", Connection: new("u")}, {Secret: s, Interface: "eth0", StableID: &random}, {Secret: s, Interface: "eth0", Release: "x"},
				{HostUUID: s}, {HostUUID: s, Interface: "eth0"}, {HostUUID: s, Interface: "eth0", Hardware: make([]byte, 6)}, {HostUUID: s, VLAN: 5000},
				{Secret: s, Hardware: make([]byte, 6), VLAN: 5000}, {Secret: s, Hardware: make([]byte, 6), ByteOrder: 9}, {Secret: s, Hardware: make([]byte, 6), Purpose: 9, Interface: "e"},
			} {
				texts := []string{}
				g, err := New(sys, in)
				if err != nil {
					texts = append(texts, usually(err))
				} else {
					for _, p := range prefixes {
						d, err := g.Explain(p)
						if err != nil {
							texts = append(texts, usually(err))
						}
						texts = append(texts, usually(d), usually(g))
					}
				}
				for _, text := range texts {
					n++
					f, bad := leaks(text, leakBytes)
					if !bad && strings.Contains(text, h[:8]) {
						f, bad = h[:8], true
					}
					if bad {
						t.Fatalf("%v, %+v: %q is shown", sys, in, f)
					}
				}
			}
			if _, err := RFC7943Address(prefixes[3], DHCPClient{DUID: []byte{1}}, 0, s); err != nil {
				if f, bad := leaks(usually(err), leakBytes); bad {
					t.Errorf("RFC7943Address: %q", f)
				}
			}
			d, err := (TemporaryHash{Secret: s}).Derive(prefixes[3])
			if f, bad := leaks(usually(err)+usually(d), leakBytes); bad {
				t.Errorf("TemporaryHash: %q", f)
			}
		}
		// The text of a secret, broken in each place.
		for k := range h {
			for _, bad := range []string{h[:k], h[:k] + "z" + h[k+1:], h[:k] + ":" + h[k:], h + h[:k], h[:k] + "-" + h[k:], h[:k] + "\x00" + h[k:]} {
				if _, err := ParseSecret(sys, []byte(bad)); err != nil {
					if f, leak := leaks(usually(err), leakBytes); leak {
						t.Fatalf("ParseSecret(%v, %q): %q in %v", sys, bad, f, err)
					}
				}
				if _, err := ParseMachineID(bad); err != nil {
					if f, leak := leaks(usually(err), leakBytes); leak {
						t.Fatalf("ParseMachineID(%q): %q in %v", bad, f, err)
					}
				}
			}
		}
	}
	if n < 500 {
		t.Errorf("only %d texts looked at", n)
	}
}

func FuzzParseSecret(f *testing.F) {
	for k := range systems {
		f.Add(uint8(k), []byte("a1:b2:c3"))
		f.Add(uint8(k), []byte("2001:db8::1"))
		f.Add(uint8(k), []byte("a1b2c3d4-e5f6-1728-394a-5b6c7d8e9fab"))
	}
	f.Fuzz(func(t *testing.T, sys uint8, text []byte) {
		s, err := ParseSecret(System(sys), text)
		if (err == nil) == s.IsZero() {
			t.Fatalf("ParseSecret(%v, %q) = %v, %v", System(sys), text, s, err)
		}
	})
}
