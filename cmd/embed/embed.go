// Package embed has the commands that embed IPv4 addresses in IPv6 addresses and
// extract them.
package embed

import (
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"time"

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
		Long: `Embed IPv4 addresses in IPv6 addresses by every standardized mechanism. Items
are IPv4 addresses. An IPv4 prefix gives an IPv6 prefix, except for mechanisms
that use the interface identifier.

What the RFC of a mechanism forbids is an error; --force overrides it. What the
RFC advises against is in the field "warnings", shown with -j or --fields.
'hextet extract' is the reverse.`,
		Example: `  hextet embed nat64 192.0.2.33
  hextet embed nat64 --nat64-prefix 2001:db8:64::/96 192.0.2.0/24
  hextet embed 6to4 --subnet 1 --iid ::1 192.0.2.4
  echo 192.0.2.1 | hextet embed mapped`,
	}
	c.AddCommand(
		newMapped(a), newCompatible(a), newSIIT(a), newNAT64(a), new6to4(a), new6rd(a),
		newTeredo(a), newISATAP(a), new6over4(a), newMAP(a), newEAM(a), newIVI(a), newMulticast(a),
	)
	return cli.Group(c)
}

// An embedRecord is an item mapped to the other family.
type embedRecord struct {
	output    addr.Item
	mechanism embed4.Mechanism
	prefix    netip.Prefix // of the output
	certainty embed4.Certainty
	verdict   embed4.Verdict
	warnings  []string // replace those of verdict

	sole     bool   // all records have the same mechanism and prefix
	option   []byte // of a router advertisement, instead of output
	lifetime time.Duration
}

// embedTable returns the record table of an embed command; more contains the fields of
// that command only.
func embedTable(output string, more ...record.Field[*embedRecord]) record.Table[*embedRecord] {
	return record.Table[*embedRecord]{
		Default: "output",
		Keys:    1,
		Key: func(r *embedRecord) int {
			if r.sole {
				return 0
			}
			return -1
		},
		Fields: slices.Concat(embedFields(output), more, []record.Field[*embedRecord]{embedWarnings()}),
	}
}

func embedFields(output string) []record.Field[*embedRecord] {
	return []record.Field[*embedRecord]{
		record.Text("output", output, func(b []byte, r *embedRecord) []byte {
			if r.option != nil {
				return appendSpaced(b, r.option)
			}
			return r.appendOutput(b)
		}).TameIf(func(r *embedRecord) bool { return r.output.Zone == "" }),
		record.Number("prefix_length", "the length of the output, if it is a prefix", func(b []byte, r *embedRecord) []byte {
			if !r.output.IsPrefix() || r.option != nil {
				return b
			}
			return strconv.AppendInt(b, int64(r.output.Bits()), 10)
		}),
		record.Text("mechanism", "the embedding mechanism, as named by extract", func(b []byte, r *embedRecord) []byte {
			if r.mechanism == embed4.UnknownMechanism {
				return b
			}
			return append(b, r.mechanism.String()...)
		}).Tame().ByKey(),
		record.Text("prefix", "the IPv6 prefix of the mechanism", func(b []byte, r *embedRecord) []byte {
			return addr.AppendPrefix(b, r.prefix)
		}).Tame().ByKey(),
	}
}

// appendOutput appends the output. Most are bare addresses, which are cheaper to pass
// than items.
func (r *embedRecord) appendOutput(b []byte) []byte {
	if r.output.IsPrefix() || r.output.Zone != "" {
		return addr.AppendCanonical(b, r.output, addr.MixedAuto)
	}
	return addr.AppendAddr(b, r.output.Addr)
}

func embedWarnings() record.Field[*embedRecord] {
	return record.AppendTexts("warnings", "RFC rules that the result violates", func(b []byte, r *embedRecord, i int) ([]byte, bool) {
		if len(r.warnings) == 0 {
			return r.verdict.AppendWarning(b, i)
		}
		if i == len(r.warnings) {
			return b, false
		}
		return append(b, r.warnings[i]...), true
	})
}

// An embedding says what an embed command does, according to its flags.
type embedding struct {
	encoder   embed4.Encoder
	mechanism embed4.Mechanism
	prefix    netip.Prefix
	toPrefix  bool // addresses are embedded as prefixes
	toAddress bool // prefixes cannot be embedded
	force     bool
}

// addForce adds --force.
func addForce(c *cobra.Command, e *embedding) {
	c.Flags().BoolVar(&e.force, "force", false, "embed even what the RFC forbids, with a warning")
}

const errNotIPv4Item = constError("not an IPv4 address or prefix")

type constError string

func (e constError) Error() string { return string(e) }

// embed sets the output and the verdict of r for an item.
func (e *embedding) embed(it *ip.Item, r *embedRecord) (err error) {
	if !it.Is4() {
		return errNotIPv4Item
	}
	a, length := it.Addr(), it.Length
	if it.HasHostBits() { // an address on its network
		length = -1
	}
	p := netip.PrefixFrom(a, 32)
	if length >= 0 {
		p = netip.PrefixFrom(a, length)
	}
	if r.verdict = e.encoder.Check(p); r.verdict.IsForbidden() {
		if !e.force {
			return fmt.Errorf("%w; --force overrides this", r.verdict.Err())
		}
		r.verdict = r.verdict.Forced()
	}
	switch {
	case length < 0 && !e.toPrefix:
		if r.output.IsPrefix() {
			r.output = addr.Item{}
		}
		r.output.Addr, err = e.encoder.Encode(a)
	case e.toAddress && p.Bits() < 32:
		return constError("a prefix of several addresses; --subnet and --iid need one address")
	case e.toAddress:
		a, err = e.encoder.Encode(a)
		r.output = addr.Item{Addr: a}.WithBits(128)
	default:
		p, err = e.encoder.EncodePrefix(p)
		r.output = addr.ItemOfPrefix(p)
	}
	return err
}

func (e *embedding) op() stream.Op[*embedRecord] {
	return stream.Op[*embedRecord]{
		Each: func(it *ip.Item, out *stream.Out[*embedRecord]) error {
			r := out.Rec
			if err := e.embed(it, r); err != nil {
				return err
			}
			r.mechanism, r.prefix, r.sole = e.mechanism, e.prefix, true
			out.Emit()
			return nil
		},
	}
}

// needFlag returns an error if a flag without a default is missing.
func needFlag(c *cobra.Command, flag, why string) error {
	if c.Flags().Changed(flag) {
		return nil
	}
	return cli.Usage(c, "--%s is required: %s", flag, why)
}

// anyIPv4 returns 0.0.0.0/0; embedding it yields the prefix of a mechanism.
func anyIPv4() netip.Prefix { return netip.PrefixFrom(netip.IPv4Unspecified(), 0) }
