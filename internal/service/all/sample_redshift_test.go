package all_test

import (
	"fmt"

	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/redshift"
)

var namingsRedshift = map[resource.Type]naming{
	"AWS::Redshift::Cluster": func(region string, n int) (string, string) {
		name := fmt.Sprintf("cluster-%d", n)
		return resource.ARN(region, "redshift", region, account, "cluster:"+name), name
	},
}

var poolsRedshift = map[string]pool{
	"redshift.Cluster.AutomatedSnapshotRetentionPeriod": func(s *sampler, _ resource.Ref) any { return pick(s, 0, 1, 6, 7, 8, 35) },
	"redshift.Cluster.ClusterStatus": func(s *sampler, _ resource.Ref) any {
		return pick(s, "available", "available", "available", "modifying", "available, prep-for-resize", "paused", "storage-full", "deleting")
	},
	"redshift.Cluster.Endpoint": func(*sampler, resource.Ref) any {
		return redshift.Endpoint{Address: "sales.abc.eu-west-1.redshift.amazonaws.com", Port: 5439}
	},
	"redshift.Cluster.ElasticIP": func(*sampler, resource.Ref) any { return "192.0.2.7" },
}
