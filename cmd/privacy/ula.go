package privacy

import (
	"crypto/rand"
	"net/netip"
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

// A ulaRecord is a unique local prefix and what it was made from.
type ulaRecord struct {
	*ulaJob
	prefix netip.Prefix
	hashed []privacy.Field
}

// A ulaJob holds the flags of privacy ula.
type ulaJob struct {
	flags    showFlags
	sys      privacy.System
	mac      []byte
	time     time.Time
	modified bool
	hostID   string
}

func ulaTable() record.Table[*ulaRecord] {
	only := func(sys privacy.System, text func(b []byte, r *ulaRecord) []byte) func([]byte, *ulaRecord) []byte {
		return func(b []byte, r *ulaRecord) []byte {
			if r.sys != sys {
				return b
			}
			return text(b, r)
		}
	}
	return record.Table[*ulaRecord]{
		Default: "output",
		NoInput: true,
		Fields: []record.Field[*ulaRecord]{
			record.Text("output", "the /48", func(b []byte, r *ulaRecord) []byte {
				b = addr.AppendPrefix(b, r.prefix)
				if r.flags.teach {
					b = r.flags.appendInput(b, r.sys, r.hashed)
				}
				return b
			}),
			record.Text("system", "the system to imitate", func(b []byte, r *ulaRecord) []byte {
				return append(b, r.sys.String()...)
			}).OneOf(systemNames(privacy.UniqueLocal)...),
			record.Text("mac", "rfc4193: the MAC or EUI-64", only(privacy.RFC4193, func(b []byte, r *ulaRecord) []byte {
				return appendHardware(b, r.mac)
			})),
			record.Text("time", "rfc4193: the time", only(privacy.RFC4193, func(b []byte, r *ulaRecord) []byte {
				return r.time.AppendFormat(b, time.RFC3339Nano)
			})),
			record.Bool("modified", "rfc4193: whether the u bit of the EUI-64 was inverted", only(privacy.RFC4193, func(b []byte, r *ulaRecord) []byte {
				return strconv.AppendBool(b, r.modified)
			})),
			record.Text("host_id", "docker: the id of the host", only(privacy.Docker, func(b []byte, r *ulaRecord) []byte {
				return append(b, r.hostID...)
			})),
			verifiedField(func(r *ulaRecord) privacy.System { return r.sys }),
			hashedField(func(r *ulaRecord) []privacy.Field {
				if r.flags.input {
					return r.hashed
				}
				return nil
			}),
		},
	}
}

func newULA(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "ula",
		Short: "generate a unique local /48 (RFC 4193)",
		Args: func(c *cobra.Command, args []string) error {
			if len(args) > 0 || c.Flags().Changed("file") {
				return cli.Usage(c, "ula takes no items: it generates a prefix")
			}
			return nil
		},
		Long: withSystems(`Generate a unique local prefix, a /48 below fd00::/8. There are no items.

rfc4193, the default, hashes the time and an EUI-64; --time and --mac reproduce
a result. The defaults are the current time and a random EUI-64. Implementations
differ in whether they invert the u bit of the EUI-64: --modified inverts it.
docker is the /48 from which Docker takes networks on the host with --host-id.`, privacy.UniqueLocal),
		Example: `  hextet privacy ula
  hextet privacy ula --mac 00-00-5E-00-53-01 --time 2026-11-20T10:00:00Z --show-input
  hextet privacy ula --as docker --host-id 499d4bc0-b0b3-416f-b1ee-cf6486315593
  hextet privacy ula --as random`,
	}
	c.Flags().SortFlags = false
	var j ulaJob
	var as string
	addSystem(c, &as, privacy.UniqueLocal)
	cli.AddValue(c, &j.mac, false, "mac", "", "MAC", "rfc4193: a MAC or EUI-64 (default a random one)", parseHardware, nil)
	completeMACs(c)
	addTime(c, &j.time, "rfc4193: the time (default now)")
	c.Flags().BoolVar(&j.modified, "modified", false, "rfc4193: invert the u bit of the EUI-64")
	addText(c, &j.hostID, "host-id", "docker: the id of the host as `TEXT`, which may be empty")
	j.flags.addInput(c)
	return cli.Items(a, c, ulaTable, func() (op stream.Op[*ulaRecord], err error) {
		if j.sys, err = privacy.ParseSystem(privacy.UniqueLocal, as); err != nil {
			return op, err
		}
		for _, f := range []struct {
			name string
			of   privacy.System
		}{{"mac", privacy.RFC4193}, {"time", privacy.RFC4193}, {"modified", privacy.RFC4193}, {"host-id", privacy.Docker}} {
			if f.of != j.sys && c.Flags().Changed(f.name) {
				return op, cli.Usage(c, "%v: --%s is not used", j.sys, f.name)
			}
		}
		if err := j.flags.settle(a, c); err != nil {
			return op, err
		}
		var r ulaRecord
		switch r.ulaJob = &j; j.sys {
		case privacy.Docker:
			if !c.Flags().Changed("host-id") {
				return op, cli.Usage(c, "%v: --host-id is required", j.sys)
			}
			r.prefix, r.hashed = privacy.DockerULA(j.hostID)
		case privacy.ULARandom:
			r.prefix, err = privacy.RandomULA(rand.Reader)
		default:
			if err = j.complete(c); err == nil {
				r.prefix, r.hashed, err = privacy.ULA(j.time, j.mac, j.modified)
			}
		}
		return stream.Op[*ulaRecord]{Each: func(_ *ip.Item, out *stream.Out[*ulaRecord]) error {
			*out.Rec = r
			out.Emit()
			return nil
		}}, err
	})
}

// complete fills in the inputs of rfc4193 that were not given.
func (j *ulaJob) complete(c *cobra.Command) error {
	if !c.Flags().Changed("time") {
		j.time = time.Now().UTC()
	}
	if c.Flags().Changed("mac") {
		return nil
	}
	j.mac = make([]byte, 8)
	_, err := rand.Read(j.mac)
	return err
}
