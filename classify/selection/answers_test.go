package selection

import (
	"net/netip"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// An answer is one question to a real system, from testdata/answers.txt.
type answer struct {
	hostName string
	host     Host
	system   System
	name     string
	gaiConf  string
	given    []netip.Addr
	got      []netip.Addr
	sources  map[netip.Addr]netip.Addr // without those that were unreachable
	rfcOrder []netip.Addr
	rfcRules []string
}

// gaiConf returns the gai.conf that an answer names.
func gaiConf(t testing.TB, name string) []byte {
	t.Helper()
	if name == "" {
		return nil
	}
	text, err := os.ReadFile("testdata/" + name + ".conf")
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func readAnswers(t testing.TB) []answer {
	t.Helper()
	text, err := os.ReadFile("testdata/answers.txt")
	if err != nil {
		t.Fatal(err)
	}
	must := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	addrs := func(words []string) (list []netip.Addr) {
		for _, w := range words {
			list = append(list, netip.MustParseAddr(w))
		}
		return list
	}
	var list []answer
	var host Host
	var hostName string
	for line := range strings.Lines(string(text)) {
		words := strings.Fields(line)
		if len(words) == 0 || words[0] == "#" {
			continue
		}
		rest := words[1:]
		switch words[0] {
		case "host":
			host, hostName = Host{}, rest[0]
		case "source":
			a, err := ParseAddress(rest[0])
			must(err)
			host.Addresses = append(host.Addresses, a)
		case "route":
			r, err := ParseRoute(rest[0])
			must(err)
			host.Routes = append(host.Routes, r)
		case "use-tempaddr":
			host.UseTempAddr, err = strconv.Atoi(rest[0])
			must(err)
		case "label":
			p, n, _ := strings.Cut(rest[0], "=")
			v, err := strconv.Atoi(n)
			must(err)
			host.Labels = append(host.Labels, Entry{netip.MustParsePrefix(p), v})
		case "ask":
			s, err := ParseSystem(rest[0])
			must(err)
			a := answer{hostName: hostName, host: host, system: s, name: rest[0] + "-" + rest[1], sources: map[netip.Addr]netip.Addr{}}
			if len(rest) > 2 {
				a.gaiConf = rest[3]
			}
			list = append(list, a)
		case "given":
			list[len(list)-1].given = addrs(rest)
		case "got":
			a := &list[len(list)-1]
			for _, w := range rest {
				d, src, _ := strings.Cut(w, "=")
				a.got = append(a.got, netip.MustParseAddr(d))
				if src != "-" {
					a.sources[a.got[len(a.got)-1]] = netip.MustParseAddr(src)
				}
			}
		case "rfc6724":
			a := &list[len(list)-1]
			for i, w := range rest {
				if i%2 == 0 {
					a.rfcOrder = append(a.rfcOrder, netip.MustParseAddr(w))
				} else {
					a.rfcRules = append(a.rfcRules, w)
				}
			}
		default:
			t.Fatalf("unknown line %q", line)
		}
	}
	if len(list) != 109 {
		t.Fatalf("%d answers, want 109", len(list))
	}
	return list
}

func TestAnswers(t *testing.T) {
	for _, a := range readAnswers(t) {
		s := New(a.host, a.system, ParseGaiConf(gaiConf(t, a.gaiConf)))
		got := s.Order(a.given)
		for i := range got {
			if got[i].Addr != a.got[i] {
				t.Errorf("%s: destination %d is %v, want %v", a.name, i, got[i].Addr, a.got[i])
				break
			}
		}
		for _, d := range got {
			if want := a.sources[d.Addr]; d.Source.Addr != want {
				t.Errorf("%s: source for %v is %v (%v, rule %v), want %v", a.name, d.Addr, d.Source.Addr, d.Source.Problem, d.Source.Rule, want)
			}
			if !d.Usable() && d.Source.Problem != NoRoute {
				t.Errorf("%s: problem with %v is %q", a.name, d.Addr, d.Source.Problem)
			}
		}
	}
}

// TestAnswersRFC6724 applies the rules for destinations to the sources that the kernel
// has selected. On a host without home addresses, which that kernel knows nothing
// of, they are those of the RFC, so the selector must find them by itself.
func TestAnswersRFC6724(t *testing.T) {
	for _, a := range readAnswers(t) {
		s := New(a.host, RFC6724, Policy{})
		list := make([]Destination, len(a.given))
		for i, d := range a.given {
			list[i] = Destination{Addr: d, Index: i, Source: Source{index: -1}}
			if src, ok := a.sources[d]; ok {
				list[i].Source = Source{Addr: src, index: slices.IndexFunc(s.addrs, func(a Address) bool { return a.Prefix.Addr() == src })}
			}
		}
		s.order(list)
		checkRFC(t, &a, "sources of the kernel", list)
		if slices.ContainsFunc(a.host.Addresses, func(a Address) bool { return a.Flags&Home != 0 }) {
			continue
		}
		checkRFC(t, &a, "sources of its own", s.Order(a.given))
	}
}

func checkRFC(t *testing.T, a *answer, what string, got []Destination) {
	t.Helper()
	var order []netip.Addr
	var rules []string
	for _, d := range got {
		order = append(order, d.Addr)
		if d.Rule != NoRule {
			rules = append(rules, d.Rule.Number())
		}
		if want := a.sources[d.Addr]; d.Source.Addr != want && a.host.UseTempAddr != 1 {
			t.Errorf("%s, %s: source for %v is %v, want %v", a.name, what, d.Addr, d.Source.Addr, want)
		}
	}
	if !slices.Equal(order, a.rfcOrder) || !slices.Equal(rules, a.rfcRules) {
		t.Errorf("%s, %s: order\n%v\nwant\n%v\nrules %v\nwant  %v", a.name, what, order, a.rfcOrder, rules, a.rfcRules)
	}
}
