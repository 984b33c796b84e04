package privacy

import (
	"errors"
	"net/netip"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/fields"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
	"github.com/hextet/hextet/privacy"
)

// A pseudonymRecord is an item and its replacement.
type pseudonymRecord struct {
	it    *ip.Item
	by    *privacy.Pseudonymizer
	out   ip.Item  // the replacement, unless append writes it directly
	shown *ip.Item // it or out, whichever has the zone and length to show
}

// append writes the replacement of an item that shares its zone and length.
func (r *pseudonymRecord) append(b []byte) []byte {
	it := r.it
	if r.shown != it {
		return r.out.AppendCanonical(b, ip.QuadAuto)
	}
	n := it.Length
	if n < 0 {
		n = it.BitLen()
	}
	if kept, ok := r.by.KeptBits(it.Top()); ok && !it.Is4() {
		return it.AppendCut(b, min(n, kept))
	}
	hi, lo := it.Hi(), it.Lo()
	yhi, ylo, is4 := r.by.Number(hi, lo, it.Is4(), n)
	if yhi == hi && ylo == lo {
		return it.AppendCanonical(b, ip.QuadAuto)
	}
	r.out.SetBits(yhi, ylo, is4)
	r.out.Zone, r.out.Length = it.Zone, it.Length
	return r.out.AppendCanonical(b, ip.QuadAuto)
}

func anonymizeTable() record.Table[*pseudonymRecord] {
	var words []string
	for _, m := range privacy.Methods() {
		words = append(words, m.String())
	}
	return record.Table[*pseudonymRecord]{
		Default: "output",
		Fields: append(append([]record.Field[*pseudonymRecord]{
			record.Text("output", "what takes the place of the item", func(b []byte, r *pseudonymRecord) []byte { return r.append(b) }),
		}, record.AllOf(fields.Item(), func(r *pseudonymRecord) *ip.Item { return r.shown })...),
			record.Text("method", "the method", func(b []byte, r *pseudonymRecord) []byte {
				return append(b, r.by.Method().String()...)
			}).OneOf(words...)),
	}
}

// A pseudonymJob holds the flags of privacy anonymize.
type pseudonymJob struct {
	method          string
	keepV6, keepV4  int
	keep, collision string
	preserve        []netip.Prefix
	reverse         bool
	secrets         secretFlags
}

func newAnonymize(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "anonymize [ITEM...]",
		Short: "replace addresses, so that a log can be shared",
		Long: `Replace addresses and prefixes, the same one always by the same one, so that a
log can be shared. With --in-text that is every address in a line, and nothing
else.

--method truncate, the default, keeps the first 48 bits of an IPv6 address and
the first 24 of an IPv4 address, as common analytics tools do, and clears the
rest. Nothing can undo it. What is left still names a provider or a company,
and may be the network of a single household or a small office.

The other methods make pseudonyms under a secret key. That is not anonymity.
Whoever has the key undoes them (--reverse). Everybody else can still link all
lines with the same pseudonym, see when and how often it occurs, and recognize
somebody whose traffic they know. Use a different key for data that must not be
linked, destroy the key once nobody needs to reverse the mapping, and truncate
if no links are wanted at all.

  ipcrypt-pfx            64 hexadecimal digits of key. Two addresses that share
                         a prefix share one of the same length afterwards, so
                         networks remain visible as groups.
  cryptopan              64 digits. The same by Crypto-PAn, weaker and older,
                         for data that must match the output of other
                         tools.
  ipcrypt-deterministic  32 digits. Of two addresses only whether they are
                         equal remains visible. IPv4 addresses become IPv6
                         addresses; prefixes cannot be encrypted.

--keep special, the default, leaves unspecified, loopback, link-local and
multicast addresses as they are, and --preserve leaves your own networks. No
pseudonym is such an address: one that would be is encrypted again until it is
not, so that --reverse with the same flags always recovers the original. With
the prefix-preserving methods a block of addresses moves together. Common
prefixes are kept exactly within the block and among all others, not between
the two; --collisions pin keeps them everywhere, but its pseudonyms differ from
those of other programs and show the leading bits that an address shares with a
prefix left as it is, and one more. With --keep none all pseudonyms are exactly
as the methods are specified.

An IPv4 address or a MAC in an address does not survive. Truncation cuts before
it, whatever the lengths: 6to4, Teredo, NAT64, IPv4-mapped, ISATAP, EUI-64. In
link-local and multicast addresses that are kept, it is cleared or encrypted;
ipcrypt-deterministic encrypts such an address whole. Only what --preserve
names is left intact.

What still leaks: the prefix of a provider's own 6rd, MAP or NAT64, whose first
48 bits may hold half of an IPv4 address; opaque link-local identifiers; zones,
which may name a MAC; and everything in a line other than IP addresses: MACs,
host and user names, cookies, times. A line with an error is omitted;
--on-error keep keeps the address in it that cannot be replaced.`,
		Example: `  hextet privacy anonymize 2001:db8:1:2:3:4:5:6 198.51.100.7 2002:c633:6407::1 ::1
  hextet privacy anonymize --in-text --preserve 2001:db8::/32 -f access.log
  export HEXTET_SECRET=2b7e151628aed2a6abf7158809cf4f3ca9f5ba40db214c3798f2e1c23456789a; hextet privacy anonymize --method ipcrypt-pfx 10.0.0.47 10.0.0.0/24 ::1
  export HEXTET_SECRET=2b7e151628aed2a6abf7158809cf4f3ca9f5ba40db214c3798f2e1c23456789a; hextet privacy anonymize --method ipcrypt-pfx --reverse 19.214.210.244`,
	}
	c.Flags().SortFlags = false
	j := pseudonymJob{
		method: privacy.Truncate.String(), keepV6: 48, keepV4: 24,
		keep: privacy.KeepSpecial.String(), collision: privacy.CollisionWalk.String(),
	}
	var methods []cli.Word
	for _, m := range privacy.Methods() {
		methods = append(methods, cli.Word{Name: m.String(), Doc: m.Doc()})
	}
	cli.AddWord(c, &j.method, "method", "", "how addresses are replaced", methods)
	cli.AddValue(c, &j.keepV6, true, "keep-v6", "", "LENGTH", "truncate: bits of an IPv6 address to keep", cli.Length(0, 128), strconv.Itoa)
	cli.AddValue(c, &j.keepV4, true, "keep-v4", "", "LENGTH", "truncate: bits of an IPv4 address to keep", cli.Length(0, 32), strconv.Itoa)
	j.secrets.addSecret(c, "")
	c.Flags().BoolVarP(&j.reverse, "reverse", "r", false, "items are pseudonyms: write the addresses")
	cli.AddWord(c, &j.keep, "keep", "", "which addresses stay as they are", []cli.Word{
		{Name: privacy.KeepSpecial.String(), Doc: "unspecified, loopback, link-local and multicast addresses"},
		{Name: privacy.KeepNone.String(), Doc: "none"},
	})
	cli.AddPrefixes(c, &j.preserve, "preserve", "leave the addresses in `PREFIX` as they are, may be repeated")
	cli.AddWord(c, &j.collision, "collisions", "", "what if a pseudonym is an address that stays", []cli.Word{
		{Name: privacy.CollisionWalk.String(), Doc: "encrypt it again, until it is none"},
		{Name: privacy.CollisionPin.String(), Doc: "none is: leave the bits that lead to such addresses"},
	})
	return cli.Items(a, c, anonymizeTable, func() (op stream.Op[*pseudonymRecord], err error) {
		p, err := j.prepare(a, c)
		if err != nil {
			return op, err
		}
		return anonymizeOp(p), nil
	})
}

