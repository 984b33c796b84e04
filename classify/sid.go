package classify

import (
	"errors"
	"fmt"
	"net/netip"
	"strconv"

	"github.com/hextet/hextet/internal/ip"
)

// SIDFormat is how a network divides its SRv6 segment identifiers (RFC 8986
// section 3.1), in bits from the left:
//
//	|     locator     |   function   |   argument   | zeros |
//
// Nothing in an address tells the lengths; the operator chooses them. 5f00::/16
// is set aside for the locators (RFC 9602).
type SIDFormat struct {
	Locator, Function, Argument int
}

// Validate returns an error unless f divides 128 bits: a locator of 1 bit or
// more, a function and an argument of 0 to 64.
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

// SID is a segment identifier taken apart.
type SID struct {
	Format   SIDFormat
	Locator  netip.Prefix
	Function uint64
	Argument uint64
	Padded   bool // the bits after the argument are zero, as they have to be
}

// SID takes a apart. It is an error when a is not an IPv6 unicast address or f
// does not hold.
func (f SIDFormat) SID(a netip.Addr) (SID, error) {
	if err := f.Validate(); err != nil {
		return SID{}, err
	}
	if !a.Is6() || a.IsMulticast() {
		return SID{}, errors.New("not an IPv6 unicast address, which a segment identifier is (RFC 8986 section 3.1)")
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

// AppendFunction appends the function in hexadecimal, all its digits:
// "0x0101".
func (s SID) AppendFunction(b []byte) []byte { return appendField(b, s.Function, s.Format.Function) }

// AppendArgument appends the argument in hexadecimal, all its digits.
func (s SID) AppendArgument(b []byte) []byte { return appendField(b, s.Argument, s.Format.Argument) }

func appendField(b []byte, v uint64, bits int) []byte {
	b = append(b, "0x"...)
	for n := (bits+3)/4 - len(strconv.FormatUint(v, 16)); n > 0; n-- {
		b = append(b, '0')
	}
	return strconv.AppendUint(b, v, 16)
}
