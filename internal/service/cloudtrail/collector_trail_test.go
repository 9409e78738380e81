package cloudtrail

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail/types"
	sdks3 "github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/cloudtrail"
)

func place(a *awstest.Account, in string) catalog.Place {
	return catalog.Place{Account: a.ID, Region: in, Config: a.Through(in), Facts: trails.Facts}
}

// listed are the trails seen in a place, whole, by name. Each is read in its home region.
func listed(t *testing.T, a *awstest.Account, in string) map[string]cloudtrail.Trail {
	t.Helper()
	out := map[string]cloudtrail.Trail{}
	for r, err := range trails.List(t.Context(), place(a, in)) {
		if err != nil {
			t.Fatal(err)
		}
		out[r.Reference().Name] = get(t, a, r)
	}
	return out
}

func get(t *testing.T, a *awstest.Account, r resource.Resource) cloudtrail.Trail {
	t.Helper()
	got, err := trails.Get(t.Context(), place(a, r.Reference().Region), r)
	if err != nil {
		t.Fatal(err)
	}
	trail, ok := got.(cloudtrail.Trail)
	if !ok {
		t.Fatalf("got a %T", got)
	}
	return trail
}

// bucketFor makes a trail's bucket in the region of the account's first calls.
func bucketFor(t *testing.T, a *awstest.Account) string {
	t.Helper()
	name := "trails-" + a.ID
	client := sdks3.NewFromConfig(a.Config("us-east-1"))
	awstest.Did[sdks3.CreateBucketOutput](t)(client.CreateBucket(t.Context(), &sdks3.CreateBucketInput{Bucket: &name}))
	return name
}

func createTrailIn(t *testing.T, a *awstest.Account, in string, input *sdk.CreateTrailInput) *sdk.Client {
	t.Helper()
	client := sdk.NewFromConfig(a.Config(in))
	awstest.Did[sdk.CreateTrailOutput](t)(client.CreateTrail(t.Context(), input))
	return client
}

func TestTrails(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	bucket := bucketFor(t, a)
	group, role, key := "arn:aws:logs:eu-west-1:"+a.ID+":log-group:g:*", "arn:aws:iam::"+a.ID+":role/r", "arn:aws:kms:eu-west-1:"+a.ID+":key/1"
	client := createTrailIn(t, a, region, &sdk.CreateTrailInput{
		Name: aws.String("full"), S3BucketName: &bucket, S3KeyPrefix: aws.String("p"), IsMultiRegionTrail: aws.Bool(true), IncludeGlobalServiceEvents: aws.Bool(true),
		EnableLogFileValidation: aws.Bool(true), KmsKeyId: &key, CloudWatchLogsLogGroupArn: &group, CloudWatchLogsRoleArn: &role,
		TagsList: []types.Tag{{Key: aws.String("team"), Value: aws.String("a")}},
	})
	awstest.Did[sdk.StartLoggingOutput](t)(client.StartLogging(t.Context(), &sdk.StartLoggingInput{Name: aws.String("full")}))
	awstest.Did[sdk.PutEventSelectorsOutput](t)(client.PutEventSelectors(t.Context(), &sdk.PutEventSelectorsInput{
		TrailName: aws.String("full"), EventSelectors: []types.EventSelector{{
			ReadWriteType: types.ReadWriteTypeAll, IncludeManagementEvents: aws.Bool(true), ExcludeManagementEventSources: []string{"kms.amazonaws.com"},
			DataResources: []types.DataResource{{Type: aws.String("AWS::S3::Object"), Values: []string{"arn:aws:s3"}}},
		}},
	}))
	createTrailIn(t, a, region, &sdk.CreateTrailInput{Name: aws.String("bare"), S3BucketName: &bucket})

	all := listed(t, a, region)
	full := all["full"]
	if len(all) != 2 || full.Ref != cloudtrail.TrailRef(a.ID, region, "full") {
		t.Fatalf("got %+v", all)
	}
	if s := full.Settings.Value(); s.Bucket != bucket || s.Prefix != "p" || !s.MultiRegion || !s.GlobalEvents {
		t.Errorf("settings are %+v", s)
	}
	if d := full.Delivery.Value(); d.LogGroup != group || d.Role != role || full.Key.Value() != key || !full.Encrypted.Value() || !full.Validation.Value() || !full.Logging.Value() {
		t.Errorf("got %+v", full)
	}
	if s := full.Selectors.Value(); s.Management() || !s.S3(true) || !s.S3(false) || full.Tags.Value()["team"] != "a" {
		t.Errorf("selectors are %+v, tags %v", s, full.Tags.Value())
	}
	bare := all["bare"]
	if bare.Key.State() != resource.Absent || bare.Delivery.State() != resource.Absent || bare.Encrypted.Value() || bare.Logging.Value() || !bare.Selectors.Value().Management() {
		t.Errorf("got %+v", bare)
	}
	if d := resource.Differing(full, get(t, a, trails.Empty(full.Ref)), trails.Facts); len(d) > 0 {
		t.Errorf("read afresh, %v differ", d)
	}
}

