package privacy_test

import (
	"fmt"
	"net/netip"

	"github.com/hextet/hextet/eui64"
	"github.com/hextet/hextet/privacy"
)

func ExampleNew() {
	secret, err := privacy.ParseSecret(privacy.Linux, []byte("2001:db8::1"))
	if err != nil {
		panic(err)
	}
	g, err := privacy.New(privacy.Linux, privacy.Inputs{
		Secret:   secret,
		Hardware: []byte{0x52, 0x54, 0x00, 0x12, 0x34, 0x56},
	})
	if err != nil {
		panic(err)
	}
	fmt.Println(g.Addr(netip.MustParsePrefix("2001:db8:1:2::/64")))
	// Output: 2001:db8:1:2:32f4:b83b:fc22:d12d <nil>
}

func ExampleGenerator_Derive() {
	secret, _ := privacy.ParseSecret(privacy.Dhcpcd, []byte("de:ad:be:ef"))
	g, _ := privacy.New(privacy.Dhcpcd, privacy.Inputs{Secret: secret, Hardware: []byte{0, 0, 0x5e, 0, 0x53, 1}})
	d, _ := g.Explain(netip.MustParsePrefix("fe80::/64"))
	fmt.Println(d.Address)
	for _, f := range d.Input {
		fmt.Printf("%2d %x %s\n", f.Offset, f.Bytes, f.Name)
	}
	// Output:
	// fe80::7f4a:de57:124a:fd9a
	//  0 fe80000000000000 prefix
	//  8 00005e005301 hardware address
	// 14 00000000 dad_counter u32, host order
	// 18  secret
}

func ExampleNew_missing() {
	_, err := privacy.New(privacy.Dhcpcd, privacy.Inputs{Hardware: []byte{0, 0, 0x5e, 0, 0x53, 1}})
	fmt.Println(err)
	// Output: dhcpcd: secret is required
}

func ExampleIdentifier_Matches() {
	id := privacy.NewIdentifier(privacy.Candidates{
		Secrets:  []privacy.Secret{privacy.NewSecret([]byte("2001:db8::1"))},
		Hardware: [][]byte{{0x00, 0x00, 0x5e, 0x00, 0x53, 0x01}, {0x52, 0x54, 0x00, 0x12, 0x34, 0x56}},
	})
	for m := range id.Matches(netip.MustParseAddr("2001:db8:1:2:26f1:eb70:83fa:3dd9")) {
		fmt.Printf("%v %x, DAD counter %d, secret %v\n", m.System, m.Inputs.Hardware, m.DADCounter, m.Inputs.Secret)
	}
	// Output: linux 525400123456, DAD counter 2, secret [secret]
}

func ExampleDnsmasqAddress() {
	duid, _ := privacy.ParseDUID("000100012a2b2c2d525400123456")
	d, err := privacy.DnsmasqAddress(
		netip.MustParseAddr("2001:db8:5::1000"), netip.MustParseAddr("2001:db8:5::1fff"),
		privacy.DHCPClient{DUID: duid, IAID: 305419896}, 0)
	fmt.Println(d.Address, err)
	// Output: 2001:db8:5::15b2 <nil>
}

func ExampleDockerULA() {
	p, _ := privacy.DockerULA("499d4bc0-b0b3-416f-b1ee-cf6486315593")
	fmt.Println(p)
	// Output: fd62:fb69:18af::/48
}

func ExampleNextTemporary() {
	iid, _ := eui64.ParseIID("0200:5eff:fe00:5301")
	h, _ := privacy.ParseHistory("0123456789abcdef")
	for range 2 {
		var tmp eui64.IID
		tmp, h = privacy.NextTemporary(privacy.RFC4941, iid, h)
		fmt.Println(tmp, h)
	}
	// Output:
	// 05f9:d838:1e46:ad62 227bdc4e5437df36
	// 7543:bbd5:ae6f:dbe3 d9627351b6de6495
}
