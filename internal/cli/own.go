package cli

import (
	"errors"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/hextet/hextet/internal/find"
	"github.com/hextet/hextet/internal/record"
)

// Own makes c a command that does not take items: of the shared flags it has only the
// named ones, without the shorthands that its own flags use; those flags must be
// defined already. table, if not nil, describes its records.
func (a *App) Own(c *cobra.Command, table func() []record.Info, shared ...string) {
	if table != nil {
		a.tables[c] = table
	}
	a.own[c] = true
	own := c.Flags()
	// Otherwise cobra would define --help with the shorthand -h.
	if own.Lookup("help") == nil && own.ShorthandLookup("h") != nil {
		own.Bool("help", false, "help for "+c.Name())
	}
	wanted := map[string]bool{}
	for _, name := range shared {
		wanted[name] = true
	}
	a.Flags.VisitAll(func(f *pflag.Flag) {
		if own.Lookup(f.Name) != nil {
			return
		}
		flag := *f
		if !wanted[f.Name] {
			flag.Value, flag.Shorthand, flag.Hidden = refused{f.Value}, "", true
			own.AddFlag(&flag)
			return
		}
		if own.ShorthandLookup(f.Shorthand) != nil {
			flag.Shorthand = ""
		}
		own.AddFlag(&flag)
		if complete, ok := a.root.GetFlagCompletionFunc(f.Name); ok {
			c.RegisterFlagCompletionFunc(f.Name, complete)
		}
	})
}

// FlagsOf returns the flags of c as its help lists them: its own, and the shared ones
// that they do not replace.
func (a *App) FlagsOf(c *cobra.Command) (own, shared *pflag.FlagSet) {
	own, shared = new(pflag.FlagSet), new(pflag.FlagSet)
	own.SortFlags, shared.SortFlags = false, false
	c.LocalFlags().VisitAll(func(f *pflag.Flag) {
		if a.Flags.Lookup(f.Name) != f {
			own.AddFlag(f)
		}
	})
	a.Flags.VisitAll(func(f *pflag.Flag) {
		if own.Lookup(f.Name) == nil {
			shared.AddFlag(f)
		}
	})
	return own, shared
}

// TakesShared reports whether c takes the flags that all commands share.
func (a *App) TakesShared(c *cobra.Command) bool { return !a.own[c] }

// refused is the value of a shared flag that a command does not take.
type refused struct{ pflag.Value }

func (refused) Set(string) error { return errors.New("not supported by this command") }

// FindOptions returns the options set by --bare and --forms.
func (a *App) FindOptions() find.Options {
	o := find.Options{Bare: a.bare}
	for _, f := range a.forms {
		o.Forms |= f
	}
	return o
}

// Null reports whether --null was given.
func (a *App) Null() bool { return a.null }

// Fields returns the value of --fields; "" means the default ones.
func (a *App) Fields() string { return a.fields }

// NoHeader reports whether --no-header was given.
func (a *App) NoHeader() bool { return a.noHeader }
