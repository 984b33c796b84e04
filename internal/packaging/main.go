// Command packaging builds what users install: .deb and .rpm packages, tarballs and a
// zip, each with the program, its license, the notices of what is linked in, the manual
// pages and the completion scripts, in the usual places of the target system.
//
//	go run ./internal/packaging                                   everything, into dist/
//	go run ./internal/packaging -kinds deb -os linux -arch amd64  one package
//	go run ./internal/packaging -tree                             for a release, see below
//
// With -tree it also writes the files in the tree for other package managers, with the
// checksums of the packages just built: a Homebrew formula, a Scoop manifest and a Nix
// expression.
//
// Builds are reproducible: the same commit and the same Go version give the same bytes,
// in any folder. Times are SOURCE_DATE_EPOCH or else that of the commit, paths are
// trimmed, and files are sorted. Linux packages need another program, nfpm, which is
// run with "go run" and is not in go.mod.
package main

import (
	"cmp"
	"crypto/sha256"
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

func main() {
	b := &builder{root: "."}
	out := flag.String("out", "dist", "write the packages into this `directory`")
	flag.StringVar(&b.version, "version", "", "the `version`; that of the last tag unless given")
	flag.StringVar(&b.commit, "commit", "", "the `commit`; that of the checkout unless given")
	kinds := flag.String("kinds", "deb,rpm,tar,zip", "the kinds of `packages`, with commas between")
	arches := flag.String("arch", "amd64,arm64,386,arm,riscv64,s390x", "the `processors`, with commas between; those after arm64 are for .deb and tarballs of Linux")
	systems := flag.String("os", "linux,darwin,freebsd,windows", "the `systems`, with commas between")
	flag.BoolVar(&b.intoTree, "tree", false, "write the files of Homebrew, Scoop and Nix into the tree, for this version")
	flag.Parse()
	b.kinds, b.arches, b.systems = strings.Split(*kinds, ","), strings.Split(*arches, ","), strings.Split(*systems, ",")
	if err := b.all(*out); err != nil {
		fmt.Fprintf(os.Stderr, "packaging: %v\n", err)
		os.Exit(2)
	}
}

// A builder builds packages from the checkout at root.
type builder struct {
	root, version, commit  string
	kinds, arches, systems []string
	intoTree               bool

	date  time.Time
	temp  string
	man   []file // in section folders, compressed
	plain []file // the same pages, not compressed
}

// A program is hextet built for one system.
type program struct {
	system, arch  string
	code, notices []byte
}

// A file is what a package installs.
type file struct {
	path string // from the root of the package, without a leading slash
	mode int64
	data []byte
}

func (b *builder) all(out string) (err error) {
	if b.date, err = b.when(); err != nil {
		return err
	}
	if b.version == "" {
		b.version = b.tagged()
	}
	if b.commit == "" {
		b.commit = b.head()
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	if b.temp, err = os.MkdirTemp("", "hextet-packaging"); err != nil {
		return err
	}
	defer os.RemoveAll(b.temp)
	b.say("hextet %s, manual pages", b.version)
	if err := b.pages(); err != nil {
		return err
	}
	packages := map[string][]byte{}
	for _, system := range b.systems {
		for _, arch := range b.arches {
			if err := b.system(packages, system, arch); err != nil {
				return fmt.Errorf("%s/%s: %w", system, arch, err)
			}
		}
	}
	if len(packages) == 0 {
		return errors.New("nothing to build: no such kinds for these systems")
	}
	var sums strings.Builder
	byName := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(packages)) {
		byName[name] = fmt.Sprintf("%x", sha256.Sum256(packages[name]))
		fmt.Fprintf(&sums, "%s  %s\n", byName[name], name)
		if err := os.WriteFile(filepath.Join(out, name), packages[name], 0o644); err != nil {
			return err
		}
	}
	fmt.Print(sums.String())
	if err := os.WriteFile(filepath.Join(out, "SHA256SUMS"), []byte(sums.String()), 0o644); err != nil || !b.intoTree {
		return err
	}
	return b.channels(byName)
}

// channels writes the files for other package managers into the tree, for the packages
// with these checksums.
func (b *builder) channels(sums map[string]string) error {
	if !isRelease(b.version) {
		return fmt.Errorf("%s is no release: -tree wants a checkout of its tag, or -version", b.version)
	}
	vendor, err := b.vendored()
	if err != nil {
		return err
	}
	files, err := channels(release{b.version, sums}, vendor)
	if err != nil {
		return err
	}
	for path, text := range files {
		if err := os.WriteFile(filepath.Join(b.root, path), text, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// rare reports whether a processor gets only Linux packages, as .deb and tarball.
func rare(arch string) bool { return arch != "amd64" && arch != "arm64" }

// system adds the packages for one system and processor.
func (b *builder) system(packages map[string][]byte, system, arch string) error {
	var wanted []string
	for _, kind := range b.kinds {
		switch kind {
		case "deb", "rpm":
			if system == "linux" && !(kind == "rpm" && rare(arch)) {
				wanted = append(wanted, kind)
			}
		case "tar":
			if system == "linux" || system != "windows" && !rare(arch) {
				wanted = append(wanted, kind)
			}
		case "zip":
			if system == "windows" && !rare(arch) {
				wanted = append(wanted, kind)
			}
		default:
			return fmt.Errorf("no kind of package %q: deb, rpm, tar, zip", kind)
		}
	}
	if len(wanted) == 0 {
		return nil
	}
	b.say("%s/%s: program", system, arch)
	p, err := b.program(system, arch)
	if err != nil {
		return err
	}
	name := archiveName(b.version, system, arch)
	for _, kind := range wanted {
		b.say("%s/%s: %s", system, arch, kind)
		var files []file
		switch kind {
		case "deb":
			packages["hextet_"+b.version+"_"+cmp.Or(debArch[arch], arch)+".deb"], err = b.linux(kind, p)
		case "rpm":
			packages["hextet-"+b.version+"-1."+rpmArch[arch]+".rpm"], err = b.linux(kind, p)
		case "tar":
			if files, err = b.tree(p, "", "share/zsh/site-functions"); err == nil {
				packages[name+".tar.gz"], err = tarball(under(name, files), b.date)
			}
		case "zip":
			if files, err = b.windows(p); err == nil {
				packages[name+".zip"], err = zipped(under(name, files), b.date)
			}
		}
		if err != nil {
			return fmt.Errorf("%s: %w", kind, err)
		}
	}
	return nil
}

// say shows progress on stderr: building everything takes minutes.
func (b *builder) say(format string, args ...any) {
	fmt.Fprintf(os.Stderr, "packaging: "+format+"\n", args...)
}

// env returns the environment of a build for a system.
func (b *builder) env(system, arch string) []string {
	return append(os.Environ(), "CGO_ENABLED=0", "GOOS="+system, "GOARCH="+arch, "GOFLAGS=", "GOAMD64=v1", "GO386=sse2", "GOARM=7")
}

// program builds hextet for a system.
func (b *builder) program(system, arch string) (p program, err error) {
	p = program{system: system, arch: arch}
	path := filepath.Join(b.temp, "hextet-"+system+"-"+arch)
	const cmd = "github.com/hextet/hextet/cmd"
	flags := "-s -w -X " + cmd + ".Version=" + b.version
	if b.commit != "" {
		flags += " -X " + cmd + ".Commit=" + b.commit + " -X " + cmd + ".Date=" + b.date.Format(time.RFC3339)
	}
	c := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-ldflags", flags, "-o", path, "./cmd/hextet")
	c.Dir = b.root
	c.Env = b.env(system, arch)
	if out, err := c.CombinedOutput(); err != nil {
		return p, fmt.Errorf("%v\n%s", err, out)
	}
	if p.code, err = os.ReadFile(path); err != nil {
		return p, err
	}
	p.notices, err = b.notices(system, arch)
	return p, err
}

// pages builds the manual pages.
func (b *builder) pages() error {
	dir := filepath.Join(b.temp, "man")
	c := exec.Command("go", "run", "./cmd/gen", "-man", dir, "-version", b.version)
	c.Dir = b.root
	c.Env = append(os.Environ(), "SOURCE_DATE_EPOCH="+strconv.FormatInt(b.date.Unix(), 10), "GOFLAGS=")
	if out, err := c.CombinedOutput(); err != nil {
		return fmt.Errorf("manual pages: %v\n%s", err, out)
	}
	entries, err := os.ReadDir(dir) // sorted
	if err != nil {
		return err
	}
	for _, e := range entries {
		text, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			return err
		}
		section := strings.TrimPrefix(filepath.Ext(e.Name()), ".")
		path := "share/man/man" + section + "/" + e.Name()
		b.plain = append(b.plain, file{path, 0o644, text})
		b.man = append(b.man, file{path + ".gz", 0o644, compressed(text)})
	}
	return nil
}

// when returns SOURCE_DATE_EPOCH, or the time of the commit.
func (b *builder) when() (time.Time, error) {
	text := os.Getenv("SOURCE_DATE_EPOCH")
	if text == "" {
		var err error
		if text, err = b.git("log", "-1", "--format=%ct"); err != nil {
			return time.Time{}, errors.New("no commit to take the time from: set SOURCE_DATE_EPOCH")
		}
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return time.Time{}, fmt.Errorf("SOURCE_DATE_EPOCH: %v", err)
	}
	return time.Unix(n, 0).UTC(), nil
}

// git returns the output of a git command in the checkout.
func (b *builder) git(args ...string) (string, error) {
	c := exec.Command("git", args...)
	c.Dir = b.root
	out, err := c.Output()
	return strings.TrimSpace(string(out)), err
}

// tagged returns the version of the last tag, v1.2.3, with the commit if that is a
// later one: 1.2.3+4.g0123456. Before the first tag it is 0.0.0+g0123456.
func (b *builder) tagged() string {
	if out, err := b.git("describe", "--tags", "--match", "v[0-9]*"); err == nil {
		tag, commit, more := strings.Cut(strings.TrimPrefix(out, "v"), "-")
		if !more {
			return tag
		}
		return tag + "+" + strings.ReplaceAll(commit, "-", ".")
	}
	if out, err := b.git("rev-parse", "--short=7", "HEAD"); err == nil {
		return "0.0.0+g" + out
	}
	return "0.0.0"
}

// head returns the commit of the checkout, with "+modified" if files differ from it, or
// "" if there is none.
func (b *builder) head() string {
	commit, err := b.git("rev-parse", "HEAD")
	if err != nil {
		return ""
	}
	if changes, err := b.git("status", "--porcelain", "--untracked-files=no"); err != nil || changes != "" {
		commit += "+modified"
	}
	return commit
}
