package awstest_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/codebuild"
	"github.com/aws/aws-sdk-go-v2/service/codebuild/types"

	"github.com/mantenhq/manten/internal/awstest"
)

func TestUpdateProject(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	client := codebuild.NewFromConfig(a.Through(region))
	environment := func(value string) *types.ProjectEnvironment {
		return &types.ProjectEnvironment{
			Type: types.EnvironmentTypeLinuxContainer, Image: aws.String("aws/codebuild/standard:7.0"), ComputeType: types.ComputeTypeBuildGeneral1Small,
			EnvironmentVariables: []types.EnvironmentVariable{{Name: aws.String("A"), Value: &value}},
		}
	}
	if _, err := client.CreateProject(t.Context(), &codebuild.CreateProjectInput{
		Name: aws.String("site"), Description: aws.String("kept"), ServiceRole: aws.String("arn:aws:iam::" + a.ID + ":role/build"),
		Artifacts:   &types.ProjectArtifacts{Type: types.ArtifactsTypeNoArtifacts},
		Source:      &types.ProjectSource{Type: types.SourceTypeNoSource, Location: aws.String("x"), Buildspec: aws.String("y")},
		Environment: environment("before"),
	}); err != nil {
		t.Fatal(err)
	}
	get := func() types.Project {
		t.Helper()
		got, err := client.BatchGetProjects(t.Context(), &codebuild.BatchGetProjectsInput{Names: []string{"site", "none"}})
		if err != nil || len(got.Projects) != 1 || len(got.ProjectsNotFound) != 1 || got.ProjectsNotFound[0] != "none" {
			t.Fatalf("got %+v, %v", got, err)
		}
		return got.Projects[0]
	}
	before := get()
	if v := before.Environment.EnvironmentVariables[0]; v.Type != types.EnvironmentVariableTypePlaintext || before.LastModified == nil {
		t.Errorf("got %+v, modified %v", v, before.LastModified)
	}
	if _, err := client.UpdateProject(t.Context(), &codebuild.UpdateProjectInput{Name: aws.String("site"), Environment: environment("after")}); err != nil {
		t.Fatal(err)
	}
	after := get()
	if v := after.Environment.EnvironmentVariables[0]; aws.ToString(v.Value) != "after" || v.Type != types.EnvironmentVariableTypePlaintext {
		t.Errorf("got %+v", v)
	}
	if aws.ToString(after.Description) != "kept" || !after.LastModified.After(*before.LastModified) || !after.Created.Equal(*before.Created) {
		t.Errorf("before %+v, after %+v", before, after)
	}
	_, err := client.UpdateProject(t.Context(), &codebuild.UpdateProjectInput{Name: aws.String("none")})
	wantCode(t, err, "ResourceNotFoundException")
}
