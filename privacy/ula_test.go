package privacy

import (
	"bytes"
	"crypto/sha1"
	"testing"
	"time"
)

func TestDockerULA(t *testing.T) {
	// From Docker's own TestDeriveULABaseNetwork.
	for id, want := range map[string]string{
		"":                                     "fd42:98fc:1c14::/48",
		"499d4bc0-b0b3-416f-b1ee-cf6486315593": "fd62:fb69:18af::/48",
	} {
		if p, f := DockerULA(id); p.String() != want || len(f) != 1 || string(f[0].Bytes) != id {
			t.Errorf("DockerULA(%q) = %v, %+v, want %v", id, p, f, want)
		}
	}
}

func TestULA(t *testing.T) {
	// 2026-01-01 00:00:00.5 UTC: 3976214400 seconds after 1900 and half of 2^32.
	at := time.Date(2026, 1, 1, 0, 0, 0, 5e8, time.UTC)
	for _, c := range []struct {
		hw       []byte
		modified bool
		eui      string
	}{
		{[]byte{0, 0, 0x5e, 0, 0x53, 1}, false, "\x00\x00\x5e\xff\xfe\x00\x53\x01"},
		{[]byte{0, 0, 0x5e, 0, 0x53, 1}, true, "\x02\x00\x5e\xff\xfe\x00\x53\x01"},
		{[]byte{1, 2, 3, 4, 5, 6, 7, 8}, false, "\x01\x02\x03\x04\x05\x06\x07\x08"},
	} {
		sum := sha1.Sum([]byte("\xed\x00\x37\x80\x80\x00\x00\x00" + c.eui))
		p, f, err := ULA(at, c.hw, c.modified)
		b := p.Addr().As16()
		if err != nil || p.Bits() != 48 || b[0] != 0xfd || !bytes.Equal(b[1:6], sum[15:]) || len(f) != 2 {
			t.Errorf("ULA(%x, %v) = %v, %v, %v, want fd ‖ %x", c.hw, c.modified, p, f, err, sum[15:])
		}
	}
	if _, _, err := ULA(at, []byte{1}, false); err == nil {
		t.Error("a hardware address of one byte is taken")
	}
	// The era ends in 2036 and begins anew.
	if got := ntpTime(time.Date(2036, 2, 7, 6, 28, 16, 0, time.UTC)); got != 0 {
		t.Errorf("ntpTime at the end of the era = %#x", got)
	}
}

func TestRandomULA(t *testing.T) {
	p, err := RandomULA(bytes.NewReader([]byte{0x12, 0x34, 0x56, 0x78, 0x9a}))
	if err != nil || p.String() != "fd12:3456:789a::/48" {
		t.Errorf("%v, %v", p, err)
	}
	if _, err := RandomULA(bytes.NewReader(nil)); err == nil {
		t.Error("no randomness, no error")
	}
}
