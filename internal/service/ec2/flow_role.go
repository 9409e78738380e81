package ec2

import (
	"encoding/json"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/iam"
)

// flowRoleName is the role by which flow logs are written.
func flowRoleName(namespace string) string {
	name := "SO0111-EnableVPCFlowLogs-remediationRole"
	if namespace != "" {
		name += "-" + namespace
	}
	return name
}

// flowRole asks for the role. One policy is for all VPCs of the account: with one for each, the role would soon be full.
// Listing groups knows no single one of them. Source: Amazon VPC User Guide, "Publish flow logs to CloudWatch Logs".
func flowRole(vpc resource.Ref, namespace string) catalog.Request {
	groups := func(name string) string { return resource.ARN(vpc.Region, "logs", "*", vpc.Account, "log-group:"+name) }
	return catalog.Request{
		Remediation: "CreateRole", On: iam.RoleRef(vpc.Account, vpc.Region, flowRoleName(namespace)),
		With: map[string]any{
			"description": "VPC flow logs are delivered to CloudWatch Logs",
			"trustPolicy": document(statement{
				Effect: "Allow", Principal: map[string]string{"Service": "vpc-flow-logs.amazonaws.com"}, Action: []string{"sts:AssumeRole"},
				Condition: map[string]map[string]string{"StringEquals": {"aws:SourceAccount": vpc.Account}},
			}),
			"policyName": "VPCFlowLogs",
			"policy": document(
				statement{Effect: "Allow", Action: []string{"logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"}, Resource: groups("VPCFlowLogs/*")},
				statement{Effect: "Allow", Action: []string{"logs:DescribeLogGroups"}, Resource: groups("*")},
			),
		},
	}
}

// statement is a statement of a role's policies.
type statement struct {
	Effect    string
	Principal map[string]string `json:",omitempty"`
	Action    []string
	Resource  string                       `json:",omitempty"`
	Condition map[string]map[string]string `json:",omitempty"`
}

func document(statements ...statement) string {
	data, err := json.Marshal(map[string]any{"Version": "2012-10-17", "Statement": statements})
	if err != nil {
		panic(err) // text in lists and maps
	}
	return string(data)
}
