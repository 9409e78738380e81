package config_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mantenhq/manten/internal/resource/config"
)

// Whatever a group records, it records afterwards, and the wanted types besides.
func TestGroupWith(t *testing.T) {
	t.Parallel()
	wanted := []string{"AWS::EC2::Instance", "AWS::IAM::Role"}
	for name, c := range map[string]struct{ before, after config.Group }{
		"all":                     {config.Group{Strategy: config.AllSupported, Global: true}, config.Group{Strategy: config.AllSupported, Global: true}},
		"all but IAM":             {config.Group{Strategy: config.AllSupported}, config.Group{Strategy: config.AllSupported, Global: true}},
		"some":                    {config.Group{Strategy: config.Inclusion, Types: []string{"AWS::S3::Bucket"}}, config.Group{Strategy: config.Inclusion, Types: []string{"AWS::EC2::Instance", "AWS::IAM::Role", "AWS::S3::Bucket"}}},
		"all but some":            {config.Group{Strategy: config.Exclusion, Types: []string{"AWS::EC2::Instance", "AWS::EC2::Volume"}}, config.Group{Strategy: config.Exclusion, Types: []string{"AWS::EC2::Volume"}}},
		"all but the wanted ones": {config.Group{Strategy: config.Exclusion, Types: []string{"AWS::EC2::Instance"}}, config.Group{Strategy: config.AllSupported, Global: true}},
		"nothing wanted excluded": {config.Group{Strategy: config.Exclusion, Types: []string{"AWS::EC2::Volume"}}, config.Group{Strategy: config.Exclusion, Types: []string{"AWS::EC2::Volume"}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			types := slices.Clone(c.before.Types)
			got := c.before.With(wanted)
			if diff := cmp.Diff(c.after, got); diff != "" {
				t.Error(diff)
			}
			if left := got.Missing(wanted); len(left) > 0 {
				t.Errorf("still missing: %v", left)
			}
			if !slices.Equal(types, c.before.Types) {
				t.Error("the group itself was changed")
			}
			for _, kind := range append(config.GlobalTypes(), "AWS::EC2::Volume", "AWS::S3::Bucket") {
				if c.before.Records(kind) && !got.Records(kind) {
					t.Errorf("%s is recorded no longer", kind)
				}
			}
		})
	}
}
