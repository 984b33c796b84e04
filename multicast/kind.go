package multicast

import "github.com/hextet/hextet/internal/ip"

// Kind is the kind of a multicast address.
type Kind uint8

// The kinds.
const (
	KindUnknown Kind = iota

	KindWellKnown          // permanently assigned by IANA
	KindTransient          // temporary (IPv6 T flag, IPv4 SAP and DIS)
	KindUnicastPrefixBased // contains the prefix of its owner, RFC 3306 and RFC 6034
	KindEmbeddedRP         // contains its rendezvous point, RFC 3956
	KindSourceSpecific     // identifies a channel together with a source, RFC 4607
	KindLinkScoped         // contains an interface identifier, RFC 4489
	KindSolicitedNode      // RFC 4291 section 2.7.1
	KindNodeInformation    // RFC 4620
	KindGLOP               // contains an autonomous system number, RFC 3180
	KindAdminScoped        // 239.0.0.0/8, RFC 2365
	KindReserved           // no meaning assigned, or flags that contradict each other
	KindMixed              // a block of several kinds
)

var kindNames = [...]string{
	"unknown", "well-known", "transient", "unicast-prefix-based", "embedded-rp", "source-specific",
	"link-scoped", "solicited-node", "node-information", "glop", "admin-scoped", "reserved", "mixed",
}

// String returns the word for k.
func (k Kind) String() string { return ip.Word(kindNames[:], k) }

// MarshalText returns what String returns.
func (k Kind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// UnmarshalText accepts the words that String returns.
func (k *Kind) UnmarshalText(text []byte) error {
	return ip.UnmarshalWord(k, kindNames[:], "kind of group", text)
}

// Flags are the four flag bits of an IPv6 multicast address (RFC 4291 section
// 2.7 as updated by RFC 7371).
type Flags uint8

// The flags, high bit first.
const (
	FlagX Flags = 8 // no meaning assigned (RFC 7371 section 2)
	FlagR Flags = 4 // embeds a rendezvous point; requires P and T (RFC 3956)
	FlagP Flags = 2 // based on a prefix; requires T (RFC 3306)
	FlagT Flags = 1 // transient, not assigned by IANA
)

// String returns the letters of the flags that are set, "PT", or "none".
func (f Flags) String() string { return flagNames[f&15] }

var flagNames = [16]string{
	"none", "T", "P", "PT", "R", "RT", "RP", "RPT",
	"X", "XT", "XP", "XPT", "XR", "XRT", "XRP", "XRPT",
}

// GroupID is the group ID of a multicast address: 112 bits of an IPv6 address, 32 if it
// contains a prefix; up to 28 bits of an IPv4 address.
type GroupID struct {
	hi, lo uint64 // 48 and 64 bits
}

// AppendTo appends the hexadecimal number: "0x101".
func (g GroupID) AppendTo(dst []byte) []byte {
	dst = append(dst, "0x"...)
	if g.hi == 0 {
		return appendHex(dst, g.lo)
	}
	dst = appendHex(dst, g.hi)
	return ip.AppendDigits(dst, g.lo, 16)
}

// String returns the hexadecimal number: "0x101".
func (g GroupID) String() string {
	var b [30]byte
	return string(g.AppendTo(b[:0]))
}

// Uint32 returns the last 32 bits, which are part of the MAC.
func (g GroupID) Uint32() uint32 { return uint32(g.lo) }
