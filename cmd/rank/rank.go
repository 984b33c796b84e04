// Package rank has the command that orders destinations as hosts do, with reasons.
package rank

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/hextet/hextet/classify/selection"
	"github.com/hextet/hextet/completions"
	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
	"github.com/hextet/hextet/internal/thishost"
)

// A rankRecord is a destination with its position.
type rankRecord struct {
	s         *selection.Selector
	d         *selection.Destination
	next      *selection.Destination // nil for the last
	order     selection.Comparison   // of the two, where the system sorts
	source    selection.Comparison   // of the source with the best other candidate
	contender []contender
}

// A contender is another address of the host, for the fields of a record.
type contender struct {
	address selection.Address
	*selection.Comparison
}

// fill fills in the record of the i-th destination.
func (r *rankRecord) fill(list []selection.Destination, i int) {
	r.d, r.next, r.order, r.source, r.contender = &list[i], nil, selection.Comparison{}, selection.Comparison{}, r.contender[:0]
	if i+1 < len(list) {
		r.next = &list[i+1]
	}
	if r.d.Rule != selection.NoRule {
		r.order = r.s.Compare(r.d, r.next)
	}
	others := r.s.Contenders(r.d.Addr)
	for j := range others {
		c := &others[j]
		r.contender = append(r.contender, contender{c.Address, &c.Comparison})
		if len(c.Comparison.Tests) > len(r.source.Tests) {
			r.source = c.Comparison // it lost at the latest rule
		}
	}
}

// sourceReason says why the source was chosen.
func (r *rankRecord) sourceReason() string {
	if len(r.source.Tests) > 0 && r.source.Rule == r.d.Source.Rule {
		return r.source.Reason()
	}
	return r.d.Source.Rule.Title()
}

// appendReason appends why the destination is at its position, in one line: what made
// it unusable, and what put it before the next one.
func (r *rankRecord) appendReason(b []byte) []byte {
	if !r.d.Usable() {
		b = append(b, r.d.Source.Problem.String()...)
	}
	reason := ""
	switch {
	case r.d.Rule != selection.NoRule:
		reason = r.order.Reason()
	case r.s.System().Info().SourceOnly && r.d.Usable():
		reason = r.sourceReason()
	}
	if !r.d.Usable() && reason != "" {
		b = append(b, "; "...)
	}
	return append(b, reason...)
}

// appendHost appends an address as inet_ntop does, so that it looks as it does to
// callers of getaddrinfo: dotted decimal only if IPv4-mapped.
func appendHost(b []byte, a netip.Addr) []byte {
	if !a.IsValid() {
		return b
	}
	return a.AppendTo(b)
}

// testFields returns the fields of a rule that was tested; other names the second
// address.
func testFields(one, other string) []record.Field[*selection.Test] {
	return []record.Field[*selection.Test]{
		record.Text("rule", "its number", func(b []byte, t *selection.Test) []byte { return append(b, t.Rule.Number()...) }),
		record.Text("name", "the name of the rule", func(b []byte, t *selection.Test) []byte { return append(b, t.Rule.Title()...) }),
		record.Text("result", "which one it prefers, tie, or skipped if it does not apply", func(b []byte, t *selection.Test) []byte {
			switch t.Result {
			case selection.First:
				return append(b, one...)
			case selection.Second:
				return append(b, other...)
			}
			return append(b, t.Result.String()...)
		}).OneOf(one, other, selection.Tie.String(), selection.Skipped.String()),
		record.Text(one, "the value compared", func(b []byte, t *selection.Test) []byte { return append(b, t.First...) }),
		record.Text(other, "the value compared", func(b []byte, t *selection.Test) []byte { return append(b, t.Second...) }),
	}
}

