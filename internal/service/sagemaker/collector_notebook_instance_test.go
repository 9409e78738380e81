package sagemaker

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/sagemaker"
)

const region = "eu-west-1"

func place(a *awstest.Account) catalog.Place {
	return catalog.Place{Account: a.ID, Region: region, Config: a.Through(region), Facts: notebooks.Facts}
}

// read lists and reads what there is, by name; the error is that of the listing.
func read(t *testing.T, a *awstest.Account) (map[string]sagemaker.NotebookInstance, error) {
	t.Helper()
	all := map[string]sagemaker.NotebookInstance{}
	for listed, err := range notebooks.List(t.Context(), place(a)) {
		if err != nil {
			return all, err
		}
		all[listed.Reference().Name] = get(t, a, listed)
	}
	return all, nil
}

func get(t *testing.T, a *awstest.Account, r resource.Resource) sagemaker.NotebookInstance {
	t.Helper()
	got, err := notebooks.Get(t.Context(), place(a), r)
	if err != nil {
		t.Fatal(err)
	}
	out, ok := got.(sagemaker.NotebookInstance)
	if !ok || !out.Consistent() || out.Region != region || out.Account != a.ID {
		t.Fatalf("got a %T, %+v", got, got.Reference())
	}
	return out
}

// must lists and reads what there is, without an error.
func must(t *testing.T, a *awstest.Account) map[string]sagemaker.NotebookInstance {
	t.Helper()
	all, err := read(t, a)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func create(t *testing.T, a *awstest.Account, name string, access types.DirectInternetAccess) resource.Ref {
	t.Helper()
	out, err := sdk.NewFromConfig(a.Config(region)).CreateNotebookInstance(t.Context(), &sdk.CreateNotebookInstanceInput{
		NotebookInstanceName: &name, InstanceType: "ml.t2.medium", RoleArn: aws.String("arn:aws:iam::" + a.ID + ":role/r"),
		SubnetId: aws.String("subnet-1"), DirectInternetAccess: access,
	})
	if err != nil {
		t.Fatal(err)
	}
	return place(a).Ref(notebooks.Type, *out.NotebookInstanceArn, name)
}

func TestNotebookInstances(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	on, off := create(t, a, "on", types.DirectInternetAccessEnabled), create(t, a, "off", types.DirectInternetAccessDisabled)
	all := must(t, a)
	if n := all["on"]; n.Ref != on || !n.DirectInternetAccess.Value() {
		t.Errorf("got %+v", n)
	}
	if n := all["off"]; n.Ref != off || n.DirectInternetAccess.State() != resource.Known || n.DirectInternetAccess.Value() {
		t.Errorf("got %+v", n)
	}
	if len(all) != 2 {
		t.Errorf("got %v", all)
	}
}

func TestNotebookInstanceGone(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	gone := place(a).Ref(notebooks.Type, "arn:aws:sagemaker:"+region+":"+a.ID+":notebook-instance/gone", "gone")
	if _, err := notebooks.Get(t.Context(), place(a), notebooks.Empty(gone)); fault.CodeOf(err) != fault.NotFound {
		t.Errorf("got %v", err)
	}
	a.Rule(awstest.Rule{Do: awstest.Refuse(400, "ValidationException", "1 validation error detected"), Service: "sagemaker", Operation: "DescribeNotebookInstance"})
	if n := get(t, a, notebooks.Empty(gone)); n.DirectInternetAccess.State() != resource.Hidden {
		t.Errorf("got %+v", n)
	}
}

func TestNotebookInstanceHidden(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	create(t, a, "one", types.DirectInternetAccessEnabled)
	a.Rule(awstest.Rule{Do: awstest.Answer(200, "application/x-amz-json-1.1", "{}"), Service: "sagemaker", Operation: "DescribeNotebookInstance"})
	if f := must(t, a)["one"].DirectInternetAccess; f.State() != resource.Hidden {
		t.Errorf("an answer that says nothing: %+v", f)
	}
	a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "sagemaker", Operation: "DescribeNotebookInstance"})
	f := must(t, a)["one"].DirectInternetAccess
	if f.State() != resource.Hidden || f.Why().Action != "sagemaker:DescribeNotebookInstance" {
		t.Errorf("got %s, %+v", f.State(), f.Why())
	}
	a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "sagemaker", Operation: "ListNotebookInstances"})
	if all, err := read(t, a); !catalog.Denied(err) || len(all) > 0 {
		t.Errorf("got %v, %v", all, err)
	}
}

func TestNotebookInstancesPage(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	for _, name := range []string{"a", "b", "c"} {
		create(t, a, name, types.DirectInternetAccessDisabled)
	}
	a.TwoPages("sagemaker", "ListNotebookInstances")
	if n := len(must(t, a)); n != 3 || a.Count("sagemaker", "ListNotebookInstances") != 2 {
		t.Errorf("%d in %d calls", n, a.Count("sagemaker", "ListNotebookInstances"))
	}
}
