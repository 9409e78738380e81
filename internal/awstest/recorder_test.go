package awstest_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/configservice"
	"github.com/aws/aws-sdk-go-v2/service/configservice/types"
	"github.com/aws/aws-sdk-go-v2/service/iam"

	"github.com/mantenhq/manten/internal/awstest"
)

func TestRecorderModes(t *testing.T) {
	t.Parallel()
	client := configservice.NewFromConfig(awstest.New(t).Through(region))
	put := func(mode *types.RecordingMode) {
		t.Helper()
		if _, err := client.PutConfigurationRecorder(t.Context(), &configservice.PutConfigurationRecorderInput{
			ConfigurationRecorder: &types.ConfigurationRecorder{Name: aws.String("r"), RoleARN: aws.String("arn"), RecordingMode: mode},
		}); err != nil {
			t.Fatal(err)
		}
	}
	for _, want := range []types.RecordingFrequency{types.RecordingFrequencyContinuous, types.RecordingFrequencyDaily} {
		var mode *types.RecordingMode
		if want == types.RecordingFrequencyDaily {
			mode = &types.RecordingMode{RecordingFrequency: want, RecordingModeOverrides: []types.RecordingModeOverride{{
				RecordingFrequency: types.RecordingFrequencyContinuous, ResourceTypes: []types.ResourceType{types.ResourceTypeInstance},
			}}}
		}
		put(mode)
		got, err := client.DescribeConfigurationRecorders(t.Context(), &configservice.DescribeConfigurationRecordersInput{})
		if err != nil || len(got.ConfigurationRecorders) != 1 {
			t.Fatalf("got %+v, %v", got, err)
		}
		m := got.ConfigurationRecorders[0].RecordingMode
		if m.RecordingFrequency != want || (mode != nil) != (len(m.RecordingModeOverrides) == 1) {
			t.Errorf("got %+v, want %s", m, want)
		}
	}
}

func TestLinkedRecorders(t *testing.T) {
	t.Parallel()
	client := configservice.NewFromConfig(awstest.New(t).Through(region))
	link := func() error {
		_, err := client.PutServiceLinkedConfigurationRecorder(t.Context(), &configservice.PutServiceLinkedConfigurationRecorderInput{
			ServicePrincipal: aws.String("securityhub.amazonaws.com"),
		})
		return err
	}
	if err := link(); err != nil {
		t.Fatal(err)
	}
	wantCode(t, link(), "ConflictException")
	got, err := client.ListConfigurationRecorders(t.Context(), &configservice.ListConfigurationRecordersInput{})
	if err != nil || len(got.ConfigurationRecorderSummaries) != 1 || aws.ToString(got.ConfigurationRecorderSummaries[0].ServicePrincipal) != "securityhub.amazonaws.com" {
		t.Errorf("got %+v, %v", got, err)
	}
	own, err := client.DescribeConfigurationRecorders(t.Context(), &configservice.DescribeConfigurationRecordersInput{})
	if err != nil || len(own.ConfigurationRecorders) != 0 {
		t.Errorf("got %+v, %v", own, err)
	}
}

func TestServiceLinkedRole(t *testing.T) {
	t.Parallel()
	client := iam.NewFromConfig(awstest.New(t).Through(region))
	create := func() (*iam.CreateServiceLinkedRoleOutput, error) {
		return client.CreateServiceLinkedRole(t.Context(), &iam.CreateServiceLinkedRoleInput{AWSServiceName: aws.String("config.amazonaws.com")})
	}
	got, err := create()
	if err != nil || aws.ToString(got.Role.RoleName) != "AWSServiceRoleForConfig" || aws.ToString(got.Role.Path) != "/aws-service-role/config.amazonaws.com/" {
		t.Fatalf("got %+v, %v", got, err)
	}
	_, err = create()
	wantCode(t, err, "InvalidInput")
	if _, err := client.GetRole(t.Context(), &iam.GetRoleInput{RoleName: got.Role.RoleName}); err != nil {
		t.Error(err)
	}
}
