package config

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/configservice"
	"github.com/aws/aws-sdk-go-v2/service/configservice/types"
	"github.com/google/go-cmp/cmp"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/config"
)

// put sets a recorder past the product.
func putRaw(t *testing.T, a *awstest.Account, r types.ConfigurationRecorder) {
	t.Helper()
	if r.RoleARN == nil {
		r.RoleARN = aws.String("arn:aws:iam::" + a.ID + ":role/config")
	}
	if _, err := sdk.NewFromConfig(a.Through(region)).PutConfigurationRecorder(t.Context(), &sdk.PutConfigurationRecorderInput{ConfigurationRecorder: &r}); err != nil {
		t.Fatal(err)
	}
}

// putChannelRaw sets a delivery channel past the product.
func putChannelRaw(t *testing.T, a *awstest.Account) {
	t.Helper()
	if _, err := sdk.NewFromConfig(a.Config(region)).PutDeliveryChannel(t.Context(), &sdk.PutDeliveryChannelInput{DeliveryChannel: &types.DeliveryChannel{
		Name: aws.String("own"), S3BucketName: aws.String("logs"), S3KeyPrefix: aws.String("p"), SnsTopicARN: aws.String("arn:aws:sns:us-east-1:1:t"),
		S3KmsKeyArn: aws.String("arn:key"), ConfigSnapshotDeliveryProperties: &types.ConfigSnapshotDeliveryProperties{DeliveryFrequency: "One_Hour"},
	}}); err != nil {
		t.Fatal(err)
	}
}

func startRaw(t *testing.T, a *awstest.Account, recorder string) {
	t.Helper()
	if _, err := sdk.NewFromConfig(a.Config(region)).StartConfigurationRecorder(t.Context(), &sdk.StartConfigurationRecorderInput{ConfigurationRecorderName: &recorder}); err != nil {
		t.Fatal(err)
	}
}

func TestAccount(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	putRaw(t, a, types.ConfigurationRecorder{
		Name:           aws.String("own"),
		RecordingGroup: &types.RecordingGroup{AllSupported: true, IncludeGlobalResourceTypes: true},
		RecordingMode: &types.RecordingMode{RecordingFrequency: "DAILY", RecordingModeOverrides: []types.RecordingModeOverride{{
			RecordingFrequency: "CONTINUOUS", ResourceTypes: []types.ResourceType{"AWS::IAM::User", "AWS::EC2::Instance"}, Description: aws.String("d"),
		}}},
	})
	putChannelRaw(t, a)
	startRaw(t, a, "own")
	a.ResetCalls()
	got := get(t, place(a))
	want := config.Account{
		Ref: got.Ref,
		Recorder: resource.Is(config.Recorder{
			Name: "own", Role: "arn:aws:iam::" + a.ID + ":role/config", Group: config.Group{Strategy: config.AllSupported, Global: true},
			Mode: config.Mode{Frequency: "DAILY", Overrides: []config.Override{{
				Frequency: "CONTINUOUS", Types: []string{"AWS::EC2::Instance", "AWS::IAM::User"}, Description: "d",
			}}},
		}),
		Recording: resource.Is(true),
		Channel:   resource.Is(config.Channel{Name: "own", Bucket: "logs", Prefix: "p", Key: "arn:key", Topic: "arn:aws:sns:us-east-1:1:t", Frequency: "One_Hour"}),
		Linked:    resource.Is([]string{}),
	}
	if d := resource.Differing(want, got, accounts.Facts); len(d) > 0 {
		t.Errorf("%v differ: got %+v", d, got)
	}
	if !got.Consistent() || len(a.Calls()) != 4 {
		t.Errorf("reference %+v, calls %+v", got.Ref, a.Calls())
	}
}

