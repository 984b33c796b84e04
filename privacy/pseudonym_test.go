package privacy

import (
	"bytes"
	"crypto/aes"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"unsafe"

	"github.com/hextet/hextet/embed4"
	"github.com/hextet/hextet/internal/ip"
)

// testKeys are a key a method.
var testKeys = map[Method]string{
	IPCryptDeterministic: "2b7e151628aed2a6abf7158809cf4f3c",
	IPCryptPfx:           "2b7e151628aed2a6abf7158809cf4f3ca9f5ba40db214c3798f2e1c23456789a",
	CryptoPAn:            "1522178d33a4cf80130a5b1649907d10d8988f837979652762574c2d2a842202",
}

var encrypters sync.Map

var trees = []Method{IPCryptPfx, CryptoPAn}

// newEncrypter returns the same one again for the same arguments: each has
// tables of some size.
func newEncrypter(t testing.TB, m Method, key string, e Exceptions) (p, inverse *Pseudonymizer) {
	t.Helper()
	name := fmt.Sprint(m, key, e)
	if both, ok := encrypters.Load(name); ok {
		both := both.([2]*Pseudonymizer)
		return both[0], both[1]
	}
	defer func() { encrypters.Store(name, [2]*Pseudonymizer{p, inverse}) }()
	k, err := ParseKey(m, []byte(key))
	if err != nil {
		t.Fatal(err)
	}
	if p, err = NewEncrypter(m, k, e); err != nil {
		t.Fatal(err)
	}
	if inverse, err = p.Inverse(); err != nil {
		t.Fatal(err)
	}
	return p, inverse
}

