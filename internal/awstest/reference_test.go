package awstest_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/mantenhq/manten/internal/awstest"
)

type network struct {
	*testing.T
	client *ec2.Client
}

func (n network) vpc(cidr string) *string {
	n.Helper()
	got, err := n.client.CreateVpc(n.Context(), &ec2.CreateVpcInput{CidrBlock: &cidr})
	if err != nil {
		n.Fatal(err)
	}
	return got.Vpc.VpcId
}

func (n network) group(vpc *string, name string) *string {
	n.Helper()
	got, err := n.client.CreateSecurityGroup(n.Context(), &ec2.CreateSecurityGroupInput{Description: &name, GroupName: &name, VpcId: vpc})
	if err != nil {
		n.Fatal(err)
	}
	return got.GroupId
}

// admit lets one group into another.
func (n network) admit(from, into *string) {
	n.Helper()
	_, err := n.client.AuthorizeSecurityGroupIngress(n.Context(), &ec2.AuthorizeSecurityGroupIngressInput{
		GroupId: into,
		IpPermissions: []types.IpPermission{{
			FromPort: aws.Int32(443), IpProtocol: aws.String("tcp"), ToPort: aws.Int32(443),
			UserIdGroupPairs: []types.UserIdGroupPair{{GroupId: from}},
		}},
	})
	if err != nil {
		n.Fatal(err)
	}
}

func (n network) peer(one, other *string) *string {
	n.Helper()
	got, err := n.client.CreateVpcPeeringConnection(n.Context(), &ec2.CreateVpcPeeringConnectionInput{PeerVpcId: other, VpcId: one})
	if err != nil {
		n.Fatal(err)
	}
	id := got.VpcPeeringConnection.VpcPeeringConnectionId
	if _, err := n.client.AcceptVpcPeeringConnection(n.Context(), &ec2.AcceptVpcPeeringConnectionInput{VpcPeeringConnectionId: id}); err != nil {
		n.Fatal(err)
	}
	return id
}

func TestSecurityGroupReferences(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	n := network{t, ec2.NewFromConfig(a.Config(region))}
	here, there := n.vpc("10.1.0.0/16"), n.vpc("10.2.0.0/16")
	peering := n.peer(here, there)
	referenced, neighbour, far := n.group(here, "referenced"), n.group(here, "neighbour"), n.group(there, "far")
	n.admit(referenced, neighbour)
	n.admit(referenced, far)

	client := ec2.NewFromConfig(a.Through(region))
	got, err := client.DescribeSecurityGroupReferences(t.Context(), &ec2.DescribeSecurityGroupReferencesInput{GroupId: []string{*referenced, *far}})
	if err != nil {
		t.Fatal(err)
	}
	if len(got.SecurityGroupReferenceSet) != 1 {
		t.Fatalf("got %+v", got.SecurityGroupReferenceSet)
	}
	r := got.SecurityGroupReferenceSet[0]
	if *r.GroupId != *referenced || *r.ReferencingVpcId != *there || aws.ToString(r.VpcPeeringConnectionId) != *peering {
		t.Errorf("got %s in %s by %s", *r.GroupId, *r.ReferencingVpcId, aws.ToString(r.VpcPeeringConnectionId))
	}
	none, err := client.DescribeSecurityGroupReferences(t.Context(), &ec2.DescribeSecurityGroupReferencesInput{GroupId: []string{*neighbour}})
	if err != nil || len(none.SecurityGroupReferenceSet) != 0 {
		t.Errorf("got %+v, %v", none, err)
	}
	_, err = client.DescribeSecurityGroupReferences(t.Context(), &ec2.DescribeSecurityGroupReferencesInput{GroupId: []string{"sg-0"}})
	wantCode(t, err, "InvalidGroup.NotFound")
}
