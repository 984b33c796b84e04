package cmd

import (
	"net/netip"
	"strconv"
	"strings"

	"github.com/hextet/hextet/internal/card"
)

func itoa(n int) string { return strconv.Itoa(n) }

// card is the record for a person.
func (r *explainRecord) card() *card.Card {
	c := &card.Card{Picture: card.Picture{Octets: r.octets, Parts: r.parts}}
	switch {
	case r.isMAC():
		c.Title = r.mac.String()
		c.Digits = macDigits(c.Title)
		c.Phrase, c.Facts = r.macPhrase(), r.macFacts()
	case r.isBlock():
		c.Title = r.thing.item.String()
		c.Digits = addrDigits(c.Title, r.thing.item.Addr)
		c.Phrase, c.Facts = r.blockPhrase(), r.blockFacts()
	default:
		c.Title = r.thing.item.String()
		c.Digits = addrDigits(c.Title, r.thing.item.Addr)
		c.Phrase, c.Facts = r.addrPhrase(), r.addrFacts()
	}
	for _, w := range r.warnings {
		c.Notes = append(c.Notes, card.Note{Text: w.Text, Source: w.RFC})
	}
	return c
}

// addrDigits says for each byte of the canonical text of a which bit of it the
// byte begins with: -1 for separators, a zone and a length. The decimals of an
// octet all begin with the octet.
func addrDigits(text string, a netip.Addr) []int {
	digits := make([]int, len(text))
	for i := range digits {
		digits[i] = -1
	}
	body := text
	if n := strings.IndexAny(text, "%/"); n >= 0 {
		body = text[:n]
	}
	// A dotted quad, all of an IPv4 address or the end of an IPv6 one.
	quad := 0
	if strings.Contains(body, ".") {
		quad = 4
		from := strings.LastIndexByte(body, ':') + 1
		bit := a.BitLen() - 32
		for i := from; i < len(body); i++ {
			if body[i] == '.' {
				bit += 8
				continue
			}
			digits[i] = bit
		}
		body = body[:from]
	}
	mark := func(from, to, group int) {
		for i := from; i < to; {
			end := i
			for end < to && text[end] != ':' {
				end++
			}
			for k := i; k < end; k++ {
				digits[k] = group*16 + (4-(end-k))*4
			}
			group++
			i = end + 1
		}
	}
	head, tail, gap := strings.Cut(body, "::")
	if !gap {
		mark(0, len(body), 0)
		return digits
	}
	mark(0, len(head), 0)
	groups := 0
	if tail = strings.TrimSuffix(tail, ":"); tail != "" {
		groups = strings.Count(tail, ":") + 1
	}
	mark(len(head)+2, len(head)+2+len(tail), 8-quad/2-groups)
	return digits
}

// macDigits is addrDigits for a MAC with colons.
func macDigits(text string) []int {
	digits := make([]int, len(text))
	for i := range digits {
		digits[i] = i/3*8 + i%3*4
		if i%3 == 2 {
			digits[i] = -1
		}
	}
	return digits
}
