package privacy

import (
	"slices"
	"strings"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/internal/ip"
)

// System is a way to make identifiers, addresses or prefixes: that of an operating
// system, a program or an RFC. The zero value is unknown.
type System uint8

// The systems, by [Group].
const (
	// Stable identifiers: see [New].
	RFC7217 System = iota + 1
	Linux
	Android
	NetworkManager
	Networkd
	Dhcpcd
	OpenBSD
	FreeBSD
	KAME
	// Temporary identifiers: see [NextTemporary] and [TemporaryHash].
	RFC3041
	RFC4941
	RFC8981
	// DHCPv6 servers: see [RFC7943Address], [ISCDhcpdAddress], [DnsmasqAddress].
	RFC7943
	ISCDhcpd
	Dnsmasq
	// Cryptographically generated addresses: see [CGA].
	RFC3972
	// Unique local prefixes: see [ULA], [RandomULA], [DockerULA].
	RFC4193
	ULARandom
	Docker
)

// Group is the kind of thing that a [System] makes.
type Group uint8

// The groups of systems.
const (
	Stable Group = iota + 1
	Temporary
	DHCPv6
	Crypto
	UniqueLocal
)

var groupWords = [...]string{"unknown", "stable", "temporary", "dhcpv6", "cga", "ula"}

// String returns the word for g: stable, temporary, dhcpv6, cga, ula.
func (g Group) String() string { return ip.Word(groupWords[:], g) }

// Info describes a system for people and for the commands.
type Info struct {
	Name  string // the word for it: "linux"
	Group Group
	Doc   string // a one-line description
	Since string // the version from which it does this; "" if unknown

	Required []Input // inputs that it needs
	Optional []Input // inputs that it uses if they are given

	SecretForm string // how its secret is written; "" if it has none
	SecretFile string // where the system stores it
	Function   string // the function and what is taken from its result

	// DADCounters is how many DAD counters, from 0, it tries by default before it
	// gives up; 0 if it has no limit or no such counter.
	DADCounters int

	Verified bool     // checked against the running system, its own tests or the RFC's example
	Evidence string   // how it was checked, or what it was read from
	Notes    []string // quirks worth knowing, a sentence each
}

// Uses reports whether the system uses the input.
func (i *Info) Uses(in Input) bool {
	return slices.Contains(i.Required, in) || slices.Contains(i.Optional, in)
}

