package classify

import "github.com/hextet/hextet/eui64"

// A vmRange is a run of MACs that hypervisors give to virtual machines.
type vmRange struct {
	first, last uint64 // of 48 bits
	name        string
}

// vmRanges is sorted. The VirtualBox and VMware rows are from RFC 7707 section
// 4.1.1.2, the others are what those products are documented to use.
var vmRanges = [...]vmRange{
	{0x0003_ff00_0000, 0x0003_ffff_ffff, "Microsoft Virtual PC"},
	{0x0005_6900_0000, 0x0005_69ff_ffff, "VMware ESX Server"},
	{0x000c_2900_0000, 0x000c_29ff_ffff, "VMware, generated"},
	{0x0015_5d00_0000, 0x0015_5dff_ffff, "Microsoft Hyper-V"},
	{0x0016_3e00_0000, 0x0016_3eff_ffff, "Xen"},
	{0x001c_1400_0000, 0x001c_14ff_ffff, "VMware"},
	{0x001c_4200_0000, 0x001c_42ff_ffff, "Parallels"},
	{0x0050_5600_0000, 0x0050_563f_ffff, "VMware manually configured"},
	{0x0050_5640_0000, 0x0050_567f_ffff, "VMware"},
	{0x0050_5680_0000, 0x0050_56bf_ffff, "VMware vSphere (vCenter-assigned)"},
	{0x0050_56c0_0000, 0x0050_56ff_ffff, "VMware"},
	{0x0242_0000_0000, 0x0242_ffff_ffff, "Docker"},
	{0x0800_2700_0000, 0x0800_27ff_ffff, "VirtualBox"},
	{0x5254_0000_0000, 0x5254_00ff_ffff, "QEMU/KVM"},
}

// VMVendor returns the hypervisor whose virtual machines have MACs like m (RFC 7707
// section 4.1.1.2). It knows MAC-48 only.
func VMVendor(m eui64.MAC) (name string, ok bool) {
	if m.Len() != 6 {
		return "", false
	}
	v := m.Uint64()
	for i := range vmRanges {
		if r := &vmRanges[i]; v >= r.first && v <= r.last {
			return r.name, true
		}
	}
	return "", false
}
