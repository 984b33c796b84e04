package privacy

import (
	"bytes"
	"encoding/hex"
	"errors"
	"net/netip"
	"strconv"
	"strings"
	"sync/atomic"

	"github.com/spf13/cobra"

	"github.com/hextet/hextet/eui64"
	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/fields"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
	"github.com/hextet/hextet/privacy"
)

// An identifyRecord is an address and one way in which it was generated or, if none is
// found, what can be said about it.
type identifyRecord struct {
	addr    netip.Addr
	zone    string
	id      eui64.Analysis
	eui64   bool          // made from the MAC in match.Inputs, which was given
	match   privacy.Match // without a system if there is none
	from    string        // source of its secret
	detail  []byte
	couldBe []string

	hardware []byte // for match.Inputs
}

// begin prepares r for another address, reusing its memory.
func (r *identifyRecord) begin(a netip.Addr, zone string, id eui64.Analysis) {
	if r.match.System != 0 || r.match.Inputs.Hardware != nil {
		r.match = privacy.Match{} // large, and only set for few addresses
	}
	r.addr, r.zone, r.id, r.eui64, r.from = a, zone, id, false, ""
	r.detail, r.couldBe = r.detail[:0], r.couldBe[:0]
}

// An identifyJob holds the flags of privacy identify.
type identifyJob struct {
	from  []string // source of each secret
	macs  []macIID // for the given hardware addresses
	cands privacy.Candidates
	id    *privacy.Identifier
	found atomic.Bool
}

// A macIID is a hardware address and the interface identifier that Ethernet, FireWire
// or InfiniBand makes from it.
type macIID struct {
	hardware []byte
	id       eui64.IID
}

// madeFromMAC is the "system" of an identifier made from a MAC.
const madeFromMAC = "eui64"

func identifyTable() record.Table[*identifyRecord] {
	t := record.Table[*identifyRecord]{
		Default: "address,system,mac,dad_counter,detail",
		Keys:    identifyKeys,
		Key:     (*identifyRecord).key,
	}
	varies := func(r *identifyRecord) bool { return r.key() == 0 }
	matched := func(text func(b []byte, r *identifyRecord) []byte) func([]byte, *identifyRecord) []byte {
		return func(b []byte, r *identifyRecord) []byte {
			if r.match.System == 0 {
				return b
			}
			return text(b, r)
		}
	}
	t.Fields = []record.Field[*identifyRecord]{
		record.Text("address", "the address", func(b []byte, r *identifyRecord) []byte {
			return appendZoned(b, r.addr, r.zone)
		}).TameIf(func(r *identifyRecord) bool { return r.zone == "" }),
		record.Text("iid", "the interface identifier, the last 64 bits", func(b []byte, r *identifyRecord) []byte {
			return lastBits(r.addr).AppendTo(b)
		}).Tame(),
		record.Text("kind", "what the identifier looks like, as iid.kind of classify", func(b []byte, r *identifyRecord) []byte {
			if r.id.Kind == eui64.KindUnknown {
				return b
			}
			return append(b, r.id.Kind.String()...)
		}).OneOf(fields.Words(eui64.KindSubnetRouterAnycast, eui64.KindRandom)...).Tame().ByKeyUnless(varies),
		record.Text("system", "the system that made it; eui64 for one made from a given MAC", func(b []byte, r *identifyRecord) []byte {
			switch {
			case r.eui64:
				return append(b, madeFromMAC...)
			case r.match.System == 0:
				return b
			}
			return append(b, r.match.System.String()...)
		}).OneOf(append(systemNames(privacy.Stable), madeFromMAC)...).ByKey(),
		record.Number("dad_counter", "the DAD counter used", matched(func(b []byte, r *identifyRecord) []byte {
			return strconv.AppendUint(b, uint64(r.match.DADCounter), 10)
		})).ByKey(),
	}
	input := func(r *identifyRecord) *privacy.Inputs { return &r.match.Inputs }
	for _, f := range inputFields() {
		f := record.Of(f, input).ByKey()
		if f.Name == "mac" {
			f = f.ByKeyUnless(varies)
		}
		t.Fields = append(t.Fields, f)
	}
	t.Fields = append(t.Fields,
		record.Text("network_id", "the network", func(b []byte, r *identifyRecord) []byte {
			return append(b, r.match.Inputs.NetworkID...)
		}).ByKey(),
		record.Text("byte_order", "the byte order of the host, if it matters", matched(func(b []byte, r *identifyRecord) []byte {
			if !r.match.System.Info().Uses(privacy.InputByteOrder) {
				return b
			}
			return append(b, r.match.Inputs.ByteOrder.String()...)
		})).OneOf(privacy.LittleEndian.String(), privacy.BigEndian.String()).ByKey(),
		record.Text("purpose", "systemd-networkd without a secret: the origin of the prefix", matched(func(b []byte, r *identifyRecord) []byte {
			if r.match.System != privacy.Networkd || r.match.Secret >= 0 {
				return b
			}
			return append(b, r.match.Inputs.Purpose.String()...)
		})).OneOf(privacy.PurposeRA.String(), privacy.PurposePD.String(), privacy.PurposeRADV.String()).ByKey(),
		record.Text("secret_from", "the secret that matches, if there is one", matched(func(b []byte, r *identifyRecord) []byte {
			return append(b, r.from...)
		})).ByKey(),
		verifiedField(func(r *identifyRecord) privacy.System { return r.match.System }).ByKey(),
		record.Text("detail", "a short description", func(b []byte, r *identifyRecord) []byte {
			r.describe()
			return append(b, r.detail...)
		}).ByKeyUnless(varies),
		record.Texts("could_be", "what it could be, if nothing matches", func(r *identifyRecord) []string {
			r.describe()
			return r.couldBe
		}).OneOf(couldBeWords()...).ByKeyUnless(varies),
	)
	return t
}

