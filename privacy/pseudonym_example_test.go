package privacy_test

import (
	"fmt"
	"net/netip"

	"github.com/hextet/hextet/privacy"
)

func ExampleNewTruncator() {
	p, err := privacy.NewTruncator(48, 24, privacy.Exceptions{})
	if err != nil {
		panic(err)
	}
	for _, s := range []string{
		"2001:db8:1:2:3:4:5:6",
		"198.51.100.7",
		"2002:c633:6407::1", // 6to4: all of 198.51.100.7 is in its first 48 bits
		"fe80::1",           // kept, as a link-local address
		"fe80::200:5eff:fe00:5301",
	} {
		fmt.Println(p.Addr(netip.MustParseAddr(s)))
	}
	// Output:
	// 2001:db8:1::
	// 198.51.100.0
	// 2002::
	// fe80::1
	// fe80::
}

func ExampleNewEncrypter() {
	// A key of your own comes from a random source and stays secret.
	key, err := privacy.ParseKey(privacy.IPCryptPfx, []byte("2b7e151628aed2a6abf7158809cf4f3ca9f5ba40db214c3798f2e1c23456789a"))
	if err != nil {
		panic(err)
	}
	p, err := privacy.NewEncrypter(privacy.IPCryptPfx, key, privacy.Exceptions{})
	if err != nil {
		panic(err)
	}
	inverse, err := p.Inverse()
	if err != nil {
		panic(err)
	}
	for _, s := range []string{"10.0.0.47", "10.0.0.129", "2001:db8::a5c9:4e2f:bb91:5a7d", "::1"} {
		a := p.Addr(netip.MustParseAddr(s))
		fmt.Println(a, inverse.Addr(a))
	}
	// Output:
	// 19.214.210.244 10.0.0.47
	// 19.214.210.80 10.0.0.129
	// 7cec:702c:1243:f70:1956:125:b9bd:1aba 2001:db8::a5c9:4e2f:bb91:5a7d
	// ::1 ::1
}

func ExamplePseudonymizer_Prefix() {
	key, _ := privacy.ParseKey(privacy.IPCryptPfx, []byte("2b7e151628aed2a6abf7158809cf4f3ca9f5ba40db214c3798f2e1c23456789a"))
	p, _ := privacy.NewEncrypter(privacy.IPCryptPfx, key, privacy.Exceptions{
		Preserve: []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")},
	})
	fmt.Println(p.Prefix(netip.MustParsePrefix("10.0.0.0/24")))
	fmt.Println(p.Prefix(netip.MustParsePrefix("192.0.2.0/25")))
	// Output:
	// 19.214.210.0/24 <nil>
	// 192.0.2.0/25 <nil>
}
