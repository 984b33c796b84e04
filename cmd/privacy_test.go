package cmd_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hextet/hextet/cmd"
	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/privacy"
)

// A call is a command line with what else it is given.
type call struct {
	args  []string
	env   string // HEXTET_SECRET
	stdin string
}

// run does "hextet privacy ..." and returns what it wrote.
func (c call) run(t testing.TB) (out, errs string, status int) {
	t.Helper()
	var o, e bytes.Buffer
	status = cmd.Main(append([]string{"privacy"}, c.args...), cli.Streams{
		In: strings.NewReader(c.stdin), Out: &o, Err: &e,
		Env: func(name string) string { return map[string]string{"LANG": "C.UTF-8", "HEXTET_SECRET": c.env}[name] },
	})
	return o.String(), e.String(), status
}

// privacyRows returns the tab-separated lines of a file of the package's test
// data that have n columns.
func privacyRows(t testing.TB, file string, n int) [][]string {
	t.Helper()
	b, err := os.ReadFile("../privacy/testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	var list [][]string
	for line := range strings.Lines(string(b)) {
		if f := strings.Split(strings.TrimSuffix(line, "\n"), "\t"); len(f) == n && line[0] != '#' {
			list = append(list, f)
		}
	}
	if len(list) == 0 {
		t.Fatalf("%s: no line of %d columns", file, n)
	}
	return list
}

// wantAddress runs c and wants the one address.
func wantAddress(t *testing.T, c call, address string) {
	t.Helper()
	if out, errs, status := c.run(t); out != address+"\n" || status != 0 {
		t.Errorf("%q: %q, %q, status %d, want %s", c.args, out, errs, status, address)
	}
}

// secretFile writes a secret to a file that nobody else reads.
func secretFile(t testing.TB, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestPrivacyVectors: every address that was seen on a running system or stands
// in a project's own tests comes out of the command line too.
func TestPrivacyVectors(t *testing.T) {
	// both gives the secret by the environment and by a file, and asks identify
	// for the system.
	both := func(secret, system, dad string, identify []string, args []string, address string) {
		t.Helper()
		wantAddress(t, call{args: args, env: secret}, address)
		path := secretFile(t, secret)
		wantAddress(t, call{args: append(args, "--secret-file", path)}, address)
		c := call{args: append([]string{"identify", "-j", "--fields", "system,dad_counter", address}, identify...), env: secret}
		want := fmt.Sprintf(`{"system":%q,"dad_counter":%s}`+"\n", system, dad)
		if out, errs, status := c.run(t); !strings.Contains(out, want) || errs != "" || status != 0 {
			t.Errorf("%q: %q, %q, status %d", c.args, out, errs, status)
		}
	}
	for _, r := range privacyRows(t, "linux.txt", 6) {
		args := []string{"--mac", r[1], "--dad-counter", r[3], "--byte-order", r[4], r[2]}
		both(r[0], "linux", r[3], []string{"--mac", r[1]}, append([]string{"stable", "--as", "linux"}, args...), r[5])
		wantAddress(t, call{args: append([]string{"stable", "--as", "android"}, args...), env: r[0]}, r[5])
	}
	for _, r := range privacyRows(t, "dhcpcd.txt", 7) {
		both(r[0], "dhcpcd", r[4], []string{"--mac", r[1]}, []string{
			"stable", "--as", "dhcpcd", "--mac", r[1], "--ssid", strings.Trim(r[2], "-"), "--dad-counter", r[4], "--byte-order", r[5], r[3],
		}, r[6])
	}
	for _, r := range privacyRows(t, "networkd.txt", 7) {
		inputs := []string{"--machine-id", r[0], "--interface", r[2], "--mac", r[3]}
		args := append([]string{"stable", "--as", "systemd-networkd", "--dad-counter", r[5], r[4]}, inputs...)
		if r[1] == "-" {
			wantAddress(t, call{args: args}, r[6])
			continue
		}
		both(r[1], "systemd-networkd", r[5], inputs, args, r[6])
	}
	// The stable_secret that networkd derives is a secret: what the kernel makes
	// of it shows that it is the right one.
	for _, r := range privacyRows(t, "networkd.txt", 3) {
		kernel := call{args: []string{"stable", "--as", "linux", "--mac", "52:54:00:12:34:56", "fe80::/64"}, env: r[2]}
		want, _, _ := kernel.run(t)
		wantAddress(t, call{args: []string{
			"stable", "--as", "systemd-networkd", "--machine-id", r[0], "--interface", r[1], "--mac", "52:54:00:12:34:56", "fe80::/64",
		}}, strings.TrimSpace(want))
	}
	for _, r := range privacyRows(t, "networkmanager.txt", 10) {
		inputs := []string{"--machine-id", r[1], "--interface", r[2], "--connection", r[4]}
		if r[5] != "-" {
			inputs = append(inputs, "--stable-id", r[5])
		}
		args := append([]string{"stable", "--as", "networkmanager", "--release", "1.42.4", "--dad-counter", r[8], r[3]}, inputs...)
		both(r[0], "networkmanager", r[8], inputs, args, r[9])
		out, _, _ := call{args: append(args, "-j", "--fields", "stable_type,network_id"), env: r[0]}.run(t)
		if want := fmt.Sprintf(`{"stable_type":%s,"network_id":%q}`+"\n", r[6], r[7]); out != want {
			t.Errorf("%q: %q, want %q", args, out, want)
		}
	}
	// A host_id by itself, in hexadecimal.
	for _, r := range privacyRows(t, "networkmanager.txt", 7) {
		flag, id := "--stable-id", r[4]
		if r[3] == "0" {
			flag = "--connection"
		}
		if id == "-" {
			id = ""
		}
		wantAddress(t, call{args: []string{
			"stable", "--as", "networkmanager", "-q", "--interface", r[1], flag, id, "--dad-counter", r[5], r[2],
		}, env: r[0]}, r[6])
	}
	for _, r := range privacyRows(t, "isc-dhcpd.txt", 5) {
		wantAddress(t, call{args: []string{"dhcpv6", "--as", "isc-dhcpd", "--duid", r[1], "--iaid", r[2], "--byte-order", r[3], r[0]}}, r[4])
	}
	for _, r := range privacyRows(t, "dnsmasq.txt", 5) {
		wantAddress(t, call{args: []string{"dhcpv6", "--as", "dnsmasq", "--duid", r[2], "--iaid", r[3], r[0] + "-" + r[1]}}, r[4])
	}
}

// TestPrivacyStableID: what NetworkManager's own tests make of a stable-id.
func TestPrivacyStableID(t *testing.T) {
	base := []string{
		"stable", "--as", "networkmanager", "--interface", "_DEVICE", "--connection", "_CONNECTION", "--boot-id", "_BOOT",
		"--ssid", "SSID(\x82)", "-j", "--fields", "stable_type,expanded,network_id", "2001:db8::/64", "--stable-id",
	}
	for _, c := range []struct{ stableID, want string }{
		{"a$${CONNECTION}x", `{"stable_type":1,"network_id":"a$${CONNECTION}x"}`},
		{"${a$x", `{"stable_type":1,"network_id":"${a$x"}`},
		{"", `{"stable_type":1}`},
		{"default${CONNECTION}", `{"stable_type":0,"network_id":"_CONNECTION"}`},
		{"${CONNECTION}", `{"stable_type":2,"expanded":"${CONNECTION}=11{_CONNECTION}","network_id":"`},
		{"x${CONNECTION}${NETWORK_SSID}", `{"stable_type":2,"expanded":"x${CONNECTION}=11{_CONNECTION}${NETWORK_SSID}=12{s:SSID(\\202)}","network_id":"`},
		{"xX${BOOT}yY${CONNECTION}zZ", `{"stable_type":2,"expanded":"xX${BOOT}=5{_BOOT}yY${CONNECTION}=11{_CONNECTION}zZ","network_id":"`},
	} {
		out, errs, status := call{args: append(base, c.stableID), env: strings.Repeat("00", 16)}.run(t)
		if !strings.HasPrefix(out, c.want) || status != 0 {
			t.Errorf("%q: %q, %q, want %q", c.stableID, out, errs, c.want)
		}
	}
	out, errs, status := call{args: append(base, "${BOOT}${RANDOM}"), env: strings.Repeat("00", 16)}.run(t)
	if out != "" || status != 2 || !strings.Contains(errs, "--stable-id has ${RANDOM}") {
		t.Errorf("${RANDOM}: %q, %q, status %d", out, errs, status)
	}
	for text, want := range map[string]string{"password": "W6ph5Mm5Pz8GgiULbPgzG37mj9g", "a": "hvfkN/qlp/zhXR3cuerq6jd2Z7g"} {
		out, errs, _ := call{args: []string{
			"stable", "--as", "networkmanager", "--interface", "e", "--expanded-stable-id", text, "-j", "--fields", "network_id", "2001:db8::/64",
		}, env: strings.Repeat("00", 16)}.run(t)
		if out != `{"network_id":"`+want+"\"}\n" {
			t.Errorf("%q: %q, %q", text, out, errs)
		}
	}
}

// leakSecret is the secret of the leak test: 32 bytes that differ from one
// another and from all else.
var leakSecret = []byte{
	0xd1, 0x5e, 0xc2, 0x37, 0xa9, 0x4c, 0xe6, 0x7b, 0x93, 0xf8, 0x1d, 0xb4, 0x6f, 0x8a, 0xc5, 0x3e,
	0xe9, 0x72, 0xbd, 0x46, 0xcf, 0x9c, 0x35, 0xda, 0x87, 0xf3, 0x5b, 0xec, 0xa4, 0x79, 0xd6, 0x8d,
}

// leaks returns what of the secret is in text: three bytes in a row, raw or in
// any hexadecimal spelling, or six characters of how it is written.
func leaks(text string, secret []byte, written ...string) string {
	bare := strings.NewReplacer(":", "", "-", "", " ", "", ",", "", "0x", "", `\x`, "").Replace(strings.ToLower(text))
	for k := 0; k+3 <= len(secret); k++ {
		part := secret[k : k+3]
		if strings.Contains(text, string(part)) || strings.Contains(bare, hex.EncodeToString(part)) {
			return hex.EncodeToString(part)
		}
	}
	if len(secret) >= 6 {
		for k := 0; k+6 <= len(secret); k++ {
			if s := base64.StdEncoding.EncodeToString(secret[k : k+6]); strings.Contains(text, s) {
				return s
			}
		}
	}
	for _, w := range written {
		w = strings.TrimPrefix(w, "nm-v2:") // which says nothing
		for k := 0; k+6 <= len(w); k++ {
			if strings.Contains(text, w[k:k+6]) {
				return w[k : k+6]
			}
		}
	}
	return ""
}

// TestPrivacyLeaksNothing: no output and no message holds anything of a secret,
// for every system, way to give it, format and mistake.
func TestPrivacyLeaksNothing(t *testing.T) {
	hex16, hex32 := hex.EncodeToString(leakSecret[:16]), hex.EncodeToString(leakSecret)
	colons := func(s string, n int) string {
		var parts []string
		for ; s != ""; s = s[n:] {
			parts = append(parts, s[:n])
		}
		return strings.Join(parts, ":")
	}
	uuid := hex16[:8] + "-" + hex16[8:12] + "-" + hex16[12:16] + "-" + hex16[16:20] + "-" + hex16[20:]
	address := colons(hex16, 4)
	mac := []string{"--mac", "00:00:5e:00:53:01"}
	iface := []string{"--interface", "eth0"}
	key := secretFile(t, "-----BEGIN PUBLIC KEY-----\nMFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAMLC8TcwVFTxC9nOo2hEtTDpIRpLJisW\nRny337ofWVwBlPJ1vlpNOG8sPCOCUIdzx4Z/mzueY6Cce8SPelTr768CAwEAAQ==\n-----END PUBLIC KEY-----\n")

	type use struct {
		args    []string
		secrets []string // in every form that it takes
		item    string
	}
	join := func(lists ...[]string) (all []string) {
		for _, l := range lists {
			all = append(all, l...)
		}
		return all
	}
	stable := func(as string, more ...[]string) []string {
		return join([]string{"stable", "--as", as}, join(more...))
	}
	const p = "2001:db8::/64"
	// What would be random is given: it could look like a piece of the secret.
	uses := []use{
		{stable("rfc7217", iface), []string{hex32, hex16}, p},
		{stable("linux", mac), []string{hex16, address}, p},
		{stable("android", mac), []string{hex16, address}, p},
		{stable("networkmanager", iface, []string{"--connection", "u"}), []string{hex32, "nm-v1:" + base64.StdEncoding.EncodeToString(leakSecret)}, p},
		{stable("networkmanager", iface, []string{"--connection", "u", "--machine-id", "0123456789abcdef0123456789abcdef"}), []string{"nm-v2:" + base64.StdEncoding.EncodeToString(leakSecret)}, p},
		{stable("systemd-networkd", iface, mac), []string{hex16, uuid, address}, p},
		{stable("systemd-networkd", iface, mac), []string{hex16, uuid}, "fe80::/64"},
		{stable("dhcpcd", mac), []string{hex32, colons(hex32, 2)}, p},
		{stable("openbsd", mac), []string{hex16}, p},
		{stable("freebsd", iface), []string{hex16}, p}, // takes none
		{[]string{"temporary", "--time", "2026-11-20T10:00:00Z"}, []string{hex32}, p},
		{[]string{"temporary", "--as", "rfc4941", "--iid", "::1:2:3:4", "--history", "0123456789abcdef"}, []string{hex16}, p}, // takes none
		{[]string{"dhcpv6", "--duid", "000100012a2b2c2d525400123456", "--iaid", "1"}, []string{hex32}, p},
		{[]string{"dhcpv6", "--as", "dnsmasq", "--duid", "000100012a2b2c2d525400123456", "--iaid", "1"}, []string{hex32}, p}, // takes none
		{join([]string{"identify"}, mac, iface), []string{hex32, hex16, address, uuid, colons(hex32, 2)}, "2001:db8::1:2:3:4"},
		{[]string{"cga", "--key", key, "--sec", "0", "--modifier", "00112233445566778899aabbccddeeff"}, []string{hex32}, p}, // knows none
		{[]string{"ula", "--mac", "00:00:5e:00:53:01", "--time", "2026-11-20T10:00:00Z"}, []string{hex32}, ""},              // knows none
	}
	formats := [][]string{
		nil, {"-j"}, {"-o", "json"}, {"-o", "csv"}, {"-o", "tsv"}, {"--show-input"}, {"--show-input", "-j"}, {"--show-input", "-o", "json"},
		{"--show-input", "-o", "csv"}, {"--show-input", "--fields", "output,hashed"}, {"--iid-only", "--show-input", "--color", "always"},
	}
	runs := 0
	look := func(c call, written ...string) (status int) {
		t.Helper()
		out, errs, status := c.run(t)
		runs++
		if l := leaks(out+errs, leakSecret, written...); l != "" {
			t.Errorf("%q (environment %t, input %t): %q is in\n%s%s", c.args, c.env != "", c.stdin != "", l, out, errs)
		}
		return status
	}
	// damage returns secrets that are wrong in one way each.
	damage := func(s string) []string {
		return []string{s[1:], s[:len(s)/2-1], s + "g", "g" + s, s + s, s[:7] + "\x1b" + s[8:], s[:9] + "::" + s[9:], s + "%eth0", s + "/64", " " + s + " x"}
	}
	for _, u := range uses {
		fine := 0
		for _, s := range u.secrets {
			var items []string
			if u.item != "" {
				items = []string{u.item}
			}
			for n, f := range formats {
				args := join(u.args, f, items)
				path := secretFile(t, s+"\n")
				for k, c := range []call{
					{args: args, env: s},
					{args: join(args, []string{"--secret", s})},
					{args: join(args, []string{"--secret=" + s})},
					{args: join(args, []string{"--secret-file", path})},
					{args: join(args, []string{"--secret-file", "-"}), stdin: s + "\n"},
				} {
					// Every format, and every way to give the secret.
					if (k == 0 || n == 0) && look(c, s) < 2 {
						fine++
					}
				}
			}
			bads := append(damage(s), s)
			for n, bad := range bads {
				path := secretFile(t, bad)
				for k, c := range []call{
					{args: join(u.args, items), env: bad},
					{args: join(u.args, items, []string{"--secret", bad})},
					{args: join(u.args, items, []string{"--secret-file", path})},
					{args: join(u.args, items, []string{"--secret-file", "-"}), stdin: bad},
					{args: join(u.args, items, []string{"--secret-file", bad})}, // in place of the path
					{args: join(u.args, items, []string{"--secret", bad, "--secret", bad})},
					{args: join(u.args, items, []string{"--secret", bad, "--secret-file", path}), env: bad},
					{args: join(u.args, []string{"--secret-file", "-"}), stdin: bad}, // items from there too
					{args: join(u.args, items, []string{"-secret=" + bad})},
					{args: join(u.args, items, []string{"-secret", bad})},
					{args: join(u.args, items, []string{"--=" + bad})},
					{args: join(u.args, items, []string{"--secrt=" + bad})},
					{args: join(u.args, []string{"--secret", bad, "not-a-prefix"})},
					{args: join(u.args, []string{"--secret", bad, "--dad-counter", "x"}, items)},
					{args: join(u.args, []string{"--secret", bad, "--as", "nosuchsystem"}, items)},
					{args: join(u.args, []string{"--secret", bad, "--fields", "secret"}, items)},
					{args: join(u.args, []string{"--secret", bad, "-o", "yaml"}, items)},
					{args: join(u.args, items, []string{"--machine-id", bad})},
					{args: join(u.args, items, []string{"--machine-id", "/" + bad})},
					{args: join(u.args, items, []string{"--hostuuid", bad, "--show-input", "-j"})},
					{args: join(u.args, items, []string{"--hostuuid", "/" + bad})},
					{args: join(u.args, []string{"--secret", bad, "--help"})},
				} {
					// The mistakes around a secret need not meet each one within.
					if k < 4 || n == 0 || n == len(bads)-1 {
						look(c, bad, s)
					}
				}
			}
		}
		takes := !strings.Contains(strings.Join(u.args, " "), "freebsd")
		if takes && fine == 0 {
			t.Errorf("%q: nothing went well, so the test shows nothing", u.args)
		}
	}
	// The other secrets: machine-id and hostuuid, in every format.
	for _, f := range formats {
		for _, id := range []string{hex16, uuid} {
			for _, c := range []call{
				{args: join(stable("systemd-networkd", iface, mac), f, []string{p, "fe80::/64", "--machine-id", id})},
				{args: join(stable("freebsd", iface), f, []string{p, "--hostuuid", id})},
				{args: join(stable("networkmanager", iface), f, []string{p, "--connection", "u", "--machine-id", id}), env: "nm-v2:" + strings.Repeat("x", 40)},
			} {
				if status := look(c, id); status != 0 {
					t.Errorf("%q: status %d", c.args, status)
				}
			}
		}
	}
	// Nor do completions.
	for _, words := range [][]string{
		{"stable", "--secret", hex32, "--as", ""}, {"stable", "--secret=" + hex32, ""}, {"stable", "--secret", hex32, "--nosuchflag", ""}, {"stable", "--secret", hex32},
	} {
		out, errs, _ := hextet(t, "", join([]string{"__complete", "privacy"}, words)...)
		if l := leaks(out+errs, leakSecret); l != "" {
			t.Errorf("__complete %q: %q in %s%s", words, l, out, errs)
		}
	}
	t.Logf("%d runs", runs)
}

// TestPrivacyStableAppend: the fast path writes what the records have.
func TestPrivacyStableAppend(t *testing.T) {
	items := "2001:db8::/64\nfe80::/64\nfe80::1%eth0/64\n64:ff9b::/64\n::/64\n2001:db8::1/64\n2001:db8::/63\n2001:db8::1\n192.0.2.0/24\nx\n"
	for _, flags := range [][]string{nil, {"--iid-only"}} {
		for _, sys := range privacy.Systems(privacy.Stable) {
			c := call{args: append([]string{"stable", "--as", sys.String()}, flags...), env: hex.EncodeToString(leakSecret[:16]), stdin: items}
			for _, in := range sys.Info().Required {
				switch in {
				case privacy.InputMAC:
					c.args = append(c.args, "--mac", "00:00:5e:00:53:01")
				case privacy.InputHostUUID:
					c.args = append(c.args, "--hostuuid", "8f0b1f2c-0000-4000-8000-00005e005301")
				case privacy.InputHostname:
					c.args = append(c.args, "--hostname", "host.example.com")
				case privacy.InputInterface:
					c.args = append(c.args, "--interface", "eth0")
				}
			}
			switch sys {
			case privacy.RFC7217, privacy.FreeBSD:
				c.args = append(c.args, "--interface", "eth0")
			case privacy.NetworkManager:
				c.args = append(c.args, "--connection", "u")
			}
			text, errs, status := c.run(t)
			c.args = append(c.args, "-j")
			records, errs2, status2 := c.run(t)
			if errs != errs2 || status != status2 || status != 2 {
				t.Errorf("%v: %q and %q, status %d and %d", sys, errs, errs2, status, status2)
			}
			var outputs string
			for line := range strings.Lines(records) {
				var r struct{ Output string }
				if err := json.Unmarshal([]byte(line), &r); err != nil {
					t.Fatal(err)
				}
				outputs += r.Output + "\n"
			}
			if outputs != text || text == "" {
				t.Errorf("%v: text %q, records %q", sys, text, outputs)
			}
		}
	}
}
