package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// The channels are files in the tree for other package managers: a Homebrew formula, a
// Scoop manifest and a Nix expression. The first two contain the checksums of the
// packages of a release, so they are written once those have been built, and are
// committed after the tag. Nix builds the tree that contains its file.
const (
	formulaPath  = "Formula/hextet.rb"
	manifestPath = "bucket/hextet.json"
	nixPath      = "default.nix"
)

// A release is a version and the checksums, in hexadecimal, of its packages by name.
// Before the first release both are empty.
type release struct {
	version string
	sums    map[string]string
}

// isRelease reports whether a version is meant for users: a tag with nothing after it.
func isRelease(version string) bool { return released.MatchString(version) }

var released = regexp.MustCompile(`^[0-9]+\.[0-9]+\.[0-9]+$`)

// url returns the download URL of a package of a release.
func url(version, name string) string {
	return homepage + "/releases/download/v" + version + "/" + name
}

// archiveName returns the name of a tarball or zip without the extension, which is also
// that of the folder in it.
func archiveName(version, system, arch string) string {
	return "hextet-" + version + "-" + system + "-" + arch
}

// channels returns the files by path. vendor is the hash of the vendored modules, in
// Nix's format.
func channels(r release, vendor string) (map[string][]byte, error) {
	formula, err := formula(r)
	if err != nil {
		return nil, err
	}
	manifest, err := manifest(r)
	if err != nil {
		return nil, err
	}
	return map[string][]byte{formulaPath: formula, manifestPath: manifest, nixPath: nix(r, vendor)}, nil
}

// inTree returns the release for which the formula in the tree at root was written.
func inTree(root string) (release, error) {
	text, err := os.ReadFile(filepath.Join(root, formulaPath))
	if err != nil {
		return release{}, err
	}
	r := release{sums: map[string]string{}}
	if m := regexp.MustCompile(`(?m)^  version "(.*)"$`).FindSubmatch(text); m != nil {
		r.version = string(m[1])
	}
	sums := regexp.MustCompile(`url ".*/(hextet-[^/"]*)"\s*sha256 "([0-9a-f]{64})"`)
	for _, m := range sums.FindAllSubmatch(text, -1) {
		r.sums[string(m[1])] = string(m[2])
	}
	if text, err = os.ReadFile(filepath.Join(root, manifestPath)); err != nil {
		return release{}, err
	}
	sums = regexp.MustCompile(`"url": ".*/(hextet-[^/"]*)",\s*"hash": "([0-9a-f]{64})"`)
	for _, m := range sums.FindAllSubmatch(text, -1) {
		r.sums[string(m[1])] = string(m[2])
	}
	return r, nil
}

// formula returns the Homebrew formula: the tarballs of the release, or the main branch
// with --HEAD.
func formula(r release) ([]byte, error) {
	var b bytes.Buffer
	fmt.Fprintf(&b, "# Written by internal/packaging; see CONTRIBUTING.md.\nclass Hextet < Formula\n  desc %q\n  homepage %q\n", short, homepage)
	if r.version != "" {
		fmt.Fprintf(&b, "  version %q\n", r.version)
	}
	b.WriteString("  license \"MIT\"\n")
	if r.version != "" {
		for _, system := range [][2]string{{"macos", "darwin"}, {"linux", "linux"}} {
			fmt.Fprintf(&b, "\n  on_%s do\n", system[0])
			for _, processor := range [][2]string{{"arm", "arm64"}, {"intel", "amd64"}} {
				name := archiveName(r.version, system[1], processor[1]) + ".tar.gz"
				sum, ok := r.sums[name]
				if !ok {
					return nil, fmt.Errorf("no %s, which Homebrew needs", name)
				}
				fmt.Fprintf(&b, "    on_%s do\n      url %q\n      sha256 %q\n    end\n", processor[0], url(r.version, name), sum)
			}
			b.WriteString("  end\n")
		}
	}
	fmt.Fprintf(&b, `
  head do
    url "%s.git", branch: "main"
    depends_on "go" => :build
  end

  def install
    if build.head?
      ENV["CGO_ENABLED"] = "0"
      system "go", "build", *std_go_args(ldflags: "-s -w"), "./cmd/hextet"
      system "go", "run", "./cmd/gen", "-man", "man"
      man1.install Dir["man/*.1"]
      man7.install Dir["man/*.7"]
      bash_completion.install "completions/hextet.bash" => "hextet"
      zsh_completion.install "completions/_hextet"
      fish_completion.install "completions/hextet.fish"
    else
      bin.install "bin/hextet"
      man1.install Dir["share/man/man1/*"]
      man7.install Dir["share/man/man7/*"]
      bash_completion.install "share/bash-completion/completions/hextet"
      zsh_completion.install "share/zsh/site-functions/_hextet"
      fish_completion.install "share/fish/vendor_completions.d/hextet.fish"
      doc.install Dir["share/doc/hextet/*"]
    end
  end

  test do
    assert_equal "2001:db8::1\n", shell_output("#{bin}/hextet compress 2001:DB8::1") # hextet:ignore
  end
end
`, homepage)
	return b.Bytes(), nil
}

