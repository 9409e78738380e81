package codebuild

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/codebuild"
)

func TestControl1(t *testing.T) {
	t.Parallel()
	url := "https://bitbucket.org/team/"
	with := func(first codebuild.Source, more ...codebuild.Source) resource.Resource {
		return projectWith(func(p *codebuild.Project) { p.Source, p.SecondarySources = resource.Is(first), resource.Is(more) })
	}
	clean := codebuild.Source{Type: "BITBUCKET", Location: url + "a.git"}
	leak := codebuild.Source{Type: "BITBUCKET", Location: url + "b.git", Userinfo: true}
	other := codebuild.Source{Type: "GITHUB", Location: "https://github.com/team/c.git", Userinfo: true}
	catalogtest.Judge(t, control1, map[string]catalogtest.Case{
		"clean":              {Resource: with(clean), Want: control.Passed, Reason: "no URL of a Bitbucket source"},
		"credentials":        {Resource: with(leak), Want: control.Failed, Reason: "before the @: https://bitbucket.org/team/b.git"},
		"in a second source": {Resource: with(clean, clean, leak), Want: control.Failed, Reason: "before the @: https://bitbucket.org/team/b.git"},
		"two":                {Resource: with(leak, leak), Want: control.Failed, Reason: "b.git, https://bitbucket.org/team/b.git"},
		"not Bitbucket":      {Resource: with(other), Want: control.Passed, Reason: "no source of the project is a Bitbucket repository"},
		"beside Bitbucket":   {Resource: with(other, clean), Want: control.Passed, Reason: "no URL of a Bitbucket source"},
		"denied":             {Resource: projectWith(func(p *codebuild.Project) { p.Source = resource.HiddenFor[codebuild.Source](catalogtest.Denied) }), Want: control.NotAvailable, Reason: "x.GetX gave AccessDenied"},
		"second denied": {Resource: projectWith(func(p *codebuild.Project) {
			p.SecondarySources = resource.HiddenFor[[]codebuild.Source](catalogtest.Denied)
		}), Want: control.NotAvailable},
	})
}