// key returns a number for all that is said of an identifier that nothing matches: 0
// where it has a part of it, as a MAC; -1 of one that something matches. (No reserved
// identifier is a low number or looks random.)
func (r *identifyRecord) key() int {
	switch {
	case r.eui64 || r.match.System != 0:
		return -1
	case r.id.Kind == eui64.KindLowByte:
		return 1
	case r.id.Kind == eui64.KindRandom:
		return 2 + int(r.id.Value>>56) // that has the u and g bits, and Sec
	}
	return 0
}

const identifyKeys = 2 + 1<<8

func newIdentify(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "identify [ADDRESS...]",
		Short: "find the system, MAC and DAD counter that generated an address",
		Long: `Try every system of 'hextet privacy stable' on each address, with every
combination of the secrets, MACs, interfaces and whatever else is given, and
with DAD counters from 0 to 3, and say which made it. Every flag may be
repeated. Both byte orders are tried, every purpose of systemd-networkd, and the
permanent MAC 00:00:00:00:00:00 of virtual interfaces. Each system reads the
secrets in its own form, and passes over those that it cannot read.

An identifier that is the Modified EUI-64 of a given MAC is an answer too. For
any other the record says what it looks like, as 'hextet classify' does: the MAC
in it, a reserved identifier, possibly a CGA, possibly random. The exit status
is 1 when there was no answer for any of the addresses.`,
		Example: `  HEXTET_SECRET=2001:db8::1 hextet privacy identify --mac 52:54:00:12:34:56 2001:db8:1:2:26f1:eb70:83fa:3dd9
  hextet privacy identify --secret-file secret_key --secret-file stable_secret --mac 52:54:00:12:34:56 --interface eth0 --interface wlan0 -f addresses.txt
  hextet privacy identify -j fe80::200:5eff:fe00:5301`,
	}
	c.Flags().SortFlags = false
	var j identifyJob
	var secrets secretFlags
	const more = " (repeatable)"
	k := &j.cands
	secrets.addSecret(c, more)
	same := func(s string) (string, error) { return s, nil }
	cli.AddList(c, &k.Interfaces, "interface", "NAME", "an interface name", same)
	completeInterfaces(c)
	cli.AddList(c, &k.Hardware, "mac", "MAC", "a hardware address", parseHardware)
	completeMACs(c)
	cli.AddList(c, &k.NetworkIDs, "network-id", "TEXT", "rfc7217: the network", same)
	cli.AddList(c, &k.SSIDs, "ssid", "TEXT", "an SSID", same)
	cli.AddList(c, &k.VLANs, "vlan", "ID", "dhcpcd: a VLAN id", cli.Number[uint16](0, 4095))
	secrets.addMachineID(c, more)
	cli.AddList(c, &k.Connections, "connection", "UUID", "networkmanager: a connection", same)
	cli.AddList(c, &k.StableIDs, "stable-id", "TEXT", "networkmanager: a connection.stable-id", same)
	cli.AddList(c, &k.BootIDs, "boot-id", "UUID", "networkmanager: /proc/sys/kernel/random/boot_id", same)
	secrets.addHostUUID(c, more)
	cli.AddList(c, &k.Hostnames, "hostname", "NAME", "kame: a name of the host", same)
	cli.AddValue(c, &k.MaxDADCounter, false, "max-dad-counter", "", "N", "the highest DAD counter to try (default 3, for networkmanager 5)", cli.Number[uint32](0, 10000), nil)
	cli.Items(a, c, identifyTable, func() (op stream.Op[*identifyRecord], err error) {
		if err := j.prepare(a, c, &secrets); err != nil {
			return op, err
		}
		return stream.Op[*identifyRecord]{Each: j.each, Adds: true}, nil
	})
	run := c.RunE
	c.RunE = func(c *cobra.Command, args []string) error {
		if err := run(c, args); err != nil || j.found.Load() {
			return err
		}
		return cli.Exit(stream.No)
	}
	return c
}

