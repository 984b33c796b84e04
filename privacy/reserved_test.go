package privacy

import (
	"net/netip"
	"testing"

	"github.com/hextet/hextet/eui64"
)

func TestReserved(t *testing.T) {
	for _, c := range []struct {
		v        uint64
		reserved bool
		linux    bool // what the kernel takes for reserved
	}{
		{0, true, true},
		{1, false, false},
		{0x02005efefdffffff, false, false},
		{0x02005efffdffffff, false, false},
		{0x02005efffe000000, true, true},
		{0x02005efffe005212, true, true},
		{0x02005efffe005213, true, true},
		{0x02005efffe005214, true, true},
		{0x02005efffeffffff, true, true},
		{0x02005effff000000, false, true},
		{0x02005effffffffff, false, true},
		{0x02005f0000000000, false, false},
		{0xfdffffffffffff7f, false, false},
		{0xfdffffffffffff80, true, true},
		{0xfdffffffffffffff, true, true},
		{0xfe00000000000000, false, false},
		{0xffffffffffffffff, false, false},
	} {
		i := eui64.IID(c.v)
		if got := isReserved(i); got != c.reserved || got != i.IsReserved() {
			t.Errorf("isReserved(%v) = %v, want %v", i, got, c.reserved)
		}
		if got := linuxReserved(uint32(c.v>>32), uint32(c.v)); got != c.linux {
			t.Errorf("linuxReserved(%v) = %v, want %v", i, got, c.linux)
		}
	}
}

// Linux goes on with the next counter after a reserved identifier and gives up
// past idgen_retries, but does not look at that otherwise.
func TestLinuxPassesOverReserved(t *testing.T) {
	prefix := netip.MustParseAddr("2001:db8::")
	reserved := func(upto byte) func([64]byte) (uint32, uint32) {
		return func(b [64]byte) (uint32, uint32) {
			if b[56] < upto {
				return 0, 0
			}
			return 0x01020304, uint32(b[56])
		}
	}
	for _, c := range []struct {
		dad  uint32
		upto byte
		used uint32
		ok   bool
	}{
		{0, 0, 0, true}, {0, 1, 1, true}, {0, 3, 3, true}, {0, 4, 0, false}, {2, 3, 3, true}, {3, 4, 0, false},
		{7, 0, 7, true}, {7, 8, 0, false}, {255, 255, 255, true},
	} {
		s := &linux{order: BigEndian}
		a, used, err := s.address64(prefix, c.dad, nil, reserved(c.upto))
		if (err == nil) != c.ok || used != c.used || c.ok && uint64(iidOf(a)) != 0x01020304<<32|uint64(c.used) {
			t.Errorf("from %d, reserved below %d: %v, %d, %v", c.dad, c.upto, a, used, err)
		}
	}
}

// NetworkManager hashes the digest and the next counter.
func TestNetworkManagerPassesOverReserved(t *testing.T) {
	var inputs []string
	hash := func(b []byte) (d [32]byte) {
		inputs = append(inputs, string(b))
		if d[31] = byte(len(inputs)); len(inputs) == 3 {
			d[7] = 9 // until then the first 8 bytes are zero
		}
		return d
	}
	var l layout
	d, used := passOver([32]byte{31: 0xaa}, 1, &l, hash)
	if used != 4 || d[7] != 9 || len(l.fields) != 2 || !l.fields[0].Secret {
		t.Fatalf("%x, %d, %+v", d, used, l.fields)
	}
	zeros := string(make([]byte, 31))
	if inputs[0] != zeros+"\xaa\x00\x00\x00\x02" || inputs[1] != zeros+"\x01\x00\x00\x00\x03" {
		t.Errorf("inputs %x, %x", inputs[0], inputs[1])
	}
}
