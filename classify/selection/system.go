package selection

import (
	"fmt"
	"strconv"
)

// A System is a way to select addresses: what an RFC says, or what a real system
// does. The zero System is RFC 6724.
type System uint8

// The systems. What a real system does was read from its source, and checked
// against the running system where [Info.Verified] says so.
const (
	RFC6724       System = iota // RFC 6724 sections 5 and 6
	RFC3484                     // RFC 3484 sections 5 and 6, obsolete
	RFC6724Update               // draft-ietf-6man-rfc6724-update: known-local ULAs first
	Glibc                       // glibc's getaddrinfo on Linux
	Musl                        // musl's getaddrinfo on Linux
	FreeBSD                     // FreeBSD's getaddrinfo and kernel
	KAME                        // KAME's selection before RFC 3484: sources only
	Linux                       // the Linux kernel alone: sources only
	numSystems
)

// Info describes a system.
type Info struct {
	Name       string // "glibc"
	Doc        string // what it is, in a line
	Evidence   string // where its behavior was read or seen
	Verified   bool   // compared with the running system
	SourceOnly bool   // it selects sources and keeps the order of destinations
}

var systems = [numSystems]Info{
	RFC6724: {
		Name: "rfc6724", Doc: "RFC 6724",
		Evidence: "RFC 6724 sections 2.1, 5 and 6",
	},
	RFC3484: {
		Name: "rfc3484", Doc: "RFC 3484: public sources first, private IPv4 site-local",
		Evidence: "RFC 3484 sections 2.1, 3.2, 5 and 6",
	},
	RFC6724Update: {
		Name: "rfc6724-update", Doc: "the update of RFC 6724: unique local addresses of the host's site first",
		Evidence: "draft-ietf-6man-rfc6724-update-21",
	},
	Glibc: {
		Name: "glibc", Doc: "getaddrinfo of glibc, on Linux",
		Evidence: "glibc 2.36, sysdeps/posix/getaddrinfo.c", Verified: true,
	},
	Musl: {
		Name: "musl", Doc: "getaddrinfo of musl, on Linux (Alpine and others)",
		Evidence: "musl 1.2.3, src/network/lookup_name.c", Verified: true,
	},
	FreeBSD: {
		Name: "freebsd", Doc: "getaddrinfo and kernel of FreeBSD",
		Evidence: "FreeBSD, lib/libc/net/getaddrinfo.c and sys/netinet6/in6_src.c",
	},
	KAME: {
		Name: "kame", Doc: "KAME before RFC 3484: the source by scope, the order as given",
		Evidence: "KAME's implementation note, source address selection", SourceOnly: true,
	},
	Linux: {
		Name: "linux", Doc: "the source the Linux kernel uses, the order as given",
		Evidence: "Linux 6.18, net/ipv6/addrconf.c and net/ipv4", Verified: true, SourceOnly: true,
	},
}

// Systems returns all systems.
func Systems() []System {
	list := make([]System, numSystems)
	for i := range list {
		list[i] = System(i)
	}
	return list
}

// Info describes s.
func (s System) Info() Info {
	if s < numSystems {
		return systems[s]
	}
	return Info{Name: s.String()}
}

// String returns the name: "rfc6724", "glibc".
func (s System) String() string {
	if s < numSystems {
		return systems[s].Name
	}
	return "System(" + strconv.Itoa(int(s)) + ")"
}

// ParseSystem returns the system with the name.
func ParseSystem(name string) (System, error) {
	for i := range systems {
		if systems[i].Name == name {
			return System(i), nil
		}
	}
	return 0, fmt.Errorf("unknown system %q", name)
}

// MarshalText returns the name.
func (s System) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText accepts the names that String gives.
func (s *System) UnmarshalText(b []byte) error {
	v, err := ParseSystem(string(b))
	if err != nil {
		return err
	}
	*s = v
	return nil
}

// onLinux reports whether the Linux kernel selects the sources.
func (s System) onLinux() bool { return s == Glibc || s == Musl || s == Linux }
