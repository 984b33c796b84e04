package embed

import (
	"encoding/hex"
	"errors"
	"strings"
	"time"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/embed4"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/stream"
)

// pref64Op writes the PREF64 option of a router advertisement for NAT64 prefixes
// (RFC 8781).
func pref64Op(lifetime time.Duration) stream.Op[*embedRecord] {
	return stream.Op[*embedRecord]{
		Each: func(it *ip.Item, out *stream.Out[*embedRecord]) error {
			if !it.IsPrefix() || it.Is4() {
				return errors.New("not an IPv6 prefix")
			}
			if it.HasHostBits() {
				return errors.New("the prefix has bits set after its length")
			}
			o := embed4.PREF64{NAT64: embed4.NAT64{Prefix: it.Prefix()}, Lifetime: lifetime}
			r := out.Rec
			b, err := o.AppendTo(r.option[:0])
			if err != nil {
				return err
			}
			r.option, r.lifetime = b, lifetime
			r.output, r.mechanism, r.prefix = addr.Item{}, embed4.MechNAT64, it.Prefix()
			out.Emit()
			return nil
		},
	}
}

// pref64ReverseOp converts such options back to prefixes.
func pref64ReverseOp() stream.Op[*embedRecord] {
	return stream.Op[*embedRecord]{
		Takes: stream.Words,
		Each: func(it *ip.Item, out *stream.Out[*embedRecord]) error {
			b, err := parseOctets(it.Text)
			if err != nil {
				return err
			}
			o, err := embed4.ParsePREF64(b)
			if err != nil {
				return err
			}
			r := out.Rec
			r.option, r.lifetime = nil, o.Lifetime
			r.output, r.mechanism, r.prefix = addr.ItemOfPrefix(o.NAT64.Prefix), embed4.MechNAT64, o.NAT64.Prefix
			out.Emit()
			return nil
		},
	}
}

// parseOctets parses octets of two hexadecimal digits, separated by whitespace, colons,
// hyphens or nothing.
func parseOctets(s string) ([]byte, error) {
	digits := strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \t:-,", r) {
			return -1
		}
		return r
	}, strings.TrimPrefix(s, "0x"))
	b, err := hex.DecodeString(digits)
	if err != nil || len(b) == 0 {
		return nil, errors.New("not hexadecimal octets, such as 26 02 07 08")
	}
	return b, nil
}

// appendSpaced appends octets separated by spaces.
func appendSpaced(b, octets []byte) []byte {
	for i, c := range octets {
		if i > 0 {
			b = append(b, ' ')
		}
		b = append(b, "0123456789abcdef"[c>>4], "0123456789abcdef"[c&15])
	}
	return b
}
