package codebuild

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/codebuild/types"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/codebuild"
)

// keyExample is the id of an access key, from AWS's documentation.
const keyExample = "AKIAIOSFODNN7EXAMPLE"

func leaky(t *testing.T, a *awstest.Account) {
	t.Helper()
	create(t, a, "leaky", "https://user:"+canary+"@bitbucket.org/team/site.git?token="+canary,
		variable("AWS_ACCESS_KEY_ID", keyExample, types.EnvironmentVariableTypePlaintext),
		variable("AWS_SECRET_ACCESS_KEY", canary, types.EnvironmentVariableTypePlaintext),
		variable("TOKEN", canary, ""),
		variable("PASSWORD", "/build/password", types.EnvironmentVariableTypeParameterStore),
		variable("API", "build:api", types.EnvironmentVariableTypeSecretsManager),
	)
}

func TestProjects(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	leaky(t, a)
	create(t, a, "plain", "https://bitbucket.org/team/plain.git")
	all := listedProjects(t, place(a))
	p := get(t, place(a), all["leaky"])
	if want := (resource.Ref{Type: "AWS::CodeBuild::Project", Account: a.ID, Region: region, ID: "arn:aws:codebuild:" + region + ":" + a.ID + ":project/leaky", Name: "leaky"}); p.Ref != want || !p.Consistent() {
		t.Errorf("reference is %+v, want %+v", p.Ref, want)
	}
	if s := p.Source.Value(); s != (codebuild.Source{Type: "BITBUCKET", Location: "https://bitbucket.org/team/site.git", Userinfo: true}) {
		t.Errorf("source is %+v", s)
	}
	want := []codebuild.Variable{
		{Name: "AWS_ACCESS_KEY_ID", Type: "PLAINTEXT"},
		{Name: "AWS_SECRET_ACCESS_KEY", Type: "PLAINTEXT"},
		{Name: "TOKEN", Type: "PLAINTEXT"},
		{Name: "PASSWORD", Type: "PARAMETER_STORE", Reference: "/build/password"},
		{Name: "API", Type: "SECRETS_MANAGER", Reference: "build:api"},
	}
	if !slices.Equal(p.Variables.Value(), want) || p.PlainAccessKeyID.Value() != keyExample {
		t.Errorf("variables are %+v, the key is %+v", p.Variables.Value(), p.PlainAccessKeyID)
	}
	if e := p.Environment.Value(); e.Type != "LINUX_CONTAINER" || e.Image != "aws/codebuild/standard:7.0" || !e.PrivilegedMode || e.ComputeType != "BUILD_GENERAL1_SMALL" {
		t.Errorf("environment is %+v", e)
	}
	if p.ServiceRole.Value() != "arn:aws:iam::"+a.ID+":role/build" || p.Tags.Value()["team"] != "a" {
		t.Errorf("got %+v", p)
	}
	if plain := all["plain"]; len(plain.Variables.Value()) > 0 || plain.PlainAccessKeyID.State() != resource.Absent || plain.Source.Value().Userinfo {
		t.Errorf("got %+v", plain)
	}
	if a.Count("codebuild", "ListProjects") != 1 || a.Count("codebuild", "BatchGetProjects") != 1 {
		t.Errorf("calls are %+v", a.Calls())
	}
	fresh := get(t, place(a), projects.Empty(p.Ref))
	if d := resource.Differing(p, fresh, projects.Facts); len(d) > 0 {
		t.Errorf("read afresh, %v differ", d)
	}
}

// Nothing of a secret gets into what is stored, whether it was listed, read alone or could not be understood.
func TestNoSecrets(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	leaky(t, a)
	silent := func(what string, p codebuild.Project) {
		t.Helper()
		stored, err := json.Marshal(p)
		if err != nil || strings.Contains(string(stored), canary) || strings.Contains(fmt.Sprintf("%+v", p), canary) {
			t.Errorf("%s: a secret is stored: %s (%v)", what, stored, err)
		}
	}
	p := listedProjects(t, place(a))["leaky"]
	silent("listed", p)
	silent("alone", get(t, place(a), projects.Empty(p.Ref)))
	for what, body := range map[string]string{
		"a type that is none":  `{"projects":[{"name":"leaky","environment":{"environmentVariables":[{"name":"A","value":"` + canary + `","type":5}]}}]}`,
		"a value that is none": `{"projects":[{"name":"leaky","environment":{"environmentVariables":[{"name":"A","value":["` + canary + `"]}]}}]}`,
		"cut off":              `{"projects":[{"name":"leaky","environment":{"environmentVariables":[{"name":"A","value":"` + canary,
		"no environment":       `{"projects":[{"name":"leaky","description":"` + canary + `"}]}`,
		"a type to come":       `{"projects":[{"name":"leaky","source":{"type":"BITBUCKET","location":"` + canary + `@x"},"environment":{"environmentVariables":[{"name":"A","value":"` + canary + `","type":"NEW"}]}}]}`,
		"a key that is none":   `{"projects":[{"name":"leaky","source":{"type":"S3"},"environment":{"environmentVariables":[{"name":"AWS_ACCESS_KEY_ID","value":"` + canary + `"}]}}]}`,
	} {
		remove := a.Rule(awstest.Rule{Service: "codebuild", Operation: "BatchGetProjects", Do: awstest.Answer(200, "application/x-amz-json-1.1", body)})
		silent(what, get(t, place(a), projects.Empty(p.Ref)))
		for _, p := range listedProjects(t, place(a)) {
			silent(what+", listed", get(t, place(a), p))
		}
		remove()
	}
}

