package privacy

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math"
	"net/netip"
	"os"
	"os/signal"
	"runtime"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
	"github.com/hextet/hextet/privacy"
)

// A cgaRecord is a cryptographically generated address with its parameters.
type cgaRecord struct {
	opaqueRecord
	*cgaJob
	cga    privacy.CGA
	sec    uint8
	verify bool  // the address was given
	reason error // why it fails verification
}

// A cgaJob holds the flags of privacy cga.
type cgaJob struct {
	flags      showFlags
	keyFile    string
	params     string
	sec        uint8
	modifier   [16]byte
	collisions uint8
	verify     []string

	key   privacy.PublicKey
	given *privacy.CGA // from --params
}

func cgaTable() record.Table[*cgaRecord] {
	hexOf := func(name, doc string, get func(r *cgaRecord) []byte) record.Field[*cgaRecord] {
		return record.Text(name, doc, func(b []byte, r *cgaRecord) []byte { return hex.AppendEncode(b, get(r)) })
	}
	t := record.Table[*cgaRecord]{Default: "output"}
	first, last := opaqueFields(func(r *cgaRecord) *opaqueRecord { return &r.opaqueRecord }, privacy.Crypto)
	t.Fields = append(first,
		record.Bool("valid", "with --verify: whether the address matches the parameters", func(b []byte, r *cgaRecord) []byte {
			if !r.verify {
				return b
			}
			return strconv.AppendBool(b, r.reason == nil)
		}),
		record.Text("reason", "with --verify: why it does not match", func(b []byte, r *cgaRecord) []byte {
			if r.reason == nil {
				return b
			}
			return append(b, r.reason.Error()...)
		}),
		record.Number("sec", "the security parameter", func(b []byte, r *cgaRecord) []byte {
			return strconv.AppendUint(b, uint64(r.sec), 10)
		}),
		record.Text("sec_name", "the name of the security parameter in IANA's registry (RFC 4982)", func(b []byte, r *cgaRecord) []byte {
			name, _, _ := privacy.CGASec(r.sec)
			return append(b, name...)
		}),
		hexOf("modifier", "the modifier", func(r *cgaRecord) []byte { return r.cga.Modifier[:] }),
		record.Text("prefix", "the prefix", func(b []byte, r *cgaRecord) []byte {
			a := [16]byte{}
			copy(a[:], r.cga.Prefix[:])
			return append(appendZoned(b, netip.AddrFrom16(a), ""), "/64"...)
		}),
		record.Number("collision_count", "the number of duplicates detected", func(b []byte, r *cgaRecord) []byte {
			return strconv.AppendUint(b, uint64(r.cga.CollisionCount), 10)
		}),
		record.Text("key_algorithm", "the kind of key", func(b []byte, r *cgaRecord) []byte { return append(b, r.key.Algorithm...) }),
		hexOf("public_key", "the public key, DER SubjectPublicKeyInfo", func(r *cgaRecord) []byte { return r.cga.PublicKey }),
		hexOf("extensions", "the extension fields", func(r *cgaRecord) []byte { return r.cga.Extensions }),
		hexOf("hash1", "Hash1, which gives the identifier", func(r *cgaRecord) []byte { h := r.cga.Hash1(); return h[:] }),
		hexOf("hash2", "Hash2, which starts with 16 times Sec zero bits", func(r *cgaRecord) []byte { h := r.cga.Hash2(); return h[:] }),
		hexOf("parameters", "the CGA Parameters in hexadecimal, for --params", func(r *cgaRecord) []byte {
			b, _ := r.cga.MarshalBinary()
			return b
		}),
	)
	t.Fields = append(t.Fields, last...)
	return t
}

