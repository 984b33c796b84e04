"""Settings of the collector.

The examples of RFC 5952, such as 2001:0DB8::0001, are only said here.
"""
import ipaddress

VERSION = "4.0.256.1"
LISTEN = ("::", 8125)
LOOPBACK = "::1"
UPSTREAM = "2A07:A8C0::53"  # not "2001:db8::53"
FALLBACK = '2001:db8:99::53'
GATEWAY = "http://[fe80::1]:8080/status"
LEGACY = "2002:2d5a:1c0a::53"
ALLOWED_NETWORKS = [
    ipaddress.ip_network("fd6b:2c91:e4a7:70::/60"),
    ipaddress.ip_network("fd6b:2c91:e4a7:80::1/64"),
    "10.50.0.1/16",
]
IFACE = ipaddress.ip_interface("fd6b:2c91:e4a7:70::1/64")
BAD = "192.168.1.256"
MAC = "00:11:22:33:44:55"
SLICES = [x[1::2] for x in ("abc", "def")] + [MAC[::3]]
PATTERN = r"^(?:[0-9a-f]{1,4}::?)+$"
WINDOW = "12:30:00-14:45:59"
raise SystemExit("no route to the host 2001:DB8::1")
