package codebuild

import (
	"strconv"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/codebuild"
	"github.com/aws/aws-sdk-go-v2/service/codebuild/types"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource/codebuild"
)

var updateProject = catalog.Write(Service, awsop.NewWrite(sdk.NewFromConfig, (*sdk.Client).UpdateProject,
	"codebuild:UpdateProject").Repeatable())

// secretOf says where the value of the i-th variable is read, which is in clear text.
type secretOf func(i int, into string) plan.Secret

// update is the call that sets a project's environment whole; it leaves all else alone. What is in clear text is filled
// in when the call is made.
func update(p codebuild.Project, secret secretOf) awsop.Bound {
	environment := environmentOf(p.Environment.Value())
	var secrets []plan.Secret
	for i, v := range p.Variables.Value() {
		out := types.EnvironmentVariable{Name: aws.String(v.Name), Type: types.EnvironmentVariableType(v.Type)}
		if v.Type == codebuild.Plaintext {
			secrets = append(secrets, secret(i, "Environment.EnvironmentVariables."+strconv.Itoa(i)+".Value"))
		} else {
			out.Value = aws.String(v.Reference)
		}
		environment.EnvironmentVariables = append(environment.EnvironmentVariables, out)
	}
	return updateProject.With(&sdk.UpdateProjectInput{Name: &p.Name, Environment: environment}).Hiding(secrets...)
}

// environmentOf is the environment without its variables.
func environmentOf(e codebuild.Environment) *types.ProjectEnvironment {
	out := &types.ProjectEnvironment{
		Type: types.EnvironmentType(e.Type), Image: aws.String(e.Image), ComputeType: types.ComputeType(e.ComputeType),
		PrivilegedMode: aws.Bool(e.PrivilegedMode), ImagePullCredentialsType: types.ImagePullCredentialsType(e.ImagePullCredentialsType),
	}
	if e.Certificate != "" {
		out.Certificate = aws.String(e.Certificate)
	}
	if c := e.RegistryCredential; c != nil {
		out.RegistryCredential = &types.RegistryCredential{
			Credential: aws.String(c.Credential), CredentialProvider: types.CredentialProviderType(c.Provider),
		}
	}
	if e.Fleet != "" {
		out.Fleet = &types.ProjectFleet{FleetArn: aws.String(e.Fleet)}
	}
	if c := e.Compute; c != nil {
		out.ComputeConfiguration = computeOf(*c)
	}
	if d := e.DockerServer; d != nil {
		out.DockerServer = &types.DockerServer{ComputeType: types.ComputeType(d.ComputeType), SecurityGroupIds: d.SecurityGroups}
	}
	return out
}

// computeOf leaves out what asks for nothing.
func computeOf(c codebuild.Compute) *types.ComputeConfiguration {
	out := &types.ComputeConfiguration{MachineType: types.MachineType(c.MachineType)}
	out.Disk, out.Memory, out.VCpu = asked(c.Disk), asked(c.Memory), asked(c.VCPU)
	if c.InstanceType != "" {
		out.InstanceType = aws.String(c.InstanceType)
	}
	return out
}

func asked(n int64) *int64 {
	if n == 0 {
		return nil
	}
	return &n
}
