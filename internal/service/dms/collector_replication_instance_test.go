package dms

import (
	"fmt"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/databasemigrationservice"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/dms"
)

const region = "eu-west-1"

func place(a *awstest.Account) catalog.Place {
	return catalog.Place{Account: a.ID, Region: region, Config: a.Through(region), Facts: instances.Facts}
}

// read lists and reads what there is, by name; the error is that of the listing.
func read(t *testing.T, a *awstest.Account) (map[string]dms.ReplicationInstance, error) {
	t.Helper()
	all := map[string]dms.ReplicationInstance{}
	for listed, err := range instances.List(t.Context(), place(a)) {
		if err != nil {
			return all, err
		}
		all[listed.Reference().Name] = get(t, a, listed)
	}
	return all, nil
}

func get(t *testing.T, a *awstest.Account, r resource.Resource) dms.ReplicationInstance {
	t.Helper()
	got, err := instances.Get(t.Context(), place(a), r)
	if err != nil {
		t.Fatal(err)
	}
	out, ok := got.(dms.ReplicationInstance)
	if !ok || !out.Consistent() || out.Region != region || out.Account != a.ID {
		t.Fatalf("got a %T, %+v", got, got.Reference())
	}
	return out
}

// must lists and reads what there is, without an error.
func must(t *testing.T, a *awstest.Account) map[string]dms.ReplicationInstance {
	t.Helper()
	all, err := read(t, a)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func create(t *testing.T, a *awstest.Account, identifier string, public bool) resource.Ref {
	t.Helper()
	out, err := sdk.NewFromConfig(a.Through(region)).CreateReplicationInstance(t.Context(), &sdk.CreateReplicationInstanceInput{
		ReplicationInstanceClass: aws.String("dms.t3.micro"), ReplicationInstanceIdentifier: &identifier, PubliclyAccessible: &public,
	})
	if err != nil {
		t.Fatal(err)
	}
	a.ResetCalls()
	arn := *out.ReplicationInstance.ReplicationInstanceArn
	return place(a).Ref(instances.Type, arn, arn[strings.LastIndex(arn, ":")+1:])
}

// What is listed needs no further call.
func TestReplicationInstances(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	public, private := create(t, a, "public", true), create(t, a, "private", false)
	all := must(t, a)
	if r := all[public.Name]; r.Ref != public || r.Identifier.Value() != "public" || !r.PubliclyAccessible.Value() {
		t.Errorf("got %+v", r)
	}
	if r := all[private.Name]; r.Identifier.Value() != "private" || r.PubliclyAccessible.State() != resource.Known || r.PubliclyAccessible.Value() {
		t.Errorf("got %+v", r)
	}
	if len(all) != 2 || a.Count("", "") != 1 {
		t.Errorf("%d in %d calls", len(all), a.Count("", ""))
	}
}

func TestReplicationInstance(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	public, other := create(t, a, "public", true), create(t, a, "other", false)
	if r := get(t, a, instances.Empty(public)); r.Identifier.Value() != "public" || !r.PubliclyAccessible.Value() {
		t.Errorf("got %+v", r)
	}
	if r := get(t, a, instances.Empty(other)); r.Identifier.Value() != "other" || r.PubliclyAccessible.Value() {
		t.Errorf("got %+v", r)
	}
	none := place(a).Ref(instances.Type, "arn:aws:dms:"+region+":"+a.ID+":rep:NONE", "NONE")
	if r := get(t, a, instances.Empty(none)); r.PubliclyAccessible.State() != resource.Hidden {
		t.Errorf("got %+v", r)
	}
	a.Rule(awstest.Rule{Do: awstest.Refuse(400, "ResourceNotFoundFault", "none"), Service: "databasemigrationservice"})
	if _, err := instances.Get(t.Context(), place(a), instances.Empty(none)); fault.CodeOf(err) != fault.NotFound {
		t.Errorf("got %v", err)
	}
}

func TestReplicationInstanceHidden(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	ref := create(t, a, "one", true)
	a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "databasemigrationservice", Operation: "DescribeReplicationInstances"})
	if all, err := read(t, a); !catalog.Denied(err) || len(all) > 0 {
		t.Errorf("got %v, %v", all, err)
	}
	f := get(t, a, instances.Empty(ref)).PubliclyAccessible
	if f.State() != resource.Hidden || f.Why().Action != "dms:DescribeReplicationInstances" {
		t.Errorf("got %s, %+v", f.State(), f.Why())
	}
}

func TestReplicationInstancesPage(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	for i := range 101 {
		create(t, a, fmt.Sprintf("r-%d", i), false)
	}
	if n := len(must(t, a)); n != 101 || a.Count("", "") != 2 {
		t.Errorf("%d in %d calls", n, a.Count("", ""))
	}
}
