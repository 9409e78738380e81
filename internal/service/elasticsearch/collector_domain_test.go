package elasticsearch

import (
	"slices"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/elasticsearchservice"
	"github.com/aws/aws-sdk-go-v2/service/elasticsearchservice/types"
	other "github.com/aws/aws-sdk-go-v2/service/opensearch"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/elasticsearch"
)

const region = "eu-west-1"

func place(a *awstest.Account) catalog.Place {
	return catalog.Place{Account: a.ID, Region: region, Config: a.Through(region), Facts: domains.Facts}
}

// read lists and reads what there is, by name; the error is that of the listing.
func read(t *testing.T, a *awstest.Account) (map[string]elasticsearch.Domain, error) {
	t.Helper()
	all := map[string]elasticsearch.Domain{}
	for listed, err := range domains.List(t.Context(), place(a)) {
		if err != nil {
			return all, err
		}
		all[listed.Reference().Name] = get(t, a, listed)
	}
	return all, nil
}

func get(t *testing.T, a *awstest.Account, r resource.Resource) elasticsearch.Domain {
	t.Helper()
	got, err := domains.Get(t.Context(), place(a), r)
	if err != nil {
		t.Fatal(err)
	}
	out, ok := got.(elasticsearch.Domain)
	if !ok || !out.Consistent() || out.Region != region || out.Account != a.ID {
		t.Fatalf("got a %T, %+v", got, got.Reference())
	}
	return out
}

// must lists and reads what there is, without an error.
func must(t *testing.T, a *awstest.Account) map[string]elasticsearch.Domain {
	t.Helper()
	all, err := read(t, a)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// create makes a domain, inside of a VPC or not.
func create(t *testing.T, a *awstest.Account, name string, encrypted bool, subnets ...string) resource.Ref {
	t.Helper()
	in := &sdk.CreateElasticsearchDomainInput{DomainName: &name, EncryptionAtRestOptions: &types.EncryptionAtRestOptions{Enabled: &encrypted}}
	if len(subnets) > 0 {
		in.VPCOptions = &types.VPCOptions{SubnetIds: subnets}
	}
	out, err := sdk.NewFromConfig(a.Config(region)).CreateElasticsearchDomain(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	return place(a).Ref(domains.Type, aws.ToString(out.DomainStatus.ARN), name)
}

// Domains of the other engine are not listed. What is listed needs no further call.
func TestDomains(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	inside, outside := create(t, a, "inside", true, "subnet-b", "subnet-a"), create(t, a, "outside", false)
	if _, err := other.NewFromConfig(a.Config(region)).CreateDomain(t.Context(), &other.CreateDomainInput{DomainName: aws.String("another")}); err != nil {
		t.Fatal(err)
	}
	all := must(t, a)
	if d := all["inside"]; d.Ref != inside || !d.EncryptionAtRest.Value() || !slices.Equal(d.VPC.Value().Subnets, []string{"subnet-a", "subnet-b"}) {
		t.Errorf("got %+v", d)
	}
	if d := all["outside"]; d.Ref != outside || d.EncryptionAtRest.State() != resource.Known || d.EncryptionAtRest.Value() || d.VPC.State() != resource.Absent {
		t.Errorf("got %+v", d)
	}
	if len(all) != 2 || a.Count("elasticsearchservice", "ListDomainNames") != 1 || a.Count("elasticsearchservice", "DescribeElasticsearchDomains") != 1 || a.Count("", "") != 2 {
		t.Errorf("%d domains, calls are %+v", len(all), a.Calls())
	}
}

func TestDomain(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	create(t, a, "other", false)
	d := get(t, a, domains.Empty(create(t, a, "inside", true, "subnet-1")))
	if !d.EncryptionAtRest.Value() || len(d.VPC.Value().Subnets) != 1 || a.Count("", "") != 1 {
		t.Errorf("got %+v in %d calls", d, a.Count("", ""))
	}
	gone := place(a).Ref(domains.Type, "arn:aws:es:"+region+":"+a.ID+":domain/gone", "gone")
	if _, err := domains.Get(t.Context(), place(a), domains.Empty(gone)); fault.CodeOf(err) != fault.NotFound {
		t.Errorf("got %v", err)
	}
}

// The VPC's id alone says enough, and what the answer does not speak of is not known.
func TestDomainAnswers(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	ref := create(t, a, "one", true)
	a.Rule(awstest.Rule{
		Do:      awstest.Answer(200, "application/json", `{"DomainStatus":{"EncryptionAtRestOptions":{"Enabled":true},"VPCOptions":{"VPCId":"vpc-1"}}}`),
		Service: "elasticsearchservice", Operation: "DescribeElasticsearchDomain",
	})
	if d := get(t, a, domains.Empty(ref)); d.VPC.Value().ID != "vpc-1" || !d.EncryptionAtRest.Value() {
		t.Errorf("got %+v", d)
	}
	for _, answer := range []string{"{}", `{"DomainStatus":{}}`} {
		a.Rule(awstest.Rule{Do: awstest.Answer(200, "application/json", answer), Service: "elasticsearchservice", Operation: "DescribeElasticsearchDomain"})
		if d := get(t, a, domains.Empty(ref)); d.EncryptionAtRest.State() != resource.Hidden || d.EncryptionAtRest.Why().Operation != "elasticsearchservice.DescribeElasticsearchDomain" {
			t.Errorf("%s gave %+v", answer, d)
		}
	}
}

func TestDomainHidden(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	ref := create(t, a, "one", true)
	a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "elasticsearchservice", Operation: "DescribeElasticsearchDomain"})
	d := get(t, a, domains.Empty(ref))
	if why := d.VPC.Why(); d.VPC.State() != resource.Hidden || d.EncryptionAtRest.State() != resource.Hidden || why.Action != "es:DescribeElasticsearchDomain" {
		t.Errorf("got %+v", d)
	}
	for _, operation := range []string{"DescribeElasticsearchDomains", "ListDomainNames"} {
		a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "elasticsearchservice", Operation: operation})
		if all, err := read(t, a); !catalog.Denied(err) || len(all) > 0 {
			t.Errorf("%s: got %v, %v", operation, all, err)
		}
	}
}

// AWS describes five at once.
func TestManyDomains(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	for _, name := range []string{"aaa", "bbb", "ccc", "ddd", "eee", "fff"} {
		create(t, a, name, true)
	}
	if n := len(must(t, a)); n != 6 || a.Count("elasticsearchservice", "DescribeElasticsearchDomains") != 2 {
		t.Errorf("%d domains in %d calls", n, a.Count("elasticsearchservice", "DescribeElasticsearchDomains"))
	}
	a.Rule(awstest.Rule{After: 1, Do: awstest.Deny(), Service: "elasticsearchservice", Operation: "DescribeElasticsearchDomains"})
	if all, err := read(t, a); !catalog.Denied(err) || len(all) != 5 {
		t.Errorf("with the second answer denied: %d, %v", len(all), err)
	}
}
