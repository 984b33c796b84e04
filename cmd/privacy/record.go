package privacy

import (
	"encoding/hex"
	"net/netip"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/style"
	"github.com/hextet/hextet/privacy"
)

// An opaqueRecord is an address that a system generates, with its derivation.
type opaqueRecord struct {
	show *showFlags
	d    privacy.Derivation
	zone string
}

// showFlags are the flags for showing an address.
type showFlags struct {
	iidOnly bool
	input   bool

	teach   bool   // draw the input below the address
	remark  string // text that accompanies the drawing
	palette style.Palette
}

func (s *showFlags) add(c *cobra.Command) {
	c.Flags().BoolVar(&s.iidOnly, "iid-only", false, "print the identifier as four groups, not the address")
	s.addInput(c)
}

func (s *showFlags) addInput(c *cobra.Command) {
	c.Flags().BoolVar(&s.input, "show-input", false, "show the hashed bytes by field, secrets masked")
}

// settle completes s once flags are parsed.
func (s *showFlags) settle(a *cli.App, c *cobra.Command) error {
	s.palette, _ = a.Palettes()
	s.teach = s.input && a.Format() == record.Plain && !c.Flags().Changed("fields")
	if s.teach && c.Flags().Changed("column") {
		return cli.Usage(c, "--show-input cannot draw in a column (use --json)")
	}
	return nil
}

func (r *opaqueRecord) set(show *showFlags, d privacy.Derivation, zone string) {
	r.show, r.d, r.zone = show, d, zone
}

func (r *opaqueRecord) appendAddress(b []byte) []byte { return appendZoned(b, r.d.Address, r.zone) }

func appendZoned(b []byte, a netip.Addr, zone string) []byte {
	return addr.AppendCanonical(b, addr.Item{Addr: a, Zone: zone}, addr.MixedAuto)
}

// opaqueFields returns the first and last fields of every record with an address.
// Between them are the inputs that the command used.
func opaqueFields[R any](of func(R) *opaqueRecord, group privacy.Group) (first, last []record.Field[R]) {
	fields := []record.Field[*opaqueRecord]{
		record.Text("output", "the address; with --iid-only the identifier", func(b []byte, r *opaqueRecord) []byte {
			if r.show.iidOnly {
				b = r.d.IID.AppendTo(b)
			} else {
				b = r.appendAddress(b)
			}
			if r.show.teach {
				b = r.show.appendInput(b, r.d.System, r.d.Input)
			}
			return b
		}),
		record.Text("address", "the address", func(b []byte, r *opaqueRecord) []byte { return r.appendAddress(b) }),
		record.Text("iid", "the interface identifier, the last 64 bits", func(b []byte, r *opaqueRecord) []byte {
			return r.d.IID.AppendTo(b)
		}),
		record.Text("system", "the system to imitate", func(b []byte, r *opaqueRecord) []byte {
			return append(b, r.d.System.String()...)
		}).OneOf(systemNames(group)...),
	}
	for _, f := range fields {
		first = append(first, record.Of(f, of))
	}
	return first, []record.Field[R]{
		verifiedField(func(r R) privacy.System { return of(r).d.System }),
		hashedField(func(r R) []privacy.Field {
			if m := of(r); m.show.input {
				return m.d.Input
			}
			return nil
		}),
	}
}

func verifiedField[R any](system func(R) privacy.System) record.Field[R] {
	return record.Bool("verified", "whether the algorithm was verified against a running system, its tests or an RFC example", func(b []byte, r R) []byte {
		s := system(r)
		if s == 0 {
			return b
		}
		return strconv.AppendBool(b, s.Info().Verified)
	})
}

// hashedField returns the field that --show-input adds.
func hashedField[R any](get func(R) []privacy.Field) record.Field[R] {
	return record.Subs("hashed", "with --show-input: the hashed fields, in order", get, []record.Field[*privacy.Field]{
		record.Number("offset", "offset of the first byte; absent for the key of a keyed hash", func(b []byte, f *privacy.Field) []byte {
			if f.Offset < 0 {
				return b
			}
			return strconv.AppendInt(b, int64(f.Offset), 10)
		}),
		record.Number("length", "length in bytes", func(b []byte, f *privacy.Field) []byte {
			return strconv.AppendInt(b, int64(f.Length), 10)
		}),
		record.Text("name", "the field", func(b []byte, f *privacy.Field) []byte { return append(b, f.Name...) }),
		record.Text("value", "the bytes in hexadecimal; asterisks for a secret", func(b []byte, f *privacy.Field) []byte {
			if !f.Secret {
				return hex.AppendEncode(b, f.Bytes)
			}
			for range f.Length {
				b = append(b, "**"...)
			}
			return b
		}),
	})
}

// appendInput draws what was hashed: eight bytes per line, with the name of each field,
// and its text if it is text.
//
//	at  len  bytes                    text      field
//	 0   16  ** ** ** ** ** ** ** **            stable_secret
//	         ** ** ** ** ** ** ** **
//	16    8  20 01 0d b8 00 01 00 02            prefix, first half
func (s *showFlags) appendInput(b []byte, sys privacy.System, fields []privacy.Field) []byte {
	info := sys.Info()
	b = append(b, '\n')
	b = appendWrapped(b, info.Name+": "+info.Function, "  ")
	if len(fields) > 0 {
		b = append(b, s.palette.Faint("    at  len  bytes                    text      field")...)
	}
	for n, f := range fields {
		for k := 0; k == 0 || k < f.Length; k += 8 {
			b = append(b, '\n')
			at, length, name := "", "", ""
			if k == 0 {
				length, name = strconv.Itoa(f.Length), "  "+f.Name
				if at = "key"; f.Offset >= 0 {
					at = strconv.Itoa(f.Offset)
				}
			}
			cells, text := make([]byte, 0, 24), make([]byte, 0, 8)
			shown := printable(f.Bytes)
			for j := k; j < min(k+8, f.Length); j++ {
				if j > k {
					cells = append(cells, ' ')
				}
				if f.Secret {
					cells = append(cells, "**"...)
					continue
				}
				cells = hex.AppendEncode(cells, f.Bytes[j:j+1])
				if shown {
					text = append(text, f.Bytes[j])
				}
			}
			b = appendRight(b, at, 6)
			b = appendRight(b, length, 5)
			b = append(b, "  "...)
			painted := string(cells)
			if f.Secret {
				painted = s.palette.Faint(painted)
			} else {
				painted = s.palette.Part(n, painted)
			}
			b = append(b, painted...)
			if len(text) > 0 || name != "" {
				b = appendBlanks(b, 25-len(cells))
				b = append(b, text...)
			}
			if name != "" {
				b = appendBlanks(b, 8-len(text))
				b = append(b, name...)
			}
		}
	}
	notes := info.Notes
	if s.remark != "" {
		notes = append([]string{s.remark}, notes...)
	}
	for _, note := range notes {
		b = append(b, '\n')
		b = appendWrapped(b, note, "  ")
		b = b[:len(b)-1]
	}
	return b
}

func appendRight(b []byte, s string, width int) []byte {
	return append(appendBlanks(b, width-len(s)), s...)
}

func appendBlanks(b []byte, n int) []byte {
	for ; n > 0; n-- {
		b = append(b, ' ')
	}
	return b
}

// printable reports whether b is text worth showing beside its bytes.
func printable(b []byte) bool {
	letters := false
	for _, c := range b {
		if c < ' ' || c > '~' {
			return false
		}
		letters = letters || c > '@'
	}
	return letters || len(b) > 8
}
