package cloudtrail

import (
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/cloudtrail"
	"github.com/mantenhq/manten/internal/resource/s3"
)

const (
	account = "111122223333"
	region  = "eu-west-1"
	other   = "444455556666"
)

func theAccount(in string) cloudtrail.Account {
	return cloudtrail.Account{Ref: resource.Ref{
		Type: "AWS::CloudTrail::Account", Account: account, Region: in, ID: resource.AccountID(account), Name: account,
	}}
}

var management = cloudtrail.Selectors{Basic: []cloudtrail.Basic{{ReadWrite: cloudtrail.All, Management: true}}}

// theTrail records all management events of all regions, with something changed.
func theTrail(change func(*cloudtrail.Trail)) cloudtrail.Trail {
	t := cloudtrail.Trail{
		Ref:        cloudtrail.TrailRef(account, region, "main"),
		Settings:   resource.Is(cloudtrail.Settings{Bucket: "b", MultiRegion: true, GlobalEvents: true}),
		Validation: resource.Is(true), Encrypted: resource.Is(true), Key: resource.Is("arn:aws:kms:eu-west-1:111122223333:key/1"),
		Delivery:  resource.Is(cloudtrail.Delivery{LogGroup: "arn:aws:logs:eu-west-1:111122223333:log-group:trails:*", Role: "r"}),
		Logging:   resource.Is(true),
		Selectors: resource.Is(management),
		Tags:      resource.Is(map[string]string{}),
	}
	if change != nil {
		change(&t)
	}
	return t
}

// set changes the settings.
func set(change func(*cloudtrail.Settings)) func(*cloudtrail.Trail) {
	return func(t *cloudtrail.Trail) {
		s := t.Settings.Value()
		change(&s)
		t.Settings = resource.Is(s)
	}
}

// owned has another account own the trail.
func owned(t *cloudtrail.Trail) {
	t.Ref = cloudtrail.TrailRef(other, region, "main")
	t.Account = account
}

// missing is a trail that is not there.
func missing(name string) resource.Resource {
	return trails.Missing(cloudtrail.TrailRef(account, region, name))
}

// theBucket is the trail's, closed and logged, with something changed.
func theBucket(change func(*s3.Bucket)) s3.Bucket {
	b := s3.Bucket{
		Ref: s3.BucketRef(account, region, "b"), PublicAccessBlock: resource.None[s3.PublicAccessBlock](), Policy: resource.None[string](),
		Grants: resource.Is([]s3.Grant{{Grantee: "0123", Permission: "FULL_CONTROL"}}), Logging: resource.Is(s3.Logging{TargetBucket: "logs", TargetPrefix: "b/"}),
	}
	if change != nil {
		change(&b)
	}
	return b
}
