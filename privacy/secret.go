package privacy

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"strconv"
	"strings"
)

// Secret holds bytes that must not be shown. No verb of package fmt and no
// marshaler reveals them, even if the Secret is inside another value: all of them
// write "[secret]". The zero value means no secret. A Secret is immutable and may
// be copied.
type Secret struct {
	// A closure, because fmt does not call methods on unexported fields. It also
	// follows pointers there if the verb does not suit ("%t"), but of a function it
	// never prints more than the address.
	reveal func() []byte
}

const secretMask = "[secret]"

// NewSecret returns a Secret with a copy of b, or the zero Secret if b is empty.
func NewSecret(b []byte) Secret {
	if len(b) == 0 {
		return Secret{}
	}
	c := bytes.Clone(b)
	return Secret{func() []byte { return c }}
}

// IsZero reports whether s holds nothing.
func (s Secret) IsZero() bool { return s.reveal == nil }

// Len returns how many bytes s holds.
func (s Secret) Len() int { return len(s.bytes()) }

// bytes returns the bytes of s, which must not be modified.
func (s Secret) bytes() []byte {
	if s.reveal == nil {
		return nil
	}
	return s.reveal()
}

// String returns "[secret]", or nothing for the zero Secret.
func (s Secret) String() string {
	if s.reveal == nil {
		return ""
	}
	return secretMask
}

// GoString returns what String returns.
func (s Secret) GoString() string { return s.String() }

// Format writes what String returns, whatever the verb and its flags.
func (s Secret) Format(f fmt.State, _ rune) { io.WriteString(f, s.String()) }

// MarshalText returns what String returns, so that JSON contains the same.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// ParseSecret reads a secret in the form in which the system sys stores it.
// Whitespace around the text, such as a final newline, is ignored, except for
// NetworkManager.
//
//	rfc7217           hexadecimal digits, 16 bytes or more
//	rfc8981, rfc7943  likewise
//	linux, android    an IPv6 address, or 32 hexadecimal digits
//	networkmanager    the exact bytes of the file secret_key, 16 or more
//	systemd-networkd  32 hexadecimal digits or a UUID (Token=prefixstable), or
//	                  an IPv6 address (IPv6StableSecretAddress=)
//	dhcpcd            hexadecimal digits, 2 bytes or more, colons or not
//	openbsd           32 hexadecimal digits
//
// Errors say what is wrong and where, but do not contain any of the text.
func ParseSecret(sys System, text []byte) (Secret, error) {
	if sys == NetworkManager {
		return parseSecretKeyFile(text)
	}
	text = trimBlanks(text)
	if len(text) == 0 {
		return Secret{}, errors.New("the secret is empty")
	}
	switch sys {
	case RFC7217, RFC8981, RFC7943:
		return parseHexSecret(text, 16, 0, "")
	case Linux, Android:
		return parseAddrSecret(text, "")
	case Networkd:
		return parseNetworkdSecret(text)
	case Dhcpcd:
		return parseHexSecret(text, 2, 0, ":-\n")
	case OpenBSD:
		return parseHexSecret(text, 16, 16, "")
	}
	return Secret{}, errors.New(sys.String() + " has no secret of its own")
}

// parseAddrSecret reads 16 bytes as an IPv6 address or as 32 digits with the
// separators in seps.
func parseAddrSecret(text []byte, seps string) (Secret, error) {
	if bytes.IndexByte(text, ':') < 0 {
		return parseHexSecret(text, 16, 16, seps)
	}
	a, err := netip.ParseAddr(string(text))
	if err != nil || !a.Is6() || a.Zone() != "" {
		// The parser's own error quotes the text.
		return Secret{}, errors.New("the secret has a colon but is not an IPv6 address")
	}
	b := a.As16()
	return NewSecret(b[:]), nil
}

// parseHexSecret reads pairs of hexadecimal digits, with any of seps before or
// after a pair, into at least least and, unless most is 0, at most most bytes.
func parseHexSecret(text []byte, least, most int, seps string) (Secret, error) {
	b := make([]byte, 0, len(text)/2)
	for k := 0; k < len(text); {
		if strings.IndexByte(seps, text[k]) >= 0 {
			k++
			continue
		}
		hi := hexValue(text[k])
		if hi < 0 {
			return Secret{}, secretErrorAt(k, "is not a hexadecimal digit")
		}
		if k+1 == len(text) || strings.IndexByte(seps, text[k+1]) >= 0 {
			return Secret{}, secretErrorAt(k, "is half a byte: two hexadecimal digits make one")
		}
		lo := hexValue(text[k+1])
		if lo < 0 {
			return Secret{}, secretErrorAt(k+1, "is not a hexadecimal digit")
		}
		b = append(b, byte(hi<<4|lo))
		k += 2
	}
	switch {
	case most == least && len(b) != least:
		return Secret{}, fmt.Errorf("the secret has %d bytes, %d wanted", len(b), least)
	case len(b) < least:
		return Secret{}, fmt.Errorf("the secret has %d bytes, at least %d wanted", len(b), least)
	}
	return NewSecret(b), nil
}

func secretErrorAt(at int, what string) error {
	return errors.New("the character at byte " + strconv.Itoa(at) + " of the secret " + what)
}

// trimBlanks returns b without the whitespace around it.
func trimBlanks(b []byte) []byte { return bytes.Trim(b, " \t\r\n") }
