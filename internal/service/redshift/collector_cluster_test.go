package redshift

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/redshift"
	"github.com/aws/aws-sdk-go-v2/service/redshift/types"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/redshift"
)

// described are the facts that describing a cluster shows.
var described = []string{
	"PubliclyAccessible", "AutomatedSnapshotRetentionPeriod", "AllowVersionUpgrade", "ClusterStatus", "Endpoint", "ElasticIP", "Maintenance", "Tags",
}

func TestClusters(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	create(t, a, "sales")
	prepare := sdk.NewFromConfig(a.Config(region))
	arn := "arn:aws:redshift:" + region + ":" + a.ID + ":cluster:sales"
	if _, err := prepare.CreateTags(t.Context(), &sdk.CreateTagsInput{
		ResourceName: &arn, Tags: []types.Tag{{Key: aws.String("team"), Value: aws.String("a")}},
	}); err != nil {
		t.Fatal(err)
	}
	c := listedClusters(t, place(a))["sales"]
	if want := (resource.Ref{Type: "AWS::Redshift::Cluster", Account: a.ID, Region: region, ID: arn, Name: "sales"}); c.Ref != want || !c.Consistent() {
		t.Errorf("reference is %+v, want %+v", c.Ref, want)
	}
	if !c.PubliclyAccessible.Value() || c.AutomatedSnapshotRetentionPeriod.State() != resource.Known || c.AutomatedSnapshotRetentionPeriod.Value() != 0 {
		t.Errorf("got %+v", c)
	}
	if upgrade, known := c.AllowVersionUpgrade.Get(); upgrade || !known || c.ClusterStatus.Value() != "available" || c.ElasticIP.State() != resource.Absent {
		t.Errorf("got %+v", c)
	}
	if c.Maintenance.Value().Window != "mon:03:00-mon:03:30" || c.Endpoint.Value().Port != 5439 || c.Tags.Value()["team"] != "a" {
		t.Errorf("got %+v", c)
	}
	if c.Logging.State() != resource.NotAsked || a.Count("redshift", "") != 1 {
		t.Errorf("logging is %s after %d calls", c.Logging.State(), a.Count("redshift", ""))
	}
	if off, known := get(t, place(a), c).Logging.Get(); off.Enabled || !known {
		t.Errorf("logging is %+v, known %v", off, known)
	}
	fresh := get(t, place(a), clusters.Empty(c.Ref))
	if d := resource.Differing(c, fresh, described); len(d) > 0 {
		t.Errorf("read afresh, %v differ", d)
	}
}

// One cluster is read by its name, and only what is wanted of it.
func TestClusterAlone(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	create(t, a, "sales")
	create(t, a, "stock")
	at := place(a)
	at.Facts = []string{"AllowVersionUpgrade"}
	ref := at.Ref(clusters.Type, "arn:aws:redshift:"+region+":"+a.ID+":cluster:stock", "stock")
	if c := get(t, at, clusters.Empty(ref)); c.AllowVersionUpgrade.State() != resource.Known || c.Logging.State() != resource.NotAsked || c.Name != "stock" {
		t.Errorf("got %+v", c)
	}
	if a.Count("redshift", "DescribeClusters") != 1 || a.Count("redshift", "DescribeLoggingStatus") != 0 {
		t.Errorf("calls are %+v", a.Calls())
	}
}