func newTruncator(t testing.TB, v6, v4 int, e Exceptions) *Pseudonymizer {
	t.Helper()
	p, err := NewTruncator(v6, v4, e)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func prefixes(s ...string) (list []netip.Prefix) {
	for _, p := range s {
		list = append(list, netip.MustParsePrefix(p))
	}
	return list
}

// slowFlips is the documents' loops as they stand, a byte array and a bit at a
// time.
func slowFlips(m Method, key []byte, a netip.Addr) netip.Addr {
	k1, _ := aes.NewCipher(key[:16])
	in, out := a.AsSlice(), make([]byte, len(a.AsSlice()))
	bit := func(b []byte, i int) byte { return b[i/8] >> (7 - i%8) & 1 }
	block, e1, e2 := make([]byte, 16), make([]byte, 16), make([]byte, 16)
	shift := func(low byte) {
		for i := range block {
			block[i] <<= 1
			if i < 15 {
				block[i] |= block[i+1] >> 7
			} else {
				block[i] |= low
			}
		}
	}
	switch m {
	case IPCryptPfx:
		k2, _ := aes.NewCipher(key[16:])
		block[15] = 1
		if a.Is4() {
			for i := range 96 {
				shift(byte(min(i/80, 1)))
			}
		}
		for i := range 8 * len(in) {
			k1.Encrypt(e1, block)
			k2.Encrypt(e2, block)
			out[i/8] |= ((e1[15]^e2[15])&1 ^ bit(in, i)) << (7 - i%8)
			shift(bit(in, i))
		}
	case CryptoPAn:
		k1.Encrypt(block, key[16:])
		for i := range 8 * len(in) {
			k1.Encrypt(e1, block)
			out[i/8] |= (e1[0]>>7 ^ bit(in, i)) << (7 - i%8)
			block[i/8] = block[i/8]&^(0x80>>(i%8)) | bit(in, i)<<(7-i%8)
		}
	}
	b, _ := netip.AddrFromSlice(out)
	return b
}

func TestPseudonymVectors(t *testing.T) {
	for _, r := range rows(t, "pseudonyms.txt", 4) {
		m, err := ParseMethod(r[0])
		if err != nil {
			t.Fatal(err)
		}
		p, inverse := newEncrypter(t, m, r[1], Exceptions{Keep: KeepNone})
		in, out := netip.MustParseAddr(r[2]), netip.MustParseAddr(r[3])
		for range 2 { // the second time from the cache
			if got := p.Addr(in); got != out {
				t.Errorf("%v of %v = %v, want %v", m, in, got, out)
			}
			if got := inverse.Addr(out); got != in {
				t.Errorf("inverse %v of %v = %v, want %v", m, out, got, in)
			}
		}
		if m.PreservesPrefixes() {
			if got := slowFlips(m, unhex(t, r[1]), in); got != out {
				t.Errorf("the slow %v of %v = %v, want %v", m, in, got, out)
			}
		}
	}
}

// someAddr returns an address of any sort: like those seen before, special, or
// with something inside.
func someAddr(r *rand.Rand) netip.Addr {
	if r.IntN(4) == 0 {
		v := r.Uint32()
		switch r.IntN(8) {
		case 0:
			v = 127<<24 | v>>8
		case 1:
			v = 0xe0<<24 | v>>4
		case 2:
			v = 0xa9fe<<16 | v>>16
		case 3:
			v = 0
		case 4:
			v = 10<<24 | v&3
		}
		return netip.AddrFrom4([4]byte(binary.BigEndian.AppendUint32(nil, v)))
	}
	var b [16]byte
	u := ip.Uint128{Hi: r.Uint64(), Lo: r.Uint64()}
	switch r.IntN(8) {
	case 0:
		u.Hi = 0x2001_0db8<<32 | u.Hi&3
	case 1:
		u.Lo &= 0xff
	}
	iid := u.Lo
	switch r.IntN(8) {
	case 0:
		iid = iid&^0xffff_000000 | 0xfffe_000000
	case 1:
		iid = iid&^0xffff_000000 | 0xffff_000000
	case 2:
		iid = iid&0x0300_0000_ffff_ffff | 0x5efe<<32
	case 3:
		iid &= 0xffff_ffff
	case 4:
		iid &= 0x0133_0133_0133_0133
	case 5:
		iid &= 0xff_ffff
	}
	u.Lo = iid
	switch r.IntN(16) {
	case 0:
		u.Hi = 0xfe80 << 48
	case 1:
		u.Hi = 0xfe80<<48 | u.Hi>>10
	case 2:
		u.Hi = 0xff<<56 | u.Hi>>8
	case 3:
		u = ip.Uint128{Hi: 0xff02 << 48, Lo: 0x1_ff_000000 | u.Lo&0xffffff}
	case 4:
		u.Hi = 0xff3e0030_2002<<16 | u.Hi&0xffff
	case 5:
		u = ip.Uint128{Hi: 0xff7e0040_2001_0000, Lo: u.Lo}
	case 6:
		u.Hi = 0x2002<<48 | u.Hi>>16
	case 7:
		u.Hi = 0x2001<<48 | u.Hi>>32
	case 8:
		u = ip.Uint128{Hi: 0x0064ff9b << 32, Lo: u.Lo & 0xffffffff}
	case 9:
		u = ip.Uint128{Hi: 0x0064ff9b0001<<16 | u.Hi&0xffff, Lo: u.Lo}
	case 10:
		u = ip.Uint128{Hi: 0, Lo: 0xffff<<32 | u.Lo&0xffffffff}
	case 11:
		u = ip.Uint128{Hi: 0, Lo: u.Lo & 0xffffffff}
	case 12:
		u = ip.Uint128{Hi: 0, Lo: 0xffff0000<<32 | u.Lo&0xffffffff}
	case 13:
		u = ip.Uint128{Hi: 0, Lo: u.Lo & 1}
	}
	put(u, &b)
	return netip.AddrFrom16(b)
}

func TestPseudonymOracle(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, m := range trees {
		p, inverse := newEncrypter(t, m, testKeys[m], Exceptions{Keep: KeepNone})
		key := unhex(t, testKeys[m])
		for range 3000 {
			a := someAddr(r)
			want := slowFlips(m, key, a)
			if m == IPCryptPfx && a.Is4In6() {
				want = netip.AddrFrom16(slowFlips(m, key, a.Unmap()).As16())
			}
			if got := p.Addr(a); got != want {
				t.Fatalf("%v of %v = %v, want %v", m, a, got, want)
			}
			if got := inverse.Addr(want); got != a {
				t.Fatalf("inverse %v of %v = %v, want %v", m, want, got, a)
			}
		}
	}
}

// everyException is a few of each kind, preserved ones within special ones and
// the other way about included.
var everyException = []Exceptions{
	{},
	{Keep: KeepNone},
	{Preserve: prefixes("2001:db8::/32", "10.0.0.0/8", "192.0.2.0/25", "fe80:0:0:1::/64", "fe80::5e00:5fff:fe00:0/104", "ff02::1:ff00:0/112")},
	{Keep: KeepNone, Preserve: prefixes("::/1", "128.0.0.0/1", "::1/128", "::ffff:10.0.0.0/104")},
	{Collision: CollisionPin},
	{Keep: KeepNone, Collision: CollisionPin},
	{Collision: CollisionPin, Preserve: prefixes("2001:db8::/32", "10.0.0.0/8", "fe80:0:0:1::/64")},
}

func TestPseudonymInverse(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for m := range testKeys {
		for _, e := range everyException {
			if e.Collision == CollisionPin && !m.PreservesPrefixes() {
				continue
			}
			p, inverse := newEncrypter(t, m, testKeys[m], e)
			for range 2000 {
				checkInverse(t, p, inverse, someAddr(r))
			}
		}
	}
}

func checkInverse(t *testing.T, p, inverse *Pseudonymizer, a netip.Addr) {
	t.Helper()
	b := p.Addr(a)
	back := inverse.Addr(b)
	want := a
	if p.Method() == IPCryptDeterministic && b != a {
		want = a.Unmap() // the document makes the two one address
	}
	if back != want {
		t.Fatalf("%v: %v -> %v -> %v", p, a, b, back)
	}
	// And the other way: the inverse is a permutation too.
	if c := inverse.Addr(a); p.Addr(c) != a && (p.Method() != IPCryptDeterministic || p.Addr(c) != a.Unmap()) {
		t.Fatalf("%v: %v <- %v, but %v -> %v", p, c, a, c, p.Addr(c))
	}
	if p.Method() != IPCryptDeterministic && (a.Is4() != b.Is4() || p.Method() == IPCryptPfx && a.Is4In6() != b.Is4In6()) {
		t.Fatalf("%v: %v -> %v changes its family", p, a, b)
	}
}

// What lands in kept space is what the inverse of kept addresses gives: these
// are the addresses that walk.
func TestPseudonymWalk(t *testing.T) {
	for m := range testKeys {
		_, plain := newEncrypter(t, m, testKeys[m], Exceptions{Keep: KeepNone})
		p, inverse := newEncrypter(t, m, testKeys[m], Exceptions{})
		walked := 0
		for _, s := range []string{"127.0.0.1", "127.255.255.255", "169.254.1.2", "224.0.0.1", "239.1.2.3", "0.0.0.0",
			"::", "::1", "fe80::1", "fe80::211:22ff:fe33:4455", "febf::1:2:3", "ff02::1", "ff3e:30:2002::1"} {
			a := plain.Addr(netip.MustParseAddr(s))
			b := p.Addr(a)
			if special := isSpecial(b); special && !isSpecial(a) && m != IPCryptDeterministic {
				t.Errorf("%v: %v -> %v is special", m, a, b)
			}
			if !isSpecial(a) {
				walked++
			}
			if back := inverse.Addr(b); back != a {
				t.Errorf("%v: %v -> %v -> %v", m, a, b, back)
			}
		}
		if walked < 5 {
			t.Errorf("%v: only %d addresses walk", m, walked)
		}
	}
}

func isSpecial(a netip.Addr) bool {
	return a.IsUnspecified() || a.IsLoopback() || a.IsMulticast() || a.IsLinkLocalUnicast()
}

// The block of IPv6 addresses that ipcrypt-pfx sends to ::ffff:0:0/96 would come
// back as IPv4 addresses.
func TestPfxMappedBlock(t *testing.T) {
	p, inverse := newEncrypter(t, IPCryptPfx, testKeys[IPCryptPfx], Exceptions{Keep: KeepNone})
	x := p.tree.decrypt(ip.Uint128{Hi: 0, Lo: 0xffff_01020304}, ipv6)
	a := addrOf(x, false)
	b := p.Addr(a)
	if b.Is4In6() || a.Is4In6() {
		t.Errorf("%v -> %v", a, b)
	}
	if back := inverse.Addr(b); back != a {
		t.Errorf("%v -> %v -> %v", a, b, back)
	}
}

func addrOf(x ip.Uint128, is4 bool) netip.Addr {
	if is4 {
		return ip.Addr4(uint32(x.Hi >> 32))
	}
	return ip.Addr6(x.Hi, x.Lo)
}

func common(a, b netip.Addr) int {
	x, y := numberOf(a), numberOf(b)
	return min(firstOne(x.Xor(y)), a.BitLen())
}

// The law of the common prefix holds among all addresses without exceptions and
// with pins, kept addresses included.
func TestCommonPrefix(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for _, m := range trees {
		for _, e := range everyException {
			if e.Collision != CollisionPin && (e.Keep != KeepNone || e.Preserve != nil) {
				continue
			}
			p, _ := newEncrypter(t, m, testKeys[m], e)
			for range 3000 {
				a := someAddr(r)
				b := sibling(a, r.IntN(a.BitLen()), r)
				checkCommon(t, p, a, b)
			}
		}
	}
}

// sibling returns an address that shares exactly n bits with a.
func sibling(a netip.Addr, n int, r *rand.Rand) netip.Addr {
	x := numberOf(a)
	rest := leading(a.BitLen()).AndNot(leading(n + 1))
	x = x.AndNot(rest).Or(ip.Uint128{Hi: r.Uint64(), Lo: r.Uint64()}.And(rest)).Xor(span(n, n+1))
	return addrOf(x, a.Is4())
}

func checkCommon(t *testing.T, p *Pseudonymizer, a, b netip.Addr) {
	t.Helper()
	if a.Is4() != b.Is4() {
		return
	}
	if p.Method() == IPCryptPfx && a.Is4In6() != b.Is4In6() && p.ex.collision == CollisionWalk {
		return // an IPv4-mapped address is an IPv4 address
	}
	// What a link-local or multicast address hides is encrypted in its place,
	// so it keeps the law among those that hide the same bits only.
	if pinned := p.ex.collision == CollisionPin; pinned && isSpecial(a) && isSpecial(b) {
		x, y := numberOf(a), numberOf(b)
		if a.Is6() && (!hidden(x, 128).IsZero() || !hidden(y, 128).IsZero()) {
			return
		}
	}
	if got, want := common(p.Addr(a), p.Addr(b)), common(a, b); got != want {
		t.Fatalf("%v: %v and %v share %d bits; %v and %v %d", p, a, b, want, p.Addr(a), p.Addr(b), got)
	}
}

// With walking, the law holds among all that do not walk.
func TestCommonPrefixWalk(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for _, m := range trees {
		plain, _ := newEncrypter(t, m, testKeys[m], Exceptions{Keep: KeepNone})
		p, _ := newEncrypter(t, m, testKeys[m], Exceptions{})
		same, walks := 0, 0
		for range 3000 {
			a := someAddr(r)
			b := sibling(a, r.IntN(a.BitLen()), r)
			if isSpecial(a) || isSpecial(b) {
				continue
			}
			if p.Addr(a) == plain.Addr(a) && p.Addr(b) == plain.Addr(b) {
				same++
				checkCommon(t, p, a, b)
				continue
			}
			walks++
			// One step of the walk for both, from the same kept block: the law
			// holds as well.
			if x, y := plain.Addr(a), plain.Addr(b); isSpecial(x) && isSpecial(y) && p.Addr(a) == plain.Addr(x) && p.Addr(b) == plain.Addr(y) {
				checkCommon(t, p, a, b)
			}
		}
		if same < 1000 || walks < 10 {
			t.Errorf("%v: %d pairs stay, %d walk", m, same, walks)
		}
	}
}

// What hides a MAC in link-local addresses keeps the law among them.
func TestCommonPrefixOfMACs(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	for _, m := range trees {
		p, _ := newEncrypter(t, m, testKeys[m], Exceptions{})
		for range 1000 {
			x := ip.Uint128{Hi: 0xfe80 << 48, Lo: r.Uint64()&^0xffff_000000 | 0xfffe_000000}
			y := x
			y.Lo ^= (r.Uint64() >> r.IntN(64)) &^ 0xffff_000000
			a, b := addrOf(x, false), addrOf(y, false)
			checkCommon(t, p, a, b)
			if c := numberOf(p.Addr(a)); c.Hi != x.Hi || c.Lo&0xffff_000000 != 0xfffe_000000 {
				t.Fatalf("%v: %v -> %v", p, a, p.Addr(a))
			}
		}
	}
}

func TestKeepSpecial(t *testing.T) {
	stays := []string{"::", "::1", "0.0.0.0", "127.0.0.1", "127.255.0.3", "169.254.0.0", "169.254.7.8", "224.0.0.251", "239.255.255.250",
		"fe80::", "fe80::1", "fe80::ff:ffff", "fe80::1234:5678:9abc:def0", "febf:ffff::1", "fe80::1%eth0",
		"ff02::1", "ff02::fb", "ff05::1:3", "ff02::1:2", "ff3e:30:2001:db8::1", "ff02::2:ff01:203", "ff08::2002:1:2"}
	var all []*Pseudonymizer
	for m := range testKeys {
		p, inverse := newEncrypter(t, m, testKeys[m], Exceptions{})
		all = append(all, p, inverse)
		if m.PreservesPrefixes() {
			p, inverse = newEncrypter(t, m, testKeys[m], Exceptions{Collision: CollisionPin})
			all = append(all, p, inverse)
		}
	}
	for _, p := range append(all, newTruncator(t, 48, 24, Exceptions{})) {
		for _, s := range stays {
			if a := netip.MustParseAddr(s); p.Addr(a) != a {
				t.Errorf("%v of %v = %v", p, a, p.Addr(a))
			}
		}
	}
	for _, p := range all {
		if p.method.mappedIsIPv4() {
			if a := netip.MustParseAddr("::ffff:127.0.0.1"); p.Addr(a) != a {
				t.Errorf("%v of %v = %v", p, a, p.Addr(a))
			}
		}
	}
}

// Where special addresses stay, what they carry does not.
func TestSpecialHides(t *testing.T) {
	for _, test := range []struct{ in, truncated, fixed string }{
		{"fe80::200:5eff:fe00:5301", "fe80::", "fe80::ff:fe00:0"},
		{"fe80::200:5eff:ff00:5301", "fe80::", "fe80::ff:ff00:0"},
		{"fe80::5efe:192.0.2.1", "fe80::", "fe80::5efe:0:0"},
		{"fe80::200:5efe:192.0.2.1", "fe80::", "fe80::5efe:0:0"},
		{"fe80::192.0.2.1", "fe80::", "fe80::"},
		{"fe80::192:0:2:1", "fe80::", "fe80::"},
		{"fe80:0:0:7:192:0:2:1", "fe80:0:0:7::", "fe80:0:0:7::"},
		{"ff02::1:ff00:5301", "ff02::1:ff00:0", "ff02::1:ff00:0"},
		{"ff3e:30:2002:c000:201:0:4000:1", "ff3e:30:2002::", "ff3e:30:2002::4000:1"},
		{"ff7e:140:2001:0:c000:201::1", "ff7e:140:2001::", "ff7e:140:2001::1"},
	} {
		a := netip.MustParseAddr(test.in)
		if got := newTruncator(t, 48, 24, Exceptions{}).Addr(a); got.String() != test.truncated {
			t.Errorf("truncate of %v = %v, want %v", a, got, test.truncated)
		}
		mask := hidden(numberOf(a), 128)
		fixed := numberOf(netip.MustParseAddr(test.fixed))
		for _, m := range trees {
			for _, e := range []Exceptions{{}, {Collision: CollisionPin}} {
				p, _ := newEncrypter(t, m, testKeys[m], e)
				got := p.Addr(a)
				if numberOf(got).AndNot(mask) != fixed.AndNot(mask) || got == a {
					t.Errorf("%v of %v = %v, want %v beside the bits %x", m, a, got, test.fixed, mask)
				}
			}
		}
		p, _ := newEncrypter(t, IPCryptDeterministic, testKeys[IPCryptDeterministic], Exceptions{})
		if got := p.Addr(a); got == a {
			t.Errorf("ipcrypt-deterministic of %v = %v", a, got)
		}
	}
}

func TestPreserve(t *testing.T) {
	own := Exceptions{Preserve: prefixes("2001:db8::/32", "10.0.0.0/8", "fe80::/64", "2002:c000:201::/48")}
	all := []*Pseudonymizer{newTruncator(t, 48, 24, own)}
	for m := range testKeys {
		p, inverse := newEncrypter(t, m, testKeys[m], own)
		all = append(all, p, inverse)
	}
	for _, p := range all {
		for _, s := range []string{"2001:db8::1", "2001:db8::200:5eff:fe00:5301", "10.255.255.255", "fe80::200:5eff:fe00:5301", "2002:c000:201::1"} {
			if a := netip.MustParseAddr(s); p.Addr(a) != a {
				t.Errorf("%v of %v = %v", p, a, p.Addr(a))
			}
		}
		for _, s := range []string{"2001:db9::1", "11.0.0.1", "2002:c000:202::1"} {
			if a := netip.MustParseAddr(s); p.Addr(a) == a {
				t.Errorf("%v of %v = %v", p, a, p.Addr(a))
			}
		}
	}
}

func TestTruncate(t *testing.T) {
	for _, test := range []struct {
		v6, v4 int
		keep   Keep
		in     string
		want   string
	}{
		{48, 24, KeepSpecial, "2001:db8:1:2:3:4:5:6", "2001:db8:1::"},
		{48, 24, KeepSpecial, "192.0.2.77", "192.0.2.0"},
		{48, 24, KeepSpecial, "255.255.255.255", "255.255.255.0"},
		{48, 24, KeepSpecial, "2001:db8:1:2::1%eth0", "2001:db8:1::%eth0"},
		{48, 24, KeepNone, "fe80::1", "fe80::"},
		{48, 24, KeepNone, "ff02::1", "ff02::"},
		{48, 24, KeepNone, "::1", "::"},
		{48, 24, KeepNone, "127.0.0.1", "127.0.0.0"},
		{0, 0, KeepSpecial, "2001:db8::1", "::"},
		{0, 0, KeepSpecial, "192.0.2.1", "0.0.0.0"},
		{128, 32, KeepSpecial, "2001:db8::1", "2001:db8::1"},
		{128, 32, KeepSpecial, "192.0.2.1", "192.0.2.1"},
		// 6to4: a /48 would leave all of the router's address.
		{48, 24, KeepSpecial, "2002:c000:201:5:6:7:8:9", "2002::"},
		{17, 24, KeepSpecial, "2002:c000:201::1", "2002::"},
		{8, 24, KeepSpecial, "2002:c000:201::1", "2000::"},
		// Teredo: /64 would leave the server's.
		{64, 24, KeepSpecial, "2001:0:c000:201:0:efff:3fff:fdfe", "2001::"},
		{128, 24, KeepSpecial, "3ffe:831f:c000:201:0:efff:3fff:fdfe", "3ffe:831f::"},
		// NAT64: the prefix, or where it is not known, what it may begin with.
		{128, 24, KeepSpecial, "64:ff9b::192.0.2.1", "64:ff9b::"},
		{128, 24, KeepSpecial, "64:ff9b:1:c000:2:100::", "64:ff9b:1::"},
		{128, 24, KeepSpecial, "64:ff9b:1:fffe::192.0.2.1", "64:ff9b:1::"},
		{128, 24, KeepSpecial, "::ffff:192.0.2.1", "::ffff:0.0.0.0"},
		{48, 24, KeepSpecial, "::ffff:192.0.2.1", "::"},
		{128, 24, KeepSpecial, "::ffff:0:192.0.2.1", "::ffff:0:0:0"},
		{128, 24, KeepSpecial, "::192.0.2.1", "::"},
		{128, 24, KeepSpecial, "::12:3456", "::12:3456"},
		// Identifiers.
		{128, 24, KeepSpecial, "2001:db8::200:5eff:fe00:5301", "2001:db8::"},
		{80, 24, KeepSpecial, "2001:db8::200:5eff:fe00:5301", "2001:db8::"},
		{128, 24, KeepSpecial, "2001:db8::200:5efe:192.0.2.1", "2001:db8::"},
		{128, 24, KeepSpecial, "2001:db8::5efe:192.0.2.1", "2001:db8::"},
		{128, 24, KeepSpecial, "2001:db8::192.0.2.1", "2001:db8::"},
		{128, 24, KeepSpecial, "2001:db8::192:0:2:1", "2001:db8::"},
		{128, 24, KeepNone, "ff02::1:ff00:5301", "ff02::1:ff00:0"},
		{128, 24, KeepNone, "ff3e:30:2002:c000:201:0:4000:1", "ff3e:30:2002::"},
		{128, 24, KeepNone, "fe80::200:5eff:fe00:5301", "fe80::"},
	} {
		p := newTruncator(t, test.v6, test.v4, Exceptions{Keep: test.keep})
		if got := p.Addr(netip.MustParseAddr(test.in)); got.String() != test.want {
			t.Errorf("truncate %d, %d, %v of %s = %v, want %s", test.v6, test.v4, test.keep, test.in, got, test.want)
		}
	}
	if _, err := newTruncator(t, 48, 24, Exceptions{}).Inverse(); !errors.Is(err, ErrNotInvertible) {
		t.Errorf("Inverse of truncation: %v", err)
	}
}

// Two addresses that differ in what they carry only are cut to the same.
func TestTruncateCarried(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	for range 20000 {
		a := someAddr(r)
		if a.Is4() {
			continue
		}
		p := newTruncator(t, r.IntN(129), 24, Exceptions{Keep: Keep(r.IntN(2))})
		checkCarried(t, p, a, r.Uint64(), r.Uint64())
	}
}

// checkCarried replaces MACs and IPv4 addresses in a by other bits, by the
// layouts of the RFCs, and wants the same from p.
func checkCarried(t *testing.T, p *Pseudonymizer, a netip.Addr, hi, lo uint64) {
	t.Helper()
	x, other := numberOf(a), ip.Uint128{Hi: hi, Lo: lo}
	var mask ip.Uint128
	switch {
	case a.IsMulticast():
		if netip.MustParsePrefix("ff02::1:ff00:0/104").Contains(a) {
			mask = span(104, 128)
		}
	case x.Hi != 0 && x.Lo>>24&0xffff == 0xfffe:
		mask = span(64, 88).Or(span(104, 128))
	}
	for f := range embed4.Extract(a, nil) {
		if f.Addr.As4()[0] == 0 && f.Mechanism == embed4.MechCompatible {
			continue // ::12:3456 is no host's
		}
		switch f.Mechanism {
		case embed4.MechSixToFour:
			mask = mask.Or(span(16, 48))
		case embed4.MechTeredo:
			mask = span(32, 64).Or(span(96, 128))
		case embed4.MechNAT64:
			mask = mask.Or(span(f.Prefix.Bits(), min(f.Prefix.Bits()+40, 128)))
		case embed4.MechEmbedded:
			if x.Lo>>32 == 0 {
				mask = mask.Or(span(96, 128))
				other.Lo |= 1 << 24 // to an address, not to a small number
				break
			}
			mask = ip.Uint128{Hi: 0, Lo: 0x0033_0033_0033_0033} // other digits, none above 3
			mask = mask.And(ip.Uint128{Hi: 0, Lo: x.Lo}.Xor(ip.Uint128{Hi: 0, Lo: ^x.Lo}))
			if x.Lo>>32 == x.Lo>>32&0x0033_0033 {
				mask.Lo &= 0xffff_ffff // not to nothing, which makes another form
			}
		case embed4.MechMapped, embed4.MechCompatible, embed4.MechTranslated, embed4.MechISATAP, embed4.MechSixOverFour:
			mask = mask.Or(span(96, 128))
			other.Lo |= 1 << 24 // to an address, not to a small number
		}
	}
	y := x.AndNot(mask).Or(other.And(mask))
	b := addrOf(y, false)
	if got, want := p.Addr(b), p.Addr(a); got != want {
		t.Fatalf("%v of %v = %v, of %v = %v", p, a, want, b, got)
	}
}

func TestKeptBits(t *testing.T) {
	r := rand.New(rand.NewPCG(19, 20))
	told := 0
	for range 20000 {
		v6 := r.IntN(129)
		p := newTruncator(t, v6, 24, Exceptions{Keep: Keep(r.IntN(2)), Preserve: prefixes("2001:db8::/32")[r.IntN(2):]})
		a := someAddr(r)
		n, ok := p.KeptBits(uint32(numberOf(a).Hi >> 32))
		if a.Is4() || !ok {
			continue
		}
		told++
		if want, _ := a.Prefix(n); p.Addr(a) != want.Addr() {
			t.Fatalf("%v is cut to %v, KeptBits says %d", a, p.Addr(a), n)
		}
	}
	if told < 200 {
		t.Errorf("the first 32 bits tell for %d addresses of 20000", told)
	}
}

func TestPseudonymPrefix(t *testing.T) {
	r := rand.New(rand.NewPCG(13, 14))
	for _, m := range trees {
		for _, e := range everyException {
			p, inverse := newEncrypter(t, m, testKeys[m], e)
			for range 2000 {
				a := someAddr(r)
				checkPrefix(t, p, inverse, netip.PrefixFrom(a, r.IntN(a.BitLen()+1)))
			}
		}
	}
}

func checkPrefix(t *testing.T, p, inverse *Pseudonymizer, q netip.Prefix) {
	t.Helper()
	b, err := p.Prefix(q)
	if err != nil {
		t.Fatal(err)
	}
	back, err := inverse.Prefix(b)
	if err != nil || back != q.Masked() || b.Bits() != q.Bits() || b != b.Masked() {
		t.Fatalf("%v: %v -> %v -> %v, %v", p, q, b, back, err)
	}
	// Without walks, the address is in the prefix's pseudonym.
	a := q.Addr()
	plain := p.ex.collision == CollisionPin || len(p.ex.kept6.blocks) <= 1 && p.ex.kept4.blocks == nil
	if plain && (p.Method() != IPCryptPfx || !a.Is4In6() || q.Bits() >= 96) && !isSpecial(a) && !b.Contains(p.Addr(a)) {
		t.Fatalf("%v: %v -> %v, but %v -> %v", p, q, b, a, p.Addr(a))
	}
}

func TestPrefixExamples(t *testing.T) {
	cut := newTruncator(t, 48, 24, Exceptions{})
	for in, want := range map[string]string{
		"2001:db8:1:2::/64":            "2001:db8:1::/64",
		"2001:db8:1:2::5/32":           "2001:db8::/32",
		"::/0":                         "::/0",
		"0.0.0.0/0":                    "0.0.0.0/0",
		"10.1.2.3/32":                  "10.1.2.0/32",
		"2002:c000:201::/48":           "2002::/48",
		"fe80::/10":                    "fe80::/10",
		"fe80::200:5eff:fe00:5301/64":  "fe80::/64",
		"fe80::200:5eff:fe00:5301/96":  "fe80::/96",
		"fe80::200:5eff:fe00:5301/128": "fe80::/128",
		"ff02::1:ff00:0/104":           "ff02::1:ff00:0/104",
		"ff02::1:ff01:0/112":           "ff02::1:ff00:0/112",
		"127.0.0.0/8":                  "127.0.0.0/8",
		"::1/128":                      "::1/128",
	} {
		got, err := cut.Prefix(netip.MustParsePrefix(in))
		if err != nil || got.String() != want {
			t.Errorf("truncate of %s = %v, %v, want %s", in, got, err, want)
		}
	}
	long := newTruncator(t, 128, 32, Exceptions{})
	for in, want := range map[string]string{
		"2001:db8::200:5eff:fe00:5301/100": "2001:db8::/100", // half a MAC
		"2001:db8::200:0:0:0/80":           "2001:db8::/80",
		"2001:db8:0:5::/64":                "2001:db8:0:5::/64",
	} {
		got, err := long.Prefix(netip.MustParsePrefix(in))
		if err != nil || got.String() != want {
			t.Errorf("truncate of %s = %v, %v, want %s", in, got, err, want)
		}
	}
	p, inverse := newEncrypter(t, IPCryptDeterministic, "1032547698badcfeefcdab8967452301", Exceptions{})
	host := netip.MustParsePrefix("192.0.2.1/32")
	got, err := p.Prefix(host)
	if err != nil || got.String() != "7fde:a680:9546:ef2:d3c:7abb:1b38:2659/128" {
		t.Errorf("ipcrypt-deterministic of %v = %v, %v", host, got, err)
	}
	if back, err := inverse.Prefix(got); err != nil || back != host {
		t.Errorf("inverse of %v = %v, %v", got, back, err)
	}
	if _, err := p.Prefix(netip.MustParsePrefix("192.0.2.0/24")); !errors.Is(err, ErrNoPrefixes) {
		t.Errorf("ipcrypt-deterministic of a prefix: %v", err)
	}
}

func TestDeterministicMapped(t *testing.T) {
	p, inverse := newEncrypter(t, IPCryptDeterministic, "1032547698badcfeefcdab8967452301", Exceptions{})
	a := netip.MustParseAddr("192.0.2.1")
	if b := p.Addr(netip.AddrFrom16(a.As16())); b != p.Addr(a) || inverse.Addr(b) != a {
		t.Errorf("%v and its mapped form: %v, %v", a, p.Addr(a), b)
	}
	// What decrypts to an IPv4 address encrypts to it, and the other way.
	for _, p := range []*Pseudonymizer{p, inverse} {
		q, _ := p.Inverse()
		if b := p.Addr(q.Addr(a)); b != a {
			t.Errorf("%v comes back as %v", a, b)
		}
	}
}

func TestPseudonymErrors(t *testing.T) {
	pfx := func(key string, e Exceptions) error {
		_, err := NewEncrypter(IPCryptPfx, NewSecret(unhex(t, key)), e)
		return err
	}
	half := "0123456789abcdeffedcba9876543210"
	good := testKeys[IPCryptPfx]
	for name, err := range map[string]error{
		"equal halves":   pfx(half+half, Exceptions{}),
		"short key":      pfx(half, Exceptions{}),
		"keep":           pfx(good, Exceptions{Keep: 7}),
		"collision":      pfx(good, Exceptions{Collision: 7}),
		"invalid prefix": pfx(good, Exceptions{Preserve: []netip.Prefix{{}}}),
		"crowded IPv6":   pfx(good, Exceptions{Keep: KeepNone, Preserve: prefixes("::/1", "8000::/2", "c000::/3", "e000::/4", "f000::/5", "f800::/6", "fc00::/7", "fe00::/8", "ff00::/9", "ff80::/10", "ffc0::/11", "ffe0::/12", "fff0::/13")}),
		"crowded IPv4":   pfx(good, Exceptions{Keep: KeepNone, Preserve: prefixes("0.0.0.0/1", "128.0.0.0/2", "192.0.0.0/3", "224.0.0.0/4", "240.0.0.0/5", "248.0.0.0/6", "252.0.0.0/7", "254.0.0.0/8", "255.0.0.0/9", "255.128.0.0/10", "255.192.0.0/11", "255.224.0.0/12", "255.240.0.0/13")}),
		"no IPv6 left": func() error {
			_, err := NewEncrypter(IPCryptDeterministic, NewSecret(unhex(t, half)), Exceptions{Preserve: prefixes("::/0")})
			return err
		}(),
		"pins": func() error {
			_, err := NewEncrypter(IPCryptDeterministic, NewSecret(unhex(t, half)), Exceptions{Collision: CollisionPin})
			return err
		}(),
		"pins, truncated": func() error { _, err := NewTruncator(48, 24, Exceptions{Collision: CollisionPin}); return err }(),
		"no key":          func() error { _, err := NewEncrypter(CryptoPAn, Secret{}, Exceptions{}); return err }(),
		"no method":       func() error { _, err := NewEncrypter(Truncate, NewSecret([]byte{1}), Exceptions{}); return err }(),
		"long":            func() error { _, err := NewTruncator(129, 24, Exceptions{}); return err }(),
		"negative":        func() error { _, err := NewTruncator(48, -1, Exceptions{}); return err }(),
		"key digits":      func() error { _, err := ParseKey(IPCryptPfx, []byte(half)); return err }(),
		"key letter":      func() error { _, err := ParseKey(CryptoPAn, []byte(half+half[:31]+"x")); return err }(),
		"empty key":       func() error { _, err := ParseKey(CryptoPAn, []byte(" \n")); return err }(),
		"key of truncate": func() error { _, err := ParseKey(Truncate, []byte(half)); return err }(),
	} {
		if err == nil {
			t.Errorf("%s: no error", name)
		} else if s := err.Error(); strings.Contains(s, half) || strings.Contains(s, "0123") {
			t.Errorf("%s: the error shows the key: %s", name, s)
		}
	}
	// A whole family may stay as it is.
	for _, s := range []string{"::/0", "0.0.0.0/0"} {
		if err := pfx(good, Exceptions{Preserve: prefixes(s)}); err != nil {
			t.Errorf("preserving %s: %v", s, err)
		}
	}
	if err := pfx(good, Exceptions{Preserve: prefixes("0.0.0.0/1", "128.0.0.0/1")}); err != nil {
		t.Errorf("preserving all of IPv4 in two pieces: %v", err)
	}
}

func TestPseudonymizerIsNotPrinted(t *testing.T) {
	for m, key := range testKeys {
		p, _ := newEncrypter(t, m, key, Exceptions{})
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x", "%d"} {
			if s := fmt.Sprintf(verb, p); s != m.String() {
				t.Errorf("%s of %v prints %s", verb, m, s)
			}
		}
	}
}

