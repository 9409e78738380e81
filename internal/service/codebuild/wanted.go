package codebuild

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/codebuild"
	"github.com/mantenhq/manten/internal/resource/iam"
	"github.com/mantenhq/manten/internal/resource/ssm"
)

// parameterName is where a variable of a project goes to.
func parameterName(p codebuild.Project, variable string) string {
	return "/CodeBuild/" + p.Name + "/env/" + variable
}

// longest is how long the name of a managed policy may be. Source: IAM API Reference, CreatePolicy.
const longest = 128

// policyName ends with a digest in the place of what is too long.
func policyName(p codebuild.Project) string {
	name := "CodeBuildSSMParameterPolicy-" + p.Name + "-" + p.Region
	if len(name) <= longest {
		return name
	}
	sum := sha256.Sum256([]byte(name))
	end := "-" + hex.EncodeToString(sum[:6])
	return name[:longest-len(end)] + end
}

// isRole tells whether an ARN is of a role.
func isRole(arn string) bool { return strings.Contains(arn, ":role/") }

// wanted asks for the parameters, and for the service role to be let read them.
func wanted(p codebuild.Project, moved []int) []catalog.Request {
	var all []catalog.Request
	for _, i := range moved {
		name := p.Variables.Value()[i].Name
		on := ssm.ParameterRef(p.Account, p.Region, parameterName(p, name))
		all = append(all, catalog.Request{Remediation: "PutSecretParameter", On: on, With: map[string]any{
			"source": environmentVariable.Name, "args": secretArgs(p, i), "since": p.Modified.Value().Format(time.RFC3339Nano),
			"description": "Environment variable " + name + " of CodeBuild project " + p.Name,
		}})
	}
	policy := iam.PolicyRef(p.Account, p.Region, policyName(p))
	role := iam.RoleAt(p.Account, p.Region, p.ServiceRole.Value())
	return append(all,
		catalog.Request{Remediation: "CreatePolicy", On: policy, With: map[string]any{
			"document":    mayRead(p),
			"description": "Lets builds of project " + p.Name + " read their environment variables",
		}},
		catalog.Request{Remediation: "CreateRole", On: role, With: map[string]any{"managedPolicies": []string{policy.ID}}},
	)
}

// mayRead is the policy that lets builds read the parameters of the project.
func mayRead(p codebuild.Project) string {
	data, err := json.Marshal(map[string]any{"Version": "2012-10-17", "Statement": []any{map[string]any{
		"Effect": "Allow", "Action": []string{"ssm:GetParameter", "ssm:GetParameters"},
		"Resource": resource.ARN(p.Region, "ssm", p.Region, p.Account, "parameter/CodeBuild/"+p.Name+"/env/*"),
	}}})
	if err != nil {
		panic(err) // maps of text
	}
	return string(data)
}
