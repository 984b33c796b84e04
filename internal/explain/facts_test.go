package explain

import (
	"slices"
	"strings"
	"testing"

	"github.com/hextet/hextet/classify"
)

var options classify.Options

func of(t *testing.T, s string) *Facts {
	t.Helper()
	th, err := Parse(s, Auto)
	if err != nil {
		t.Fatal(err)
	}
	return Of(th, options)
}

func TestHeadline(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ in, want string }{
		{"::", "Unspecified address, no address yet"},
		{"::ffff:10.0.0.1", "IPv4-mapped address of 10.0.0.1 (private)"},
		{"::ffff:8.8.8.8", "IPv4-mapped address of 8.8.8.8"},
		{"::a01:101", "IPv4-compatible address of 10.1.1.1 (private), deprecated"},
		{"64:ff9b::192.0.2.33", "NAT64 address of 192.0.2.33 (documentation)"},
		{"64:ff9b:1::1", "Local-use NAT64 address"},
		{"2001:0:4136:e378:8000:63bf:3fff:fdd2", "Teredo client 192.0.2.45 port 40000 behind a cone NAT, server 65.54.227.120"},
		{"2001:0:4136:e378:0:63bf:3fff:fdd2", "Teredo client 192.0.2.45 port 40000, server 65.54.227.120"},
		{"2002:808:808:1::1", "6to4 address in the site of router 8.8.8.8"},
		{"2002:c058:6301::", "6to4 relay anycast 192.88.99.1, deprecated, subnet-router anycast"},
		{"fe80::1", "Link-local address"},
		{"fe80:4::1", "Link-local address outside fe80::/64"},
		{"fe80::200:5eff:fe00:5301", "Link-local address, made from MAC 00:00:5e:00:53:01"},

		// Identifiers say what they are.
		{"fe80::5efe:c000:201", "Link-local address, ISATAP of 192.0.2.1"},
		{"fe80::ff:fe00:1234", "Link-local address, short address 1234 of a low-power link"},
		{"2001:db8::443", "Documentation address, likely of the service on port 443"},
		{"2001:db8::192:0:2:33", "Documentation address, likely of the host 192.0.2.33"},
		{"fe80::200:5eff:fe00:20a", "Link-local address of VRRP virtual router 10 for IPv6"},
		{"2001:db8::", "Documentation address, subnet-router anycast"},
		{"2001:db8::fdff:ffff:ffff:fffe", "Documentation address, reserved anycast: Mobile IPv6 Home-Agents anycast"},

		{"ff02::fb", "Multicast group mDNSv6, link-local scope"},
		{"ff02::1:ff00:5301", "Solicited-node group of addresses that end in 00:5301, link-local scope"},
		{"ff7e:140:2001:db8:1234::1", "Multicast group with rendezvous point 2001:db8:1234::1, global scope"},
		{"ff3e:40:2001:db8:1:2:1234:5678", "Multicast group of 2001:db8:1:2::/64, global scope"},
		{"ff3e::8000:1", "Source-specific multicast group, global scope"},
		{"ff1e::1234", "Transient multicast group, global scope"},
		{"232.1.2.3", "Source-specific multicast group, global scope"},
		{"239.1.2.3", "Administratively scoped multicast group, organization-local scope"},
		{"233.251.240.7", "Multicast group of AS 64496 (GLOP), global scope"},

		{"10.1.2.3/24", "Private address in 10.0.0.0/8"},
		{"8.8.8.8", "Public address, legacy block, administered by ARIN"},
		{"2001:db8::/32", "Block of 2^96 addresses, documentation"},
		{"0.0.0.0/0", "Block of 2^32 addresses, of 21 types"},
		{"192.0.2.5-192.0.2.77", "Range of 73 addresses, documentation"},
		{"9.255.255.255-10.0.0.0", "Range of 2 addresses, of several types"},
		{"::1-::1", "Loopback address, this node itself"},

		{"00:00:5e:00:53:01", "MAC-48 of ICANN, IANA Department"},
		{"00:00:5e:00:01:0a", "MAC-48 of VRRP virtual router 10 for IPv4"},
		{"33:33:00:00:00:fb", "MAC-48, IPv6 multicast group ff02::fb, mDNSv6"},
		{"33:33:ff:00:53:01", "MAC-48, solicited-node group ff02::1:ff00:5301"},
		{"33:33:12:34:56:78", "MAC-48, IPv6 multicast groups that end in 1234:5678"},
		{"01:00:5e:00:00:fb", "MAC-48, 32 IPv4 multicast groups, 224.0.0.251 the first"},
		{"02:42:ac:11:00:02", "MAC-48, locally administered, Docker virtual machine"},
		{"ff:ff:ff:ff:ff:ff", "MAC-48, broadcast"},

		{"00:01:00:01:2a:2b:2c:2d:52:54:00:12:34:56", "DHCP unique identifier of MAC 52:54:00:12:34:56, made 2022-06-02"},
		{"00:03:00:01:00:00:5e:00:53:01", "DHCP unique identifier of MAC 00:00:5e:00:53:01"},
		{"00:02:00:00:ab:11:f9:2a:c2:77:29:2e:f1:04", "DHCP unique identifier of enterprise 43793"},
		{"0004000102030405060708090a0b0c0d0e0f", "DHCP unique identifier from UUID 00010203-0405-0607-0809-0a0b0c0d0e0f"},
	} {
		if got := of(t, tt.in).Headline(); got != tt.want {
			t.Errorf("%s: headline %q, want %q", tt.in, got, tt.want)
		}
	}
}

