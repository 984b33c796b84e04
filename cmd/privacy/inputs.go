package privacy

import (
	"encoding/hex"
	"errors"
	"net/netip"
	"strings"

	"github.com/spf13/cobra"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/completions"
	"github.com/hextet/hextet/eui64"
	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/privacy"
)

// addInterface adds --interface for a single name, completed with those of this
// machine.
func addInterface(c *cobra.Command, name *string) {
	c.Flags().StringVar(name, "interface", "", "the interface `NAME`")
	completeInterfaces(c)
}

// addMAC adds --mac for a single hardware address, completed with those of this
// machine.
func addMAC(c *cobra.Command, hw *[]byte) {
	cli.AddValue(c, hw, false, "mac", "", "MAC", "the hardware address of the interface; \"\" if it has none", parseHardware, nil)
	completeMACs(c)
}

func completeInterfaces(c *cobra.Command) {
	cli.CompleteFlag(c, "interface", func([]string, string) ([]cli.Word, string) {
		return completions.ThisMachine().Interfaces(), "the name of an interface, of this machine or another"
	})
}

func completeMACs(c *cobra.Command) {
	cli.CompleteFlag(c, "mac", func([]string, string) ([]cli.Word, string) {
		return append(completions.ThisMachine().MACs(), cli.Word{
			Name: "00:00:00:00:00:00", Doc: "the permanent MAC of a veth, VLAN, bridge, dummy or macvlan",
		}), "a MAC of 6 or 8 octets, in any spelling"
	})
}

// infiniBand is the length of an InfiniBand hardware address.
const infiniBand = 20

// parseHardware parses a MAC or EUI-64 in any spelling, the 20 bytes of an InfiniBand
// address, or nothing, for an interface without a hardware address.
func parseHardware(s string) ([]byte, error) {
	if s == "" {
		return []byte{}, nil
	}
	m, err := eui64.ParseMAC(s)
	if err == nil {
		return m.AppendOctets(nil), nil
	}
	if b, err := hex.DecodeString(strings.NewReplacer(":", "", "-", "").Replace(s)); err == nil && len(b) == infiniBand {
		return b, nil
	}
	return nil, err
}

// appendHardware appends a hardware address with colons.
func appendHardware(b, hw []byte) []byte {
	for k, c := range hw {
		if k > 0 {
			b = append(b, ':')
		}
		b = hex.AppendEncode(b, []byte{c})
	}
	return b
}

func addDADCounter(c *cobra.Command, n *uint32) {
	cli.AddValue(c, n, false, "dad-counter", "", "N", "the number of duplicates detected before (default 0)", cli.Number[uint32](0, 1<<32-1), nil)
}

func addByteOrder(c *cobra.Command, word *string) {
	*word = privacy.LittleEndian.String()
	cli.AddWord(c, word, "byte-order", "", "the byte order of the host", []cli.Word{
		{Name: "little", Doc: "x86, ARM and nearly every other"},
		{Name: "big", Doc: "s390x, old MIPS, PowerPC and SPARC"},
	})
}

// addText adds a flag for plain text, for which file names are not completed.
func addText(c *cobra.Command, value *string, name, usage string) {
	c.Flags().StringVar(value, name, "", usage)
	cli.NoFiles(c, name)
}

// needs describes an invalid input in terms of flags.
func needs(c *cobra.Command, err error) error {
	e, ok := errors.AsType[*privacy.InputError](err)
	if !ok {
		return err
	}
	name := inputFlag(e.Input)
	if e.Input == privacy.InputSecret {
		name = "the secret (--secret-file, " + secretVariable + " or --secret)"
	}
	return cli.Usage(c, "%v: %s %s", e.System, name, e.Reason)
}

// refuse returns an error for the first given flag whose input sys does not use.
func refuse(c *cobra.Command, sys privacy.System) error {
	i := sys.Info()
	for in := privacy.InputSecret; in <= privacy.InputRelease; in++ {
		if i.Uses(in) {
			continue
		}
		names := []string{in.String()}
		if in == privacy.InputSecret {
			names = append(names, "secret-file")
		}
		for _, n := range names {
			if c.Flags().Lookup(n) != nil && c.Flags().Changed(n) {
				return cli.Usage(c, "%v: --%s is not used", sys, n)
			}
		}
	}
	return nil
}

// lastBits returns the last 64 bits of an IPv6 address.
func lastBits(a netip.Addr) eui64.IID {
	_, lo := ip.Halves(a)
	return eui64.IID(lo)
}

// below returns the address with identifier id in a /64.
func below(p netip.Prefix, id eui64.IID) netip.Addr {
	a, _ := eui64.Address(p, id)
	return a
}

// parsePrefixItem parses an item that must be an IPv6 prefix for unicast addresses.
func parsePrefixItem(item string) (addr.Item, error) {
	it, err := addr.ParseItem(item)
	switch {
	case err != nil:
		return it, err
	case !it.Addr.Is6():
		return it, errors.New("an IPv4 address; expected an IPv6 prefix")
	case !it.IsPrefix():
		return it, errors.New("an address without a length; expected a prefix (ADDRESS/64)")
	}
	p, err := eui64.UnicastPrefix(it.Prefix())
	it.Addr = p.Addr()
	return it.WithBits(p.Bits()), err
}