var systems = [...]Info{
	{Name: "unknown"},
	RFC7217: {
		Name: "rfc7217", Group: Stable,
		Doc:         "RFC 7217 with HMAC-SHA-256, for use where no system's own way is asked for",
		Required:    []Input{InputSecret},
		Optional:    []Input{InputInterface, InputMAC, InputNetworkID, InputDADCounter},
		SecretForm:  "hexadecimal digits, at least 16 bytes",
		Function:    "HMAC-SHA-256, as many of the last bits as the prefix leaves",
		DADCounters: 4, Verified: true,
		Evidence: "the RFC leaves the function open, so this layout is its own reference",
		Notes:    []string{"It needs the interface name, the MAC or both, as the Net_Iface of the RFC."},
	},
	Linux: {
		Name: "linux", Group: Stable,
		Doc:         "Linux kernel, addr_gen_mode 2 and 3 (stable_secret)",
		Since:       "4.1",
		Required:    []Input{InputSecret, InputMAC},
		Optional:    []Input{InputDADCounter, InputByteOrder},
		SecretForm:  "an IPv6 address, or 32 hexadecimal digits",
		SecretFile:  "/proc/sys/net/ipv6/conf/IF/stable_secret, or that of conf/default",
		Function:    "the SHA-1 compression function on one block without padding, the first two words of the state in host byte order",
		DADCounters: 4, Verified: true,
		Evidence: "addresses of running kernels 6.1 and 6.18 on x86_64 and 6.1 on s390x",
		Notes: []string{
			"The MAC is the permanent one: changing it with ip link has no effect; veth, VLAN, bridge, dummy and macvlan have 00:00:00:00:00:00.",
			"Big-endian hosts make another identifier from the same inputs: every four bytes are reversed.",
		},
	},
	Android: {
		Name: "android", Group: Stable,
		Doc:         "Android: the Linux kernel's way, the secret kept by netd",
		Required:    []Input{InputSecret, InputMAC},
		Optional:    []Input{InputDADCounter, InputByteOrder},
		SecretForm:  "an IPv6 address, or 32 hexadecimal digits",
		SecretFile:  "the property persist.netd.stable_secret",
		Function:    "the SHA-1 compression function on one block without padding, the first two words of the state in host byte order",
		DADCounters: 4, Verified: false,
		Evidence: "netd's source; the kernel's part is checked as linux",
		Notes:    []string{"Where the MAC is random for each network, Android uses EUI-64 of that MAC instead."},
	},
	NetworkManager: {
		Name: "networkmanager", Group: Stable,
		Doc:         "NetworkManager, ipv6.addr-gen-mode=stable-privacy",
		Since:       "1.2",
		Required:    []Input{InputSecret, InputInterface},
		Optional:    []Input{InputConnection, InputStableID, InputExpanded, InputMachineID, InputBootID, InputMAC, InputSSID, InputDADCounter, InputRelease},
		SecretForm:  "the exact bytes of the file, nothing trimmed",
		SecretFile:  "/var/lib/NetworkManager/secret_key",
		Function:    "SHA-256, the first 8 bytes",
		DADCounters: 3, Verified: true,
		Evidence: "addresses of a running 1.42 and the expected values of the project's own tests of 2026",
		Notes: []string{
			"A secret_key that starts with nm-v2: is hashed together with the machine-id; any other is used as it is.",
			"Link-local addresses go through DAD counters 0 to 5.",
			"Before 1.44 the stable-id default${CONNECTION} was not the same as none; before 1.46 ${NETWORK_SSID} meant nothing.",
		},
	},
	Networkd: {
		Name: "systemd-networkd", Group: Stable,
		Doc:         "systemd-networkd, Token=prefixstable; link-local by IPv6LinkLocalAddressGenerationMode=stable-privacy",
		Required:    []Input{InputInterface, InputMAC},
		Optional:    []Input{InputSecret, InputMachineID, InputSSID, InputDADCounter, InputByteOrder, InputPurpose},
		SecretForm:  "32 hexadecimal digits or a UUID (an IPv6 address for IPv6StableSecretAddress=)",
		SecretFile:  "Token=prefixstable,SECRET in the .network file; else made from /etc/machine-id",
		Function:    "SipHash-2-4, the result little-endian",
		DADCounters: 3, Verified: true,
		Evidence: "addresses and derived secrets of a running 252",
		Notes: []string{
			"It compares the whole address with the reserved identifiers, so none is ever avoided.",
			"252 does not try again after a duplicate; releases since about 2024 do, and hash the SSID as well.",
			"A link-local address is made by the kernel with a stable_secret from networkd, and with the permanent MAC.",
		},
	},
	Dhcpcd: {
		Name: "dhcpcd", Group: Stable,
		Doc:         "dhcpcd, slaac private",
		Required:    []Input{InputSecret, InputMAC},
		Optional:    []Input{InputSSID, InputVLAN, InputDADCounter, InputByteOrder},
		SecretForm:  "hexadecimal digits with or without colons, any length from 2 bytes",
		SecretFile:  "/var/lib/dhcpcd/secret; older releases /etc/dhcpcd.secret",
		Function:    "SHA-256, the last bytes",
		DADCounters: 3, Verified: true,
		Evidence: "addresses of a running 9.4.1 with DAD counter 0, without SSID and VLAN; those are from its source",
		Notes:    []string{"On Linux 9.4.1 does not notice a duplicate global address, so only counter 0 is seen there."},
	},
	OpenBSD: {
		Name: "openbsd", Group: Stable,
		Doc:        "OpenBSD slaacd (SLAAC) and, from 6.3 until before 2025, the kernel (link-local)",
		Since:      "6.3",
		Required:   []Input{InputSecret, InputMAC},
		Optional:   []Input{InputDADCounter},
		SecretForm: "32 hexadecimal digits",
		SecretFile: "/etc/soii.key, loaded into the sysctl net.inet6.ip6.soiikey",
		Function:   "SHA-512, the last 16 bytes under the inverted prefix mask",
		Evidence:   "its source, never checked on a running system",
		Notes:      []string{"It avoids no reserved identifier.", "Link-local addresses are EUI-64 again in the kernel of 2025."},
	},
	FreeBSD: {
		Name: "freebsd", Group: Stable,
		Doc:         "FreeBSD, ifconfig IF inet6 stableaddr",
		Since:       "15.1",
		Required:    []Input{InputHostUUID},
		Optional:    []Input{InputInterface, InputMAC, InputDADCounter},
		SecretFile:  "the sysctl kern.hostuuid, from /etc/hostid",
		Function:    "HMAC-SHA-256, the first 8 bytes",
		DADCounters: 4, Verified: false,
		Evidence: "its source of 2026, never checked on a running system",
		Notes: []string{
			"It hashes the interface name, or the MAC where net.inet6.ip6.stableaddr_netifsource says so; give one of them.",
			"Link-local addresses come out as EUI-64 because of a slip in the source; SLAAC addresses are stable.",
		},
	},
	KAME: {
		Name: "kame", Group: Stable,
		Doc:      "KAME and its descendants (FreeBSD, NetBSD, macOS), on a host that has no MAC at all",
		Required: []Input{InputHostname},
		Function: "MD5 of the host name, the first 8 bytes with u and g cleared",
		Evidence: "the source of KAME and FreeBSD, never checked on a running system",
		Notes: []string{
			"It is the last resort, for interfaces where no interface of the host has a MAC: tunnels and the like.",
			"Every such interface has the same identifier, on every network.",
		},
	},
	RFC3041: {
		Name: "rfc3041", Group: Temporary,
		Doc:      "RFC 3041: MD5 of a history value and the stable identifier",
		Optional: []Input{InputMAC},
		Function: "MD5, the first 8 bytes with u cleared; the last 8 are the next history",
		Verified: false, Evidence: "the RFC, which has no example, and the KAME source",
	},
	RFC4941: {
		Name: "rfc4941", Group: Temporary,
		Doc:      "RFC 4941: as RFC 3041, passing over reserved identifiers",
		Optional: []Input{InputMAC},
		Function: "MD5, the first 8 bytes with u cleared; the last 8 are the next history",
		Verified: false, Evidence: "the RFC, which has no example, and the KAME source",
	},
	RFC8981: {
		Name: "rfc8981", Group: Temporary,
		Doc:         "RFC 8981: random, or with a secret its hash form",
		Optional:    []Input{InputSecret, InputInterface, InputMAC, InputNetworkID, InputDADCounter},
		SecretForm:  "hexadecimal digits, at least 16 bytes",
		Function:    "HMAC-SHA-256, the last 8 bytes",
		DADCounters: 4, Verified: true,
		Evidence: "the RFC leaves the function open, so this layout is its own reference",
	},
	RFC7943: {
		Name: "rfc7943", Group: DHCPv6,
		Doc:        "RFC 7943: stable addresses from a DHCPv6 server",
		Required:   []Input{InputSecret},
		SecretForm: "hexadecimal digits, at least 16 bytes",
		Function:   "SHA-256, as many of the last bits as the pool leaves",
		Verified:   false, Evidence: "the RFC, which leaves field widths open; no server is known to do exactly this",
	},
	ISCDhcpd: {
		Name: "isc-dhcpd", Group: DHCPv6,
		Doc:      "ISC dhcpd: the address it offers first to a DUID and IAID",
		Optional: []Input{InputByteOrder},
		Function: "MD5, the bits that the pool leaves",
		Verified: true, Evidence: "offers of a running 4.4.3-P1",
		Notes: []string{"A range6 of two addresses is cut into CIDR blocks; give the block, not the range."},
	},
	Dnsmasq: {
		Name: "dnsmasq", Group: DHCPv6,
		Doc:      "dnsmasq: the address it offers first to a DUID and IAID",
		Function: "the sdbm hash, modulo the size of the range",
		Verified: true, Evidence: "offers of a running 2.90",
		Notes: []string{"Not with dhcp-sequential-ip; older releases left the IAID out."},
	},
	RFC3972: {
		Name: "rfc3972", Group: Crypto,
		Doc:      "RFC 3972: an address bound to a public key",
		Function: "SHA-1, the first 8 bytes with Sec in the top three bits and u and g cleared",
		Verified: true, Evidence: "RFC 3972 appendix B",
	},
	RFC4193: {
		Name: "rfc4193", Group: UniqueLocal,
		Doc:      "RFC 4193 section 3.2.2: a global ID from the time and an EUI-64",
		Function: "SHA-1, the last 5 bytes below fd00::/8",
		Verified: false, Evidence: "the RFC, which has no example",
	},
	ULARandom: {
		Name: "random", Group: UniqueLocal,
		Doc:      "40 random bits below fd00::/8",
		Verified: true, Evidence: "nothing to check",
	},
	Docker: {
		Name: "docker", Group: UniqueLocal,
		Doc:      "Docker: the /48 it takes networks from",
		Function: "SHA-256 of the host id text, bytes 3 to 7 below fd00::/8",
		Verified: true, Evidence: "the expected values of the project's own tests",
	},
}

