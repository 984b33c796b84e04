package lint

// A Config says which rules are on. Make one with [NewConfig].
type Config struct {
	// Comments makes the rules check comments, and messages in programs, too.
	Comments bool

	on       ruleSet
	severity [numRules]Severity
}

// NewConfig returns the default configuration.
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

// All stands for every rule in [Config.Enable] and the like.
const All = "all"

// Enable turns on a rule, or every rule if name is [All].
func (c *Config) Enable(name string) error {
	return each(name, func(rule int) { c.on |= 1 << rule })
}

// Disable turns off a rule, or every rule if name is [All].
func (c *Config) Disable(name string) error {
	return each(name, func(rule int) { c.on &^= 1 << rule })
}

// SetSeverity sets the severity of a rule, or of every rule if name is [All].
func (c *Config) SetSeverity(name string, s Severity) error {
	return each(name, func(rule int) { c.severity[rule] = s })
}

// AtLeast disables the rules whose severity is below s.
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

// Enabled reports whether a rule is on.
func (c *Config) Enabled(name string) bool {
	i, err := parseRule(name)
	return err == nil && c.on.has(i)
}

// Whole reports whether a rule is on that compares the addresses of a file, so that a
// [Checker] must be given whole files.
func (c *Config) Whole() bool { return c.on.has(ruleOverlap) || c.on.has(ruleDuplicate) }

// SeverityOf returns the severity of a rule, or [None] if there is no such rule.
func (c *Config) SeverityOf(name string) Severity {
	i, err := parseRule(name)
	if err != nil {
		return None
	}
	return c.severity[i]
}
