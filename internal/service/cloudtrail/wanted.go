package cloudtrail

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/iam"
	"github.com/mantenhq/manten/internal/resource/kms"
	"github.com/mantenhq/manten/internal/resource/logs"
)

// keyFor is the key to use: the one that is named, or that of the established solution, which is then asked for.
func keyFor(named, account, region string) (string, []catalog.Request) {
	if named != "" {
		return named, nil
	}
	alias := kms.AliasRef(account, region, kms.SolutionAlias)
	return alias.ID, []catalog.Request{{Remediation: "CreateKey", On: alias, With: map[string]any{"parameter": kms.SolutionParameter}}}
}

// groupName is the log group of a trail.
func groupName(trail string) string { return "CloudTrail/" + trail }

// roleName is the role by which CloudTrail writes to log groups.
func roleName(namespace string) string {
	name := "SO0111-CloudTrailToCloudWatchLogs"
	if namespace != "" {
		name += "-" + namespace
	}
	return name
}

// intoLogs asks for a trail's log group and for the role that writes to it, which all trails share. Those of an
// organization write to streams that are named after it and its accounts.
func intoLogs(trail resource.Ref, organization bool, namespace string, days int) []catalog.Request {
	group := logs.GroupRef(trail.Account, trail.Region, groupName(trail.Name))
	streams := trail.Account + "_CloudTrail_*"
	if organization {
		streams = "*_CloudTrail_*"
	}
	return []catalog.Request{
		{Remediation: "CreateLogGroup", On: group, With: map[string]any{"retentionInDays": days}},
		{Remediation: "CreateRole", On: iam.RoleRef(trail.Account, trail.Region, roleName(namespace)), With: map[string]any{
			"description": "CloudTrail delivers events to CloudWatch Logs", "alsoTrust": true,
			"trustPolicy": document(map[string]any{
				"Effect": "Allow", "Principal": map[string]string{"Service": "cloudtrail.amazonaws.com"}, "Action": "sts:AssumeRole",
				"Condition": map[string]any{"StringEquals": map[string]string{"aws:SourceArn": trail.ID}},
			}),
			"policyName": policyName(trail),
			"policy": document(map[string]any{
				"Effect": "Allow", "Action": []string{"logs:CreateLogStream", "logs:PutLogEvents"},
				"Resource": group.ID + ":log-stream:" + streams,
			}),
		}},
	}
}

// policyName is that of the policy for one trail inside of the role. A trail's name may be as long as a policy's.
func policyName(trail resource.Ref) string {
	const most, digits = 128, 8
	name := "CloudTrailToCloudWatchLogs-" + trail.Region + "-" + trail.Name
	if len(name) <= most {
		return name
	}
	sum := sha256.Sum256([]byte(name))
	return name[:most-digits-1] + "-" + hex.EncodeToString(sum[:digits/2])
}

// document is a policy of one statement.
func document(statement map[string]any) string {
	data, err := json.Marshal(map[string]any{"Version": "2012-10-17", "Statement": []any{statement}})
	if err != nil {
		panic(err) // maps of text
	}
	return string(data)
}
