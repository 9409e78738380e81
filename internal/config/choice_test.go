package config_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/config"
	"github.com/mantenhq/manten/internal/standard"
)

// chosen reads a configuration and gives what counts by it. With the empty catalog, controls are those of the standards.
func chosen(t *testing.T, data string) (standard.Choice, error) {
	t.Helper()
	cat, err := catalog.New()
	if err != nil {
		t.Fatal(err)
	}
	c, err := config.Parse([]byte(data))
	if err != nil {
		return standard.Choice{}, err
	}
	if err := c.Validate(cat); err != nil {
		return standard.Choice{}, err
	}
	return c.Choice(cat), nil
}

func TestChoice(t *testing.T) {
	t.Parallel()
	got, err := chosen(t, `standards: [FSBP-1.0.0, cis-1.2.0]
disabled:
  - {control: iam.6, standard: CIS-1.2.0, account: "111122223333", region: eu-west-1, reason: " a virtual device "}
  - control: ACM.1
    account: 012345678901 # as it is written, not as a number
    reason: no certificates
`)
	if err != nil {
		t.Fatal(err)
	}
	want := standard.Choice{Enabled: []standard.Name{standard.FSBP, standard.CIS120}, Off: []standard.Off{
		{Control: "IAM.6", Standard: standard.CIS120, Account: "111122223333", Region: "eu-west-1", Reason: "a virtual device"},
		{Control: "ACM.1", Account: "012345678901", Reason: "no certificates"},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("choice (-want +got):\n%s", diff)
	}
	if got, err := chosen(t, "regions: [eu-west-1]"); err != nil || !slices.Equal(got.Standards(), standard.Names()) || len(got.Off) > 0 {
		t.Errorf("nothing is set: %+v, %v", got, err)
	}
}

func TestChoiceRefused(t *testing.T) {
	t.Parallel()
	for data, says := range map[string]string{
		"standards: []":                                                        "no standard is enabled",
		"standards: [cis-1.2.1]":                                               `"cis-1.2.1" is no standard, did you mean "cis-1.2.0"?`,
		"standards: [all]":                                                     `"all" is no standard`,
		"standards: cis-1.2.0":                                                 "cannot unmarshal",
		"disabled: [IAM.6]":                                                    "cannot unmarshal",
		"disabled: [{reason: r}]":                                              "line 1: disabled: control is missing",
		"disabled: [{control: S3.8}]":                                          "S3.8: reason is missing",
		"disabled: [{control: S3.8, reason: ' '}]":                             "S3.8: reason is missing",
		"disabled: [{control: IAM.66, reason: r}]":                             `"IAM.66" is no control, did you mean "IAM.6"?`,
		"disabled: [{control: S3.8, reason: r, standrad: cis-1.2.0}]":          `line 1: disabled: unknown key "standrad", did you mean "standard"?`,
		"disabled: [{control: S3.8, reason: r, standard: cis-1.4}]":            `"cis-1.4" is no standard, did you mean "cis-1.4.0"?`,
		"disabled: [{control: S3.8, reason: r, standard: cis-1.2.0}]":          "S3.8 does not belong to cis-1.2.0",
		"disabled: [{control: S3.8, reason: r, account: 11112222333}]":         `account "11112222333" is not 12 digits`,
		"disabled: [{control: S3.8, reason: r, region: Ireland}]":              `"Ireland" is no region`,
		"disabled: [{control: S3.8, reason: r},\n  {control: S3.8, reason: }]": "line 2: disabled",
	} {
		if got, err := chosen(t, data); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s gave %+v, %v; want %q", data, got, err, says)
		}
	}
}
