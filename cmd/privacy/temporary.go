package privacy

import (
	"crypto/rand"
	"errors"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/eui64"
	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
	"github.com/hextet/hextet/privacy"
)

// A temporaryRecord is a temporary address and what it was made from.
type temporaryRecord struct {
	opaqueRecord
	*temporaryJob
	prefix addr.Item
	next   privacy.History
	time   time.Time
}

// A temporaryJob holds the flags of privacy temporary.
type temporaryJob struct {
	flags   showFlags
	sys     privacy.System
	stable  eui64.IID // rfc3041, rfc4941
	history privacy.History
	hash    *privacy.TemporaryHash // for rfc8981 with a secret
	mac     []byte
	count   uint32
}

// hasHistory reports whether each identifier is derived from the previous one.
func (j *temporaryJob) hasHistory() bool { return j.sys != privacy.RFC8981 }

func temporaryTable() record.Table[*temporaryRecord] {
	t := record.Table[*temporaryRecord]{Default: "output"}
	first, last := opaqueFields(func(r *temporaryRecord) *opaqueRecord { return &r.opaqueRecord }, privacy.Temporary)
	hashed := func(get func(b []byte, h *privacy.TemporaryHash, r *temporaryRecord) []byte) func([]byte, *temporaryRecord) []byte {
		return func(b []byte, r *temporaryRecord) []byte {
			if r.hash == nil {
				return b
			}
			return get(b, r.hash, r)
		}
	}
	t.Fields = append(first,
		record.Number("dad_counter", "rfc8981 with a secret: the DAD counter used", hashed(func(b []byte, _ *privacy.TemporaryHash, r *temporaryRecord) []byte {
			return strconv.AppendUint(b, uint64(r.d.DADCounter), 10)
		})),
		record.Text("prefix", "the prefix", func(b []byte, r *temporaryRecord) []byte {
			return addr.AppendPrefix(b, r.prefix.Prefix().Masked())
		}),
		record.Text("history", "rfc3041, rfc4941: the history value for the next one", func(b []byte, r *temporaryRecord) []byte {
			if !r.hasHistory() {
				return b
			}
			return r.next.AppendTo(b)
		}),
		record.Text("stable_iid", "rfc3041, rfc4941: the identifier of the public address", func(b []byte, r *temporaryRecord) []byte {
			if !r.hasHistory() {
				return b
			}
			return r.stable.AppendTo(b)
		}),
		record.Text("interface", "rfc8981 with a secret: the interface", hashed(func(b []byte, h *privacy.TemporaryHash, _ *temporaryRecord) []byte {
			return append(b, h.Interface...)
		})),
		record.Text("mac", "the hardware address", func(b []byte, r *temporaryRecord) []byte { return appendHardware(b, r.mac) }),
		record.Text("network_id", "rfc8981 with a secret: the network", hashed(func(b []byte, h *privacy.TemporaryHash, _ *temporaryRecord) []byte {
			return append(b, h.NetworkID...)
		})),
		record.Text("time", "rfc8981 with a secret: the time that was hashed", hashed(func(b []byte, _ *privacy.TemporaryHash, r *temporaryRecord) []byte {
			return r.time.AppendFormat(b, time.RFC3339)
		})),
	)
	t.Fields = append(t.Fields, last...)
	return t
}

func newTemporary(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "temporary [PREFIX...]",
		Short: "generate temporary addresses (RFC 8981)",
		Long: withSystems(`Generate --count temporary addresses in each prefix, which is a /64.

rfc8981, the default, is random; with a secret it is the hash form of section
3.3.2, whose Net_Iface, Network_ID and Time are --interface and --mac,
--network-id and --time. With --count, each address is one day later than the
one before, because temporary addresses are preferred for a day.

rfc3041 and rfc4941 compute MD5 of a history value and the identifier of the
public address, which is --iid or derived from --mac. All prefixes get the same
identifiers. --json includes the next history value.`, privacy.Temporary),
		Example: `  hextet privacy temporary 2001:db8::/64
  hextet privacy temporary --as rfc4941 --mac 00:00:5e:00:53:01 --history 0123456789abcdef --count 3 --json 2001:db8::/64
  HEXTET_SECRET=000102030405060708090a0b0c0d0e0f hextet privacy temporary --interface eth0 --time 2026-11-20T00:00:00Z 2001:db8::/64`,
	}
	c.Flags().SortFlags = false
	j := temporaryJob{count: 1}
	var secrets secretFlags
	var hash privacy.TemporaryHash
	as := privacy.RFC8981.String()
	addSystem(c, &as, privacy.Temporary)
	cli.AddValue(c, &j.stable, false, "iid", "", "IID", "rfc3041, rfc4941: the identifier of the public address", eui64.ParseAddrOrIID, nil)
	addMAC(c, &j.mac)
	cli.AddValue(c, &j.history, false, "history", "", "HEX", "rfc3041, rfc4941: the history value, 8 bytes (default random)", privacy.ParseHistory, nil)
	cli.AddValue(c, &j.count, false, "count", "", "N", "the number of addresses per prefix (default 1)", cli.Number[uint32](1, 1<<32-1), nil)
	secrets.addSecret(c, "")
	addInterface(c, &hash.Interface)
	addText(c, &hash.NetworkID, "network-id", "rfc8981 with a secret: `TEXT` that identifies the network")
	addTime(c, &hash.Time, "rfc8981 with a secret: the time to hash (default now)")
	addDADCounter(c, &hash.DADCounter)
	j.flags.add(c)
	return cli.Items(a, c, temporaryTable, func() (op stream.Op[*temporaryRecord], err error) {
		if j.sys, err = privacy.ParseSystem(privacy.Temporary, as); err != nil {
			return op, err
		}
		if err := refuse(c, j.sys); err != nil {
			return op, err
		}
		if err := j.flags.settle(a, c); err != nil {
			return op, err
		}
		if j.hasHistory() {
			err = j.begin(c)
		} else {
			err = j.setHash(a, c, &secrets, hash)
		}
		return stream.Op[*temporaryRecord]{Takes: stream.Words, Each: j.each, Serial: j.count > 1000}, err
	})
}