func rankTable() record.Table[*rankRecord] {
	return record.Table[*rankRecord]{
		Default: "destination,source,rule,reason",
		Fields: []record.Field[*rankRecord]{
			record.Text("destination", "the destination", func(b []byte, r *rankRecord) []byte { return appendHost(b, r.d.Addr) }),
			record.Text("source", "the source address that the host uses; none if unreachable", func(b []byte, r *rankRecord) []byte {
				return appendHost(b, r.d.Source.Addr)
			}),
			record.Text("rule", "the rule that placed it before the next destination", func(b []byte, r *rankRecord) []byte {
				return append(b, r.d.Rule.Number()...)
			}),
			record.Text("reason", "the reason of that rule, or why the destination is unusable", func(b []byte, r *rankRecord) []byte { return r.appendReason(b) }),
			record.Text("problem", "why the destination is unusable", func(b []byte, r *rankRecord) []byte { return append(b, r.d.Source.Problem.String()...) }),
			record.Subs("rules", "the rules compared with the next destination", func(r *rankRecord) []selection.Test { return r.order.Tests }, testFields("this", "next")),
			record.Text("interface", "the outgoing interface", func(b []byte, r *rankRecord) []byte { return append(b, r.d.Source.Interface...) }),
			record.Text("source_rule", "the rule that selected the source", func(b []byte, r *rankRecord) []byte { return append(b, r.d.Source.Rule.Number()...) }),
			record.Text("source_reason", "the reason of that rule", func(b []byte, r *rankRecord) []byte {
				if !r.d.Usable() {
					return b
				}
				return append(b, r.sourceReason()...)
			}),
			record.Subs("source_rules", "the source compared with each other candidate", func(r *rankRecord) []contender { return r.contender },
				[]record.Field[*contender]{
					record.Text("address", "the other address", func(b []byte, c *contender) []byte { return c.address.AppendTo(b) }),
					record.Text("rule", "the rule that decided against it", func(b []byte, c *contender) []byte { return append(b, c.Rule.Number()...) }),
					record.Text("reason", "the reason of that rule", func(b []byte, c *contender) []byte { return append(b, c.Reason()...) }),
					record.Subs("rules", "the rules compared", func(c *contender) []selection.Test { return c.Tests }, testFields("source", "other")),
				}),
		},
	}
}

// rankFlags describe the host and the system.
type rankFlags struct {
	sources     []selection.Address
	routes      []selection.Route
	labels      []selection.Entry
	useTempAddr string
	as          string
	policy      string
}

func New(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:        "rank [ADDRESS...]",
		Short:      "sort destinations as a host tries them, with their sources",
		SuggestFor: []string{"getaddrinfo", "gai", "prefer", "order"},
		Long: `Print destinations in the order in which getaddrinfo returns them, with the
source address that the host uses for each, the rule that placed it before the
next one, and the reason. Answers "why IPv4?" and "why never the ULA?".

The host is this machine; nothing is sent. --source describes another host: its
addresses in the order of 'ip address', where the first wins a tie (on Linux the
newest). An IPv6 address without a length is on a /64. The network of a source
is on-link. Without --route, each family with a source beyond link-local and
loopback has a default route through the interface of the first one; "--route
none" means no routes. Loopback addresses are always present.

The default is RFC 6724 sections 5 and 6. Real systems differ:

  glibc    its own labels; unique local addresses before IPv4; rule 9 for IPv4
           only within the source's network; source selection of Linux
  musl     no rules 3, 4 and 7; a list of IPv4 addresses keeps its order;
           source selection of Linux
  freebsd  no rules 3, 4 and 7; rule 9 for IPv6 only; all bits compared
  kame     before RFC 3484: the source by scope, the order as given
  linux    source selection of the kernel, the order as given

--label and --use-tempaddr are kernel settings: they change sources with glibc,
musl and linux. An unreachable destination has no source and keeps the place
that the system gives it. With columns (-k), whole lines are sorted.

The exit status is 1 if no destination is usable.`,
		Example: `  hextet rank --source 2001:db8:1::10/64 --source 192.0.2.10/24 198.51.100.1 fd00::1 2001:db8:ffff::1
  hextet rank --as glibc --source fd00:aaaa::10/64 --source 10.0.0.10/24 2001:db8::1 198.51.100.1
  hextet rank --explain --source 2001:db8:1::10 --source fd00::10 --source 10.0.0.10/24 fd00::1 10.9.9.9
  hextet rank --policy-table --as glibc --fields prefix,label`,
	}
	c.Flags().SortFlags = false
	f := rankFlags{useTempAddr: "", as: selection.RFC6724.String()}
	cli.AddList(c, &f.sources, "source", "ADDRESS[/LEN][,...]",
		"an address of the host, with interface=NAME, deprecated, temporary, home", selection.ParseAddress)
	cli.AddList(c, &f.routes, "route", "PREFIX[,interface=NAME]", "a route of the host, or none", parseRoute)
	cli.AddWord(c, &f.useTempAddr, "use-tempaddr", "", "the Linux sysctl use_tempaddr; 2 prefers temporary addresses", []cli.Word{
		{Name: "0", Doc: "no temporary addresses"}, {Name: "1", Doc: "public addresses first"}, {Name: "2", Doc: "temporary addresses first"},
	})
	cli.AddList(c, &f.labels, "label", "PREFIX=N", "an entry of the Linux label table (ip addrlabel)", parseLabel)
	cli.AddWord(c, &f.as, "as", "", "implementation to imitate", systemsOfRank())
	c.Flags().StringVar(&f.policy, "policy", "", "read the policy table from `FILE`, a gai.conf or ip6addrctl.conf")
	table := c.Flags().Bool("policy-table", false, "print the policy table and exit")
	explain := c.Flags().Bool("explain", false, "explain every comparison in words")
	completeRank(c)

	cli.Items(a, c, rankTable, func() (op stream.Op[*rankRecord], err error) {
		system, policy, err := f.system(c)
		if err != nil {
			return op, err
		}
		host, err := f.host()
		if err != nil {
			return op, err
		}
		return rankOp(a, selection.New(host, system, policy), *explain && a.PlainText()), nil
	})
	rank := c.RunE
	c.RunE = func(c *cobra.Command, args []string) error {
		if *table {
			return printPolicy(a, c, args, &f)
		}
		return rank(c, args)
	}
	return c
}

