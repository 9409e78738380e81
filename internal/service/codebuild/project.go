package codebuild

import (
	"cmp"
	"regexp"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/codebuild/types"

	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/codebuild"
)

// fill takes over what is no secret. It picks members by name, so that what AWS adds one day stays outside.
func fill(p *codebuild.Project, found types.Project) {
	p.Source = resource.Is(source(*found.Source))
	secondary := []codebuild.Source{}
	for _, s := range found.SecondarySources {
		secondary = append(secondary, source(s))
	}
	slices.SortFunc(secondary, func(a, b codebuild.Source) int { return cmp.Compare(a.Identifier, b.Identifier) })
	p.SecondarySources = resource.Is(secondary)
	p.Environment = resource.Is(environment(*found.Environment))
	p.Variables = resource.Is(variables(found.Environment.EnvironmentVariables))
	p.PlainAccessKeyID = accessKeyID(found.Environment.EnvironmentVariables)
	p.ServiceRole = resource.None[string]()
	if role := aws.ToString(found.ServiceRole); role != "" {
		p.ServiceRole = resource.Is(role)
	}
	p.Modified = resource.None[time.Time]()
	if found.LastModified != nil {
		p.Modified = resource.Is(found.LastModified.UTC())
	}
	tags := map[string]string{}
	for _, t := range found.Tags {
		tags[aws.ToString(t.Key)] = aws.ToString(t.Value)
	}
	p.Tags = resource.Is(tags)
}

func source(found types.ProjectSource) codebuild.Source {
	location, userinfo := bare(aws.ToString(found.Location))
	return codebuild.Source{
		Identifier: aws.ToString(found.SourceIdentifier), Type: string(found.Type), Location: location, Userinfo: userinfo,
	}
}

// variables keep a value only where the type says that it is a reference. The API's default type is PLAINTEXT.
func variables(found []types.EnvironmentVariable) []codebuild.Variable {
	all := []codebuild.Variable{}
	for _, v := range found {
		kept := codebuild.Variable{Name: aws.ToString(v.Name), Type: cmp.Or(string(v.Type), codebuild.Plaintext)}
		if kept.Type == codebuild.ParameterStore || kept.Type == codebuild.SecretsManager {
			kept.Reference = aws.ToString(v.Value)
		}
		all = append(all, kept)
	}
	return all
}

// keyID is the form of an access key's id, permanent or temporary. A secret access key never has it: that is twice as
// long.
var keyID = regexp.MustCompile(`^(AKIA|ASIA)[A-Z0-9]{16}$`)

func accessKeyID(found []types.EnvironmentVariable) resource.Fact[string] {
	for i, v := range variables(found) {
		value := aws.ToString(found[i].Value)
		if v.Credential() && v.Name == codebuild.AccessKeyID && keyID.MatchString(value) {
			return resource.Is(value)
		}
	}
	return resource.None[string]()
}

func environment(found types.ProjectEnvironment) codebuild.Environment {
	e := codebuild.Environment{
		Type: string(found.Type), Image: aws.ToString(found.Image), ComputeType: string(found.ComputeType),
		PrivilegedMode: aws.ToBool(found.PrivilegedMode), ImagePullCredentialsType: string(found.ImagePullCredentialsType),
		Certificate: aws.ToString(found.Certificate),
	}
	if c := found.RegistryCredential; c != nil {
		e.RegistryCredential = &codebuild.RegistryCredential{Credential: aws.ToString(c.Credential), Provider: string(c.CredentialProvider)}
	}
	if f := found.Fleet; f != nil {
		e.Fleet = aws.ToString(f.FleetArn)
	}
	if c := found.ComputeConfiguration; c != nil {
		e.Compute = &codebuild.Compute{
			Disk: aws.ToInt64(c.Disk), InstanceType: aws.ToString(c.InstanceType), MachineType: string(c.MachineType),
			Memory: aws.ToInt64(c.Memory), VCPU: aws.ToInt64(c.VCpu),
		}
	}
	if d := found.DockerServer; d != nil {
		groups := slices.Clone(d.SecurityGroupIds)
		slices.Sort(groups)
		e.DockerServer = &codebuild.DockerServer{ComputeType: string(d.ComputeType), SecurityGroups: groups}
	}
	return e
}
