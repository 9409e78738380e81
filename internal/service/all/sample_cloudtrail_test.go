package all_test

import (
	"fmt"
	"slices"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/cloudtrail"
	"github.com/mantenhq/manten/internal/resource/logs"
)

// partner is another account; every fourth trail is its own, of an organization.
const partner = "444455556666"

var namingsCloudTrail = map[resource.Type]naming{
	"AWS::CloudTrail::Trail": func(region string, n int) (string, string) {
		owner, name := account, fmt.Sprintf("trail-%d", n)
		switch n % 4 {
		case 2:
			name = "multi-region-cloud-trail"
		case 3:
			owner = partner
		}
		return resource.ARN(region, "cloudtrail", region, owner, "trail/"+name), name
	},
}

var poolsCloudTrail = map[string]pool{
	"cloudtrail.Trail.Settings": func(s *sampler, ref resource.Ref) any {
		bucket, _ := namingsS3["AWS::S3::Bucket"](ref.Region, s.IntN(5))
		return cloudtrail.Settings{
			Bucket: bucket[len("arn:aws:s3:::"):], Prefix: pick(s, "", "audit"), MultiRegion: s.one(3), GlobalEvents: s.one(2),
		}
	},
	"cloudtrail.Trail.Delivery": func(s *sampler, ref resource.Ref) any {
		return cloudtrail.Delivery{
			LogGroup: logs.GroupRef(account, ref.Region, groupNamed(s.IntN(2))).ID + ":*",
			Role:     "arn:aws:iam::" + account + ":role/path/role-0",
		}
	},
	"cloudtrail.Trail.Selectors": func(s *sampler, _ resource.Ref) any { return s.selectors() },
}

// selectors are event selectors of either kind, few of which select all management events.
func (s *sampler) selectors() cloudtrail.Selectors {
	objects := cloudtrail.Data{Type: "AWS::S3::Object", Values: some(s, 2, "arn:aws:s3", "arn:aws:s3:::", "arn:aws:s3:::bucket/logs/")}
	if s.one(3) {
		field := func(name string, values ...string) cloudtrail.Field {
			return cloudtrail.Field{Field: name, Equals: values}
		}
		management, data := field("eventCategory", "Management"), field("eventCategory", "Data")
		return cloudtrail.Selectors{Advanced: some(s, 3,
			cloudtrail.Advanced{Name: "all", Fields: []cloudtrail.Field{management}},
			cloudtrail.Advanced{Fields: []cloudtrail.Field{management, field("readOnly", "false")}},
			cloudtrail.Advanced{Fields: []cloudtrail.Field{management, {Field: "eventSource", NotEquals: []string{"kms.amazonaws.com"}}}},
			cloudtrail.Advanced{Name: "objects", Fields: []cloudtrail.Field{data, field("resources.type", "AWS::S3::Object")}},
		)}
	}
	return cloudtrail.Selectors{Basic: some(s, 2,
		cloudtrail.Basic{ReadWrite: pick(s, cloudtrail.All, cloudtrail.ReadOnly), Management: s.one(2), Excluded: some(s, 1, "kms.amazonaws.com")},
		cloudtrail.Basic{ReadWrite: pick(s, cloudtrail.All, cloudtrail.WriteOnly), Management: s.one(2), Data: []cloudtrail.Data{objects}},
	)}
}

var keepsCloudTrail = map[string]keeping{
	// Data events that are recorded stay recorded, and so do management events.
	"cloudtrail.Trail.Selectors": kept(func(_ *catalog.RemediationUnit, before, after cloudtrail.Trail) error {
		was, is := before.Selectors.Value(), after.Selectors.Value()
		for _, b := range was.Basic {
			if len(b.Data) > 0 && !slices.ContainsFunc(is.Basic, func(o cloudtrail.Basic) bool { return sameData(b, o) }) {
				return fmt.Errorf("data events %+v are recorded no longer: %+v", b, is)
			}
		}
		for _, a := range was.Advanced {
			isData := slices.ContainsFunc(a.Fields, func(f cloudtrail.Field) bool { return slices.Equal(f.Equals, []string{"Data"}) })
			if isData && !slices.ContainsFunc(is.Advanced, func(o cloudtrail.Advanced) bool { return fmt.Sprint(o) == fmt.Sprint(a) }) {
				return fmt.Errorf("data events %+v are recorded no longer: %+v", a, is)
			}
		}
		return nil
	}),
	// A trail keeps its bucket and topic, and records the events of no region less.
	"cloudtrail.Trail.Settings": kept(func(_ *catalog.RemediationUnit, before, after cloudtrail.Trail) error {
		was, is := before.Settings.Value(), after.Settings.Value()
		was.MultiRegion, was.GlobalEvents = is.MultiRegion || was.MultiRegion, is.GlobalEvents || was.GlobalEvents
		if _, there := before.Settings.Get(); there && was != is {
			return fmt.Errorf("%+v became %+v", before.Settings.Value(), is)
		}
		return nil
	}),
}

func sameData(a, b cloudtrail.Basic) bool {
	return a.ReadWrite == b.ReadWrite && fmt.Sprint(a.Data) == fmt.Sprint(b.Data)
}
