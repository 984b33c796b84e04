package privacy

import (
	"errors"
	"strings"

	"github.com/hextet/hextet/addr"
)

// Method is a way to replace addresses. The zero value is unknown.
type Method uint8

// The methods, with their words.
const (
	Truncate             Method = iota + 1 // truncate: keep the leading bits, clear the rest
	IPCryptDeterministic                   // ipcrypt-deterministic: one AES block per address
	IPCryptPfx                             // ipcrypt-pfx: prefix-preserving
	CryptoPAn                              // cryptopan: prefix-preserving
)

var methods = [...]struct {
	word string
	key  int // bytes of key
	doc  string
}{
	{"unknown", 0, ""},
	Truncate:             {"truncate", 0, "keep the leading bits and clear the rest: nothing can undo it"},
	IPCryptDeterministic: {"ipcrypt-deterministic", 16, "encrypt whole addresses: equal ones stay equal, neighbors do not stay neighbors"},
	IPCryptPfx:           {"ipcrypt-pfx", 32, "encrypt bit by bit: addresses that share a prefix still share one as long"},
	CryptoPAn:            {"cryptopan", 32, "as ipcrypt-pfx, in the older way of many tools and data sets"},
}

// Methods returns the methods in the order of the constants.
func Methods() []Method { return []Method{Truncate, IPCryptDeterministic, IPCryptPfx, CryptoPAn} }

// ParseMethod returns the method with the word s. The error is an
// [*addr.Error].
func ParseMethod(s string) (Method, error) {
	for m := Truncate; int(m) < len(methods); m++ {
		if methods[m].word == s {
			return m, nil
		}
	}
	return 0, &addr.Error{Input: strings.Clone(s), Offset: -1, Reason: "unknown method"}
}

// String returns the word for m.
func (m Method) String() string { return methods[m.index()].word }

// Doc returns a one-line description of m.
func (m Method) Doc() string { return methods[m.index()].doc }

// KeySize returns the length of m's key in bytes: 0 for [Truncate], which has none.
func (m Method) KeySize() int { return methods[m.index()].key }

// PreservesPrefixes reports whether m gives addresses with a common prefix
// pseudonyms with a common prefix of the same length, so that it can encrypt
// prefixes.
func (m Method) PreservesPrefixes() bool { return m == IPCryptPfx || m == CryptoPAn }

// mappedIsIPv4 reports whether m treats an IPv4-mapped address as an IPv4 address
// (draft-denis-ipcrypt, "IPv4 Addresses").
func (m Method) mappedIsIPv4() bool { return m == IPCryptDeterministic || m == IPCryptPfx }

func (m Method) index() int {
	if int(m) < len(methods) {
		return int(m)
	}
	return 0
}

// MarshalText implements [encoding.TextMarshaler] with String.
func (m Method) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// UnmarshalText implements [encoding.TextUnmarshaler] with [ParseMethod].
func (m *Method) UnmarshalText(b []byte) (err error) {
	*m, err = ParseMethod(string(b))
	return err
}

// ParseKey reads the key of m as hexadecimal digits: 32 for ipcrypt-deterministic,
// 64 for ipcrypt-pfx and cryptopan. Whitespace around them is ignored. Errors do
// not contain any of the text.
func ParseKey(m Method, text []byte) (Secret, error) {
	n := m.KeySize()
	if n == 0 {
		return Secret{}, errors.New(m.String() + " takes no key")
	}
	text = trimBlanks(text)
	if len(text) == 0 {
		return Secret{}, errors.New("the secret is empty")
	}
	return parseHexSecret(text, n, n, "")
}
