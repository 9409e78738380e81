package all_test

import (
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/ssm"
	"github.com/aws/aws-sdk-go-v2/service/ssm/types"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/awstest/loop"
	"github.com/mantenhq/manten/internal/evaluate"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/propose"
	"github.com/mantenhq/manten/internal/service/all"
)

// The key for a trail is the configured one, else that which Parameter Store names, else a new one. A SecureString is not
// read; the plan says so.
func TestTrailKey(t *testing.T) {
	t.Parallel()
	const named, stored = "arn:aws:kms:us-east-1:111122223333:key/named", "arn:aws:kms:us-east-1:111122223333:key/stored"
	for name, c := range map[string]struct {
		kind  types.ParameterType
		set   map[string]any
		want  string
		notes int
	}{
		"stored":     {kind: types.ParameterTypeString, want: stored},
		"configured": {kind: types.ParameterTypeString, set: map[string]any{"kmsKeyArn": named}, want: named},
		"secret":     {kind: types.ParameterTypeSecureString, want: ":alias/SO0111-SHARR-Key", notes: 1},
		"neither":    {want: ":alias/SO0111-SHARR-Key"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			services := all.Services()
			b := loop.New(t, loop.Case{Service: services[0], With: services[1:]})
			plainTrail(t, b.AWS)
			if c.kind != "" {
				if _, err := ssm.NewFromConfig(b.AWS.Config("us-east-1")).PutParameter(t.Context(), &ssm.PutParameterInput{
					Name: aws.String("/Solutions/SO0111/CMK_REMEDIATION_ARN"), Value: aws.String(stored), Type: c.kind,
				}); err != nil {
					t.Fatal(err)
				}
			}
			control2, _ := b.Catalog.Control("CloudTrail.2")
			b.Select = []evaluate.Selected{{Unit: control2, Params: control2.Params.Defaults}}
			res, findings := b.Scan()
			p := b.Plan(res, findings, propose.Options{
				Remediations: []string{"EnableCloudTrailEncryption"}, Params: map[string]map[string]any{"EnableCloudTrailEncryption": c.set},
			})
			if err := propose.Check(b.Catalog, p); err != nil {
				t.Fatal(err)
			}
			if got := keyIn(p); !strings.HasSuffix(got, c.want) || len(p.Notes) != c.notes {
				t.Errorf("the plan encrypts with %q, notes %v, want %q", got, p.Notes, c.want)
			}
			if strings.Contains(string(encodedPlan(t, p)), stored) != (c.want == stored) {
				t.Error("the plan tells a value that it does not use")
			}
		})
	}
}

// plainTrail makes a trail that does not encrypt.
func plainTrail(t *testing.T, a *awstest.Account) {
	t.Helper()
	cfg, bucket := a.Config("us-east-1"), "trail-"+a.ID
	if _, err := s3.NewFromConfig(cfg).CreateBucket(t.Context(), &s3.CreateBucketInput{Bucket: &bucket}); err != nil {
		t.Fatal(err)
	}
	if _, err := cloudtrail.NewFromConfig(cfg).CreateTrail(t.Context(), &cloudtrail.CreateTrailInput{Name: aws.String("trail"), S3BucketName: &bucket}); err != nil {
		t.Fatal(err)
	}
}

// keyIn is the key that the plan gives to a trail.
func keyIn(p *plan.Plan) string {
	for _, s := range p.Steps {
		for _, c := range s.Do {
			if _, key, found := strings.Cut(string(c.Input), `"KmsKeyId":"`); found && c.Operation == "cloudtrail.UpdateTrail" {
				key, _, _ = strings.Cut(key, `"`)
				return key
			}
		}
	}
	return ""
}

func encodedPlan(t *testing.T, p *plan.Plan) []byte {
	t.Helper()
	data, err := plan.Encode(p)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
