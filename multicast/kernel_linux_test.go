package multicast_test

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/hextet/hextet/eui64"
	"github.com/hextet/hextet/multicast"
)

// TestKernel compares with the running kernel, in a network namespace of its
// own: the link-local address that an Ethernet interface makes of its MAC, the
// solicited-node groups it joins for its addresses, and the Ethernet addresses
// it then listens to. Nothing leaves the namespace, which ends with the test.
func TestKernel(t *testing.T) {
	if _, err := exec.LookPath("ip"); err != nil {
		t.Skip("no ip command (iproute2)")
	}
	var skip string
	done := make(chan struct{})
	go func() {
		defer close(done)
		// Never unlocked: the thread ends with the goroutine, and the namespace
		// with its last thread.
		runtime.LockOSThread()
		if err := syscall.Unshare(syscall.CLONE_NEWNET); err != nil {
			skip = "cannot make a network namespace: " + err.Error()
			return
		}
		k := &kernel{t: t}
		if err := k.mustAddr("link", "add", device, "type", "veth", "peer", "name", peer); err != nil {
			skip = "cannot make a veth pair: " + err.Error()
			return
		}
		if _, err := os.Stat("/proc/sys/net/ipv6/conf/" + device); err != nil {
			skip = "no IPv6: " + err.Error()
			return
		}
		if _, err := net.InterfaceByName(device); err != nil {
			skip = "cannot look at interfaces: " + err.Error() // as in qemu's user mode
			return
		}
		k.run()
	}()
	<-done
	if skip != "" {
		t.Skip(skip)
	}
}

// kernel is the one under test, seen through iproute2.
type kernel struct{ t *testing.T }

const device, peer = "hextet0", "hextet1"

// ip runs the ip command.
func (k *kernel) mustAddr(args ...string) error {
	out, err := exec.Command("ip", args...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("ip %s: %w: %s", strings.Join(args, " "), err, out)
	}
	return nil
}

func (k *kernel) must(args ...string) {
	if err := k.mustAddr(args...); err != nil {
		k.t.Error(err)
		runtime.Goexit()
	}
}

// words runs the ip command and returns the words of its output.
func (k *kernel) words(args ...string) []string {
	out, err := exec.Command("ip", args...).Output()
	if err != nil {
		k.t.Errorf("ip %s: %v", strings.Join(args, " "), err)
		runtime.Goexit()
	}
	return strings.Fields(string(out))
}

func (k *kernel) sysctl(name, value string) {
	if err := os.WriteFile("/proc/sys/net/ipv6/conf/"+device+"/"+name, []byte(value), 0o644); err != nil {
		k.t.Log(err) // older kernels lack some; the addresses will tell
	}
}

func (k *kernel) run() {
	t := k.t
	k.sysctl("addr_gen_mode", "0") // EUI-64, not RFC 7217
	k.sysctl("accept_dad", "0")
	k.sysctl("accept_ra", "0")
	k.must("link", "set", peer, "up")

	for _, text := range []string{
		"00:00:5e:00:53:01", "02:00:00:00:00:00", "52:54:00:12:34:56", "7e:ed:be:ef:ca:fe",
		"a8:20:66:ff:fe:01", "fc:ff:ff:ff:ff:ff", "00:00:5e:00:01:01",
	} {
		k.must("link", "set", device, "down")
		k.must("link", "set", device, "address", text)
		k.must("link", "set", device, "up")

		id, err := eui64.FromMAC(eui64.MustParseMAC(text))
		if err != nil {
			t.Error(err)
			continue
		}
		want, err := eui64.Address(netip.MustParsePrefix("fe80::/64"), id)
		if err != nil {
			t.Error(err)
			continue
		}
		show := []string{"-6", "-o", "addr", "show", "dev", device, "scope", "link"}
		if got, missing := k.await(show, want.String()+"/64"); missing != "" {
			t.Errorf("MAC %s: link-local address %v, the kernel has %v", text, want, got)
		}
		k.listens(want)
	}
	// The kernel refuses as the address of an interface what FromMAC refuses.
	for _, text := range []string{"01:00:5e:00:00:01", "33:33:00:00:00:01", "ff:ff:ff:ff:ff:ff"} {
		k.must("link", "set", device, "down")
		if k.mustAddr("link", "set", device, "address", text) == nil {
			t.Errorf("the kernel takes %s as the address of an interface", text)
		}
		if id, err := eui64.FromMAC(eui64.MustParseMAC(text)); err == nil {
			t.Errorf("FromMAC(%s) = %v", text, id)
		}
	}
	k.must("link", "set", device, "up")

	for _, text := range []string{
		"2001:db8::1", "2001:db8::1:0", "2001:db8::ff00:0", "2001:db8::100:0", "fd00::abcd:ef01:2345", "2001:db8:1:2:3:4:5:6",
	} {
		k.must("addr", "add", text+"/128", "dev", device, "nodad")
		k.listens(netip.MustParseAddr(text))
	}

	ifi, err := net.InterfaceByName(device)
	if err != nil {
		t.Error(err)
		return
	}
	for _, text := range []string{
		"ff05::1:3", "ff75:140:2001:db8::1:2345", "ff02::1:2", "ff08::80:ff00:1", "ff02::fb", "ff3e:20:2001:db8::8000:1",
		"239.255.255.250", "224.0.0.251", "232.129.2.3",
	} {
		network := "udp6"
		g := netip.MustParseAddr(text)
		if g.Is4() {
			network = "udp4"
		}
		c, err := net.ListenMulticastUDP(network, ifi, net.UDPAddrFromAddrPort(netip.AddrPortFrom(g, 0)))
		if errors.Is(err, syscall.ENOPROTOOPT) {
			t.Logf("joining groups: %v", err) // as in qemu's user mode
			return
		}
		if err != nil {
			t.Errorf("joining %s: %v", text, err)
			continue
		}
		k.joined(g)
		c.Close()
	}
}

// listens checks that the device has joined the solicited-node group of a.
func (k *kernel) listens(a netip.Addr) {
	g, err := multicast.SolicitedNode(a)
	if err != nil {
		k.t.Error(err)
		return
	}
	k.joined(g)
}

// joined checks that the device has joined g and listens to its MAC.
func (k *kernel) joined(g netip.Addr) {
	m, err := multicast.MAC(g)
	if err != nil {
		k.t.Error(err)
		return
	}
	show := []string{"maddr", "show", "dev", device}
	if got, missing := k.await(show, g.String(), m.String()); missing != "" {
		k.t.Errorf("group %v: %s is not among the kernel's: %v", g, missing, got)
	}
}

// await runs the ip command until its output has every word that is wanted: the
// kernel joins groups in its own time, behind the command that makes it. It
// returns the last output and the word that never came.
func (k *kernel) await(command []string, want ...string) (got []string, missing string) {
	for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		got, missing = k.words(command...), ""
		for _, w := range want {
			if !slices.Contains(got, w) {
				missing = w
			}
		}
		if missing == "" || time.Now().After(deadline) {
			return got, missing
		}
	}
}
