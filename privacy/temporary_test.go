package privacy

import (
	"bytes"
	"crypto/md5"
	"encoding/binary"
	"errors"
	"io"
	"net/netip"
	"testing"
	"time"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/eui64"
)

func TestNextTemporary(t *testing.T) {
	stable, _ := eui64.ParseIID("0200:5eff:fe00:5301")
	h, err := ParseHistory("0123456789abcdef")
	if err != nil {
		t.Fatal(err)
	}
	a, b := h, h
	for n := range 1000 {
		seed := binary.BigEndian.AppendUint64(append([]byte{}, a[:]...), uint64(stable))
		sum := md5.Sum(seed)
		sum[0] &= 0xfd
		var one, two eui64.IID
		one, a = NextTemporary(RFC3041, stable, a)
		two, b = NextTemporary(RFC4941, stable, b)
		if one != iidFrom(sum[:8]) || !bytes.Equal(a[:], sum[8:]) || one != two || a != b {
			t.Fatalf("step %d: %v %v, %v %v, want %x", n, one, a, two, b, sum)
		}
	}
	if f := TemporaryInput(stable, h); len(f) != 2 || f[1].Offset != 8 || !bytes.Equal(f[0].Bytes, h[:]) {
		t.Errorf("TemporaryInput = %+v", f)
	}
	if i, _ := NextTemporary(Linux, stable, h); i != 0 {
		t.Error("linux has a chain")
	}
}

func TestParseHistory(t *testing.T) {
	for _, s := range []string{"", "0123456789abcde", "0123456789abcdef0", "0123456789abcdeg", "01:23:45:67:89:ab:cd:ef"} {
		var e *addr.Error
		if _, err := ParseHistory(s); !errors.As(err, &e) {
			t.Errorf("ParseHistory(%q) = %v", s, err)
		}
	}
	if h, err := ParseHistory("0123456789ABCDEF"); err != nil || h.String() != "0123456789abcdef" {
		t.Errorf("%v, %v", h, err)
	}
	if h, err := RandomHistory(bytes.NewReader([]byte("12345678"))); err != nil || string(h[:]) != "12345678" {
		t.Errorf("RandomHistory = %v, %v", h, err)
	}
}

func TestRandomTemporary(t *testing.T) {
	// Two reserved identifiers, then one that is not.
	draws := "\x00\x00\x00\x00\x00\x00\x00\x00" + "\x02\x00\x5e\xff\xfe\x12\x34\x56" + "\xff\xff\xff\xff\xff\xff\xff\xff"
	if i, err := RandomTemporary(bytes.NewReader([]byte(draws))); err != nil || i.String() != "ffff:ffff:ffff:ffff" {
		t.Errorf("%v, %v", i, err)
	}
	if _, err := RandomTemporary(bytes.NewReader([]byte("short"))); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("short source: %v", err)
	}
	if _, err := RandomTemporary(zeros{}); err == nil {
		t.Error("a source of zeros gives an identifier")
	}
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) { clear(b); return len(b), nil }

func TestTemporaryHash(t *testing.T) {
	p := netip.MustParsePrefix("2001:db8:1:2::/64")
	base := TemporaryHash{Secret: NewSecret(leakBytes), Interface: "eth0", Time: time.Unix(1700000000, 5)}
	seen := map[eui64.IID]int{}
	for k, h := range []TemporaryHash{
		base,
		{Secret: base.Secret, Interface: "eth1", Time: base.Time},
		{Secret: base.Secret, Interface: "eth0", Time: base.Time.Add(time.Second)},
		{Secret: base.Secret, Interface: "eth0", Time: base.Time, DADCounter: 1},
		{Secret: base.Secret, Interface: "eth0", Time: base.Time, NetworkID: "n"},
		{Secret: base.Secret, Hardware: []byte("eth0"), Time: base.Time},
		{Secret: NewSecret(leakBytes[:15]), Interface: "eth0"},
	} {
		d, err := h.Derive(p)
		if k == 6 {
			if err == nil {
				t.Error("a secret of 15 bytes is taken")
			}
			continue
		}
		if err != nil || d.Address != below(p, d.IID) || seen[d.IID] != 0 {
			t.Errorf("%d: %+v, %v", k, d, err)
		}
		seen[d.IID] = 1
	}
	later := base
	later.Time = later.Time.Add(time.Millisecond)
	a, _ := base.Derive(p)
	if b, _ := later.Derive(p); a.IID != b.IID {
		t.Error("the time counts below the second")
	}
}
