package config

import (
	"fmt"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/config"
	"github.com/mantenhq/manten/internal/resource/iam"
	"github.com/mantenhq/manten/internal/resource/kms"
	"github.com/mantenhq/manten/internal/resource/s3"
	"github.com/mantenhq/manten/internal/resource/sns"
)

const (
	// principal is AWS Config itself, and roleName the role that it brings along.
	principal = "config.amazonaws.com"
	roleName  = "AWSServiceRoleForConfig"
	// keyAlias is the name of the established solution's key, and keyParameter where its ARN is kept.
	keyAlias     = "alias/SO0111-SHARR-Key"
	keyParameter = "/Solutions/SO0111/CMK_REMEDIATION_ARN"
)

// roleOf is the role that AWS Config brings along, in the account.
func roleOf(ref resource.Ref) resource.Ref {
	return iam.ServiceRoleRef(ref.Account, ref.Region, principal, roleName)
}

// linkedRole asks for that role.
func linkedRole(ref resource.Ref) catalog.Request {
	return catalog.Request{Remediation: "CreateServiceLinkedRole", On: roleOf(ref), With: map[string]any{"service": principal}}
}

// newChannel is the delivery channel of the established solution, and asks for all that it delivers to.
func newChannel(ref resource.Ref, p enableParams) (config.Channel, []catalog.Request) {
	topic := sns.TopicRef(ref.Account, ref.Region, p.SNSTopicName)
	accessLogs := s3.BucketRef(ref.Account, ref.Region, fmt.Sprintf("so0111-accesslogs-%s-%s", ref.Account, ref.Region))
	bucket := s3.BucketRef(ref.Account, ref.Region, fmt.Sprintf("so0111-aws-config-%s-%s", ref.Region, ref.Account))
	key, first := keyFor(p.KMSKeyArn, ref)
	first = append(first,
		catalog.Request{Remediation: "CreateTopic", On: topic, With: map[string]any{"publisher": principal, "kmsMasterKeyId": key}},
		catalog.Request{Remediation: "CreateAccessLoggingBucket", On: accessLogs, With: map[string]any{}},
		catalog.Request{Remediation: "CreateServiceBucket", On: bucket, With: map[string]any{
			"service": "config", "prefix": ref.Account,
			"accessLogBucket": accessLogs.Name, "accessLogPrefix": "access-logs/" + bucket.Name,
		}},
	)
	return config.Channel{
		Name: "default", Bucket: bucket.Name, Prefix: ref.Account, Topic: topic.ID, Frequency: "Twelve_Hours",
	}, first
}

// keyFor is the key to use: the one that is named, or that of the established solution, which is then asked for.
func keyFor(named string, ref resource.Ref) (string, []catalog.Request) {
	if named != "" {
		return named, nil
	}
	alias := kms.AliasRef(ref.Account, ref.Region, keyAlias)
	return alias.ID, []catalog.Request{{Remediation: "CreateKey", On: alias, With: map[string]any{"parameter": keyParameter}}}
}