// Many goroutines on the same places of the caches: run with -race.
func TestPseudonymConcurrent(t *testing.T) {
	for _, m := range trees {
		p, inverse := newEncrypter(t, m, testKeys[m], Exceptions{Keep: KeepNone})
		key := unhex(t, testKeys[m])
		var wg sync.WaitGroup
		for seed := range uint64(4) {
			wg.Go(func() {
				r := rand.New(rand.NewPCG(seed, 0))
				for range 300 {
					a := someAddr(r)
					if a.Is4In6() {
						continue
					}
					if b := p.Addr(a); b != slowFlips(m, key, a) || inverse.Addr(b) != a {
						t.Errorf("%v of %v = %v, back %v", m, a, b, inverse.Addr(b))
						return
					}
				}
			})
		}
		wg.Wait()
	}
}

func TestPseudonymAllocs(t *testing.T) {
	all := []*Pseudonymizer{newTruncator(t, 48, 24, Exceptions{})}
	for m := range testKeys {
		p, inverse := newEncrypter(t, m, testKeys[m], Exceptions{})
		all = append(all, p, inverse)
	}
	r := rand.New(rand.NewPCG(15, 16))
	list := make([]netip.Addr, 100)
	for k := range list {
		list[k] = someAddr(r)
	}
	buf := make([]byte, 0, 64)
	for _, p := range all {
		k := 0
		if n := testing.AllocsPerRun(len(list), func() {
			buf = p.AppendTo(buf[:0], list[k%len(list)])
			k++
		}); n != 0 {
			t.Errorf("%v: %v allocations", p, n)
		}
	}
}

