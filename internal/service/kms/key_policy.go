package kms

import (
	"slices"

	"github.com/mantenhq/manten/internal/policy"
	"github.com/mantenhq/manten/internal/resource"
)

// statement is a statement of a key policy that Manten writes.
type statement struct {
	Sid       string
	Effect    string
	Principal map[string][]string
	Action    []string
	Resource  string
	Condition map[string]map[string]string `json:",omitempty"`
}

// publishers are the services that use the key of what Manten creates: those that encrypt logs, topics and trails, and
// those that publish to an encrypted topic.
func publishers(region string) []string {
	return []string{
		"cloudtrail.amazonaws.com", "cloudwatch.amazonaws.com", "config.amazonaws.com", "delivery.logs.amazonaws.com",
		"logs." + region + ".amazonaws.com", "sns.amazonaws.com",
	}
}

// newPolicy is that of a key which the account's administrators manage and the services use.
func newPolicy(ref resource.Ref) (string, error) {
	text, err := policy.New().Append(statement{
		Sid: "AccountAdministration", Effect: "Allow", Resource: "*", Action: []string{"kms:*"},
		Principal: map[string][]string{"AWS": {resource.ARN(ref.Region, "iam", "", ref.Account, "root")}},
	})
	if err != nil {
		return "", err
	}
	d, err := policy.Parse(text)
	if err != nil {
		return "", err
	}
	return d.Append(serviceUse(ref, "ServicesOfThisAccount", publishers(ref.Region)))
}

// serviceUse lets services use the key on behalf of the account. A log group's encryption context names its ARN, the
// other services name their account as the source.
func serviceUse(ref resource.Ref, sid string, services []string) statement {
	return statement{
		Sid: sid, Effect: "Allow", Resource: "*",
		Principal: map[string][]string{"Service": services},
		Action:    []string{"kms:Decrypt", "kms:DescribeKey", "kms:Encrypt*", "kms:GenerateDataKey*", "kms:ReEncrypt*"},
		Condition: map[string]map[string]string{"StringEqualsIfExists": {"aws:SourceAccount": ref.Account}},
	}
}

// lacking are the services that a policy does not let use the key.
func lacking(d *policy.Document, region string) []string {
	return slices.DeleteFunc(publishers(region), func(service string) bool {
		return slices.ContainsFunc(d.Statements, func(s policy.Statement) bool {
			return s.Effect == "Allow" && slices.Contains(s.Principal["Service"], service) && s.Covers("kms:GenerateDataKey")
		})
	})
}
