package ec2

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/awstest/loop"
	"github.com/mantenhq/manten/internal/control"
)

// bastion makes a group that is open to the world, among rules that are not.
func bastion(t *testing.T, a *awstest.Account) {
	t.Helper()
	c := sdk.NewFromConfig(a.Config("us-east-1"))
	g, err := c.CreateSecurityGroup(t.Context(), &sdk.CreateSecurityGroupInput{GroupName: aws.String("bastion"), Description: aws.String("x")})
	if err != nil {
		t.Fatal(err)
	}
	world := []types.IpRange{{CidrIp: aws.String("0.0.0.0/0"), Description: aws.String("temporary")}, {CidrIp: aws.String("10.0.0.0/8"), Description: aws.String("office")}}
	_, err = c.AuthorizeSecurityGroupIngress(t.Context(), &sdk.AuthorizeSecurityGroupIngressInput{GroupId: g.GroupId, IpPermissions: []types.IpPermission{
		{
			IpProtocol: aws.String("tcp"), FromPort: aws.Int32(20), ToPort: aws.Int32(25), IpRanges: world,
			Ipv6Ranges: []types.Ipv6Range{{CidrIpv6: aws.String("::/0"), Description: aws.String("six")}},
		},
		{IpProtocol: aws.String("-1"), IpRanges: []types.IpRange{{CidrIp: aws.String("0.0.0.0/0")}}},
		{IpProtocol: aws.String("tcp"), FromPort: aws.Int32(443), ToPort: aws.Int32(443), IpRanges: world},
	}})
	if err != nil {
		t.Fatal(err)
	}
}

// published makes two snapshots that anybody can restore.
func published(t *testing.T, a *awstest.Account) {
	t.Helper()
	c := sdk.NewFromConfig(a.Config("us-east-1"))
	for range 2 {
		v, err := c.CreateVolume(t.Context(), &sdk.CreateVolumeInput{AvailabilityZone: aws.String("us-east-1a"), Size: aws.Int32(1)})
		if err != nil {
			t.Fatal(err)
		}
		s, err := c.CreateSnapshot(t.Context(), &sdk.CreateSnapshotInput{VolumeId: v.VolumeId})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := c.ModifySnapshotAttribute(t.Context(), &sdk.ModifySnapshotAttributeInput{
			SnapshotId: s.SnapshotId, Attribute: types.SnapshotAttributeNameCreateVolumePermission,
			OperationType: types.OperationTypeAdd, GroupNames: []string{"all"},
		}); err != nil {
			t.Fatal(err)
		}
	}
}

func TestLoop(t *testing.T) {
	t.Parallel()
	nothing := func(*testing.T, *awstest.Account) {}
	for name, c := range map[string]loop.Case{
		"snapshots":   {Remediation: makeSnapshotsPrivate.Name, Controls: []control.ID{"EC2.1"}, Setup: published},
		"default":     {Remediation: removeDefaultRules.Name, Controls: []control.ID{"EC2.2"}, Setup: nothing},
		"encryption":  {Remediation: enableEBSEncryption.Name, Controls: []control.ID{"EC2.7"}, Setup: nothing},
		"group":       {Remediation: disablePublicAccess.Name, Controls: disablePublicAccess.Controls, Setup: bastion},
		"split group": {Remediation: disablePublicAccess.Name, Controls: disablePublicAccess.Controls, Setup: bastion, Params: map[string]any{"split": true}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c.Service = Service
			c.Regions = []string{"us-east-1", "eu-west-1"}
			loop.Run(t, c)
		})
	}
}
