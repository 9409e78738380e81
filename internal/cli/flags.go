package cli

import (
	"cmp"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/config"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/policy"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/standard"
	"github.com/mantenhq/manten/internal/text"
)

// flags are those that mean the same wherever they stand.
type flags struct {
	access  access
	db      string
	config  settings
	format  string
	output  string
	lang    string
	noColor bool
	quiet   bool
	filter  filter
}

// settings are the configuration file: which one, and what it says once it has been read.
type settings struct {
	path string
	read *config.Config
}

// access says how to reach AWS, or which snapshot to take instead.
type access struct {
	account, profile, role, endpoint, snapshot string
	regions                                    []string
	concurrency                                int
}

// filter narrows controls and findings.
type filter struct {
	controls, standards, remediations, resources, status, severity []string
}

func (f *flags) global(root *cobra.Command) {
	p := root.PersistentFlags()
	p.StringVar(&f.db, "db", "", "database file (default: manten.db in the XDG data directory)")
	p.StringVar(&f.config.path, "config", "", "configuration file (default: manten.yaml here, else in the XDG configuration directory)")
	p.StringVar(&f.lang, "lang", "", "language: en or ja (default: by the locale)")
	p.BoolVar(&f.noColor, "no-color", os.Getenv("NO_COLOR") != "", "no colours")
	p.BoolVar(&f.quiet, "quiet", false, "no progress")
}

// validate checks the flags that were given to a command, as far as they can be wrong by themselves.
func (f *flags) validate(given *pflag.FlagSet) error {
	if name := empty(given); name != "" {
		return fault.New(fault.Invalid, "--%s is empty", name).Do("give it a value, or leave it out")
	}
	if f.lang != "" && f.lang != "en" && f.lang != "ja" {
		return fault.New(fault.Invalid, "--lang %q is not a language that Manten speaks", f.lang).Do("--lang en or --lang ja")
	}
	if given.Changed("concurrency") && f.access.concurrency < 1 {
		return fault.New(fault.Invalid, "--concurrency %d reads nothing", f.access.concurrency).Do("--concurrency 1 or more")
	}
	if u, err := url.Parse(f.access.endpoint); f.access.endpoint != "" && (err != nil || u.Host == "") {
		return fault.New(fault.Invalid, "--endpoint-url %q is no URL", f.access.endpoint).Do("write it as http://localhost:4566")
	}
	return nil
}

// empty names a flag that was given without a value, as by a shell's variable that is not set: taken for not given, a
// guard such as --account would be none, and --step would choose every step.
func empty(given *pflag.FlagSet) (name string) {
	given.Visit(func(g *pflag.Flag) {
		if v := g.Value.String(); v == "" || v == "[]" {
			name = g.Name
		}
	})
	return name
}

// language is the flag's, else the locale's.
func (f *flags) language() text.Lang {
	lang := cmp.Or(f.lang, os.Getenv("LC_ALL"), os.Getenv("LC_MESSAGES"), os.Getenv("LANG"))
	if strings.HasPrefix(lang, "ja") {
		return text.JA
	}
	return text.EN
}

// database is the flag's file, else the default place by the XDG rules.
func (f *flags) database() (string, error) {
	if f.db != "" {
		return f.db, nil
	}
	if dir := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "manten", "manten.db"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", fault.New(fault.Invalid, "find the database: %w", err).Do("name a file with --db")
	}
	return filepath.Join(home, ".local", "share", "manten", "manten.db"), nil
}

// addReach adds the flags of commands that read the whole account.
func (f *flags) addReach(c *cobra.Command) {
	f.addAccess(c)
	c.Flags().StringSliceVar(&f.access.regions, "region", nil, "region, may be repeated (default: all enabled regions)")
	c.Flags().IntVar(&f.access.concurrency, "concurrency", 16, "how many resources are read at once")
}

// addAccess adds the flags of commands that reach an account.
func (f *flags) addAccess(c *cobra.Command) {
	p := c.Flags()
	p.StringVar(&f.access.account, "account", "", "refuse to work on any other account than this one")
	p.StringVar(&f.access.profile, "profile", "", "profile of the AWS configuration")
	p.StringVar(&f.access.role, "role", "", "ARN of a role to assume for reading")
	p.StringVar(&f.access.endpoint, "endpoint-url", "", "endpoint of all AWS services")
	p.StringVar(&f.access.snapshot, "snapshot", "", "work on a snapshot instead of AWS")
}

// addFormat adds --format and --output. The first format is the default.
func (f *flags) addFormat(c *cobra.Command, formats ...string) {
	c.Flags().StringVar(&f.format, "format", formats[0], "output: "+strings.Join(formats, ", "))
	c.Flags().StringVarP(&f.output, "output", "o", "", "write to a file instead of standard output")
	inner := c.RunE
	c.RunE = func(c *cobra.Command, args []string) error {
		if !c.Flags().Changed("format") {
			f.format = formats[0] // all commands share the variable, which holds the default of the last one
		}
		if !slices.Contains(formats, f.format) {
			return fault.New(fault.Invalid, "--format %q is not one of %s", f.format, strings.Join(formats, ", ")).
				Do("%s --help", c.CommandPath())
		}
		return inner(c, args)
	}
}

// addFilter adds the flags that narrow controls and findings.
func (f *flags) addFilter(c *cobra.Command) {
	f.addControls(c)
	p := c.Flags()
	p.StringSliceVar(&f.filter.resources, "resource", nil, "resource: a pattern of its id or name with * and ?")
	p.StringSliceVar(&f.filter.severity, "severity", nil, "severity of the control: CRITICAL, HIGH, MEDIUM, LOW")
}

