package lint

// A Config says which rules hold. Make one with [NewConfig].
type Config struct {
	// Comments has the rules look at comments too, and at what programs only say.
	Comments bool

	on       ruleSet
	severity [numRules]Severity
}

// NewConfig returns the configuration that holds unless somebody wants another.
func NewConfig() *Config {
	c := new(Config)
	for i := range rules {
		c.severity[i] = rules[i].Severity
		if rules[i].Default {
			c.on |= 1 << i
		}
	}
	return c
}

// All is the name that stands for every rule, in [Config.Enable] and its kin.
const All = "all"

// Enable has a rule hold, or with [All] every one.
func (c *Config) Enable(name string) error {
	return each(name, func(rule int) { c.on |= 1 << rule })
}

// Disable has a rule not hold, or with [All] none.
func (c *Config) Disable(name string) error {
	return each(name, func(rule int) { c.on &^= 1 << rule })
}

// SetSeverity says how grave the faults of a rule are, or with [All] those of every
// rule.
func (c *Config) SetSeverity(name string, s Severity) error {
	return each(name, func(rule int) { c.severity[rule] = s })
}

// AtLeast disables the rules whose faults are less grave than s.
func (c *Config) AtLeast(s Severity) {
	for i := range rules {
		if c.severity[i] < s {
			c.on &^= 1 << i
		}
	}
}

func each(name string, do func(rule int)) error {
	if name == All {
		for i := range rules {
			do(i)
		}
		return nil
	}
	i, err := parseRule(name)
	if err == nil {
		do(i)
	}
	return err
}

// Enabled reports whether a rule holds.
func (c *Config) Enabled(name string) bool {
	i, err := parseRule(name)
	return err == nil && c.on.has(i)
}

// Whole reports whether a rule holds that compares the addresses of a file, so
// that a [Checker] must be given whole files.
func (c *Config) Whole() bool { return c.on.has(ruleOverlap) || c.on.has(ruleDuplicate) }

// SeverityOf returns how grave the faults of a rule are; [None] where there is no such
// rule.
func (c *Config) SeverityOf(name string) Severity {
	i, err := parseRule(name)
	if err != nil {
		return None
	}
	return c.severity[i]
}
