package classify

import (
	"github.com/hextet/hextet/internal/ip"
)

// A Type is the type of an address, the most specific that applies. The zero Type is
// unknown, which no valid address has.
type Type uint8

// The types of IPv6 and IPv4 addresses. Mixed is the type of a block with several
// types.
const (
	TypeUnknown Type = iota
	Unspecified
	Loopback
	IPv4Mapped
	IPv4Compatible
	IPv4Translated
	NAT64
	NAT64Local
	DiscardOnly
	Dummy
	IETFProtocol
	Teredo
	PortControlAnycast
	TURNAnycast
	DNSSDAnycast
	Benchmarking
	AMT
	AS112
	ORCHID
	ORCHIDv2
	DroneID
	Documentation
	SixToFour
	SRv6SID
	SixBone
	UniqueLocal
	LinkLocal
	SiteLocal
	Multicast
	GlobalUnicast
	Reserved
	ThisNetwork
	Private
	Shared
	ServiceContinuity
	NAT64Discovery
	SixToFourRelay
	Broadcast
	Mixed
	numTypes
)

var typeNames = [numTypes]string{
	TypeUnknown:        "unknown",
	Unspecified:        "unspecified",
	Loopback:           "loopback",
	IPv4Mapped:         "ipv4-mapped",
	IPv4Compatible:     "ipv4-compatible",
	IPv4Translated:     "ipv4-translated",
	NAT64:              "nat64",
	NAT64Local:         "nat64-local",
	DiscardOnly:        "discard-only",
	Dummy:              "dummy",
	IETFProtocol:       "ietf-protocol",
	Teredo:             "teredo",
	PortControlAnycast: "port-control-anycast",
	TURNAnycast:        "turn-anycast",
	DNSSDAnycast:       "dns-sd-anycast",
	Benchmarking:       "benchmarking",
	AMT:                "amt",
	AS112:              "as112",
	ORCHID:             "orchid",
	ORCHIDv2:           "orchid-v2",
	DroneID:            "drone-id",
	Documentation:      "documentation",
	SixToFour:          "6to4",
	SRv6SID:            "srv6-sid",
	SixBone:            "6bone",
	UniqueLocal:        "unique-local",
	LinkLocal:          "link-local",
	SiteLocal:          "site-local",
	Multicast:          "multicast",
	GlobalUnicast:      "global-unicast",
	Reserved:           "reserved",
	ThisNetwork:        "this-network",
	Private:            "private",
	Shared:             "shared",
	ServiceContinuity:  "service-continuity",
	NAT64Discovery:     "nat64-discovery",
	SixToFourRelay:     "6to4-relay",
	Broadcast:          "broadcast",
	Mixed:              "mixed",
}

// String returns the word for t, in lower case with hyphens: "ipv4-mapped".
func (t Type) String() string { return ip.Word(typeNames[:], t) }

// MarshalText returns what String returns.
func (t Type) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// UnmarshalText accepts the words that String returns.
func (t *Type) UnmarshalText(text []byte) error {
	return ip.UnmarshalWord(t, typeNames[:], "address type", text)
}

// A typed block has the type and the description of its addresses, unless a longer one
// applies.
type typed struct {
	block
	typ        Type
	deprecated bool
	detail     string // "" if it depends on the fields or the allocation of the address
}

