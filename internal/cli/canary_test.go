package cli_test

import (
	"bytes"
	"encoding/json"
	"html"
	"io/fs"
	"maps"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/codebuild"
	"github.com/aws/aws-sdk-go-v2/service/codebuild/types"
	"github.com/aws/aws-sdk-go-v2/service/iam"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/plan"
)

// canaries are the values that may be nowhere: one has the form of a secret access key, the other needs escaping in
// JSON and in URLs.
var canaries = map[string]string{
	"AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG+bPxRfiCYCANARYKEY",
	"TOKEN":                 `canary "quoted" & <angled> \ 100% + ü`,
}

// leakyProject makes a project with them, and the user whose key leaked.
func leakyProject(t *testing.T, a *awstest.Account) {
	t.Helper()
	c := iam.NewFromConfig(a.Config(virginia))
	got[*iam.CreateRoleOutput](t)(c.CreateRole(t.Context(), &iam.CreateRoleInput{
		RoleName: aws.String("build"), Path: aws.String("/service-role/"), AssumeRolePolicyDocument: aws.String(`{"Version":"2012-10-17","Statement":[]}`),
	}))
	got[*iam.CreateUserOutput](t)(c.CreateUser(t.Context(), &iam.CreateUserInput{UserName: aws.String("deploy-bot"), Path: aws.String("/bots/")}))
	key := got[*iam.CreateAccessKeyOutput](t)(c.CreateAccessKey(t.Context(), &iam.CreateAccessKeyInput{UserName: aws.String("deploy-bot")})).AccessKey
	variables := []types.EnvironmentVariable{{Name: aws.String("AWS_ACCESS_KEY_ID"), Value: key.AccessKeyId}}
	for name, value := range canaries {
		variables = append(variables, types.EnvironmentVariable{Name: aws.String(name), Value: aws.String(value)})
	}
	got[*codebuild.CreateProjectOutput](t)(codebuild.NewFromConfig(a.Config(virginia)).CreateProject(t.Context(), &codebuild.CreateProjectInput{
		Name: aws.String("site"), ServiceRole: aws.String("arn:aws:iam::" + a.ID + ":role/service-role/build"),
		Artifacts: &types.ProjectArtifacts{Type: types.ArtifactsTypeNoArtifacts},
		Source:    &types.ProjectSource{Type: types.SourceTypeGithub, Location: aws.String("https://github.com/team/site.git")},
		Environment: &types.ProjectEnvironment{
			Type: types.EnvironmentTypeLinuxContainer, Image: aws.String("aws/codebuild/standard:7.0"), ComputeType: types.ComputeTypeBuildGeneral1Small,
			EnvironmentVariables: variables,
		},
	}))
}

// echo refuses a call, and repeats its input while doing so.
func echo(x *awstest.Exchange) *awstest.Reply {
	return x.Refuse(http.StatusBadRequest, "InvalidInputException", "Invalid: "+string(x.Body)+" "+url.QueryEscape(string(x.Body)))
}

