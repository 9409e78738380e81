package all_test

import (
	"fmt"

	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/ssm"
)

var namingsSSM = map[resource.Type]naming{
	"AWS::SSM::Instance": func(region string, n int) (string, string) {
		name := fmt.Sprintf("i-%017x", n)
		return resource.ARN(region, "ec2", region, account, "instance/"+name), name
	},
	"AWS::SSM::PatchCompliance": func(region string, n int) (string, string) {
		name := fmt.Sprintf("i-%017x", n)
		return resource.ARN(region, "ssm", region, account, "managed-instance/"+name), name
	},
	"AWS::SSM::Parameter": func(region string, n int) (string, string) {
		name := fmt.Sprintf("/build/%d", n)
		return resource.ARN(region, "ssm", region, account, "parameter"+name), name
	},
	"AWS::SSM::AssociationCompliance": func(region string, n int) (string, string) {
		name := fmt.Sprintf("mi-%017x", n)
		return resource.ARN(region, "ssm", region, account, "managed-instance/"+name), name
	},
}

var poolsSSM = map[string]pool{
	"ssm.Parameter.ParameterType":     func(s *sampler, _ resource.Ref) any { return pick(s, "String", "StringList", ssm.SecureString) },
	"ssm.PatchCompliance.Items":       func(s *sampler, _ resource.Ref) any { return s.items() },
	"ssm.AssociationCompliance.Items": func(s *sampler, _ resource.Ref) any { return s.items() },
}

// items are the compliance items of a managed node.
func (s *sampler) items() ssm.Items {
	return pick(s, ssm.Items{Status: ssm.Compliant, Compliant: 397}, ssm.Items{Status: ssm.NonCompliant, Compliant: 390, NonCompliant: 7})
}
