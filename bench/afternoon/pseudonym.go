package main

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/hex"
	"net/netip"
)

// pseudonyms returns ipcrypt-pfx or Crypto-PAn under a key in hexadecimal
// digits, written as in the documents: bit by bit, with a block cipher call or two each.
func pseudonyms(method, key string) func(netip.Addr) netip.Addr {
	k, err := hex.DecodeString(key)
	if err != nil || len(k) != 32 {
		panic("the key must have 64 hexadecimal digits")
	}
	k1, err := aes.NewCipher(k[:16])
	if err != nil {
		panic(err)
	}
	if method == "cryptopan" {
		var pad [16]byte
		k1.Encrypt(pad[:], k[16:])
		return func(a netip.Addr) netip.Addr { return cryptoPAn(k1, pad, a) }
	}
	k2, err := aes.NewCipher(k[16:])
	if err != nil {
		panic(err)
	}
	return func(a netip.Addr) netip.Addr { return pfx(k1, k2, a) }
}

// pfx is the loop of draft-denis-ipcrypt, appendix "Prefix-Preserving
// Encryption".
func pfx(k1, k2 cipher.Block, a netip.Addr) netip.Addr {
	in := a.As16()
	var out, padded, e1, e2 [16]byte
	start := 0
	padded[15] = 1
	if a.Is4() || a.Is4In6() {
		start = 96
		out[10], out[11] = 0xff, 0xff
		padded = [16]byte{3: 1, 14: 0xff, 15: 0xff}
	}
	for i := start; i < 128; i++ {
		k1.Encrypt(e1[:], padded[:])
		k2.Encrypt(e2[:], padded[:])
		b := bit(&in, i)
		setBit(&out, i, (e1[15]^e2[15])&1^b)
		for j := range padded {
			padded[j] <<= 1
			if j < 15 {
				padded[j] |= padded[j+1] >> 7
			}
		}
		padded[15] |= b
	}
	return netip.AddrFrom16(out).Unmap()
}

// cryptoPAn is the loop of the Crypto-PAn distribution, for both families.
func cryptoPAn(k cipher.Block, pad [16]byte, a netip.Addr) netip.Addr {
	in, n := a.As16(), 128
	if a.Is4() {
		b := a.As4()
		in, n = [16]byte{}, 32
		copy(in[:], b[:])
	}
	var out, e [16]byte
	for i := range n {
		k.Encrypt(e[:], pad[:])
		b := bit(&in, i)
		setBit(&out, i, e[0]>>7^b)
		pad[i/8] &^= 0x80 >> (i % 8)
		setBit(&pad, i, b)
	}
	if a.Is4() {
		return netip.AddrFrom4([4]byte(out[:4]))
	}
	return netip.AddrFrom16(out)
}

func bit(b *[16]byte, i int) byte { return b[i/8] >> (7 - i%8) & 1 }

func setBit(b *[16]byte, i int, v byte) { b[i/8] |= v << (7 - i%8) }
