package classify

import (
	"cmp"
	"net/netip"
	"slices"

	"github.com/hextet/hextet/eui64"
	"github.com/hextet/hextet/internal/ip"
)

// A vmRange is a range of MACs that a hypervisor or cloud uses for virtual machines or
// containers.
type vmRange struct {
	first, last uint64 // of 48 bits
	name        string
	ipv4        bool // the last four octets are the IPv4 address of the interface
}

// vmRanges is sorted. The VirtualBox and VMware rows are from RFC 7707 section 4.1.1.2,
// the others from the documentation of the products. Locally administered ones (x2, x6,
// xa, xe) are not assigned; these are conventions.
var vmRanges = [...]vmRange{
	{0x0003_ff00_0000, 0x0003_ffff_ffff, "Microsoft Virtual PC", false},
	{0x0005_6900_0000, 0x0005_69ff_ffff, "VMware ESX Server", false},
	{0x000c_2900_0000, 0x000c_29ff_ffff, "VMware, generated", false},
	{0x000d_3a00_0000, 0x000d_3aff_ffff, "Microsoft Azure", false},
	{0x000f_4b00_0000, 0x000f_4bff_ffff, "Oracle VM (Virtual Iron)", false},
	{0x0015_5d00_0000, 0x0015_5dff_ffff, "Microsoft Hyper-V", false},
	{0x0016_3e00_0000, 0x0016_3eff_ffff, "Xen", false},
	{0x0018_5100_0000, 0x0018_51ff_ffff, "OpenVZ or Virtuozzo", false},
	{0x001a_4a00_0000, 0x001a_4aff_ffff, "oVirt or Red Hat Virtualization", false},
	{0x001c_1400_0000, 0x001c_14ff_ffff, "VMware", false},
	{0x001c_4200_0000, 0x001c_42ff_ffff, "Parallels", false},
	{0x0021_f600_0000, 0x0021_f6ff_ffff, "Oracle VM", false},
	{0x0022_4800_0000, 0x0022_48ff_ffff, "Microsoft Azure", false},
	{0x0050_5600_0000, 0x0050_563f_ffff, "VMware manually configured", false},
	{0x0050_5640_0000, 0x0050_567f_ffff, "VMware", false},
	{0x0050_5680_0000, 0x0050_56bf_ffff, "VMware vSphere (vCenter-assigned)", false},
	{0x0050_56c0_0000, 0x0050_56ff_ffff, "VMware", false},
	{0x0200_1700_0000, 0x0200_17ff_ffff, "Oracle Cloud", false},
	{0x0242_0000_0000, 0x0242_ffff_ffff, "Docker", true},
	{0x0800_2700_0000, 0x0800_27ff_ffff, "VirtualBox", false},
	{0x0a58_0000_0000, 0x0a58_ffff_ffff, "Kubernetes (CNI, OVN)", true},
	{0x1066_6a00_0000, 0x1066_6aff_ffff, "Incus", false},
	{0x4201_0000_0000, 0x4201_ffff_ffff, "Google Cloud", true},
	{0x506b_8d00_0000, 0x506b_8dff_ffff, "Nutanix AHV", false},
	{0x5254_0000_0000, 0x5254_00ff_ffff, "QEMU/KVM", false},
	{0x566f_0000_0000, 0x566f_ffff_ffff, "oVirt or Red Hat Virtualization", false},
	{0x589c_fc00_0000, 0x589c_fcff_ffff, "bhyve", false},
	{0xbc24_1100_0000, 0xbc24_11ff_ffff, "Proxmox VE", false},
	{0xeeee_eeee_eeee, 0xeeee_eeee_eeee, "Calico", false},
	{0xf23c_9000_0000, 0xf23c_ffff_ffff, "Linode", false},
	{0xfa16_3e00_0000, 0xfa16_3eff_ffff, "OpenStack", false},
}

// vmOf returns the row that contains m, nil for none.
func vmOf(m eui64.MAC) *vmRange {
	if m.Len() != 6 {
		return nil
	}
	v := m.Uint64()
	i, _ := slices.BinarySearchFunc(vmRanges[:], v, func(r vmRange, v uint64) int { return cmp.Compare(r.last, v) })
	if i == len(vmRanges) || v < vmRanges[i].first {
		return nil
	}
	return &vmRanges[i]
}

// VMVendor returns the hypervisor or cloud that uses MACs like m for virtual machines
// (RFC 7707 section 4.1.1.2). It is for MAC-48 only.
func VMVendor(m eui64.MAC) (name string, ok bool) {
	if r := vmOf(m); r != nil {
		return r.name, true
	}
	return "", false
}

// VMIPv4 returns the IPv4 address in a MAC of Docker, a Kubernetes network plugin or
// Google Cloud.
func VMIPv4(m eui64.MAC) (netip.Addr, bool) {
	r := vmOf(m)
	if r == nil || !r.ipv4 {
		return netip.Addr{}, false
	}
	v := uint32(m.Uint64())
	if first := v >> 24; first != 0 && first != 127 && first < 224 {
		return ip.Addr4(v), true
	}
	return netip.Addr{}, false
}

// LikelyRandomized reports whether m looks like a random MAC, as phones and computers
// use for each network: locally administered (U/L bit), individual, not of a
// hypervisor, and not mostly zeros, as if typed.
func LikelyRandomized(m eui64.MAC) bool {
	if m.Len() != 6 || !m.IsLocal() || m.IsGroup() || vmOf(m) != nil {
		return false
	}
	zeros := 0
	for i := range 5 {
		if byte(m.Uint64()>>(8*i)) == 0 {
			zeros++
		}
	}
	return zeros < 2
}