// prepare reads every secret and sets up the Identifier.
func (j *identifyJob) prepare(a *cli.App, c *cobra.Command, s *secretFlags) (err error) {
	k := &j.cands
	list, err := s.read(a, c, true)
	if err != nil {
		return err
	}
	total := map[string]int{}
	for _, r := range list {
		total[r.from]++
	}
	seen := map[string]int{}
	for _, r := range list {
		from := r.from
		if seen[from]++; total[from] > 1 {
			from += " " + strconv.Itoa(seen[from])
		}
		if len(bytes.TrimSpace(r.text)) == 0 {
			return cli.Usage(c, "%s: the secret is empty", from)
		}
		add := func(b []byte) {
			k.Secrets = append(k.Secrets, privacy.NewSecret(b))
			j.from = append(j.from, from)
		}
		add(r.text)
		// NetworkManager's secret_key may be in hexadecimal.
		if b, err := hex.DecodeString(strings.TrimSpace(string(r.text))); err == nil && r.from != "--secret-file" {
			add(b)
		}
	}
	if k.MachineIDs, err = s.readMachineIDs(a, c); err != nil {
		return err
	}
	if k.HostUUIDs, err = s.readHostUUIDs(a, c); err != nil {
		return err
	}
	j.id = privacy.NewIdentifier(*k)
	for _, hw := range k.Hardware {
		link := eui64.Ethernet
		if len(hw) == infiniBand {
			link = eui64.InfiniBand
		}
		if id, err := eui64.FromLinkAddr(link, hw); err == nil {
			j.macs = append(j.macs, macIID{hw, id})
		}
	}
	return nil
}