// TestVerdicts: what is as it should be is said, and only then.
func TestVerdicts(t *testing.T) {
	t.Parallel()
	const random = "global ID looks random, as it should be (RFC 4193 section 3.2.1)"
	for _, tt := range []struct{ in, yes, no string }{
		{"fd9e:21a7:a92c::1", random, ""},
		{"fd12:3456:789a::1", "", random},
		{"fc9e:21a7:a92c::1", "", random},
		{"fd9e:21a7:a92c::/48", random, ""},
		{"fd9e:21a7::/32", "", random},
		{"2001:db8::1", "canonical text (RFC 5952)", "in use"},
		{"2001:DB8::1", "", "canonical text"},
		{"2001:db8:0:0::1", "", "canonical text"},
		{"10.0.0.1", "", "canonical text"},
		{"2606:4700::1", "in use since 2006: 2600::/12 allocated to ARIN (IANA)", ""},
		{"8.8.8.8", "in use since 1992: 8.0.0.0/8 legacy space, administered by ARIN (IANA)", ""},
		{"fe80::1", "bits 10 to 63 are zero, as they must be (RFC 4291 section 2.5.6)", ""},
		{"fe80:4::1", "", "bits 10 to 63"},
		{"64:ff9b::8.8.8.8", "the IPv4 address is global, as this prefix requires (RFC 6052 section 3.1)", ""},
		{"64:ff9b::10.0.0.1", "", "the IPv4 address is global"},
		{"2002:808:808::1", "the IPv4 address is global, as 6to4 requires (RFC 3056 section 2)", ""},
		{"2002:a00:1::1", "", "the IPv4 address is global"},
		{"2001:0:4136:e378:8000:63bf:3fff:fdd2", "reserved flag bits are zero (RFC 4380 section 4)", ""},
		{"2001:0:4136:e378:c000:63bf:3fff:fdd2", "", "reserved flag bits"},
		{"2001:0:4136:e378:8100:63bf:3fff:fdd2", "", "reserved flag bits"},
		{"fe80::200:5efe:808:808", "the u bit agrees with the IPv4 address (RFC 5214 section 6.1)", ""},
		{"fe80::5efe:808:808", "", "the u bit agrees"},
		{"ff02::fb", "registered group (IANA, RFC 6762)", ""},
		{"ff02::1234:5678", "", "registered group"},
		{"ff3e:40:2001:db8:1:2:1234:5678", "flags, prefix and scope agree (RFC 3306 section 4)", ""},
		{"ff3e:30:2001:db8:1:2:1234:5678", "", "flags, prefix and scope agree"},
		{"2001:db8::/32", "on a nibble boundary: one reverse zone (RFC 3596 section 2.5)", ""},
		{"2001:db8::/33", "", "on a nibble boundary"},
		{"192.0.2.0/24", "on an octet boundary: one reverse zone (RFC 1035 section 3.5)", ""},
		{"192.0.2.0/25", "", "on an octet boundary"},
		{"192.0.2.0-192.0.2.127", "exactly the prefix 192.0.2.0/25", ""},
		{"192.0.2.0-192.0.2.126", "", "exactly"},
		{"00:00:5e:00:53:01", "universal address from a registered block (IEEE)", ""},
		{"02:00:5e:00:53:01", "", "universal"},
		{"00:00:5e:00:02:01", "assigned to VRRP (RFC 9568 section 7.3)", ""},
	} {
		var got []string
		for _, v := range of(t, tt.in).Verdicts {
			got = append(got, v.String())
		}
		if tt.yes != "" && !slices.Contains(got, tt.yes) {
			t.Errorf("%s: verdicts %q, want %q among them", tt.in, got, tt.yes)
		}
		if tt.no != "" && strings.Contains(strings.Join(got, "\n"), tt.no) {
			t.Errorf("%s: verdicts %q, want no %q", tt.in, got, tt.no)
		}
	}
}

func TestDUIDs(t *testing.T) {
	t.Parallel()
	d := of(t, "00:01:00:01:2a:2b:2c:2d:52:54:00:12:34:56").DUID
	// RFC 8415 section 11.2: seconds since midnight UTC, January 1, 2000.
	if got := d.Time.UTC().Format("2006-01-02T15:04:05Z"); got != "2022-06-02T08:07:09Z" || d.Type != DUIDLLT || d.MAC.String() != "52:54:00:12:34:56" {
		t.Errorf("%+v: time %s", d, got)
	}
	for _, s := range []string{"0001000100", "000200", "00030001", "000400010203", "00"} {
		if d, err := parseDUID(s); err == nil {
			t.Errorf("parseDUID(%q) = %+v, want an error", s, d)
		}
	}
	if d, err := parseDUID("00090001020304050607"); err != nil || d.Type != DUIDUnknown || d.TypeNumber != 9 {
		t.Errorf("an unassigned type: %+v, %v", d, err)
	}
}
