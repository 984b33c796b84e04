package card

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func picture() []byte { return append(Look{}.AppendSVG(nil, ula()), '\n') }

func TestSVGGolden(t *testing.T) {
	t.Parallel()
	golden := filepath.Join("testdata", "ula.svg")
	got := picture()
	if *update {
		if err := os.WriteFile(golden, got, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, bytes.ReplaceAll(want, []byte("\r\n"), []byte("\n"))) {
		t.Errorf("%s is stale: go test -update ./internal/card rewrites it; look at it\n%s", golden, got)
	}
}

// TestSVGForm: a picture is well-formed XML, small, has no script, no font of its
// own and nothing from elsewhere, and holds every text of the card.
func TestSVGForm(t *testing.T) {
	t.Parallel()
	c := ula()
	c.Title, c.Digits = `<&>"fe80::1%<script>"`, nil
	got := Look{Detail: All}.AppendSVG(nil, c)
	if len(got) > 20_000 {
		t.Errorf("%d bytes, want less than 20,000", len(got))
	}
	var text strings.Builder
	d := xml.NewDecoder(bytes.NewReader(got))
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("%v in\n%s", err, got)
		}
		switch e := tok.(type) {
		case xml.StartElement:
			if e.Name.Local == "script" || e.Name.Local == "image" {
				t.Errorf("element %s", e.Name.Local)
			}
			for _, a := range e.Attr {
				if strings.HasPrefix(a.Name.Local, "on") || strings.Contains(a.Name.Local, "href") {
					t.Errorf("attribute %s", a.Name.Local)
				}
			}
		case xml.CharData:
			text.Write(e)
			text.WriteByte(' ')
		}
	}
	for _, bad := range []string{"@font-face", "url(", "http://", "https://"} {
		if strings.Contains(strings.Replace(string(got), `xmlns="http://www.w3.org/2000/svg"`, "", 1), bad) {
			t.Errorf("has %s", bad)
		}
	}
	if !strings.Contains(string(got), "prefers-color-scheme:dark") || !strings.Contains(string(got), "px monospace") {
		t.Errorf("no dark scheme, or no monospace font")
	}
	for _, want := range []string{c.Title, "global ID", "ff02::1:ff00:1", "policy", "canonical text (RFC 5952)"} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("no text %q", want)
		}
	}
}

func TestSVGContrast(t *testing.T) {
	t.Parallel()
	linear := func(v float64) float64 {
		if v /= 255; v <= 0.03928 {
			return v / 12.92
		}
		return math.Pow((v+0.055)/1.055, 2.4)
	}
	luminance := func(hex string) float64 {
		if len(hex) == 4 {
			hex = "#" + strings.Repeat(hex[1:2], 2) + strings.Repeat(hex[2:3], 2) + strings.Repeat(hex[3:], 2)
		}
		n, err := strconv.ParseUint(hex[1:], 16, 32)
		if err != nil {
			t.Fatal(err)
		}
		return 0.2126*linear(float64(n>>16)) + 0.7152*linear(float64(n>>8&255)) + 0.0722*linear(float64(n&255))
	}
	for scheme, page := range svgPage {
		for _, c := range svgColors {
			a, b := luminance(page), luminance(c.color[scheme])
			if contrast := (max(a, b) + 0.05) / (min(a, b) + 0.05); contrast < 4.5 {
				t.Errorf("%s %s on %s has contrast %.2f, want 4.5", c.class, c.color[scheme], page, contrast)
			}
		}
	}
}

// browserCheck reports, for every text of the picture in a page, its box, and
// whether it reaches out of the picture or lies over another.
const browserCheck = `<!doctype html><meta charset="utf-8"><body>%s<pre id="out"></pre><script>
const svg = document.querySelector("svg"), out = [], view = svg.viewBox.baseVal;
const boxes = [...svg.querySelectorAll("text")].map(t => [t.textContent, t.getBBox()]);
for (const [text, b] of boxes)
  if (b.width <= 0 || b.x < 0 || b.y < 0 || b.x + b.width > view.width || b.y + b.height > view.height)
    out.push("outside: " + text);
for (let i = 0; i < boxes.length; i++)
  for (let k = i + 1; k < boxes.length; k++) {
    const [s, a] = boxes[i], [t, b] = boxes[k], slack = 0.5;
    if (a.x + a.width > b.x + slack && b.x + b.width > a.x + slack && a.y + a.height > b.y + slack && b.y + b.height > a.y + slack)
      out.push("overlap: " + s + " / " + t);
  }
document.getElementById("out").textContent = "boxes " + boxes.length + "\n" + out.join("\n") + "\nend";
</script>`

// TestSVGInBrowser looks at pictures as a reader does: where a Chromium is
// installed, no text lies over another or out of the picture.
func TestSVGInBrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a browser")
	}
	browser := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			browser = path
			break
		}
	}
	if browser == "" {
		t.Skip("no Chromium on this machine")
	}
	page := filepath.Join(t.TempDir(), "card.html")
	svg := Look{Detail: All}.AppendSVG(nil, ula())
	if err := os.WriteFile(page, fmt.Appendf(nil, browserCheck, svg), 0o666); err != nil {
		t.Fatal(err)
	}
	c := exec.Command(browser, "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom", "--user-data-dir="+t.TempDir(), "file://"+page)
	c.WaitDelay = 2 * time.Second
	dom, err := c.Output()
	m := regexp.MustCompile(`(?s)<pre id="out">boxes (\d+)\n(.*)\nend</pre>`).FindSubmatch(dom)
	if m == nil {
		t.Skipf("the browser does not run here: %v", err)
	}
	if n, _ := strconv.Atoi(string(m[1])); n < 20 {
		t.Errorf("%d texts", n)
	}
	if len(m[2]) > 0 {
		t.Errorf("%s", m[2])
	}
}