// begin sets the initial state of rfc3041 and rfc4941.
func (j *temporaryJob) begin(c *cobra.Command) (err error) {
	iid, mac := c.Flags().Changed("iid"), c.Flags().Changed("mac")
	switch {
	case c.Flags().Changed("time"):
		return cli.Usage(c, "%v: --time is not used", j.sys)
	case iid && mac:
		return cli.Usage(c, "%v: --iid or --mac, not both", j.sys)
	case !iid && !mac:
		return cli.Usage(c, "%v: --iid or --mac is required, for the identifier of the public address", j.sys)
	case mac:
		m, ok := eui64.MACFromSlice(j.mac)
		if !ok {
			return cli.Usage(c, "%v: --mac is neither a MAC nor an EUI-64", j.sys)
		}
		id, err := eui64.FromMAC(m)
		if err != nil {
			return cli.Usage(c, "--mac: %w", err)
		}
		j.stable = id
	}
	if !c.Flags().Changed("history") {
		j.history, err = privacy.RandomHistory(rand.Reader)
	}
	return err
}

// setHash sets up the hash of rfc8981, if there is a secret.
func (j *temporaryJob) setHash(a *cli.App, c *cobra.Command, s *secretFlags, hash privacy.TemporaryHash) error {
	for _, n := range []string{"iid", "history"} {
		if c.Flags().Changed(n) {
			return cli.Usage(c, "%v: --%s is not used", j.sys, n)
		}
	}
	list, err := s.read(a, c, false)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		for _, n := range []string{"interface", "mac", "network-id", "time", "dad-counter"} {
			if c.Flags().Changed(n) {
				return cli.Usage(c, "%v: --%s requires a secret (--secret-file, %s or --secret); without one the address is random", j.sys, n, secretVariable)
			}
		}
		return nil
	}
	if hash.Secret, _, err = list[0].parse(j.sys); err != nil {
		return cli.Usage(c, "%w", err)
	}
	hash.Hardware = j.mac
	if !c.Flags().Changed("time") {
		hash.Time = time.Now().Truncate(time.Second).UTC()
	}
	j.hash = &hash
	return nil
}

func (j *temporaryJob) each(in *ip.Item, out *stream.Out[*temporaryRecord]) error {
	item := in.Text
	it, err := parsePrefixItem(item)
	switch {
	case err != nil:
		return err
	case it.Bits() != 64:
		return errors.New("the prefix length is not 64")
	}
	r := out.Rec
	r.temporaryJob, r.prefix, r.next = j, it, j.history
	for k := range j.count {
		d, err := j.make(it, k, r)
		if err != nil {
			return err
		}
		r.set(&j.flags, d, it.Zone)
		if !out.Emit() {
			break
		}
	}
	return nil
}

// make returns the k-th address and updates the history and time in r.
func (j *temporaryJob) make(it addr.Item, k uint32, r *temporaryRecord) (d privacy.Derivation, err error) {
	p := it.Prefix()
	switch {
	case j.hash != nil:
		h := *j.hash
		h.Time = h.Time.AddDate(0, 0, int(k))
		r.time = h.Time
		return h.Derive(p)
	case !j.hasHistory():
		iid, err := privacy.RandomTemporary(rand.Reader)
		return privacy.Derivation{System: j.sys, Address: below(p, iid), IID: iid}, err
	}
	d.System = j.sys
	before := r.next
	d.IID, r.next = privacy.NextTemporary(j.sys, j.stable, before)
	d.Address = below(p, d.IID)
	if j.flags.input {
		// If reserved identifiers were skipped, show the input of the last step.
		for {
			_, next := privacy.NextTemporary(privacy.RFC3041, j.stable, before)
			if next == r.next {
				break
			}
			before = next
		}
		d.Input = privacy.TemporaryInput(j.stable, before)
	}
	return d, nil
}

// addTime adds --time.
func addTime(c *cobra.Command, t *time.Time, usage string) {
	cli.AddValue(c, t, false, "time", "", "RFC3339", usage, func(s string) (time.Time, error) {
		t, err := time.Parse(time.RFC3339, s)
		if err != nil {
			err = errors.New("not a time of the form 2026-11-20T10:00:00Z")
		}
		return t, err
	}, nil)
}
