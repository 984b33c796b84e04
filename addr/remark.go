package addr

// A Remark is something worth knowing about an address, a prefix or a MAC, with its
// source.
type Remark struct {
	Text      string // a phrase: "never a source address"
	Reference string // "RFC 4291 section 2.7"; several are separated by "; ", "" for none
}

// AppendTo appends what String returns.
func (r Remark) AppendTo(dst []byte) []byte {
	dst = append(dst, r.Text...)
	if r.Reference == "" {
		return dst
	}
	return append(append(append(dst, " ("...), r.Reference...), ')')
}

// String returns the text and, in parentheses, the reference.
func (r Remark) String() string { return string(r.AppendTo(nil)) }
