package privacy

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/netip"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
)

const inNamespace = "HEXTET_TEST_IN_NAMESPACE"

// TestLinuxKernel asks the kernel it runs on. In a network namespace of its own,
// which goes away with the process, it sets stable_secret on one end of a veth,
// announces prefixes on the other, and compares the addresses with what Linux
// here makes; then it puts those addresses on the other end, so that the kernel
// has to count up.
func TestLinuxKernel(t *testing.T) {
	if os.Getenv(inNamespace) != "" {
		kernelTest(t)
		return
	}
	if testing.Short() {
		t.Skip("skipped: -short")
	}
	if _, err := exec.LookPath("ip"); err != nil {
		t.Skip("skipped: no ip command (iproute2)")
	}
	self, err := os.Executable()
	if err != nil {
		t.Skip("skipped: ", err)
	}
	attr := &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNET}
	if os.Geteuid() != 0 {
		attr.Cloneflags |= syscall.CLONE_NEWUSER
		attr.UidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}}
		attr.GidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}}
	}
	c := exec.Command(self, "-test.run=^TestLinuxKernel$", "-test.v", "-test.timeout=60s")
	c.Env = append(os.Environ(), inNamespace+"=1")
	c.SysProcAttr = attr
	out, err := c.CombinedOutput()
	var exit *exec.ExitError
	switch {
	case err != nil && !errors.As(err, &exit):
		t.Skip("skipped: no network namespace can be made here: ", err)
	case err != nil:
		t.Fatalf("in the namespace: %v\n%s", err, out)
	case strings.Contains(string(out), "--- SKIP"):
		t.Skipf("skipped in the namespace:\n%s", out)
	default:
		t.Logf("%s", out)
	}
}

func kernelTest(t *testing.T) {
	ip := func(args ...string) {
		t.Helper()
		if out, err := exec.Command("ip", args...).CombinedOutput(); err != nil {
			t.Skipf("skipped: ip %s: %v: %s", strings.Join(args, " "), err, out)
		}
	}
	set := func(name, value string) {
		t.Helper()
		if err := os.WriteFile("/proc/sys/net/ipv6/"+name, []byte(value), 0o644); err != nil {
			if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) {
				t.Skip("skipped: ", err)
			}
			t.Fatal(err)
		}
	}
	const stable = "2001:db8:5ec:7e7:1234:5678:9abc:def0"
	prefixes := []netip.Prefix{netip.MustParsePrefix("2001:db8:1:2::/64"), netip.MustParsePrefix("3fff:fff:1:2::/64"), linkLocal}

	ip("link", "add", "stable0", "type", "veth", "peer", "name", "router0")
	set("idgen_delay", "0")
	for name, value := range map[string]string{
		"accept_ra": "2", "dad_transmits": "1", "router_solicitation_delay": "0", "router_solicitations": "0", "stable_secret": stable,
	} {
		set("conf/stable0/"+name, value)
	}
	set("neigh/stable0/retrans_time_ms", "50")
	set("conf/router0/accept_dad", "0")
	set("conf/router0/accept_ra", "0")
	ip("link", "set", "router0", "up")

	// A veth has no permanent address, and the MAC that it has does not count.
	made := func(p netip.Prefix, dad uint32) netip.Addr {
		g, err := New(Linux, Inputs{Secret: secret(t, Linux, stable), Hardware: make([]byte, 6), DADCounter: dad, ByteOrder: nativeOrder()})
		if err != nil {
			t.Fatal(err)
		}
		a, err := g.Addr(p)
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	for dad := range uint32(4) {
		for _, p := range prefixes {
			if dad > 0 {
				ip("addr", "add", made(p, dad-1).String()+"/64", "dev", "router0", "nodad")
			}
		}
		ip("link", "set", "stable0", "up")
		var got map[netip.Addr]bool
		missing := prefixes
		for end := time.Now().Add(60 * time.Second); len(missing) > 0 && time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
			if err := announce("router0", prefixes[:2]); err != nil {
				t.Skip("skipped: router advertisements cannot be sent: ", err)
			}
			got = usable(t, "stable0")
			missing = nil
			for _, p := range prefixes {
				if !got[made(p, dad)] {
					missing = append(missing, p)
				}
			}
		}
		for _, p := range missing {
			t.Errorf("dad counter %d: the kernel has %v, want %v", dad, got, made(p, dad))
		}
		for a := range got {
			known := false
			for _, p := range prefixes {
				known = known || a == made(p, dad)
			}
			if !known {
				t.Errorf("dad counter %d: the kernel has %v as well", dad, a)
			}
		}
		t.Logf("dad counter %d: %v", dad, got)
		// Down and up, the count begins anew and meets the duplicates.
		ip("link", "set", "stable0", "down")
	}
}

func nativeOrder() ByteOrder {
	if binary.NativeEndian.Uint16([]byte{0, 1}) == 1 {
		return BigEndian
	}
	return LittleEndian
}

// usable returns the addresses of the interface that DAD has let pass.
func usable(t *testing.T, name string) map[netip.Addr]bool {
	t.Helper()
	b, err := os.ReadFile("/proc/net/if_inet6")
	if err != nil {
		t.Skip("skipped: ", err)
	}
	const tentative, failed = 0x40, 0x08
	list := map[netip.Addr]bool{}
	for line := range strings.Lines(string(b)) {
		var digits, dev string
		var index, plen, scope, flags uint32
		if _, err := fmt.Sscanf(line, "%s %x %x %x %x %s", &digits, &index, &plen, &scope, &flags, &dev); err != nil {
			t.Fatal(err)
		}
		if dev == name && flags&(tentative|failed) == 0 {
			list[netip.AddrFrom16([16]byte(unhex(t, digits)))] = true
		}
	}
	return list
}

// announce sends a router advertisement (RFC 4861 section 4.2) for the prefixes.
func announce(name string, prefixes []netip.Prefix) error {
	dev, err := net.InterfaceByName(name)
	if err != nil {
		return err
	}
	s, err := syscall.Socket(syscall.AF_INET6, syscall.SOCK_RAW|syscall.SOCK_CLOEXEC, syscall.IPPROTO_ICMPV6)
	if err != nil {
		return err
	}
	defer syscall.Close(s)
	if err := syscall.SetsockoptInt(s, syscall.IPPROTO_IPV6, syscall.IPV6_MULTICAST_HOPS, 255); err != nil {
		return err
	}
	// Type 134, no checksum (the kernel puts it in), lifetime 0: no default router.
	msg := []byte{134, 0, 0, 0, 64, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}
	for _, p := range prefixes {
		a := p.Addr().As16()
		// Prefix information: on-link and autonomous, for an hour.
		msg = append(msg, 3, 4, byte(p.Bits()), 0xc0, 0, 0, 0x0e, 0x10, 0, 0, 0x0e, 0x10, 0, 0, 0, 0)
		msg = append(msg, a[:]...)
	}
	all := netip.MustParseAddr("ff02::1").As16()
	err = syscall.Sendto(s, msg, 0, &syscall.SockaddrInet6{Addr: all, ZoneId: uint32(dev.Index)})
	if errors.Is(err, syscall.EADDRNOTAVAIL) || errors.Is(err, syscall.ENETUNREACH) {
		return nil // no link-local address yet
	}
	return err
}
