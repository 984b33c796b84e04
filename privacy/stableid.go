package privacy

import (
	"crypto/sha1"
	"encoding/base64"
	"strconv"
	"strings"
	"unicode/utf8"
)

// StableType is the kind of a NetworkManager connection.stable-id. Its number is
// part of the hash input.
type StableType uint8

// The types. NetworkManager of 2026 has a fourth, for CLAT.
const (
	StableUUID      StableType = 0 // no stable-id: the network id is the connection's UUID
	StableText      StableType = 1 // no token in it: the network id is the text itself
	StableGenerated StableType = 2 // tokens in it: the network id is a hash of the expanded text
	StableRandom    StableType = 3 // ${RANDOM}: random at each activation
)

// stableID has the values of the tokens in a connection.stable-id.
type stableID struct {
	Connection string // ${CONNECTION}: the UUID
	BootID     string // ${BOOT}
	Device     string // ${DEVICE}: the IP interface
	MAC        string // ${MAC}: the permanent address, "00:00:5E:00:53:01"; empty if there is none
	SSID       string // ${NETWORK_SSID}: raw bytes; empty means none

	release release
	used    usedToken
}

type usedToken uint8

const (
	usedConnection usedToken = 1 << iota
	usedBootID
)

// expand returns the type of a stable-id and, for StableGenerated, its text with the
// value of each token appended to it as "=LENGTH{VALUE}", as NetworkManager does since
// 1.46. A dollar sign right after another begins no token. The nil text is an unset
// stable-id; so is "default${CONNECTION}" since 1.44. For StableUUID and StableText the
// text is the network id. id.used records the values that were used.
func (id *stableID) expand(text *string) (StableType, string) {
	if text == nil || *text == "default${CONNECTION}" && id.release >= releaseDefaultIsUnset {
		return StableUUID, id.Connection
	}
	s := *text
	var b []byte
	done := 0
	for k := 0; k < len(s); {
		if s[k] != '$' {
			k++
			continue
		}
		token, value, ok := id.token(s[k:])
		switch {
		case ok:
			k += len(token)
			b = append(b, s[done:k]...)
			done = k
			b = append(b, '=')
			b = strconv.AppendInt(b, int64(len(value)), 10)
			b = append(b, '{')
			b = append(b, value...)
			b = append(b, '}')
		case token != "":
			return StableRandom, ""
		default:
			if k++; k < len(s) && s[k] == '$' {
				k++
			}
		}
	}
	if done == 0 {
		return StableText, s
	}
	return StableGenerated, string(append(b, s[done:]...))
}

// token returns the token that s begins with and its value; ${RANDOM} has none.
func (id *stableID) token(s string) (token, value string, ok bool) {
	end := strings.IndexByte(s, '}')
	if end < 0 {
		return "", "", false
	}
	switch token = s[:end+1]; token {
	case "${CONNECTION}":
		id.used |= usedConnection
		return token, id.Connection, true
	case "${BOOT}":
		id.used |= usedBootID
		return token, id.BootID, true
	case "${DEVICE}":
		return token, id.Device, true
	case "${MAC}":
		return token, id.MAC, true
	case "${NETWORK_SSID}":
		if id.release < releaseNetworkSSID {
			break
		}
		if id.SSID == "" {
			id.used |= usedConnection
			return token, "c:" + id.Connection, true
		}
		return token, "s:" + escapeSSID(id.SSID), true
	case "${RANDOM}":
		return token, "", false
	}
	return "", "", false
}

// networkID returns what is hashed for an expanded stable-id.
func (id *stableID) networkID(kind StableType, text string) string {
	if kind == StableGenerated {
		return generatedNetworkID(text)
	}
	return text
}

// generatedNetworkID returns the network id for an expanded stable-id: the first 27
// characters of the base64 of its SHA-1, that is, all except the padding.
func generatedNetworkID(expanded string) string {
	sum := sha1.Sum([]byte(expanded))
	return base64.RawStdEncoding.EncodeToString(sum[:])
}

// escapeSSID writes an SSID as NetworkManager does in text: backslashes doubled,
// control characters and bytes that are not UTF-8 as three octal digits.
func escapeSSID(s string) string {
	var b []byte
	for k := 0; k < len(s); {
		r, n := utf8.DecodeRuneInString(s[k:])
		switch c := s[k]; {
		case c == '\\':
			b = append(b, `\\`...)
		case c < 0x20 || c == 0x7f || r == utf8.RuneError && n == 1:
			b = append(b, '\\', '0'+c>>6, '0'+c>>3&7, '0'+c&7)
		default:
			b = append(b, s[k:k+n]...)
		}
		k += n
	}
	return string(b)
}