// The size of the cache is promised in the comment of Pseudonymizer.
func TestFlipCacheSize(t *testing.T) {
	var size uintptr
	for _, l := range append(levels6[:], whole6) {
		size += unsafe.Sizeof(place6{}) << l.size
	}
	for _, l := range append(levels4[:], whole4) {
		size += 8 << l.size
	}
	if size < 65_500_000 || size > 66_500_000 {
		t.Errorf("the cache has %d bytes", size)
	}
}

func TestBlockSet(t *testing.T) {
	r := rand.New(rand.NewPCG(17, 18))
	for range 200 {
		var list []block
		for range r.IntN(6) {
			n := r.IntN(12)
			list = append(list, block{ip.Uint128{Hi: r.Uint64(), Lo: 0}.And(leading(n)), n})
		}
		set := newBlockSet(append([]block(nil), list...))
		open := 0
		for x := range 1 << 12 {
			u := ip.Uint128{Hi: uint64(x) << 52, Lo: 0}
			in, shared := false, -1
			for _, b := range list {
				c := firstOne(u.Xor(b.first))
				in = in || c >= b.bits
				shared = max(shared, c)
				if c >= b.bits {
					shared = 128
				}
			}
			if !in {
				open++
			}
			if set.contains(u, 128) != in || set.shared(u) != shared {
				t.Fatalf("%v in %v: %v, shares %d; want %v, %d", u, set.blocks, set.contains(u, 128), set.shared(u), in, shared)
			}
		}
		if part, none := set.open(); part != open<<4 || none != (open == 0) {
			t.Fatalf("%v is open by %d, %v; want %d", set, part, none, open<<4)
		}
	}
}

