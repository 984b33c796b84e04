// Package dial is for a test: 2001:DB8::1 and 10.0.0.256 are only said.
package dial

import "net/netip"

/*
The peer was 2001:0db8:0:0::1 once.
*/
const (
	peer    = "2a07:a8c0::179"
	old     = "3ffe:501:ffff::1"
	upper   = "[2A07:A8C0::1]:179"
	example = "2001:db8::179"
	gone    = "64:ff9b::192.168.1.1"
	group   = "ff32:30:2001:db8::1"
	help    = "connect to the peer 2001:DB8::1 of the example"
	usage   = `dial 2001:db8::1 [::1]:179`
	module  = "example.com/dial@v1.2.3.400"
)

var (
	own   = netip.MustParsePrefix("2a07:a8c0::/29")
	local = netip.MustParseAddr("::ffff:10.0.0.1")
	token = "::5eff:fe00:5301"
	mask  = "ffff:ffff:ffff:ffff::"
	half  = [...]string{"fd6b:2c91:e4a7:1::1", "fd6b:2c91:e4a7:1::1::2"}
	times = []string{"15:04:05", "2006:01:02 15:04:05"}
)
