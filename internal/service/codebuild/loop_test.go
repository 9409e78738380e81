package codebuild

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/codebuild"
	"github.com/aws/aws-sdk-go-v2/service/codebuild/types"
	sdkiam "github.com/aws/aws-sdk-go-v2/service/iam"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/awstest/loop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/service/accessanalyzer"
	"github.com/mantenhq/manten/internal/service/iam"
	"github.com/mantenhq/manten/internal/service/ssm"
)

// leakingProject makes a project with a key of a user of the account in clear text, and the role of its builds.
func leakingProject(t *testing.T, a *awstest.Account) {
	t.Helper()
	c := sdkiam.NewFromConfig(a.Config(region))
	if _, err := c.CreateRole(t.Context(), &sdkiam.CreateRoleInput{
		RoleName: aws.String("build"), Path: aws.String("/service-role/"),
		AssumeRolePolicyDocument: aws.String(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"codebuild.amazonaws.com"},"Action":"sts:AssumeRole"}]}`),
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := c.CreateUser(t.Context(), &sdkiam.CreateUserInput{UserName: aws.String("deploy"), Path: aws.String("/bots/")}); err != nil {
		t.Fatal(err)
	}
	key, err := c.CreateAccessKey(t.Context(), &sdkiam.CreateAccessKeyInput{UserName: aws.String("deploy")})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := sdk.NewFromConfig(a.Config(region)).CreateProject(t.Context(), &sdk.CreateProjectInput{
		Name: aws.String("leaky"), ServiceRole: aws.String("arn:aws:iam::" + a.ID + ":role/service-role/build"),
		Artifacts: &types.ProjectArtifacts{Type: types.ArtifactsTypeNoArtifacts},
		Source:    &types.ProjectSource{Type: types.SourceTypeGithub, Location: aws.String("https://github.com/team/site.git")},
		Environment: &types.ProjectEnvironment{
			Type: types.EnvironmentTypeLinuxContainer, Image: aws.String("aws/codebuild/standard:7.0"), ComputeType: types.ComputeTypeBuildGeneral1Small,
			PrivilegedMode: aws.Bool(true),
			EnvironmentVariables: []types.EnvironmentVariable{
				variable("TOKEN", "token-"+canary, ""),
				variable("AWS_ACCESS_KEY_ID", *key.AccessKey.AccessKeyId, types.EnvironmentVariableTypePlaintext),
				variable("AWS_SECRET_ACCESS_KEY", canary, types.EnvironmentVariableTypePlaintext),
				variable("PASSWORD", "/build/password", types.EnvironmentVariableTypeParameterStore),
			},
		},
	}); err != nil {
		t.Fatal(err)
	}
}

func TestLoop(t *testing.T) {
	t.Parallel()
	for name, params := range map[string]map[string]any{"kept": nil, "deactivated": {"deactivateKey": true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var account *awstest.Account
			loop.Run(t, loop.Case{
				Service: Service, With: []*catalog.Service{accessanalyzer.Service, iam.Service, ssm.Service},
				Remediation: replaceCredentials.Name, Controls: []control.ID{"CodeBuild.2"}, Params: params, Same: []string{"Modified"},
				Setup: func(t *testing.T, a *awstest.Account) {
					t.Helper()
					leakingProject(t, a)
					account = a
				},
			})
			clear := map[string]string{"TOKEN": "token-" + canary, "AWS_SECRET_ACCESS_KEY": canary, "PASSWORD": "/build/password"}
			for n, v := range valuesOf(t, account) {
				if want, fixed := clear[n]; fixed && v != want {
					t.Errorf("after all %s is %q, want %q", n, v, want)
				}
			}
		})
	}
}

// valuesOf are the values of the project's variables.
func valuesOf(t *testing.T, a *awstest.Account) map[string]string {
	t.Helper()
	got, err := sdk.NewFromConfig(a.Through(region)).BatchGetProjects(t.Context(), &sdk.BatchGetProjectsInput{Names: []string{"leaky"}})
	if err != nil || len(got.Projects) != 1 {
		t.Fatalf("got %+v, %v", got, err)
	}
	all := map[string]string{}
	for _, v := range got.Projects[0].Environment.EnvironmentVariables {
		all[aws.ToString(v.Name)] = aws.ToString(v.Value)
	}
	return all
}
