package addr

// Mixed says when the last 32 bits of an IPv6 address are written as a dotted
// quad (RFC 4291 section 2.2 form 3, RFC 5952 section 5).
type Mixed uint8

const (
	// MixedAuto writes the quad below the well-known prefixes that always
	// hold an IPv4 address, which is when RFC 5952 section 5 recommends
	// it: ::ffff:0:0/96 (RFC 4291), ::ffff:0:0:0/96 (RFC 2765) and
	// 64:ff9b::/96 (RFC 6052). The deprecated ::/96 stays hexadecimal:
	// ::1 and :: lie in it. So does a prefix that ends at or before the
	// quad and has nothing in it, such as 64:ff9b::/96 itself.
	MixedAuto Mixed = iota
	// MixedAlways writes it in every IPv6 address.
	MixedAlways
	// MixedNever writes eight groups only.
	MixedNever
)

var mixedNames = [...]string{MixedAuto: "auto", MixedAlways: "always", MixedNever: "never"}

// String returns auto, always or never.
func (m Mixed) String() string {
	if int(m) < len(mixedNames) {
		return mixedNames[m]
	}
	return "unknown"
}

// ParseMixed is the inverse of [Mixed.String].
func ParseMixed(s string) (Mixed, error) {
	for m, name := range mixedNames {
		if s == name {
			return Mixed(m), nil
		}
	}
	return 0, &Error{Input: s, Offset: -1, Reason: "neither auto, always nor never"}
}
