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
	"codebuild.Project.Variables": func(s *sampler, _ resource.Ref) any {
		return some(s, 4,
			codebuild.Variable{Name: codebuild.AccessKeyID, Type: codebuild.Plaintext},
			codebuild.Variable{Name: codebuild.SecretAccessKey, Type: codebuild.Plaintext},
			codebuild.Variable{Name: codebuild.SecretAccessKey, Type: codebuild.ParameterStore, Reference: "/build/key"},
			codebuild.Variable{Name: "STAGE", Type: codebuild.Plaintext},
		)
	},
	"codebuild.Project.PlainAccessKeyID": func(*sampler, resource.Ref) any { return "AKIAIOSFODNN7EXAMPLE" },
}
