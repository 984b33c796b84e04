package embed4

// leading32 returns n ones followed by zeros, n in 0..32.
func leading32(n int) uint32 { return ^uint32(0) << (32 - n) }

// constError is a constant error, which costs nothing at start-up.
type constError string

func (e constError) Error() string { return string(e) }

const (
	errNotIPv4       constError = "not an IPv4 address"
	errNotIPv6       constError = "not an IPv6 address"
	errNotIPv4Prefix constError = "not an IPv4 prefix"
	errNotIPv6Prefix constError = "not an IPv6 prefix"
)