// rankOp reads all destinations and writes them in order.
func rankOp(a *cli.App, s *selection.Selector, explain bool) stream.Op[*rankRecord] {
	var dsts []netip.Addr
	var texts [][]byte // their lines, or the items as given
	lines := false
	op := stream.Op[*rankRecord]{
		Serial: true,
		Picks:  !explain,
		Empty:  stream.No,
		Each: func(in *ip.Item, out *stream.Out[*rankRecord]) error {
			if in.IsPrefix() && in.Length < in.BitLen() && !in.HasHostBits() {
				return errors.New("a prefix is not a destination")
			}
			d := in.Addr()
			if in.Zone != "" {
				d = d.WithZone(strings.Clone(in.Zone))
			}
			dsts = append(dsts, d)
			if line := out.Line(); line != nil && !explain {
				lines = true
				texts = append(texts, bytes.Clone(line))
			} else if !out.Plain() {
				texts = append(texts, []byte(in.Text))
			}
			return nil
		},
		End: func(out *stream.Out[*rankRecord]) error {
			list := s.Order(dsts)
			usable := false
			r := out.Rec
			r.s = s
			for i := range list {
				usable = usable || list[i].Usable()
				if lines {
					if !out.EmitLine(texts[list[i].Index]) {
						return nil
					}
					continue
				}
				r.fill(list, i)
				input := ""
				if !out.Plain() {
					input = ip.Alias(texts[list[i].Index])
				}
				if !out.EmitFor(input) {
					return nil
				}
			}
			if !usable {
				out.Fail()
			}
			return nil
		},
	}
	if explain {
		look := a.Look()
		op.Card = func(dst []byte, r *rankRecord) []byte { return look.Append(dst, rankCard(r)) }
	}
	return op
}

// host returns the host described by the flags, or this one.
func (f *rankFlags) host() (selection.Host, error) {
	host := selection.Host{Addresses: f.sources}
	if f.sources == nil {
		var err error
		if host, err = thishost.Read(); err != nil {
			return host, &cli.FileError{Place: "this host", Err: fmt.Errorf("%w (--source describes another)", err)}
		}
	}
	if f.routes != nil {
		host.Routes = []selection.Route{}
		for _, r := range f.routes {
			if r.Prefix.IsValid() { // not "none"
				host.Routes = append(host.Routes, r)
			}
		}
	}
	if f.useTempAddr != "" {
		host.UseTempAddr, _ = strconv.Atoi(f.useTempAddr)
	}
	host.Labels = f.labels
	return host, nil
}

