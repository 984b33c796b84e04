package selection

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// scenario is a machine to set up, and what to ask it.
type scenario struct {
	Setup   []string `json:"setup"` // arguments of ip, or "sysctl KEY VALUE"
	Hosts   []string `json:"hosts"`
	Kernel  []string `json:"only_kernel"` // destinations with a zone, which /etc/hosts cannot hold
	GaiConf string   `json:"gai_conf"`
	Musl    string   `json:"musl"`

	routes []Route
	labels []Entry
	temp   int
	links  []string
}

// reply is what the machine answered.
type reply struct {
	Links []struct {
		Name  string `json:"ifname"`
		Addrs []struct {
			Local      string `json:"local"`
			Length     int    `json:"prefixlen"`
			Deprecated bool   `json:"deprecated"`
			Temporary  bool   `json:"temporary"`
			Home       bool   `json:"home"`
		} `json:"addr_info"`
	} `json:"links"`
	Sources map[string]string `json:"sources"`
	Errors  map[string]string `json:"errors"`
	Glibc   []string          `json:"glibc"`
	Musl    []string          `json:"musl"`
}

// inNamespaces returns a command that runs in user, mount and network namespaces of
// its own, so that nothing outside changes.
func inNamespaces(name string, arg ...string) *exec.Cmd {
	c := exec.Command(name, arg...)
	c.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS | syscall.CLONE_NEWNET,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
	}
	return c
}

func (sc *scenario) run(t *testing.T) (*reply, error) {
	t.Helper()
	in, err := json.Marshal(sc)
	if err != nil {
		t.Fatal(err)
	}
	c := inNamespaces("python3", "testdata/live/ask.py")
	c.Stdin = bytes.NewReader(in)
	var stderr bytes.Buffer
	c.Stderr = &stderr
	out, err := c.Output()
	if err != nil {
		return nil, fmt.Errorf("%v: %s", err, stderr.String())
	}
	var r reply
	if err := json.Unmarshal(out, &r); err != nil {
		t.Fatal(err)
	}
	return &r, nil
}

// host is the machine as the reply describes it.
func (sc *scenario) host(r *reply) Host {
	h := Host{Routes: sc.routes, UseTempAddr: sc.temp, Labels: sc.labels}
	for _, l := range r.Links {
		for _, a := range l.Addrs {
			ip, err := netip.ParseAddr(a.Local)
			if err != nil {
				continue
			}
			out := Address{Prefix: netip.PrefixFrom(ip, a.Length), Interface: l.Name}
			for i, on := range []bool{a.Deprecated, a.Temporary, a.Home} {
				if on {
					out.Flags |= 1 << i
				}
			}
			h.Addresses = append(h.Addresses, out)
		}
	}
	return h
}

// TestLive sets up machines in network namespaces, asks the getaddrinfo of this
// system and its kernel, and compares. HEXTET_LIVE is the number of machines to make
// up beyond the few that always run.
func TestLive(t *testing.T) {
	for _, name := range []string{"python3", "ip", "mount"} {
		if _, err := exec.LookPath(name); err != nil {
			t.Skipf("not on this machine: %v", err)
		}
	}
	if out, err := inNamespaces("ip", "link", "add", "v0", "type", "veth", "peer", "name", "p0").CombinedOutput(); err != nil {
		t.Skipf("network namespaces cannot be made here: %v %s", err, out)
	}
	musl := ""
	if _, err := exec.LookPath("musl-gcc"); err == nil {
		musl = filepath.Join(t.TempDir(), "ask")
		if out, err := exec.Command("musl-gcc", "-static", "-o", musl, "testdata/live/ask.c").CombinedOutput(); err != nil {
			t.Logf("without musl: %v\n%s", err, out)
			musl = ""
		}
	} else {
		t.Log("without musl: musl-gcc is not on this machine")
	}
	glibc := glibcVersion()
	n := 6
	if v, err := strconv.Atoi(os.Getenv("HEXTET_LIVE")); err == nil {
		n = v
	}
	first, _ := strconv.Atoi(os.Getenv("HEXTET_LIVE_SEED"))
	for seed := first; seed < first+n; seed++ {
		sc := randomScenario(rand.New(rand.NewPCG(uint64(seed), 17)))
		sc.Musl = musl
		r, err := sc.run(t)
		if err != nil {
			t.Fatalf("seed %d: %v\n%s", seed, err, strings.Join(sc.Setup, "\n"))
		}
		check(t, fmt.Sprintf("seed %d", seed), sc, r, glibc)
	}
}

// glibcVersion returns the version of the C library, "" for another library.
func glibcVersion() string {
	out, err := exec.Command("getconf", "GNU_LIBC_VERSION").Output()
	if v, ok := strings.CutPrefix(strings.TrimSpace(string(out)), "glibc "); err == nil && ok {
		return v
	}
	return ""
}

