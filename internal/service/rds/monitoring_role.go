package rds

import (
	"encoding/json"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/iam"
	"github.com/mantenhq/manten/internal/resource/rds"
)

// monitoringRole is the role that sends metrics: the one that is named, or that of the established solution, which is
// then asked for. Source: Amazon RDS User Guide, "Setting up and enabling Enhanced Monitoring".
func monitoringRole(i rds.DBInstance, p monitoringParams) (string, []catalog.Request) {
	if p.MonitoringRoleArn != "" {
		return p.MonitoringRoleArn, nil
	}
	name := "SO0111-RDSMonitoring-remediationRole"
	if p.Namespace != "" {
		name += "-" + p.Namespace
	}
	role := iam.RoleRef(i.Account, i.Region, name)
	return role.ID, []catalog.Request{{Remediation: "CreateRole", On: role, With: map[string]any{
		"description":     "RDS delivers metrics of the operating system to CloudWatch Logs",
		"trustPolicy":     monitoringTrust(i.Account),
		"managedPolicies": []string{resource.ARN(i.Region, "iam", "", "aws", "policy/service-role/AmazonRDSEnhancedMonitoringRole")},
	}}}
}

// monitoringTrust lets RDS take the role on, for this account only.
func monitoringTrust(account string) string {
	data, err := json.Marshal(map[string]any{"Version": "2012-10-17", "Statement": []any{map[string]any{
		"Effect": "Allow", "Principal": map[string]string{"Service": "monitoring.rds.amazonaws.com"}, "Action": "sts:AssumeRole",
		"Condition": map[string]any{"StringEquals": map[string]string{"aws:SourceAccount": account}},
	}}})
	if err != nil {
		panic(err) // maps of text
	}
	return string(data)
}
