package lint

const pageDocumentation = `2001:db8::/32, 3fff::/20, 192.0.2.0/24, 198.51.100.0/24 and 203.0.113.0/24 are
for examples. They reach nobody, and in a configuration they are what was
copied from a manual and never filled in.

Comments, documents (Markdown, HTML, manual pages and others, by the name of the
file) and sentences in programs are where they belong: nothing is said there.
Nor of the whole block, nor of prefixes on lines that deny: filters name them.`

// checkDocumentation finds addresses of examples.
func checkDocumentation(b []byte, s *subject) []byte {
	b = append(b, s.Text...)
	b = append(b, " is for documentation, not for real traffic (RFC "...)
	switch {
	case s.Is4():
		b = append(b, "5737"...)
	case s.Hi()>>48 == 0x2001:
		b = append(b, "3849"...)
	default:
		b = append(b, "9637"...)
	}
	return append(b, ')')
}
