package ec2

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
)

func TestEnableEBSEncryption(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		on  bool
		key resource.Fact[string]
	}{
		"already":      {true, resource.Is("alias/aws/ebs")},
		"aws-key":      {false, resource.Is("alias/aws/ebs")},
		"customer-key": {false, resource.Is("arn:aws:kms:eu-west-1:111122223333:key/1")},
		"unseen-key":   {false, resource.HiddenFor[string](catalogtest.Denied)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := withEncryption(resource.Is(c.on))
			a.DefaultKey = c.key
			d := catalogtest.Golden(t, enableEBSEncryption, name, a, nil)
			if v := control7.Evaluate(d.After, catalog.None{}, catalogtest.Now); v.Status != control.Passed {
				t.Errorf("EC2.7: %s", v.Reason)
			}
		})
	}
}
