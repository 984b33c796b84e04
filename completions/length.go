package completions

import (
	"net/netip"
	"strconv"
)

// Lengths returns useful prefix lengths below the prefixes among items: those that
// end on a nibble, so that each block has its own reverse zone, down to the /64 of
// a link; the sizes of IPv4 networks; and single addresses. Without a prefix it
// returns the lengths that networks have.
func Lengths(items []string) []Word {
	above, is4, found := 0, false, false
	for _, s := range items {
		p, err := netip.ParsePrefix(s)
		if err != nil {
			continue
		}
		// Blocks must be below each of several prefixes.
		above, is4, found = max(above, p.Bits()), p.Addr().Is4(), true
	}
	switch {
	case !found:
		return usualLengths()
	case is4:
		return lengths4(above)
	}
	return lengths6(above)
}

func usualLengths() []Word {
	return []Word{
		{"32", "what a provider gets; one IPv4 address"},
		{"40", "a large site or a region"},
		{"44", "sixteen sites"},
		{"48", "a site (RFC 6177)"},
		{"52", "a building of a site"},
		{"56", "a small site or a home (RFC 6177)"},
		{"60", "sixteen links"},
		{"64", "a link (RFC 4291 section 2.5.4)"},
		{"127", "a point-to-point link (RFC 6164)"},
		{"128", "one address"},
		{"24", "an IPv4 network of 256 addresses"},
		{"30", "an IPv4 network of 4 addresses"},
	}
}

func lengths6(above int) []Word {
	var list []Word
	add := func(n int) {
		if n > above {
			list = append(list, Word{strconv.Itoa(n), blocks(n - above)})
		}
	}
	if above < 64 {
		// The next four nibbles, and always /64.
		for n := above/4*4 + 4; n < 64 && n <= above/4*4+16; n += 4 {
			add(n)
		}
		add(64)
		return list
	}
	for n := above/4*4 + 4; n <= 124; n += 4 {
		if n-above <= 16 || n%16 == 0 {
			add(n)
		}
	}
	add(127)
	add(128)
	return list
}

func lengths4(above int) []Word {
	var list []Word
	for n := above + 1; n <= 32; n++ {
		if n-above <= 8 || n == 24 || n >= 30 {
			list = append(list, Word{strconv.Itoa(n), blocks(n - above)})
		}
	}
	return list
}

// blocks describes the number of blocks whose length exceeds that of a prefix by
// bits.
func blocks(bits int) string {
	if bits > 16 {
		return "2^" + strconv.Itoa(bits) + " blocks"
	}
	return strconv.Itoa(1<<bits) + " blocks"
}