// A scoop is a Scoop manifest.
type scoop struct {
	Comment      string              `json:"##,omitempty"`
	Version      string              `json:"version"`
	Description  string              `json:"description"`
	Homepage     string              `json:"homepage"`
	License      string              `json:"license"`
	Notes        []string            `json:"notes"`
	Architecture map[string]download `json:"architecture"`
	Bin          string              `json:"bin"`
	Checkver     map[string]string   `json:"checkver"`
	Autoupdate   autoupdate          `json:"autoupdate"`
}

type download struct {
	URL    string `json:"url"`
	Hash   string `json:"hash,omitempty"`
	Folder string `json:"extract_dir"`
}

// autoupdate tells Scoop where to find later versions.
type autoupdate struct {
	Architecture map[string]download `json:"architecture"`
	Hash         map[string]string   `json:"hash"`
}

// manifest returns the Scoop manifest: the zips of the release.
func manifest(r release) ([]byte, error) {
	s := scoop{
		Version: r.version, Description: short, Homepage: homepage, License: "MIT", Bin: "hextet.exe",
		Notes:        []string{"For completion with the Tab key, add this line to $PROFILE:", `. "$dir\hextet.ps1"`},
		Architecture: map[string]download{},
		Checkver:     map[string]string{"github": homepage},
		Autoupdate:   autoupdate{map[string]download{}, map[string]string{"url": "$baseurl/SHA256SUMS"}},
	}
	if r.version == "" {
		s.Comment, s.Version = "There is no release yet, so there are no checksums.", "0.0.0"
	}
	for theirs, arch := range map[string]string{"64bit": "amd64", "arm64": "arm64"} {
		folder := archiveName(s.Version, "windows", arch)
		sum, ok := r.sums[folder+".zip"]
		if !ok && r.version != "" {
			return nil, fmt.Errorf("no %s.zip, which Scoop needs", folder)
		}
		s.Architecture[theirs] = download{url(s.Version, folder+".zip"), sum, folder}
		later := archiveName("$version", "windows", arch)
		s.Autoupdate.Architecture[theirs] = download{URL: url("$version", later+".zip"), Folder: later}
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "    ")
	err := e.Encode(s)
	return b.Bytes(), err
}

// nix returns the Nix expression, which builds the tree that contains it.
func nix(r release, vendor string) []byte {
	version := r.version
	if version == "" {
		version = "0.0.0"
	}
	return []byte(strings.NewReplacer("VERSION", version, "VENDOR", vendor, "SHORT", short, "HOMEPAGE", homepage).Replace(nixText))
}

const nixText = `# Written by internal/packaging; see CONTRIBUTING.md. Go 1.26 or newer is needed.
#
#   nix-build && ./result/bin/hextet ::1
#   nix-env -if .
{ pkgs ? import <nixpkgs> { } }:

pkgs.buildGoModule {
  pname = "hextet";
  version = "VERSION";
  src = pkgs.lib.cleanSource ./.;
  vendorHash = "VENDOR";
  subPackages = [ "cmd/hextet" ];
  env.CGO_ENABLED = "0";
  ldflags = [ "-s" "-w" "-X github.com/hextet/hextet/cmd.Version=VERSION" ];
  nativeBuildInputs = [ pkgs.installShellFiles ];
  postInstall = ''
    go run ./cmd/gen -man man -version VERSION
    installManPage man/*
    installShellCompletion --cmd hextet --bash completions/hextet.bash \
      --zsh completions/_hextet --fish completions/hextet.fish
  '';
  meta = {
    description = "SHORT";
    homepage = "HOMEPAGE";
    license = pkgs.lib.licenses.mit;
    mainProgram = "hextet";
  };
}
`
