package privacy

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/reason"
	"github.com/hextet/hextet/internal/stream"
	"github.com/hextet/hextet/privacy"
)

// secretVariable is the environment variable for secrets.
const secretVariable = "HEXTET_SECRET"

// secretLimit is how much of a secret file is read; no secret is longer.
const secretLimit = 64 << 10

// secretFlags are the flags for secrets. They are plain strings because pflag rejects
// none of those: its message would show the secret.
type secretFlags struct {
	files, values []string
	machineIDs    []string
	hostUUIDs     []string
}

// addSecret adds the flags; more says that they may be repeated.
func (s *secretFlags) addSecret(c *cobra.Command, more string) {
	f := c.Flags()
	f.StringArrayVar(&s.files, "secret-file", nil, "read the secret from `PATH`, - for standard input"+more)
	f.StringArrayVar(&s.values, "secret", nil, "the secret as `HEX`, for experiments: others on this machine can see it; better "+secretVariable+" in the environment, or a file"+more)
	cli.NoFiles(c, "secret")
}

func (s *secretFlags) addMachineID(c *cobra.Command, more string) {
	c.Flags().StringArrayVar(&s.machineIDs, "machine-id", nil, "the machine-id as `HEX`, or the path of a file with it, such as /etc/machine-id"+more)
	cli.Suggest(c, "machine-id", cli.Word{Name: "/etc/machine-id", Doc: "of this machine"})
}

func (s *secretFlags) addHostUUID(c *cobra.Command, more string) {
	c.Flags().StringArrayVar(&s.hostUUIDs, "hostuuid", nil, "kern.hostuuid as `TEXT`, or the path of a file with it, such as /etc/hostid"+more)
	cli.Suggest(c, "hostuuid", cli.Word{Name: "/etc/hostid", Doc: "of this machine, if it is FreeBSD"})
}

// WithoutSecrets removes the secrets from a line to be completed: if cobra cannot parse
// the flags, it writes the words to stderr.
func WithoutSecrets(args []string) []string {
	args = slices.Clone(args)
	for k, arg := range args {
		for _, flag := range []string{"--secret", "--machine-id", "--hostuuid"} {
			switch {
			case arg == flag && k+1 < len(args):
				args[k+1] = ""
			case strings.HasPrefix(arg, flag+"="):
				args[k] = flag + "="
			}
		}
	}
	return args
}

// A rawSecret is a secret as written, and its source. It must not be printed.
type rawSecret struct {
	from string // "HEXTET_SECRET", "--secret", "--secret-file"
	text []byte
}

// read returns the given secrets, or the one in the environment if there is no flag.
// Several are an error unless many is set.
func (s *secretFlags) read(a *cli.App, c *cobra.Command, many bool) ([]rawSecret, error) {
	if len(s.files)+len(s.values) > 1 && !many {
		return nil, cli.Usage(c, "the secret is given more than once: one --secret-file or one --secret")
	}
	var list []rawSecret
	stdin := false
	for _, path := range s.files {
		if path != "-" {
			text, err := readSecretFile(a, path)
			if err != nil {
				return nil, cli.Usage(c, "--secret-file: %w", err)
			}
			list = append(list, rawSecret{"--secret-file", text})
			continue
		}
		if err := s.stdinIsFree(a, c); err != nil || stdin {
			if err == nil {
				err = cli.Usage(c, "--secret-file - twice: standard input holds one secret")
			}
			return nil, err
		}
		stdin = true
		text, err := readSecret(a.In)
		if err != nil {
			return nil, cli.Usage(c, "--secret-file -: %w", err)
		}
		list = append(list, rawSecret{"--secret-file", text})
	}
	for _, v := range s.values {
		list = append(list, rawSecret{"--secret", []byte(v)})
	}
	if v := a.Env(secretVariable); len(list) == 0 && v != "" {
		list = append(list, rawSecret{secretVariable, []byte(v)})
	}
	return list, nil
}

// stdinIsFree returns an error if items are to be read from standard input too.
func (s *secretFlags) stdinIsFree(a *cli.App, c *cobra.Command) error {
	files := a.Files()
	args := c.Flags().Args()
	items := len(args)+len(files) == 0
	for _, list := range [][]string{args, files} {
		for _, v := range list {
			items = items || v == "-"
		}
	}
	switch {
	case items:
		return cli.Usage(c, "--secret-file - takes standard input, so items must be arguments or in --file")
	case a.InTerminal:
		return cli.Usage(c, "--secret-file - requires a pipe; a terminal would show the secret")
	}
	return nil
}

