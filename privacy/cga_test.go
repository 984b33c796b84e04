package privacy

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"math"
	"net/netip"
	"sync/atomic"
	"testing"
)

// RFC 3972 appendix B.
const (
	rfc3972Key = "305c300d06092a864886f70d0101010500034b003048024100c2c2f13730" +
		"5454f10bd9cea36844b530e9211a4b262b16467cb7dfba1f595c0194f275be5a4d386f2c3c" +
		"2382508773c7867f9b3b9e63a09c7bc48f7a54ebefaf0203010001"
	rfc3972Start    = "89a8a8b2e858d8b8f2633f44d2d4ce9a"
	rfc3972Modifier = "89a8a8b2e858d8b8f2633f44d2d4ce9b"
	rfc3972Hash2    = "000001ca680b83888d0912dffcce"
	rfc3972Hash1    = "fd4a5bf6ffb4ca6c"
	rfc3972Address  = "fe80::3c4a:5bf6:ffb4:ca6c"
)

var linkLocal = netip.MustParsePrefix("fe80::/64")

func rfc3972CGA(t testing.TB) CGA {
	t.Helper()
	m, err := ParseModifier(rfc3972Modifier)
	if err != nil {
		t.Fatal(err)
	}
	c, err := NewCGA(linkLocal, unhex(t, rfc3972Key), m, 0)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestRFC3972AppendixB(t *testing.T) {
	start, _ := ParseModifier(rfc3972Start)
	for workers := range 4 {
		m, err := (&CGASearch{PublicKey: unhex(t, rfc3972Key), Sec: 1, Workers: workers}).Find(context.Background(), start)
		if err != nil || hex.EncodeToString(m[:]) != rfc3972Modifier {
			t.Fatalf("%d workers: modifier %x, %v", workers, m, err)
		}
	}
	c := rfc3972CGA(t)
	if h := c.Hash1(); hex.EncodeToString(h[:]) != rfc3972Hash1 {
		t.Errorf("Hash1 = %x", h)
	}
	if h := c.Hash2(); hex.EncodeToString(h[:]) != rfc3972Hash2 {
		t.Errorf("Hash2 = %x", h)
	}
	a := c.Address(1)
	if a.String() != rfc3972Address {
		t.Errorf("Address = %v", a)
	}
	if err := c.Verify(a); err != nil {
		t.Error(err)
	}
	if d := c.Derive(1); d.Address != a || len(d.Input) != 4 || d.Input[3].Offset != 25 {
		t.Errorf("Derive = %+v", d)
	}
	// With Sec 0 any modifier will do, with 2 this one does not.
	if err := c.Verify(c.Address(0)); err != nil {
		t.Error(err)
	}
	if err := c.Verify(c.Address(2)); err == nil {
		t.Error("Sec 2 verifies")
	}
}

// Every bit counts but those that verification does not compare: u and g, and of
// Sec those whose change asks for less.
func TestCGAFlippedBits(t *testing.T) {
	c := rfc3972CGA(t)
	c.Extensions = unhex(t, "fffd0003aabbcc")
	start := c.Modifier
	m, err := (&CGASearch{PublicKey: c.PublicKey, Extensions: c.Extensions, Sec: 1, Workers: 2}).Find(context.Background(), start)
	if err != nil {
		t.Fatal(err)
	}
	c.Modifier = m
	a := c.Address(1)
	if err := c.Verify(a); err != nil {
		t.Fatal(err)
	}
	ignored := map[int]bool{64 + 2: true, 64 + 6: true, 64 + 7: true} // Sec 1 to 0, u, g
	b := a.As16()
	for bit := range 128 {
		x := b
		x[bit/8] ^= 0x80 >> (bit % 8)
		if err := c.Verify(netip.AddrFrom16(x)); (err == nil) != ignored[bit] {
			t.Errorf("bit %d of the address: %v", bit, err)
		}
	}
	wire, err := c.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	for bit := range 8 * len(wire) {
		x := bytes.Clone(wire)
		x[bit/8] ^= 0x80 >> (bit % 8)
		// Cut up by place, since a flipped length of the key would not decode.
		n := 25 + len(c.PublicKey)
		flipped := CGA{Modifier: [16]byte(x[:16]), Prefix: [8]byte(x[16:24]), CollisionCount: x[24], PublicKey: x[25:n], Extensions: x[n:]}
		if flipped.Verify(a) == nil {
			t.Errorf("bit %d of the parameters does not matter", bit)
		}
		if d, err := ParseCGA(x); err == nil && d.Verify(a) == nil {
			t.Errorf("bit %d of the parameters does not matter once decoded", bit)
		}
	}
	back, err := ParseCGA(wire)
	if err != nil || back.Verify(a) != nil {
		t.Errorf("ParseCGA = %+v, %v", back, err)
	}
	if again, _ := back.MarshalBinary(); !bytes.Equal(again, wire) {
		t.Errorf("%x encodes as %x", wire, again)
	}
}

func TestParseCGAErrors(t *testing.T) {
	c := rfc3972CGA(t)
	wire, _ := c.MarshalBinary()
	for n := range wire {
		if _, err := ParseCGA(wire[:n]); err == nil {
			t.Errorf("the first %d bytes decode", n)
		}
	}
	three := bytes.Clone(wire)
	three[24] = 3
	for name, b := range map[string][]byte{
		"collision count 3": three, "half an extension": append(bytes.Clone(wire), 0, 1, 0), "long extension": append(bytes.Clone(wire), 0, 1, 0, 1),
	} {
		if _, err := ParseCGA(b); err == nil {
			t.Errorf("%s decodes", name)
		}
	}
	c.CollisionCount = 3
	if c.Verify(c.Address(0)) == nil {
		t.Error("collision count 3 verifies")
	}
	if _, err := NewCGA(linkLocal, c.PublicKey, c.Modifier, 3); err == nil {
		t.Error("collision count 3 is taken")
	}
}

// Collision counts give other addresses from the same modifier.
func TestCGACollisions(t *testing.T) {
	c := rfc3972CGA(t)
	seen := map[netip.Addr]bool{}
	for c.CollisionCount = range uint8(3) {
		a := c.Address(1)
		if err := c.Verify(a); err != nil || seen[a] {
			t.Errorf("count %d: %v, %v", c.CollisionCount, a, err)
		}
		seen[a] = true
	}
}

func TestCGASearchStops(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	var calls atomic.Int32
	s := CGASearch{PublicKey: unhex(t, rfc3972Key), Sec: 7, Workers: 2, Progress: func(tried uint64) {
		if tried == 0 || calls.Add(1) == 1 {
			cancel()
		}
	}}
	next, err := s.Find(ctx, [16]byte{})
	if !errors.Is(err, context.Canceled) || calls.Load() == 0 {
		t.Errorf("%v after %d calls", err, calls.Load())
	}
	if n := binary.BigEndian.Uint64(next[8:]); n < searchChunk*searchProgress || n%searchChunk != 0 {
		t.Errorf("continue from %x", next)
	}
	s.Sec = 8
	if _, err := s.Find(context.Background(), [16]byte{}); err == nil {
		t.Error("Sec 8 is taken")
	}
	s.Sec = 0
	if m, err := s.Find(ctx, [16]byte{9}); err != nil || m != [16]byte{9} {
		t.Errorf("Sec 0: %x, %v", m, err)
	}
}

func TestModifierPlus(t *testing.T) {
	all := [16]byte(bytes.Repeat([]byte{0xff}, 16))
	if got := modifierPlus(all, 1); got != [16]byte{} {
		t.Errorf("the highest and one = %x", got)
	}
	if got := modifierPlus([16]byte{15: 1}, math.MaxUint64); got != [16]byte{7: 1} {
		t.Errorf("%x", got)
	}
}

func TestParsePublicKey(t *testing.T) {
	spki := unhex(t, rfc3972Key)
	block := func(kind string, b []byte) []byte { return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: b}) }
	pkcs1 := spki[20:]
	ed := unhex(t, "302a300506032b6570032100"+"d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
	for _, c := range []struct {
		name string
		in   []byte
		alg  string
		der  []byte
	}{
		{"der", spki, "rsa", spki},
		{"pem", block("PUBLIC KEY", spki), "rsa", spki},
		{"pem with text around", append([]byte("Subject: x\n"), block("PUBLIC KEY", spki)...), "rsa", spki},
		{"pkcs1 pem", block("RSA PUBLIC KEY", pkcs1), "rsa", spki},
		{"pkcs1 der", pkcs1, "rsa", spki},
		{"ed25519", ed, "ed25519", ed},
	} {
		k, err := ParsePublicKey(c.in)
		if err != nil || k.Algorithm != c.alg || !bytes.Equal(k.DER, c.der) {
			t.Errorf("%s: %+v, %v", c.name, k, err)
		}
	}
	for name, in := range map[string][]byte{
		"empty": nil, "text": []byte("hello"), "trailing": append(bytes.Clone(spki), 0), "cut": spki[:40],
		"private": block("PRIVATE KEY", spki), "rsa private": block("RSA PRIVATE KEY", pkcs1), "certificate": block("CERTIFICATE", spki),
		"other": block("DH PARAMETERS", spki), "broken pem": []byte("-----BEGIN PUBLIC KEY-----\n!!\n-----END PUBLIC KEY-----\n"),
		"private der": unhex(t, "300c020100"+"0202abcd"+"0203010001"),
	} {
		if k, err := ParsePublicKey(in); err == nil {
			t.Errorf("%s: %+v", name, k)
		}
	}
}

