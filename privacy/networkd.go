package privacy

import (
	"bytes"
	"encoding/binary"
	"errors"
	"net/netip"
	"strings"
)

// networkd is generate_stable_private_address of systemd-networkd, which it uses
// for Token=prefixstable. SipHash-2-4 over:
//
//	length  field
//	8       first half of the prefix
//	n       interface name, no NUL
//	m       current hardware address; of InfiniBand the last 8 bytes
//	k       SSID, no NUL, if there is one (not yet in 252)
//	1       dad_counter
//
// The identifier is the result, little-endian, u and g unchanged. The key is the
// SECRET of Token=prefixstable,SECRET or else derived from the machine-id: see
// appKey.
//
// The check against reserved identifiers compares them with the first half of the
// address, which is the prefix. It is never true for a prefix in use, so it is
// omitted here.
//
// networkd leaves link-local addresses to the kernel. With
// IPv6LinkLocalAddressGenerationMode=stable-privacy it sets the kernel's
// stable_secret: to IPv6StableSecretAddress=, or else to 16 bytes derived from the
// machine-id and the interface name, see networkdStableSecret. So for fe80::/64 the
// address is that of Linux, and the hardware address the permanent one.
type networkd struct {
	key       [16]byte
	name      string
	hardware  string
	ssid      string
	linkLocal *linux
}

// Purpose is what systemd-networkd makes an address for; each purpose has its own
// key if there is no secret.
type Purpose uint8

// The purposes.
const (
	PurposeRA   Purpose = iota // [IPv6AcceptRA]: SLAAC
	PurposePD                  // [DHCPPrefixDelegation]
	PurposeRADV                // [IPv6Prefix]: a prefix that the host itself announces
)

var purposeWords = [...]string{"ra", "dhcp-pd", "radv"}

// String returns "ra", "dhcp-pd" or "radv".
func (p Purpose) String() string { return wordOf(purposeWords[:], p) }

// MarshalText implements [encoding.TextMarshaler] with String.
func (p Purpose) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText implements [encoding.TextUnmarshaler] with [ParsePurpose].
func (p *Purpose) UnmarshalText(b []byte) (err error) {
	*p, err = ParsePurpose(string(b))
	return err
}

// ParsePurpose reads "ra", "dhcp-pd" or "radv". The error is an [*addr.Error].
func ParsePurpose(s string) (Purpose, error) {
	return parseWord[Purpose](purposeWords[:], s, "unknown purpose; expected ra, dhcp-pd or radv")
}

// The application ids of systemd-networkd: those of the prefixstable keys by
// Purpose, then those of the two halves of the link-local secret.
var networkdApps = [...]string{
	"\x13\xac\x81\xa7\xd5\x3f\x49\x78\x92\x79\x5d\x0c\x29\x3a\xbc\x7e",
	"\xfb\xb9\x37\xca\x4a\xed\x4a\x4d\xb0\x70\x7f\xaa\x71\xc0\xc9\x85",
	"\x1f\x1e\x90\xc8\x5c\x78\x4f\xdc\x8e\x61\x2d\x59\x0d\x53\xc1\x25",
	"\xaa\x05\x1d\x94\x43\x68\x45\x07\xb9\x73\xf1\xe8\xe4\xb7\x34\x52",
	"\x52\xc4\x40\xa0\x9f\x2f\x48\x58\xa9\x3a\xf6\x29\x25\xba\x7a\x7d",
}

const appSecret1, appSecret2 = 3, 4

// appKey is sd_id128_get_machine_app_specific: HMAC-SHA-256 keyed with the
// machine-id over an application id, the first 16 bytes marked as a UUID v4.
func appKey(machineID []byte, app string) (k [16]byte) {
	h := newHMAC256(machineID)
	sum := h.sum([]byte(app))
	copy(k[:], sum[:])
	k[6] = k[6]&0x0f | 0x40
	k[8] = k[8]&0x3f | 0x80
	return k
}

