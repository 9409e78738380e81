// Package config has the resource types of AWS Config as controls and remediations see them: pure data.
package config

import (
	"slices"

	"github.com/mantenhq/manten/internal/resource"
)

// Account is what AWS Config has in a region of an account: at most one recorder of the customer's own, and at most one
// delivery channel.
type Account struct {
	resource.Ref
	// Recorder is absent where the customer has none.
	Recorder resource.Fact[Recorder]
	// Recording is whether the recorder runs, absent where there is none.
	Recording resource.Fact[bool]
	// Channel is absent where there is none.
	Channel resource.Fact[Channel]
	// Linked are the service principals of the services that have a recorder of their own here, sorted.
	Linked resource.Fact[[]string]
}

// Recorder is a configuration recorder.
type Recorder struct {
	Name string
	// Role is the ARN of the role by which Config looks at resources.
	Role  string
	Group Group
	Mode  Mode
}

// Group says which types of resources are recorded.
type Group struct {
	// Strategy is AllSupported, Inclusion or Exclusion.
	Strategy string
	// Global counts with AllSupported only: whether IAM's users, groups, roles and policies are recorded, too.
	Global bool `json:",omitempty"`
	// Types are those that Inclusion records, or that Exclusion leaves out, sorted; empty with AllSupported.
	Types []string `json:",omitempty"`
}

// The strategies.
const (
	AllSupported = "ALL_SUPPORTED_RESOURCE_TYPES"
	Inclusion    = "INCLUSION_BY_RESOURCE_TYPES"
	Exclusion    = "EXCLUSION_BY_RESOURCE_TYPES"
)

// Mode says how often changes are recorded.
type Mode struct {
	// Frequency is "CONTINUOUS" or "DAILY".
	Frequency string
	Overrides []Override `json:",omitempty"`
}

// Continuous is the frequency that Config takes where none is set.
const Continuous = "CONTINUOUS"

// Override is another frequency for some types.
type Override struct {
	Frequency   string
	Types       []string
	Description string `json:",omitempty"`
}

// Channel is a delivery channel.
type Channel struct {
	Name   string
	Bucket string
	// Prefix, Key and Topic are empty where there are none. Key encrypts the objects; Topic is an ARN.
	Prefix string `json:",omitempty"`
	Key    string `json:",omitempty"`
	Topic  string `json:",omitempty"`
	// Frequency is how often snapshots are delivered, empty where that is not set.
	Frequency string `json:",omitempty"`
}

// GlobalTypes are the types of IAM's resources, which are the same in all regions.
func GlobalTypes() []string {
	return []string{"AWS::IAM::Group", "AWS::IAM::Policy", "AWS::IAM::Role", "AWS::IAM::User"}
}

// Records tells whether resources of a type are recorded.
func (g Group) Records(kind string) bool {
	switch g.Strategy {
	case AllSupported:
		return g.Global || !slices.Contains(GlobalTypes(), kind)
	case Exclusion:
		return !slices.Contains(g.Types, kind)
	}
	return slices.Contains(g.Types, kind)
}

// Missing are those of the types that are not recorded.
func (g Group) Missing(kinds []string) []string {
	return slices.DeleteFunc(slices.Clone(kinds), g.Records)
}

// With is the group with some more types recorded and nothing less. A group that then excludes nothing records all
// there are: it cannot be an exclusion.
func (g Group) With(kinds []string) Group {
	missing := g.Missing(kinds)
	if len(missing) == 0 {
		return g
	}
	switch g.Strategy {
	case AllSupported:
		return Group{Strategy: AllSupported, Global: true}
	case Exclusion:
		left := slices.DeleteFunc(slices.Clone(g.Types), func(t string) bool { return slices.Contains(missing, t) })
		if len(left) == 0 {
			return Group{Strategy: AllSupported, Global: true}
		}
		return Group{Strategy: Exclusion, Types: left}
	}
	all := append(slices.Clone(g.Types), missing...)
	slices.Sort(all)
	return Group{Strategy: Inclusion, Types: all}
}