func FuzzPseudonym(f *testing.F) {
	f.Add(uint64(0), uint64(1), uint64(0), uint64(2), uint8(0))
	f.Add(uint64(0x20010db8)<<32, uint64(1), uint64(0x20010db8)<<32, uint64(2), uint8(1))
	f.Add(uint64(0xfe80)<<48, uint64(0x02005efffe005301), uint64(0xfe80)<<48, uint64(0x02005efffe005302), uint8(2))
	f.Add(uint64(0), uint64(0xffff_c0000201), uint64(0), uint64(0xffff_7f000001), uint8(3))
	f.Add(uint64(0x2002c0000201)<<16, uint64(1), uint64(0x2002c0000202)<<16, uint64(1), uint8(48))
	type pair struct{ p, inverse *Pseudonymizer }
	var pairs [][]pair // by exception
	for _, e := range everyException {
		var list []pair
		for m := range testKeys {
			if e.Collision == CollisionWalk || m.PreservesPrefixes() {
				p, inverse := newEncrypter(f, m, testKeys[m], e)
				list = append(list, pair{p, inverse})
			}
		}
		pairs = append(pairs, list)
	}
	f.Fuzz(func(t *testing.T, hi, lo, hi2, lo2 uint64, choice uint8) {
		e := everyException[int(choice)%len(everyException)]
		list := []netip.Addr{addrOf(ip.Uint128{Hi: hi, Lo: lo}, false), addrOf(ip.Uint128{Hi: hi2, Lo: lo2}, false), addrOf(ip.Uint128{Hi: hi, Lo: 0}, true), addrOf(ip.Uint128{Hi: hi2, Lo: 0}, true)}
		for _, pair := range pairs[int(choice)%len(pairs)] {
			p, inverse := pair.p, pair.inverse
			for i, a := range list {
				checkInverse(t, p, inverse, a)
				for _, b := range list[:i] {
					if p.Addr(a) == p.Addr(b) && a != b && a.Unmap() != b.Unmap() {
						t.Errorf("%v: %v and %v become %v", p, a, b, p.Addr(a))
					}
				}
				if p.method.PreservesPrefixes() {
					checkPrefix(t, p, inverse, netip.PrefixFrom(a, int(choice)%(a.BitLen()+1)))
				}
			}
			if p.method.PreservesPrefixes() && (e.Collision == CollisionPin || e.Keep == KeepNone && e.Preserve == nil) {
				checkCommon(t, p, list[0], list[1])
				checkCommon(t, p, list[2], list[3])
			}
		}
		p := newTruncator(t, int(choice)%129, int(choice)%33, Exceptions{Keep: e.Keep})
		checkCarried(t, p, list[0], hi2, lo2)
		if got := p.AppendTo([]byte("x"), list[0]); !bytes.Equal(got, []byte("x"+p.Addr(list[0]).String())) {
			t.Errorf("AppendTo of %v writes %s", list[0], got)
		}
	})
}

