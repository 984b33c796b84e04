package privacy

import (
	"context"
	"crypto/sha1"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"math/bits"
	"sync"
	"sync/atomic"
)

// CGASearch searches for the modifier that a security parameter requires.
type CGASearch struct {
	PublicKey  []byte // DER, from [ParsePublicKey]
	Extensions []byte
	Sec        uint8 // 0 to 7; each unit takes 65536 times as long

	// Workers is the number of goroutines; 0 or less means 1.
	Workers int

	// Progress, if not nil, is called from time to time with the number of modifiers
	// tried so far. Calls do not overlap.
	Progress func(tried uint64)
}

const (
	searchChunk    = 4096 // modifiers that a worker tries at a time
	searchProgress = 256  // chunks between two reports of progress
)

// RandomModifier reads a modifier to start from (RFC 3972 section 4 step 1) from
// rand.
func RandomModifier(rand io.Reader) (m [16]byte, err error) {
	_, err = io.ReadFull(rand, m[:])
	return m, err
}

// ParseModifier reads a modifier as 32 hexadecimal digits. The error is an
// [*addr.Error].
func ParseModifier(s string) (m [16]byte, err error) {
	err = parseHex(m[:], s)
	return m, err
}

// Find returns the first modifier, counting up from start as a 128-bit number,
// whose Hash2 begins with 16·Sec zero bits (RFC 3972 section 4 steps 2 and 3). The
// result does not depend on Workers. It takes 2^(16·Sec) hashes on average: none
// for Sec 0, an instant for 1, minutes for 2, years for 3. If ctx is done first,
// Find returns its error and the modifier from which to continue.
func (s *CGASearch) Find(ctx context.Context, start [16]byte) ([16]byte, error) {
	switch {
	case s.Sec > MaxSec:
		return [16]byte{}, errors.New("the security parameter is 0 to 7 (RFC 3972 section 3)")
	case len(s.PublicKey) == 0:
		return [16]byte{}, errors.New("no public key")
	case checkExtensions(s.Extensions) != nil:
		return [16]byte{}, checkExtensions(s.Extensions)
	case s.Sec == 0:
		return start, nil
	}
	var (
		next, done atomic.Uint64 // chunks
		best       atomic.Uint64 // index of the lowest modifier found
		report     sync.Mutex
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
					report.Lock()
					s.Progress(done.Load() * searchChunk)
					report.Unlock()
				}
			}
		})
	}
	wg.Wait()
	// Workers complete the chunks that they start, so all before next are done.
	if k := best.Load(); k != math.MaxUint64 {
		return modifierPlus(start, k), nil
	}
	return modifierPlus(start, next.Load()*searchChunk), ctx.Err()
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
