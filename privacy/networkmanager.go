package privacy

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/netip"
	"strconv"
	"strings"
)

// networkManager is nm_utils_ipv6_addr_set_stable_privacy, since 1.2. It makes
// SLAAC and link-local addresses. Input to SHA-256:
//
//	length  field
//	1       stable_type, but only if it is not 0
//	8       first half of the prefix
//	n+1     interface name and a NUL
//	m+1     network id and a NUL
//	4       dad_counter BE
//	4       length of host_id BE
//	k       host_id
//
// The identifier is the first 8 bytes of the digest, u and g unchanged. If it is
// reserved, the next is SHA-256(digest ‖ counter BE) with the counter incremented,
// and so on.
//
// stable_type and network id come from connection.stable-id: see stableID. The
// hardware address is not an input unless the stable-id refers to it.
//
// host_id comes from the exact bytes of /var/lib/NetworkManager/secret_key. Since
// 1.16, for a file of at least 38 bytes that starts with "nm-v2:", it is
//
//	SHA-256(length of the file in decimal ‖ blank ‖ file ‖ machine-id)
//
// with the machine-id as 32 lower-case digits; the base64 in the file is not
// decoded. (A host without a machine-id leaves it out. This cannot be distinguished
// from one that was forgotten, so it is required here.) Any other file of at least
// 16 bytes is the host_id itself.
type networkManager struct {
	stableType uint8
	networkID  string
	name       string
	hostID     string // a secret: never shown
}

func newNetworkManager(in *Inputs) (scheme, error) {
	fail := func(i Input, reason string) (scheme, error) {
		return nil, &InputError{NetworkManager, i, reason}
	}
	if _, ok := parseRelease(in.Release); !ok {
		return fail(InputRelease, "is not of the form 1.42")
	}
	kind, text, id := in.expandStableID()
	switch {
	case in.Expanded != "" && in.StableID != nil:
		return fail(InputExpanded, "takes the place of stable-id: one of the two")
	case kind == StableRandom:
		return fail(InputStableID, "has ${RANDOM}: such an address cannot be reproduced")
	case id.used&usedConnection != 0 && in.Connection == nil, kind == StableUUID && in.Connection == nil:
		return fail(InputConnection, "is required")
	case id.used&usedBootID != 0 && in.BootID == "":
		return fail(InputBootID, "is required for ${BOOT}")
	case strings.Contains(text, "\x00"):
		return fail(InputStableID, "or connection holds a NUL")
	case isKeyV2(in.Secret.bytes()) && in.MachineID.IsZero():
		return fail(InputMachineID, "is required: this secret_key is of version 2")
	}
	s := &networkManager{
		stableType: uint8(kind), networkID: strings.Clone(id.networkID(kind, text)), name: strings.Clone(in.Interface),
		hostID: string(hostID(in.Secret.bytes(), in.MachineID.bytes())),
	}
	return s.address, nil
}

// expandStableID returns the type of the stable-id, its expanded text or, for types
// 0 and 1, the network id, and the values of its tokens.
func (in *Inputs) expandStableID() (StableType, string, stableID) {
	id := stableID{BootID: in.BootID, Device: in.Interface, MAC: macText(in.Hardware), SSID: in.SSID}
	if in.Connection != nil {
		id.Connection = *in.Connection
	}
	id.release, _ = parseRelease(in.Release)
	if in.Expanded != "" {
		return StableGenerated, in.Expanded, id
	}
	kind, text := id.expand(in.StableID)
	return kind, text, id
}

// ExpandStableID returns how the release of NetworkManager interprets the
// stable-id: its type; for StableGenerated its text with the values of its tokens;
// and the network id that is hashed, except for StableRandom, which has none. For
// inputs that [New] rejects the result is meaningless.
func (in *Inputs) ExpandStableID() (kind StableType, expanded, networkID string) {
	kind, text, id := in.expandStableID()
	if kind == StableGenerated {
		expanded = text
	}
	return kind, expanded, id.networkID(kind, text)
}

