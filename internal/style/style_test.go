package style

import (
	"math"
	"strings"
	"testing"
)

// luminance is the relative luminance (WCAG 2.2) of a color of the 6x6x6 cube.
func luminance(n uint8) float64 {
	levels := [...]float64{0, 95, 135, 175, 215, 255}
	linear := func(v float64) float64 {
		if v /= 255; v <= 0.03928 {
			return v / 12.92
		}
		return math.Pow((v+0.055)/1.055, 2.4)
	}
	n -= 16
	return 0.2126*linear(levels[n/36]) + 0.7152*linear(levels[n/6%6]) + 0.0722*linear(levels[n%6])
}

func TestContrast(t *testing.T) {
	t.Parallel()
	seen := map[uint8]bool{}
	for _, n := range append(hues[:], 161) {
		l := luminance(n)
		if black, white := (l+0.05)/0.05, 1.05/(l+0.05); black < 4 || white < 4 {
			t.Errorf("color %d has contrast %.1f on black and %.1f on white, want 4", n, black, white)
		}
		if seen[n] {
			t.Errorf("color %d is in the palette twice", n)
		}
		seen[n] = true
	}
}

func TestPalette(t *testing.T) {
	t.Parallel()
	on, off := New(true), New(false)
	paint := map[string]func(Palette) string{
		"strong": func(p Palette) string { return p.Strong("x") },
		"faint":  func(p Palette) string { return p.Faint("x") },
		"hue":    func(p Palette) string { return p.Part(1, "x") },
		"bold":   func(p Palette) string { return p.StrongPart(1, "x") },
		"alarm":  func(p Palette) string { return p.Alarm("x") },
		"assent": func(p Palette) string { return p.Assent("x") },
	}
	seen := map[string]string{}
	for name, f := range paint {
		if got := f(off); got != "x" {
			t.Errorf("%s without color: %q", name, got)
		}
		got := f(on)
		if !strings.HasPrefix(got, "\x1b[") || !strings.Contains(got, "mx\x1b[") {
			t.Errorf("%s with color: %q", name, got)
		}
		if other, ok := seen[got]; ok {
			t.Errorf("%s and %s look alike: %q", name, other, got)
		}
		seen[got] = name
	}
}
