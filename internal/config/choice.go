package config

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/standard"
)

// Disabled is a control that is switched off. Control and Reason are required; what else is set narrows it.
type Disabled struct {
	Control  string `yaml:"control"`
	Standard string `yaml:"standard"`
	Account  string `yaml:"account"`
	Region   string `yaml:"region"`
	Reason   string `yaml:"reason"`

	// line is where it stands, for messages.
	line int
}

var disabledKeys = []string{"control", "standard", "account", "region", "reason"}

// UnmarshalYAML refuses keys that it does not know, so that a misspelt one does not disable more than was meant.
func (d *Disabled) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.MappingNode {
		for i := 0; i < len(n.Content); i += 2 {
			if k := n.Content[i]; !slices.Contains(disabledKeys, k.Value) {
				return fmt.Errorf("line %d: disabled: unknown key %q%s", k.Line, k.Value, DidYouMean(k.Value, disabledKeys))
			}
		}
	}
	type plain Disabled
	d.line = n.Line
	return n.Decode((*plain)(d))
}

// Choice says what counts in the scores. It is for a configuration that [Config.Validate] has accepted.
func (c Config) Choice(cat *catalog.Catalog) standard.Choice {
	var out standard.Choice
	for _, s := range c.Standards {
		n, _ := standard.Parse(s)
		out.Enabled = append(out.Enabled, n)
	}
	for _, d := range c.Disabled {
		n, _ := standard.Parse(d.Standard)
		id, _, _ := d.belongs(cat)
		out.Off = append(out.Off, standard.Off{
			Control: id, Standard: n, Account: d.Account, Region: d.Region, Reason: strings.TrimSpace(d.Reason),
		})
	}
	return out
}

// validateChoice holds the standards and the disabled controls against what there is.
func (c Config) validateChoice(cat *catalog.Catalog) error {
	if c.Standards != nil && len(c.Standards) == 0 {
		return c.invalid("standards: no standard is enabled; name one, or leave the key out to enable all")
	}
	for _, s := range c.Standards {
		if _, ok := standard.Parse(s); !ok {
			return c.invalid("standards: %q is no standard%s", s, DidYouMean(s, standardNames()))
		}
	}
	for _, d := range c.Disabled {
		if err := d.validate(cat); err != nil {
			return c.invalid("line %d: disabled: %w", d.line, err)
		}
	}
	return nil
}

func standardNames() []string {
	var out []string
	for _, n := range standard.Names() {
		out = append(out, string(n))
	}
	return out
}

var (
	accountID  = regexp.MustCompile(`^\d{12}$`)
	regionName = regexp.MustCompile(`^[a-z]{2}(-[a-z]+)+-\d+$`)
)

func (d Disabled) validate(cat *catalog.Catalog) error {
	_, in, err := d.belongs(cat)
	if err != nil {
		return err
	}
	if d.Standard != "" {
		n, ok := standard.Parse(d.Standard)
		if !ok {
			return fmt.Errorf("%q is no standard%s", d.Standard, DidYouMean(d.Standard, standardNames()))
		}
		if !in.Has(n) {
			return fmt.Errorf("%s does not belong to %s", d.Control, n)
		}
	}
	switch {
	case d.Account != "" && !accountID.MatchString(d.Account):
		return fmt.Errorf("%s: account %q is not 12 digits", d.Control, d.Account)
	case d.Region != "" && !regionName.MatchString(d.Region):
		return fmt.Errorf("%s: %q is no region: one is named like eu-west-1", d.Control, d.Region)
	case strings.TrimSpace(d.Reason) == "":
		return fmt.Errorf("%s: reason is missing: say why it is disabled", d.Control)
	}
	return nil
}

// belongs finds the control among those that Manten evaluates and the others of the standards.
func (d Disabled) belongs(cat *catalog.Catalog) (control.ID, standard.In, error) {
	if d.Control == "" {
		return "", nil, errors.New("control is missing: say which one, as IAM.6")
	}
	if u, ok := cat.Control(control.ID(d.Control)); ok {
		return u.ID, u.Standards, nil
	}
	if m, ok := standard.MemberOf(control.ID(d.Control)); ok {
		return m.ID, m.In, nil
	}
	known := cat.ControlIDs()
	for _, m := range standard.AllMembers() {
		known = append(known, string(m.ID))
	}
	return "", nil, fmt.Errorf("%q is no control%s", d.Control, DidYouMean(d.Control, known))
}
