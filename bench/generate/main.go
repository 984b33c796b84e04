// Command generate writes the addresses that the benchmarks run on.
//
//	go run ./bench/generate -n 10000000 -seed 1 -kind mixed > mixed.txt
//
// The same seed gives the same bytes on every machine. The mix of -kind mixed,
// in parts of a hundred:
//
//	25  global unicast, RFC 5952 text
//	20  global unicast in full, eight groups of four digits
//	10  global unicast in upper case, leading zeros left out, not compressed
//	 5  mixed notation: IPv4-mapped and 64:ff9b::/96, dotted decimal
//	15  EUI-64 interface identifiers in global and link-local prefixes
//	 5  Teredo
//	 5  6to4
//	 5  multicast
//	10  unique local
//
// -kind clients resembles the first column of a log: a quarter of a million clients, of
// which the n-th appears about 1/n as often as the first, six in ten with IPv6, in
// networks whose numbers of clients fall in the same way.
package main

import (
	"bufio"
	"encoding/binary"
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"net/netip"
	"os"
	"strings"
)

func main() {
	n := flag.Int("n", 10_000_000, "how many lines")
	seed := flag.Uint64("seed", 1, "seed of the generator")
	kind := flag.String("kind", "mixed", "mixed, clients, random, ipv4, mac, prefixes, prefixes4, table, csv, known, networks, nginx or patterns")
	flag.Parse()
	kinds := map[string]func(*rand.Rand, []byte) []byte{
		"mixed": mixed, "clients": clients, "random": random, "ipv4": ipv4, "mac": mac, "prefixes": prefix, "prefixes4": prefix4, "table": table, "csv": row, "known": known,
		"nginx": nginx, "patterns": pattern,
	}
	if *kind == "networks" {
		if err := networks(os.Stdout, *n, *seed); err != nil {
			fmt.Fprintf(os.Stderr, "generate: %v\n", err)
			os.Exit(2)
		}
		return
	}
	line, ok := kinds[*kind]
	if !ok {
		fmt.Fprintf(os.Stderr, "generate: unknown kind %q\n", *kind)
		os.Exit(2)
	}
	r := rand.New(rand.NewPCG(*seed, 0))
	w := bufio.NewWriterSize(os.Stdout, 1<<20)
	var b []byte
	if *kind == "csv" {
		fmt.Fprintln(w, "network,asn,country,name")
	}
	for range *n {
		b = append(line(r, b[:0]), '\n')
		w.Write(b)
	}
	if err := w.Flush(); err != nil {
		fmt.Fprintf(os.Stderr, "generate: %v\n", err)
		os.Exit(2)
	}
}

// global returns a global unicast address: a few thousand networks, with the
// zeros that real addresses have.
func global(r *rand.Rand) (a [16]byte) {
	binary.BigEndian.PutUint32(a[:], 0x20010000|0x02000000*uint32(r.IntN(7))|uint32(r.IntN(0xffff)))
	binary.BigEndian.PutUint16(a[4:], uint16(r.IntN(64)))
	if r.IntN(2) == 0 {
		binary.BigEndian.PutUint16(a[6:], uint16(r.IntN(4096)))
	}
	switch r.IntN(3) {
	case 0: // a server: ::1 … ::ffff
		binary.BigEndian.PutUint16(a[14:], uint16(1+r.IntN(0xffff)))
	default: // a privacy address
		binary.BigEndian.PutUint64(a[8:], r.Uint64())
	}
	return a
}

