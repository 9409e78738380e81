package iam

import (
	"testing"
	"time"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/iam"
)

func TestDeactivateAccessKey(t *testing.T) {
	t.Parallel()
	first, second := catalogtest.Now.AddDate(0, -3, 0), catalogtest.Now.AddDate(0, -1, 0)
	use := func(days int) resource.Fact[[]iam.KeyUse] {
		return resource.Is([]iam.KeyUse{{Created: second, At: catalogtest.Now.Add(-time.Duration(days) * 24 * time.Hour), Service: "s3", Region: "eu-west-1"}})
	}
	with := func(use resource.Fact[[]iam.KeyUse], ids ...string) iam.User {
		return iam.User{
			Ref:        iam.UserAt("111122223333", "eu-west-1", "arn:aws:iam::111122223333:user/bots/deploy"),
			ActiveKeys: resource.Is([]iam.ActiveKey{{Created: first}, {Created: second}}), ActiveKeyIDs: resource.Is(ids), KeyUse: use,
		}
	}
	project := resource.Ref{Type: "AWS::CodeBuild::Project", Account: "111122223333", Region: "eu-west-1", ID: "arn", Name: "site"}
	set := map[string]any{"key": "AKIA2", "behind": project}
	for name, u := range map[string]iam.User{
		"in-use":   with(use(1), "AKIA1", "AKIA2"),
		"idle":     with(use(31), "AKIA1", "AKIA2"),
		"inactive": with(use(1), "AKIA1", "AKIA3"),
		"apart":    with(use(1), "AKIA2"),
		"unread":   with(resource.HiddenFor[[]iam.KeyUse](catalogtest.Denied), "AKIA1", "AKIA2"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := catalogtest.Golden(t, deactivateKey, name, u, set)
			params, err := deactivateKey.Params.With(set)
			if err != nil {
				t.Fatal(err)
			}
			if again := deactivateKey.Derive(d.After, params, catalogtest.Now); len(again.Moves) > 0 {
				t.Error("planning again finds more to do")
			}
			if len(d.Moves) > 0 && (len(d.Behind) != 1 || d.Behind[0] != project) {
				t.Errorf("it comes behind %+v", d.Behind)
			}
		})
	}
}
