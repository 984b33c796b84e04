// Package thishost describes this machine for address selection: its addresses and, on
// Linux, their attributes and the routes. It reads what the system lists and sends
// nothing.
package thishost

import (
	"net"
	"net/netip"

	"github.com/hextet/hextet/classify/selection"
)

// Read describes this machine. It omits what the system does not report.
func Read() (selection.Host, error) {
	var h selection.Host
	links, err := net.Interfaces()
	if err != nil {
		return h, err
	}
	facts := readFacts()
	for _, link := range links {
		if link.Flags&net.FlagUp == 0 {
			continue
		}
		list, err := link.Addrs()
		if err != nil {
			continue // the interface has disappeared
		}
		before := len(h.Addresses)
		for _, a := range list {
			n, ok := a.(*net.IPNet)
			if !ok {
				continue
			}
			ip, ok := netip.AddrFromSlice(n.IP)
			bits, _ := n.Mask.Size()
			if ip = ip.Unmap(); !ok || bits > ip.BitLen() {
				continue
			}
			flags, usable := facts.flags(ip, link.Name)
			if !usable {
				continue
			}
			h.Addresses = append(h.Addresses, selection.Address{Prefix: netip.PrefixFrom(ip, bits), Interface: link.Name, Flags: flags})
		}
		if len(h.Addresses) > before {
			h.UseTempAddr = max(h.UseTempAddr, facts.useTempAddr(link.Name))
		}
	}
	h.Routes = facts.routes()
	return h, nil
}