// What stands in clear text is moved without a trace of it: in no output, in no file, in no error.
func TestCanary(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	leakyProject(t, a)
	quiet := func(status int, args ...string) result {
		t.Helper()
		r := ends(t, a, status, args...)
		silentAbout(t, strings.Join(args, " "), r.stdout+r.stderr)
		return r
	}
	only := []string{"--control", "CodeBuild.2"}
	for _, format := range []string{"table", "jsonl", "json"} {
		quiet(0, slices.Concat([]string{"scan", "--format", format}, regions(), only)...)
	}
	quiet(0, append([]string{"snapshot", "save", "account.json"}, regions()...)...)
	quiet(0, "findings")
	quiet(0, "plan", "-o", "plan.json", "--control", "CodeBuild.2", "--set", "ReplaceCodeBuildClearTextCredentials.deactivateKey=true")
	for _, format := range []string{"table", "json", "cli"} {
		quiet(0, "show", "plan.json", "--format", format)
		quiet(0, "show", "plan.json", "--format", format, "--lang", "ja")
	}
	quiet(0, "policy", "plan.json")
	keyComesLast(t, planFile(t, "plan.json"))

	for _, operation := range []string{"ssm.PutParameter", "codebuild.UpdateProject"} {
		service, name, _ := strings.Cut(operation, ".")
		stop := a.Rule(awstest.Rule{Service: service, Operation: name, Do: echo})
		failed := quiet(3, "apply", "plan.json", "--approve", "--approve-interrupting", "all")
		stop()
		if !strings.Contains(failed.stdout, operation+" was refused") || !strings.Contains(failed.stdout, "InvalidInputException") {
			t.Errorf("the refusal is not told, and so this test says too little:\n%s", failed.stdout)
		}
	}
	run := applied(t, a, 0, "apply", "plan.json")
	for _, format := range []string{"table", "json", "markdown"} {
		quiet(0, "runs", "show", run.ID, "--format", format)
	}
	if got := values(t, a)["AWS_SECRET_ACCESS_KEY"]; got != "/CodeBuild/site/env/AWS_SECRET_ACCESS_KEY" {
		t.Errorf("the variable is %q", got)
	}
	quiet(0, "undo", run.ID, "--approve")
	for name, want := range canaries {
		if got := values(t, a)[name]; got != want {
			t.Errorf("after the undo %s is %q, want %q", name, got, want)
		}
	}
	filesSilent(t)
}

// keyComesLast holds that the key is deactivated behind the project's step.
func keyComesLast(t *testing.T, p *plan.Plan) {
	t.Helper()
	last := p.Steps[len(p.Steps)-1]
	before := p.Steps[len(p.Steps)-2]
	if last.Resource.Name != "deploy-bot" || before.Resource.Name != "site" || !slices.Contains(last.After, before.ID) {
		t.Errorf("the last steps are %s on %s and %s on %s", before.ID, before.Resource, last.ID, last.Resource)
	}
}

// silentAbout holds that a text has none of the canaries, however they are written and wherever the lines break.
func silentAbout(t *testing.T, what, text string) {
	t.Helper()
	flat := strings.Join(strings.Fields(text), " ")
	for name, value := range canaries {
		for form := range forms(value, 2) {
			if strings.Contains(text, form) || strings.Contains(flat, form) {
				t.Errorf("%s tells %s as %s", what, name, form)
			}
		}
	}
}

// forms are the ways to write a value, one within the other so many times.
func forms(value string, deep int) map[string]bool {
	all := map[string]bool{value: true}
	if deep == 0 {
		return all
	}
	var plain bytes.Buffer
	enc := json.NewEncoder(&plain)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(value) // text always can be
	for _, form := range []string{
		strings.Trim(plain.String(), "\"\n"), strings.Trim(strconv.QuoteToASCII(value), `"`), url.QueryEscape(value), url.PathEscape(value), html.EscapeString(value),
	} {
		maps.Copy(all, forms(form, deep-1))
	}
	return all
}

// filesSilent looks into all files of the test: plan, snapshot, the database with its journal.
func filesSilent(t *testing.T) {
	t.Helper()
	var names []string
	if err := filepath.WalkDir(home(t), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		names = append(names, filepath.Base(path))
		silentAbout(t, path, string(data))
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if len(names) < 3 || !slices.Contains(names, "account.json") || !slices.ContainsFunc(names, func(n string) bool { return strings.HasSuffix(n, ".db") }) {
		t.Errorf("only %v were looked into", names)
	}
}

// values are those of the project's variables.
func values(t *testing.T, a *awstest.Account) map[string]string {
	t.Helper()
	out := got[*codebuild.BatchGetProjectsOutput](t)(codebuild.NewFromConfig(a.Through(virginia)).BatchGetProjects(t.Context(), &codebuild.BatchGetProjectsInput{
		Names: []string{"site"},
	}))
	all := map[string]string{}
	for _, v := range out.Projects[0].Environment.EnvironmentVariables {
		all[aws.ToString(v.Name)] = aws.ToString(v.Value)
	}
	return all
}