func check(t *testing.T, name string, sc *scenario, r *reply, glibc string) {
	t.Helper()
	h := sc.host(r)
	describe := func() string {
		var b strings.Builder
		for _, a := range h.Addresses {
			fmt.Fprintf(&b, "  %v\n", a)
		}
		for _, a := range h.Routes {
			fmt.Fprintf(&b, "  route %v\n", a)
		}
		fmt.Fprintf(&b, "  use_tempaddr %d, labels %v\n%s", sc.temp, sc.labels, sc.GaiConf)
		return b.String()
	}
	var given []netip.Addr
	for _, d := range sc.Hosts {
		given = append(given, netip.MustParseAddr(d))
	}
	linux := New(h, Linux, Policy{})
	asked := slices.Clone(given)
	for _, d := range sc.Kernel {
		asked = append(asked, netip.MustParseAddr(d))
	}
	for _, d := range asked {
		if d.IsMulticast() && d.Is6() && d.Zone() == "" && !d.IsLinkLocalMulticast() && len(sc.links) > 1 {
			return // it goes out by the link that came up first
		}
		got := linux.Source(d)
		text := ""
		if got.Addr.IsValid() {
			text = got.Addr.String()
		}
		if want := r.Sources[d.String()]; text != want {
			t.Errorf("%s: source for %v is %q (%v, rule %v), the kernel says %q %s\n%s", name, d, text, got.Problem, got.Rule, want, r.Errors[d.String()], describe())
			return
		}
	}
	for _, sys := range []System{Glibc, Musl} {
		want, policy := r.Glibc, ParseGaiConf([]byte(sc.GaiConf))
		if sys == Musl {
			want, policy = r.Musl, Policy{} // it reads no file
		}
		if want == nil || sys == Glibc && glibc == "" {
			continue
		}
		var got []string
		for _, d := range New(h, sys, policy).Order(given) {
			got = append(got, d.Addr.String())
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v gives\n%v\nthe system itself\n%v\ngiven\n%v\n%s", name, sys, got, want, given, describe())
		}
	}
}

var (
	pool6 = []string{
		"2001:db8:1::10/64", "2001:db8:2::10/64", "2001:db8:1:1::10/48", "2a00:1450:1::10/64", "fd00:aaaa:0:1::10/64", "fd00:aaaa:0:2::10/64",
		"fdbb::1/8", "fec0::10/64", "2002:c000:20a:1::10/16", "2001:0:4136:e378:8000:63bf:3fff:fdd2/32", "2001:10::5/28", "2001:20::5/28",
		"64:ff9b::5/96", "3ffe::10/24", "2001:db8:9::9/128", "2001:db8:1::11/64", "2001:db8:1::12/126", "::5/96",
	}
	pool4 = []string{
		"192.0.2.10/24", "192.0.2.11/24", "192.0.2.12/25", "10.0.0.10/8", "10.0.1.10/24", "169.254.7.7/16", "198.51.100.10/31", "203.0.113.1/32",
		"172.16.5.5/12", "192.168.1.5/24", "10.0.0.11/8", "100.64.0.1/10",
	}
	poolDst = []string{
		"198.51.100.1", "10.9.9.9", "169.254.3.3", "2001:db8:1::99", "2001:db8:ffff::1", "2a00:1450:4001:81b::200e", "fd00:aaaa::1",
		"fdaa:bb:cc::5", "2002:c633:6401::1", "2001:0:1234::1", "64:ff9b::c633:6401", "fec0::1", "3ffe::1", "2001:10::9", "2001:20::9", "::9",
		"192.0.2.99", "192.0.2.140", "10.0.1.99", "198.51.100.11", "172.16.1.1", "172.31.255.1", "192.168.1.9", "100.64.9.9", "8.8.8.8",
		"127.0.0.1", "127.0.0.2", "::1", "2001:db8:1::13", "fd00:aaaa:0:1::77", "fd00:aaaa:0:2::77", "2001:db8:1:1::77", "fdbb::77",
		"fe80::1", "ff02::1", "ff05::1", "ff0e::1", "224.0.0.1", "239.1.1.1", "192.0.2.255", "255.255.255.255", "192.0.2.0",
		"::ffff:192.0.2.77", "2001:db8:9::1", "203.0.113.1", "203.0.113.2",
	}
	poolGai = []string{
		"precedence ::ffff:0:0/96 100", "precedence ::1/128 50", "precedence ::/0 40", "precedence 2002::/16 30", "precedence ::ffff:0:0/96 40",
		"label fc00::/7 13", "label ::/0 1", "label 2001:db8::/32 9", "label ::ffff:0:0/96 1", "precedence fc00::/7 45 # local",
		"scopev4 ::ffff:10.0.0.0/104 5", "scopev4 ::ffff:169.254.0.0/112 14", "scopev4 192.168.0.0/16 5", "scopev4 0.0.0.0/0 2",
		"label 2001:db8:1::1/48 1", "label fd00::/8", "precedence fd00::/ 12", "precedence fd00::/8 -1", "precedence fd00::/8 0x10",
		"precedence fd00::/8 +41", "precedence fd00::/129 41", "  label\t2002::/16   1", "labels ::/0 5", "#label ::/0 7", "reload yes",
		"precedence 2001:db8::/32 40 41", "label ::1/128", "precedence", "label ::/0 1 # x", "label ::ffff:0:0/96 x", "precedence 10.0.0.0/8 3", "scopev4 fd00::/8 4", "precedence ::/0 4294967296",
	}
)

