package stats

import "math"

// digits counts the values of each octet of addresses, from which the values of their
// digits follow: half as many steps an address.
type digits struct {
	octets [16][256]uint64
	n      uint64 // addresses
}

// addHigh counts the upper half of n addresses.
func (d *digits) addHigh(hi, n uint64) {
	for i := range 8 {
		d.octets[7-i][uint8(hi>>(8*i))] += n
	}
	d.n += n
}

// addLow counts the lower half of an address.
func (d *digits) addLow(lo uint64) {
	for i := range 8 {
		d.octets[15-i][uint8(lo>>(8*i))]++
	}
}

// addDigits adds the counts of o.
func (d *digits) addDigits(o *digits) {
	for i := range d.octets {
		for v := range d.octets[i] {
			d.octets[i][v] += o.octets[i][v]
		}
	}
	d.n += o.n
}

// A Digit says how much a digit of addresses varies: one of the 32 hexadecimal digits
// of IPv6 addresses, or of the four octets of IPv4 addresses.
type Digit struct {
	// Entropy is -Σ p·log p over the values, p being the part of the distinct
	// addresses that have a value, to the base of the number of possible values: 0 for
	// a digit that never changes, 1 for one whose values are all equally common.
	Entropy float64

	Values int   // how many different values there are
	Value  uint8 // the most common one, the lowest of several
}

// hexadecimal returns the 32 digits of IPv6 addresses, nil without any address.
func (d *digits) hexadecimal() []Digit {
	if d.n == 0 {
		return nil
	}
	all := make([]Digit, 0, 32)
	for i := range d.octets {
		var high, low [16]uint64
		for v, n := range d.octets[i] {
			high[v>>4] += n
			low[v&0xf] += n
		}
		all = append(all, digit(high[:], d.n), digit(low[:], d.n))
	}
	return all
}

// decimal returns the four octets of IPv4 addresses.
func (d *digits) decimal() []Digit {
	if d.n == 0 {
		return nil
	}
	all := make([]Digit, 0, 4)
	for i := range 4 {
		all = append(all, digit(d.octets[12+i][:], d.n))
	}
	return all
}

func digit(counts []uint64, total uint64) Digit {
	var d Digit
	sum := 0.0
	for v, n := range counts {
		if n == 0 {
			continue
		}
		d.Values++
		if n > counts[d.Value] {
			d.Value = uint8(v)
		}
		p := float64(n) / float64(total)
		sum -= p * math.Log2(p)
	}
	d.Entropy = min(max(sum/math.Log2(float64(len(counts))), 0), 1)
	return d
}
