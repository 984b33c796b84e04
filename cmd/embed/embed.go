// Package embed has the commands that put IPv4 addresses into IPv6 addresses and find them there.
package embed

import (
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/embed4"
	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
)

func New(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "embed",
		Short: "embed IPv4 addresses in IPv6 addresses and prefixes",
		Long: `Put IPv4 addresses into IPv6 addresses, in every way there is a standard for.
Items are IPv4 addresses. An IPv4 prefix gives the IPv6 prefix of all that its
addresses give, except where they stand in an interface identifier.

What the RFC of a mechanism forbids is an error that names it; --force does it
all the same. What the RFC advises against stands in the field "warnings", with
-j or --fields. 'hextet extract' goes the other way.`,
		Example: `  hextet embed nat64 192.0.2.33
  hextet embed nat64 --prefix 2001:db8:64::/96 192.0.2.0/24
  hextet embed 6to4 --subnet 1 --iid ::1 192.0.2.4
  echo 192.0.2.1 | hextet embed mapped`,
	}
	c.AddCommand(
		newMapped(a), newCompatible(a), newSIIT(a), newNAT64(a), new6to4(a), new6rd(a),
		newTeredo(a), newISATAP(a), new6over4(a), newMAP(a), newEAM(a), newIVI(a),
	)
	return cli.Group(c)
}

// An embedRecord is an item carried over to the other family.
type embedRecord struct {
	output    addr.Item
	mechanism embed4.Mechanism
	prefix    netip.Prefix // what output lies below
	certainty embed4.Certainty
	verdict   embed4.Verdict
	warnings  []string // in place of those of verdict
}

// embedTable is the table of an embed command; more are the fields that only it
// has.
func embedTable(output string, more ...record.Field[*embedRecord]) record.Table[*embedRecord] {
	return record.Table[*embedRecord]{
		Default: "output",
		Fields:  slices.Concat(embedFields(output), more, []record.Field[*embedRecord]{embedWarnings()}),
	}
}

func embedFields(output string) []record.Field[*embedRecord] {
	return []record.Field[*embedRecord]{
		record.Text("output", output, func(b []byte, r *embedRecord) []byte {
			return addr.AppendCanonical(b, r.output, addr.MixedAuto)
		}),
		record.Number("prefix_length", "the length of the output, where it is a prefix", func(b []byte, r *embedRecord) []byte {
			if r.output.Bits < 0 {
				return b
			}
			return strconv.AppendInt(b, int64(r.output.Bits), 10)
		}),
		record.Text("mechanism", "how IPv4 is carried, in the word that extract has for it", func(b []byte, r *embedRecord) []byte {
			if r.mechanism == embed4.UnknownMechanism {
				return b
			}
			return append(b, r.mechanism.String()...)
		}),
		record.Text("prefix", "the IPv6 prefix of the mechanism", func(b []byte, r *embedRecord) []byte {
			return addr.AppendPrefix(b, r.prefix)
		}),
	}
}

func embedWarnings() record.Field[*embedRecord] {
	return record.AppendTexts("warnings", "rules of RFCs that it breaks", func(b []byte, r *embedRecord, i int) ([]byte, bool) {
		if len(r.warnings) == 0 {
			return r.verdict.AppendWarning(b, i)
		}
		if i == len(r.warnings) {
			return b, false
		}
		return append(b, r.warnings[i]...), true
	})
}

// An embedding is what an embed command does, once its flags are known.
type embedding struct {
	encoder   embed4.Encoder
	mechanism embed4.Mechanism
	prefix    netip.Prefix
	toPrefix  bool // an address gives a prefix,
	length    int  // of this length
	toAddress bool // a prefix gives nothing
	force     bool
}

// addForce adds --force, which every embed command has.
func addForce(c *cobra.Command, e *embedding) {
	c.Flags().BoolVar(&e.force, "force", false, "embed also what the RFC forbids, with a warning")
}

const errNotIPv4Item = constError("not an IPv4 address or prefix")

type constError string

func (e constError) Error() string { return string(e) }

// of returns what carries an item, and what is to be said about it.
func (e *embedding) of(it *ip.Item) (addr.Item, embed4.Verdict, error) {
	if !it.Is4() {
		return addr.Item{}, embed4.Verdict{}, errNotIPv4Item
	}
	p := it.Prefix()
	v := e.encoder.Check(p)
	if v.Must != 0 {
		if !e.force {
			return addr.Item{}, v, fmt.Errorf("%w; --force embeds it all the same", v.Err())
		}
		v = v.Forced()
	}
	if !it.IsPrefix() && !e.toPrefix {
		a, err := e.encoder.Encode(it.Addr())
		return addr.Item{Addr: a, Bits: -1}, v, err
	}
	if e.toAddress && p.Bits() < 32 {
		return addr.Item{}, v, constError("a prefix has no one address to go with --subnet and --iid")
	}
	if e.toAddress {
		a, err := e.encoder.Encode(it.Addr())
		return addr.Item{Addr: a, Bits: 128}, v, err
	}
	q, err := e.encoder.EncodePrefix(p)
	return addr.ItemOfPrefix(q), v, err
}

func (e *embedding) op() stream.Op[*embedRecord] {
	return stream.Op[*embedRecord]{
		Each: func(it *ip.Item, out *stream.Out[*embedRecord]) (err error) {
			r := out.Rec
			if r.output, r.verdict, err = e.of(it); err != nil {
				return err
			}
			r.mechanism, r.prefix = e.mechanism, e.prefix
			out.Emit()
			return nil
		},
	}
}

// embedPrefix checks the prefix of a flag: IPv6 with nothing behind its length,
// where a wrong length would go unnoticed.
func embedPrefix(c *cobra.Command, flag string, p netip.Prefix) error {
	if !p.Addr().Is6() {
		return cli.Usage(c, "--%s %v: not an IPv6 prefix", flag, p)
	}
	return masked(c, flag, p)
}

func masked(c *cobra.Command, flag string, p netip.Prefix) error {
	if p != p.Masked() {
		return cli.Usage(c, "--%s %v: bits are set after the length; the prefix is %v", flag, p, p.Masked())
	}
	return nil
}

// needFlag is the error for a flag that was not given and has no default.
func needFlag(c *cobra.Command, flag, why string) error {
	if c.Flags().Changed(flag) {
		return nil
	}
	return cli.Usage(c, "--%s is needed: %s", flag, why)
}

// parseNumber16 reads a number up to 65535, decimal or hexadecimal after 0x.
func parseNumber16(s string) (uint16, error) {
	digits, base := s, 10
	if d, ok := strings.CutPrefix(s, "0x"); ok {
		digits, base = d, 16
	}
	n, err := strconv.ParseUint(digits, base, 16)
	if err != nil || digits[0] == '+' {
		return 0, constError("must be a number from 0 to 65535, hexadecimal after 0x")
	}
	return uint16(n), nil
}

func formatNumber16(n uint16) string { return strconv.Itoa(int(n)) }

// embedPrefix4 is embedPrefix for IPv4.
func embedPrefix4(c *cobra.Command, flag string, p netip.Prefix) error {
	if !p.Addr().Is4() {
		return cli.Usage(c, "--%s %v: not an IPv4 prefix", flag, p)
	}
	return masked(c, flag, p)
}

// anyIPv4 is 0.0.0.0/0: what it is embedded as is the prefix of the mechanism.
func anyIPv4() netip.Prefix { return netip.PrefixFrom(netip.IPv4Unspecified(), 0) }
