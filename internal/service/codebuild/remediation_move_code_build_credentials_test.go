package codebuild

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/codebuild"
)

// leaking has both credentials in clear text, between variables of every kind.
func leaking(p *codebuild.Project) {
	p.Variables = resource.Is([]codebuild.Variable{
		{Name: "STAGE", Type: codebuild.Plaintext},
		{Name: codebuild.SecretAccessKey, Type: codebuild.Plaintext},
		{Name: "PASSWORD", Type: codebuild.ParameterStore, Reference: "/build/password"},
		{Name: codebuild.AccessKeyID, Type: codebuild.Plaintext},
		{Name: "API", Type: codebuild.SecretsManager, Reference: "build:api"},
	})
	p.PlainAccessKeyID = resource.Is(keyExample)
	p.Modified = resource.Is(catalogtest.Now.Add(-time.Hour))
}

// twice has one of them two times.
func twice(p *codebuild.Project) {
	p.Variables = resource.Is([]codebuild.Variable{
		{Name: codebuild.AccessKeyID, Type: codebuild.Plaintext}, {Name: codebuild.AccessKeyID, Type: codebuild.Plaintext},
	})
}

func TestMoveCodeBuildCredentials(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*codebuild.Project){
		"both": leaking,
		"secret-only": func(p *codebuild.Project) {
			p.Variables = resource.Is([]codebuild.Variable{{Name: codebuild.SecretAccessKey, Type: codebuild.Plaintext}})
			p.Environment = resource.Is(codebuild.Environment{
				Type: "ARM_CONTAINER", Image: "111122223333.dkr.ecr.eu-west-1.amazonaws.com/build:1", ComputeType: "ATTRIBUTE_BASED_COMPUTE", PrivilegedMode: true,
				ImagePullCredentialsType: "SERVICE_ROLE", Certificate: "bucket/ca.pem", Fleet: "arn:aws:codebuild:eu-west-1:111122223333:fleet/f:1",
				RegistryCredential: &codebuild.RegistryCredential{Credential: "registry", Provider: "SECRETS_MANAGER"},
				Compute:            &codebuild.Compute{Disk: 64, MachineType: "GENERAL", Memory: 8, VCPU: 4},
				DockerServer:       &codebuild.DockerServer{ComputeType: "BUILD_GENERAL1_SMALL", SecurityGroups: []string{"sg-1"}},
			})
		},
		"well":    nil,
		"no-role": func(p *codebuild.Project) { leaking(p); p.ServiceRole = resource.None[string]() },
		"foreign": func(p *codebuild.Project) {
			leaking(p)
			p.ServiceRole = resource.Is("arn:aws:iam::444455556666:role/build")
		},
		"twice":  twice,
		"unread": func(p *codebuild.Project) { p.Variables = resource.HiddenFor[[]codebuild.Variable](catalogtest.Denied) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := catalogtest.Golden(t, moveCredentials, name, projectWith(change), nil)
			if again := moveCredentials.Derive(d.After, moveCredentials.Params.Defaults, catalogtest.Now); len(again.Moves) > 0 {
				t.Error("planning again finds more to do")
			}
			if v := control2.Evaluate(d.After, control2.Params.Defaults, catalogtest.Now); d.Refused.IsZero() && v.Status != control.Passed {
				t.Errorf("afterwards the control says %s", v.Reason)
			}
		})
	}
}

// What is in clear text is filled in where it belongs: from the project, and on the way back from the parameter.
func TestMoveCodeBuildCredentialsSecrets(t *testing.T) {
	t.Parallel()
	d := moveCredentials.Derive(projectWith(leaking), moveCredentials.Params.Defaults, catalogtest.Now)
	from := func(all []plan.Secret) (out []string) {
		for _, s := range all {
			args, err := json.Marshal(s.Args)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, s.Into+" "+s.Source+" "+string(args))
		}
		return out
	}
	into := func(n, source, args string) string {
		return "Environment.EnvironmentVariables." + n + ".Value " + source + " " + args
	}
	stage := into("0", "codebuild.EnvironmentVariable", `{"index":"0","project":"site","variable":"STAGE"}`)
	if got := from(d.Moves[0].Do.Secrets); !slices.Equal(got, []string{stage}) {
		t.Errorf("got %v", got)
	}
	want := []string{
		stage,
		into("1", "ssm.SecureString", `{"name":"/CodeBuild/site/env/AWS_SECRET_ACCESS_KEY"}`),
		into("3", "ssm.SecureString", `{"name":"/CodeBuild/site/env/AWS_ACCESS_KEY_ID"}`),
	}
	if got := from(d.Moves[0].Undo.Secrets); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// All that the move needs is asked for, with the role that there is, whatever its path.
func TestMoveCodeBuildCredentialsRequests(t *testing.T) {
	t.Parallel()
	role := "arn:aws:iam::111122223333:role/service-role/deep/build"
	d := moveCredentials.Derive(projectWith(func(p *codebuild.Project) { leaking(p); p.ServiceRole = resource.Is(role) }), moveCredentials.Params.Defaults, catalogtest.Now)
	var got []string
	for _, q := range d.First {
		got = append(got, q.Remediation+" "+q.On.ID)
		if !q.On.Consistent() {
			t.Errorf("%+v is not consistent", q.On)
		}
	}
	want := []string{
		"PutSecretParameter arn:aws:ssm:eu-west-1:111122223333:parameter/CodeBuild/site/env/AWS_SECRET_ACCESS_KEY",
		"PutSecretParameter arn:aws:ssm:eu-west-1:111122223333:parameter/CodeBuild/site/env/AWS_ACCESS_KEY_ID",
		"CreatePolicy arn:aws:iam::111122223333:policy/CodeBuildSSMParameterPolicy-site-eu-west-1",
		"CreateRole " + role,
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if q := d.First[0]; q.With["since"] != "2026-10-01T11:00:00Z" || q.With["source"] != environmentVariable.Name {
		t.Errorf("got %+v", q.With)
	}
}

// A name that is too long ends with a digest, so that two projects do not share a policy.
func TestPolicyName(t *testing.T) {
	t.Parallel()
	long := func(end string) string {
		return policyName(projectWith(func(p *codebuild.Project) { p.Name = strings.Repeat("x", 149) + end }))
	}
	if a, b := long("a"), long("b"); a == b || len(a) != longest {
		t.Errorf("got %s and %s", a, b)
	}
}
