package completions

import (
	"net"
	"net/netip"
)

// An Interface is what completion needs to know about a network interface.
type Interface struct {
	Name     string
	MAC      string // "" if it has none
	Up       bool
	Loopback bool
	Prefixes []netip.Prefix // its addresses, each with the length of its network
}

// A Machine is the interfaces of a machine, in the system's order.
type Machine []Interface

// ThisMachine asks the kernel for the interfaces. Whatever it does not report is
// omitted.
func ThisMachine() Machine {
	system, err := net.Interfaces()
	if err != nil {
		return nil
	}
	var m Machine
	for _, s := range system {
		i := Interface{
			Name: s.Name, MAC: s.HardwareAddr.String(),
			Up: s.Flags&net.FlagUp != 0, Loopback: s.Flags&net.FlagLoopback != 0,
		}
		addrs, _ := s.Addrs()
		for _, a := range addrs {
			n, ok := a.(*net.IPNet)
			if !ok {
				continue
			}
			ip, ok := netip.AddrFromSlice(n.IP)
			length, _ := n.Mask.Size()
			if !ok {
				continue
			}
			if ip = ip.Unmap(); length <= ip.BitLen() {
				i.Prefixes = append(i.Prefixes, netip.PrefixFrom(ip, length))
			}
		}
		m = append(m, i)
	}
	return m
}

// Interfaces returns the names, each described by an address of the interface or
// else its MAC.
func (m Machine) Interfaces() []Word {
	var list []Word
	for _, i := range m {
		list = append(list, Word{i.Name, i.doc()})
	}
	return list
}

func (i *Interface) doc() string {
	state := ""
	if !i.Up {
		state = ", down"
	}
	best := ""
	for _, p := range i.Prefixes {
		switch {
		case best == "", p.Addr().Is6() && !p.Addr().IsLinkLocalUnicast():
			best = p.String()
		}
	}
	switch {
	case best != "":
		return best + state
	case i.MAC != "":
		return i.MAC + state
	}
	return "no address" + state
}

// MACs returns the MACs of all interfaces except loopback.
func (m Machine) MACs() []Word {
	var list []Word
	for _, i := range m {
		if i.MAC != "" && !i.Loopback {
			list = append(list, Word{i.MAC, "of " + i.Name})
		}
	}
	return unique(list)
}

// Addresses returns the addresses that fit family: 4, 6, or 0 for both; IPv6
// ones first, link-local ones with their zone. Loopback is left out.
func (m Machine) Addresses(family int) []Word {
	var four, six []Word
	for _, i := range m {
		if i.Loopback {
			continue
		}
		for _, p := range i.Prefixes {
			a := p.Addr()
			switch {
			case a.Is4():
				four = append(four, Word{a.String(), "of " + i.Name})
			case a.IsLinkLocalUnicast():
				six = append(six, Word{a.WithZone(i.Name).String(), "of " + i.Name})
			default:
				six = append(six, Word{a.String(), "of " + i.Name})
			}
		}
	}
	switch family {
	case 4:
		return unique(four)
	case 6:
		return unique(six)
	}
	return unique(append(six, four...))
}

// Prefixes returns the networks of all interfaces except loopback.
func (m Machine) Prefixes() []Word {
	var list []Word
	for _, i := range m {
		if i.Loopback {
			continue
		}
		for _, p := range i.Prefixes {
			if !p.Addr().IsLinkLocalUnicast() && !p.IsSingleIP() {
				list = append(list, Word{p.Masked().String(), "on " + i.Name})
			}
		}
	}
	return unique(list)
}

// unique drops repeated words.
func unique(list []Word) []Word {
	seen := map[string]bool{}
	kept := list[:0]
	for _, w := range list {
		if !seen[w.Name] {
			seen[w.Name] = true
			kept = append(kept, w)
		}
	}
	return kept
}
