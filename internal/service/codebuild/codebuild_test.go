package codebuild

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/codebuild"
	"github.com/aws/aws-sdk-go-v2/service/codebuild/types"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/codebuild"
)

const region = "us-east-1"

// projectWith is a project with nothing to say against it, with one change.
func projectWith(change func(*codebuild.Project)) codebuild.Project {
	p := codebuild.Project{
		Ref: resource.Ref{
			Type: "AWS::CodeBuild::Project", Account: "111122223333", Region: "eu-west-1",
			ID: "arn:aws:codebuild:eu-west-1:111122223333:project/site", Name: "site",
		},
		Source:           resource.Is(codebuild.Source{Type: codebuild.Bitbucket, Location: "https://bitbucket.org/team/site.git"}),
		SecondarySources: resource.Is([]codebuild.Source{}),
		Environment:      resource.Is(codebuild.Environment{Type: "LINUX_CONTAINER", Image: "aws/codebuild/standard:7.0", ComputeType: "BUILD_GENERAL1_SMALL"}),
		Variables:        resource.Is([]codebuild.Variable{{Name: "STAGE", Type: codebuild.Plaintext}}),
		PlainAccessKeyID: resource.None[string](),
		ServiceRole:      resource.Is("arn:aws:iam::111122223333:role/build"),
		Tags:             resource.Is(map[string]string{}),
	}
	if change != nil {
		change(&p)
	}
	return p
}

func place(a *awstest.Account) catalog.Place {
	return catalog.Place{Account: a.ID, Region: region, Config: a.Through(region), Facts: projects.Facts}
}

// create makes a project with its source at a location and with variables.
func create(t *testing.T, a *awstest.Account, name, location string, variables ...types.EnvironmentVariable) {
	t.Helper()
	if _, err := sdk.NewFromConfig(a.Config(region)).CreateProject(t.Context(), &sdk.CreateProjectInput{
		Name: &name, ServiceRole: aws.String("arn:aws:iam::" + a.ID + ":role/build"), Artifacts: &types.ProjectArtifacts{Type: types.ArtifactsTypeNoArtifacts},
		Source: &types.ProjectSource{Type: types.SourceTypeBitbucket, Location: &location, Buildspec: aws.String("echo " + canary)},
		Environment: &types.ProjectEnvironment{
			Type: types.EnvironmentTypeLinuxContainer, Image: aws.String("aws/codebuild/standard:7.0"), ComputeType: types.ComputeTypeBuildGeneral1Small,
			PrivilegedMode: aws.Bool(true), EnvironmentVariables: variables,
		},
		Tags: []types.Tag{{Key: aws.String("team"), Value: aws.String("a")}},
	}); err != nil {
		t.Fatal(err)
	}
}

// canary is a secret that may be nowhere.
const canary = "canary-d41d8cd9"

func variable(name, value string, kind types.EnvironmentVariableType) types.EnvironmentVariable {
	return types.EnvironmentVariable{Name: &name, Value: &value, Type: kind}
}

func as(t *testing.T, r resource.Resource) codebuild.Project {
	t.Helper()
	p, ok := r.(codebuild.Project)
	if !ok {
		t.Fatalf("got a %T", r)
	}
	return p
}

// listedProjects are the projects of a place by name.
func listedProjects(t *testing.T, at catalog.Place) map[string]codebuild.Project {
	t.Helper()
	all := map[string]codebuild.Project{}
	for r, err := range projects.List(t.Context(), at) {
		if err != nil {
			t.Fatal(err)
		}
		all[r.Reference().Name] = as(t, r)
	}
	return all
}

func get(t *testing.T, at catalog.Place, r resource.Resource) codebuild.Project {
	t.Helper()
	got, err := projects.Get(t.Context(), at, r)
	if err != nil {
		t.Fatal(err)
	}
	return as(t, got)
}