func (j *identifyJob) each(in *ip.Item, out *stream.Out[*identifyRecord]) error {
	a := in.Addr()
	switch {
	case !a.Is6() || a.Is4In6():
		return errors.New("an IPv4 address has no interface identifier")
	case a.IsMulticast():
		return errors.New("a multicast address has no interface identifier")
	case in.IsBlock():
		return errors.New("a prefix has no interface identifier; expected an address")
	}
	r := out.Rec
	id, ok := eui64.AnalyzeAddr(a)
	r.begin(a, in.Zone, id)
	for m := range j.id.Matches(a) {
		j.found.Store(true)
		r.match, r.from = m, ""
		if m.Secret >= 0 {
			r.from = j.from[m.Secret]
		}
		r.detail = append(r.detail[:0], matchDetail(r)...)
		if !out.Emit() {
			return nil
		}
	}
	for _, m := range j.macs {
		if ok && m.id == id.Value {
			j.found.Store(true)
			r.eui64, r.match, r.from = true, privacy.Match{Inputs: privacy.Inputs{Hardware: m.hardware}}, ""
			if id.Kind == eui64.KindEUI64 {
				r.detail = id.AppendReason(r.detail)
			} else {
				r.detail = append(r.detail, "made from the given hardware address (RFC 4291 appendix A)"...)
			}
			out.Emit()
			return nil
		}
	}
	if r.match.System != 0 {
		return nil
	}
	if r.key() == 0 {
		r.describe() // and what it sets
	}
	out.Emit()
	return nil
}

// matchDetail returns what the detail of a match adds to the other columns.
func matchDetail(r *identifyRecord) string {
	in := &r.match.Inputs
	parts := []string{r.match.System.Info().Doc}
	add := func(name, value string) {
		if value != "" {
			parts = append(parts, name+" "+value)
		}
	}
	add("interface", in.Interface)
	add("network id", in.NetworkID)
	add("SSID", in.SSID)
	if in.VLAN != 0 {
		add("VLAN", strconv.Itoa(int(in.VLAN)))
	}
	add("host name", in.Hostname)
	add("connection", deref(in.Connection))
	if in.StableID != nil {
		add("stable-id", strconv.Quote(*in.StableID))
	}
	if in.Release != "" {
		add("as of release", in.Release)
	}
	if in.ByteOrder == privacy.BigEndian {
		parts = append(parts, "big-endian host")
	}
	if !in.MachineID.IsZero() && r.match.System == privacy.Networkd {
		add("purpose", in.Purpose.String())
	}
	if strings.Contains(r.from, " ") { // one of several
		add("secret from", r.from)
	}
	if !r.match.System.Info().Verified {
		parts = append(parts, "never checked on a running system")
	}
	return strings.Join(parts, "; ")
}

// The values of could_be.
const (
	couldEUI64    = "eui64"
	couldReserved = "reserved"
	couldLow      = "low"
	couldOpaque   = "opaque"
	couldMD5      = "temporary-md5"
	couldCGA      = "cga"
)

func couldBeWords() []string {
	return []string{couldEUI64, couldReserved, couldLow, couldOpaque, couldMD5, couldCGA}
}

// describe fills in what the identifier reveals by itself, as text and as values, unless
// that or a match has been filled in already.
func (r *identifyRecord) describe() {
	if len(r.detail) > 0 {
		return
	}
	id := &r.id
	if id.Kind == eui64.KindUnknown {
		r.detail = append(r.detail, "the last 64 bits are not an interface identifier"...)
		return
	}
	r.detail = id.AppendReason(r.detail)
	if id.Value.IsReserved() {
		r.couldBe = append(r.couldBe, couldReserved)
	}
	switch id.Kind {
	case eui64.KindEUI64:
		r.couldBe = append(r.couldBe, couldEUI64)
		r.hardware = id.MAC.AppendOctets(r.hardware[:0])
		r.match.Inputs.Hardware = r.hardware
	case eui64.KindLowByte:
		r.couldBe = append(r.couldBe, couldLow)
	case eui64.KindRandom:
		r.couldBe = append(r.couldBe, couldOpaque)
		first := id.Value >> 56
		if first&0x02 == 0 { // RFC 3041 and RFC 4941 clear u
			r.couldBe = append(r.couldBe, couldMD5)
		}
		if first&0x03 == 0 { // RFC 3972 section 4
			r.couldBe = append(r.couldBe, couldCGA)
			r.detail = append(r.detail, "; u and g are 0, so possibly a CGA with Sec "...)
			r.detail = strconv.AppendInt(r.detail, int64(privacy.SecOf(id.Value)), 10)
		}
	}
}