// readSecretFile reads a secret file, and warns if others can read or write it. Its
// errors do not contain the path, which may be the secret itself by mistake.
func readSecretFile(a *cli.App, path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, reason.Of(err)
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil {
		return nil, reason.Of(err)
	}
	if st.IsDir() {
		return nil, errors.New("a directory, not a file")
	}
	b, err := readSecret(f)
	if err != nil {
		return nil, err
	}
	if m := st.Mode(); runtime.GOOS != "windows" && m.IsRegular() && m.Perm()&0o066 != 0 {
		can := "read"
		switch m.Perm() & 0o066 {
		case 0o002, 0o020, 0o022:
			can = "write"
		default:
			if m.Perm()&0o022 != 0 {
				can = "read and write"
			}
		}
		a.Warn(fmt.Sprintf("others can %s the secret in %s (mode %04o)", can, stream.AppendItem(nil, path), m.Perm()))
	}
	return b, nil
}

func readSecret(r io.Reader) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(r, secretLimit+1))
	switch {
	case err != nil:
		return nil, reason.Of(err)
	case len(b) > secretLimit:
		return nil, fmt.Errorf("more than %d bytes, too large for a secret", secretLimit)
	}
	return b, nil
}

// parse parses the secret in the system's format. warn is about a secret that the
// system itself would not accept.
func (r rawSecret) parse(sys privacy.System) (s privacy.Secret, warn string, err error) {
	if sys == privacy.NetworkManager && r.from != "--secret-file" {
		// On the command line, the exact bytes of a file are in hexadecimal, unless
		// they are evidently the text of the file.
		b, bad := hex.DecodeString(strings.TrimSpace(string(r.text)))
		switch {
		case bad == nil && len(b) > 0 && len(b) < 16:
			return privacy.NewSecret(b), "NetworkManager takes no secret_key of fewer than 16 bytes; this one is used as its host_id", nil
		case bad == nil && len(b) > 0:
			s, err = privacy.ParseSecret(sys, b)
		default:
			s, err = privacy.ParseSecret(sys, r.text)
		}
	} else {
		s, err = privacy.ParseSecret(sys, r.text)
	}
	if err != nil {
		err = fmt.Errorf("%s: %w; %v takes %s", r.from, err, sys, sys.Info().SecretForm)
	}
	return s, warn, err
}

// readIDs returns the values of --machine-id or --hostuuid, or the contents of the
// files that they name. Neither a machine-id nor a UUID contains a slash.
func readIDs(a *cli.App, c *cobra.Command, flag string, values []string) ([]string, error) {
	list := make([]string, len(values))
	for k, v := range values {
		list[k] = v
		if !strings.ContainsAny(v, `/\`) {
			continue
		}
		f, err := os.Open(v)
		if err != nil {
			return nil, cli.Usage(c, "--%s: %w", flag, reason.Of(err))
		}
		b, err := readSecret(f)
		f.Close()
		if err != nil {
			return nil, cli.Usage(c, "--%s: %w", flag, err)
		}
		list[k] = strings.TrimSpace(string(b))
	}
	return list, nil
}

func (s *secretFlags) readMachineIDs(a *cli.App, c *cobra.Command) (list []privacy.Secret, err error) {
	texts, err := readIDs(a, c, "machine-id", s.machineIDs)
	for _, t := range texts {
		id, err := privacy.ParseMachineID(t)
		if err != nil {
			return nil, cli.Usage(c, "--machine-id: %w", err)
		}
		list = append(list, id)
	}
	return list, err
}

func (s *secretFlags) readHostUUIDs(a *cli.App, c *cobra.Command) (list []privacy.Secret, err error) {
	texts, err := readIDs(a, c, "hostuuid", s.hostUUIDs)
	for _, t := range texts {
		if t = strings.TrimSpace(t); t == "" {
			return nil, cli.Usage(c, "--hostuuid is empty")
		}
		list = append(list, privacy.NewSecret([]byte(t)))
	}
	return list, err
}
