package lint

import (
	"github.com/hextet/hextet/classify"
	"github.com/hextet/hextet/embed4"
)

const pageEmbeddedPrivate = `An IPv4 address inside an IPv6 address is reached over IPv4 in the end. With a
private address, or another that is not global, that cannot work:

  64:ff9b::10.0.0.1        translators must drop it (RFC 6052 section 3.1)
  2002:a00:1::1            no 6to4 router has it (RFC 3056 section 2)
  2001:0:...               a Teredo client with one (RFC 4380 section 4)

IPv4-mapped addresses are left alone: that is how sockets show IPv4 peers.`

// checkEmbeddedPrivate finds IPv4 addresses inside that cannot be reached.
func checkEmbeddedPrivate(b []byte, s *subject) []byte {
	if s.block {
		whole := 120 // bits that hold the IPv4 address, or most of it
		if s.class.Type == classify.SixToFour {
			whole = 48
		}
		if s.Length < whole {
			return b
		}
	}
	if s.class.Type != classify.SixToFour && s.Lo()&0xffff_ffff == 0 {
		return b // the prefix, without its length
	}
	var room [4]embed4.Found
	var plain embed4.Extractor
	for _, f := range plain.AppendNumber(room[:0], s.Hi(), s.Lo()) {
		for _, r := range [...]embed4.Remark{
			embed4.WellKnownNonGlobal, embed4.SixToFourPrivate, embed4.SixToFourNotGlobal, embed4.TeredoClientNotGlobal,
		} {
			if !f.Remarks.Has(r) {
				continue
			}
			b = append(b, s.Text...)
			b = append(b, " holds "...)
			b = f.Addr.AppendTo(b)
			b = append(b, ": "...)
			b, _ = f.AppendWarning(b, 0)
			return b
		}
	}
	return b
}
