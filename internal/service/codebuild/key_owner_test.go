package codebuild

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/codebuild/types"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/resource"
)

func TestKeyOwner(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	leakingProject(t, a)
	create(t, a, "stranger", "https://bitbucket.org/team/site.git", variable("AWS_ACCESS_KEY_ID", keyExample, types.EnvironmentVariableTypePlaintext))
	create(t, a, "clean", "https://bitbucket.org/team/site.git")
	at := place(a)
	at.Facts = []string{"KeyOwner"}
	for name, want := range map[string]string{"leaky": "arn:aws:iam::" + a.ID + ":user/bots/deploy", "stranger": "", "clean": ""} {
		ref := at.Ref(projects.Type, resource.ARN(region, "codebuild", region, a.ID, "project/"+name), name)
		p := get(t, at, projects.Empty(ref))
		if !p.KeyOwner.Sure() || p.KeyOwner.Value() != want {
			t.Errorf("%s: the owner is %+v", name, p.KeyOwner)
		}
	}
	if n := a.Count("iam", "GetAccessKeyLastUsed"); n != 2 {
		t.Errorf("asked %d times whose key it is", n)
	}
}

// A key of another account is refused as is one that may not be looked at.
func TestKeyOwnerHidden(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	leakingProject(t, a)
	a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "iam", Operation: "GetAccessKeyLastUsed"})
	p := get(t, place(a), listedProjects(t, place(a))["leaky"])
	if p.KeyOwner.State() != resource.Hidden || p.KeyOwner.Why().Action != "iam:GetAccessKeyLastUsed" || !p.Variables.Sure() {
		t.Errorf("got %+v", p.KeyOwner)
	}
}

// The clear text is read only of the variable that is meant.
func TestEnvironmentVariable(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	leakingProject(t, a)
	for name, c := range map[string]struct {
		args map[string]string
		want string
	}{
		"token":      {map[string]string{"project": "leaky", "index": "0", "variable": "TOKEN"}, "token-" + canary},
		"secret":     {map[string]string{"project": "leaky", "index": "2", "variable": "AWS_SECRET_ACCESS_KEY"}, canary},
		"other name": {map[string]string{"project": "leaky", "index": "2", "variable": "TOKEN"}, ""},
		"reference":  {map[string]string{"project": "leaky", "index": "3", "variable": "PASSWORD"}, ""},
		"beyond":     {map[string]string{"project": "leaky", "index": "4", "variable": "X"}, ""},
		"no index":   {map[string]string{"project": "leaky", "variable": "TOKEN"}, ""},
		"no project": {map[string]string{"project": "none", "index": "0", "variable": "TOKEN"}, ""},
	} {
		got, err := environmentVariable.Read(t.Context(), a.Through(region), c.args)
		if got != c.want || (err == nil) != (c.want != "") {
			t.Errorf("%s: got %q, %v", name, got, err)
		}
	}
}
