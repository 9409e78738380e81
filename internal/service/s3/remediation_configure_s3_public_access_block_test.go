package s3

import (
	"testing"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/s3"
)

func TestConfigureAccountBlock(t *testing.T) {
	t.Parallel()
	none, nobody := resource.None[s3.PublicAccessBlock](), resource.Is([]string{})
	for name, a := range map[string]s3.Account{
		"none":           theAccount(none, nobody),
		"public-buckets": theAccount(none, resource.Is([]string{"downloads", "www.example.com"})),
		"hidden-buckets": theAccount(none, resource.HiddenFor[[]string](catalogtest.Denied)),
		"partial":        theAccount(resource.Is(s3.PublicAccessBlock{BlockPublicPolicy: true}), nobody),
		"already":        theAccount(resource.Is(all), resource.Is([]string{"www.example.com"})),
		"unread":         theAccount(hiddenBlock, nobody),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := catalogtest.Golden(t, configureAccountBlock, name, a, nil)
			if v := control1.Evaluate(d.After, catalog.None{}, catalogtest.Now); d.Refused.IsZero() && v.Status != control.Passed {
				t.Errorf("S3.1: %s", v.Reason)
			}
		})
	}
}

// The call is for every bucket there is: IAM knows no resource for it.
func TestAccountBlockResources(t *testing.T) {
	t.Parallel()
	for _, op := range configureAccountBlock.Writes {
		if got, err := op.Resources([]byte(`{}`), awsop.Site{Resource: "x"}); err != nil || len(got) != 1 || got[0] != "*" {
			t.Errorf("%s is on %v (%v)", op.Name, got, err)
		}
	}
}
