package classify

import "net/netip"

func appendMulticast(dst []byte, a netip.Addr, s Scope) []byte {
	dst = append(dst, s.String()...)
	return append(dst, " scope"...)
}