func FuzzParseKey(f *testing.F) {
	f.Add("2b7e151628aed2a6abf7158809cf4f3c")
	f.Add(" 2b7e151628aed2a6abf7158809cf4f3ca9f5ba40db214c3798f2e1c23456789a\n")
	f.Fuzz(func(t *testing.T, s string) {
		for _, m := range Methods() {
			k, err := ParseKey(m, []byte(s))
			if err != nil {
				continue
			}
			want := unhex(t, strings.Trim(s, " \t\r\n"))
			if !bytes.Equal(k.bytes(), want) || k.Len() != m.KeySize() {
				t.Errorf("ParseKey(%v, %q) has %d bytes", m, s, k.Len())
			}
		}
	})
}

// Benchmarks: -bench 'Pseudonym'. PlainLoop is the loop of the documents.

func benchAddrs(kind string) []netip.Addr {
	r := rand.New(rand.NewPCG(1, 0))
	list := make([]netip.Addr, 1<<16)
	hosts := make([]ip.Uint128, 2000)
	for k := range hosts {
		hosts[k] = ip.Uint128{Hi: 0x2001_0db8<<32 | uint64(r.Uint32N(1<<20))<<12, Lo: r.Uint64()}
	}
	for k := range list {
		u := ip.Uint128{Hi: r.Uint64(), Lo: r.Uint64()}
		if kind == "log" {
			u = hosts[int(float64(len(hosts))*r.Float64()*r.Float64())]
		}
		list[k] = addrOf(u, kind == "ipv4")
	}
	return list
}

