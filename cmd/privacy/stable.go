package privacy

import (
	"strconv"

	"github.com/spf13/cobra"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
	"github.com/hextet/hextet/privacy"
)

// A stableRecord is a stable address and what it was made from.
type stableRecord struct {
	opaqueRecord
	*stableJob
	prefix addr.Item
}

// A stableJob holds the flags of privacy stable.
type stableJob struct {
	flags showFlags
	sys   privacy.System
	in    privacy.Inputs
	gen   *privacy.Generator

	// What NetworkManager derives from a stable-id.
	kind      privacy.StableType
	expanded  string
	networkID string
}

func stableTable() record.Table[*stableRecord] {
	t := record.Table[*stableRecord]{Default: "output"}
	first, last := opaqueFields(func(r *stableRecord) *opaqueRecord { return &r.opaqueRecord }, privacy.Stable)
	t.Fields = append(first,
		record.Number("dad_counter", "the DAD counter used; higher than given if a reserved identifier was skipped", func(b []byte, r *stableRecord) []byte {
			return strconv.AppendUint(b, uint64(r.d.DADCounter), 10)
		}),
		record.Text("prefix", "the prefix", func(b []byte, r *stableRecord) []byte {
			return addr.AppendPrefix(b, r.prefix.Prefix().Masked())
		}),
	)
	input := func(r *stableRecord) *privacy.Inputs { return &r.in }
	for _, f := range inputFields() {
		t.Fields = append(t.Fields, record.Of(f, input))
	}
	t.Fields = append(t.Fields,
		record.Text("byte_order", "the byte order of the host, if it matters", func(b []byte, r *stableRecord) []byte {
			if !r.sys.Info().Uses(privacy.InputByteOrder) {
				return b
			}
			return append(b, r.in.ByteOrder.String()...)
		}).OneOf(privacy.LittleEndian.String(), privacy.BigEndian.String()),
		record.Text("purpose", "systemd-networkd without a secret: the origin of the prefix", func(b []byte, r *stableRecord) []byte {
			if r.sys != privacy.Networkd || !r.in.Secret.IsZero() {
				return b
			}
			return append(b, r.in.Purpose.String()...)
		}).OneOf(privacy.PurposeRA.String(), privacy.PurposePD.String(), privacy.PurposeRADV.String()),
	)
	nm := func(r *stableRecord) bool { return r.sys == privacy.NetworkManager }
	t.Fields = append(t.Fields,
		record.Number("stable_type", "networkmanager: the type of the stable-id: 0 unset, 1 text, 2 with tokens", func(b []byte, r *stableRecord) []byte {
			if !nm(r) {
				return b
			}
			return strconv.AppendUint(b, uint64(r.kind), 10)
		}),
		record.Text("expanded", "networkmanager: the stable-id with its tokens expanded", func(b []byte, r *stableRecord) []byte {
			return append(b, r.expanded...)
		}),
		record.Text("network_id", "the network; for networkmanager derived from the stable-id", func(b []byte, r *stableRecord) []byte {
			if nm(r) {
				return append(b, r.networkID...)
			}
			return append(b, r.in.NetworkID...)
		}),
	)
	t.Fields = append(t.Fields, last...)
	return t
}

