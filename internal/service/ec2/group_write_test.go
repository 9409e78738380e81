package ec2

import (
	"fmt"
	"reflect"
	"slices"

	sdk "github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/ec2"
)

// made is a group in the AWS of these tests, which follows the rules of EC2: a call is done whole or not at all, a rule
// that is there cannot be added and one that is not cannot be revoked, whatever the descriptions.
type made struct{ ingress, egress []ec2.Rule }

func (m *made) do(b awsop.Bound) error {
	switch in := b.Input.(type) {
	case *sdk.AuthorizeSecurityGroupIngressInput:
		return authorize(&m.ingress, in.IpPermissions)
	case *sdk.AuthorizeSecurityGroupEgressInput:
		return authorize(&m.egress, in.IpPermissions)
	case *sdk.RevokeSecurityGroupIngressInput:
		return revoke(&m.ingress, in.IpPermissions)
	case *sdk.RevokeSecurityGroupEgressInput:
		return revoke(&m.egress, in.IpPermissions)
	}
	return fmt.Errorf("unknown call %T", b.Input)
}

func authorize(there *[]ec2.Rule, p []types.IpPermission) error {
	wanted := rules(p)
	if len(wanted) == 0 || len(missing(wanted, *there)) != len(wanted) {
		return fmt.Errorf("InvalidPermission.Duplicate: %v", wanted)
	}
	*there = sorted(*there, wanted)
	return nil
}

func revoke(there *[]ec2.Rule, p []types.IpPermission) error {
	gone := rules(p)
	if len(gone) == 0 || len(missing(gone, *there)) != 0 {
		return fmt.Errorf("InvalidPermission.NotFound: %v", gone)
	}
	*there = missing(*there, gone)
	return nil
}

func (m *made) differs(g resource.Resource) bool {
	want, ok := g.(ec2.SecurityGroup)
	return !ok || !same(m.ingress, want.Ingress.Value()) || !same(m.egress, want.Egress.Value())
}

// same tells whether two lists have the same rules in the same order, down to descriptions and peerings.
func same(a, b []ec2.Rule) bool {
	return slices.EqualFunc(a, b, func(x, y ec2.Rule) bool { return reflect.DeepEqual(x, y) })
}

// walk carries out what was derived and takes it back, and looks after every call.
func walk(t fataler, before ec2.SecurityGroup, d catalog.Derived) {
	t.Helper()
	world := &made{before.Ingress.Value(), before.Egress.Value()}
	for i, m := range d.Moves {
		if err := world.do(m.Do); err != nil {
			t.Fatalf("call %d: %v", i, err)
		}
		last := i == len(d.Moves)-1
		if last != (m.Leaves == nil) {
			t.Fatalf("call %d of %d leaves %v", i, len(d.Moves), m.Leaves)
		}
		if !last && world.differs(m.Leaves) {
			t.Fatalf("call %d left %+v, not %+v", i, world, m.Leaves)
		}
	}
	if world.differs(d.After) {
		t.Fatalf("left is %+v, not %+v", world, d.After)
	}
	for i, m := range slices.Backward(d.Moves) {
		if err := world.do(m.Undo); err != nil {
			t.Fatalf("undo of call %d: %v", i, err)
		}
	}
	if world.differs(before) {
		t.Fatalf("undone is %+v, not %+v", world, before)
	}
}
