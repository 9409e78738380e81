package ec2

import (
	"testing"

	sdk "github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/ec2"
)

func newAddress(t *testing.T, a *awstest.Account) string {
	t.Helper()
	out, err := sdk.NewFromConfig(a.Config(region)).AllocateAddress(t.Context(), &sdk.AllocateAddressInput{
		Domain: types.DomainTypeVpc, TagSpecifications: []types.TagSpecification{tagged(types.ResourceTypeElasticIp)},
	})
	if err != nil {
		t.Fatal(err)
	}
	return *out.AllocationId
}

func TestEIP(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	idle, onInstance, onInterface := newAddress(t, a), newAddress(t, a), newAddress(t, a)
	n, instance := newNetwork(t, a), newInstance(t, a, types.HttpTokensStateOptional)
	i, err := n.CreateNetworkInterface(t.Context(), &sdk.CreateNetworkInterfaceInput{SubnetId: &n.subnet})
	if err != nil {
		t.Fatal(err)
	}
	for _, in := range []*sdk.AssociateAddressInput{
		{AllocationId: &onInstance, InstanceId: &instance},
		{AllocationId: &onInterface, NetworkInterfaceId: i.NetworkInterface.NetworkInterfaceId},
	} {
		if _, err := n.AssociateAddress(t.Context(), in); err != nil {
			t.Fatal(err)
		}
	}
	all := listOf[ec2.EIP](t, a, eips)
	for id, want := range map[string]string{onInstance: instance, onInterface: *i.NetworkInterface.NetworkInterfaceId} {
		if got := all[id].Association.Value(); got.String() != want || got.ID == "" {
			t.Errorf("got %+v, want %s", got, want)
		}
	}
	if all[idle].Association.State() != resource.Absent || all[idle].PublicIP.Value() == "" || all[idle].Tags.Value()["team"] != "net" {
		t.Errorf("got %+v", all[idle])
	}
	if len(all) != 3 || all[idle].ID != "arn:aws:ec2:"+region+":"+a.ID+":elastic-ip/"+idle {
		t.Errorf("listed %v", all)
	}
	for _, e := range all {
		fresh := getOf[ec2.EIP](t, a, eips, eips.Empty(e.Ref))
		if d := resource.Differing(e, fresh, eips.Facts); len(d) > 0 {
			t.Errorf("read afresh, %v differ", d)
		}
	}
}

func TestEIPGone(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	id := newAddress(t, a)
	ref := listOf[ec2.EIP](t, a, eips)[id].Ref
	if _, err := sdk.NewFromConfig(a.Config(region)).ReleaseAddress(t.Context(), &sdk.ReleaseAddressInput{AllocationId: &id}); err != nil {
		t.Fatal(err)
	}
	wantGone(t, a, eips, ref)
}

func TestEIPHidden(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	id := newAddress(t, a)
	ref := listOf[ec2.EIP](t, a, eips)[id].Ref
	wantDenied(t, a, eips)
	for _, fact := range eips.Facts {
		wantHidden(t, getOf[ec2.EIP](t, a, eips, eips.Empty(ref)), fact, "DescribeAddresses")
	}
}

// An answer without the address says nothing about it.
func TestEIPEmptyAnswer(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	id := newAddress(t, a)
	ref := listOf[ec2.EIP](t, a, eips)[id].Ref
	a.Rule(awstest.Rule{Operation: "DescribeAddresses", Do: awstest.Answer(200, "text/xml", "<DescribeAddressesResponse/>")})
	if f := getOf[ec2.EIP](t, a, eips, eips.Empty(ref)).Association; f.State() != resource.Hidden {
		t.Errorf("got %+v", f)
	}
}
