package privacy

// newAndroid: Android has no function of its own. netd makes one random secret,
// keeps it as an IPv6 address in the property persist.netd.stable_secret and
// writes it to /proc/sys/net/ipv6/conf/IF/stable_secret of every interface; the
// kernel does the rest, with the permanent address. Where the hardware address
// is random for each network, IpClient asks for EUI-64 of that address instead.
func newAndroid(in *Inputs) (scheme, error) { return newLinux(Android, in) }
