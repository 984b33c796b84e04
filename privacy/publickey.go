package privacy

import (
	"bytes"
	"encoding/pem"
	"errors"
	"strconv"
	"strings"
)

// PublicKey is a public key as CGA hashes it.
type PublicKey struct {
	DER       []byte // SubjectPublicKeyInfo (RFC 5280 section 4.1), as a CGA holds it
	Algorithm string // "rsa", "ec", "ed25519", or the object identifier, "1.2.840.10040.4.1"
}

// ParsePublicKey reads a public key from a PEM block PUBLIC KEY or RSA PUBLIC KEY
// (RFC 7468, RFC 8017), or from the DER inside either. Text before and after the
// block is ignored. RFC 3972 section 3 requires RSA keys of at least 384 bits for
// SEND; others are accepted too.
//
// Errors do not contain any of the input, which may be a private key by mistake.
func ParsePublicKey(b []byte) (PublicKey, error) {
	if bytes.Contains(b, []byte("-----BEGIN ")) {
		block, _ := pem.Decode(b)
		switch {
		case block == nil:
			return PublicKey{}, errors.New("the PEM block cannot be decoded")
		case strings.HasSuffix(block.Type, "PRIVATE KEY"):
			return PublicKey{}, errors.New("a private key; the public key is wanted (openssl pkey -pubout)")
		case block.Type == "CERTIFICATE":
			return PublicKey{}, errors.New("a certificate; its public key is wanted (openssl x509 -pubkey -noout)")
		case block.Type != "PUBLIC KEY" && block.Type != "RSA PUBLIC KEY":
			return PublicKey{}, errors.New("not a PEM block of a public key")
		}
		b = block.Bytes
	}
	if alg, ok := spkiAlgorithm(b); ok {
		return PublicKey{DER: bytes.Clone(b), Algorithm: alg}, nil
	}
	if isRSAPublicKey(b) {
		return PublicKey{DER: wrapRSA(b), Algorithm: "rsa"}, nil
	}
	return PublicKey{}, errors.New("not a public key in PEM or DER (SubjectPublicKeyInfo)")
}

// Tags of DER (X.690).
const (
	derInteger   = 0x02
	derBitString = 0x03
	derNull      = 0x05
	derOID       = 0x06
	derSequence  = 0x30
)

// derNext splits the first element off b. It accepts only DER: one-byte tags, and
// lengths in their shortest form.
func derNext(b []byte) (tag byte, content, rest []byte, ok bool) {
	if len(b) < 2 || b[0]&0x1f == 0x1f {
		return 0, nil, nil, false
	}
	tag, n, b := b[0], int(b[1]), b[2:]
	if n >= 0x80 {
		octets := n & 0x7f
		if octets == 0 || octets > 3 || len(b) < octets || b[0] == 0 {
			return 0, nil, nil, false
		}
		n = 0
		for _, c := range b[:octets] {
			n = n<<8 | int(c)
		}
		if n < 0x80 {
			return 0, nil, nil, false
		}
		b = b[octets:]
	}
	if n > len(b) {
		return 0, nil, nil, false
	}
	return tag, b[:n], b[n:], true
}

// derTake is derNext for an element of one tag.
func derTake(b []byte, want byte) (content, rest []byte, ok bool) {
	tag, content, rest, ok := derNext(b)
	return content, rest, ok && tag == want
}

// spkiAlgorithm returns the algorithm of a SubjectPublicKeyInfo:
// SEQUENCE { SEQUENCE { OID, parameters }, BIT STRING }.
func spkiAlgorithm(b []byte) (string, bool) {
	spki, rest, ok := derTake(b, derSequence)
	if !ok || len(rest) > 0 {
		return "", false
	}
	alg, rest, ok := derTake(spki, derSequence)
	if !ok {
		return "", false
	}
	key, rest, ok := derTake(rest, derBitString)
	if !ok || len(rest) > 0 || len(key) < 2 || key[0] > 7 {
		return "", false
	}
	oid, rest, ok := derTake(alg, derOID)
	if !ok || len(oid) == 0 {
		return "", false
	}
	if len(rest) > 0 {
		if _, _, rest, ok = derNext(rest); !ok || len(rest) > 0 {
			return "", false
		}
	}
	name, ok := oidText(oid)
	switch name {
	case "1.2.840.113549.1.1.1":
		name, ok = "rsa", isRSAPublicKey(key[1:])
	case "1.2.840.10045.2.1":
		name = "ec"
	case "1.3.101.112":
		name = "ed25519"
	case "1.3.101.113":
		name = "ed448"
	}
	return name, ok
}

// oidText writes an object identifier with dots.
func oidText(b []byte) (string, bool) {
	var out []byte
	n := uint64(0)
	for k, c := range b {
		if n >= 1<<56 || n == 0 && c == 0x80 {
			return "", false
		}
		n = n<<7 | uint64(c&0x7f)
		if c&0x80 != 0 {
			if k == len(b)-1 {
				return "", false
			}
			continue
		}
		if out == nil {
			first := min(n/40, 2)
			out = strconv.AppendUint(out, first, 10)
			n -= 40 * first
		}
		out = append(out, '.')
		out = strconv.AppendUint(out, n, 10)
		n = 0
	}
	return string(out), true
}

// isRSAPublicKey reports whether b is SEQUENCE { INTEGER modulus, INTEGER
// exponent } (RFC 8017 appendix A.1.1). A private key begins with a version and
// has more numbers.
func isRSAPublicKey(b []byte) bool {
	seq, rest, ok := derTake(b, derSequence)
	if !ok || len(rest) > 0 {
		return false
	}
	modulus, seq, ok := derTake(seq, derInteger)
	if !ok || len(modulus) < 8 {
		return false
	}
	exponent, seq, ok := derTake(seq, derInteger)
	return ok && len(exponent) > 0 && len(seq) == 0
}

// wrapRSA makes a SubjectPublicKeyInfo of an RSAPublicKey.
func wrapRSA(key []byte) []byte {
	const rsaEncryption = "\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01"
	alg := derAppend(nil, derOID, []byte(rsaEncryption))
	alg = derAppend(alg, derNull, nil)
	spki := derAppend(nil, derSequence, alg)
	spki = derAppend(spki, derBitString, append([]byte{0}, key...))
	return derAppend(nil, derSequence, spki)
}

func derAppend(dst []byte, tag byte, content []byte) []byte {
	dst = append(dst, tag)
	switch n := len(content); {
	case n < 0x80:
		dst = append(dst, byte(n))
	case n < 0x100:
		dst = append(dst, 0x81, byte(n))
	case n < 0x10000:
		dst = append(dst, 0x82, byte(n>>8), byte(n))
	default:
		dst = append(dst, 0x83, byte(n>>16), byte(n>>8), byte(n))
	}
	return append(dst, content...)
}
