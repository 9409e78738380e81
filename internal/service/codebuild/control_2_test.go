package codebuild

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/codebuild"
)

func TestControl2(t *testing.T) {
	t.Parallel()
	with := func(key resource.Fact[string], variables ...codebuild.Variable) resource.Resource {
		return projectWith(func(p *codebuild.Project) {
			p.Variables, p.PlainAccessKeyID = resource.Is(append(p.Variables.Value(), variables...)), key
		})
	}
	none, key := resource.None[string](), resource.Is("AKIAIOSFODNN7EXAMPLE")
	id := codebuild.Variable{Name: "AWS_ACCESS_KEY_ID", Type: "PLAINTEXT"}
	secret := codebuild.Variable{Name: "AWS_SECRET_ACCESS_KEY", Type: "PLAINTEXT"}
	catalogtest.Judge(t, control2, map[string]catalogtest.Case{
		"neither":       {Resource: projectWith(nil), Want: control.Passed, Reason: "no environment variable"},
		"both":          {Resource: with(key, id, secret), Want: control.Failed, Reason: "PLAINTEXT: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY; the access key is AKIAIOSFODNN7EXAMPLE"},
		"id only":       {Resource: with(none, id), Want: control.Failed, Reason: "PLAINTEXT: AWS_ACCESS_KEY_ID"},
		"secret only":   {Resource: with(none, secret), Want: control.Failed, Reason: "PLAINTEXT: AWS_SECRET_ACCESS_KEY"},
		"key unread":    {Resource: with(resource.HiddenFor[string](catalogtest.Denied), id), Want: control.Failed, Reason: "PLAINTEXT: AWS_ACCESS_KEY_ID"},
		"parameter":     {Resource: with(none, codebuild.Variable{Name: "AWS_SECRET_ACCESS_KEY", Type: "PARAMETER_STORE", Reference: "/build/key"}), Want: control.Passed},
		"secret's name": {Resource: with(none, codebuild.Variable{Name: "AWS_ACCESS_KEY_ID", Type: "SECRETS_MANAGER", Reference: "build"}), Want: control.Passed},
		"another name":  {Resource: with(none, codebuild.Variable{Name: "AWS_SESSION_TOKEN", Type: "PLAINTEXT"}), Want: control.Passed},
		"another case":  {Resource: with(none, codebuild.Variable{Name: "aws_access_key_id", Type: "PLAINTEXT"}), Want: control.Passed},
		"denied": {Resource: projectWith(func(p *codebuild.Project) {
			p.Variables = resource.HiddenFor[[]codebuild.Variable](catalogtest.Denied)
		}), Want: control.NotAvailable, Reason: "x.GetX gave AccessDenied"},
	})
}
