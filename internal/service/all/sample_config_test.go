package all_test

import (
	"fmt"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/config"
)

var poolsConfig = map[string]pool{
	"config.Account.Recorder": func(s *sampler, _ resource.Ref) any {
		r := config.Recorder{
			Name: pick(s, "default", "own"), Mode: config.Mode{Frequency: pick(s, config.Continuous, "DAILY")},
			Role: pick(s, "arn:aws:iam::"+account+":role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig", "arn:aws:iam::"+account+":role/own"),
		}
		kinds := some(s, 3, "AWS::CodeBuild::Project", "AWS::EC2::Instance", "AWS::EC2::Volume", "AWS::IAM::User", "AWS::S3::Bucket")
		switch s.IntN(3) {
		case 0:
			r.Group = config.Group{Strategy: config.AllSupported, Global: s.one(2)}
		case 1:
			r.Group = config.Group{Strategy: config.Inclusion, Types: append(kinds, "AWS::SSM::PatchCompliance")}
		default:
			r.Group = config.Group{Strategy: config.Exclusion, Types: append(kinds, "AWS::WAF::Rule")}
		}
		if s.one(3) {
			r.Mode.Overrides = []config.Override{{Frequency: "DAILY", Types: []string{"AWS::EC2::Instance"}}}
		}
		return r
	},
	"config.Account.Linked": func(s *sampler, _ resource.Ref) any {
		return some(s, 1, "observabilityadmin.amazonaws.com")
	},
}

var keepsConfig = map[string]keeping{
	// A recorder that is there keeps its name and how often it records, and records nothing less.
	"config.Account.Recorder": kept(func(_ *catalog.RemediationUnit, before, after config.Account) error {
		was, there := before.Recorder.Get()
		is := after.Recorder.Value()
		if !there {
			return nil
		}
		if was.Name != is.Name || was.Mode.Frequency != is.Mode.Frequency || len(was.Mode.Overrides) != len(is.Mode.Overrides) {
			return fmt.Errorf("recorder %+v became %+v", was, is)
		}
		for _, kind := range append(config.GlobalTypes(), "AWS::EC2::Instance", "AWS::EC2::Volume", "AWS::S3::Bucket", "AWS::SSM::PatchCompliance", "AWS::WAF::Rule") {
			if was.Group.Records(kind) && !is.Group.Records(kind) {
				return fmt.Errorf("%s is recorded no longer", kind)
			}
		}
		return nil
	}),
	// A channel that is there stays as it is.
	"config.Account.Channel": kept(func(_ *catalog.RemediationUnit, before, _ config.Account) error {
		if c, there := before.Channel.Get(); there {
			return fmt.Errorf("channel %s was changed", c.Name)
		}
		return nil
	}),
}