// What moto drops or does not know, as AWS writes it.
func TestProjectWithAll(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	create(t, a, "all", "https://bitbucket.org/team/all.git")
	a.Rule(awstest.Rule{Service: "codebuild", Operation: "BatchGetProjects", Do: awstest.Answer(200, "application/x-amz-json-1.1", `{"projects":[{"name":"all",
		"source":{"type":"NO_SOURCE"},"secondarySources":[{"type":"S3","location":"bucket/b.zip","sourceIdentifier":"b"},
		{"type":"BITBUCKET","location":"https://x@bitbucket.org/a","sourceIdentifier":"a"}],
		"environment":{"type":"ARM_CONTAINER","image":"i","computeType":"CUSTOM_INSTANCE_TYPE","imagePullCredentialsType":"SERVICE_ROLE","certificate":"bucket/c.pem",
		"registryCredential":{"credential":"s","credentialProvider":"SECRETS_MANAGER"},"fleet":{"fleetArn":"arn:f"},
		"computeConfiguration":{"vCpu":2,"memory":4,"disk":64,"machineType":"NVME","instanceType":"m"},
		"dockerServer":{"computeType":"BUILD_GENERAL1_LARGE","securityGroupIds":["sg-2","sg-1"]}}}]}`)})
	p := listedProjects(t, place(a))["all"]
	if want := []codebuild.Source{{Identifier: "a", Type: "BITBUCKET", Location: "https://bitbucket.org/a", Userinfo: true}, {Identifier: "b", Type: "S3", Location: "bucket/b.zip"}}; !slices.Equal(p.SecondarySources.Value(), want) {
		t.Errorf("secondary sources are %+v", p.SecondarySources.Value())
	}
	got, err := json.Marshal(p.Environment.Value())
	want := `{"Type":"ARM_CONTAINER","Image":"i","ComputeType":"CUSTOM_INSTANCE_TYPE","PrivilegedMode":false,"ImagePullCredentialsType":"SERVICE_ROLE","Certificate":"bucket/c.pem",` +
		`"RegistryCredential":{"Credential":"s","Provider":"SECRETS_MANAGER"},"Fleet":"arn:f","Compute":{"Disk":64,"InstanceType":"m","MachineType":"NVME","Memory":4,"VCPU":2},` +
		`"DockerServer":{"ComputeType":"BUILD_GENERAL1_LARGE","SecurityGroups":["sg-1","sg-2"]}}`
	if err != nil || string(got) != want || p.ServiceRole.State() != resource.Absent {
		t.Errorf("environment is %s (%v), want %s", got, err, want)
	}
}

// Projects that may be listed and not described are there, in one call for all.
func TestProjectsHidden(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	for _, name := range []string{"one", "two"} {
		create(t, a, name, "https://bitbucket.org/team/a.git")
	}
	a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "codebuild", Operation: "BatchGetProjects"})
	all := listedProjects(t, place(a))
	for _, p := range all {
		p = get(t, place(a), p)
		for _, fact := range projects.Facts {
			if f := resource.FactOf(p, fact); f.State() != resource.Hidden || f.Why().Action != "codebuild:BatchGetProjects" || f.Why().Code != "AccessDeniedException" {
				t.Errorf("%s is %s, %+v", fact, f.State(), f.Why())
			}
		}
	}
	if len(all) != 2 || a.Count("codebuild", "BatchGetProjects") != 1 {
		t.Errorf("%d projects after %d calls", len(all), a.Count("codebuild", "BatchGetProjects"))
	}
	if f := get(t, place(a), projects.Empty(all["one"].Ref)).Source; f.State() != resource.Hidden {
		t.Errorf("source is %s", f.State())
	}
}

func TestProjectsNotListed(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "codebuild", Operation: "ListProjects"})
	var got error
	for _, err := range projects.List(t.Context(), place(a)) {
		got = err
	}
	if !catalog.Denied(got) {
		t.Errorf("got %v", got)
	}
}

// A project that is deleted between its listing and its description is not there, whichever way it is asked for.
func TestProjectGone(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	create(t, a, "gone", "https://bitbucket.org/team/a.git")
	p := listedProjects(t, place(a))["gone"]
	a.Rule(awstest.Rule{Service: "codebuild", Operation: "BatchGetProjects", Do: awstest.Answer(200, "application/x-amz-json-1.1", `{"projects":[],"projectsNotFound":["gone"]}`)})
	if n := len(listedProjects(t, place(a))); n != 0 {
		t.Errorf("%d projects are listed", n)
	}
	if _, err := projects.Get(t.Context(), place(a), projects.Empty(p.Ref)); fault.CodeOf(err) != fault.NotFound {
		t.Errorf("got %v", err)
	}
}

// Each page of names is described at once.
func TestProjectsPage(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	for i := range 3 {
		create(t, a, fmt.Sprintf("p%d", i), "https://bitbucket.org/team/a.git")
	}
	a.TwoPages("codebuild", "ListProjects")
	if n := len(listedProjects(t, place(a))); n != 3 || a.Count("codebuild", "ListProjects") != 2 || a.Count("codebuild", "BatchGetProjects") != 2 {
		t.Errorf("%d projects in %d pages", n, a.Count("codebuild", "ListProjects"))
	}
}