// system returns the system that the flags name, and the policy table they give it.
func (f *rankFlags) system(c *cobra.Command) (system selection.System, policy selection.Policy, err error) {
	if system, err = selection.ParseSystem(f.as); err != nil || f.policy == "" {
		return system, policy, err
	}
	switch system {
	case selection.Musl, selection.KAME, selection.Linux:
		return system, policy, cli.Usage(c, "--policy: %v reads no policy table", system)
	}
	policy, err = cli.ReadFile(f.policy, func(r io.Reader) (selection.Policy, error) { return readPolicy(r, system) })
	return system, policy, err
}

// readPolicy reads a gai.conf or an ip6addrctl.conf: the lines of the latter begin with
// a prefix.
func readPolicy(r io.Reader, system selection.System) (selection.Policy, error) {
	text, err := io.ReadAll(r)
	if err != nil {
		return selection.Policy{}, err
	}
	if system == selection.Glibc || system != selection.FreeBSD && !beginsWithPrefix(text) {
		if beginsWithPrefix(text) {
			return selection.Policy{}, errors.New("this is an ip6addrctl.conf, which glibc does not read")
		}
		return selection.ParseGaiConf(text), nil
	}
	return selection.ParseIP6AddrCtl(text)
}

// beginsWithPrefix reports whether the first line that is neither blank nor a comment
// begins with a prefix.
func beginsWithPrefix(text []byte) bool {
	for line := range bytes.Lines(text) {
		if f := bytes.Fields(line); len(f) > 0 && f[0][0] != '#' {
			return bytes.ContainsAny(f[0], ":/")
		}
	}
	return false
}

// parseRoute is selection.ParseRoute, but also accepts "none".
func parseRoute(s string) (selection.Route, error) {
	if s == "none" {
		return selection.Route{}, nil
	}
	return selection.ParseRoute(s)
}

// parseLabel parses PREFIX=N.
func parseLabel(s string) (e selection.Entry, err error) {
	prefix, number, ok := strings.Cut(s, "=")
	if !ok {
		return e, errors.New("expected PREFIX=N")
	}
	if e.Prefix, err = netip.ParsePrefix(prefix); err != nil || !e.Prefix.Addr().Is6() {
		return e, errors.New("expected an IPv6 prefix before the =")
	}
	v, err := strconv.ParseUint(number, 10, 32)
	if err != nil || v == 1<<32-1 {
		return e, errors.New("expected a number after the =")
	}
	e.Value = int(v)
	return e, nil
}

func systemsOfRank() []cli.Word {
	var list []cli.Word
	for _, s := range selection.Systems() {
		list = append(list, cli.Word{Name: s.String(), Doc: s.Info().Doc})
	}
	return list
}

// completeRank completes flags with data of this machine.
func completeRank(c *cobra.Command) {
	cli.CompleteFlag(c, "source", func([]string, string) (list []cli.Word, help string) {
		for _, i := range completions.ThisMachine() {
			for _, p := range i.Prefixes {
				list = append(list, cli.Word{Name: p.String() + ",interface=" + i.Name, Doc: "an address of this machine"})
			}
		}
		return list, "an address of the host, as 2001:db8::1/64,interface=eth0,deprecated"
	})
	cli.CompleteFlag(c, "route", func([]string, string) ([]cli.Word, string) {
		list := []cli.Word{{Name: "::/0", Doc: "all of IPv6"}, {Name: "0.0.0.0/0", Doc: "all of IPv4"}, {Name: "none", Doc: "no routes at all"}}
		for _, i := range completions.ThisMachine() {
			if !i.Loopback {
				list = append(list, cli.Word{Name: "::/0,interface=" + i.Name, Doc: "all of IPv6"}, cli.Word{Name: "0.0.0.0/0,interface=" + i.Name, Doc: "all of IPv4"})
			}
		}
		return list, "a route of the host, as ::/0,interface=eth0"
	})
	cli.CompleteFlag(c, "label", func([]string, string) (list []cli.Word, help string) {
		p := selection.DefaultPolicy(selection.Linux)
		for _, r := range p.Rows() {
			list = append(list, cli.Word{Name: string(appendPolicyPrefix(nil, r.Prefix)) + "=" + strconv.Itoa(r.Label), Doc: "as Linux has it"})
		}
		return list, "a prefix and its label, as 2001:db8::/32=99"
	})
}