func newCGA(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "cga [PREFIX...]",
		Short: "generate and verify addresses bound to a public key (RFC 3972)",
		Long: withSystems(`Generate the address that is bound to a public key in each prefix, which is a
/64. --key is a file with the public key, PEM or DER.

A security parameter --sec above 0 requires a search for a modifier, on all
cores: an instant for 1, minutes for 2, years for 3 and above. It starts at
--modifier or at a random value, and the result is used for every prefix. A
modifier that already fits is kept. Ctrl-C stops the search and prints where to
continue.

--verify checks addresses, given in place of items, against --key, --modifier
and --collision-count, or against --params, a file with the CGA Parameters in
binary or hexadecimal. The exit status is 1 if a check fails. --json includes
all parameters.`, privacy.Crypto),
		Example: `  hextet privacy cga --key key.pem 2001:db8::/64
  hextet privacy cga --key key.pem --sec 0 --modifier 00112233445566778899aabbccddeeff --json 2001:db8::/64
  hextet privacy cga --key key.pem --modifier 89a8a8b2e858d8b8f2633f44d2d4ce9b --verify fe80::3c4a:5bf6:ffb4:ca6c`,
	}
	c.Flags().SortFlags = false
	j := cgaJob{sec: 1}
	c.Flags().StringVar(&j.keyFile, "key", "", "the public key, a PEM or DER `FILE`")
	cli.AddValue(c, &j.sec, true, "sec", "", "N", "the security parameter, 0 to 7", cli.Number[uint8](0, privacy.MaxSec), func(n uint8) string { return strconv.Itoa(int(n)) })
	cli.AddValue(c, &j.modifier, false, "modifier", "", "HEX", "the modifier to start with, 16 bytes (default random)", privacy.ParseModifier, nil)
	cli.AddValue(c, &j.collisions, false, "collision-count", "", "N", "the number of duplicates detected, 0 to 2 (default 0)", cli.Number[uint8](0, 2), nil)
	c.Flags().StringArrayVar(&j.verify, "verify", nil, "check `ADDRESS` instead (repeatable; - reads standard input)")
	c.Flags().StringVar(&j.params, "params", "", "with --verify: a `FILE` with the CGA Parameters")
	j.flags.add(c)
	cli.Items(a, c, cgaTable, func() (op stream.Op[*cgaRecord], err error) {
		if err := j.load(c); err != nil {
			return op, err
		}
		if err := j.flags.settle(a, c); err != nil {
			return op, err
		}
		if len(j.verify) > 0 {
			return stream.Op[*cgaRecord]{Takes: stream.Words, Each: j.check}, nil
		}
		files := a.Files()
		if nothing := a.InTerminal && len(c.Flags().Args())+len(files) == 0; !nothing {
			err = j.search(a, c)
		}
		return stream.Op[*cgaRecord]{Takes: stream.Words, Each: j.make}, err
	})
	run := c.RunE
	c.RunE = func(c *cobra.Command, args []string) error {
		if len(j.verify) == 0 {
			return run(c, args)
		}
		if len(args) > 0 {
			return cli.Usage(c, "--verify and items cannot be combined")
		}
		return run(c, j.verify)
	}
	return c
}

// load reads the files and checks that the flags fit together.
func (j *cgaJob) load(c *cobra.Command) error {
	changed := c.Flags().Changed
	switch {
	case len(j.verify) == 0 && changed("params"):
		return cli.Usage(c, "--params requires --verify")
	case len(j.verify) > 0 && changed("sec"):
		return cli.Usage(c, "--sec is not used with --verify: the address contains it")
	case changed("params") && (changed("key") || changed("modifier") || changed("collision-count")):
		return cli.Usage(c, "--params contains the key, the modifier and the collision count; --key, --modifier and --collision-count cannot be combined with it")
	case changed("params"):
		b, err := readBounded(j.params)
		if err == nil {
			j.given, err = parseParams(b)
		}
		if err != nil {
			return cli.Usage(c, "--params: %w", err)
		}
		j.key, _ = privacy.ParsePublicKey(j.given.PublicKey)
		return nil
	case j.keyFile == "":
		return cli.Usage(c, "--key is required: a file with the public key")
	case len(j.verify) > 0 && !changed("modifier"):
		return cli.Usage(c, "--verify requires --key and --modifier, or --params")
	}
	b, err := readBounded(j.keyFile)
	if err == nil {
		j.key, err = privacy.ParsePublicKey(b)
	}
	if err != nil {
		return cli.Usage(c, "--key: %w", err)
	}
	return nil
}