func (f *flags) addControls(c *cobra.Command) {
	p := c.Flags()
	p.StringSliceVar(&f.filter.controls, "control", nil, "control, may be repeated (S3.8)")
	p.StringSliceVar(&f.filter.standards, "standard", nil, "standard, may be repeated (cis-1.2.0)")
}

// controlIDs checks the controls named and gives them in their own spelling.
func (f *flags) controlIDs(cat *catalog.Catalog) ([]control.ID, error) {
	var out []control.ID
	for _, id := range f.filter.controls {
		u, ok := cat.Control(control.ID(id))
		if !ok {
			return nil, unknown("control", id, cat.ControlIDs(), "manten controls")
		}
		out = append(out, u.ID)
	}
	return out, nil
}

func (f *flags) standardNames() ([]standard.Name, error) {
	var out []standard.Name
	for _, s := range f.filter.standards {
		n, ok := standard.Parse(s)
		if !ok {
			var names []string
			for _, n := range standard.Names() {
				names = append(names, string(n))
			}
			return nil, unknown("standard", s, names, "one of "+strings.Join(names, ", "))
		}
		out = append(out, n)
	}
	return out, nil
}

// remediationNames checks the remediations named, under any of their names.
func (f *flags) remediationNames(cat *catalog.Catalog) ([]string, error) {
	var out []string
	for _, name := range f.filter.remediations {
		u, ok := cat.Remediation(name)
		if !ok {
			return nil, unknown("remediation", name, cat.RemediationNames(), "manten remediations")
		}
		out = append(out, u.Name)
	}
	return out, nil
}

func unknown(kind, name string, known []string, next string) error {
	return fault.New(fault.Invalid, "%q is no %s that Manten knows%s", name, kind, config.DidYouMean(name, known)).Do("%s", next)
}

// units are the controls that --control and --standard select; all live ones by default. A retired one is meant only where
// it is named.
func (f *flags) units(cat *catalog.Catalog) ([]*catalog.ControlUnit, error) {
	return f.chosen(cat, func(u *catalog.ControlUnit) bool { return u.Retired == "" })
}

// chosen are the controls that --control and --standard select; where none is named, those that are usual.
func (f *flags) chosen(cat *catalog.Catalog, usual func(*catalog.ControlUnit) bool) ([]*catalog.ControlUnit, error) {
	ids, err := f.controlIDs(cat)
	if err != nil {
		return nil, err
	}
	standards, err := f.standardNames()
	if err != nil {
		return nil, err
	}
	var out []*catalog.ControlUnit
	for _, u := range cat.Controls() {
		named := slices.Contains(ids, u.ID) || (len(ids) == 0 && usual(u))
		in := len(standards) == 0 || slices.ContainsFunc(standards, u.Standards.Has)
		if named && in {
			out = append(out, u)
		}
	}
	if len(out) == 0 {
		return nil, fault.New(fault.Invalid, "no control is selected").Do("manten controls")
	}
	return out, nil
}

// matcher tells which findings the filter lets through. Those of retired controls are there because a scan named them.
func (f *flags) matcher(cat *catalog.Catalog) (func(control.Finding) bool, error) {
	units, err := f.chosen(cat, func(*catalog.ControlUnit) bool { return true })
	if err != nil {
		return nil, err
	}
	byID := map[control.ID]*catalog.ControlUnit{}
	for _, u := range units {
		byID[u.ID] = u
	}
	status, severity, err := f.words()
	if err != nil {
		return nil, err
	}
	return func(x control.Finding) bool {
		u := byID[x.Control]
		return u != nil && oneOf(status, string(x.Status)) && oneOf(severity, string(u.Severity)) &&
			(global(cat, x.Resource.Type) || oneOf(f.access.regions, x.Resource.Region)) && f.named(x)
	}, nil
}

// global tells whether resources of a type belong to no region.
func global(cat *catalog.Catalog, t resource.Type) bool {
	u, ok := cat.Collector(t)
	return ok && u.Scope == catalog.Global
}

// everywhere tells whether all that a control judges belongs to no region.
func everywhere(cat *catalog.Catalog, u *catalog.ControlUnit) bool {
	return !slices.ContainsFunc(cat.CollectorsOf(u), func(c *catalog.CollectorUnit) bool { return c.Scope != catalog.Global })
}

// words checks the words of --status and --severity.
func (f *flags) words() (status, severity []string, err error) {
	status, err = words("status", f.filter.status, "PASSED", "FAILED", "WARNING", "NOT_AVAILABLE")
	if err != nil {
		return nil, nil, err
	}
	severity, err = words("severity", f.filter.severity, "CRITICAL", "HIGH", "MEDIUM", "LOW")
	return status, severity, err
}

func words(kind string, given []string, known ...string) ([]string, error) {
	var out []string
	for _, w := range given {
		w = strings.ToUpper(w)
		if !slices.Contains(known, w) {
			return nil, unknown(kind, w, known, "one of "+strings.Join(known, ", "))
		}
		out = append(out, w)
	}
	return out, nil
}

func oneOf(allowed []string, s string) bool { return len(allowed) == 0 || slices.Contains(allowed, s) }

func (f *flags) named(x control.Finding) bool {
	return len(f.filter.resources) == 0 || slices.ContainsFunc(f.filter.resources, func(p string) bool {
		return policy.Match(p, x.Resource.ID) || policy.Match(p, x.Resource.Name)
	})
}
