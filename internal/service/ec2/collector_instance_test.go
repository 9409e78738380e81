package ec2

import (
	"bytes"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/ec2"
)

func newInstance(t *testing.T, a *awstest.Account, tokens types.HttpTokensState) string {
	t.Helper()
	out, err := sdk.NewFromConfig(a.Config(region)).RunInstances(t.Context(), &sdk.RunInstancesInput{
		ImageId: aws.String("ami-12c6146b"), MinCount: aws.Int32(1), MaxCount: aws.Int32(1),
		MetadataOptions: &types.InstanceMetadataOptionsRequest{
			HttpTokens: tokens, HttpEndpoint: types.InstanceMetadataEndpointStateEnabled, HttpPutResponseHopLimit: aws.Int32(2),
		},
		TagSpecifications: []types.TagSpecification{tagged(types.ResourceTypeInstance)},
	})
	if err != nil {
		t.Fatal(err)
	}
	return *out.Instances[0].InstanceId
}

func TestInstance(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	strict, lax := newInstance(t, a, types.HttpTokensStateRequired), newInstance(t, a, types.HttpTokensStateOptional)
	all := listOf[ec2.Instance](t, a, instances)
	if len(all) != 2 {
		t.Errorf("listed %v", all)
	}
	for id, tokens := range map[string]string{strict: "required", lax: "optional"} {
		i := all[id]
		if want := (ec2.MetadataOptions{HTTPTokens: tokens, HTTPEndpoint: "enabled", HopLimit: 2}); i.MetadataOptions.Value() != want {
			t.Errorf("got %+v, want %+v", i.MetadataOptions, want)
		}
		if i.ID != "arn:aws:ec2:"+region+":"+a.ID+":instance/"+id || i.Tags.Value()["team"] != "net" {
			t.Errorf("got %+v", i)
		}
		fresh := getOf[ec2.Instance](t, a, instances, instances.Empty(i.Ref))
		if d := resource.Differing(i, fresh, instances.Facts); len(d) > 0 {
			t.Errorf("read afresh, %v differ", d)
		}
	}
}

// EC2 shows an instance for a while after its end.
func TestInstanceTerminated(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	id := newInstance(t, a, types.HttpTokensStateOptional)
	ref := listOf[ec2.Instance](t, a, instances)[id].Ref
	if _, err := sdk.NewFromConfig(a.Config(region)).TerminateInstances(t.Context(), &sdk.TerminateInstancesInput{InstanceIds: []string{id}}); err != nil {
		t.Fatal(err)
	}
	if all := listOf[ec2.Instance](t, a, instances); len(all) > 0 {
		t.Errorf("listed %v", all)
	}
	wantGone(t, a, instances, ref)
	ref.Name = "i-00000000000000000"
	wantGone(t, a, instances, ref)
}

// What the answer leaves out is not a setting.
func TestInstanceWithoutOptions(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	a.Rule(awstest.Rule{Operation: "DescribeInstances", Do: awstest.Answer(200, "text/xml",
		"<DescribeInstancesResponse><reservationSet><item><instancesSet><item><instanceId>i-1</instanceId></item></instancesSet></item></reservationSet></DescribeInstancesResponse>")})
	i := listOf[ec2.Instance](t, a, instances)["i-1"]
	for _, i := range []ec2.Instance{i, getOf[ec2.Instance](t, a, instances, instances.Empty(i.Ref))} {
		if i.MetadataOptions.State() != resource.Hidden || i.MetadataOptions.Why().Operation != "ec2.DescribeInstances" {
			t.Errorf("got %+v", i.MetadataOptions)
		}
	}
}

func TestInstanceHidden(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	id := newInstance(t, a, types.HttpTokensStateOptional)
	ref := listOf[ec2.Instance](t, a, instances)[id].Ref
	wantDenied(t, a, instances)
	for _, fact := range instances.Facts {
		wantHidden(t, getOf[ec2.Instance](t, a, instances, instances.Empty(ref)), fact, "DescribeInstances")
	}
}

func TestInstancesPage(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	for range 3 {
		newInstance(t, a, types.HttpTokensStateOptional)
	}
	a.Rule(awstest.Rule{Service: "ec2", Operation: "DescribeInstances", Do: func(x *awstest.Exchange) *awstest.Reply {
		x.Body = bytes.Replace(x.Body, []byte("MaxResults=1000"), []byte("MaxResults=2"), 1) // moto then pages by itself
		return x.Next()
	}})
	if n := len(listOf[ec2.Instance](t, a, instances)); n != 3 || a.Count("ec2", "DescribeInstances") != 2 {
		t.Errorf("%d instances in %d calls", n, a.Count("ec2", "DescribeInstances"))
	}
}
