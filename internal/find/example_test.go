package find_test

import (
	"fmt"

	"github.com/hextet/hextet/internal/find"
)

func Example() {
	text := []byte("connect from [2001:DB8::1]:50522 to 192.0.2.1:443 via fe80::1%eth0, net 2001:db8::/32")
	f := find.New(find.Options{})
	var it find.Find
	for at := 0; f.Next(text, at, &it); at = it.End {
		fmt.Println(it.Start, it.Addr(), it.Zone, it.Length, it.Port)
	}
	// Output:
	// 14 2001:db8::1  -1 50522
	// 36 192.0.2.1  -1 443
	// 54 fe80::1 eth0 -1 -1
	// 72 2001:db8::  32 -1
}
