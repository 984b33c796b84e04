package cmd

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/hextet/hextet/classify"
	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
	"github.com/hextet/hextet/multicast"
)

// Version, Commit and Date may be set when the program is linked, as packages do;
// otherwise they come from the build information. "+modified" at the end of a commit
// means that the tree had uncommitted changes.
var Version, Commit, Date string

// A versionRecord describes this build.
type versionRecord struct {
	version, commit, date, goVersion, platform string
	modified                                   bool
}

func build() versionRecord {
	v := versionRecord{version: Version, goVersion: runtime.Version(), platform: runtime.GOOS + "/" + runtime.GOARCH}
	v.commit, v.modified = strings.CutSuffix(Commit, "+modified")
	v.date = Date
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return v
	}
	if v.version == "" {
		v.version = info.Main.Version
	}
	if v.commit != "" {
		return v
	}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			v.commit = s.Value
		case "vcs.time":
			v.date = s.Value
		case "vcs.modified":
			v.modified, _ = strconv.ParseBool(s.Value)
		}
	}
	return v
}

func versionTable() record.Table[*versionRecord] {
	return record.Table[*versionRecord]{
		NoInput: true,
		Default: "version",
		Fields: []record.Field[*versionRecord]{
			record.TextOf("version", "the version of hextet", func(r *versionRecord) string { return r.version }),
			record.TextOf("commit", "the commit it was built from", func(r *versionRecord) string { return r.commit }),
			record.TextOf("date", "the date of that commit", func(r *versionRecord) string { return r.date }),
			record.Flag("modified", "whether there were uncommitted changes", func(r *versionRecord) bool { return r.modified }),
			record.TextOf("go", "the Go version", func(r *versionRecord) string { return r.goVersion }),
			record.TextOf("platform", "operating system and architecture", func(r *versionRecord) string { return r.platform }),
			record.TextOf("iana", "the date of the built-in IANA registries", func(*versionRecord) string { return classify.RegistryDate }),
			record.TextOf("iana_multicast", "the date of the built-in multicast groups", func(*versionRecord) string {
				return max(multicast.GroupsUpdated4, multicast.GroupsUpdated6)
			}),
			record.TextOf("oui", "the date of the built-in IEEE vendor names", func(*versionRecord) string { return classify.VendorDate }),
		},
	}
}

func newVersion(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:     "version",
		Short:   "print the version, commit and dates of the built-in data",
		Example: "  hextet version\n  hextet version -o json",
		Args:    cobra.NoArgs,
	}
	cli.Items(a, c, versionTable, func() (stream.Op[*versionRecord], error) {
		return stream.Op[*versionRecord]{Each: func(_ *ip.Item, out *stream.Out[*versionRecord]) error {
			*out.Rec = build()
			out.Emit()
			return nil
		}}, nil
	})
	records := c.RunE
	c.RunE = func(c *cobra.Command, args []string) error {
		if a.Format() == record.Plain && !c.Flags().Changed("fields") {
			return printVersion(a)
		}
		return records(c, args)
	}
	return c
}

func printVersion(a *cli.App) error {
	v := build()
	fmt.Fprintf(a.Out, "hextet %s\n", v.version)
	if v.commit != "" {
		note := ""
		if v.modified {
			note = ", modified"
		}
		fmt.Fprintf(a.Out, "commit %s of %s%s\n", v.commit, v.date, note)
	}
	_, err := fmt.Fprintf(a.Out, "%s %s\nIANA registries of %s, IEEE vendor names of %s\n",
		v.goVersion, v.platform, classify.RegistryDate, classify.VendorDate)
	return err
}
