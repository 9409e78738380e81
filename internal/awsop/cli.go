package awsop

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
)

// CLI writes a call as an AWS CLI command for a POSIX shell. The input goes in whole, as JSON in single quotes, so
// that nothing in it can be taken for shell.
func CLI(operation, region string, input json.RawMessage) string {
	service, op, _ := strings.Cut(operation, ".")
	return fmt.Sprintf("aws %s %s --region %s --cli-input-json %s",
		cliService(service), kebab(op), Quote(region), Quote(string(input)))
}

// Quote quotes a text for a POSIX shell.
func Quote(s string) string {
	if s != "" && plain.MatchString(s) {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

var plain = regexp.MustCompile(`^[A-Za-z0-9_./:@%+=,-]+$`)

// cliService is the AWS CLI's word for an SDK package where they differ.
func cliService(pkg string) string {
	names := map[string]string{
		"s3": "s3api", "cloudwatchlogs": "logs", "configservice": "configservice", "elasticloadbalancingv2": "elbv2",
		"elasticloadbalancing": "elb", "sfn": "stepfunctions", "databasemigrationservice": "dms", "costexplorer": "ce",
	}
	if n, ok := names[pkg]; ok {
		return n
	}
	return pkg
}

// The AWS CLI derives a command from an operation's name by these expressions (botocore, xform_name).
var (
	special  = regexp.MustCompile(`[A-Z]{2,}s$`)
	wordHead = regexp.MustCompile(`(.)([A-Z][a-z]+)`)
	wordTail = regexp.MustCompile(`([a-z0-9])([A-Z])`)
)

// kebab is the AWS CLI's command for an operation: PutPublicAccessBlock is put-public-access-block.
func kebab(op string) string {
	if m := special.FindString(op); m != "" {
		op = op[:len(op)-len(m)] + "-" + strings.ToLower(m)
	}
	op = wordHead.ReplaceAllString(op, "$1-$2")
	op = wordTail.ReplaceAllString(op, "$1-$2")
	return strings.ToLower(strings.ReplaceAll(op, "--", "-"))
}
