package find

import "errors"

// Form is a way of writing an address in text.
type Form uint8

// The forms. Plain is always found, the others only if [Options] ask for them.
const (
	Plain   Form = iota // RFC 4291 section 2.2, or dotted decimal
	Hex                 // 32 hexadecimal digits, as in /proc/net/if_inet6; often they are a hash
	Arpa                // a name below ip6.arpa (RFC 3596) or in-addr.arpa (RFC 1035)
	UNC                 // a name below ipv6-literal.net, as in Windows paths
	ProcNet             // the hexadecimal addresses of Linux's /proc/net, with their port
)

var forms = [...]struct{ word, doc string }{
	Plain:   {"plain", "text of RFC 4291, and dotted decimal"},
	Hex:     {"hex", "32 hexadecimal digits, which are as often a hash"},
	Arpa:    {"arpa", "reverse DNS names below ip6.arpa and in-addr.arpa"},
	UNC:     {"unc", "Windows path hosts: 2001-db8--1.ipv6-literal.net"},
	ProcNet: {"proc-net", "Linux's /proc/net/tcp6, if_inet6 and their like"},
}

// String returns the word for f.
func (f Form) String() string {
	if int(f) < len(forms) {
		return forms[f].word
	}
	return "unknown"
}

// Doc returns a line about f, for help and completion.
func (f Form) Doc() string {
	if int(f) < len(forms) {
		return forms[f].doc
	}
	return ""
}

// MarshalText returns the word for f.
func (f Form) MarshalText() ([]byte, error) { return []byte(f.String()), nil }

// UnmarshalText is [ParseForm].
func (f *Form) UnmarshalText(b []byte) (err error) {
	*f, err = ParseForm(string(b))
	return err
}

// FurtherForms returns every form but [Plain].
func FurtherForms() []Form { return []Form{Hex, Arpa, UNC, ProcNet} }

// ErrForm is the error for a word that names no form.
var ErrForm = errors.New("no such form")

// ParseForm is the inverse of [Form.String].
func ParseForm(word string) (Form, error) {
	for f, d := range forms {
		if d.word == word {
			return Form(f), nil
		}
	}
	return Plain, ErrForm
}

// Forms is a set of further forms.
type Forms uint8

// AllForms contains every further form.
const AllForms Forms = 1<<Hex | 1<<Arpa | 1<<UNC | 1<<ProcNet

// With returns the set with g added. [Plain] is always found and changes nothing.
func (f Forms) With(g Form) Forms { return f | 1<<g&AllForms }

// Has reports whether g is in the set.
func (f Forms) Has(g Form) bool { return f>>g&1 != 0 }
