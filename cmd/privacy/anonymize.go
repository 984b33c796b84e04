package privacy

import (
	"errors"
	"net/netip"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/fields"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
	"github.com/hextet/hextet/privacy"
)

// A pseudonymRecord is an item and what takes its place.
type pseudonymRecord struct {
	it    *ip.Item
	by    *privacy.Pseudonymizer
	out   ip.Item  // what takes its place, except where append writes it at once
	shown *ip.Item // it or out: where zone and length are
}

// append writes what takes the place of an item that shares its zone and length.
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
			record.Text("method", "how it was made", func(b []byte, r *pseudonymRecord) []byte {
				return append(b, r.by.Method().String()...)
			}).OneOf(words...)),
	}
}

// A pseudonymJob is what the flags of privacy anonymize ask for.
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
		Long: `Replace addresses and prefixes, the same one always by the same one. With
--in-text that is every address in a log, and nothing else of it.

--method truncate, the default, keeps the first 48 bits of an IPv6 address and 24
of an IPv4 address, and clears the rest. Nothing can undo it. These lengths are
those of common analytics tools; what is left still names the provider or the
company, and a /48 or a /24 may be the network of one household or a small one's.

The other methods make pseudonyms under a secret key, and are not anonymity.
Whoever has the key undoes them (--reverse). Others can still link all lines with
one pseudonym, see when and how often it occurs, and recognize somebody whose
traffic they know. Destroy the key where nobody is to undo them, use another one
for each data set where those are not to be linked, and ask for truncation where
no links are wanted.

  ipcrypt-pfx            32-byte key, 64 hexadecimal digits. Addresses that share
                         a prefix share one as long afterwards, so networks stay
                         visible as groups, with their sizes.
  cryptopan              likewise, and the same key form: Crypto-PAn, for data
                         that is to match what other tools made. Weaker: it needs
                         half the encryptions since half of them repeat.
  ipcrypt-deterministic  16-byte key, 32 digits. No relation of addresses is left
                         but equality. IPv4 addresses become IPv6 ones, and there
                         are no prefixes to encrypt.

With --keep special, the default, the unspecified address, loopback, link-local
and multicast addresses stay as they are, and so does what --preserve names. A
pseudonym that would be one of these is encrypted again until it is none, so that
--reverse, with the same flags, always finds the way back. With a method that
preserves prefixes, all of the block moves: among its addresses and among all
others common prefixes are kept exactly, but not between the two. If that matters,
--collisions pin keeps them among all addresses; its pseudonyms are then not those
of other programs, and leave readable the leading bits that an address shares with
a kept prefix, and one more. --keep none avoids both, and gives what the documents
of the methods say.

An IPv4 address or a MAC inside an address does not survive: truncation cuts
before it, whatever the length (6to4, Teredo, NAT64, IPv4-mapped, ISATAP, EUI-64),
and of link-local and multicast addresses that stay, it is cleared or encrypted
(ipcrypt-deterministic encrypts such an address whole). What --preserve names
stays as it is. Neither a provider's own 6rd, MAP or NAT64 prefix nor other names
in a line can be seen: zones, host names, user names, cookies.`,
		Example: `  hextet privacy anonymize 2001:db8:1:2:3:4:5:6 198.51.100.7 2002:c633:6407::1 ::1
  hextet privacy anonymize --in-text --preserve 2001:db8::/32 -f access.log
  hextet privacy anonymize --method ipcrypt-pfx --secret-file key --in-text -f access.log
  hextet privacy anonymize --method ipcrypt-pfx --secret-file key --reverse 19.214.210.244`,
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
	cli.AddValue(c, &j.keepV6, true, "keep-v6", "", "LENGTH", "truncate: bits of an IPv6 address to keep", lengthUpTo(128), strconv.Itoa)
	cli.AddValue(c, &j.keepV4, true, "keep-v4", "", "LENGTH", "truncate: bits of an IPv4 address to keep", lengthUpTo(32), strconv.Itoa)
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
		Bind: func(r *pseudonymRecord, it *ip.Item) { r.it, r.by, r.shown = it, p, &r.out },
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

// prepare returns what the flags ask for.
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
			return nil, errors.New("--reverse goes with a method that has a key: truncation cannot be undone")
		case len(j.secrets.files)+len(j.secrets.values) > 0:
			return nil, errors.New("truncate takes no secret: --method says which method it is for")
		case c.Flags().Changed("collisions"):
			return nil, errors.New("--collisions goes with --method ipcrypt-pfx or cryptopan")
		}
		return privacy.NewTruncator(j.keepV6, j.keepV4, e)
	}
	for _, name := range []string{"keep-v6", "keep-v4"} {
		if c.Flags().Changed(name) {
			return nil, errors.New("--" + name + " goes with --method truncate")
		}
	}
	if !m.PreservesPrefixes() && c.Flags().Changed("collisions") {
		return nil, errors.New("--collisions goes with --method ipcrypt-pfx or cryptopan")
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

// lengthUpTo reads a prefix length, with or without its slash.
func lengthUpTo(limit int) func(string) (int, error) {
	return func(s string) (int, error) {
		n, err := numberUpTo[uint8](uint8(limit))(strings.TrimPrefix(s, "/"))
		return int(n), err
	}
}
