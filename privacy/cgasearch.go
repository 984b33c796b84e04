package privacy

import (
	"context"
	"crypto/sha1"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"math/bits"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/hextet/hextet/addr"
)

// CGASearch looks for the modifier that a security parameter asks for.
type CGASearch struct {
	PublicKey  []byte // DER, from [ParsePublicKey]
	Extensions []byte
	Sec        uint8 // 0 to 7; each unit takes 65536 times as long

	// Workers is the number of goroutines, 1 when it is 0 or less.
	Workers int

	// Progress, when not nil, is called now and then with the number of
	// modifiers tried so far. Calls do not overlap.
	Progress func(tried uint64)
}

// A worker takes so many modifiers at a time, and tells of progress every so
// many of those.
const (
	searchChunk    = 4096
	searchProgress = 256
)

// RandomModifier reads a modifier to start from (RFC 3972 section 4 step 1).
func RandomModifier(rand io.Reader) (m [16]byte, err error) {
	_, err = io.ReadFull(rand, m[:])
	return m, err
}

// ParseModifier reads a modifier as 32 hexadecimal digits. The error is an
// [*addr.Error].
func ParseModifier(s string) (m [16]byte, err error) {
	fail := func(at int, reason string) ([16]byte, error) {
		return [16]byte{}, &addr.Error{Input: strings.Clone(s), Offset: at, Reason: reason}
	}
	for k := 0; k < len(s); k++ {
		d := hexValue(s[k])
		switch {
		case d < 0:
			return fail(k, "not a hexadecimal digit")
		case k == 32:
			return fail(k, "more than 32 digits")
		}
		m[k/2] = m[k/2]<<4 | byte(d)
	}
	if len(s) < 32 {
		return fail(-1, "32 hexadecimal digits wanted")
	}
	return m, nil
}

// Find returns the first modifier, from start on and upwards as a 128-bit number,
// whose Hash2 begins with 16·Sec zero bits (RFC 3972 section 4 step 2 and 3). The
// answer does not depend on Workers. It takes 2^(16·Sec) hashes in the mean: none
// for Sec 0, no time for 1, minutes for 2, years for 3. When ctx is done first,
// its error is returned.
func (s *CGASearch) Find(ctx context.Context, start [16]byte) ([16]byte, error) {
	switch {
	case s.Sec > MaxSec:
		return [16]byte{}, errors.New("the security parameter is 0 to 7 (RFC 3972 section 3)")
	case len(s.PublicKey) == 0:
		return [16]byte{}, errors.New("a public key is wanted")
	case checkExtensions(s.Extensions) != nil:
		return [16]byte{}, checkExtensions(s.Extensions)
	case s.Sec == 0:
		return start, nil
	}
	var (
		next, done atomic.Uint64 // chunks
		best       atomic.Uint64 // index of the lowest modifier found
		tell       sync.Mutex
		wg         sync.WaitGroup
	)
	best.Store(math.MaxUint64)
	for range max(s.Workers, 1) {
		wg.Go(func() {
			c := CGA{PublicKey: s.PublicKey, Extensions: s.Extensions}
			input := c.hash2Input()
			for ctx.Err() == nil {
				first := (next.Add(1) - 1) * searchChunk
				if first > best.Load() {
					return
				}
				for k := first; k < first+searchChunk; k++ {
					m := modifierPlus(start, k)
					copy(input, m[:])
					sum := sha1.Sum(input)
					if sum[0]|sum[1] == 0 && zeroBytes(sum[:], 2*int(s.Sec)) {
						storeMin(&best, k)
						break
					}
				}
				if n := done.Add(1); s.Progress != nil && n%searchProgress == 0 {
					tell.Lock()
					s.Progress(done.Load() * searchChunk)
					tell.Unlock()
				}
			}
		})
	}
	wg.Wait()
	// A worker that was stopped may have left a lower one behind.
	if err := ctx.Err(); err != nil {
		return [16]byte{}, err
	}
	return modifierPlus(start, best.Load()), nil
}

func modifierPlus(m [16]byte, k uint64) [16]byte {
	low, carry := bits.Add64(binary.BigEndian.Uint64(m[8:]), k, 0)
	binary.BigEndian.PutUint64(m[8:], low)
	binary.BigEndian.PutUint64(m[:8], binary.BigEndian.Uint64(m[:8])+carry)
	return m
}

func storeMin(p *atomic.Uint64, v uint64) {
	for old := p.Load(); v < old; old = p.Load() {
		if p.CompareAndSwap(old, v) {
			return
		}
	}
}
