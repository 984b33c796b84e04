package completions

// Prefixes returns the special-purpose prefixes.
func Prefixes() []Word {
	return []Word{
		{"2001:db8::/32", "documentation (RFC 3849)"},
		{"3fff::/20", "documentation (RFC 9637)"},
		{"fe80::/64", "link-local (RFC 4291)"},
		{"fd00::/8", "unique local, locally assigned (RFC 4193)"},
		{"64:ff9b::/96", "NAT64, well-known (RFC 6052)"},
		{"64:ff9b:1::/48", "NAT64, local use (RFC 8215)"},
		{"2002::/16", "6to4 (RFC 3056)"},
		{"2001::/32", "Teredo (RFC 4380)"},
		{"::ffff:0:0/96", "IPv4-mapped (RFC 4291)"},
		{"ff00::/8", "multicast (RFC 4291)"},
		{"2000::/3", "global unicast (RFC 4291)"},
		{"10.0.0.0/8", "private (RFC 1918)"},
		{"172.16.0.0/12", "private (RFC 1918)"},
		{"192.168.0.0/16", "private (RFC 1918)"},
		{"100.64.0.0/10", "shared, behind carrier NAT (RFC 6598)"},
	}
}

// Translators returns the prefixes reserved for translators.
func Translators() []Word {
	return []Word{
		{"64:ff9b::/96", "well-known, for global IPv4 addresses (RFC 6052)"},
		{"64:ff9b:1::/48", "local use, for any IPv4 address (RFC 8215)"},
	}
}