func TestCGASec(t *testing.T) {
	if name, bits, ok := CGASec(1); name != "SHA-1_16hash2bits" || bits != 16 || !ok {
		t.Error(name, bits, ok)
	}
	if name, bits, ok := CGASec(3); name != "" || bits != 48 || ok {
		t.Error(name, bits, ok)
	}
}

func FuzzParseCGA(f *testing.F) {
	c := rfc3972CGA(f)
	wire, _ := c.MarshalBinary()
	f.Add(wire)
	f.Fuzz(func(t *testing.T, b []byte) {
		c, err := ParseCGA(b)
		if err != nil {
			return
		}
		if again, _ := c.MarshalBinary(); !bytes.Equal(again, b) {
			t.Fatalf("%x encodes as %x", b, again)
		}
		if err := c.Verify(c.Address(0)); err != nil {
			t.Fatal(err)
		}
	})
}

func FuzzParsePublicKey(f *testing.F) {
	f.Add(unhex(f, rfc3972Key))
	f.Fuzz(func(t *testing.T, b []byte) {
		k, err := ParsePublicKey(b)
		if err != nil {
			return
		}
		if again, err := ParsePublicKey(k.DER); err != nil || again.Algorithm != k.Algorithm || !bytes.Equal(again.DER, k.DER) {
			t.Fatalf("%x: %+v, %+v, %v", b, k, again, err)
		}
	})
}

func BenchmarkCGASearch(b *testing.B) {
	ctx := context.Background()
	s := CGASearch{PublicKey: unhex(b, rfc3972Key), Sec: 1, Workers: 2}
	var m [16]byte
	for b.Loop() {
		m[0]++
		if _, err := s.Find(ctx, m); err != nil {
			b.Fatal(err)
		}
	}
}
