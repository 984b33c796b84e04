package addr_test

import (
	"errors"
	"fmt"
	"net/netip"

	"github.com/hextet/hextet/addr"
)

func ExampleParseItem() {
	it, err := addr.ParseItem("FE80:0::1%eth0/64")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(it.Addr, it.Zone, it.Bits())
	fmt.Println(it)
	// Output:
	// fe80::1 eth0 64
	// fe80::1%eth0/64
}

func ExampleError() {
	_, err := addr.ParseItem("2001:db8::g")
	fmt.Println(err)
	var e *addr.Error
	if errors.As(err, &e) {
		fmt.Println(e.Offset)
	}
	// Output:
	// "2001:db8::g": unexpected character 'g' at byte 10
	// 10
}

func ExampleAppendCanonical() {
	it, _ := addr.ParseItem("64:FF9B::C000:201")
	for _, m := range []addr.Mixed{addr.MixedAuto, addr.MixedNever} {
		fmt.Printf("%s %s\n", m, addr.AppendCanonical(nil, it, m))
	}
	// Output:
	// auto 64:ff9b::192.0.2.1
	// never 64:ff9b::c000:201
}

func ExampleAppendForm() {
	it, _ := addr.ParseItem("2001:db8::1")
	for _, f := range []addr.Form{addr.FormInt, addr.FormBase85, addr.FormUNC} {
		b, _ := addr.AppendForm(nil, it, f)
		fmt.Printf("%s %s\n", f, b)
	}
	// Output:
	// int 42540766411282592856903984951653826561
	// base85 9R}vSQ9RqiCv7SR1r(Uz
	// unc 2001-db8--1.ipv6-literal.net
}

func ExampleDetect() {
	for _, s := range []string{`\\fe80--1s4.ipv6-literal.net\c$`, "8.b.d.0.1.0.0.2.ip6.arpa", "12345678"} {
		it, form, err := addr.Detect(s)
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(form, it)
	}
	// Output:
	// unc fe80::1%4
	// arpa 2001:db8::/32
	// "12345678": a hexadecimal or a decimal number: say which with --from
}

func ExampleReverseZones() {
	for zone := range addr.ReverseZones(netip.MustParsePrefix("2001:db8::/31")) {
		name, _ := addr.AppendZone(nil, zone, "1.0.0.2.ip6.arpa")
		fmt.Println(zone, string(name))
	}
	// Output:
	// 2001:db8::/32 8.b.d.0
	// 2001:db9::/32 9.b.d.0
}