// Each way to say which types are recorded.
func TestGroups(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	list := []types.ResourceType{"AWS::S3::Bucket", "AWS::EC2::Instance"}
	kept := []string{"AWS::EC2::Instance", "AWS::S3::Bucket"}
	for _, c := range []struct {
		put  *types.RecordingGroup
		want config.Group
	}{
		{nil, config.Group{Strategy: config.AllSupported}},
		{&types.RecordingGroup{AllSupported: true}, config.Group{Strategy: config.AllSupported}},
		{&types.RecordingGroup{ResourceTypes: list}, config.Group{Strategy: config.Inclusion, Types: kept}},
		{&types.RecordingGroup{
			RecordingStrategy:        &types.RecordingStrategy{UseOnly: "EXCLUSION_BY_RESOURCE_TYPES"},
			ExclusionByResourceTypes: &types.ExclusionByResourceTypes{ResourceTypes: list},
		}, config.Group{Strategy: config.Exclusion, Types: kept}},
	} {
		putRaw(t, a, types.ConfigurationRecorder{Name: aws.String("own"), RecordingGroup: c.put})
		got := get(t, place(a))
		if diff := cmp.Diff(c.want, got.Recorder.Value().Group); diff != "" {
			t.Error(diff)
		}
		if on, known := got.Recording.Get(); on || !known || got.Recorder.Value().Mode.Frequency != config.Continuous {
			t.Errorf("got %+v", got)
		}
	}
}

func TestNoRecorder(t *testing.T) {
	t.Parallel()
	got := get(t, place(awstest.New(t)))
	for _, fact := range []string{"Recorder", "Recording", "Channel"} {
		if s := resource.FactOf(got, fact).State(); s != resource.Absent {
			t.Errorf("%s is %s", fact, s)
		}
	}
}

// A recorder of a service is not the customer's.
func TestLinkedRecorder(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	service := "observabilityadmin.amazonaws.com"
	if _, err := sdk.NewFromConfig(a.Through(region)).PutServiceLinkedConfigurationRecorder(
		t.Context(), &sdk.PutServiceLinkedConfigurationRecorderInput{ServicePrincipal: &service},
	); err != nil {
		t.Fatal(err)
	}
	first := awstest.Answer(200, "application/x-amz-json-1.1", `{"NextToken":"awstest-from-0","ConfigurationRecorderSummaries":[`+
		`{"arn":"a","name":"n","recordingScope":"INTERNAL","servicePrincipal":"securityhub.amazonaws.com"}]}`)
	a.Rule(awstest.Rule{Do: first, Service: "configservice", Operation: "ListConfigurationRecorders", Times: 1})
	got := get(t, place(a))
	if diff := cmp.Diff([]string{"observabilityadmin.amazonaws.com", "securityhub.amazonaws.com"}, got.Linked.Value()); diff != "" || got.Recorder.State() != resource.Absent || a.Count("configservice", "ListConfigurationRecorders") != 2 {
		t.Errorf("%s%+v", diff, got)
	}
}

func TestAccountHidden(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "configservice"})
	got := get(t, place(a))
	for fact, action := range map[string]string{
		"Recorder": "config:DescribeConfigurationRecorders", "Recording": "config:DescribeConfigurationRecorderStatus",
		"Channel": "config:DescribeDeliveryChannels", "Linked": "config:ListConfigurationRecorders",
	} {
		if f := resource.FactOf(got, fact); f.State() != resource.Hidden || f.Why().Action != action {
			t.Errorf("%s is %s, %+v", fact, f.State(), f.Why())
		}
	}
}

// Where Config tells of a service's recorder among the others, it still is not the customer's.
func TestForeignRecorder(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	for operation, body := range map[string]string{
		"DescribeConfigurationRecorders":      `{"ConfigurationRecorders":[{"name":"n","servicePrincipal":"securityhub.amazonaws.com","recordingGroup":{"allSupported":true}}]}`,
		"DescribeConfigurationRecorderStatus": `{"ConfigurationRecordersStatus":[{"name":"n","servicePrincipal":"securityhub.amazonaws.com","recording":true}]}`,
	} {
		a.Rule(awstest.Rule{Do: awstest.Answer(200, "application/x-amz-json-1.1", body), Service: "configservice", Operation: operation})
	}
	if got := get(t, place(a)); got.Recorder.State() != resource.Absent || got.Recording.State() != resource.Absent {
		t.Errorf("got %+v", got)
	}
}
