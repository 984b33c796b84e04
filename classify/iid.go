package classify

import "github.com/hextet/hextet/eui64"

// An IID is an interface identifier and what its bits suggest.
type IID = eui64.Analysis

// An IIDKind is what an interface identifier looks like.
type IIDKind = eui64.Kind

// The kinds of interface identifiers.
const (
	IIDUnknown             = eui64.KindUnknown
	IIDSubnetRouterAnycast = eui64.KindSubnetRouterAnycast
	IIDReservedAnycast     = eui64.KindReservedAnycast
	IIDISATAP              = eui64.KindISATAP
	IIDShortAddress        = eui64.KindShortAddress
	IIDEUI64               = eui64.KindEUI64
	IIDWordy               = eui64.KindWordy
	IIDEmbeddedPort        = eui64.KindEmbeddedPort
	IIDLowByte             = eui64.KindLowByte
	IIDEmbeddedIPv4        = eui64.KindEmbeddedIPv4
	IIDPattern             = eui64.KindPattern
	IIDRandom              = eui64.KindRandom
)