func mixed(r *rand.Rand, b []byte) []byte {
	var a [16]byte
	switch p := r.IntN(100); {
	case p < 25:
		a = global(r)
	case p < 45:
		return append(b, netip.AddrFrom16(global(r)).StringExpanded()...)
	case p < 55:
		a = global(r)
		for i := 0; i < 16; i += 2 {
			if i > 0 {
				b = append(b, ':')
			}
			b = fmt.Appendf(b, "%X", binary.BigEndian.Uint16(a[i:]))
		}
		return b
	case p < 60:
		if r.IntN(2) == 0 {
			b = append(b, "::ffff:"...)
		} else {
			b = append(b, "64:ff9b::"...)
		}
		return ipv4(r, b)
	case p < 75:
		if r.IntN(3) == 0 {
			a[0], a[1] = 0xfe, 0x80
		} else {
			a = global(r)
		}
		binary.BigEndian.PutUint64(a[8:], r.Uint64())
		a[8] = a[8]&^1 | 2
		a[11], a[12] = 0xff, 0xfe
	case p < 80:
		binary.BigEndian.PutUint64(a[:], 0x20010000_00000000|uint64(r.Uint32()))
		binary.BigEndian.PutUint64(a[8:], r.Uint64()&0xffffffffffff)
		a[8] = byte(r.IntN(2)) << 7
	case p < 85:
		a[0], a[1] = 0x20, 0x02
		binary.BigEndian.PutUint32(a[2:], r.Uint32())
		binary.BigEndian.PutUint16(a[14:], uint16(1+r.IntN(255)))
	case p < 90:
		a[0], a[1] = 0xff, []byte{0x02, 0x05, 0x0e, 0x18, 0x3e}[r.IntN(5)]
		if r.IntN(2) == 0 { // solicited-node
			a[1], a[11], a[12] = 2, 1, 0xff
			a[13], a[14], a[15] = byte(r.Uint32()), byte(r.Uint32()), byte(r.Uint32())
		} else {
			binary.BigEndian.PutUint16(a[14:], uint16(r.IntN(0x200)))
		}
	default:
		binary.BigEndian.PutUint64(a[:], r.Uint64())
		a[0] = 0xfd
		binary.BigEndian.PutUint16(a[14:], uint16(r.IntN(0x1000)))
	}
	return netip.AddrFrom16(a).AppendTo(b)
}

func ipv4(r *rand.Rand, b []byte) []byte {
	var a [4]byte
	binary.BigEndian.PutUint32(a[:], r.Uint32())
	a[0] = 1 + a[0]%223
	return netip.AddrFrom4(a).AppendTo(b)
}

// random returns an address of 128 independent random bits.
func random(r *rand.Rand, b []byte) []byte {
	var a [16]byte
	binary.BigEndian.PutUint64(a[:], r.Uint64())
	binary.BigEndian.PutUint64(a[8:], r.Uint64())
	return netip.AddrFrom16(a).AppendTo(b)
}

// rank returns a number below n, k about 1/(k+1) as often as 0.
func rank(r *rand.Rand, n int) uint64 {
	return uint64(math.Pow(float64(n), r.Float64())) - 1
}

// clients returns the address of a client.
func clients(r *rand.Rand, b []byte) []byte {
	c := rand.New(rand.NewPCG(rank(r, 250_000), 1)) // who it is
	provider := rand.New(rand.NewPCG(rank(c, 3_000), 2))
	if c.IntN(10) < 4 {
		var a [4]byte
		binary.BigEndian.PutUint32(a[:], provider.Uint32()&^0xffff|uint32(rank(c, 256))<<8|uint32(c.IntN(256)))
		a[0] = 1 + a[0]%223
		return netip.AddrFrom4(a).AppendTo(b)
	}
	var a [16]byte
	binary.BigEndian.PutUint32(a[:], 0x20010000|0x02000000*provider.Uint32N(7)|provider.Uint32N(0xffff))
	binary.BigEndian.PutUint16(a[4:], uint16(rank(c, 0x10000)))
	binary.BigEndian.PutUint16(a[6:], uint16(c.IntN(4))<<8)
	binary.BigEndian.PutUint64(a[8:], c.Uint64())
	return netip.AddrFrom16(a).AppendTo(b)
}