// A trail of all regions is the same one wherever it is seen, and is read where it is at home.
func TestTrailSeenElsewhere(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	bucket := bucketFor(t, a)
	createTrailIn(t, a, region, &sdk.CreateTrailInput{Name: aws.String("wide"), S3BucketName: &bucket, IsMultiRegionTrail: aws.Bool(true)})
	createTrailIn(t, a, region, &sdk.CreateTrailInput{Name: aws.String("narrow"), S3BucketName: &bucket})
	all := listed(t, a, "us-west-2")
	if w := all["wide"]; len(all) != 1 || w.Region != region || w.Foreign() || !w.Logging.Sure() {
		t.Errorf("got %+v", all)
	}
}

func TestAdvancedSelectors(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	bucket := bucketFor(t, a)
	client := createTrailIn(t, a, region, &sdk.CreateTrailInput{Name: aws.String("main"), S3BucketName: &bucket})
	want := cloudtrail.Selectors{Advanced: []cloudtrail.Advanced{{Name: "m", Fields: []cloudtrail.Field{
		{Field: "eventCategory", Equals: []string{"Management"}}, {Field: "eventSource", NotEquals: []string{"kms.amazonaws.com"}},
	}}}}
	input := &sdk.PutEventSelectorsInput{TrailName: aws.String("main")}
	for _, s := range want.Advanced {
		input.AdvancedEventSelectors = append(input.AdvancedEventSelectors, advancedOf(s))
	}
	awstest.Did[sdk.PutEventSelectorsOutput](t)(client.PutEventSelectors(t.Context(), input))
	got := listed(t, a, region)["main"].Selectors.Value()
	if len(got.Advanced) != 1 || len(got.Advanced[0].Fields) != 2 || got.Advanced[0].Fields[1].NotEquals[0] != "kms.amazonaws.com" || got.Management() {
		t.Errorf("got %+v", got)
	}
}

func TestTrailHidden(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	bucket := bucketFor(t, a)
	createTrailIn(t, a, region, &sdk.CreateTrailInput{Name: aws.String("main"), S3BucketName: &bucket})
	for operation, facts := range map[string][]string{
		"GetTrail":          {"Settings", "Validation", "Encrypted", "Key", "Delivery"},
		"GetTrailStatus":    {"Logging"},
		"GetEventSelectors": {"Selectors"},
		"ListTags":          {"Tags"},
	} {
		remove := a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "cloudtrail", Operation: operation})
		trail := get(t, a, trails.Empty(cloudtrail.TrailRef(a.ID, region, "main")))
		for _, fact := range facts {
			if f := resource.FactOf(trail, fact); f.State() != resource.Hidden || f.Why().Action != "cloudtrail:"+operation {
				t.Errorf("%s is %s, %+v", fact, f.State(), f.Why())
			}
		}
		remove()
	}
	a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "cloudtrail", Operation: "DescribeTrails"})
	var got error
	for _, err := range trails.List(t.Context(), place(a, region)) {
		got = err
	}
	if !catalog.Denied(got) {
		t.Errorf("got %v", got)
	}
}

// Listing shows most of a trail: only what a control needs besides is asked for.
func TestTrailCalls(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	bucket := bucketFor(t, a)
	createTrailIn(t, a, region, &sdk.CreateTrailInput{Name: aws.String("main"), S3BucketName: &bucket})
	at := place(a, region)
	at.Facts = []string{"Settings", "Validation", "Encrypted", "Delivery", "Logging"}
	for r, err := range trails.List(t.Context(), at) {
		if err != nil {
			t.Fatal(err)
		}
		if _, err := trails.Get(t.Context(), at, r); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(a.Calls()); n != 2 || a.Count("cloudtrail", "GetTrailStatus") != 1 {
		t.Errorf("%d calls: %+v", n, a.Calls())
	}
}

func TestTrailGone(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	for _, fact := range []string{"Settings", "Logging", "Selectors"} {
		at := place(a, region)
		at.Facts = []string{fact}
		if _, err := trails.Get(t.Context(), at, trails.Empty(cloudtrail.TrailRef(a.ID, region, "gone"))); fault.CodeOf(err) != fault.NotFound {
			t.Errorf("%s: %v", fact, err)
		}
	}
}
