package cli

import (
	"errors"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/hextet/hextet/internal/find"
	"github.com/hextet/hextet/internal/record"
)

// Own makes c a command that does not take items: of the shared flags it has only
// those named, without the letters that its own flags use, which must be there
// already. table, where it is not nil, says what its records are.
func (a *App) Own(c *cobra.Command, table func() []record.Info, shared ...string) {
	if table != nil {
		a.tables[c] = table
	}
	a.own[c] = true
	own := c.Flags()
	// cobra's --help would take -h.
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
// that those do not replace.
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

// TakesShared reports whether c takes the flags of every command.
func (a *App) TakesShared(c *cobra.Command) bool { return !a.own[c] }

// refused is the value of a shared flag that a command does not take.
type refused struct{ pflag.Value }

func (refused) Set(string) error { return errors.New("this command does not take it") }

// FindOptions returns what the flags --bare and --forms say.
func (a *App) FindOptions() find.Options {
	o := find.Options{Bare: a.bare}
	for _, f := range a.forms {
		o.Forms |= f
	}
	return o
}

// Null reports whether --null was given.
func (a *App) Null() bool { return a.null }

// Fields returns the names that --fields gives; "" for the usual ones.
func (a *App) Fields() string { return a.fields }

// NoHeader reports whether --no-header was given.
func (a *App) NoHeader() bool { return a.noHeader }
