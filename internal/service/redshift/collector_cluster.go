package redshift

import (
	"context"
	"errors"
	"iter"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/redshift"
	"github.com/aws/aws-sdk-go-v2/service/redshift/types"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/redshift"
)

var (
	describeClusters = awsop.Read((*sdk.Client).DescribeClusters, "redshift:DescribeClusters")
	describeLogging  = awsop.Read((*sdk.Client).DescribeLoggingStatus, "redshift:DescribeLoggingStatus")
)

var clusters = catalog.Collector(Service, catalog.CollectorSpec[redshift.Cluster]{
	Type: "AWS::Redshift::Cluster", Version: 1, Scope: catalog.Regional, File: "cluster",
	ListCalls: []awsop.Op{describeClusters},
	List:      listAll,
	Gone:      []string{"ClusterNotFound", "ClusterNotFoundFault"},
	Reads: []catalog.ReadSpec[redshift.Cluster]{
		{
			Facts: []string{
				"PubliclyAccessible", "AutomatedSnapshotRetentionPeriod", "AllowVersionUpgrade", "ClusterStatus", "Endpoint", "ElasticIP",
				"Maintenance", "Tags",
			},
			Calls: []awsop.Op{describeClusters}, Do: readCluster,
		},
		{Facts: []string{"Logging"}, Calls: []awsop.Op{describeLogging}, Do: readLogging},
	},
})

// listAll yields the clusters with all that describing them shows. A cluster whose description lacks something comes
// without it: it is described once more by itself, and then the facts are hidden with the reason.
func listAll(ctx context.Context, at catalog.Place) iter.Seq2[redshift.Cluster, error] {
	return func(yield func(redshift.Cluster, error) bool) {
		pages := sdk.NewDescribeClustersPaginator(sdk.NewFromConfig(at.Config), &sdk.DescribeClustersInput{MaxRecords: aws.Int32(100)})
		for pages.HasMorePages() {
			page, err := pages.NextPage(ctx)
			if err != nil {
				yield(redshift.Cluster{}, err)
				return
			}
			for _, found := range page.Clusters {
				name := aws.ToString(found.ClusterIdentifier)
				arn := resource.ARN(at.Region, "redshift", at.Region, at.Account, "cluster:"+name)
				c := redshift.Cluster{Ref: at.Ref("AWS::Redshift::Cluster", arn, name)}
				if whole(found) == nil {
					fill(&c, found)
				}
				if !yield(c, nil) {
					return
				}
			}
		}
	}
}

func readCluster(ctx context.Context, at catalog.Place, c *redshift.Cluster) error {
	out, err := sdk.NewFromConfig(at.Config).DescribeClusters(ctx, &sdk.DescribeClustersInput{ClusterIdentifier: &c.Name})
	if err != nil {
		return err
	}
	i := slices.IndexFunc(out.Clusters, func(found types.Cluster) bool { return aws.ToString(found.ClusterIdentifier) == c.Name })
	if i < 0 {
		return errors.New("the answer does not have the cluster")
	}
	if err := whole(out.Clusters[i]); err != nil {
		return err
	}
	fill(c, out.Clusters[i])
	return nil
}

// whole tells whether a description has the settings: one that is left out is not known to be off.
func whole(found types.Cluster) error {
	if found.PubliclyAccessible == nil || found.AutomatedSnapshotRetentionPeriod == nil || found.AllowVersionUpgrade == nil || found.ClusterStatus == nil {
		return errors.New("the answer lacks PubliclyAccessible, AutomatedSnapshotRetentionPeriod, AllowVersionUpgrade or ClusterStatus")
	}
	return nil
}

func fill(c *redshift.Cluster, found types.Cluster) {
	c.PubliclyAccessible = resource.Is(*found.PubliclyAccessible)
	c.AutomatedSnapshotRetentionPeriod = resource.Is(*found.AutomatedSnapshotRetentionPeriod)
	c.AllowVersionUpgrade = resource.Is(*found.AllowVersionUpgrade)
	c.ClusterStatus = resource.Is(*found.ClusterStatus)
	c.Endpoint = resource.None[redshift.Endpoint]()
	if e := found.Endpoint; e != nil && e.Address != nil {
		c.Endpoint = resource.Is(redshift.Endpoint{Address: *e.Address, Port: aws.ToInt32(e.Port)})
	}
	c.ElasticIP = resource.None[string]()
	if e := found.ElasticIpStatus; e != nil && aws.ToString(e.ElasticIp) != "" {
		c.ElasticIP = resource.Is(*e.ElasticIp)
	}
	c.Maintenance = resource.Is(redshift.Maintenance{
		Window: aws.ToString(found.PreferredMaintenanceWindow), Track: aws.ToString(found.MaintenanceTrackName),
	})
	tags := map[string]string{}
	for _, t := range found.Tags {
		tags[aws.ToString(t.Key)] = aws.ToString(t.Value)
	}
	c.Tags = resource.Is(tags)
}

// readLogging leaves out when the log was last delivered, which changes by itself.
func readLogging(ctx context.Context, at catalog.Place, c *redshift.Cluster) error {
	out, err := sdk.NewFromConfig(at.Config).DescribeLoggingStatus(ctx, &sdk.DescribeLoggingStatusInput{ClusterIdentifier: &c.Name})
	if err != nil {
		return err
	}
	if out.LoggingEnabled == nil {
		return errors.New("the answer does not say whether logging is on")
	}
	c.Logging = resource.Is(logging(out))
	return nil
}

// logging leaves out where a log went that is off, and says S3 where an answer from before there was a choice does not.
func logging(out *sdk.DescribeLoggingStatusOutput) redshift.Logging {
	if !*out.LoggingEnabled {
		return redshift.Logging{}
	}
	exports := slices.Clone(out.LogExports)
	slices.Sort(exports)
	l := redshift.Logging{
		Enabled: true, Bucket: aws.ToString(out.BucketName), Prefix: aws.ToString(out.S3KeyPrefix),
		Destination: string(out.LogDestinationType), Exports: exports,
	}
	if l.Destination == "" && l.Bucket != "" {
		l.Destination = redshift.ToBucket
	}
	return l
}