// types6 has the rows of the IPv6 special-purpose registry and other prefixes that RFCs
// define, sorted by first address and length. Everything else is reserved.
var types6 = [...]typed{
	{block{0, 0, 0}, Reserved, false, "reserved by IETF"},
	{block{0, 0, 96}, IPv4Compatible, true, ""},                                                        // RFC 4291 section 2.5.5.1
	{block{0, 0, 128}, Unspecified, false, "no address yet"},                                           // RFC 4291 section 2.5.2
	{block{0, 1, 128}, Loopback, false, "this node itself"},                                            // RFC 4291 section 2.5.3
	{block{0, 0xffff_0000_0000, 96}, IPv4Mapped, false, ""},                                            // RFC 4291 section 2.5.5.2
	{block{0, 0xffff_0000_0000_0000, 96}, IPv4Translated, false, ""},                                   // RFC 2765 section 2.1
	{block{0x0064_ff9b_0000_0000, 0, 96}, NAT64, false, ""},                                            // RFC 6052 section 2.1
	{block{0x0064_ff9b_0001_0000, 0, 48}, NAT64Local, false, "local-use NAT64 prefix"},                 // RFC 8215
	{block{0x0100_0000_0000_0000, 0, 64}, DiscardOnly, false, "routers drop what is sent here"},        // RFC 6666
	{block{0x0100_0000_0000_0001, 0, 64}, Dummy, false, "dummy prefix"},                                // RFC 9780
	{block{0x0200_0000_0000_0000, 0, 7}, Reserved, true, "formerly OSI NSAP-mapped"},                   // RFC 4048
	{block{0x2000_0000_0000_0000, 0, 3}, GlobalUnicast, false, ""},                                     // RFC 4291 section 2.5.4
	{block{0x2001_0000_0000_0000, 0, 23}, IETFProtocol, false, "IETF protocol assignments"},            // RFC 2928
	{block{0x2001_0000_0000_0000, 0, 32}, Teredo, false, ""},                                           // RFC 4380
	{block{0x2001_0001_0000_0000, 1, 128}, PortControlAnycast, false, "Port Control Protocol anycast"}, // RFC 7723
	{block{0x2001_0001_0000_0000, 2, 128}, TURNAnycast, false, "TURN server anycast"},                  // RFC 8155
	{block{0x2001_0001_0000_0000, 3, 128}, DNSSDAnycast, false, "DNS-SD service registration anycast"}, // RFC 9665
	{block{0x2001_0002_0000_0000, 0, 48}, Benchmarking, false, "benchmarking"},                         // RFC 5180
	{block{0x2001_0003_0000_0000, 0, 32}, AMT, false, "automatic multicast tunneling"},                 // RFC 7450
	{block{0x2001_0004_0112_0000, 0, 48}, AS112, false, "AS112 anycast sink for reverse DNS"},          // RFC 7535
	{block{0x2001_0010_0000_0000, 0, 28}, ORCHID, true, "host identity hash, first form"},              // RFC 4843
	{block{0x2001_0020_0000_0000, 0, 28}, ORCHIDv2, false, ""},                                         // RFC 7343
	{block{0x2001_0030_0000_0000, 0, 28}, DroneID, false, "drone remote ID entity tag"},                // RFC 9374
	{block{0x2001_0db8_0000_0000, 0, 32}, Documentation, false, "documentation"},                       // RFC 3849
	{block{0x2002_0000_0000_0000, 0, 16}, SixToFour, false, ""},                                        // RFC 3056
	{block{0x2002_c058_6301_0000, 0, 128}, SixToFour, true, "6to4 relay anycast 192.88.99.1"},          // RFC 3068, RFC 7526
	{block{0x2620_004f_8000_0000, 0, 48}, AS112, false, "AS112 sink for reverse DNS"},                  // RFC 7534
	{block{0x3ffe_0000_0000_0000, 0, 16}, SixBone, true, "6bone, returned in 2006"},                    // RFC 3701
	{block{0x3ffe_831f_0000_0000, 0, 32}, SixBone, true, "6bone, Teredo before 2006"},                  // RFC 5156 section 2.9
	{block{0x3fff_0000_0000_0000, 0, 20}, Documentation, false, "documentation"},                       // RFC 9637
	{block{0x5f00_0000_0000_0000, 0, 8}, SixBone, true, "first 6bone, returned"},                       // RFC 1897, RFC 5156 section 2.9
	{block{0x5f00_0000_0000_0000, 0, 16}, SRv6SID, false, "segment identifier"},                        // RFC 9602
	{block{0xfc00_0000_0000_0000, 0, 7}, UniqueLocal, false, ""},                                       // RFC 4193
	{block{0xfe80_0000_0000_0000, 0, 10}, LinkLocal, false, "link-local, outside fe80::/64"},           // RFC 4291 section 2.5.6
	{block{0xfe80_0000_0000_0000, 0, 64}, LinkLocal, false, "one link only"},                           // likewise: 54 zero bits
	{block{0xfec0_0000_0000_0000, 0, 10}, SiteLocal, true, ""},                                         // RFC 3879
	{block{0xff00_0000_0000_0000, 0, 8}, Multicast, false, ""},                                         // RFC 4291 section 2.7
}