func TestClusterLogging(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	create(t, a, "sales")
	answer := func(inner string) awstest.Action {
		return awstest.Answer(200, "text/xml", `<DescribeLoggingStatusResponse xmlns="http://redshift.amazonaws.com/doc/2012-12-01/"><DescribeLoggingStatusResult>`+
			inner+`</DescribeLoggingStatusResult></DescribeLoggingStatusResponse>`)
	}
	for name, c := range map[string]struct {
		answer string
		want   redshift.Logging
		state  resource.State
	}{
		"bucket": {
			`<LoggingEnabled>true</LoggingEnabled><BucketName>audit</BucketName><S3KeyPrefix>sales/</S3KeyPrefix><LogDestinationType>s3</LogDestinationType><LastSuccessfulDeliveryTime>2026-10-01T00:00:00Z</LastSuccessfulDeliveryTime>`,
			redshift.Logging{Enabled: true, Bucket: "audit", Prefix: "sales/", Destination: "s3"},
			resource.Known,
		},
		"no choice": {
			`<LoggingEnabled>true</LoggingEnabled><BucketName>audit</BucketName>`,
			redshift.Logging{Enabled: true, Bucket: "audit", Destination: "s3"},
			resource.Known,
		},
		"off again": {
			`<LoggingEnabled>false</LoggingEnabled><BucketName>audit</BucketName><LogDestinationType>s3</LogDestinationType>`,
			redshift.Logging{},
			resource.Known,
		},
		"CloudWatch": {
			`<LoggingEnabled>true</LoggingEnabled><LogDestinationType>cloudwatch</LogDestinationType><LogExports><member>userlog</member><member>connectionlog</member></LogExports>`,
			redshift.Logging{Enabled: true, Destination: "cloudwatch", Exports: []string{"connectionlog", "userlog"}},
			resource.Known,
		},
		"nothing": {"", redshift.Logging{}, resource.Hidden},
	} {
		remove := a.Rule(awstest.Rule{Service: "redshift", Operation: "DescribeLoggingStatus", Do: answer(c.answer)})
		got := get(t, place(a), listedClusters(t, place(a))["sales"])
		want := got
		want.Logging = resource.Is(c.want)
		if got.Logging.State() != c.state || c.state == resource.Known && len(resource.Differing(got, want, []string{"Logging"})) > 0 {
			t.Errorf("%s: logging is %+v", name, got.Logging)
		}
		remove()
	}
}

func TestClusterHidden(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	create(t, a, "sales")
	c := listedClusters(t, place(a))["sales"]
	a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "redshift", Operation: "DescribeClusters"})
	a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "redshift", Operation: "DescribeLoggingStatus"})
	hidden := get(t, place(a), clusters.Empty(c.Ref))
	for _, fact := range clusters.Facts {
		action := "redshift:DescribeClusters"
		if fact == "Logging" {
			action = "redshift:DescribeLoggingStatus"
		}
		if f := resource.FactOf(hidden, fact); f.State() != resource.Hidden || f.Why().Action != action || f.Why().Code != "AccessDenied" {
			t.Errorf("%s is %s, %+v", fact, f.State(), f.Why())
		}
	}
}

// A setting that an answer leaves out is not known to be off, neither in a listing nor by itself.
func TestClusterNotWhole(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	create(t, a, "sales")
	a.Rule(awstest.Rule{Service: "redshift", Operation: "DescribeClusters", Do: awstest.Answer(200, "text/xml",
		`<DescribeClustersResponse xmlns="http://redshift.amazonaws.com/doc/2012-12-01/"><DescribeClustersResult><Clusters><Cluster>`+
			`<ClusterIdentifier>sales</ClusterIdentifier><ClusterStatus>available</ClusterStatus></Cluster></Clusters></DescribeClustersResult></DescribeClustersResponse>`)})
	c := get(t, place(a), listedClusters(t, place(a))["sales"])
	if f := c.PubliclyAccessible; f.State() != resource.Hidden || f.Why().Operation != "redshift.DescribeClusters" {
		t.Errorf("got %s, %+v", f.State(), f.Why())
	}
}

func TestClustersNotListed(t *testing.T) {
	t.Parallel()
	for name, after := range map[string]int{"the list": 0, "the second page": 1} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := awstest.New(t)
			create(t, a, "sales")
			create(t, a, "stock")
			a.TwoPages("redshift", "DescribeClusters")
			a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "redshift", Operation: "DescribeClusters", After: after})
			var got error
			n := 0
			for _, err := range clusters.List(t.Context(), place(a)) {
				got = err
				n++
			}
			if !catalog.Denied(got) || n != after+1 {
				t.Errorf("after %d: %v", n, got)
			}
		})
	}
}

func TestClusterGone(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	ref := place(a).Ref(clusters.Type, "arn:aws:redshift:"+region+":"+a.ID+":cluster:gone", "gone")
	for _, fact := range []string{"PubliclyAccessible", "Logging"} {
		at := place(a)
		at.Facts = []string{fact}
		if _, err := clusters.Get(t.Context(), at, clusters.Empty(ref)); fault.CodeOf(err) != fault.NotFound {
			t.Errorf("%s: got %v", fact, err)
		}
	}
}

func TestClustersPage(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	for _, name := range []string{"a", "b", "c"} {
		create(t, a, name)
	}
	a.TwoPages("redshift", "DescribeClusters")
	if n := len(listedClusters(t, place(a))); n != 3 || a.Count("redshift", "DescribeClusters") != 2 {
		t.Errorf("%d clusters in %d calls", n, a.Count("redshift", "DescribeClusters"))
	}
}
