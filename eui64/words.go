package eui64

import (
	"math/bits"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// hexWords are the words that people spell in addresses, with 0 for o, 1 for i or l, 5
// for s and 7 for t: sorted, separated by spaces.
const hexWords = "0ff1ce 1ced 1dea 1ea 1ead 1eaf 50fa 5a1e 5ad 5afe 5e11 5e1f 5ea1 5ec 5eed 7ea 7eed a1fa " +
	"abba abe acc01ade acce55 ace aced ad0be add ade afa affab1e b00 b00b b00b5 b00c b0b b0bb " +
	"b0d b0de b0ff b5d ba0bab ba11 ba55 ba5e bab babe babe5 bad bade be11 bea bead beadb0b " +
	"beaded beaf bed bee beef beef5 c001 c01d c0b c0bb1e c0c0a c0d c0da c0de c0ded c0ffee " +
	"c1a5 c1a55 ca11 ca5e cab cab0b cabb1e cad cade cafe cede d00d d0b d0c d0d d0d0 d0e d0e5 " +
	"d1ce dab dad dada dead deaf deb debb1e dec dec0de decade decaf deed def deface " +
	"defea7 e1ec e1f ea5e ea5e1 ebb ebb5 f00 f00d f0e f1ab f1b f1ea fa11 fa15e fab facade " +
	"face faced fad fade faded fe11 feb fed fee feeb1e feed"

// IsWord reports whether the hexadecimal digits s, in lower case, are a word that
// people spell in addresses: "cafe", "c0ffee".
func IsWord(s string) bool {
	wordOnce.Do(findWords)
	_, ok := slices.BinarySearch(words, s)
	return ok
}

// wordy looks for words in an identifier. The groups, without leading zeros, are tried
// one by one and joined ("c0ff:ee"); a group that is not part of a word must be zero or
// a small number at the end ("cafe::1"). A single three-letter word in the last group
// is no evidence, and digits alone are not a word. The text of the words is appended to
// dst.
func wordy(v uint64, dst []byte) (words []byte, ok bool) {
	// The first nonzero group must begin a word, which rejects most random identifiers.
	if v == 0 {
		return dst, false
	}
	first := uint16(v >> (48 - bits.LeadingZeros64(v)/16*16))
	wordOnce.Do(findWords)
	if wordStarts[first>>6]>>(first&63)&1 == 0 {
		return dst, false
	}
	var text [4][]byte
	var buf [16]byte
	n := 0
	for g := range 4 {
		w := uint16(v >> (48 - 16*g))
		start := n
		for shift := 12; shift >= 0; shift -= 4 {
			d := byte(w >> shift & 0xf)
			if d != 0 || n > start || shift == 0 {
				buf[n] = lowerHex[d]
				n++
			}
		}
		text[g] = buf[start:n]
	}
	letters := 0
	for g := 0; g < 4; {
		if len(text[g]) == 1 && text[g][0] == '0' {
			g++
			continue
		}
		// Find the longest run of groups that form a word.
		took := 0
		for end := 4; end > g && took == 0; end-- {
			var run [16]byte
			k := 0
			for _, t := range text[g:end] {
				k += copy(run[k:], t)
			}
			if k >= 3 && hasLetter(run[:k]) && IsWord(string(run[:k])) {
				took = end - g
				letters += k
				if len(dst) > 0 {
					dst = append(dst, ' ')
				}
				dst = append(dst, run[:k]...)
			}
		}
		if took == 0 {
			// Not a word: only a number below 256 at the end is accepted.
			if g != 3 || v&0xffff > 0xff {
				return dst, false
			}
			took = 1
		}
		g += took
	}
	return dst, letters >= 4 || letters == 3 && v > 0xffff
}

// Made on first use.
var (
	wordOnce sync.Once

	words []string // of hexWords

	// wordStarts is the set of groups that can begin a word: the first one to four
	// digits of each word.
	wordStarts [1 << 16 / 64]uint64

	// lastWords is the set of groups that are a word on their own: those of four
	// digits, because three are no evidence.
	lastWords [1 << 16 / 64]uint64

	// portWords is the set of groups for which servicePort finds a port.
	portWords [1 << 16 / 64]uint64
)

func findWords() {
	words = strings.Fields(hexWords)
	for _, word := range words {
		v := uint16(0)
		for i := 0; i < len(word) && i < 4; i++ {
			v = v<<4 | uint16(hexValue[word[i]])
			wordStarts[v>>6] |= 1 << (v & 63)
		}
		if len(word) == 4 {
			lastWords[v>>6] |= 1 << (v & 63)
		}
	}
	for _, port := range servicePorts {
		inHex, _ := strconv.ParseUint(strconv.Itoa(int(port)), 16, 32)
		for _, w := range [...]uint64{inHex, uint64(port)} {
			if w>>16 != 0 {
				continue
			}
			if found, _ := servicePort(uint16(w)); found != 0 {
				portWords[w>>6] |= 1 << (w & 63)
			}
		}
	}
}

func hasLetter(s []byte) bool {
	for _, c := range s {
		if c >= 'a' {
			return true
		}
	}
	return false
}
