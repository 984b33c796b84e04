package classify

import (
	"errors"
	"fmt"
	"net/netip"
	"strconv"

	"github.com/hextet/hextet/internal/ip"
)

// SIDFormat is the format of the SRv6 segment identifiers of a network (RFC 8986
// section 3.1), in bits from the left:
//
//	|     locator     |   function   |   argument   | zeros |
//
// The operator chooses the lengths; an address does not show them. 5f00::/16 is
// reserved for locators (RFC 9602).
type SIDFormat struct {
	Locator, Function, Argument int
}

// Validate returns an error unless the lengths are valid: a locator of 1 bit or more, a
// function and an argument of 0 to 64, and 128 at most together.
func (f SIDFormat) Validate() error {
	switch {
	case f.Locator < 1 || f.Locator > 128:
		return fmt.Errorf("locator of %d bits, expected 1 to 128 (RFC 8986 section 3.1)", f.Locator)
	case f.Function < 0 || f.Function > 64:
		return fmt.Errorf("function of %d bits, expected 0 to 64", f.Function)
	case f.Argument < 0 || f.Argument > 64:
		return fmt.Errorf("argument of %d bits, expected 0 to 64", f.Argument)
	case f.Locator+f.Function+f.Argument > 128:
		return errors.New("locator, function and argument are longer than 128 bits together (RFC 8986 section 3.1)")
	}
	return nil
}

// SID has the parts of a segment identifier.
type SID struct {
	Format   SIDFormat
	Locator  netip.Prefix
	Function uint64
	Argument uint64
	Padded   bool // the bits after the argument are zero, as they must be
}

// SID returns the parts of a. It fails if a is not an IPv6 unicast address or f is
// invalid.
func (f SIDFormat) SID(a netip.Addr) (SID, error) {
	if err := f.Validate(); err != nil {
		return SID{}, err
	}
	if !a.Is6() || a.IsMulticast() {
		return SID{}, errors.New("not an IPv6 unicast address, so not a segment identifier (RFC 8986 section 3.1)")
	}
	p, _ := a.WithZone("").Prefix(f.Locator)
	u, at := ip.FromAddr(a), uint(f.Locator)
	s := SID{Format: f, Locator: p}
	s.Function = u.Field(at, uint(f.Function))
	at += uint(f.Function)
	s.Argument = u.Field(at, uint(f.Argument))
	at += uint(f.Argument)
	s.Padded = u.Lsh(at).IsZero()
	return s, nil
}

// AppendFunction appends the function in hexadecimal, with leading zeros: "0x0101".
func (s SID) AppendFunction(b []byte) []byte { return appendField(b, s.Function, s.Format.Function) }

// AppendArgument appends the argument in hexadecimal, with leading zeros.
func (s SID) AppendArgument(b []byte) []byte { return appendField(b, s.Argument, s.Format.Argument) }

func appendField(b []byte, v uint64, bits int) []byte {
	b = append(b, "0x"...)
	for n := (bits+3)/4 - len(strconv.FormatUint(v, 16)); n > 0; n-- {
		b = append(b, '0')
	}
	return strconv.AppendUint(b, v, 16)
}
