package privacy

import (
	"net/netip"
	"testing"
)

// Rows 1 to 8 and the escapes are what NetworkManager's own tests
// (test_stable_id_parse, test_stable_id_generated_complete) expect.
func TestStableIDExpand(t *testing.T) {
	id := stableID{Connection: "_CONNECTION", BootID: "_BOOT", Device: "_DEVICE", MAC: "_MAC", SSID: "SSID(\x82)"}
	noSSID := id
	noSSID.SSID = ""
	for _, c := range []struct {
		id   stableID
		in   string
		kind StableType
		want string
	}{
		{id, "a$${CONNECTION}x", StableText, ""},
		{id, "x${CONNECTION}${NETWORK_SSID}", StableGenerated, `x${CONNECTION}=11{_CONNECTION}${NETWORK_SSID}=12{s:SSID(\202)}`},
		{noSSID, "x${CONNECTION}${NETWORK_SSID}", StableGenerated, `x${CONNECTION}=11{_CONNECTION}${NETWORK_SSID}=13{c:_CONNECTION}`},
		{id, "${BOOT}${RANDOM}", StableRandom, ""},
		{id, "${a$x", StableText, ""},
		{id, "xX${BOOT}yY${CONNECTION}zZ", StableGenerated, "xX${BOOT}=5{_BOOT}yY${CONNECTION}=11{_CONNECTION}zZ"},
		{id, "default${CONNECTION}", StableUUID, ""},
		{id, "${${CONNECTION}", StableGenerated, "${${CONNECTION}=11{_CONNECTION}"},
		{id, "", StableText, ""},
		{id, "$", StableText, ""},
		{id, "$$", StableText, ""},
		{id, "$$$", StableText, ""},
		{id, "a$x}", StableText, ""},
		{id, "${connection}", StableText, ""},
		{id, "${CONNECTION", StableText, ""},
		{id, "$$${MAC}", StableGenerated, "$$${MAC}=4{_MAC}"},
		{id, "$$$${MAC}", StableText, ""},
		{id, "$x${DEVICE}", StableGenerated, "$x${DEVICE}=7{_DEVICE}"},
		{id, "default${CONNECTION} ", StableGenerated, "default${CONNECTION}=11{_CONNECTION} "},
		{id, "$${RANDOM}", StableText, ""},
		{id, "é${MAC}é", StableGenerated, "é${MAC}=4{_MAC}é"},
		{stableID{}, "${MAC}", StableGenerated, "${MAC}=0{}"},
		{stableID{SSID: "foo\n"}, "${NETWORK_SSID}", StableGenerated, `${NETWORK_SSID}=9{s:foo\012}`},
		{stableID{SSID: "a\\b\x7f\x00é\xff"}, "${NETWORK_SSID}", StableGenerated, `${NETWORK_SSID}=20{s:a\\b\177\000é\377}`},
	} {
		if kind, got := expandNewest(c.id, &c.in); kind != c.kind || got != c.want {
			t.Errorf("Expand(%q) = %d, %q, want %d, %q", c.in, kind, got, c.kind, c.want)
		}
	}
	if kind, _ := expandNewest(id, nil); kind != StableUUID {
		t.Errorf("Expand(nil) = %d", kind)
	}
	for in, want := range map[string]string{"password": "W6ph5Mm5Pz8GgiULbPgzG37mj9g", "a": "hvfkN/qlp/zhXR3cuerq6jd2Z7g"} {
		if got := generatedNetworkID(in); got != want {
			t.Errorf("generatedNetworkID(%q) = %q, want %q", in, got, want)
		}
	}
}

// expandNewest expands text as the newest release does, without the network id.
func expandNewest(id stableID, text *string) (StableType, string) {
	id.release = releaseNewest
	kind, s := id.expand(text)
	if kind != StableGenerated {
		s = ""
	}
	return kind, s
}

