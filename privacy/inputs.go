package privacy

import (
	"errors"
	"slices"
	"strings"

	"github.com/hextet/hextet/internal/ip"
)

// Inputs are what systems make stable identifiers from. Each system uses some of
// the fields, listed in its [Info], and rejects the others. Inputs that are not
// given are the zero value of their field.
type Inputs struct {
	Secret    Secret // from [ParseSecret]
	Interface string // name of the interface on the system

	// Hardware is the hardware address, 0 to 32 bytes. Nil means not given; empty
	// but not nil is an interface without one. For linux and android it is the
	// permanent address, for systemd-networkd, dhcpcd and openbsd the current one.
	// InfiniBand has 20 bytes.
	Hardware []byte

	NetworkID  string    // rfc7217: distinguishes networks
	SSID       string    // raw bytes of the SSID; none when wired
	VLAN       uint16    // dhcpcd: VLAN id; 0 means none
	DADCounter uint32    // number of duplicates so far
	ByteOrder  ByteOrder // of the host
	MachineID  Secret    // from [ParseMachineID]
	Connection *string   // networkmanager: UUID of the connection, as it is stored; nil is not given
	StableID   *string   // networkmanager: connection.stable-id; nil is unset, which is not the same as empty
	Expanded   string    // networkmanager: a stable-id whose tokens have been expanded, in place of StableID
	BootID     string    // networkmanager: /proc/sys/kernel/random/boot_id without its newline
	Hostname   string    // kame: the name of the host, with its domain if it has one
	HostUUID   Secret    // freebsd: kern.hostuuid as it is printed, from [NewSecret]
	Purpose    Purpose   // systemd-networkd: what the address is for
	Release    string    // networkmanager: the release to follow, "1.42"; empty means the newest
}

// Input names one field of [Inputs]. Its String is the word of the flag.
type Input uint8

// The inputs.
const (
	InputSecret Input = iota + 1
	InputInterface
	InputMAC
	InputNetworkID
	InputSSID
	InputVLAN
	InputDADCounter
	InputByteOrder
	InputMachineID
	InputConnection
	InputStableID
	InputExpanded
	InputBootID
	InputHostUUID
	InputHostname
	InputPurpose
	InputRelease
	inputEnd
)

var inputWords = [inputEnd]string{
	"unknown", "secret", "interface", "mac", "network-id", "ssid", "vlan", "dad-counter", "byte-order",
	"machine-id", "connection", "stable-id", "expanded-stable-id", "boot-id", "hostuuid", "hostname", "purpose", "release",
}

// String returns the word for i, "dad-counter".
func (i Input) String() string { return ip.Word(inputWords[:], i) }

// given reports whether the field i of in differs from its zero value.
func (in *Inputs) given(i Input) bool {
	switch i {
	case InputSecret:
		return !in.Secret.IsZero()
	case InputInterface:
		return in.Interface != ""
	case InputMAC:
		return in.Hardware != nil
	case InputNetworkID:
		return in.NetworkID != ""
	case InputSSID:
		return in.SSID != ""
	case InputVLAN:
		return in.VLAN != 0
	case InputDADCounter:
		return in.DADCounter != 0
	case InputByteOrder:
		return in.ByteOrder != LittleEndian
	case InputMachineID:
		return !in.MachineID.IsZero()
	case InputConnection:
		return in.Connection != nil
	case InputStableID:
		return in.StableID != nil
	case InputExpanded:
		return in.Expanded != ""
	case InputBootID:
		return in.BootID != ""
	case InputHostUUID:
		return !in.HostUUID.IsZero()
	case InputHostname:
		return in.Hostname != ""
	case InputPurpose:
		return in.Purpose != PurposeRA
	case InputRelease:
		return in.Release != ""
	}
	return false
}

// InputError is the error of [New] and of a [Generator] about one input.
type InputError struct {
	System System
	Input  Input
	Reason string // "is required", "is not used"; never contains a secret
}

// Error returns "linux: mac is required".
func (e *InputError) Error() string {
	return e.System.String() + ": " + e.Input.String() + " " + e.Reason
}

// maxHardware is the longest hardware address: MAX_ADDR_LEN of Linux.
const maxHardware = 32

// check returns an error for the first input that s needs but lacks, does not use
// or cannot accept.
func (in *Inputs) check(s System) error {
	info := s.Info()
	fail := func(i Input, reason string) error { return &InputError{s, i, reason} }
	for i := InputSecret; i < inputEnd; i++ {
		given := in.given(i)
		switch {
		case given && !info.Uses(i):
			return fail(i, "is not used")
		case !given && slices.Contains(info.Required, i):
			if i == InputMAC && (s == Linux || s == Android) {
				return fail(i, "is required: the permanent address, 00:00:00:00:00:00 for a veth, VLAN, bridge, dummy or macvlan")
			}
			return fail(i, "is required")
		}
	}
	if len(in.Hardware) > maxHardware {
		return fail(InputMAC, "is longer than 32 bytes")
	}
	// No interface has a longer name, so no host would have the address.
	if s != RFC7217 && len(in.Interface) > 15 {
		return fail(InputInterface, "is longer than 15 bytes")
	}
	if strings.ContainsAny(in.Interface, "\x00/ \t\n") {
		return fail(InputInterface, "holds a character that no interface name has")
	}
	if len(in.SSID) > 32 {
		return fail(InputSSID, "is longer than 32 bytes")
	}
	if in.VLAN > 4095 {
		return fail(InputVLAN, "is above 4095")
	}
	if given := in.MachineID; !given.IsZero() && given.Len() != 16 {
		return fail(InputMachineID, "is not 16 bytes")
	}
	if in.ByteOrder > BigEndian {
		return fail(InputByteOrder, "is neither little nor big")
	}
	return nil
}

// ParseMachineID reads a machine-id: 32 hexadecimal digits, or a UUID. It is a
// [Secret], because systemd-networkd and NetworkManager derive keys from it. The
// error does not contain any of the text.
func ParseMachineID(s string) (Secret, error) {
	b, reason := parseID128(trimBlanks([]byte(s)))
	if reason == "" && b == [16]byte{} {
		reason = "is all zeros"
	}
	if reason != "" {
		return Secret{}, errors.New("the machine-id " + reason)
	}
	return NewSecret(b[:]), nil
}

// parseID128 reads 32 hexadecimal digits, or 8-4-4-4-12 of them. On success the
// reason is empty.
func parseID128(b []byte) (id [16]byte, reason string) {
	const form = "is not 32 hexadecimal digits or a UUID"
	if len(b) != 32 && len(b) != 36 {
		return id, form
	}
	n := 0
	for k, c := range b {
		if len(b) == 36 && (k == 8 || k == 13 || k == 18 || k == 23) {
			if c != '-' {
				return [16]byte{}, form
			}
			continue
		}
		d := hexValue(c)
		if d < 0 {
			return [16]byte{}, form
		}
		id[n/2] = id[n/2]<<4 | byte(d)
		n++
	}
	return id, ""
}
