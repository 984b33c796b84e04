package lint

import "github.com/hextet/hextet/classify"

const pageULAPattern = `A unique local prefix has 40 random bits, so that two networks that are joined
one day (by a merger or a VPN) do not share it. fd00::/48, fd12:3456:789a::/48
and fdde:adbe:ef00::/48 were made up, by many people: they will clash. 'hextet
privacy ula' generates a prefix.

fc00::/8 is not defined: the L bit is 0 there.`

// checkULAPattern finds unique local prefixes that were not generated.
func checkULAPattern(b []byte, s *subject) []byte {
	why := ""
	switch {
	case s.block && s.Length < 48, s.Hi()>>32 == 0xfd00_0ec2, s.Hi()>>32 == 0xfd20_00ce:
		// The last two contain the metadata services of cloud providers.
	case s.Hi()>>56 == 0xfc:
		why = "the L bit is 0, which is not defined (RFC 4193 section 3.1)"
	default:
		if why = classify.ULAPattern(s.Addr()); why != "" {
			b = append(b, s.Text...)
			b = append(b, ": the global ID is "...)
			b = append(b, why...)
			return append(b, " (RFC 4193 section 3.2.1)"...)
		}
	}
	if why == "" {
		return b
	}
	b = append(b, s.Text...)
	b = append(b, ": "...)
	return append(b, why...)
}
