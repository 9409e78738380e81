package all_test

import (
	"fmt"
	"slices"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/rds"
)

var namingsRDS = map[resource.Type]naming{
	"AWS::RDS::DBInstance": func(region string, n int) (string, string) {
		name := fmt.Sprintf("db-%d", n)
		return resource.ARN(region, "rds", region, account, "db:"+name), name
	},
	"AWS::RDS::DBCluster": func(region string, n int) (string, string) {
		name := fmt.Sprintf("cluster-%d", n)
		return resource.ARN(region, "rds", region, account, "cluster:"+name), name
	},
	"AWS::RDS::DBSnapshot": func(region string, n int) (string, string) {
		name, kind := fmt.Sprintf("snapshot-%d", n), "snapshot:"
		if n%2 == 1 {
			kind = "cluster-snapshot:"
		}
		return resource.ARN(region, "rds", region, account, kind+name), name
	},
}

var poolsRDS = map[string]pool{
	"rds.DBInstance.Status": func(s *sampler, _ resource.Ref) any {
		return pick(s, "available", "available", "available", "backing-up", "modifying", "rebooting", "stopped", "incompatible-network")
	},
	"rds.DBInstance.Engine": func(s *sampler, _ resource.Ref) any {
		return pick(s, "postgres", "postgres", "mysql", "mysql", "oracle-ee", "sqlserver-ex", "custom-oracle-ee", "aurora-mysql", "neptune", "docdb")
	},
	"rds.DBInstance.Cluster": func(s *sampler, _ resource.Ref) any { return pick(s, "", "", "", "", "", "cluster-0", "cluster-1") },
	"rds.DBInstance.PendingModifiedValues": func(s *sampler, _ resource.Ref) any {
		return some(s, s.IntN(2), "DBInstanceClass", "EngineVersion", "MultiAZ")
	},
	"rds.DBInstance.MonitoringInterval": func(s *sampler, _ resource.Ref) any { return pick[int32](s, 0, 0, 1, 15, 60) },
	"rds.DBInstance.MonitoringRole": func(s *sampler, _ resource.Ref) any {
		return pick(s, "arn:aws:iam::"+account+":role/monitoring", "arn:aws:iam::"+account+":role/own/metrics")
	},
	"rds.DBInstance.SubnetZones": func(s *sampler, _ resource.Ref) any {
		return append(some(s, 2, "eu-west-1a", "eu-west-1b"), pick(s, "eu-west-1c", "eu-west-1d"))
	},
	"rds.DBCluster.Status": func(s *sampler, _ resource.Ref) any {
		return pick(s, "available", "available", "backing-up", "stopped", "cloning-failed")
	},
	"rds.DBCluster.Engine": func(s *sampler, _ resource.Ref) any {
		return pick(s, "aurora", "aurora-mysql", "aurora-postgresql", "mysql", "neptune", "docdb")
	},
	"rds.Snapshot.Description": func(s *sampler, ref resource.Ref) any {
		return rds.Description{
			Kind: rds.KindOf(ref.ID), Type: pick(s, rds.Manual, rds.Manual, rds.Automated, rds.Backup), Source: "db-0", Engine: "postgres",
		}
	},
	"rds.Snapshot.Status": func(s *sampler, _ resource.Ref) any { return pick(s, "available", "available", "creating", "failed") },
	"rds.Snapshot.Restore": func(s *sampler, _ resource.Ref) any {
		return some(s, 3, "222233334444", "333344445555", rds.Everybody)
	},
}

var keepsRDS = map[string]keeping{
	// No account that is named singly loses its share.
	"rds.Snapshot.Restore": kept(func(_ *catalog.RemediationUnit, before, after rds.Snapshot) error {
		single := func(s rds.Snapshot) []string {
			return slices.DeleteFunc(slices.Clone(s.Restore.Value()), func(who string) bool { return who == rds.Everybody })
		}
		was, is := single(before), single(after)
		if !slices.Equal(was, is) {
			return fmt.Errorf("shared with %v, now with %v", was, is)
		}
		return nil
	}),
}
