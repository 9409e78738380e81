package awstest_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/rds"
	"github.com/aws/aws-sdk-go-v2/service/rds/types"

	"github.com/mantenhq/manten/internal/awstest"
)

// pendingBench is an account with one DB instance.
type pendingBench struct {
	*testing.T
	account *awstest.Account
	client  *rds.Client
}

func newPendingBench(t *testing.T) pendingBench {
	t.Helper()
	a := awstest.New(t)
	b := pendingBench{t, a, rds.NewFromConfig(a.Through(region))}
	for _, name := range []string{"orders", "orders-2"} {
		if _, err := b.client.CreateDBInstance(t.Context(), &rds.CreateDBInstanceInput{
			DBInstanceIdentifier: &name, Engine: aws.String("postgres"), DBInstanceClass: aws.String("db.t3.micro"),
			AllocatedStorage: aws.Int32(20), MasterUsername: aws.String("root"), MasterUserPassword: aws.String("not-a-secret"),
		}); err != nil {
			t.Fatal(err)
		}
	}
	return b
}

func (b pendingBench) modify(in rds.ModifyDBInstanceInput) *types.DBInstance {
	b.Helper()
	in.DBInstanceIdentifier = aws.String("orders")
	out, err := b.client.ModifyDBInstance(b.Context(), &in)
	if err != nil {
		b.Fatal(err)
	}
	return out.DBInstance
}

// holds compares an answer, and what a description says, with what is wanted: MultiAZ, and the value that waits.
func (b pendingBench) holds(when string, answer *types.DBInstance, multiAZ bool, waiting *bool) {
	b.Helper()
	out, err := b.client.DescribeDBInstances(b.Context(), &rds.DescribeDBInstancesInput{DBInstanceIdentifier: aws.String("orders")})
	if err != nil {
		b.Fatal(err)
	}
	for _, i := range []*types.DBInstance{answer, &out.DBInstances[0]} {
		if i == nil {
			continue
		}
		var pending *bool
		if i.PendingModifiedValues != nil {
			pending = i.PendingModifiedValues.MultiAZ
		}
		if *i.MultiAZ != multiAZ || (pending == nil) != (waiting == nil) || aws.ToBool(pending) != aws.ToBool(waiting) {
			b.Errorf("%s: MultiAZ is %v, %v waits", when, *i.MultiAZ, aws.ToBool(pending))
		}
	}
}

// A change that does not say when waits for the window; what is changed at once does not, and waits for nothing else.
func TestPending(t *testing.T) {
	t.Parallel()
	b := newPendingBench(t)
	on, off := aws.Bool(true), aws.Bool(false)
	b.holds("new", nil, false, nil)
	i := b.modify(rds.ModifyDBInstanceInput{MultiAZ: on, DeletionProtection: on})
	b.holds("later", i, false, on)
	if !*i.DeletionProtection {
		t.Error("deletion protection waits, too")
	}
	b.account.MaintenanceWindow("us-west-2")
	b.holds("another region's window", nil, false, on)
	b.account.MaintenanceWindow(region)
	b.holds("the window", nil, true, nil)
	b.holds("as it is", b.modify(rds.ModifyDBInstanceInput{MultiAZ: on}), true, nil)
	b.holds("back", b.modify(rds.ModifyDBInstanceInput{MultiAZ: off}), true, off)
	b.holds("taken back", b.modify(rds.ModifyDBInstanceInput{MultiAZ: on}), true, nil)
	b.holds("at once", b.modify(rds.ModifyDBInstanceInput{MultiAZ: off, ApplyImmediately: on}), false, nil)
	b.modify(rds.ModifyDBInstanceInput{MultiAZ: on})
	b.holds("released", b.modify(rds.ModifyDBInstanceInput{DeletionProtection: off, ApplyImmediately: on}), true, nil)
	out, err := b.client.DescribeDBInstances(t.Context(), &rds.DescribeDBInstancesInput{DBInstanceIdentifier: aws.String("orders-2")})
	if err != nil || *out.DBInstances[0].MultiAZ {
		t.Errorf("another instance is %+v (%v)", out, err)
	}
}