func randomScenario(r *rand.Rand) *scenario {
	sc := &scenario{Hosts: []string{}, Kernel: []string{}}
	do := func(format string, a ...any) { sc.Setup = append(sc.Setup, fmt.Sprintf(format, a...)) }
	do("link set lo up")
	links := 1 + r.IntN(2)
	sc.temp = []int{0, 0, 1, 2}[r.IntN(4)]
	for i := range links {
		sc.links = append(sc.links, "v"+strconv.Itoa(i))
		do("link add v%d type veth peer name p%d", i, i)
		do("sysctl net/ipv6/conf/p%d/disable_ipv6 1", i)
		do("link set v%d addrgenmode none", i)
		do("sysctl net/ipv6/conf/v%d/use_tempaddr %d", i, sc.temp)
		do("sysctl net/ipv6/conf/v%d/dad_transmits 0", i)
		do("sysctl net/ipv6/conf/v%d/accept_dad 0", i)
		do("link set p%d up", i)
		do("link set v%d up", i)
	}
	pick := func(pool []string, n int) []string {
		list := slices.Clone(pool)
		r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		return list[:min(n, len(list))]
	}
	var own []string
	// A network on two links goes out by the one that got it first, which the listing
	// does not tell: keep each on one.
	link := map[netip.Prefix]int{}
	linkOf := func(p string) int {
		network := netip.MustParsePrefix(p).Masked()
		if _, ok := link[network]; !ok {
			link[network] = r.IntN(links)
		}
		return link[network]
	}
	for _, p := range pick(pool6, r.IntN(5)) {
		extra := []string{"", "", "", " preferred_lft 0", " home"}[r.IntN(5)]
		if sc.temp > 0 && strings.HasSuffix(p, "/64") && r.IntN(2) == 0 {
			extra = " mngtmpaddr valid_lft 86400 preferred_lft 3600"
		}
		do("address add %s dev v%d nodad%s", p, linkOf(p), extra)
		own = append(own, strings.Split(p, "/")[0])
	}
	for _, p := range pick(pool4, r.IntN(4)) {
		extra := []string{"", "", "", " preferred_lft 0 valid_lft 1000"}[r.IntN(4)]
		do("address add %s dev v%d%s", p, linkOf(p), extra)
		own = append(own, strings.Split(p, "/")[0])
	}
	if r.IntN(2) == 0 {
		do("address add fe80::10/64 dev v%d nodad", r.IntN(links))
	}
	if r.IntN(6) == 0 {
		do("address add 2001:db8:77::1/128 dev lo nodad")
		own = append(own, "2001:db8:77::1")
	}
	if r.IntN(6) == 0 {
		do("address add 203.0.113.77/32 dev lo")
		own = append(own, "203.0.113.77")
	}
	sc.routes = []Route{}
	route := func(prefix string) {
		dev := r.IntN(links)
		p := netip.MustParsePrefix(prefix)
		family := "-6"
		if p.Addr().Is4() {
			family = "-4"
		}
		do("%s route add %s dev v%d", family, prefix, dev)
		sc.routes = append(sc.routes, Route{p, "v" + strconv.Itoa(dev)})
	}
	for _, p := range []string{"::/0", "0.0.0.0/0"} {
		if r.IntN(4) > 0 {
			route(p)
		}
	}
	for _, p := range pick([]string{"2a00::/12", "fd00::/8", "2001:db8:2::/48", "10.9.0.0/16", "198.51.0.0/16"}, r.IntN(3)) {
		if r.IntN(2) == 0 {
			route(p)
		}
	}
	for _, p := range pick([]string{"64:ff9b::/96", "2a00::/12", "2001:db8:ffff::/48", "::ffff:0:0/97", "fd00::/8"}, r.IntN(3)) {
		if p == "::ffff:0:0/97" {
			continue // EINVAL
		}
		v := []int{1, 5, 99}[r.IntN(3)]
		do("addrlabel add prefix %s label %d", p, v)
		sc.labels = append(sc.labels, Entry{netip.MustParsePrefix(p), v})
	}
	if r.IntN(2) == 0 {
		sc.GaiConf = strings.Join(pick(poolGai, 1+r.IntN(6)), "\n") + "\n"
	}
	sc.Kernel = pick([]string{"fe80::1%v0", "fe80::1%v1", "fe80::10%v0", "fe80::10%v1", "ff02::1%v0", "ff02::1%v1", "fe80::5%lo"}, r.IntN(4))
	if links == 1 {
		sc.Kernel = slices.DeleteFunc(sc.Kernel, func(d string) bool { return strings.HasSuffix(d, "%v1") })
	}
	sc.Hosts = pick(append(slices.Clone(poolDst), own...), 2+r.IntN(16))
	return sc
}