func mac(r *rand.Rand, b []byte) []byte {
	v := r.Uint64()
	form, sep := "%02x%s%02x%s%02x%s%02x%s%02x%s%02x", ":"
	if r.IntN(4) == 0 {
		form, sep = strings.ToUpper(form[:0])+"%02X%s%02X%s%02X%s%02X%s%02X%s%02X", "-"
	}
	return fmt.Appendf(b, form, byte(v)&^1, sep, byte(v>>8), sep, byte(v>>16), sep, byte(v>>24), sep, byte(v>>32), sep, byte(v>>40))
}

// prefix returns a prefix, of each family equally often.
func prefix(r *rand.Rand, b []byte) []byte {
	if r.IntN(2) == 0 {
		return prefix4(r, b)
	}
	a := global(r)
	p, _ := netip.AddrFrom16(a).Prefix(32 + r.IntN(33))
	return p.AppendTo(b)
}

// prefix4 returns an IPv4 prefix.
func prefix4(r *rand.Rand, b []byte) []byte {
	var a [4]byte
	binary.BigEndian.PutUint32(a[:], r.Uint32())
	p, _ := netip.AddrFrom4(a).Prefix(16 + r.IntN(17))
	return p.AppendTo(b)
}

// table returns a row of a routing table: a prefix and a label.
func table(r *rand.Rand, b []byte) []byte {
	b = prefix(r, b)
	return fmt.Appendf(b, " AS%d", 1+r.IntN(400_000))
}

// nginxLine is the length of a line of nginx, with its newline.
const nginxLine = 177

// nginx returns a line of a web server's log in the combined format. Half of the
// clients are in 2001:db8::/32, one in sixteen of those in 2001:db8:1000::/36; the
// others have IPv4.
func nginx(r *rand.Rand, b []byte) []byte {
	if r.IntN(2) == 0 {
		var a [16]byte
		binary.BigEndian.PutUint32(a[:], 0x20010db8)
		binary.BigEndian.PutUint32(a[4:], r.Uint32())
		if r.IntN(3) == 0 { // a server
			binary.BigEndian.PutUint16(a[14:], uint16(1+r.IntN(0xffff)))
		} else {
			binary.BigEndian.PutUint64(a[8:], r.Uint64())
		}
		b = netip.AddrFrom16(a).AppendTo(b)
	} else {
		b = ipv4(r, b)
	}
	second := r.IntN(86400)
	b = fmt.Appendf(b, ` - - [20/Nov/2026:%02d:%02d:%02d +0000] "GET /%s/%06x HTTP/1.1" %d %d "https://www.example.com/%s" "`,
		second/3600, second/60%60, second%60, nginxWords[r.IntN(len(nginxWords))], r.IntN(1<<24),
		[]int{200, 200, 200, 304, 404}[r.IntN(5)], r.IntN(100_000), nginxWords[r.IntN(len(nginxWords))])
	const agent = `Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0`
	n := nginxLine - 2 - len(b)
	return append(append(b, agent[:min(n, len(agent))]...), '"')
}

var nginxWords = []string{"assets", "api", "img", "docs", "login", "search", "feed", "static"}

// pattern returns a prefix for grep, of those that clients of nginx have.
func pattern(r *rand.Rand, b []byte) []byte {
	var a [16]byte
	binary.BigEndian.PutUint32(a[:], 0x20010db8)
	binary.BigEndian.PutUint32(a[4:], r.Uint32())
	p, _ := netip.AddrFrom16(a).Prefix(56 + r.IntN(9))
	return fmt.Appendf(p.AppendTo(b), " site%d", r.IntN(10_000))
}

// row returns a row of a CSV with four columns.
func row(r *rand.Rand, b []byte) []byte {
	b = prefix(r, b)
	return fmt.Appendf(b, ",%d,%s,Example network %d", 1+r.IntN(400_000), countries[r.IntN(len(countries))], r.IntN(200_000))
}

var countries = []string{"AT", "BR", "CA", "CH", "CN", "DE", "FR", "GB", "IN", "JP", "KE", "NZ", "US", "ZA"}
