// Package privacy makes the interface identifiers that do not come from a hardware
// address, exactly as the systems that use them do: from what such a system stores
// (its secret, the interface, the network) it returns the address that the system
// will have.
//
//   - Stable, opaque identifiers (RFC 7217) of Linux, Android, NetworkManager,
//     systemd-networkd, dhcpcd, OpenBSD, FreeBSD and KAME, and of our own layout
//     for the RFC itself: [New] and [Generator].
//   - Which of these systems made an address: [NewIdentifier].
//   - Temporary identifiers (RFC 3041, RFC 4941, RFC 8981).
//   - Addresses that DHCPv6 servers assign (RFC 7943, ISC dhcpd, dnsmasq).
//   - Cryptographically generated addresses (RFC 3972, RFC 4581, RFC 4982).
//   - Unique local prefixes (RFC 4193 and Docker's).
//   - Replacements for addresses in logs that are shared: truncated addresses, and
//     pseudonyms under a key, by ipcrypt or Crypto-PAn ([Pseudonymizer]).
//
// The quirks of a system are reproduced, not fixed; [Info] says for each whether it
// was checked against the running system. The package does not read files, clocks
// or random numbers: secrets are values of type [Secret], which nothing prints,
// times are [time.Time], and randomness comes from an [io.Reader]. It does no
// duplicate address detection; the DAD counter is an input. For EUI-64 identifiers
// see package eui64.
//
//	secret, _ := privacy.ParseSecret(privacy.Linux, []byte("2001:db8::1"))
//	g, _ := privacy.New(privacy.Linux, privacy.Inputs{
//		Secret:   secret,
//		Hardware: []byte{0x52, 0x54, 0x00, 0x12, 0x34, 0x56},
//	})
//	a, _ := g.Addr(netip.MustParsePrefix("2001:db8:1:2::/64"))
//	fmt.Println(a) // 2001:db8:1:2:32f4:b83b:fc22:d12d
//
// # Conventions
//
// An [eui64.IID] is the last 64 bits of an address; "u" is the bit 0x02 and "g" the
// bit 0x01 of its first byte (RFC 4291 section 2.5.1). A hardware address is a byte
// slice in transmission order: 6 bytes for Ethernet, 8 for an EUI-64, 20 for
// InfiniBand, at most 32. In diagrams of hashed inputs ‖ joins bytes, BE and LE
// mean most and least significant byte first. Bits of a prefix after its length are
// treated as zero.
package privacy