func BenchmarkPseudonym(b *testing.B) {
	for _, m := range append([]Method{IPCryptDeterministic}, trees...) {
		for _, kind := range []string{"random", "log", "ipv4"} {
			list := benchAddrs(kind)
			p, inverse := newEncrypter(b, m, testKeys[m], Exceptions{})
			for _, d := range []*Pseudonymizer{p, inverse} {
				name := fmt.Sprintf("%v/%s", m, kind)
				if d.inverse {
					name += "/inverse"
				}
				b.Run(name, func(b *testing.B) {
					b.ReportAllocs()
					k := 0
					for b.Loop() {
						d.Addr(list[k&0xffff])
						k++
					}
				})
			}
		}
	}
}

func BenchmarkPseudonymRandom(b *testing.B) {
	for _, m := range trees {
		p, _ := newEncrypter(b, m, testKeys[m], Exceptions{})
		b.Run(m.String(), func(b *testing.B) {
			b.ReportAllocs()
			x := uint64(0)
			for b.Loop() {
				x += 0x9e3779b97f4a7c15
				p.Addr(addrOf(ip.Uint128{Hi: x * x, Lo: x ^ x>>29}, false))
			}
		})
	}
}

func BenchmarkPseudonymPlainLoop(b *testing.B) {
	for _, m := range trees {
		key := unhex(b, testKeys[m])
		list := benchAddrs("random")
		b.Run(m.String(), func(b *testing.B) {
			k := 0
			for b.Loop() {
				slowFlips(m, key, list[k&0xffff])
				k++
			}
		})
	}
}

func BenchmarkTruncate(b *testing.B) {
	p := newTruncator(b, 48, 24, Exceptions{})
	list := benchAddrs("random")
	k := 0
	for b.Loop() {
		p.Addr(list[k&0xffff])
		k++
	}
}
