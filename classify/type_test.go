package classify

import (
	"strings"
	"testing"
)

func TestTypeWords(t *testing.T) {
	const words = "unknown unspecified loopback ipv4-mapped ipv4-compatible ipv4-translated nat64 nat64-local " +
		"discard-only dummy ietf-protocol teredo port-control-anycast turn-anycast dns-sd-anycast benchmarking amt " +
		"as112 orchid orchid-v2 drone-id documentation 6to4 srv6-sid 6bone unique-local link-local site-local " +
		"multicast global-unicast reserved this-network private shared service-continuity nat64-discovery " +
		"6to4-relay broadcast mixed"
	var got []string
	for ty := TypeUnknown; ty < numTypes; ty++ {
		got = append(got, ty.String())
		b, err := ty.MarshalText()
		var back Type
		if err != nil || ty != TypeUnknown && (back.UnmarshalText(b) != nil || back != ty) {
			t.Errorf("%v does not come back from its text", ty)
		}
	}
	if s := strings.Join(got, " "); s != words || numTypes.String() != "unknown" {
		t.Errorf("the types are %q", s)
	}
	if err := new(Type).UnmarshalText([]byte("global")); err == nil {
		t.Error("UnmarshalText takes another word")
	}
}

func TestScopeWords(t *testing.T) {
	const words = " interface-local link-local realm-local admin-local site-local organization-local global reserved unassigned mixed"
	var got []string
	for s := ScopeNone; s < numScopes; s++ {
		got = append(got, s.String())
		b, _ := s.MarshalText()
		var back Scope
		if back.UnmarshalText(b) != nil || back != s {
			t.Errorf("%v does not come back from its text", s)
		}
	}
	if s := strings.Join(got, " "); s != words {
		t.Errorf("the scopes are %q", s)
	}
	if err := new(Scope).UnmarshalText([]byte("wide")); err == nil {
		t.Error("UnmarshalText takes another word")
	}
}