func anonymizeOp(p *privacy.Pseudonymizer) stream.Op[*pseudonymRecord] {
	if p.Method() != privacy.IPCryptDeterministic {
		return stream.Op[*pseudonymRecord]{
			Bind: func(r *pseudonymRecord, it *ip.Item) { r.it, r.by, r.shown = it, p, it },
		}
	}
	return stream.Op[*pseudonymRecord]{
		Strict: true, // what cannot be encrypted must not be shared
		Bind:   func(r *pseudonymRecord, it *ip.Item) { r.it, r.by, r.shown = it, p, &r.out },
		Each: func(it *ip.Item, out *stream.Out[*pseudonymRecord]) error {
			if it.IsPrefix() && it.Length != it.BitLen() {
				return privacy.ErrNoPrefixes
			}
			r := out.Rec
			r.out.SetBits(p.Number(it.Hi(), it.Lo(), it.Is4(), it.BitLen()))
			if it.IsPrefix() {
				r.out.Length = r.out.BitLen()
			}
			if !r.out.Is4() {
				r.out.Zone = it.Zone
			}
			out.Emit()
			return nil
		},
	}
}

// prepare returns the Pseudonymizer that the flags describe.
func (j *pseudonymJob) prepare(a *cli.App, c *cobra.Command) (*privacy.Pseudonymizer, error) {
	m, err := privacy.ParseMethod(j.method)
	if err != nil {
		return nil, err
	}
	var e privacy.Exceptions
	e.Preserve = j.preserve
	if e.Keep, err = privacy.ParseKeep(j.keep); err != nil {
		return nil, err
	}
	if e.Collision, err = privacy.ParseCollision(j.collision); err != nil {
		return nil, err
	}
	if m == privacy.Truncate {
		switch {
		case j.reverse:
			return nil, errors.New("--reverse requires a method with a key: truncation cannot be undone")
		case len(j.secrets.files)+len(j.secrets.values) > 0:
			return nil, errors.New("truncate takes no secret; use --method to choose the method it is for")
		case c.Flags().Changed("collisions"):
			return nil, errors.New("--collisions requires --method ipcrypt-pfx or cryptopan")
		}
		return privacy.NewTruncator(j.keepV6, j.keepV4, e)
	}
	for _, name := range []string{"keep-v6", "keep-v4"} {
		if c.Flags().Changed(name) {
			return nil, errors.New("--" + name + " requires --method truncate")
		}
	}
	if !m.PreservesPrefixes() && c.Flags().Changed("collisions") {
		return nil, errors.New("--collisions requires --method ipcrypt-pfx or cryptopan")
	}
	list, err := j.secrets.read(a, c, false)
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return nil, cli.Usage(c, "%v needs a secret: --secret-file PATH, %s or --secret; %s", m, secretVariable, keyForm(m))
	}
	key, err := privacy.ParseKey(m, list[0].text)
	if err != nil {
		return nil, cli.Usage(c, "%s: %w; %v takes %s", list[0].from, err, m, keyForm(m))
	}
	p, err := privacy.NewEncrypter(m, key, e)
	if err == nil && j.reverse {
		p, err = p.Inverse()
	}
	return p, err
}

func keyForm(m privacy.Method) string {
	return strconv.Itoa(2*m.KeySize()) + " hexadecimal digits"
}
