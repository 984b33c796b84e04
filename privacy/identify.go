package privacy

import (
	"iter"
	"net/netip"
	"slices"
)

// Candidates are the inputs from which an address may have been made. Empty fields
// are not tried; systems that need them are skipped.
type Candidates struct {
	// Secrets are as they are written, in any form: each system parses them in its
	// own, and skips those that it cannot parse. Make them with [NewSecret].
	Secrets []Secret

	Interfaces  []string
	Hardware    [][]byte // all zeros, as the permanent address, is also tried
	NetworkIDs  []string
	SSIDs       []string // none is tried too
	VLANs       []uint16 // none is tried too
	MachineIDs  []Secret
	Connections []string
	StableIDs   []string // an unset one is tried too
	BootIDs     []string
	HostUUIDs   []Secret
	Hostnames   []string

	// MaxDADCounter is the highest DAD counter tried; 0 means 3. For NetworkManager
	// it is at least 5.
	MaxDADCounter uint32
}

// Match is one way in which an address may have been made.
type Match struct {
	System     System
	DADCounter uint32

	// Inputs has the inputs that the system uses, including the DAD counter; the
	// other fields are empty. The secret does not reveal its bytes.
	Inputs Inputs

	// Secret is the index in Candidates.Secrets of the one that fits, or -1 if none
	// was needed.
	Secret int
}

// Identifier finds out which system made an address. It is immutable and safe for
// concurrent use.
type Identifier struct {
	tries []attempt
}

type attempt struct {
	gen    *Generator
	in     Inputs
	secret int
	max    uint32
}

// NewIdentifier prepares all attempts: every system of the group [Stable] with
// every combination of the candidates that it uses, both byte orders, every purpose
// of systemd-networkd and, if it matters, the old and the new meaning of a
// NetworkManager stable-id. Android is not tried in addition to Linux, because it
// makes the same addresses. The candidates must not change afterwards.
func NewIdentifier(c Candidates) *Identifier {
	id := &Identifier{}
	maxDAD := c.MaxDADCounter
	if maxDAD == 0 {
		maxDAD = idgenRetries
	}
	try := func(sys System, in Inputs, secret int) {
		g, err := New(sys, in)
		if err != nil {
			return // something that this system needs is not among the candidates
		}
		n := maxDAD
		if sys == NetworkManager {
			n = max(n, 5)
		}
		id.tries = append(id.tries, attempt{gen: g, in: in, secret: secret, max: n})
	}
	for _, sys := range Systems(Stable) {
		if sys == Android {
			continue
		}
		c.combine(sys, func(in Inputs, secret int) { try(sys, in, secret) })
	}
	return id
}

// combine calls yield with every combination of the candidates that sys uses.
func (c *Candidates) combine(sys System, yield func(Inputs, int)) {
	type partial struct {
		in     Inputs
		secret int
	}
	all := []partial{{Inputs{}, -1}}
	var secrets []Secret // those that sys can read
	var places []int     // their indexes in the candidates
	for k, raw := range c.Secrets {
		if s, err := ParseSecret(sys, raw.bytes()); err == nil {
			secrets, places = append(secrets, s), append(places, k)
		}
	}
	// spread replaces each partial with one for each of n values; if keep is set,
	// it also keeps the partial without the input.
	spread := func(input Input, keep bool, n int, set func(*Inputs, int)) {
		info := sys.Info()
		if !info.Uses(input) {
			return
		}
		var out []partial
		for _, p := range all {
			if keep {
				out = append(out, p)
			}
			for k := range n {
				q := p
				set(&q.in, k)
				if input == InputSecret {
					q.secret = places[k]
				}
				out = append(out, q)
			}
		}
		all = out
	}
	optional := func(i Input) bool { return slices.Contains(sys.Info().Optional, i) }

	hardware := c.Hardware
	if sys == Linux || sys == Networkd {
		hardware = append(append([][]byte{}, hardware...), make([]byte, 6))
	}
	spread(InputSecret, optional(InputSecret), len(secrets), func(in *Inputs, k int) { in.Secret = secrets[k] })
	spread(InputMachineID, true, len(c.MachineIDs), func(in *Inputs, k int) { in.MachineID = c.MachineIDs[k] })
	spread(InputHostUUID, false, len(c.HostUUIDs), func(in *Inputs, k int) { in.HostUUID = c.HostUUIDs[k] })
	spread(InputHostname, false, len(c.Hostnames), func(in *Inputs, k int) { in.Hostname = c.Hostnames[k] })
	spread(InputInterface, optional(InputInterface), len(c.Interfaces), func(in *Inputs, k int) { in.Interface = c.Interfaces[k] })
	spread(InputMAC, optional(InputMAC), len(hardware), func(in *Inputs, k int) { in.Hardware = hardware[k] })
	spread(InputNetworkID, true, len(c.NetworkIDs), func(in *Inputs, k int) { in.NetworkID = c.NetworkIDs[k] })
	spread(InputSSID, true, len(c.SSIDs), func(in *Inputs, k int) { in.SSID = c.SSIDs[k] })
	spread(InputVLAN, true, len(c.VLANs), func(in *Inputs, k int) { in.VLAN = c.VLANs[k] })
	spread(InputConnection, true, len(c.Connections), func(in *Inputs, k int) { in.Connection = &c.Connections[k] })
	spread(InputStableID, true, len(c.StableIDs), func(in *Inputs, k int) { in.StableID = &c.StableIDs[k] })
	spread(InputBootID, true, len(c.BootIDs), func(in *Inputs, k int) { in.BootID = c.BootIDs[k] })
	spread(InputByteOrder, true, 1, func(in *Inputs, _ int) { in.ByteOrder = BigEndian })
	spread(InputPurpose, true, len(purposeWords)-1, func(in *Inputs, k int) { in.Purpose = Purpose(k + 1) })
	// How the releases before 1.44 and 1.46 interpret a stable-id.
	spread(InputRelease, true, 2, func(in *Inputs, k int) { in.Release = [...]string{"1.45", "1.42"}[k] })
	for _, p := range all {
		yield(p.in, p.secret)
	}
}

// Matches yields the systems that make the address a, each with the first and
// simplest combination that does: others that do so differ only in inputs that make
// no difference. The prefix is the /64 of a; a zone is ignored.
func (id *Identifier) Matches(a netip.Addr) iter.Seq[Match] {
	return func(yield func(Match) bool) {
		a := a.WithZone("")
		if !a.Is6() || a.Is4In6() {
			return
		}
		prefix := netip.PrefixFrom(a, 64)
		var done System
		for k := range id.tries {
			t := &id.tries[k]
			// A link-local address with its own secret is from Linux, regardless of
			// who wrote the secret.
			if t.gen.sys == done || t.gen.sys == Networkd && t.secret >= 0 && a.IsLinkLocalUnicast() {
				continue
			}
			for dad := uint32(0); dad <= t.max; dad++ {
				made, used, err := t.gen.at(prefix, dad, nil)
				if err != nil || made != a || used != dad {
					continue
				}
				m := Match{System: t.gen.sys, DADCounter: dad, Inputs: t.in, Secret: t.secret}
				m.Inputs.DADCounter = dad
				if !yield(m) {
					return
				}
				done = t.gen.sys
				break
			}
		}
	}
}

// Len returns the number of combinations to try, not counting DAD counters.
func (id *Identifier) Len() int { return len(id.tries) }
