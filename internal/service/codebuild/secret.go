package codebuild

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/codebuild"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource/codebuild"
)

// environmentVariable is the clear text of a plain variable, by project, place in the list and name.
var environmentVariable = catalog.Secret(Service, "codebuild.EnvironmentVariable", []awsop.Op{batchGetProjects},
	func(ctx context.Context, cfg aws.Config, args map[string]string) (string, error) {
		out, err := sdk.NewFromConfig(cfg).BatchGetProjects(ctx, &sdk.BatchGetProjectsInput{Names: []string{args["project"]}})
		if err != nil {
			return "", err
		}
		if len(out.Projects) != 1 || out.Projects[0].Environment == nil {
			return "", fmt.Errorf("project %s is not there", args["project"])
		}
		found := out.Projects[0].Environment.EnvironmentVariables
		i, err := strconv.Atoi(args["index"])
		if err != nil || i < 0 || i >= len(found) {
			return "", fmt.Errorf("project %s has no variable %s", args["project"], args["index"])
		}
		v := variables(found)[i]
		if v.Name != args["variable"] || v.Type != codebuild.Plaintext || found[i].Value == nil {
			return "", errors.New("variable " + args["index"] + " of project " + args["project"] + " is no longer " + args["variable"] + " in clear text")
		}
		return *found[i].Value, nil
	})

// secretArgs name a variable of a project.
func secretArgs(p codebuild.Project, i int) map[string]string {
	return map[string]string{"project": p.Name, "index": strconv.Itoa(i), "variable": p.Variables.Value()[i].Name}
}