// Systems returns the systems of one group, in the order of their constants.
func Systems(g Group) []System {
	var list []System
	for k := range systems {
		if k > 0 && systems[k].Group == g {
			list = append(list, System(k))
		}
	}
	return list
}

// Info returns the description of s. It is shared: do not change its slices.
func (s System) Info() *Info {
	if int(s) < len(systems) {
		return &systems[s]
	}
	return &systems[0]
}

// String returns the word for s, "unknown" for the zero value.
func (s System) String() string { return s.Info().Name }

// MarshalText implements [encoding.TextMarshaler] with String.
func (s System) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// ParseSystem returns the system of group g that the word names. The error is
// an [*addr.Error] that lists the words.
func ParseSystem(g Group, word string) (System, error) {
	var words []string
	for _, s := range Systems(g) {
		if s.String() == word {
			return s, nil
		}
		words = append(words, s.String())
	}
	return 0, &addr.Error{Input: strings.Clone(word), Offset: -1, Reason: "unknown system; one of " + strings.Join(words, ", ")}
}

// ByteOrder is the byte order of the host that has the addresses.
type ByteOrder uint8

// The byte orders. The zero value is that of nearly every machine.
const (
	LittleEndian ByteOrder = iota
	BigEndian
)

var byteOrderWords = [...]string{"little", "big"}

// String returns "little" or "big".
func (o ByteOrder) String() string { return wordOf(byteOrderWords[:], o) }

// MarshalText implements [encoding.TextMarshaler] with String.
func (o ByteOrder) MarshalText() ([]byte, error) { return []byte(o.String()), nil }

// UnmarshalText implements [encoding.TextUnmarshaler] with [ParseByteOrder].
func (o *ByteOrder) UnmarshalText(b []byte) (err error) {
	*o, err = ParseByteOrder(string(b))
	return err
}

// ParseByteOrder reads "little" or "big". The error is an [*addr.Error].
func ParseByteOrder(s string) (ByteOrder, error) {
	return parseWord[ByteOrder](byteOrderWords[:], s, "neither little nor big")
}
