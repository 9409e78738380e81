package codebuild

import (
	"slices"
	"testing"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/codebuild"
)

// The bundle asks for the key only where that is wanted and its owner is known.
func TestReplaceCodeBuildClearTextCredentials(t *testing.T) {
	t.Parallel()
	owner := "arn:aws:iam::111122223333:user/bots/deploy"
	for name, c := range map[string]struct {
		owner   resource.Fact[string]
		set     map[string]any
		want    []string
		notes   int
		refused bool
	}{
		"not wanted": {owner: resource.Is(owner), want: []string{"MoveCodeBuildCredentials site"}},
		"wanted":     {owner: resource.Is(owner), set: map[string]any{"deactivateKey": true}, want: []string{"MoveCodeBuildCredentials site", "DeactivateAccessKey deploy"}},
		"nobody's":   {owner: resource.None[string](), set: map[string]any{"deactivateKey": true}, want: []string{"MoveCodeBuildCredentials site"}, notes: 1},
		"unread":     {owner: resource.HiddenFor[string](catalogtest.Denied), set: map[string]any{"deactivateKey": true}, want: []string{"MoveCodeBuildCredentials site"}, refused: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := projectWith(func(p *codebuild.Project) { leaking(p); p.KeyOwner = c.owner })
			params, err := replaceCredentials.Params.With(c.set)
			if err != nil {
				t.Fatal(err)
			}
			b := replaceCredentials.Gather(p, catalog.NewWorld([]resource.Resource{p}), params, catalogtest.Now)
			var got []string
			for _, q := range b.Requests {
				got = append(got, q.Remediation+" "+q.On.Name)
				if !q.On.Consistent() {
					t.Errorf("%+v is not consistent", q.On)
				}
			}
			if !slices.Equal(got, c.want) || len(b.Notes) != c.notes || b.Refused.IsZero() == c.refused {
				t.Errorf("got %v, notes %v, refused %q", got, b.Notes, b.Refused.Text)
			}
		})
	}
}