// What a stable-id meant changed with the releases.
func TestStableIDReleases(t *testing.T) {
	of := func(release, stableID string) string {
		t.Helper()
		g, err := New(NetworkManager, Inputs{
			Secret: NewSecret([]byte("0123456789abcdef")), Interface: "eth0", Connection: new("uuid"), SSID: "net",
			StableID: &stableID, Release: release,
		})
		if err != nil {
			t.Fatal(err)
		}
		a, err := g.Addr(netip.MustParsePrefix("2001:db8::/64"))
		if err != nil {
			t.Fatal(err)
		}
		return a.String()
	}
	if of("1.43", "default${CONNECTION}") == of("1.44", "default${CONNECTION}") {
		t.Error("default${CONNECTION} is the same before 1.44")
	}
	if of("1.44.2", "default${CONNECTION}") != of("", "default${CONNECTION}") {
		t.Error("default${CONNECTION} is not the same since 1.44")
	}
	if of("1.45", "${NETWORK_SSID}") == of("1.46", "${NETWORK_SSID}") {
		t.Error("${NETWORK_SSID} is the same before 1.46")
	}
	if of("2.0", "${NETWORK_SSID}") != of("1.100", "${NETWORK_SSID}") {
		t.Error("2.0 comes before 1.100")
	}
	for _, bad := range []string{"1", "1.", "a.b", "0.9", "1.x", "1.2.x", "1.2.3.4", "-1.2", "1.99999999"} {
		if _, ok := parseRelease(bad); ok {
			t.Errorf("parseRelease(%q) takes it", bad)
		}
	}
}

func TestExpandStableID(t *testing.T) {
	for _, c := range []struct {
		name    string
		in      Inputs
		kind    StableType
		text    string
		network string
	}{
		{"unset", Inputs{Connection: new("uuid")}, StableUUID, "", "uuid"},
		{"no token", Inputs{StableID: new("a$x")}, StableText, "", "a$x"},
		{"random", Inputs{StableID: new("${RANDOM}")}, StableRandom, "", ""},
		{"device", Inputs{Interface: "eth0", StableID: new("${DEVICE}")}, StableGenerated, "${DEVICE}=4{eth0}", generatedNetworkID("${DEVICE}=4{eth0}")},
		{"of 1.42", Inputs{Connection: new("u"), StableID: new("default${CONNECTION}"), Release: "1.42"}, StableGenerated, "default${CONNECTION}=1{u}", generatedNetworkID("default${CONNECTION}=1{u}")},
		// test_stable_id_generated_complete of NetworkManager
		{"expanded already", Inputs{Expanded: "password"}, StableGenerated, "password", "W6ph5Mm5Pz8GgiULbPgzG37mj9g"},
	} {
		kind, text, network := c.in.ExpandStableID()
		if kind != c.kind || text != c.text || network != c.network {
			t.Errorf("%s: %d, %q, %q, want %d, %q, %q", c.name, kind, text, network, c.kind, c.text, c.network)
		}
	}
	in := Inputs{Secret: NewSecret([]byte("0123456789abcdef")), Interface: "eth0", Expanded: "x", StableID: new("y")}
	if _, err := New(NetworkManager, in); err == nil {
		t.Error("a stable-id and an expanded one: no error")
	}
}

func FuzzStableIDExpand(f *testing.F) {
	for _, s := range []string{"${MAC}", "$$${BOOT}", "${", "${NETWORK_SSID}x", "${RANDOM}"} {
		f.Add(s, "net")
	}
	f.Fuzz(func(t *testing.T, s, ssid string) {
		id := stableID{Connection: "u", BootID: "b", Device: "d", MAC: "m", SSID: ssid}
		kind, got := expandNewest(id, &s)
		if kind == StableGenerated && len(got) < len(s) || kind != StableGenerated && got != "" {
			t.Fatalf("Expand(%q) = %d, %q", s, kind, got)
		}
	})
}
