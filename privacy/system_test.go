package privacy

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/hextet/hextet/addr"
)

func TestSystemsTable(t *testing.T) {
	for g, want := range map[Group]string{
		Stable:    "rfc7217 linux android networkmanager systemd-networkd dhcpcd openbsd freebsd kame",
		Temporary: "rfc3041 rfc4941 rfc8981", DHCPv6: "rfc7943 isc-dhcpd dnsmasq", Crypto: "rfc3972", UniqueLocal: "rfc4193 random docker",
	} {
		var words []string
		for _, s := range Systems(g) {
			words = append(words, s.String())
			if back, err := ParseSystem(g, s.String()); err != nil || back != s {
				t.Errorf("ParseSystem(%v, %v) = %v, %v", g, s, back, err)
			}
			info := s.Info()
			if info.Doc == "" || info.Function == "" && s != ULARandom || info.Evidence == "" || strings.HasSuffix(info.Doc, ".") {
				t.Errorf("%v: %+v", s, info)
			}
			if slices.Contains(info.Required, InputSecret) && info.SecretForm == "" {
				t.Errorf("%v: a secret of no form", s)
			}
			for _, i := range append(append([]Input{}, info.Required...), info.Optional...) {
				if i.String() == "unknown" || slices.Contains(info.Required, i) && slices.Contains(info.Optional, i) {
					t.Errorf("%v: input %v", s, i)
				}
			}
		}
		if got := strings.Join(words, " "); got != want {
			t.Errorf("%v: %s, want %s", g, got, want)
		}
	}
	for _, s := range []System{0, System(len(systems)), 255} {
		if s.String() != "unknown" {
			t.Errorf("System(%d) = %v", uint8(s), s)
		}
	}
	var e *addr.Error
	if _, err := ParseSystem(Stable, "rfc4941"); !errors.As(err, &e) {
		t.Errorf("a word of another group: %v", err)
	}
	for _, unverified := range []System{Android, OpenBSD, FreeBSD, KAME} {
		if unverified.Info().Verified {
			t.Errorf("%v says it is verified", unverified)
		}
	}
}