// readBounded reads a small file.
func readBounded(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	const limit = 1 << 20
	b, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err == nil && len(b) > limit {
		err = errors.New("the file is longer than 1 MB")
	}
	return b, err
}

// parseParams parses CGA Parameters, raw or as hexadecimal digits.
func parseParams(b []byte) (*privacy.CGA, error) {
	if raw, err := hex.DecodeString(string(bytes.TrimSpace(b))); err == nil {
		b = raw
	}
	p, err := privacy.ParseCGA(b)
	return &p, err
}

// search finds the modifier for the security parameter, unless none is needed.
func (j *cgaJob) search(a *cli.App, c *cobra.Command) (err error) {
	if !c.Flags().Changed("modifier") {
		if j.modifier, err = privacy.RandomModifier(rand.Reader); err != nil {
			return err
		}
	}
	if j.sec == 0 {
		return nil
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	quiet, _ := c.Flags().GetBool("no-progress")
	show := a.ErrTerminal && !quiet && !a.Quiet()
	begin, shown := time.Now(), time.Time{}
	s := privacy.CGASearch{
		PublicKey: j.key.DER, Sec: j.sec, Workers: runtime.GOMAXPROCS(0),
		Progress: func(n uint64) {
			now := time.Now()
			if !show || now.Sub(begin) < time.Second || now.Sub(shown) < 200*time.Millisecond {
				return
			}
			shown = now
			fmt.Fprintf(a.Err, "\r\x1b[Khextet: %s modifiers tried of %s on average, %s/s",
				count(float64(n)), count(math.Pow(2, 16*float64(j.sec))), count(float64(n)/now.Sub(begin).Seconds()))
		},
	}
	found, err := s.Find(ctx, j.modifier)
	if !shown.IsZero() {
		io.WriteString(a.Err, "\r\x1b[K")
	}
	if err != nil && ctx.Err() != nil {
		fmt.Fprintf(a.Err, "hextet: interrupted; continue with --modifier %x\n", found)
		return cli.Exit(stream.Trouble)
	}
	j.modifier = found
	return err
}

// count formats a large number for people.
func count(n float64) string {
	for _, unit := range []string{"", " k", " M", " G", " T"} {
		if n < 1000 {
			return strconv.FormatFloat(n, 'f', 0, 64) + unit
		}
		n /= 1000
	}
	return strconv.FormatFloat(n, 'g', 3, 64) + " P"
}

func (j *cgaJob) make(in *ip.Item, out *stream.Out[*cgaRecord]) error {
	item := in.Text
	it, err := parsePrefixItem(item)
	if err != nil {
		return err
	}
	p, err := privacy.NewCGA(it.Prefix(), j.key.DER, j.modifier, j.collisions)
	if err != nil {
		return err
	}
	r := out.Rec
	r.cgaJob, r.cga, r.sec = j, p, j.sec
	r.set(&j.flags, p.Derive(j.sec), it.Zone)
	out.Emit()
	return nil
}

// check verifies an address.
func (j *cgaJob) check(in *ip.Item, out *stream.Out[*cgaRecord]) error {
	item := in.Text
	it, err := addr.ParseItem(item)
	switch {
	case err != nil:
		return err
	case !it.Addr.Is6():
		return errors.New("not an IPv6 address")
	case it.IsPrefix() && it.Bits() != 64 && it.Bits() != 128:
		return errors.New("expected an address; its prefix is always a /64")
	}
	r := out.Rec
	if j.given != nil {
		r.cga = *j.given
	} else if r.cga, err = privacy.NewCGA(netip.PrefixFrom(it.Addr, 64), j.key.DER, j.modifier, j.collisions); err != nil {
		return err
	}
	r.cgaJob, r.verify, r.sec = j, true, privacy.SecOf(lastBits(it.Addr))
	d := r.cga.Derive(r.sec)
	d.Address, d.IID = it.Addr, lastBits(it.Addr)
	r.set(&j.flags, d, it.Zone)
	if r.reason = r.cga.Verify(it.Addr); r.reason != nil {
		out.Fail()
		out.Warn(r.reason.Error())
		if out.Format() == record.Plain {
			return nil
		}
	}
	out.Emit()
	return nil
}
