package eui64

import "testing"

func TestVRRP(t *testing.T) {
	for _, c := range []struct {
		v        VRRP
		mac, iid string
	}{
		{VRRP{4, 1}, "00:00:5e:00:01:01", "0200:5eff:fe00:0101"},
		{VRRP{6, 7}, "00:00:5e:00:02:07", "0200:5eff:fe00:0207"},
		{VRRP{6, 255}, "00:00:5e:00:02:ff", "0200:5eff:fe00:02ff"},
	} {
		m := c.v.MAC()
		id, err := FromMAC(m)
		if m.String() != c.mac || err != nil || id.String() != c.iid {
			t.Errorf("%v is %v, %v; want %s, %s", c.v, m, id, c.mac, c.iid)
		}
		if v, ok := m.VRRP(); !ok || v != c.v {
			t.Errorf("%v is %v, %v", m, v, ok)
		}
		if v, ok := m.EUI64().VRRP(); !ok || v != c.v {
			t.Errorf("%v is %v, %v", m.EUI64(), v, ok)
		}
		if v, ok := id.VRRP(); !ok || v != c.v {
			t.Errorf("%v is %v, %v", id, v, ok)
		}
	}
	for _, v := range []VRRP{{}, {4, 0}, {5, 1}} {
		if m := v.MAC(); m.IsValid() {
			t.Errorf("%v has the MAC %v", v, m)
		}
	}
	for _, s := range []string{"00:00:5e:00:01:00", "00:00:5e:00:03:01", "01:00:5e:00:01:01", "00:00:5e:00:53:01"} {
		m, _ := ParseMAC(s)
		if v, ok := m.VRRP(); ok {
			t.Errorf("%s is %v", s, v)
		}
	}
	if v, ok := (MAC{}).VRRP(); ok {
		t.Errorf("the zero MAC is %v", v)
	}
	if v, ok := IID(1).VRRP(); ok {
		t.Errorf("::1 is %v", v)
	}
}
