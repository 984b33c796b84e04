package lint

const pageDocumentation = `2001:db8::/32, 3fff::/20, 192.0.2.0/24, 198.51.100.0/24 and 203.0.113.0/24 are
reserved for examples. No network uses them, so in a configuration they are left
over from a manual or a template.

They belong in comments, in documents (Markdown, HTML, manual pages and others,
recognized by file name) and in messages, so nothing is reported there. Neither
are the blocks as a whole, and prefixes on lines that deny: filters list them.`

// checkDocumentation finds addresses reserved for documentation.
func checkDocumentation(b []byte, s *subject) []byte {
	b = append(b, s.Text...)
	b = append(b, " is a documentation address, not for real traffic (RFC "...)
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
