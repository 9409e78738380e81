package all_test

import (
	"fmt"

	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/codebuild"
)

var namingsCodeBuild = map[resource.Type]naming{
	"AWS::CodeBuild::Project": func(region string, n int) (string, string) {
		name := fmt.Sprintf("project-%d", n)
		return resource.ARN(region, "codebuild", region, account, "project/"+name), name
	},
}

var poolsCodeBuild = map[string]pool{
	"codebuild.Project.Source": func(s *sampler, _ resource.Ref) any {
		return pick(s,
			codebuild.Source{Type: codebuild.Bitbucket, Location: "https://bitbucket.org/team/a.git"},
			codebuild.Source{Type: codebuild.Bitbucket, Location: "https://bitbucket.org/team/b.git", Userinfo: true},
			codebuild.Source{Type: "GITHUB", Location: "https://github.com/team/c.git", Userinfo: true},
			codebuild.Source{Type: "S3", Location: "bucket/source.zip"},
		)
	},
	"codebuild.Project.Environment": func(s *sampler, _ resource.Ref) any {
		e := codebuild.Environment{
			Type: "LINUX_CONTAINER", Image: "aws/codebuild/standard:7.0", ComputeType: "BUILD_GENERAL1_SMALL", PrivilegedMode: s.one(2),
			ImagePullCredentialsType: pick(s, "", "CODEBUILD", "SERVICE_ROLE"), Certificate: pick(s, "", "bucket/cert.pem"),
		}
		if s.one(3) {
			e.RegistryCredential = &codebuild.RegistryCredential{Credential: "registry", Provider: "SECRETS_MANAGER"}
		}
		if s.one(3) {
			e.DockerServer = &codebuild.DockerServer{ComputeType: "BUILD_GENERAL1_SMALL", SecurityGroups: some(s, 2, "sg-1", "sg-2")}
		}
		return e
	},
	"codebuild.Project.Variables": func(s *sampler, _ resource.Ref) any {
		return some(s, 4,
			codebuild.Variable{Name: codebuild.AccessKeyID, Type: codebuild.Plaintext},
			codebuild.Variable{Name: codebuild.SecretAccessKey, Type: codebuild.Plaintext},
			codebuild.Variable{Name: codebuild.SecretAccessKey, Type: codebuild.ParameterStore, Reference: "/build/key"},
			codebuild.Variable{Name: "STAGE", Type: codebuild.Plaintext},
		)
	},
	"codebuild.Project.PlainAccessKeyID": func(*sampler, resource.Ref) any { return "AKIA0" },
	"codebuild.Project.KeyOwner": func(s *sampler, _ resource.Ref) any {
		return fmt.Sprintf("arn:aws:iam::%s:user/path/user-%d", account, s.IntN(4))
	},
	"codebuild.Project.ServiceRole": func(s *sampler, _ resource.Ref) any {
		if s.one(8) {
			return pick(s, "build", "arn:aws:iam::"+partner+":role/build")
		}
		return fmt.Sprintf("arn:aws:iam::%s:role/path/role-%d", account, s.IntN(4))
	},
}
