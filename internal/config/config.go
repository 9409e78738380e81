// Package config reads manten.yaml.
package config

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/evaluate"
	"github.com/mantenhq/manten/internal/fault"
)

// Config is what manten.yaml sets. The zero value sets nothing.
type Config struct {
	// Regions are looked at unless the command line names others.
	Regions []string `yaml:"regions"`
	// Controls are parameters by control id: {IAM.3: {maxAccessKeyAge: 60}}.
	Controls map[string]map[string]any `yaml:"controls"`
	// Remediations are parameters by remediation name.
	Remediations map[string]map[string]any `yaml:"remediations"`
	// Exclude are resources that no plan touches: patterns of ARNs or names with * and ?, or "tag:Key=value".
	Exclude []string `yaml:"exclude"`
	// Standards are the enabled ones, by short name; none means all.
	Standards []string `yaml:"standards"`
	// Disabled are controls that do not count.
	Disabled []Disabled `yaml:"disabled"`
	// ProtectedPrincipals are ARN patterns of users and roles that no remediation touches.
	ProtectedPrincipals []string `yaml:"protected_principals"`
	// Exceptions are findings that are accepted for a while, and do not count.
	Exceptions `yaml:",inline"`

	// Keep is how long scans and archived findings are kept when the database is pruned: 90d, 2w, 36h.
	Keep string `yaml:"keep"`

	// path is where it was read, for messages.
	path string
}

// keys are the keys of the file.
var keys = []string{"regions", "controls", "remediations", "exclude", "protected_principals", "standards", "disabled", "exceptions", "exceptions_file", "keep"}

// Find reads the file named, else manten.yaml of the working directory, else that of the XDG configuration directory,
// else nothing.
func Find(name string) (Config, error) {
	if name != "" {
		return read(name)
	}
	places := []string{"manten.yaml"}
	if dir, err := os.UserConfigDir(); err == nil {
		places = append(places, filepath.Join(dir, "manten", "manten.yaml"))
	}
	for _, p := range places {
		c, err := read(p)
		if !errors.Is(err, os.ErrNotExist) {
			return c, err
		}
	}
	return Config{}, nil
}

func read(name string) (Config, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return Config{}, fault.New(fault.Invalid, "read configuration: %w", err).Do("name an existing file with --config")
	}
	c, err := Parse(data)
	if err != nil {
		return Config{}, fault.New(fault.Invalid, "read configuration %s: %w", name, err).Do("correct %s", name)
	}
	if err := c.loadExceptions(name); err != nil {
		return Config{}, err
	}
	c.path = name
	return c, nil
}

// Parse reads a configuration. An unknown key is an error that suggests the nearest one.
func Parse(data []byte) (Config, error) {
	var top map[string]any
	dec := yaml.NewDecoder(bytes.NewReader(data))
	if err := dec.Decode(&top); err != nil && !errors.Is(err, io.EOF) {
		return Config{}, err
	}
	for k := range top {
		if !slices.Contains(keys, k) {
			return Config{}, fmt.Errorf("unknown key %q%s", k, DidYouMean(k, keys))
		}
	}
	var c Config
	if err := yaml.Unmarshal(data, &c); err != nil {
		return Config{}, err
	}
	return c, nil
}

// Validate holds the configuration against the catalog: unit names, parameter names and values.
func (c Config) Validate(cat *catalog.Catalog) error {
	for id, set := range c.Controls {
		u, ok := cat.Control(control.ID(id))
		if !ok {
			return c.invalid("controls: %q is no control%s", id, DidYouMean(id, cat.ControlIDs()))
		}
		if err := checkParams(u.Params, set); err != nil {
			return c.invalid("controls: %s: %w", id, err)
		}
	}
	for name, set := range c.Remediations {
		u, ok := cat.Remediation(name)
		if !ok {
			return c.invalid("remediations: %q is no remediation%s", name, DidYouMean(name, cat.RemediationNames()))
		}
		if err := checkParams(u.Params, set); err != nil {
			return c.invalid("remediations: %s: %w", name, err)
		}
	}
	if _, err := c.Kept(); err != nil {
		return err
	}
	return c.validateChoice(cat)
}

func (c Config) invalid(format string, args ...any) error {
	err := fmt.Errorf(format, args...)
	return fault.New(fault.Invalid, "configuration: %w", err).Do("correct %s", cmp.Or(c.path, "manten.yaml"))
}

func checkParams(p catalog.Params, set map[string]any) error {
	for name := range set {
		if !slices.Contains(p.Names(), name) {
			return fmt.Errorf("unknown parameter %q%s", name, DidYouMean(name, p.Names()))
		}
	}
	_, err := p.With(set)
	return err
}

// Select gives the controls with their parameters.
func (c Config) Select(units []*catalog.ControlUnit) ([]evaluate.Selected, error) {
	var out []evaluate.Selected
	for _, u := range units {
		var set map[string]any
		for id, s := range c.Controls {
			if strings.EqualFold(id, string(u.ID)) {
				set = s
			}
		}
		p, err := u.Params.With(set)
		if err != nil {
			return nil, c.invalid("controls: %s: %w", u.ID, err)
		}
		out = append(out, evaluate.Selected{Unit: u, Params: p})
	}
	return out, nil
}

// Params are the parameters of remediations by name: those of the file, and over them those of the command line, given
// as NAME.param=value.
func (c Config) Params(cat *catalog.Catalog, sets []string) (map[string]map[string]any, error) {
	out := map[string]map[string]any{}
	put := func(u *catalog.RemediationUnit, name string, v any) {
		if out[u.Name] == nil {
			out[u.Name] = map[string]any{}
		}
		out[u.Name][name] = v
	}
	for name, set := range c.Remediations {
		u, _ := cat.Remediation(name)
		for k, v := range set {
			put(u, k, v)
		}
	}
	for _, s := range sets {
		u, name, v, err := parseSet(cat, s)
		if err != nil {
			return nil, fault.New(fault.Invalid, "--set %s: %w", s, err).Do("see: manten remediations --format json")
		}
		put(u, name, v)
	}
	return out, nil
}

// parseSet reads NAME.param=value; the value is YAML, so that numbers, booleans and lists are what they look like.
func parseSet(cat *catalog.Catalog, s string) (*catalog.RemediationUnit, string, any, error) {
	left, value, ok := strings.Cut(s, "=")
	name, param, dot := strings.Cut(left, ".")
	if !ok || !dot {
		return nil, "", nil, errors.New("it is not of the form NAME.param=value")
	}
	u, ok := cat.Remediation(name)
	if !ok {
		return nil, "", nil, fmt.Errorf("%q is no remediation%s", name, DidYouMean(name, cat.RemediationNames()))
	}
	i := slices.IndexFunc(u.Params.Names(), func(n string) bool { return strings.EqualFold(n, param) })
	if i < 0 {
		return nil, "", nil, fmt.Errorf("%s has no parameter %q%s", u.Name, param, DidYouMean(param, u.Params.Names()))
	}
	var v any
	if err := yaml.Unmarshal([]byte(value), &v); err != nil {
		return nil, "", nil, err
	}
	param = u.Params.Names()[i]
	_, err := u.Params.With(map[string]any{param: v})
	return u, param, v, err
}