// types4 is the same for IPv4, addresses in the top 32 bits.
var types4 = [...]typed{
	{block{0, 0, 0}, GlobalUnicast, false, ""},
	{block{0, 0, 8}, ThisNetwork, false, "this network"},                                                        // RFC 791 section 3.2
	{block{0, 0, 32}, Unspecified, false, "this host on this network"},                                          // RFC 1122 section 3.2.1.3
	{block{0x0a00_0000 << 32, 0, 8}, Private, false, "private, 10.0.0.0/8"},                                     // RFC 1918
	{block{0x6440_0000 << 32, 0, 10}, Shared, false, "shared by carrier-grade NAT"},                             // RFC 6598
	{block{0x7f00_0000 << 32, 0, 8}, Loopback, false, "this host itself"},                                       // RFC 1122 section 3.2.1.3
	{block{0xa9fe_0000 << 32, 0, 16}, LinkLocal, false, "self-assigned on one link"},                            // RFC 3927
	{block{0xac10_0000 << 32, 0, 12}, Private, false, "private, 172.16.0.0/12"},                                 // RFC 1918
	{block{0xc000_0000 << 32, 0, 24}, IETFProtocol, false, "IETF protocol assignments"},                         // RFC 6890
	{block{0xc000_0000 << 32, 0, 29}, ServiceContinuity, false, "IPv4 service continuity, DS-Lite and 464XLAT"}, // RFC 7335
	{block{0xc000_0008 << 32, 0, 32}, Dummy, false, "dummy address"},                                            // RFC 7600
	{block{0xc000_0009 << 32, 0, 32}, PortControlAnycast, false, "Port Control Protocol anycast"},               // RFC 7723
	{block{0xc000_000a << 32, 0, 32}, TURNAnycast, false, "TURN server anycast"},                                // RFC 8155
	{block{0xc000_00aa << 32, 0, 32}, NAT64Discovery, false, "answer for ipv4only.arpa"},                        // RFC 7050 section 2.2
	{block{0xc000_00ab << 32, 0, 32}, NAT64Discovery, false, "answer for ipv4only.arpa"},                        // RFC 7050 section 2.2
	{block{0xc000_0200 << 32, 0, 24}, Documentation, false, "documentation, TEST-NET-1"},                        // RFC 5737
	{block{0xc01f_c400 << 32, 0, 24}, AS112, false, "AS112 anycast sink for reverse DNS"},                       // RFC 7535
	{block{0xc034_c100 << 32, 0, 24}, AMT, false, "automatic multicast tunneling"},                              // RFC 7450
	{block{0xc058_6300 << 32, 0, 24}, SixToFourRelay, true, "6to4 relay anycast"},                               // RFC 7526
	// This row is still valid inside the terminated /24; it has no type of its own.
	{block{0xc058_6302 << 32, 0, 32}, SixToFourRelay, false, "6a44 relay anycast"},       // RFC 6751
	{block{0xc0a8_0000 << 32, 0, 16}, Private, false, "private, 192.168.0.0/16"},         // RFC 1918
	{block{0xc0af_3000 << 32, 0, 24}, AS112, false, "AS112 sink for reverse DNS"},        // RFC 7534
	{block{0xc612_0000 << 32, 0, 15}, Benchmarking, false, "benchmarking"},               // RFC 2544
	{block{0xc633_6400 << 32, 0, 24}, Documentation, false, "documentation, TEST-NET-2"}, // RFC 5737
	{block{0xcb00_7100 << 32, 0, 24}, Documentation, false, "documentation, TEST-NET-3"}, // RFC 5737
	{block{0xe000_0000 << 32, 0, 4}, Multicast, false, ""},                               // RFC 5771
	{block{0xf000_0000 << 32, 0, 4}, Reserved, false, "reserved for future use"},         // RFC 1112 section 4
	{block{0xffff_ffff << 32, 0, 32}, Broadcast, false, "every host on this link"},       // RFC 919 section 7
}