func (s *networkManager) address(p netip.Prefix, dad uint32, l *layout) (netip.Addr, uint32, error) {
	if p.Bits() != 64 {
		return netip.Addr{}, 0, errNot64
	}
	var store [256]byte
	b := p.Addr().As16()
	l.begin()
	buf := store[:0]
	if s.stableType != 0 {
		buf = l.addByte(buf, "stable_type u8", s.stableType)
	}
	buf = l.add(buf, "prefix, first half", b[:8])
	buf = l.addString(buf, "interface name", s.name)
	buf = l.addString(buf, "NUL", "\x00")
	buf = l.addString(buf, "network id", s.networkID)
	buf = l.addString(buf, "NUL", "\x00")
	buf = l.addUint32BE(buf, "dad_counter u32 BE", dad)
	buf = l.addUint32BE(buf, "length of host_id u32 BE", uint32(len(s.hostID)))
	buf = l.addSecretString(buf, "host_id, from secret_key", s.hostID)
	digest := sha256.Sum256(buf)
	if isReserved(iidFrom(digest[:8])) {
		digest, dad = passOver(digest, dad, l, sha256.Sum256)
	}
	return compose64(p.Addr(), (*[8]byte)(digest[:8])), dad, nil
}

// passOver continues from a digest that begins with a reserved identifier.
func passOver(digest [32]byte, dad uint32, l *layout, hash func([]byte) [32]byte) ([32]byte, uint32) {
	for isReserved(iidFrom(digest[:8])) {
		dad++
		l.begin()
		var buf []byte
		// The input for the next identifier is as secret as the host_id.
		buf = l.addSecret(buf, "digest before", digest[:])
		buf = l.addUint32BE(buf, "dad_counter u32 BE", dad)
		digest = hash(buf)
	}
	return digest, dad
}

const (
	keyV2Prefix = "nm-v2:"
	keyV2Min    = len(keyV2Prefix) + 32
	keyMax      = 10 * 1024
)

func parseSecretKeyFile(b []byte) (Secret, error) {
	switch {
	case len(b) < 16:
		return Secret{}, fmt.Errorf("secret_key has %d bytes; NetworkManager takes no fewer than 16 and makes a new one", len(b))
	case len(b) > keyMax:
		return Secret{}, fmt.Errorf("secret_key has %d bytes; NetworkManager reads no more than %d", len(b), keyMax)
	}
	return NewSecret(b), nil
}

func isKeyV2(file []byte) bool {
	return len(file) >= keyV2Min && string(file[:len(keyV2Prefix)]) == keyV2Prefix
}

// hostID returns the host_id for the bytes of secret_key.
func hostID(file, machineID []byte) []byte {
	if !isKeyV2(file) {
		return file
	}
	b := strconv.AppendInt(nil, int64(len(file)), 10)
	b = append(b, ' ')
	b = append(b, file...)
	b = hex.AppendEncode(b, machineID)
	sum := sha256.Sum256(b)
	return sum[:]
}

// macText writes a hardware address as NetworkManager does: upper case, colons.
func macText(hw []byte) string {
	const upper = "0123456789ABCDEF"
	var b []byte
	for k, c := range hw {
		if k > 0 {
			b = append(b, ':')
		}
		b = append(b, upper[c>>4], upper[c&15])
	}
	return string(b)
}

// release is a version of NetworkManager, minor of 1.minor; the newest is
// releaseNewest.
type release int

const (
	releaseDefaultIsUnset release = 44 // default${CONNECTION} became the same as no stable-id
	releaseNetworkSSID    release = 46 // ${NETWORK_SSID}
	releaseNewest         release = 1 << 20
)

// parseRelease reads "1.42" or "1.42.4".
func parseRelease(s string) (release, bool) {
	if s == "" {
		return releaseNewest, true
	}
	major, rest, _ := strings.Cut(s, ".")
	minor, micro, more := strings.Cut(rest, ".")
	n, err := strconv.ParseUint(minor, 10, 16)
	if err == nil && more {
		_, err = strconv.ParseUint(micro, 10, 16)
	}
	m, err2 := strconv.ParseUint(major, 10, 16)
	if err != nil || err2 != nil || m < 1 {
		return 0, false
	}
	if m > 1 {
		return releaseNewest, true
	}
	return release(n), true
}
