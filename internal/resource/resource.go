// Package resource has the words for what is looked at: resources, and the facts that are known about them.
//
// The types of each service are pure data in the packages below this one (s3.Bucket); this package imports nothing
// but the standard library.
package resource

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strings"
)

// Type is a resource type in AWS's words, "AWS::S3::Bucket".
type Type string

// Account is the type that findings on the account as a whole name.
const Account Type = "AWS::::Account"

// Ref says which resource is meant. Every resource embeds one.
type Ref struct {
	Type    Type   `json:"type"`
	Account string `json:"account"`
	Region  string `json:"region"`
	// ID is what Security Hub writes: an ARN, or "AWS::::Account:<12 digits>".
	ID string `json:"id"`
	// Name is AWS's own short name: the bucket's name, the group's id, the user's name.
	Name string `json:"name"`
}

// Reference returns the reference itself; embedding it makes a struct a [Resource].
func (r Ref) Reference() Ref { return r }

// IsAccount tells whether findings on it are about the account as a whole.
func (r Ref) IsAccount() bool { return strings.HasPrefix(r.ID, string(Account)+":") }

// Reported is the type that a finding names.
func (r Ref) Reported() Type {
	if r.IsAccount() {
		return Account
	}
	return r.Type
}

// Compare orders references by type, region and id.
func (r Ref) Compare(o Ref) int {
	return cmp.Or(cmp.Compare(r.Type, o.Type), cmp.Compare(r.Region, o.Region), cmp.Compare(r.ID, o.ID))
}

// String is the reference as errors show it.
func (r Ref) String() string { return r.ID + " in " + r.Region }

// Partition is the partition of a region: aws, aws-cn or aws-us-gov.
func Partition(region string) string {
	switch {
	case strings.HasPrefix(region, "cn-"):
		return "aws-cn"
	case strings.HasPrefix(region, "us-gov-"):
		return "aws-us-gov"
	}
	return "aws"
}

// GlobalRegion is where the partition's global services (IAM) are answered, and where their findings stand.
func GlobalRegion(region string) string {
	switch Partition(region) {
	case "aws-cn":
		return "cn-north-1"
	case "aws-us-gov":
		return "us-gov-west-1"
	}
	return "us-east-1"
}

// AccountID is the resource id of findings on the account as a whole.
func AccountID(account string) string { return string(Account) + ":" + account }

// ARN builds an Amazon resource name in the partition of the region.
func ARN(partitionOf, service, region, account, rest string) string {
	return strings.Join([]string{"arn", Partition(partitionOf), service, region, account, rest}, ":")
}

// Created are the tags of what Manten creates.
func Created() map[string]string { return map[string]string{"CreatedBy": "manten"} }

// Resource is any resource: a struct with an embedded [Ref] and exported fields of type [Fact].
type Resource interface {
	Reference() Ref
}

// Clone is a deep copy, made by way of JSON, which is also how resources are stored: what does not survive storing
// does not survive here. It panics where T cannot be encoded, which the tests of every type rule out.
func Clone[T any](v T) T {
	b, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("clone %T: %v", v, err))
	}
	var out T
	if err := json.Unmarshal(b, &out); err != nil {
		panic(fmt.Sprintf("clone %T: %v", v, err))
	}
	return out
}
