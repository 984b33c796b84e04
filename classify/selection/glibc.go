package selection

import (
	"bytes"
	"net/netip"
	"slices"
)

// list makes the list of addresses that glibc gets from the kernel (check_pf.c), sorted
// by address. glibc drops the list unless it has an IPv6 address other than ::1.
func (s *Selector) list() {
	seen := false
	for i := range s.addrs {
		a := s.addrs[i].Prefix.Addr()
		seen = seen || a.Is6() && !a.IsLoopback()
		s.listed = append(s.listed, i)
	}
	if !seen {
		s.listed = nil
		return
	}
	slices.SortStableFunc(s.listed, func(i, j int) int {
		a, b := s.addrs[i].Prefix.Addr().As16(), s.addrs[j].Prefix.Addr().As16()
		return bytes.Compare(a[:], b[:])
	})
}

// known returns what glibc finds in its list for a source; if an address is on several
// interfaces, the entry that its bsearch hits. It searches for 127.0.0.1 in place of any
// address in 127.0.0.0/8.
func (s *Selector) known(src netip.Addr) Address {
	if src.Is4() && src.IsLoopback() {
		src = netip.AddrFrom4([4]byte{127, 0, 0, 1})
	}
	want := src.As16()
	for low, high := 0, len(s.listed); low < high; {
		middle := (low + high) / 2
		got := s.addrs[s.listed[middle]].Prefix.Addr().As16()
		switch bytes.Compare(want[:], got[:]) {
		case 0:
			return s.addrs[s.listed[middle]]
		case -1:
			high = middle
		default:
			low = middle + 1
		}
	}
	return Address{}
}

// prefix4 is what glibc's rule 9 compares of IPv4 addresses: the number of common bits if
// source and destination are in one network, else 0. If glibc does not know the length
// of the network, it shifts by 32, which on common processors is a shift by 0, so that
// only the host itself is in its network.
func (s *Selector) prefix4(dst, src netip.Addr) int {
	length := 0
	if p := s.known(src).Prefix; s.listed != nil && p.IsValid() {
		length = p.Bits()
	}
	if length == 0 {
		length = 32
	}
	n := commonBits(dst, src)
	if n < length {
		return 0
	}
	return n
}