// inputFields returns the fields of the inputs that are not secret, except the network
// id and the DAD counter.
func inputFields() []record.Field[*privacy.Inputs] {
	return []record.Field[*privacy.Inputs]{
		record.TextOf("interface", "the interface", func(in *privacy.Inputs) string { return in.Interface }),
		record.Text("mac", "the hardware address", func(b []byte, in *privacy.Inputs) []byte {
			return appendHardware(b, in.Hardware)
		}),
		record.TextOf("ssid", "the SSID", func(in *privacy.Inputs) string { return in.SSID }),
		record.Number("vlan", "the VLAN id", func(b []byte, in *privacy.Inputs) []byte {
			if in.VLAN == 0 {
				return b
			}
			return strconv.AppendUint(b, uint64(in.VLAN), 10)
		}),
		record.TextOf("hostname", "kame: the name of the host", func(in *privacy.Inputs) string { return in.Hostname }),
		record.TextOf("connection", "networkmanager: the UUID of the connection", func(in *privacy.Inputs) string { return deref(in.Connection) }),
		record.TextOf("stable_id", "networkmanager: connection.stable-id", func(in *privacy.Inputs) string { return deref(in.StableID) }),
		record.TextOf("boot_id", "networkmanager: the boot id", func(in *privacy.Inputs) string { return in.BootID }),
		record.TextOf("release", "networkmanager: the version imitated", func(in *privacy.Inputs) string { return in.Release }),
	}
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func newStable(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "stable [PREFIX...]",
		Short: "the stable address that a system generates in a prefix (RFC 7217)",
		Long: withSystems(`Write the address that a system generates in each prefix, which is a /64, with
the stable, opaque identifiers of RFC 7217. --as selects the system; the default
is RFC 7217 with HMAC-SHA-256. Each system requires the inputs that it uses and
refuses others.

The secret has the form in which the system itself keeps it, see below. For
NetworkManager, --secret-file takes the exact bytes of its secret_key file;
`+secretVariable+` and --secret take hexadecimal digits, or the text of the file if
it is not hexadecimal. Fewer than 16 bytes are its host_id.

--show-input shows the hashed bytes below the address; with --json they are in
"hashed". Secrets are masked.`, privacy.Stable),
		Example: `  hextet privacy stable --as linux --secret-file stable_secret --mac 00:00:5e:00:53:01 fe80::/64
  HEXTET_SECRET=2001:db8::1 hextet privacy stable --as linux --mac 52:54:00:12:34:56 2001:db8:1:2::/64
  hextet privacy stable --as networkmanager --secret-file secret_key --machine-id 0123456789abcdef0123456789abcdef --interface eth0 --connection 6b138152-9f3e-4b97-aaf7-e6e553f2a24e 2001:db8::/64
  hextet privacy stable --as systemd-networkd --machine-id 0123456789abcdef0123456789abcdef --interface eth0 --mac 00-00-5E-00-53-01 2001:db8::/64
  hextet privacy stable --as dhcpcd --secret de:ad:be:ef --mac 00:00:5e:00:53:01 --show-input fe80::/64`,
	}
	c.Flags().SortFlags = false
	var j stableJob
	var secrets secretFlags
	var as, order, stableID, connection string
	addSystem(c, &as, privacy.Stable)
	secrets.addSecret(c, "")
	addInterface(c, &j.in.Interface)
	addMAC(c, &j.in.Hardware)
	addText(c, &j.in.NetworkID, "network-id", "rfc7217: `TEXT` that identifies the network, such as the SSID")
	addText(c, &j.in.SSID, "ssid", "the SSID as `TEXT`, on Wi-Fi")
	cli.AddValue(c, &j.in.VLAN, false, "vlan", "", "ID", "dhcpcd: the VLAN id", cli.Number[uint16](0, 4095), nil)
	addDADCounter(c, &j.in.DADCounter)
	addByteOrder(c, &order)
	secrets.addMachineID(c, "")
	addText(c, &connection, "connection", "networkmanager: the `UUID` of the connection")
	addText(c, &stableID, "stable-id", "networkmanager: connection.stable-id as `TEXT`; empty is not the same as unset")
	addText(c, &j.in.Expanded, "expanded-stable-id", "networkmanager: a connection.stable-id as `TEXT` whose tokens have been expanded")
	addText(c, &j.in.BootID, "boot-id", "networkmanager: `UUID` of /proc/sys/kernel/random/boot_id, for ${BOOT}")
	secrets.addHostUUID(c, "")
	addText(c, &j.in.Hostname, "hostname", "kame: the `NAME` of the host, with its domain where it has one")
	purpose := privacy.PurposeRA.String()
	cli.AddWord(c, &purpose, "purpose", "", "systemd-networkd: the origin of the prefix", []cli.Word{
		{Name: privacy.PurposeRA.String(), Doc: "[IPv6AcceptRA], a router advertisement"},
		{Name: privacy.PurposePD.String(), Doc: "[DHCPPrefixDelegation], a delegated prefix"},
		{Name: privacy.PurposeRADV.String(), Doc: "[IPv6Prefix], announced by the host itself"},
	})
	addText(c, &j.in.Release, "release", "networkmanager: imitate `VERSION`, such as 1.42 (default the newest)")
	j.flags.add(c)
	return cli.Items(a, c, stableTable, func() (op stream.Op[*stableRecord], err error) {
		if j.sys, err = privacy.ParseSystem(privacy.Stable, as); err != nil {
			return op, err
		}
		if err := refuse(c, j.sys); err != nil {
			return op, err
		}
		if err := j.flags.settle(a, c); err != nil {
			return op, err
		}
		if j.in.ByteOrder, err = privacy.ParseByteOrder(order); err != nil {
			return op, err
		}
		if j.in.Purpose, err = privacy.ParsePurpose(purpose); err != nil {
			return op, err
		}
		if c.Flags().Changed("connection") {
			j.in.Connection = &connection
		}
		if c.Flags().Changed("stable-id") {
			j.in.StableID = &stableID
		}
		if err := j.secrets(a, c, &secrets); err != nil {
			return op, err
		}
		if j.gen, err = privacy.New(j.sys, j.in); err != nil {
			return op, needs(c, err)
		}
		if j.sys == privacy.NetworkManager {
			j.kind, j.expanded, j.networkID = j.in.ExpandStableID()
			if j.expanded != "" {
				j.flags.remark = "The network id is the base64 of SHA-1 of the expanded stable-id, " + strconv.Quote(j.expanded) + "."
			}
		}
		return j.op(), nil
	})
}

// secrets reads every secret that the system uses.
func (j *stableJob) secrets(a *cli.App, c *cobra.Command, s *secretFlags) error {
	if len(s.machineIDs) > 1 || len(s.hostUUIDs) > 1 {
		return cli.Usage(c, "--machine-id and --hostuuid are given once")
	}
	ids, err := s.readMachineIDs(a, c)
	if err != nil {
		return err
	}
	uuids, err := s.readHostUUIDs(a, c)
	if err != nil {
		return err
	}
	for _, id := range ids {
		j.in.MachineID = id
	}
	for _, id := range uuids {
		j.in.HostUUID = id
	}
	if !j.sys.Info().Uses(privacy.InputSecret) {
		return nil
	}
	list, err := s.read(a, c, false)
	if err != nil || len(list) == 0 {
		return err
	}
	secret, warn, err := list[0].parse(j.sys)
	if err != nil {
		return cli.Usage(c, "%w", err)
	}
	if warn != "" {
		a.Warn(warn)
	}
	j.in.Secret = secret
	return nil
}

func (j *stableJob) op() stream.Op[*stableRecord] {
	return stream.Op[*stableRecord]{Takes: stream.Words, Each: j.each}
}

func (j *stableJob) each(in *ip.Item, out *stream.Out[*stableRecord]) error {
	item := in.Text
	it, err := parsePrefixItem(item)
	if err != nil {
		return err
	}
	r := out.Rec
	derive := j.gen.Derive
	if j.flags.input {
		derive = j.gen.Explain
	}
	d, err := derive(it.Prefix())
	if err != nil {
		return err
	}
	r.stableJob, r.prefix = j, it
	r.set(&j.flags, d, it.Zone)
	out.Emit()
	return nil
}
