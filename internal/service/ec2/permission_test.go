package ec2

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
	"pgregory.net/rapid"

	"github.com/mantenhq/manten/internal/resource/ec2"
)

// Rules survive the way to AWS's permissions and back.
func TestPermissions(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		want := drawRules(t, "rules")
		if got := rules(permissions(want)); !same(got, want) {
			t.Fatalf("got %v, want %v", got, want)
		}
	})
	want := sorted(everyPeer())
	if got := permissions(want); len(got) != 2 || !same(rules(got), want) {
		t.Errorf("%d permissions, back %v", len(got), rules(got))
	}
}

// The ports of all traffic mean nothing, the name of a group that has an id would be refused, and the status of a
// peering changes by itself.
func TestRulesLeaveOut(t *testing.T) {
	t.Parallel()
	got := rules([]types.IpPermission{{
		IpProtocol: aws.String("-1"), FromPort: aws.Int32(-1), ToPort: aws.Int32(-1),
		UserIdGroupPairs: []types.UserIdGroupPair{
			{GroupId: aws.String("sg-1"), GroupName: aws.String("web"), PeeringStatus: aws.String("active")},
			{GroupName: aws.String("old"), UserId: aws.String("amazon-elb")},
		},
	}})
	want := []ec2.Rule{
		{Protocol: "-1", Group: &ec2.Peer{Name: "old", Owner: "amazon-elb"}},
		{Protocol: "-1", Group: &ec2.Peer{ID: "sg-1"}},
	}
	if len(got) != 2 || *got[0].Group != *want[0].Group || *got[1].Group != *want[1].Group || got[0].FromPort != nil || got[0].ToPort != nil {
		t.Errorf("got %+v, want %+v", got, want)
	}
}