// networkdStableSecret returns the stable_secret that systemd-networkd sets for the
// interface: SipHash-2-4 of its name and a NUL with two keys derived from the
// machine-id, each little-endian.
func networkdStableSecret(machineID Secret, name string) Secret {
	var b [16]byte
	msg := append([]byte(name), 0)
	for k, app := range []int{appSecret1, appSecret2} {
		key := appKey(machineID.bytes(), networkdApps[app])
		binary.LittleEndian.PutUint64(b[8*k:], sipHash24(&key, msg))
	}
	return NewSecret(b[:])
}

func newNetworkd(in *Inputs) (scheme, error) {
	fail := func(i Input, reason string) (scheme, error) { return nil, &InputError{Networkd, i, reason} }
	switch {
	case in.Secret.IsZero() && in.MachineID.IsZero():
		return fail(InputSecret, "is required, or machine-id")
	case !in.Secret.IsZero() && in.Secret.Len() != 16:
		return fail(InputSecret, "is not 16 bytes")
	case int(in.Purpose) >= len(purposeWords):
		return fail(InputPurpose, "is unknown")
	case strings.Contains(in.SSID, "\x00"):
		return fail(InputSSID, "holds a NUL")
	case in.DADCounter > 255:
		return fail(InputDADCounter, "is above 255")
	}
	s := &networkd{name: strings.Clone(in.Interface), ssid: strings.Clone(in.SSID)}
	hw := in.Hardware
	if len(hw) == 20 { // InfiniBand: the other bytes change with the link
		hw = hw[12:]
	}
	s.hardware = string(hw)
	stable := in.Secret
	if stable.IsZero() {
		s.key = appKey(in.MachineID.bytes(), networkdApps[in.Purpose])
		stable = networkdStableSecret(in.MachineID, in.Interface)
	} else {
		copy(s.key[:], in.Secret.bytes())
	}
	s.linkLocal = &linux{order: in.ByteOrder}
	copy(s.linkLocal.block[:16], stable.bytes())
	copy(s.linkLocal.block[24:56], in.Hardware)
	return s.address, nil
}

func (s *networkd) address(p netip.Prefix, dad uint32, l *layout) (netip.Addr, uint32, error) {
	if p.Bits() > 64 || p.Bits() == 0 {
		return netip.Addr{}, 0, errors.New("the prefix length is not 1 to 64")
	}
	if p.Addr().IsLinkLocalUnicast() {
		return s.linkLocal.address(p, dad, l)
	}
	var store [128]byte
	b := p.Addr().As16()
	l.begin()
	buf := store[:0]
	l.key("secret, the key of SipHash", len(s.key))
	buf = l.add(buf, "prefix, first half", b[:8])
	buf = l.addString(buf, "interface name", s.name)
	buf = l.addString(buf, "hardware address", s.hardware)
	if s.ssid != "" {
		buf = l.addString(buf, "ssid", s.ssid)
	}
	buf = l.addByte(buf, "dad_counter u8", byte(dad))
	var iid [8]byte
	binary.LittleEndian.PutUint64(iid[:], sipHash24(&s.key, buf))
	return compose64(p.Addr(), &iid), dad, nil
}

// parseNetworkdSecret reads the SECRET of Token=prefixstable,SECRET as
// id128_from_string does, or an IPv6StableSecretAddress=. All zeros is an error.
func parseNetworkdSecret(text []byte) (Secret, error) {
	var s Secret
	if bytes.IndexByte(text, ':') >= 0 {
		var err error
		if s, err = parseAddrSecret(text, ""); err != nil {
			return Secret{}, err
		}
	} else {
		b, reason := parseID128(text)
		if reason != "" {
			return Secret{}, errors.New("the secret " + reason)
		}
		s = NewSecret(b[:])
	}
	if [16]byte(s.bytes()) == [16]byte{} {
		return Secret{}, errors.New("the secret is all zeros, which systemd-networkd does not take")
	}
	return s, nil
}
