package selection

import (
	"bytes"
	"math/bits"
	"net/netip"
	"slices"
)

// list makes the list of addresses that glibc gets from the kernel (check_pf.c), by
// address. It forgets them all where none is an IPv6 address other than ::1.
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

// known returns what glibc finds in its list for a source: with one address on
// several interfaces, the one that its bsearch hits. For every 127.0.0.0/8 it looks
// for 127.0.0.1.
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

// prefix4 is what glibc's rule 9 compares of IPv4 addresses: the bits in common where
// source and destination are in one network, else 0. Where it does not know the
// length of the network it shifts by 32, which on a common processor shifts by
// nothing, so that only the host itself is in its network.
func (s *Selector) prefix4(dst, src netip.Addr) int {
	length := 0
	if p := s.known(src).Prefix; s.listed != nil && p.IsValid() {
		length = p.Bits()
	}
	if length == 0 {
		length = 32
	}
	x, y := dst.As4(), src.As4()
	n := bits.LeadingZeros32(be32(x[:]) ^ be32(y[:]))
	if n < length {
		return 0
	}
	return n
}
