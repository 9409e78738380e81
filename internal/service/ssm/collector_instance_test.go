package ssm

import (
	"fmt"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/ssm"
)

// run starts instances, each by itself, and returns their ids.
func run(t *testing.T, a *awstest.Account, n int) []string {
	t.Helper()
	client := ec2.NewFromConfig(a.Config(region))
	var ids []string
	for range n {
		out, err := client.RunInstances(t.Context(), &ec2.RunInstancesInput{
			ImageId: aws.String("ami-12345678"), InstanceType: "t3.micro", MinCount: aws.Int32(1), MaxCount: aws.Int32(1),
		})
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, *out.Instances[0].InstanceId)
	}
	return ids
}

// Stopped instances do not count, and the managed nodes are listed once.
func TestInstances(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	ids := run(t, a, 3)
	if _, err := ec2.NewFromConfig(a.Config(region)).StopInstances(t.Context(), &ec2.StopInstancesInput{InstanceIds: ids[2:]}); err != nil {
		t.Fatal(err)
	}
	a.Nodes(region, awstest.Node{ID: ids[0]}, awstest.Node{ID: ids[2]}, awstest.Node{ID: "mi-1"})
	all := must[ssm.Instance](t, a, instances)
	if i := all[ids[0]]; i.ID != "arn:aws:ec2:"+region+":"+a.ID+":instance/"+ids[0] || !i.Managed.Value() {
		t.Errorf("got %+v", i)
	}
	if i := all[ids[1]]; i.Managed.State() != resource.Known || i.Managed.Value() {
		t.Errorf("got %+v", i)
	}
	if len(all) != 2 || a.Count("ec2", "DescribeInstances") != 1 || a.Count("ssm", "DescribeInstanceInformation") != 1 {
		t.Errorf("%d instances, calls are %+v", len(all), a.Calls())
	}
}

func TestNoInstances(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	if all := must[ssm.Instance](t, a, instances); len(all) > 0 || a.Count("ssm", "") > 0 {
		t.Errorf("got %v, calls are %+v", all, a.Calls())
	}
}

// One instance is asked for by itself.
func TestInstance(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	a.Nodes(region, awstest.Node{ID: "i-1"})
	for id, want := range map[string]bool{"i-1": true, "i-2": false} {
		ref := place(a, instances).Ref(instances.Type, "arn:aws:ec2:"+region+":"+a.ID+":instance/"+id, id)
		if i := get[ssm.Instance](t, a, instances, instances.Empty(ref)); i.Managed.State() != resource.Known || i.Managed.Value() != want {
			t.Errorf("%s: got %+v", id, i)
		}
	}
	if a.Count("ssm", "DescribeInstanceInformation") != 2 || a.Count("ec2", "") != 0 {
		t.Errorf("calls are %+v", a.Calls())
	}
}

func TestInstancesPage(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	ids := run(t, a, 3)
	var nodes []awstest.Node
	for i := range 50 {
		nodes = append(nodes, awstest.Node{ID: fmt.Sprintf("mi-%d", i)})
	}
	a.Nodes(region, append(nodes, awstest.Node{ID: ids[2]})...)
	a.TwoPages("ec2", "DescribeInstances")
	all := must[ssm.Instance](t, a, instances)
	if len(all) != 3 || all[ids[0]].Managed.Value() || !all[ids[2]].Managed.Value() {
		t.Errorf("got %+v", all)
	}
	if a.Count("ec2", "DescribeInstances") != 2 || a.Count("ssm", "DescribeInstanceInformation") != 2 {
		t.Errorf("calls are %+v", a.Calls())
	}
}

// Half of the managed nodes say nothing about the others.
func TestInstancesHidden(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	id := run(t, a, 1)[0]
	var nodes []awstest.Node
	for i := range 51 {
		nodes = append(nodes, awstest.Node{ID: fmt.Sprintf("mi-%d", i)})
	}
	a.Nodes(region, nodes...)
	a.Rule(awstest.Rule{After: 1, Do: awstest.Deny(), Service: "ssm", Operation: "DescribeInstanceInformation"})
	f := must[ssm.Instance](t, a, instances)[id].Managed
	if f.State() != resource.Hidden || f.Why().Action != "ssm:DescribeInstanceInformation" || f.Why().Code != "AccessDeniedException" {
		t.Errorf("got %s, %+v", f.State(), f.Why())
	}
	a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "ec2", Operation: "DescribeInstances"})
	if all, err := read[ssm.Instance](t, a, instances); !catalog.Denied(err) || len(all) > 0 {
		t.Errorf("got %v, %v", all, err)
	}
}

func TestInstanceHidden(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "ssm", Operation: "DescribeInstanceInformation"})
	ref := place(a, instances).Ref(instances.Type, "arn:aws:ec2:"+region+":"+a.ID+":instance/i-1", "i-1")
	if f := get[ssm.Instance](t, a, instances, instances.Empty(ref)).Managed; f.State() != resource.Hidden {
		t.Errorf("got %+v", f)
	}
}
