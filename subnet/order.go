package subnet

import "github.com/hextet/hextet/internal/ip"

// Order is an order in which blocks are allocated (RFC 3531). The zero Order is
// unknown.
type Order uint8

// The orders. Leftmost, from RFC 3531 section 3.1, counts with the bits reversed: it
// leaves the largest gaps, and so the most room to grow. Rightmost, section 3.2, is
// plain counting. Centermost, section 3.3, begins with the middle bit, so that the
// border can move to either side.
const (
	Rightmost Order = 1 + iota
	Leftmost
	Centermost
)

var orderNames = [...]string{"unknown", "rightmost", "leftmost", "centermost"}

// String returns the order in one lower-case word.
func (o Order) String() string { return ip.Word(orderNames[:], o) }

// MarshalText returns what String does.
func (o Order) MarshalText() ([]byte, error) { return []byte(o.String()), nil }

// UnmarshalText accepts what ParseOrder does.
func (o *Order) UnmarshalText(text []byte) (err error) {
	*o, err = ParseOrder(string(text))
	return err
}

// ParseOrder returns the order of that name. In addition to the names that String
// returns, it accepts sequential, which is rightmost, and sparse, which is leftmost.
func ParseOrder(name string) (o Order, err error) {
	switch name {
	case "sequential":
		return Rightmost, nil
	case "sparse":
		return Leftmost, nil
	}
	err = ip.UnmarshalWord(&o, orderNames[:], "order", []byte(name))
	return o, err
}

// place returns the i-th number in order o among those of n bits, i < 2^n. Bit j
// of the counter becomes bit o.Bit(j, n) of the number.
func (o Order) place(i ip.Uint128, n int) ip.Uint128 {
	switch o {
	case Leftmost:
		return i.Reverse().Rsh(uint(128 - n))
	case Centermost:
		var r ip.Uint128
		for j := range n {
			if i.Bit(uint(j)) != 0 {
				r = r.Or(ip.Uint128{Lo: 1}.Lsh(uint(centerBit(j, n))))
			}
		}
		return r
	}
	return i
}

// centerBit returns the bit (0 is the lowest) that round j of RFC 3531 section 3.3
// adds. The first round takes the middle bit, or with an even number of bits the one
// after the center; even rounds take the bit before those taken so far, odd rounds the
// one after.
func centerBit(j, n int) int {
	middle := (n - 1) / 2
	if j%2 == 1 {
		return middle + (j+1)/2
	}
	return middle - j/2
}
